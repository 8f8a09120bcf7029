"""Forms of experiments: what the study holds is shown, and what is set is held by the study."""

import msgspec
import pytest

from app.engine.error import InputError
from app.study.experiment.spec import Axis, BasinSpec, SweepSpec, TuneSpec
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.ui.controls.sweep_form import SweepForm, swept_lanes_of
from app.ui.controls.tune_form import TuneForm
from app.ui.theme import LIGHT

replace = msgspec.structs.replace
LANES = (LaneSpec(optimizer="adam"), LaneSpec(optimizer="momentum"), LaneSpec(optimizer="adagrad"))
PLAIN = Study(problem=SurfaceSpec(surface="ravine"), lanes=LANES, steps=30)
SWEPT = replace(
    PLAIN,
    experiment=SweepSpec(
        axes=tuple(
            Axis(lane=lane, name=name, spacing=spacing, low=low, high=high, count=count)
            for lane in (0, 2)
            for name, spacing, low, high, count in (("lr", "log", 1e-3, 1e-1, 5),)
        ),
        seeds=4,
    ),
)
TUNED = replace(
    PLAIN, experiment=TuneSpec(trials=13, design="random", metric="best", fresh=4, stopping="median", seeds=2)
)


@pytest.fixture(params=["sweep", "tune"])
def form(request, qtbot):
    found = {"sweep": SweepForm, "tune": TuneForm}[request.param](LIGHT)
    qtbot.addWidget(found)
    found.set_study(PLAIN)
    return found


@pytest.fixture
def sweep(qtbot):
    found = SweepForm(LIGHT)
    qtbot.addWidget(found)
    return found


def kept(form):
    found = []
    form.kept.connect(lambda study, text, key: found.append((study, text, key)))
    return found


def test_a_study_shows_the_sweep_it_was_saved_with(sweep):
    told = kept(sweep)
    sweep.set_study(SWEPT)
    assert sweep.lanes == [0, 2]
    assert sweep.first.parameter.name == "lr"
    assert (sweep.first.low.value, sweep.first.high.value, sweep.first.count.value()) == (1e-3, 1e-1, 5)
    assert sweep.second.parameter is None
    assert sweep.seeds.value() == 4
    assert sweep.whole() == SWEPT
    run = sweep.study()
    assert [lane.optimizer for lane in run.lanes] == ["adam", "adagrad"]
    assert [axis.lane for axis in run.experiment.axes] == [0, 1]
    assert run.seeds == (0, 1, 2, 3)
    assert told == []  # to show is no edit


def test_a_study_shows_the_tuning_it_was_saved_with(qtbot):
    form = TuneForm(LIGHT)
    qtbot.addWidget(form)
    told = kept(form)
    form.set_study(TUNED)
    assert form.count == 13
    assert form.design.currentData() == "random"
    assert form.judge.currentData() == "best"
    assert (form.fresh.value(), form.seeds.value(), form.stopping.isChecked()) == (4, 2, True)
    assert form.whole() == TUNED
    assert form.study().seeds == (0, 1)
    assert told == []


def test_an_edit_goes_to_the_study_and_comes_back_with_undo(form):
    told, before = kept(form), form.seeds.value()
    form.seeds.setValue(7)
    ((study, text, key),) = told
    assert study.experiment.seeds == 7
    assert replace(study, experiment=None) == PLAIN  # the race is not touched
    assert text.startswith("Set up the")
    assert key
    form.set_study(study)
    form.seeds.setValue(8)
    form.set_study(study)  # as undo gives it
    assert form.seeds.value() == 8  # what is shown is edited still: nobody undid this
    form.set_study(told[-1][0])
    form.set_study(study)
    assert form.seeds.value() == 7
    assert len(told) == 2
    form.set_study(PLAIN)  # undone altogether
    assert form.seeds.value() == before


