"""What the engine says is passed on if it is of the newest race; it is told nothing twice."""

import pytest

from app.engine.lane import Change
from app.study.message import Alter, Altered, Failed, Inspected, Learned, Reached, Refused, Until
from app.study.spec import Study
from app.ui.engine_link import EngineLink
from app.ui.worker import Died, Opened

SIGNALS = ("opened", "refused", "reached", "altered", "learned", "inspected", "recalled", "broke", "heard")


@pytest.fixture
def link(qapp, monkeypatch):
    """Return a link whose engine is not started: what it would be sent is kept in `sent`."""
    link = EngineLink()
    link.sent, link.told = [], []
    monkeypatch.setattr(link.worker, "send", lambda command: link.sent.append(command))
    for name in SIGNALS:
        getattr(link, name).connect(lambda *what, name=name: link.told.append((name, *what)))
    link.build(Study(), False, 0)
    link.sent.clear()
    yield link
    link.close()


def tell(link, answer):
    link.told.clear()
    link.worker.answered.emit(answer)
    return [name for name, *_ in link.told]


def test_each_answer_has_its_signal_and_all_but_what_was_inspected_are_heard(link):
    now = link.queue.generation
    assert tell(link, Reached(now, 5, ())) == ["reached", "heard"]
    assert tell(link, Altered(now, 0, Change(5, "lr", 0.1))) == ["altered", "heard"]
    assert tell(link, Refused(now, "No.", "lanes[0]")) == ["refused", "heard"]
    assert tell(link, Inspected(now, None, False)) == ["inspected"]
    assert tell(link, Inspected(now, None, True)) == ["recalled"]
    assert tell(link, Learned(())) == ["learned", "heard"]
    assert tell(link, Opened(now, None, None)) == ["opened", "heard"]


def test_what_is_said_of_an_older_race_is_dropped(link):
    older = link.queue.generation - 1
    for answer in (
        Reached(older, 5, ()),
        Failed(older, "Trace."),
        Died(older, "Gone."),
        Opened(older, None, None),
    ):
        assert tell(link, answer) == []
    assert not link.lost


def test_an_engine_that_broke_is_lost_until_the_next_race_is_open(link):
    now = link.queue.generation
    for answer, text in (
        (Died(now, "Killed."), "The engine stopped."),
        (Failed(now, "Trace."), "Something went wrong in the engine."),
        (Failed(now, "Trace.", "Your file did it."), "Your file did it."),
        (Failed(-1, "Trace."), "The engine is gone. Save the study and start the app again."),
    ):
        assert tell(link, answer) == ["broke", "heard"]
        assert link.told[0][1:] == (text, answer.text)
        assert link.lost
        link.grant(7)
        assert link.sent == []  # there is nobody to tell
        tell(link, Opened(now, None, None))
        assert not link.lost


def test_what_is_granted_is_said_once_and_of_the_race_it_is_for(link):
    now = link.queue.generation
    link.grant(10)
    link.grant(10)
    link.grant(0)
    link.alter(1, "lr", 0.5)
    assert link.sent == [Until(now, 10), Until(now, 0), Alter(now, 1, "lr", 0.5)]


def test_a_race_that_was_recorded_at_once_is_granted_that_far(link):
    link.queue.answered()
    link.build(Study(), False, 40)
    tell(link, Opened(link.queue.generation, None, None))
    assert (link.granted, link.to) == (40, 40)
