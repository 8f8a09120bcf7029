"""A race that another is compared with: names that are nobody else's, and what it has."""

import pytest

from app.study.compared import PREFIX, Compared
from app.study.curve import CurveSpec
from tests.ui.plots.racing import Racing, data_study, lane, surface_study


@pytest.fixture(scope="module")
def compared():
    racing = Racing(surface_study((lane("adam", 0.1), lane("adam", 0.2)), steps=5))
    return Compared("kept", racing.study, racing.view.problem, racing.history)


def test_its_names_are_told_from_those_of_the_race(compared):
    first, second = compared.names()
    assert first.startswith(f"{PREFIX}Adam")
    assert first != second
    assert compared.names([first]) == [f"{PREFIX}{first}", second]  # somebody has called a lane so


@pytest.mark.parametrize(
    ("quantity", "x", "there"),
    [
        ("loss", "steps", True),
        ("loss", "distance", True),
        ("train_accuracy", "epochs", False),
        ("loss", "sharpness", False),  # nobody asked for it
    ],
)
def test_what_it_has(compared, quantity, x, there):
    assert compared.has(CurveSpec(quantity=quantity, x=x)) == there


def test_what_was_asked_for_is_there():
    racing = Racing(data_study(epochs=1, quantities=("sharpness",)))
    asked = Compared("kept", racing.study, racing.view.problem, racing.history)
    assert asked.has(CurveSpec(quantity="sharpness", x="epochs"))
