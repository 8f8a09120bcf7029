"""A study may come from a stranger: whatever its text is, it is parsed or refused, at once, and never run."""

import gc
import sys
from contextlib import contextmanager
from time import thread_time

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.engine.error import InputError
from app.engine.expression.fault import ExpressionError
from app.engine.expression.function import Function
from app.engine.expression.vocabulary import CONSTANTS, FUNCTIONS

HOSTILE = {
    "import": "__import__('os').system('echo bad')",
    "import statement": "import os",
    "attribute": "x.__class__.__bases__[0].__subclasses__()",
    "attribute of a number": "(1).__class__",
    "attribute of a function": "sin.__globals__",
    "numpy": "np.load('/etc/passwd', allow_pickle=True)",
    "eval": "eval('1+1')",
    "exec": "exec('x = 1')",
    "compile": "compile('1', 'f', 'eval')",
    "open": "open('/etc/passwd')",
    "lambda": "(lambda: 1)()",
    "walrus": "(y := 1)",
    "assignment": "x = 1; y = 2",
    "comprehension": "[k for k in (1, 2)]",
    "generator": "sum(x for x in y)",
    "f-string": "f'{x}'",
    "string": "'a' * 1000000000",
    "index": "x[0]",
    "star": "max(*(1, 2))",
    "keyword": "max(x, key=abs)",
    "decorator": "@x",
    "comment": "x # y",
    "backslash": "x \\\n + y",
    "semicolon": "x; y",
    "dollar": "$HOME",
    "backtick": "`ls`",
    "percent": "x % 2",
    "bits": "1 << 1000000",
    "not": "~x",
    "huge power": "9^9^9^9^9",
    "huge power of x": "x^999999999999",
    "huge factorial": "100000!",
    "huge number": "1e99999999999999",
    "many digits": "9" * 990,
    "nesting": "(" * 200 + "x" + ")" * 200,
    "endless nesting": "(" * 10_000_000,
    "signs": "-" * 900 + "x",
    "powers": "x^" * 400 + "x",
    "calls": "sin(" * 200 + "x" + ")" * 200,
    "long sum": "x" + "+x" * 490,
    "ten megabytes": "x + " * 2_500_000,
    "ten megabytes of one name": "a" * 10_000_000,
    "NUL": "x\0 + y",
    "NUL alone": "\0",
    "newlines": "\n" * 900,
    "escape": "\x1b[2Jx",
    "bell": "x\a",
    "right to left": "x + \u202ey",
    "zero width": "x\u200b + y",
    "fullwidth": "\uff58 + \uff59",
    "look-alike x": "\u0445 + y",
    "mathematical x": "\U0001d465^2",
    "combining": "x\u0301",
    "superscript": "x\u00b9\u2070\u2070\u2070",
    "arabic digits": "\u0661 + x",
    "surrogate": "x + \ud800",
    "byte order mark": "\ufeffx",
    "no-break space": "x\u00a0+\u00a0y",
    "dunder": "a__b__ + __c",
    "many parameters": "+".join(f"p{k}" for k in range(200)),
    "many arguments": "min(" + ",".join(f"x+{k}" for k in range(180)) + ")",
    "infinity": "1e308 * 10",
    "not a number": "0 / 0",
    "format": "{0.__class__}",
    "percent format": "%s%s%n",
    "SQL": "1'; DROP TABLE runs; --",
    "markup": "<script>alert(1)</script>",
    "path": "../../etc/passwd",
}  # fmt: skip


watched = []
heard = []


def _listen(event, given):
    if watched and event.partition(".")[0] in (
        "exec",
        "compile",
        "open",
        "import",
        "os",
        "subprocess",
        "socket",
    ):
        heard.append(event)


sys.addaudithook(_listen)


@contextmanager
def nothing_is_run():
    """Fail if the interpreter compiles, runs, imports or opens anything meanwhile."""
    heard.clear()
    watched.append(True)
    try:
        yield
    finally:
        watched.clear()
    assert heard == []


@contextmanager
def at_most(seconds):
    """Fail if it takes longer on the processor: neither a busy machine nor other tests' garbage counts."""
    assert not gc.isenabled()  # or it would count
    began = thread_time()
    try:
        yield
    finally:
        spent = thread_time() - began
    assert spent < seconds


def test_the_watch_is_awake():
    with pytest.raises(AssertionError), nothing_is_run():
        compile("1", "text", "eval")


def test_there_are_enough():
    assert len(HOSTILE) >= 25


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_it_is_refused_at_once(text):
    with nothing_is_run(), at_most(0.05), pytest.raises(ExpressionError) as caught:
        Function(text)
    assert 0 <= caught.value.position <= len(text)
    assert len(caught.value.message) < 300
    assert len(caught.value.details) < 200


def test_what_is_accepted_is_not_run_either():
    with nothing_is_run():
        made = Function("where(x < y, sin(x)^2, exp(a*y))", {"a": 2.0})
        made.evaluate(np.float64(0.5), np.float64(0.25))
        made.curvature(np.zeros(3), np.ones(3))


WORDS = [*FUNCTIONS, *CONSTANTS, "x", "y", "a", "xy", "and", "2", "0.5", "1e3", "1e308", "e", "100"]
SIGNS = ["+", "-", "*", "/", "^", "**", "(", ")", ",", "<", "<=", "==", "=", " ", ".", "_", "\n", "²"]
pieces = st.lists(st.sampled_from(WORDS + SIGNS), max_size=80).map("".join)
rules = settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def leaves():
    return st.sampled_from(["x", "y", "a", "b", "pi", "2", "0.5", "-1", "1e200"])


def larger(inner):
    one = [name for name, made in FUNCTIONS.items() if made.most == 1]
    return st.one_of(
        st.tuples(st.sampled_from(one), inner).map(lambda t: f"{t[0]}({t[1]})"),
        st.tuples(inner, st.sampled_from("+-*/^"), inner).map(lambda t: f"({t[0]}){t[1]}({t[2]})"),
        st.tuples(inner, inner, inner, inner).map(lambda t: f"where({t[0]} < {t[1]}, {t[2]}, {t[3]})"),
        st.tuples(inner, inner).map(lambda t: f"hypot({t[0]}, min({t[1]}, {t[0]}))"),
    )


def check(text):
    refusal = None
    with at_most(0.05):
        try:
            Function(text)
        except InputError as error:
            refusal = error
    assert refusal is None or (0 <= refusal.position <= len(text) and refusal.details)


@rules
@given(st.text(max_size=1200))
@example("9" * 1000)
def test_any_text(text):
    check(text)


@rules
@given(pieces)
def test_any_row_of_words(text):
    check(text)


@settings(rules, max_examples=200)
@given(st.recursive(leaves(), larger, max_leaves=60))
def test_any_function_can_be_computed(text):
    try:
        made = Function(text)
    except InputError:
        return
    points = np.array([0.3, -2.0, 0.0, 1e9, np.nan]), np.array([-0.8, 0.0, 0.0, -1e9, 1.0])
    with np.errstate(all="ignore"), at_most(0.5):
        several = np.array(made.evaluate(*points))
        for k in range(5):
            single = made.evaluate(points[0][k], points[1][k])
            assert all(type(part) is np.float64 for part in single)
            np.testing.assert_array_equal(np.array(single), several[:, k])
        assert len(made.curvature(*points)) == 5
