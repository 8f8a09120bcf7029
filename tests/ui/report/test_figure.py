"""The figures of a report: what was recorded and asked for, as drawings that a page may hold."""

import msgspec
import pytest

from app.study.report.drawing import inline
from app.study.spec import LaneSpec
from app.ui.report.figure import curves_of, figures_of
from tests.study.conftest import data_study, race_of, surface_study  # noqa: F401
from tests.study.report.hostile import HOSTILE
from tests.study.report.reading import Reader


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("surface_study", ["trajectory", "loss", "gradient_norm"]),
        (
            "data_study",
            [
                *("trajectory", "loss", "gradient_norm"),
                *("validation_loss", "train_accuracy", "validation_accuracy"),
            ],
        ),
    ],
)
def test_what_there_is_to_see(request, qapp, race_of, kind, wanted):  # noqa: F811
    study = request.getfixturevalue(kind)
    problem, history = race_of(study)
    figures = list(figures_of(study, problem, history))
    assert [figure.name for figure in figures] == wanted
    for figure in figures:
        assert "Adam" in figure.description
        assert figure.caption
        text = inline(figure)
        Reader(text.encode())
        assert len(text) < 400_000
        assert text.count("<path") + text.count("<polyline") >= len(study.lanes)


def test_what_was_asked_for_is_drawn_too(qapp, race_of, surface_study):  # noqa: F811
    study = msgspec.structs.replace(surface_study, quantities=("sharpness",))
    problem, history = race_of(study)
    assert curves_of(problem, history) == ["loss", "gradient_norm", "sharpness", "stability_limit"]


def test_of_a_lane_that_is_muted_it_is_said(qapp, race_of, surface_study):  # noqa: F811
    lanes = (msgspec.structs.replace(surface_study.lanes[0], muted=True), *surface_study.lanes[1:])
    study = msgspec.structs.replace(surface_study, lanes=lanes)
    assert all(
        figure.caption.endswith("Raced but not drawn: Adam.") for figure in figures_of(study, *race_of(study))
    )


def test_none_of_a_race_that_has_not_begun(qapp, race_of, surface_study):  # noqa: F811
    assert list(figures_of(surface_study, *race_of(surface_study, -1))) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_the_name_of_a_lane_stays_a_text(qapp, race_of, surface_study, text):  # noqa: F811
    lanes = (LaneSpec(name=text), *surface_study.lanes[1:])
    study = msgspec.structs.replace(surface_study, lanes=lanes, steps=5)
    for figure in figures_of(study, *race_of(study)):
        elements = {tag for tag, *_ in Reader(inline(figure).encode()).elements}
        assert not elements & {"script", "img", "b", "i", "foreignobject"}


def test_equal_races_have_equal_drawings(qapp, race_of, data_study):  # noqa: F811
    problem, history = race_of(data_study)
    first, second = ([figure.svg for figure in figures_of(data_study, problem, history)] for _ in range(2))
    assert first == second
