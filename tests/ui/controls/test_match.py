from hypothesis import given
from hypothesis import strategies as st

from app.study.spec import LaneSpec
from app.ui.controls.match import match_lanes

A, B, C = (
    LaneSpec(optimizer=name, colour=colour) for name, colour in (("sgd", "1"), ("adam", "2"), ("adam", "3"))
)
A2 = LaneSpec(optimizer="sgd", colour="1", hyperparameters={"lr": 0.5})
LANES = st.lists(st.sampled_from([A, B, C, A2]), max_size=6)


def test_the_same_lanes_keep_their_places():
    assert match_lanes([A, B, C], [A, B, C]) == [0, 1, 2]


def test_removed_moved_and_added_lanes_are_found():
    assert match_lanes([A, B, C], [A, C]) == [0, 2]
    assert match_lanes([A, B, C], [C, A, B]) == [2, 0, 1]
    assert match_lanes([A, C], [A, B, C]) == [0, -1, 1]


def test_a_changed_lane_is_found_by_its_colour():
    assert match_lanes([A, B, C], [B, A2]) == [1, 0]


def test_one_changed_lane_is_the_one_that_is_left():
    assert match_lanes([A, B], [A, LaneSpec(optimizer="momentum", colour="7")]) == [0, 1]


@given(LANES, LANES)
def test_no_card_is_used_twice(old, new):
    found = match_lanes(old, new)
    used = [place for place in found if place >= 0]
    assert len(found) == len(new)
    assert len(set(used)) == len(used)
    assert all(0 <= place < len(old) for place in used)
    if sorted(map(repr, old)) == sorted(map(repr, new)):  # only moved: every lane keeps its own card
        assert [old[place] for place in found] == new
