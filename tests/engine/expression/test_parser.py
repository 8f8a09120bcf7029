"""What a text means, and where it is wrong."""

import math

import numpy as np
import pytest

from app.engine.expression.fault import ExpressionError
from app.engine.expression.function import Function, parameters_of

X, Y = np.float64(0.7), np.float64(-1.3)


def value(text, **values):
    return float(Function(text, values).value(X, Y)[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7.0),
        ("2 * 3 ^ 2", 18.0),
        ("2 ^ 3 ^ 2", 512.0),
        ("2 ** -1", 0.5),
        ("-2 ^ 2", -4.0),
        ("(-2) ^ 2", 4.0),
        ("- - 3", 3.0),
        ("+3 - -2", 5.0),
        ("8 / 4 / 2", 1.0),
        ("10 - 4 - 3", 3.0),
        (".5 + 5. + 1e1 + 1.5E-1", 15.65),
        ("2e", 2 * math.e),
        ("2pi", 2 * math.pi),
        ("2(3)(4)", 24.0),
        ("min(3, 1, 2) + max(3, 1, 2)", 4.0),
        ("hypot(3, 4)", 5.0),
        ("where(1 < 2, 10, 20)", 10.0),
        ("if(2 <= 1, 10, 20)", 20.0),
        ("if(0, 10, 20) + if(3, 1, 2)", 21.0),
        ("(1 < 2) + (2 > 1) + (1 == 1) + (1 != 1)", 3.0),
        ("sign(-3) * abs(-3)", -3.0),
        ("log(exp(2))", 2.0),
        ("f = 1", 1.0),
        ("z=1", 1.0),
        (" f( x , y )\n = 1 +\t2\r\n", 3.0),
    ],
)
def test_a_constant(text, expected):
    assert value(text) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x", 0.7),
        ("3x", 2.1),
        ("2x^2", 2 * 0.7**2),
        ("-x^2", -(0.7**2)),
        ("2x*3y", 6 * 0.7 * -1.3),
        ("(x + 1)(y - 1)", 1.7 * -2.3),
        ("(x)y", 0.7 * -1.3),
        ("2sin(x)", 2 * math.sin(0.7)),
        ("1/(2x)", 1 / 1.4),
        ("x^-2", 0.7**-2),
        ("x^2 + 3y", 0.7**2 - 3.9),
        ("abs(y)^1.5", 1.3**1.5),
        ("x^0 + 0*y", 1.0),
        ("(x > 0) * 5 + (y > 0)", 5.0),
        ("where(x < y, x, y)", -1.3),
        ("tan(x) + asin(x) + acos(x) + atan(x)", math.tan(0.7) + math.pi / 2 + math.atan(0.7)),
        ("sinh(x) + cosh(x) + tanh(x)", math.exp(0.7) + math.tanh(0.7)),
        ("sqrt(x) - x^0.5", 0.0),
    ],
)
def test_of_x_and_y(text, expected):
    assert value(text) == pytest.approx(expected, rel=1e-14)


def test_other_names_are_parameters():
    text = "a*x^2 + b_2*y^2 + a*kappa"
    assert parameters_of(text) == ("a", "b_2", "kappa")
    assert value(text) == pytest.approx(0.7**2 + 1.3**2 + 1.0)
    assert value(text, a=2.0, b_2=-1.0, kappa=0.0) == pytest.approx(2 * 0.7**2 - 1.3**2)
    assert value("2a + 3n", a=0.5, n=2.0) == 7.0
    assert Function("lambda*x").parameters == ("lambda",)


