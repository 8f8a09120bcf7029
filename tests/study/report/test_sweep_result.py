import msgspec

from app.study.experiment.spec import Axis, SweepSpec
from app.study.experiment.standing import swept_lanes
from app.study.report.section import Cell, Table, Text
from app.study.report.sweep_result import sweep_results, sweep_sentences
from tests.study.experiment.made import SWEEP, parts


def tables(study):
    blocks = sweep_results(parts(study)[0]).blocks
    return {block.caption: block for block in blocks if isinstance(block, Table)}


def test_the_best_setting_of_each_lane():
    rows = tables(SWEEP)["The best setting of each lane"].rows
    assert [(row[0], row[1]) for row in rows] == [("Momentum", "7"), ("Adam", "12"), ("AdaGrad", "1")]
    found = swept_lanes(parts(SWEEP)[0])
    assert rows[0][3] == f"lr = {found[0].values('lr')[found[0].best]:.4g}"
    assert rows[2][3] == "as it is"


def test_ranges_are_of_lanes_with_one_axis_and_others_list_their_best():
    found = tables(SWEEP)
    assert [row[0] for row in found["How wide the range is that works"].rows] == ["Momentum"]
    assert len(found["Adam: the best 10 settings"].rows) == 10


def test_settings_that_diverged_are_counted():
    axes = (Axis(values=(0.01, 5.0, 50.0)),)
    study = msgspec.structs.replace(SWEEP, lanes=SWEEP.lanes[:1], experiment=SweepSpec(axes=axes))
    (row,) = tables(study)["The best setting of each lane"].rows
    assert row[2] == Cell("2", "bad")
    assert "2 of the settings diverged" in sweep_sentences(parts(study)[0])[0].text


def test_where_all_diverged_there_is_no_best():
    axes = (Axis(values=(5.0, 50.0, 500.0)),)
    study = msgspec.structs.replace(SWEEP, lanes=SWEEP.lanes[:1], experiment=SweepSpec(axes=axes))
    (row,) = tables(study)["The best setting of each lane"].rows
    assert row[3:5] == ("every setting diverged", "∞")
    assert sweep_sentences(parts(study)[0])[0].text == "Momentum: every one of the 3 settings diverged."


def test_a_best_at_the_edge_is_a_warning():
    axes = (Axis(spacing="log", low=1e-6, high=1e-4, count=3),)
    study = msgspec.structs.replace(SWEEP, lanes=SWEEP.lanes[:1], experiment=SweepSpec(axes=axes))
    warnings = [
        block.text
        for block in sweep_results(parts(study)[0]).blocks
        if isinstance(block, Text) and block.mark == "warning"
    ]
    assert warnings[0].startswith("Best at the edge: the best value of Momentum (lr)")


def test_the_width_is_told_where_several_values_work():
    alone = msgspec.structs.replace(
        SWEEP, lanes=SWEEP.lanes[:1], experiment=SweepSpec(axes=(Axis(values=(1e-4, 1e-2, 5.0)),))
    )
    assert "no other value that was tried is within 10 % of that" in sweep_sentences(parts(alone)[0])[0].text
    close = (1e-4, 1.001e-4, 1.002e-4, 5.0)
    several = msgspec.structs.replace(alone, experiment=SweepSpec(axes=(Axis(values=close),)))
    assert "decades" in sweep_sentences(parts(several)[0])[0].text
