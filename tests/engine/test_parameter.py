"""One declaration checks what a person enters, and says what is wrong and what would be right."""

import dataclasses
import math
import pickle
import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from app.engine.error import InputError
from app.engine.parameter import Parameter, check_values, defaults

LR = Parameter("lr", 0.01, "The step.", low=0.0)
BETA = Parameter("beta", 0.9, "The memory.", low=0.0, high=1.0, open_high=True)
SCALE = Parameter("scale", 1.0, "The scale.", low=0.0, high=1e6, open_low=True)
COUNT = Parameter("count", 3, "How many.", kind="integer", low=1, high=9)
SEED = Parameter("seed", 0, "Any whole number.", kind="integer")
HIDDEN = Parameter("hidden", (16, 16), "The layers.", kind="integers", low=1, high=1024)
SWITCH = Parameter("nesterov", False, "Look ahead?", kind="switch")
CHOICE = Parameter("activation", "relu", "The kink.", kind="choice", choices=("relu", "tanh", "gelu"))
ALL = (LR, BETA, SCALE, COUNT, SEED, HIDDEN, SWITCH, CHOICE)

anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.complex_numbers(),
    st.binary(max_size=4),
    st.lists(st.integers(-3, 2000) | st.floats(), max_size=4),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
    st.fractions(),
    st.floats(width=32).map(np.float32),
    st.integers(-(2**63), 2**63 - 1).map(np.int64),
)


def outcome(parameter, value):
    """Return the valid value and None, or None and the error."""
    try:
        return parameter.check(value), None
    except InputError as error:
        return None, error


def refusal(parameter, value):
    valid, error = outcome(parameter, value)
    assert error is not None, f"{valid!r} was let in"
    assert error.where == parameter.name
    return error.message


# ------------------------------------------------------------------------------------------ whatever comes


@given(st.sampled_from(ALL), anything)
@example(LR, 10**400)
@example(LR, -(10**400))
@example(COUNT, 10**5000)
@example(SEED, 10**5000)
@example(SEED, math.inf)
@example(HIDDEN, "9" * 6000)
@example(HIDDEN, [10**400])
@example(CHOICE, np.array(["relu", "tanh"]))
@example(LR, np.array([1.0, 2.0]))
@example(SWITCH, np.array([True, False]))
def test_a_value_comes_back_valid_or_is_refused_readably(parameter, value):
    valid, error = outcome(parameter, value)
    if error is not None:
        assert error.where == parameter.name
        assert parameter.name in error.message
        assert len(error.message) < 320
        assert re.search(r"was given|named '", error.message), "the value received"
        assert re.search(r"nearest valid value|default is|Did you mean|Choose one of", error.message)
        assert parameter.rule in error.message or parameter.kind == "choice"
        return
    assert parameter.check(valid) == valid, "a valid value stays as it is"
    kinds = {"real": float, "integer": int, "integers": tuple, "switch": bool, "choice": str}
    assert type(valid) is kinds[parameter.kind]
    for number in valid if isinstance(valid, tuple) else (valid,):
        if parameter.kind in ("real", "integer", "integers"):
            assert type(number) is (float if parameter.kind == "real" else int)
            assert parameter.low <= number <= parameter.high
            assert isinstance(number, int) or math.isfinite(number)


@given(st.sampled_from((LR, BETA, SCALE, COUNT, HIDDEN)), st.floats(allow_nan=False))
def test_the_nearest_valid_value_is_valid_and_nearest(parameter, value):
    _, error = outcome(parameter, value)
    assume(error is not None)
    found = re.search(r"The nearest valid value is (just above |just below )?(.+)\.$", error.message)
    if found is None:
        assert math.isinf(value), "only what is beyond every bound has no nearest value"
        assert "Its default is" in error.message
        return
    near = float(found[2])
    if found[1]:
        assert near in (parameter.low, parameter.high)
        return
    assert parameter.check(near) in (near, (int(near),))
    for end in (parameter.low, parameter.high):
        if math.isfinite(end):
            assert abs(near - value) <= abs(end - value)


@pytest.mark.parametrize("parameter", ALL, ids=lambda p: p.name)
def test_the_default_is_valid(parameter):
    assert parameter.check(parameter.default) == parameter.default


@pytest.mark.parametrize("parameter", ALL, ids=lambda p: p.name)
@pytest.mark.parametrize("value", ["", None, {}, object(), b"1", 1j], ids=lambda value: type(value).__name__)
def test_what_has_nothing_to_do_with_it(parameter, value):
    if parameter is HIDDEN and value == "":
        assert parameter.check(value) == (), "no hidden layers"
    else:
        refusal(parameter, value)


