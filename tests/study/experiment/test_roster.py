"""Who of a cluster's workers may run blocks, and what is said of the others."""

import pytest

from app.study.experiment.roster import Roster

WANTED = {"Descent Lab": "2.0", "NumPy": "2.3"}
FIT = WANTED | {"fingerprint": 5}


@pytest.fixture
def roster():
    return Roster(WANTED, 5)


def test_those_that_fit_are_used_without_a_word(roster):
    assert roster.see({"a": 2, "b": 1}, {"a": FIT}) == []
    assert (roster.fit, roster.threads, roster.unfit) == (["a"], 2, 0)  # nobody has asked b yet
    assert roster.see({"a": 2, "b": 1}, {"b": FIT}) == []
    assert (roster.fit, roster.threads) == (["a", "b"], 3)


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
def test_one_that_does_not_fit_is_told_of_once(roster, said, sentence):
    there = {"a": 1, "b": 1}
    (told,) = roster.see(there, {"a": FIT, "b": said})
    assert told.startswith(f"The worker at b {sentence}")
    assert told.endswith("It gets no block.")
    assert roster.see(there, {}) == roster.see(there, {"b": said}) == []
    assert (roster.fit, roster.unfit, roster.asked) == (["a"], 1, {"a", "b"})


def test_many_of_one_kind_are_one_sentence(roster):
    told = roster.see(dict.fromkeys("abc", 1), dict.fromkeys("abc", "no app"))
    assert len(told) == 1
    assert told[0].startswith("Each of 3 workers, such as the one at a, cannot load Descent Lab: no app.")


def test_who_ends_is_told_and_how_many_are_left(roster):
    roster.see(dict.fromkeys("abcd", 1), dict.fromkeys("abc", FIT) | {"d": "no app"})
    assert roster.see({"a": 1, "b": 1, "d": 1}, {}) == ["The worker at c ended; blocks go on with 2 others."]
    assert roster.see({"a": 1}, {}) == ["The worker at b ended; blocks go on with 1 other."]  # nothing of d
    assert roster.see({}, {}) == ["The worker at a ended, and none is left; blocks wait for one."]
    assert roster.see({}, {}) == []


def test_one_that_ended_before_it_answered_is_nobody(roster):
    assert roster.see({}, {"a": "no app"}) == []
    assert roster.asked == frozenset()


def test_a_block_may_go_to_all_of_few_and_to_some_of_many_in_turn(roster):
    few = [f"w{number}" for number in range(16)]
    roster.see(dict.fromkeys(few, 1), dict.fromkeys(few, FIT))
    assert roster.offer() == roster.offer() == few
    many = [f"w{number}" for number in range(100)]
    roster.see(dict.fromkeys(many, 1), dict.fromkeys(many, FIT))
    offers = [roster.offer() for _ in range(25)]
    assert all(len(set(offer)) == 16 for offer in offers)
    counts = [sum(worker in offer for offer in offers) for worker in many]
    assert set(counts) == {4}  # 25 x 16 offers for 100


def test_a_block_is_stranded_when_none_is_left_that_it_may_go_to(roster):
    roster.see(dict.fromkeys("abc", 1), dict.fromkeys("ab", FIT) | {"c": "no app"})
    assert not roster.is_stranded(["a", "b"])
    assert roster.is_stranded(["c"])
    roster.see({"b": 1, "c": 1}, {})
    assert not roster.is_stranded(["a", "b"])
    assert roster.is_stranded(["a"])
    assert roster.is_stranded([])
    roster.forget(["b"])
    assert roster.is_stranded(["a", "b"])
    assert roster.threads == 0
