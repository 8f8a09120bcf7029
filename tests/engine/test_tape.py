"""Names instead of numbers: what is noted, and what is refused."""

from math import sqrt

import numpy as np
import pytest

from app.engine.tape import Cells, Symbol, Tape, UntraceableError


@pytest.fixture
def tape():
    return Tape()


def value_of(tape, name, **known):
    """Return what a name stands for after all that was noted."""
    room = {"sqrt": sqrt, "larger": max, "smaller": min, "sign": np.sign} | known
    room |= {f"c{index}": number for index, number in enumerate(tape.constants)}
    for line in tape.lines:
        left, right = line.split(" = ")
        room[left] = eval(right, room)
    return room[name]


def test_array_operations_are_noted_cell_by_cell(tape):
    a, b = Cells(tape, ["x", "y"], (1, 2)), Cells(tape, ["u", "v"], (1, 2))
    out = Cells(tape, ["o", "p"], (1, 2))
    np.multiply(a, b, out=out)
    np.add(out, 1.5, out=out)
    np.sqrt(out, out=out)
    known = {"x": 2.0, "y": 3.0, "u": 4.0, "v": 5.0}
    assert value_of(tape, out.names[0], **known) == sqrt(9.5)
    assert value_of(tape, out.names[1], **known) == sqrt(16.5)


def test_one_number_meets_every_cell(tape):
    a, rate = Cells(tape, ["x", "y"], (1, 2)), Cells(tape, ["r"], ())
    both = a * rate - np.array([[1.0, 2.0]])
    assert both.shape == (1, 2)
    assert [value_of(tape, name, x=3.0, y=4.0, r=2.0) for name in both.names] == [5.0, 6.0]


def test_in_place_keeps_the_array_that_others_hold(tape):
    a = Cells(tape, ["x", "y"], (1, 2))
    alias = a
    a += 1.0
    assert alias is a
    assert a.names != ["x", "y"]
    np.copyto(a, Cells(tape, ["u"], ()))
    assert a.names == ["u", "u"]
    a[...] = 0.0
    assert [value_of(tape, name, x=1.0, y=2.0) for name in a.names] == [0.0, 0.0]


def test_numbers_of_pythons_own(tape):
    power = Symbol(tape, "p")
    found = 2.0 / (1.0 - power * 0.5) ** 0.5
    assert value_of(tape, found.name, p=0.5) == 2.0 / 0.75**0.5


@pytest.mark.parametrize(
    "ask",
    [
        bool, float, iter, len, np.asarray,
        lambda a: a[0, 0],
        lambda a: a > 0,
        lambda a: a == 0.0,
        lambda a: np.where(a, 1.0, 2.0),
        lambda a: np.any(a),
        lambda a: np.power(a, 0.5),
        lambda a: np.exp(a),
        lambda a: np.add.reduce(a),
        lambda a: np.multiply(a, 2.0, where=np.array([[True, False]])),
        lambda a: np.multiply(a, np.ones((2, 2))),
        lambda a: a * np.ones((1, 2), dtype=np.float32),
        lambda a: a.__setitem__((0, 0), 1.0),
    ],
)  # fmt: skip
def test_what_is_not_one_list_of_operations_is_refused(tape, ask):
    with pytest.raises(UntraceableError):
        ask(Cells(tape, ["x", "y"], (1, 2)))


@pytest.mark.parametrize(
    "ask", [bool, float, int, hash, lambda s: s == 1, lambda s: s > 1, lambda s: range(s), np.asarray]
)
def test_a_number_does_not_tell_its_value(tape, ask):
    with pytest.raises(UntraceableError):
        ask(Symbol(tape, "n"))