# ------------------------------------------------------------------------------------------------ numbers


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.5, 0.5),
        (0, 0.0),
        ("0.5", 0.5),
        (" 1e-3 ", 1e-3),
        (".5", 0.5),
        ("5", 5.0),
        (np.float64(0.25), 0.25),
        (np.float32(0.25), 0.25),
        (np.int64(3), 3.0),
        (Fraction(1, 4), 0.25),
        (5e-324, 5e-324),
    ],
)
def test_a_number_in_many_forms(value, expected):
    found = LR.check(value)
    assert found == expected
    assert type(found) is float


@given(st.floats(0.0, allow_infinity=False))
def test_a_number_as_text_is_the_same_number(value):
    assert LR.check(value) == LR.check(repr(value)) == value


@pytest.mark.parametrize(
    ("parameter", "value", "shown", "way_on"),
    [
        (LR, -1, "-1", "The nearest valid value is 0."),
        (LR, "-0.5", "-0.5", "The nearest valid value is 0."),
        (LR, "0,05", "'0,05'", "The nearest valid value is 0.05."),
        (LR, "-0,05", "'-0,05'", "The nearest valid value is 0."),
        (LR, -math.inf, "-inf", "The nearest valid value is 0."),
        (LR, math.inf, "inf", "Its default is 0.01."),
        (LR, "1e400", "inf", "Its default is 0.01."),
        (LR, math.nan, "nan", "Its default is 0.01."),
        (LR, "nan", "'nan'", "Its default is 0.01."),
        (LR, "abc", "'abc'", "Its default is 0.01."),
        (LR, "a" * 99, "'" + "a" * 56 + "...", "Its default is 0.01."),
        (LR, True, "True", "Its default is 0.01."),
        (LR, None, "None", "Its default is 0.01."),
        (LR, [0.1], "[0.1]", "Its default is 0.01."),
        (BETA, 1.0, "1", "The nearest valid value is just below 1."),
        (BETA, math.inf, "inf", "The nearest valid value is just below 1."),
        (BETA, "-2", "-2", "The nearest valid value is 0."),
        (SCALE, 0, "0", "The nearest valid value is just above 0."),
        (SCALE, 2e6, "2000000", "The nearest valid value is 1000000."),
    ],
)
def test_what_is_said_about_a_number(parameter, value, shown, way_on):
    rules = {
        "lr": "a number of at least 0",
        "beta": "a number from 0 to below 1",
        "scale": "a number above 0 and at most 1000000",
    }
    said = f"{parameter.name} must be {rules[parameter.name]}, but {shown} was given. {way_on}"
    assert refusal(parameter, value) == said


def test_a_value_just_beyond_a_bound_is_shown_with_all_its_digits():
    closed = dataclasses.replace(BETA, open_high=False)
    assert "but 1.0000001 was given. The nearest valid value is 1." in refusal(closed, 1.0000001)


def test_open_ends_leave_out_the_bound_alone():
    assert BETA.check(math.nextafter(1.0, 0.0)) < 1.0
    assert SCALE.check(5e-324) > 0.0
    assert SCALE.check(1e6) == 1e6
    assert BETA.check(0.0) == 0.0
    assert BETA.check(-0.0) == 0.0


# ------------------------------------------------------------------------------------------ whole numbers


@pytest.mark.parametrize(
    "value", [4, 4.0, "4", "4.0", " 4 ", "0.4e1", np.int64(4), np.float64(4.0), Fraction(4)]
)
def test_a_whole_number_in_many_forms(value):
    found = COUNT.check(value)
    assert found == 4
    assert type(found) is int


@given(st.integers())
def test_a_whole_number_keeps_every_digit(value):
    assert SEED.check(value) == SEED.check(str(value)) == value


@pytest.mark.parametrize(
    ("value", "shown", "near"),
    [
        (2.7, "2.7", "3"),
        (0.4, "0.4", "1"),
        (0, "0", "1"),
        ("-5", "-5", "1"),
        (11.7, "11.7", "9"),
        (9.5, "9.5", "9"),
        ("1e400", "inf", "9"),
        (-math.inf, "-inf", "1"),
        ("3,2", "'3,2'", "3"),
        (10**60, "a number of about 61 digits", "9"),
    ],
)
def test_what_is_said_about_a_whole_number(value, shown, near):
    said = (
        f"count must be a whole number from 1 to 9, but {shown} was given. The nearest valid value is {near}."
    )
    assert refusal(COUNT, value) == said


@pytest.mark.parametrize("value", [True, np.bool_(True), "three", "3x", math.nan, "nan", [3], (3,)])
def test_what_is_no_whole_number(value):
    assert refusal(COUNT, value).endswith(" was given. Its default is 3.")


