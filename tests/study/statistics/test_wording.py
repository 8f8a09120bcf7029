import math

import pytest

from app.study.statistics.bootstrap import Estimate
from app.study.statistics.wording import amount, between, listed, name_text, number_text, p_text, share


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Adam", "Adam"),
        ("Adam lr=0.1 (2)", "Adam lr=0.1 (2)"),
        ("SGD + momentum", "SGD + momentum"),
        ("two\nlines", "two lines"),
        ("hidden\u200b\u202ename", "hidden name"),
        ("Great. It won", "“Great. It won”"),
        ("“quoted”", "“quoted”"),
        ("", "“”"),
    ],
)
def test_names_are_safe(name, text):
    assert name_text(name) == text


def test_a_long_name_is_cut():
    assert len(name_text("x" * 500)) <= 52


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (math.inf, "∞"),
        (-2.0, "−2"),
        (1234.0, "1,234"),
        (12345.6, "12,346"),
        (0.01234, "0.0123"),
        (1e-9, "1e−09"),
    ],
)
def test_numbers(value, text):
    assert number_text(value) == text


def test_words():
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert share(3, 3, "seed") == "all 3 seeds"
    assert share(1, 1, "seed") == "the one seed"
    assert amount(1, "seed") == "1 seed"
    assert p_text(1e-5) == "p < 0.001"
    assert between(Estimate(0.5, 0.25, math.inf)) == "95 %: 0.25 to ∞"
