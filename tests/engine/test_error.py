"""One readable sentence: the rule, the value received, the nearest valid choice."""

import copy
import pickle
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.error import InputError, nearest, unknown_name

names = st.text(string.ascii_lowercase + "_", min_size=1, max_size=12)


def test_an_input_error_is_a_value_error():
    error = InputError("lr must be a number.")
    assert isinstance(error, ValueError)
    assert error.message == str(error) == "lr must be a number."
    assert error.where == ""


def test_the_place_comes_first():
    error = InputError("must be a number.", "lanes[1].lr")
    assert str(error) == "lanes[1].lr: must be a number."
    assert error.message == "must be a number."


@pytest.mark.parametrize(
    ("inner", "place", "joined"),
    [
        ("lr", "hyperparameters", "hyperparameters.lr"),
        ("[1].lr", "lanes", "lanes[1].lr"),
        ("", "surface", "surface"),
        ("lr", "", "lr"),
        ("", "", ""),
    ],
)
def test_callers_add_the_part_they_know(inner, place, joined):
    error = InputError("no.", inner)
    placed = error.at(place)
    assert placed.where == joined
    assert placed.message == "no."
    assert error.where == inner, "the first error stays as it was"


@given(st.lists(names, max_size=4))
def test_places_nest(parts):
    error = InputError("no.")
    for part in reversed(parts):
        error = error.at(part)
    assert error.where == ".".join(parts)


@pytest.mark.parametrize("through", [copy.copy, copy.deepcopy, lambda e: pickle.loads(pickle.dumps(e))])
def test_it_crosses_from_one_process_to_another(through):
    there = through(InputError("no.", "lanes[0]"))
    assert type(there) is InputError
    assert (there.message, there.where, str(there)) == ("no.", "lanes[0]", "lanes[0]: no.")


@pytest.mark.parametrize(
    ("name", "close"),
    [
        ("adamm", "adam"),
        ("Adam", "adam"),
        ("RMSPROP", "rmsprop"),
        ("nesterow", "nesterov"),
        ("zzz", None),
        ("", None),
    ],
)
def test_nearest(name, close):
    assert nearest(name, ["adam", "rmsprop", "nesterov"]) == close


def test_nearest_keeps_the_spelling_of_the_choice():
    assert nearest("relu", ["ReLU", "tanh"]) == "ReLU"
    assert nearest("RELU6", iter(["ReLU", "tanh"])) == "ReLU"
    assert nearest("adam", []) is None


@given(st.lists(names, min_size=1, unique=True), st.data())
def test_a_name_in_other_letters_is_found(choices, data):
    name = data.draw(st.sampled_from(choices))
    assert nearest(name.upper(), choices) == name


@given(st.text(max_size=20), st.lists(names, unique=True))
def test_nearest_answers_with_a_choice(name, choices):
    assert nearest(name, choices) in (None, *choices)


def test_an_unknown_name_with_a_close_one():
    error = unknown_name("optimizer", "adamm", ["sgd", "adam"])
    assert str(error) == "No optimizer named 'adamm'. Did you mean 'adam'?"


def test_an_unknown_name_without_a_close_one():
    error = unknown_name("surface", "zzz", ["ravine", "bowl"])
    assert str(error) == "No surface named 'zzz'. Choose one of: bowl, ravine."


def test_an_unknown_name_where_there_is_nothing():
    error = unknown_name("parameter of bowl", "kappa", [])
    assert str(error) == "No parameter of bowl named 'kappa'. There is none to choose."


def test_other_names_are_suggested_but_not_listed():
    assert "Did you mean 'heavy_ball'?" in str(
        unknown_name("optimizer", "hevy_ball", ["adam"], ["heavy_ball"])
    )
    assert "heavy_ball" not in str(unknown_name("optimizer", "zzz", ["adam"], ["heavy_ball"]))


@pytest.mark.parametrize("name", [3, None, ["adam"], 1.5, b"adam"])
def test_a_name_that_is_no_text(name):
    error = unknown_name("optimizer", name, ["sgd", "adam"])
    assert (
        str(error) == f"The name of an optimizer is a text, but {name!r} was given. Choose one of: adam, sgd."
    )
    assert str(unknown_name("surface", name, ["bowl"])).startswith("The name of a surface is a text")


@given(st.text(max_size=20), st.lists(names, min_size=1, unique=True))
def test_an_unknown_name_shows_a_way_on(name, choices):
    text = str(unknown_name("optimizer", name, choices))
    assert f"'{name}'" in text
    assert any(choice in text for choice in choices)
