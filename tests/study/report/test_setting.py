"""The settings of a report: each is there with its default, and what is not usual is marked."""

import pytest

from app.engine.lane import Change
from app.engine.optimizer import optimizers
from app.study.intake.options import FileSpec
from app.study.report.section import Cell, Table, Text
from app.study.report.setting import settings
from app.study.spec import DataSpec, FilterSpec, LaneSpec, ScheduleSpec, Study, SurfaceSpec


def text(cell):
    return cell.text if isinstance(cell, Cell) else cell


@pytest.fixture
def tables(race_of):
    def found(study):
        problem, history = race_of(study, 0)
        section = settings(study, problem, history.lanes)
        return {
            block.caption: {text(row[0]).strip(): row for row in block.rows}
            for block in section.blocks
            if isinstance(block, Table)
        }, section

    return found


@pytest.mark.parametrize("kind", optimizers, ids=lambda kind: kind.name)
def test_every_hyperparameter_of_every_optimizer_is_there(tables, kind):
    data = DataSpec(dataset="iris", model="softmax")
    found, _ = tables(Study(problem=data, lanes=(LaneSpec(optimizer=kind.name),), epochs=1))
    rows = found[kind.title]
    for parameter in kind.parameters:
        (row,) = [row for name, row in rows.items() if name.split(" (")[0] == parameter.name]
        assert row[1] == row[2], parameter.name
        assert row[3] == ""


def test_what_is_changed_is_marked_for_the_eye_and_in_words(tables):
    lane = LaneSpec(hyperparameters={"lr": 0.5, "bias_correction": False, "article_misprint": True})
    found, section = tables(Study(lanes=(lane,)))
    rows = found["Adam"]
    assert rows["lr (η)"][1:] == (Cell("0.5", "changed"), "0.001", "changed from the default")
    assert rows["beta1 (β₁)"][1:] == ("0.9", "0.9", "")
    correction = rows["bias_correction"]
    assert correction[1] == Cell("off", "changed")
    assert correction[3].startswith(
        "changed from the default; another form of the rule. Divides both averages"
    )
    assert rows["article_misprint"][1] == Cell("on", "warning")
    assert "a misprint, on purpose" in rows["article_misprint"][3]
    warnings = [block.text for block in section.blocks if isinstance(block, Text) and block.mark == "warning"]
    assert warnings == [warnings[0]]
    assert warnings[0].startswith(
        "Adam is raced with a misprint, on purpose. A misprint, to see what it does:"
    )


def test_schedule_filters_and_changes(tables):
    lane = LaneSpec(
        name="Mine",
        optimizer="sgd",
        schedule=ScheduleSpec(name="cosine", parameters={"min_factor": 0.1}, warmup=50),
        filters=(FilterSpec(name="clip_norm", parameters={"max_norm": 2.0}), FilterSpec(name="ema")),
        changes=(Change(7, "lr", 0.25),),
    )
    found, _ = tables(Study(lanes=(lane,)))
    rows = found["Mine: SGD"]
    names = list(rows)
    assert text(rows["learning-rate schedule"][1]) == "Cosine"
    assert [text(rows[name][1]) for name in names if name.startswith("min_factor")] == ["0.1"]
    assert text(rows["warmup"][1]) == "50"
    (clipped,) = [name for name in names if name.startswith("max_norm")]
    assert text(rows[clipped][1]) == "2"
    assert "measured at this average" in rows["Weight averaging (EMA)"][3]
    assert rows["after step 7"][1:] == (Cell("lr = 0.25", "changed"), "", "set while the race ran")


def test_a_surface(tables):
    problem = SurfaceSpec(surface="ravine", parameters={"kappa": 50}, start=(-4.0, 1.0), noise=0.1)
    found, _ = tables(Study(problem=problem, seeds=(3, 4), target=0.5))
    rows = found["The problem"]
    assert rows["Surface"][1] == "Ravine"
    (kappa,) = [row for name, row in rows.items() if name.startswith("kappa")]
    assert text(kappa[1]) == "50"
    assert text(rows["Start (x, y)"][1]) == "(-4, 1)"
    assert rows["Gradient noise"][1] == Cell("0.1", "changed")
    budget = found["The budget"]
    assert text(budget["Seeds"][1]) == "3 and 4"
    assert budget["Target loss"][1:] == ("0.5", "", "set by hand")


def test_a_function_that_was_typed(tables):
    found, _ = tables(
        Study(problem=SurfaceSpec(surface="custom", expression="x^2 + a*y^2", parameters={"a": 3.0}))
    )
    assert found["The problem"]["f(x, y)"][1] == "x^2 + a*y^2"
    assert text(found["The problem"]["a"][1]) == "3"


def test_data(tables, data_study):
    found, _ = tables(data_study)
    rows = found["The problem"]
    assert rows["Data"][3] == "150 examples, 4 features, 3 classes"
    assert "106 training, " in rows["Split"][3]
    assert text(found["SGD"]["batch size"][1]) == "8"
    assert found["The budget"]["Target loss"][3] == "chosen from the problem before the race"


def test_of_a_file_the_name_is_told_and_not_the_folder(tables, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("a,b,c\n" + "".join(f"{k % 7},{k % 5},{'xyz'[k % 3]}\n" for k in range(60)))
    problem = DataSpec(dataset="file", file=FileSpec(path=str(path)), model="softmax")
    found, section = tables(Study(problem=problem, lanes=(LaneSpec(optimizer="sgd"),), epochs=1))
    assert found["The problem"]["File"][1] == "mine.csv"
    assert str(tmp_path) not in repr(section)


def test_whose_random_numbers_lanes_have_is_said_of_two_lanes_and_more(tables):
    name = "Random numbers of lanes"
    lanes = (LaneSpec(), LaneSpec(optimizer="sgd"))
    found, _ = tables(Study(lanes=lanes))
    assert found["The budget"][name][1:] == (
        "paired", "paired", "of a seed, all lanes have the same, and are compared in pairs",
    )  # fmt: skip
    found, _ = tables(Study(lanes=lanes, pairing="independent"))
    assert found["The budget"][name][1] == Cell("independent", "changed")
    assert found["The budget"][name][3].endswith("each lane has its own, and nothing is compared in pairs")
    found, _ = tables(Study())
    assert name not in found["The budget"]
