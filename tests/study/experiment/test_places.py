"""Where the results of blocks are, in any order in which they came."""

import sys

import pytest

from app.study.experiment.places import Places


def test_what_was_put_is_there_and_nothing_else():
    places = Places()
    assert len(places) == 0
    assert list(places.indices(0, 10)) == []
    places.put(5, 2**32 - 1, 2**40, 77)
    places.put(2, 0, 12, 1)
    assert places[5] == (2**32 - 1, 2**40, 77)
    assert places[2] == (0, 12, 1)
    assert (2 in places, 5 in places, 3 in places, 6 in places, -1 in places) == (True, True) + (False,) * 3
    with pytest.raises(KeyError):
        places[4]
    assert len(places) == 2


def test_the_first_counts():
    places = Places()
    places.put(0, 1, 2, 3)
    places.put(0, 4, 5, 6)
    assert (places[0], len(places)) == ((1, 2, 3), 1)


def test_indices_are_in_order_with_and_without_gaps():
    places = Places()
    for index in (3, 1, 0):
        places.put(index, 0, 0, 9)
    assert list(places.indices(0, 100)) == [0, 1, 3]
    assert list(places.indices(1, 3)) == [1]
    places.put(2, 0, 0, 9)
    assert list(places.indices(0, 100)) == [0, 1, 2, 3]
    assert list(places.indices(2, 100)) == [2, 3]
    assert list(places.indices(7, 9)) == []


def test_a_million_blocks_take_sixteen_bytes_each():
    places = Places()
    for index in range(0, 10**6, 1000):
        places.put(index, 1, 2, 3)
    held = sum(sys.getsizeof(each) for each in vars(places).values())
    assert held < 20 * 10**6
