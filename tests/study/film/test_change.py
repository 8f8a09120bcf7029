"""The rectangle that holds what is different, and its bytes."""

import numpy as np
import pytest

from app.study.film.change import change_of, rgb_of, rgba_of

GROUND = np.arange(48, dtype=np.uint32).reshape(6, 8) * 0x010203


def test_everything_is_different_from_nothing():
    change = change_of(GROUND, None)
    assert (change.left, change.top) == (0, 0)
    assert change.pixels is GROUND
    assert change.moved.all()


@pytest.mark.parametrize("even", [False, True])
def test_it_is_as_small_as_can_be(even):
    frame = GROUND.copy()
    frame[3, 5] = frame[4, 6] = 0xFFFFFF
    change = change_of(frame, GROUND, even)
    left, top = (4, 2) if even else (5, 3)
    assert (change.left, change.top) == (left, top)
    np.testing.assert_array_equal(change.pixels, frame[top:5, left:7])
    assert change.moved.sum() == 2


def test_where_nothing_has_changed_there_is_one_pixel():
    change = change_of(GROUND, GROUND.copy())
    assert change.pixels.shape == (1, 1)
    assert not change.moved.any()
    assert rgba_of(change) == b"\0\0\0\0"


def test_bytes_are_red_green_blue_and_cover():
    frame = np.array([[0x112233, 0xFFFFFF]], dtype=np.uint32)
    assert rgb_of(frame) == b"\x11\x22\x33\xff\xff\xff"
    change = change_of(frame, None)
    assert rgba_of(change) == b"\x11\x22\x33\xff\xff\xff\xff\xff"
    change.moved[0, 1] = False
    assert rgba_of(change) == b"\x11\x22\x33\xff\0\0\0\0"