def test_an_exponent_that_is_a_parameter_is_as_exact_as_one_that_is_written():
    assert value("y^n", n=3.0) == value("y^3") == float(Y * Y * Y)


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 0, "x^2 + y^2"),
        ("  \n ", 4, "x^2 + y^2"),
        ("f(x, y) =", 9, "x^2 + y^2"),
        ("x +", 3, "after '+', but the end"),
        ("x + * y", 4, "after '+', but '*'"),
        ("(x + y", 6, "')' is expected"),
        ("x + y)", 5, "no bracket that it closes"),
        ("()", 1, "after '(', but ')'"),
        ("x, y", 1, "',' does not belong here"),
        ("3 + sinn(x)", 4, "Did you mean 'sin'?"),
        ("sqr(x)", 0, "Did you mean 'sqrt'?"),
        ("ln(x)", 0, "Did you mean 'log'?"),
        ("zzz(x)", 0, "Choose one of: sin"),
        ("x(y + 1)", 0, "Write x*(...)"),
        ("a(y + 1)", 0, "Write a*(...)"),
        ("pi(2)", 0, "Write pi*(...)"),
        ("sin x", 0, "sin(...)"),
        ("sin()", 4, "A value is expected"),
        ("sin(x, y)", 0, "sin has one argument, but 2"),
        ("min(x)", 0, "min has two arguments or more, but 1"),
        ("where(x > 0, 1)", 0, "three arguments: condition"),
        ("hypot(x, y, 1)", 0, "two arguments, but 3"),
        ("xy", 0, "Write x*y"),
        ("x y", 2, "Write *"),
        ("2 3", 2, "An operator is missing between '2' and '3'"),
        ("x 2", 2, "Write *"),
        ("2ab", 1, "Write 2*ab"),
        ("0x10", 1, "Write 0*x10"),
        ("1/2x", 3, "two ways"),
        ("x^2y", 3, "two ways"),
        ("2x^2y", 4, "two ways"),
        ("1/(x)(y)", 5, "two ways"),
        ("0 < x < 1", 6, "do not chain"),
        ("x > 0 and y > 0", 6, "Write *"),
        ("X + 1", 0, "Did you mean 'x'?"),
        ("PI*x", 0, "Did you mean 'pi'?"),
        ("x = 3", 2, "Write == to compare"),
        ("x\u00b2", 1, "Write ^2"),
        ("x \u2212 1", 2, "Write - instead"),
        ("[x]", 0, "Write ( instead"),
        ("1.5.2", 3, "An operator is missing"),
        ("x.y", 1, "A point stands within a number"),
        ("_a", 0, "begins with a letter"),
        ("1/0", 1, "'/' gives inf"),
        ("x + log(-1)", 4, "'log' gives nan"),
        ("2 + 1e999", 4, "1.8e308"),
        ("x^101", 1, "The nearest valid one is 100"),
        ("x^-1e9", 1, "The nearest valid one is -100"),
        ("a" * 21, 0, "up to 20 characters"),
        ("+".join("abcdghijklmno"), 24, "up to 12 parameters"),
    ],
)
def test_an_error_points_at_the_character(text, position, words):
    with pytest.raises(ExpressionError) as caught:
        Function(text)
    error = caught.value
    assert error.position == position
    assert words in error.message
    line, caret = error.details.split("\n")
    assert caret == " " * caret.index("^") + "^"
    assert caret.index("^") <= len(line)
    if position < len(text):
        assert line[caret.index("^")] in (text[position], " ")


def test_a_long_text_is_shown_around_the_character():
    with pytest.raises(ExpressionError) as caught:
        Function("x + " * 100 + "$ + y" + " + y" * 50)
    line, caret = caught.value.details.split("\n")
    assert line[caret.index("^")] == "$"
    assert line.startswith("...")
    assert line.endswith("...")
    assert len(line) < 80


def test_the_place_in_the_study_keeps_the_character():
    with pytest.raises(ExpressionError) as caught:
        Function("x + ")
    placed = caught.value.at("expression").at("problem")
    assert placed.where == "problem.expression"
    assert (placed.position, placed.details) == (caught.value.position, caught.value.details)


def test_numbers_of_python_are_taken_too():
    with np.errstate(all="ignore"):
        assert Function("y/x").evaluate(0.0, 1) == Function("y/x").evaluate(np.float64(0.0), np.float64(1.0))


def test_only_a_text_is_a_function():
    for given in (None, 3, b"x", ["x"], {"x": 1}):
        with pytest.raises(ValueError, match="A function is a text"):
            parameters_of(given)
