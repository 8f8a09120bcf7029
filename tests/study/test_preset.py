import json

import pytest

from app.engine.error import InputError
from app.engine.optimizer import optimizers
from app.engine.resource import resource
from app.study.build import build_problem, build_race, lane_names
from app.study.preset import default_study, list_presets, load_preset
from app.study.spec import SurfaceSpec
from app.study.summary import summarise
from app.study.target import target_loss

NAMES = [preset.name for preset in list_presets()]
LESSON = {"learning-rate": ["η = 0.042: diverges"]}


def test_there_are_some_and_each_says_what_it_teaches():
    assert len(NAMES) >= 8
    assert len(set(NAMES)) == len(NAMES) == len(list(resource("presets").iterdir()))
    for preset in list_presets():
        assert 5 < len(preset.title) < 60
        assert 100 < len(preset.description) < 700


@pytest.mark.parametrize("name", NAMES)
def test_none_diverges_but_for_the_lesson(name):
    study = load_preset(name)
    problem = build_problem(study)
    race = build_race(study, problem=problem)
    race.run()
    target = target_loss(study, problem)
    names = lane_names(study)
    lanes = [summarise(race.history, problem, lane, target) for lane in range(len(names))]
    wild = [name for name, lane in zip(names, lanes, strict=True) if (lane.diverged_at >= 0).any()]
    assert wild == LESSON.get(name, [])
    assert any(lane.steps_to_target is not None for lane in lanes)
    if isinstance(study.problem, SurfaceSpec):
        (left, right), (bottom, top) = problem.surface.domain
        for label, record in zip(names, race.history.lanes, strict=True):
            x, y = record.theta[:, 0, 0], record.theta[:, 0, 1]
            inside = ((left <= x) & (x <= right) & (bottom <= y) & (y <= top)).all()
            assert inside or label in wild, f"{label} leaves the picture"


def test_the_first_shows_eight_optimizers():
    study = default_study()
    assert study == load_preset(NAMES[0])
    assert [lane.optimizer for lane in study.lanes] == optimizers.names()[:8]
    assert 300 <= study.steps <= 600


@pytest.mark.parametrize("path", sorted(resource("presets").iterdir()), ids=lambda path: path.name)
def test_files_name_things_by_their_own_names_and_leave_colours_to_the_window(path):
    study = json.loads(path.read_text(encoding="utf-8"))["study"]
    for lane in study["lanes"]:
        assert optimizers[lane["optimizer"]].name == lane["optimizer"]
        assert "colour" not in lane


def test_a_preset_that_is_not_there():
    with pytest.raises(InputError, match="Did you mean 'why-momentum'"):
        load_preset("why-momentun")
