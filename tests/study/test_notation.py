import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.error import InputError
from app.engine.optimizer import optimizers
from app.study.notation import (
    lane_text,
    parse_dataset,
    parse_lane,
    parse_model,
    parse_numbers,
    parse_seeds,
    parse_start,
    parse_surface,
    value_text,
)
from app.study.spec import LaneSpec


@st.composite
def lanes(draw):
    optimizer = draw(st.sampled_from(list(optimizers)))
    values = {}
    for parameter in draw(st.lists(st.sampled_from(optimizer.parameters), unique_by=lambda p: p.name)):
        if parameter.kind == "switch":
            value = draw(st.booleans())
        elif parameter.kind == "choice":
            value = draw(st.sampled_from(parameter.choices))
        elif parameter.kind == "integer":
            value = draw(st.integers(int(max(parameter.low, -(10**6))), int(min(parameter.high, 10**6))))
        else:
            low, high = max(parameter.low, -1e300), min(parameter.high, 1e300)
            value = draw(
                st.floats(low, high, exclude_min=parameter.open_low, exclude_max=parameter.open_high)
            )
        values[parameter.name] = value
    return LaneSpec(
        optimizer=optimizer.name,
        hyperparameters=values,
        batch_size=draw(st.one_of(st.none(), st.just("full"), st.integers(1, 10**17))),
        name=draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=12)),
        colour=draw(st.sampled_from(["", "#0072b2"])),
        muted=draw(st.booleans()),
    )


@given(lanes())
def test_a_lane_comes_back_from_its_text(lane):
    assert parse_lane(lane_text(lane)) == lane


def test_the_text_is_what_one_would_write():
    lane = LaneSpec(
        optimizer="adam", hyperparameters={"lr": 0.1, "bias_correction": False}, batch_size=64, name="Mine"
    )
    assert lane_text(lane) == "adam:lr=0.1,bias_correction=false,batch_size=64,name=Mine"
    assert lane_text(LaneSpec(optimizer="sgd")) == "sgd"
    assert value_text((32, 16)) == "32x16"


@pytest.mark.parametrize(
    ("text", "lane"),
    [
        (
            "momentum:lr=1e-3,momentum=0.9,batch_size=64,name=My lane",
            LaneSpec(
                optimizer="momentum",
                hyperparameters={"lr": 1e-3, "momentum": 0.9},
                batch_size=64,
                name="My lane",
            ),
        ),
        ("adam", LaneSpec(optimizer="adam")),
        ("adam:", LaneSpec(optimizer="adam")),
        ("gd:lr=.1", LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 0.1})),
        ("Heavy_Ball", LaneSpec(optimizer="momentum")),
        ("sgd:batch_size=full", LaneSpec(optimizer="sgd", batch_size="full")),
        (
            "sgd: batch = 8 , learning_rate = 1",
            LaneSpec(optimizer="sgd", batch_size=8, hyperparameters={"lr": 1.0}),
        ),
        ('sgd:name="a, ""b"""', LaneSpec(optimizer="sgd", name='a, "b"')),
        ("sgd:name=a=b:c", LaneSpec(optimizer="sgd", name="a=b:c")),
        ("sgd:color=#00ff00,muted=yes", LaneSpec(optimizer="sgd", colour="#00ff00", muted=True)),
        ("adam:bias_correction=no", LaneSpec(optimizer="adam", hyperparameters={"bias_correction": False})),
    ],
)
def test_lanes(text, lane):
    assert parse_lane(text) == lane


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "starts with a name"),
        (":lr=1", "starts with a name"),
        ("adamm", "No optimizer named 'adamm'. Did you mean 'adam'?"),
        ("adam:lr", "are name=value, such as adam:lr=1e-3,batch_size=64, but 'lr' was given"),
        ("adam:=1", "are name=value"),
        ("adam:lr=1,", "one comma between them"),
        ("adam:lr=1,,eps=1", "one comma between them"),
        ('adam:name="a', "closed quotes"),
        ('adam:name="a"b', "stand around a whole value"),
        ('adam:name=a"b"', "stand around a whole value"),
        ("adam:lr=1,lr=2", "'lr' was given twice"),
        ("adam:lr=1,learning_rate=2", "learning_rate is another name of lr, and both were given"),
        ("adam:beta=1", "No hyperparameter of adam named 'beta'. Did you mean 'beta"),
        ("adam:lr=x", "'x' was given. Its default is 0.001."),
        ("adam:lr=nan", "lr must be a number"),
        ("adam:lr=-1", "but -1 was given. The nearest valid value is 0."),
        ("adam:beta1=1", "The nearest valid value is"),
        ("adam:bias_correction=maybe", "true or false"),
        ("sgd:batch_size=0", "batch_size must be a whole number from 1, or full, but '0' was given."),
        ("sgd:batch_size=1.5", "batch_size must be a whole number"),
        ("sgd:batch_size=" + "9" * 5000, "batch_size must be a whole number"),
        ("sgd:colour=red", "A colour is #rrggbb"),
        ("sgd:muted=perhaps", "true or false"),
    ],
)
def test_lanes_that_cannot_be(text, words):
    with pytest.raises(InputError) as caught:
        parse_lane(text)
    assert words in caught.value.message


