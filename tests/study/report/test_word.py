import math

import pytest

from app.study.report.word import listed, many, number, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"), (math.nan, "–"), (math.inf, "∞"), (-math.inf, "−∞"),
        (0.123456, "0.1235"), (-1e-20, "−1e−20"),
        (12345, "12,345"), (0, "0"),
    ],
)  # fmt: skip
def test_numbers(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1, "0.1"), (1.0, "1"), (1e-8, "1e-08"), (0.1 + 0.2, "0.30000000000000004"),
        (True, "on"), (False, "off"),
        ((32, 16), "32x16"), ((), "none"), ("tanh", "tanh"), ('a "b", c', 'a "b", c'), (7, "7"),
    ],
)  # fmt: skip
def test_settings_have_all_their_digits(value, text):
    assert shown(value) == text


def test_lists_and_counts():
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed("abc") == "a, b and c"
    assert listed(map(str, range(100))) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 89 more"
    assert (many(1, "seed"), many(1000, "seed"), many(2, "class", "classes")) == (
        "1 seed",
        "1,000 seeds",
        "2 classes",
    )