def test_what_is_not_valid_is_not_kept(sweep):
    sweep.set_study(PLAIN)
    told = kept(sweep)
    sweep.checks[0].click()  # no lane is left
    assert told == []
    with pytest.raises(InputError, match="at least one lane"):
        sweep.study()
    sweep.checks[0].click()
    told.clear()
    sweep.first.set_range(1.0, 0.1, 3)
    sweep._on_changed()
    assert told == []  # the ends are the wrong way round, which Start says


def test_an_experiment_of_another_kind_stays_until_this_one_is_started(form):
    form.set_study(replace(PLAIN, experiment=BasinSpec()))
    told = kept(form)
    form.seeds.setValue(7)
    assert told == []
    assert f"The study holds basin maps now; Start puts this {form.name} there" in form.summary.text()
    form.keep(always=True)
    assert told[0][0].experiment.seeds == 7


def test_what_the_form_cannot_say_is_kept_until_it_is_edited(sweep):
    own = (
        Axis(lane=0, values=(0.001, 0.01, 0.05)),
        Axis(lane=1, values=(0.1, 0.2)),
    )
    study = replace(PLAIN, experiment=SweepSpec(axes=own, curve=9, seed=3, seeds=3))
    sweep.set_study(study)
    assert sweep.whole() == study
    assert "one by one" in sweep.summary.text()
    assert sweep.study().experiment.axes == own
    assert sweep.study().experiment.curve == 0
    told = kept(sweep)
    sweep.seeds.setValue(5)
    found = told[-1][0].experiment
    assert [axis.spacing for axis in found.axes] == ["log", "log"]
    assert (found.curve, found.seed) == (9, 3)


def test_a_sweep_follows_lanes_that_move_or_go(sweep):
    sweep.set_study(SWEPT)
    moved = tuple(replace(axis, lane=axis.lane - 1) for axis in SWEPT.experiment.axes if axis.lane)
    fewer = replace(SWEPT, lanes=LANES[1:], experiment=replace(SWEPT.experiment, axes=moved))
    sweep.set_study(fewer)
    assert sweep.lanes == [1]
    assert sweep.whole() == fewer


def test_a_sweep_whose_axes_have_all_gone_is_as_none(sweep):
    sweep.set_study(replace(PLAIN, experiment=SweepSpec()))
    assert sweep.study().experiment.axes  # the form's own


def test_two_axes_and_points_are_shown(sweep):
    axes = tuple(
        Axis(lane=1, name=name, spacing="usual" if name == "none" else "log", low=low, high=high)
        for name, low, high in (("lr", 1e-4, 1e-2), ("momentum", 0.5, 0.9))
    )
    study = replace(PLAIN, experiment=SweepSpec(axes=axes, design="sobol", points=16, seeds=3))
    sweep.set_study(study)
    assert sweep.design.currentData() == "sobol"
    assert sweep.points.value() == 16
    assert sweep.second.parameter.name == "momentum"
    assert (sweep.second.low.value, sweep.second.high.value) == (0.5, 0.9)


def test_a_range_that_was_extended_goes_into_the_study(sweep):
    sweep.set_study(SWEPT)
    run = sweep.study()
    wider = replace(
        run,
        experiment=replace(
            run.experiment, axes=tuple(replace(axis, high=1.0, count=7) for axis in run.experiment.axes)
        ),
    )
    found = sweep.with_axes_of(wider)
    assert [(axis.lane, axis.high, axis.count) for axis in found.experiment.axes] == [
        (0, 1.0, 7),
        (2, 1.0, 7),
    ]
    assert found.lanes == SWEPT.lanes
    assert swept_lanes_of(found).lanes == run.lanes


def test_a_batch_size_is_varied_on_data(sweep):
    study = Study(problem=DataSpec(dataset="iris", model="softmax"), lanes=(LaneSpec(optimizer="sgd"),))
    axes = (Axis(name="batch_size", spacing="log", low=4, high=64, count=3),)
    study = replace(study, experiment=SweepSpec(axes=axes, seeds=3))
    sweep.set_study(study)
    assert sweep.first.parameter.name == "batch_size"
    assert sweep.whole() == study
