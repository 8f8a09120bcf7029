"""What every surface promises; a new file in ``surfaces/`` is tested by being there."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest

from app.engine.error import InputError
from app.engine.surface import surfaces
from tests.engine.surfaces.calculus import sample


class Tags(HTMLParser):
    """Collect the tags of a text and check that they close."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        assert tag in {"sub", "sup"}
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_all_surfaces_are_there():
    assert len(surfaces) >= 34
    assert surfaces.names()[0] == "bowl"
    assert len({item.rank for item in surfaces}) == len(surfaces)
    assert len({item.title for item in surfaces}) == len(surfaces)


def test_words(surface):
    module = type(surface).__module__
    assert module.rpartition(".")[2] == surface.name
    tags = Tags()
    tags.feed(surface.formula)
    assert not tags.open
    assert "f(x, y) =" in surface.formula
    assert 2 <= len(re.findall(r"[.?!](?:\s|$)", surface.description)) <= 4
    assert not re.search(r"[<>]sup|&\w+;", surface.description), "the description is plain text"
    assert re.search(r"\((1[89]|20)\d\d\)", surface.reference), "the source has a year"
    assert surface.title
    assert surface.colour_scale in {"log", "linear"}
    assert surface.lowest is not None or surface.colour_scale == "linear"


def test_parameters(surface):
    for parameter in surface.parameters:
        assert parameter.help.endswith(".")
        assert parameter.check(parameter.default) == parameter.default
        if parameter.kind in ("real", "integer"):
            for end in parameter.slider:
                assert parameter.check(end) == end
    with pytest.raises(InputError, match="parameter"):
        type(surface)({"nothing": 1.0})


def test_places(surface):
    (left, right), (bottom, top) = surface.domain
    assert left < right
    assert bottom < top
    assert len(surface.starts) >= 4
    assert len(set(surface.starts)) == len(surface.starts)
    for x, y in (*surface.starts, *surface.minima, *surface.saddles):
        assert left <= x <= right
        assert bottom <= y <= top
        assert all(np.isfinite(surface.evaluate(np.float64(x), np.float64(y))))
    for x, y in surface.starts:
        assert np.hypot(*surface.evaluate(np.float64(x), np.float64(y))[1:]) > 0, "a run could not leave"


def test_scalars_and_arrays_agree_to_the_bit(surface):
    x, y = sample(surface)
    starts = np.array(surface.starts)
    x, y = np.concatenate([x, starts[:, 0]]), np.concatenate([y, starts[:, 1]])
    whole = np.array(surface.evaluate(x, y))
    for k in range(x.size):
        single = surface.evaluate(x[k], y[k])
        assert all(type(part) is np.float64 for part in single)
        np.testing.assert_array_equal(np.array(single), whole[:, k])
    columns = np.asfortranarray(np.stack([x, y], axis=1))
    np.testing.assert_array_equal(np.array(surface.evaluate(columns[:, 0], columns[:, 1])), whole)
    square = np.array(surface.evaluate(x[:200].reshape(20, 10), y[:200].reshape(20, 10)))
    np.testing.assert_array_equal(square.reshape(3, 200), whole[:, :200])


def test_rows_do_not_know_each_other(surface):
    x, y = sample(surface)
    order = np.random.default_rng(5).permutation(x.size)
    straight = np.array(surface.evaluate(x, y))
    np.testing.assert_array_equal(np.array(surface.evaluate(x[order], y[order])), straight[:, order])
    np.testing.assert_array_equal(np.array(surface.evaluate(x[:7], y[:7])), straight[:, :7])


def test_results_are_new_arrays(surface):
    x, y = sample(surface)
    at = x.copy(), y.copy()
    parts = surface.evaluate(x, y)
    np.testing.assert_array_equal(x, at[0])
    np.testing.assert_array_equal(y, at[1])
    for i, part in enumerate(parts):
        assert part.shape == x.shape
        assert part.dtype == np.float64
        for other in (x, y, *parts[i + 1 :]):
            assert not np.shares_memory(part, other)


def test_value_is_the_same_f(surface):
    x, y = sample(surface)
    np.testing.assert_array_equal(surface.value(x, y), surface.evaluate(x, y)[0])


def test_no_warning_in_the_domain(surface):
    (left, right), (bottom, top) = surface.domain
    x, y = np.meshgrid(np.linspace(left, right, 101), np.linspace(bottom, top, 101))
    # Underflow is what a plateau is made of.
    with np.errstate(all="raise", under="ignore"):
        for part in surface.evaluate(x, y):
            assert np.isfinite(part).all()


@pytest.mark.parametrize("at", [(1e6, 1e6), (-1e6, 1e6), (1e6, -3.0), (0.5, -1e6), (1e100, 1e100)])
def test_far_away_nothing_is_raised(surface, at):
    with np.errstate(all="ignore"):
        single = surface.evaluate(np.float64(at[0]), np.float64(at[1]))
        several = surface.evaluate(np.full(5, at[0]), np.full(5, at[1]))
    np.testing.assert_array_equal(np.array(single), np.array(several)[:, 0])
    growing = {"cross_in_tray", "holder_table"}
    if abs(at[0]) <= 1e6 and surface.name not in growing:
        assert all(np.isfinite(single))


@pytest.mark.parametrize("at", [(np.inf, 0.0), (0.0, -np.inf), (np.nan, 1.0), (np.inf, np.nan)])
def test_a_diverged_run_raises_nothing(surface, at):
    with np.errstate(all="ignore"):
        surface.evaluate(np.float64(at[0]), np.float64(at[1]))
        parts = surface.evaluate(np.array([at[0], 1.0]), np.array([at[1], 2.0]))
        alone = surface.evaluate(np.float64(1.0), np.float64(2.0))
    np.testing.assert_array_equal(np.array(parts)[:, 1], np.array(alone))
    if np.isnan(at).any():
        assert np.isnan([part[0] for part in parts]).any()
