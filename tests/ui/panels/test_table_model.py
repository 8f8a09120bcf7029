"""The cells of the table: what they say, what they sort by, and which stand out."""

import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.study.spec import LaneSpec, Study, SurfaceSpec
from app.study.summary import summarise
from app.ui.panels.table_column import columns_of
from app.ui.panels.table_model import SORT, TableModel
from app.ui.theme import LIGHT
from tests.ui.panels.test_table_panel import frame_of, raced


@pytest.fixture
def model(qtbot):
    """Yield the model of a race whose second lane diverges and whose third never gets to the target."""
    lanes = (
        LaneSpec(optimizer="adam", hyperparameters={"lr": 0.1}),
        LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 1.0}),
        LaneSpec(optimizer="momentum", hyperparameters={"lr": 1e-5}),
    )
    problem = SurfaceSpec(surface="rosenbrock", start=(-1.2, 1.0))
    view = raced(Study(problem=problem, lanes=lanes, steps=100, target=4.0))
    parent = QWidget()
    qtbot.addWidget(parent)
    model = TableModel(LIGHT, parent)
    model.columns, model.target = columns_of(view), 4.0
    summaries = [summarise(view.history, view.problem, lane, 4.0) for lane in range(3)]
    model.show(summaries, frame_of(view, 100).looks)
    yield model
    parent.close()


def cell(model, row, key, role=Qt.ItemDataRole.DisplayRole):
    section = [column.key for column in model.columns].index(key)
    return model.data(model.index(row, section), role)


def test_what_is_missing_reads_as_a_dash_and_sorts_last(model):
    steps = cell(model, 0, "target")
    assert steps.isdigit()
    assert [cell(model, row, "target") for row in (1, 2)] == ["–", "–"]
    assert [cell(model, row, "target", SORT) for row in range(3)] == [int(steps), math.inf, math.inf]


def test_the_only_best_of_a_column_is_bold(model):
    bold = [
        row for row in range(3)
        if (font := cell(model, row, "loss", Qt.ItemDataRole.FontRole)) is not None and font.bold()
    ]  # fmt: skip
    losses = [cell(model, row, "loss", SORT) for row in range(3)]
    assert bold == [losses.index(min(losses))]
    assert model.leader["target"] == 0
    model.show(model.summaries, model.looks, own=1, comparable=False)
    assert model.leader["loss"] == 0  # the only one that is compared
    model.show(model.summaries[:1], model.looks[:1])
    assert model.leader == {}  # nobody to lead


def test_a_lane_that_diverged_is_said_in_red(model):
    colours = [cell(model, row, "status", Qt.ItemDataRole.ForegroundRole) for row in range(3)]
    assert [colour and colour.name() for colour in colours] == [None, LIGHT.bad.lower(), None]


def test_the_title_of_a_column_names_the_target(model):
    titles = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(len(model.columns))]
    assert "Steps to 4" in titles


def test_the_tooltip_of_a_lane_at_its_defaults_says_untuned(model):
    model.untuned = frozenset({0})
    tips = [cell(model, row, "name", Qt.ItemDataRole.ToolTipRole) for row in (0, 1)]
    assert tips == ["adam\nUntuned: at its defaults, which suit some tasks by chance.", "gradient_descent"]
