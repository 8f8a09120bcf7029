"""Who of a cluster's workers may run blocks, and what is said of the others."""

import pytest

from app.study.experiment.crew import Crew

WANTED = {"Descent Lab": "2.0", "NumPy": "2.3"}
FIT = WANTED | {"fingerprint": 5}


@pytest.fixture
def crew():
    return Crew(WANTED, 5)


def test_those_that_fit_are_used_without_a_word(crew):
    assert crew.see({"a": 2, "b": 1}, {"a": FIT}) == []
    assert (crew.fit, crew.threads, crew.unfit) == (["a"], 2, 0)  # nobody has asked b yet
    assert crew.see({"a": 2, "b": 1}, {"b": FIT}) == []
    assert (crew.fit, crew.threads) == (["a", "b"], 3)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            FIT | {"Descent Lab": "1.9"},
            "has Descent Lab 1.9, but 2.0 is needed. Install Descent Lab 2.0 and NumPy 2.3",
        ),
        (FIT | {"NumPy": "1.26"}, "has NumPy 1.26, but 2.3 is needed. Install Descent Lab 2.0 and NumPy 2.3"),
        (FIT | {"fingerprint": 6}, "has a processor that rounds differently from this one"),
        ("No module named 'app'", "cannot load Descent Lab: No module named 'app'. Install Descent Lab 2.0"),
    ],
)
def test_one_that_does_not_fit_is_told_of_once(crew, said, sentence):
    there = {"a": 1, "b": 1}
    (told,) = crew.see(there, {"a": FIT, "b": said})
    assert told.startswith(f"The worker at b {sentence}")
    assert told.endswith("It gets no block.")
    assert crew.see(there, {}) == crew.see(there, {"b": said}) == []
    assert (crew.fit, crew.unfit, crew.asked) == (["a"], 1, {"a", "b"})


def test_many_of_one_kind_are_one_sentence(crew):
    told = crew.see(dict.fromkeys("abc", 1), dict.fromkeys("abc", "no app"))
    assert len(told) == 1
    assert told[0].startswith("Each of 3 workers, such as the one at a, cannot load Descent Lab: no app.")


def test_who_ends_is_told_and_how_many_are_left(crew):
    crew.see(dict.fromkeys("abcd", 1), dict.fromkeys("abc", FIT) | {"d": "no app"})
    assert crew.see({"a": 1, "b": 1, "d": 1}, {}) == ["The worker at c ended; blocks go on with 2 others."]
    assert crew.see({"a": 1}, {}) == ["The worker at b ended; blocks go on with 1 other."]  # nothing of d
    assert crew.see({}, {}) == ["The worker at a ended, and none is left; blocks wait for one."]
    assert crew.see({}, {}) == []


def test_one_that_ended_before_it_answered_is_nobody(crew):
    assert crew.see({}, {"a": "no app"}) == []
    assert crew.asked == frozenset()


def test_a_block_may_go_to_all_of_few_and_to_some_of_many_in_turn(crew):
    few = [f"w{number}" for number in range(16)]
    crew.see(dict.fromkeys(few, 1), dict.fromkeys(few, FIT))
    assert crew.offer() == crew.offer() == few
    many = [f"w{number}" for number in range(100)]
    crew.see(dict.fromkeys(many, 1), dict.fromkeys(many, FIT))
    offers = [crew.offer() for _ in range(25)]
    assert all(len(set(offer)) == 16 for offer in offers)
    counts = [sum(worker in offer for offer in offers) for worker in many]
    assert set(counts) == {4}  # 25 x 16 offers for 100


def test_a_block_is_stranded_when_none_is_left_that_it_may_go_to(crew):
    crew.see(dict.fromkeys("abc", 1), dict.fromkeys("ab", FIT) | {"c": "no app"})
    assert not crew.is_stranded(["a", "b"])
    assert crew.is_stranded(["c"])
    crew.see({"b": 1, "c": 1}, {})
    assert not crew.is_stranded(["a", "b"])
    assert crew.is_stranded(["a"])
    assert crew.is_stranded([])
    crew.forget(["b"])
    assert crew.is_stranded(["a", "b"])
    assert crew.threads == 0