@pytest.mark.parametrize(
    ("low", "high", "value", "near"),
    [(0, 5, 0, 1), (0, 5, 5, 4), (0.5, 5.5, 0, 1), (0.5, 5.5, 9, 5), (-1, 1, -7, 0), (-1, 1, 7, 0)],
)
def test_open_ends_of_whole_numbers(low, high, value, near):
    between = Parameter("n", near, "", kind="integer", low=low, high=high, open_low=True, open_high=True)
    assert f"The nearest valid value is {near}." in refusal(between, value)
    assert between.check(near) == near


# --------------------------------------------------------------------------------- lists of whole numbers


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("32x32", (32, 32)),
        ("32X16", (32, 16)),
        ("32×16×8", (32, 16, 8)),
        ("32-16", (32, 16)),
        ("32+16", (32, 16)),
        ("32, 16", (32, 16)),
        ("32 16", (32, 16)),
        ("32 x 16", (32, 16)),
        ("(32, 16)", (32, 16)),
        ("[32, 16]", (32, 16)),
        ("(32,)", (32,)),
        ("64", (64,)),
        ("1e3", (1000,)),
        ("", ()),
        ("()", ()),
        (64, (64,)),
        (64.0, (64,)),
        ([32, 16], (32, 16)),
        ((32.0, "16"), (32, 16)),
        ([], ()),
        (np.array([32, 16]), (32, 16)),
        (np.int64(32), (32,)),
    ],
)
def test_a_list_in_many_forms(value, expected):
    found = HIDDEN.check(value)
    assert found == expected
    assert all(type(item) is int for item in found)


@given(st.lists(st.integers(1, 1024), max_size=6), st.sampled_from("xX×,;+-"))
def test_a_list_as_text_is_the_same_list(items, between):
    assert HIDDEN.check(between.join(map(str, items))) == HIDDEN.check(items) == tuple(items)


@pytest.mark.parametrize(
    ("value", "shown", "near"),
    [
        ("32x0", "0", "The nearest valid value is 1."),
        ("32x-5", "-5", "The nearest valid value is 1."),
        ("-5", "-5", "The nearest valid value is 1."),
        ([32, 5000], "5000", "The nearest valid value is 1024."),
        ("32x2.5", "2.5", "The nearest valid value is 2."),
        ("1e-3", "0.001", "The nearest valid value is 1."),
        ("32xx16", "'32xx16'", "Its default is 16x16."),
        ("x", "'x'", "Its default is 16x16."),
        (",", "','", "Its default is 16x16."),
        ("wide", "'wide'", "Its default is 16x16."),
        ([32, None], "None", "Its default is 16x16."),
        ([True], "True", "Its default is 16x16."),
        ([[32]], "[32]", "Its default is 16x16."),
        ({32, 16}, repr({32, 16}), "Its default is 16x16."),
    ],
)
def test_what_is_said_about_a_list(value, shown, near):
    said = f"hidden must be a list of whole numbers, each from 1 to 1024, but {shown} was given. {near}"
    assert refusal(HIDDEN, value) == said


def test_an_empty_default_is_told_in_words():
    free = Parameter("hidden", (), "", kind="integers")
    said = "hidden must be a list of whole numbers, but 'a' was given. Its default is an empty list."
    assert refusal(free, "a") == said


# ------------------------------------------------------------------------------------ switches and choices


@pytest.mark.parametrize("word", ["true", "True", "YES", "on", "1", " true ", True, np.bool_(True)])
def test_on(word):
    assert SWITCH.check(word) is True


@pytest.mark.parametrize("word", ["false", "False", "NO", "off", "0", False, np.bool_(False)])
def test_off(word):
    assert SWITCH.check(word) is False


@pytest.mark.parametrize(
    ("value", "end"),
    [
        ("ture", "'ture' was given. The nearest valid value is true."),
        ("flase", "'flase' was given. The nearest valid value is false."),
        ("", "'' was given. Its default is false."),
        (1, "1 was given. Its default is false."),
        (0.0, "0 was given. Its default is false."),
        (None, "None was given. Its default is false."),
    ],
)
def test_what_is_said_about_a_switch(value, end):
    assert refusal(SWITCH, value) == f"nesterov must be true or false, but {end}"


def test_a_choice():
    assert [CHOICE.check(word) for word in CHOICE.choices] == ["relu", "tanh", "gelu"]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("ReLU", "No choice of activation named 'ReLU'. Did you mean 'relu'?"),
        ("tan", "No choice of activation named 'tan'. Did you mean 'tanh'?"),
        ("zzz", "No choice of activation named 'zzz'. Choose one of: gelu, relu, tanh."),
    ],
)
def test_what_is_said_about_a_choice(value, message):
    assert refusal(CHOICE, value) == message


