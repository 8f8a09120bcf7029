import numpy as np

from app.engine.surface import surfaces
from app.study.basin.block import DIVERGED, ELSEWHERE
from app.study.spec import LaneSpec, Study, SurfaceSpec
from app.ui.basin_view import BasinView
from app.ui.frame import LaneLook
from app.ui.panels.basin_choice import BasinChoice
from app.ui.theme import LIGHT
from tests.study.report.mapping import left, made_map, quarter

STUDY = Study(problem=SurfaceSpec(surface="himmelblau"), lanes=(LaneSpec(), LaneSpec(), LaneSpec()), steps=40)
ONE = made_map(left, lambda x, y: np.where(x < 0.5, 10, 30))
OTHER = made_map(quarter, lambda x, y: np.where((x < 0.5) & (y < 0.5), -1, 20))
LOOKS = (LaneLook("A", "#111111"), LaneLook("B", "#222222"), LaneLook("C", "#333333"))


def choice(measure="minimum", pair=None):
    view = BasinView(STUDY, surfaces["himmelblau"](), (0, 2), ("A", "B", "C"), {0: ONE, 2: OTHER}, {})
    return BasinChoice(view, LOOKS, measure, pair, (0.0, 0.0), LIGHT)


def test_a_map_for_each_lane_that_has_one():
    assert [(each.name, each.colour) for each in choice().maps()] == [("A", "#111111"), ("C", "#333333")]
    assert choice().meaning == ()
    assert choice().colours == {0: "#111111", 2: "#333333"}


def test_two_lanes_with_their_difference():
    shown = choice(pair=(2, 0)).maps()
    assert [each.title for each in shown] == ["C", "A", "C against A"]
    assert [each.heading for each in shown] == ["C", "A", "C against A (same starts)"]
    assert [text for text, _ in choice(pair=(2, 0)).meaning] == ["only C", "only A", "another minimum"]
    assert [text for text, _ in choice("steps", (2, 0)).meaning] == ["C sooner", "A sooner"]


def test_the_ends_and_what_else_there_is_are_of_all_maps():
    assert choice("steps").ends == (10, 30)
    assert choice().others == frozenset({DIVERGED})
    assert choice("steps").others == frozenset({DIVERGED, ELSEWHERE})  # a miss