def test_surfaces_data_sets_and_models():
    assert parse_surface("ravine:kappa=100") == ("ravine", {"kappa": 100.0})
    assert parse_surface("Rosenbrock") == ("rosenbrock", {})
    assert parse_dataset("two_moons:noise=0.2,n=100") == ("two_moons", {"noise": 0.2, "n": 100})
    assert parse_model("mlp:hidden=32x16,activation=relu,l2=1e-4") == (
        "mlp",
        {"hidden": (32, 16), "activation": "relu", "l2": 1e-4},
    )
    assert parse_model("mlp:hidden=") == ("mlp", {"hidden": ()})


@pytest.mark.parametrize(
    ("parse", "text", "words"),
    [
        (parse_surface, "rvine", "No surface named 'rvine'. Did you mean 'ravine'?"),
        (parse_surface, "ravine:kapa=1", "No parameter of ravine named 'kapa'. Did you mean 'kappa'?"),
        (parse_surface, "ravine:kappa=0", "The nearest valid value is 1"),
        (parse_surface, "rosenbrock:a=1", "The surface rosenbrock has no parameters, but a was given."),
        (parse_dataset, "two_mons", "Did you mean 'two_moons'?"),
        (parse_dataset, "iris:n=1", "The data set iris has no parameters"),
        (parse_model, "mpl", "Did you mean 'mlp'?"),
        (parse_model, "mlp:activation=rleu", "Did you mean 'relu'?"),
        (parse_model, "mlp:hidden=32xa", "whole number"),
    ],
)
def test_what_cannot_be(parse, text, words):
    with pytest.raises(InputError) as caught:
        parse(text)
    assert words in caught.value.message


def test_starts():
    assert parse_start("-1.2,1") == (-1.2, 1.0)
    assert parse_start(" 1e-6 , -2 ") == (1e-6, -2.0)


@pytest.mark.parametrize("text", ["", "1", "1,2,3", "a,b", "1;2", "nan,0", "inf,0"])
def test_starts_that_cannot_be(text):
    with pytest.raises(InputError, match="two numbers x,y such as"):
        parse_start(text)


@pytest.mark.parametrize(
    ("text", "seeds"),
    [
        ("3", (0, 1, 2)),
        ("1", (0,)),
        ("5,7,9", (5, 7, 9)),
        ("5,", (5,)),
        (" 0, 4", (0, 4)),
        ("9223372036854775807,", (2**63 - 1,)),
    ],
)
def test_seeds(text, seeds):
    assert parse_seeds(text) == seeds


@pytest.mark.parametrize("text", ["", "0", "1001", "-1", "1.5", "x", "1,,2", ",", "5,-1", "²", "9" * 30])
def test_seeds_that_cannot_be(text):
    with pytest.raises(InputError, match=r"how many \(1 to 1000\), or a list"):
        parse_seeds(text)


def test_numbers_start_their_error_with_the_rule():
    assert parse_numbers("0.7,0.3", "Two shares") == (0.7, 0.3)
    with pytest.raises(InputError, match=r"^Two shares, but 'a' was given"):
        parse_numbers("a", "Two shares")