@pytest.mark.parametrize("value", [3, None, True, ["relu"], np.array(["relu", "tanh"])], ids=repr)
def test_a_choice_is_a_text(value):
    said = f"The name of a choice of activation is a text, but {value!r} was given."
    assert refusal(CHOICE, value) == f"{said} Choose one of: gelu, relu, tanh."


# ------------------------------------------------------------------------------------------------ the rule


@pytest.mark.parametrize(
    ("limits", "rule"),
    [
        ({}, "a number"),
        ({"low": 0.0}, "a number of at least 0"),
        ({"low": 0.0, "open_low": True}, "a number above 0"),
        ({"high": 1.0}, "a number of at most 1"),
        ({"high": 1.0, "open_high": True}, "a number below 1"),
        ({"low": 0.0, "high": 1.0}, "a number from 0 to 1"),
        ({"low": 0.0, "high": 1.0, "open_high": True}, "a number from 0 to below 1"),
        ({"low": 0.0, "high": 1.0, "open_low": True}, "a number above 0 and at most 1"),
        ({"low": 0.0, "high": 1.0, "open_low": True, "open_high": True}, "a number above 0 and below 1"),
        ({"low": -90.0, "high": 90.0}, "a number from -90 to 90"),
        ({"low": 1e-8, "high": 1234567.5}, "a number from 1e-08 to 1234567.5"),
        ({"low": 1, "kind": "integer"}, "a whole number of at least 1"),
        ({"low": 1, "high": 1048576, "kind": "integer"}, "a whole number from 1 to 1048576"),
        ({"kind": "integer"}, "a whole number"),
        ({"kind": "integers"}, "a list of whole numbers"),
        ({"low": 1, "kind": "integers"}, "a list of whole numbers, each at least 1"),
        ({"low": 1, "high": 9, "kind": "integers"}, "a list of whole numbers, each from 1 to 9"),
        ({"kind": "switch"}, "true or false"),
        ({"kind": "choice", "choices": ("relu", "tanh")}, "one of relu, tanh"),
    ],
)
def test_the_rule_in_words(limits, rule):
    assert Parameter("name", 0, "", **limits).rule == rule


# ------------------------------------------------------------------------------------------- all of an owner


def test_defaults():
    assert defaults((LR, HIDDEN, SWITCH)) == {"lr": 0.01, "hidden": (16, 16), "nesterov": False}
    assert defaults(()) == {}


def test_values_are_filled_in_and_checked():
    values = check_values("adam", (LR, BETA), {"beta": "0.5"})
    assert values == {"lr": 0.01, "beta": 0.5}
    assert list(values) == ["lr", "beta"], "in the order of the declaration"


def test_what_is_given_stays_as_it_is():
    given_values = {"lr": "0.5"}
    check_values("adam", (LR,), given_values)
    assert given_values == {"lr": "0.5"}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("learning_rte", "No parameter of adam named 'learning_rte'. Did you mean 'learning_rate'?"),
        ("zzz", "No parameter of adam named 'zzz'. Choose one of: beta, learning_rate."),
    ],
)
def test_a_name_that_the_owner_does_not_have(name, message):
    rate = dataclasses.replace(LR, name="learning_rate")
    with pytest.raises(InputError) as caught:
        check_values("adam", (rate, BETA), {name: 1.0})
    assert caught.value.message == message
    assert caught.value.where == name


def test_an_owner_without_parameters():
    assert check_values("bowl", (), {}) == {}
    with pytest.raises(InputError, match=r"No parameter of bowl named 'kappa'\. There is none to choose\."):
        check_values("bowl", (), {"kappa": 1.0})


def test_a_name_that_is_no_text():
    with pytest.raises(InputError, match="The name of a parameter of adam is a text, but 3 was given"):
        check_values("adam", (LR,), {3: 1.0})


def test_a_value_out_of_range_is_placed():
    with pytest.raises(InputError) as caught:
        check_values("adam", (LR, BETA), {"beta": 2})
    assert caught.value.at("lanes[0]").where == "lanes[0].beta"


@given(st.dictionaries(st.sampled_from(["lr", "beta", "count"]), st.floats(0.0, 0.9)))
def test_every_parameter_has_a_value(given_values):
    assume("count" not in given_values)
    assert check_values("adam", (LR, BETA, COUNT), given_values).keys() == {"lr", "beta", "count"}


def test_a_parameter_is_fixed_and_crosses_processes():
    with pytest.raises(dataclasses.FrozenInstanceError):
        LR.default = 1.0
    assert pickle.loads(pickle.dumps(HIDDEN)) == HIDDEN
    assert len({LR, LR, BETA}) == 2
