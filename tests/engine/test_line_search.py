"""The strong-Wolfe search, driven by hand."""

import itertools
import math

import numpy as np
import pytest

from app.engine.line_search import strong_wolfe

START = {"reach": 1.0, "tolerance": 1e-9}


def drive(function, slope, t=1.0, **changes):
    """Answer a search; return the step found and the steps tried."""
    search = strong_wolfe(t, function(0.0), slope(0.0), **(START | changes))
    trial, tried = next(search), []
    while True:
        tried.append(trial)
        try:
            trial = search.send((float(function(trial)), float(slope(trial))))
        except StopIteration as found:
            return found.value, tried


FALLING = {
    "near": (lambda t: (t - 1.1) ** 2, lambda t: 2 * (t - 1.1), 1.0),
    "too short": (lambda t: (t - 300.0) ** 2, lambda t: 2 * (t - 300.0), 1e-3),
    "too long": (lambda t: (t - 0.01) ** 2, lambda t: 2 * (t - 0.01), 50.0),
    "wavy": (lambda t: np.cos(5 * t) - t, lambda t: -5 * np.sin(5 * t) - 1, 2.0),
    "steep wall": (lambda t: np.exp(8 * t) - 50 * t, lambda t: 8 * np.exp(8 * t) - 50, 1.0),
    "kink": (lambda t: abs(t - 0.3) - 0.04 * t, lambda t: np.sign(t - 0.3) - 0.04, 1.0),
}


@pytest.mark.parametrize("name", [name for name in FALLING if name != "kink"])
def test_the_step_fulfils_both_conditions(name):
    function, slope, t = FALLING[name]
    found, tried = drive(function, slope, t)
    assert function(found) <= function(0.0) + 1e-4 * found * slope(0.0)
    assert abs(slope(found)) <= 0.9 * abs(slope(0.0))
    assert len(tried) <= 12


@pytest.mark.parametrize("name", FALLING)
def test_it_ends_and_never_goes_up(name):
    function, slope, t = FALLING[name]
    found, tried = drive(function, slope, t)
    assert found in (0.0, *tried)
    assert function(found) <= function(0.0)
    assert len(tried) <= 26


def test_a_good_first_step_is_taken_at_once():
    assert drive(lambda t: (t - 1.0) ** 2, lambda t: 2 * (t - 1.0))[1] == [1.0]


def test_a_slope_without_end_is_lengthened_tenfold_at_most():
    _, tried = drive(lambda t: -t, lambda t: -1.0)
    assert len(tried) == 26
    assert all(after <= 10.0 * before for before, after in itertools.pairwise(tried))


def ask(answers, t=1.0):
    """Return the steps tried after each of some answers (f, slope), from f = 0 and slope -1."""
    search = strong_wolfe(t, 0.0, -1.0, **START)
    next(search)
    return [search.send(answer) for answer in answers]


def test_the_second_trial_may_rise_and_the_third_may_not():
    """As in PyTorch, which compares with the trial before from the third on."""
    second, third = ask([(-0.5, -0.95), (-0.4, -0.95)])
    assert 1.0 < second < third
    second, third, fourth = ask([(-0.5, -0.95), (-0.6, -0.95), (-0.55, -0.95)])
    assert second < fourth < third


def test_within_a_bracket_only_what_is_lowest_may_end_it():
    """A flat slope is not enough where another point is lower: the bracket closes in between."""
    second, third = ask([(5.0, 10.0), (-0.5, -0.95)])
    assert second < third < 1.0
    *_, fourth = ask([(5.0, 10.0), (-0.5, -0.95), (-0.3, 0.1)])
    assert second < fourth < third


def test_a_bracket_of_no_width_ends_it():
    _, tried = drive(*FALLING["kink"], tolerance=0.5)
    assert len(tried) < len(drive(*FALLING["kink"])[1])


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e300])
def test_nonsense_ends_too(bad):
    """A number that makes no sense is no exception: a diverged run is a result."""
    for value, slope in ((bad, 1.0), (1.0, bad), (bad, bad)):
        _, tried = drive(lambda t, v=value: v if t else 1.0, lambda t, s=slope: s if t else -1.0)
        assert len(tried) <= 26


def test_a_step_of_zero_stays():
    found, _ = drive(lambda t: (t - 1.0) ** 2, lambda t: 2 * (t - 1.0), t=0.0)
    assert found == 0.0
