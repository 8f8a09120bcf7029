import pytest

from app.ui.plots.spread import Spread


@pytest.mark.parametrize("spread", [Spread(), Spread("mean"), Spread("median", True), Spread("mean", True)])
def test_it_comes_back_from_its_text(spread):
    assert Spread.from_text(spread.to_text()) == spread


@pytest.mark.parametrize("text", ["", "nonsense", "+", "median+"])
def test_an_unknown_setting_is_the_default(text):
    assert Spread.from_text(text) == Spread()


@pytest.mark.parametrize(
    ("spread", "runs", "note"),
    [
        (Spread("mean", True), 1, ""),
        (Spread("mean", True), 2, "2 seeds; bold: the run shown"),
        (Spread(), 3, "median of 3 seeds, band 25–75 %"),
        (Spread("mean"), 9, "mean of 9 seeds, n too small for an interval (10 needed)"),
        (Spread("mean"), 10, "mean of 10 seeds, band: 95 % bootstrap interval"),
        (Spread("median", True), 30, "median of 30 seeds, band 25–75 %; thin: single runs"),
        (Spread("median", True), 31, "median of 31 seeds, band 25–75 %; thin: the first 30 runs"),
    ],
)
def test_the_legend_says_which(spread, runs, note):
    assert spread.note(runs) == note
