import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.error import InputError
from app.study.experiment.notation import axis_text, parse_swept_lane
from app.study.experiment.spec import Axis
from app.study.spec import LaneSpec


@pytest.mark.parametrize(
    ("text", "axis"),
    [
        ("adam:lr=log(1e-4,1e-1,33)", Axis(name="lr", spacing="log", low=1e-4, high=0.1, count=33)),
        ("adam:lr=1e-4..1e-1@33", Axis(name="lr", spacing="log", low=1e-4, high=0.1, count=33)),
        ("adam:learning_rate=1e-4..1e-1", Axis(name="lr", spacing="log", low=1e-4, high=0.1, count=9)),
        ("adam:beta1=.5..0.99@4", Axis(name="beta1", spacing="one_minus_log", low=0.5, high=0.99, count=4)),
        ("adam:eps=LINEAR( 0, 1 )", Axis(name="eps", spacing="linear", low=0.0, high=1.0, count=9)),
        ("adam:batch=list(16,full)", Axis(name="batch_size", values=(16, "full"))),
        ("qhm:nu=list(0.5)", Axis(name="nu", values=(0.5,))),
        ("adam:schedule=list(cosine,linear)", Axis(name="schedule", values=("cosine", "linear"))),
        ("adam:clip_norm=log(0.1,10,3)", Axis(name="clip_norm", spacing="log", low=0.1, high=10.0, count=3)),
    ],
)
def test_a_value_that_is_many(text, axis):
    lane, axes = parse_swept_lane(text, 0)
    assert axes == (axis,)
    assert lane == LaneSpec(optimizer=text.partition(":")[0])


def test_the_rest_of_a_lane_is_as_ever():
    lane, axes = parse_swept_lane('adam:lr=log(1e-4,1,3),beta1=0.8,name="Adam, (a,b)",batch_size=8', 2)
    assert lane == LaneSpec(
        optimizer="adam", hyperparameters={"beta1": 0.8}, name="Adam, (a,b)", batch_size=8
    )
    assert [axis.lane for axis in axes] == [2]
    assert parse_swept_lane("sgd", 0) == (LaneSpec(optimizer="sgd"), ())


@given(
    st.sampled_from(["linear", "log", "one_minus_log"]),
    st.floats(1e-9, 0.4),
    st.floats(0.5, 0.99),
    st.integers(1, 99),
)
def test_an_axis_comes_back(spacing, low, high, count):
    axis = Axis(lane=1, name="lr", spacing=spacing, low=low, high=high, count=count)
    assert parse_swept_lane("adam:" + axis_text(axis), 1)[1] == (axis,)


def test_a_list_comes_back():
    axis = Axis(name="batch_size", values=(1, 32, "full"))
    assert parse_swept_lane("adam:" + axis_text(axis), 0)[1] == (axis,)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("adam:lrr=log(1e-4,1,3)", "Did you mean 'lr'"),
        ("adam:lr=log(1e-4)", r"An axis is log\(low,high,count\), such as lr=log"),
        ("adam:lr=log(a,b,3)", r"but 'log\(a,b,3\)' was given"),
        ("adam:lr=list(1,x)", "lr must be a number"),
        ("adam:lr=log(1,2", "Settings of a lane are name=value"),
        ("adam:schedule.gamma=linear(0,1,2)", "needs a schedule"),
    ],
)
def test_a_wrong_axis_says_the_rule(text, words):
    with pytest.raises(InputError, match=words):
        parse_swept_lane(text, 0)
