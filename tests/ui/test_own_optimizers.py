"""Optimizers of one's own, from the file to the race: trust, saving again, mistakes, endless loops."""

import math
from pathlib import Path

import pytest

from app.engine.optimizer import optimizers
from app.study.own.folder import TEMPLATE, own_folder
from app.study.spec import LaneSpec, Study
from app.ui.own_optimizers import OwnOptimizers
from app.ui.session import Session
from app.ui.setting import Settings
from tests.study.own.test_load import with_step

STUDY = Study(steps=200, lanes=(LaneSpec(optimizer="my_optimizer"), LaneSpec(optimizer="adam")))


@pytest.fixture
def session(qtbot):
    """Return a session of its own, as engines are spoiled here."""
    list(optimizers)
    items, aliases = dict(optimizers.items), dict(optimizers.aliases)
    found = Session()
    found.set_speed(math.inf)
    yield found
    found.shutdown()
    optimizers.items, optimizers.aliases = items, aliases


@pytest.fixture
def own(session, monkeypatch):
    monkeypatch.setattr("app.ui.own_optimizers.QDesktopServices.openUrl", lambda url: True)
    found = OwnOptimizers(session, Settings(), session)
    found.messages = []
    found.message_raised.connect(lambda found, to=found.messages: to.append(found))
    return found


@pytest.fixture
def messages(session):
    found = []
    session.message_raised.connect(lambda found, to=found: to.append(found))
    return found


def write(text, name="mine.py"):
    own_folder().mkdir(parents=True, exist_ok=True)
    path = own_folder() / name
    path.write_text(text)
    return str(path)


def trusted(qtbot, own, text=TEMPLATE):
    path = write(text)
    with qtbot.waitSignal(own.changed, timeout=30_000):
        own.trust(path)
    return path


def race(qtbot, session, study=STUDY):
    session.open_study(study)
    session.run()
    qtbot.waitUntil(lambda: session.state in ("finished", "failed"), timeout=30_000)


def test_a_file_from_the_template_races(qtbot, own, session):
    with qtbot.waitSignal(own.changed, timeout=30_000):
        path = own.create()
    assert path.exists()
    assert optimizers["my_optimizer"].title == "My optimizer"
    race(qtbot, session)
    assert session.state == "finished"
    assert session.race.history.lanes[0].length == 201


def test_saved_again_it_is_loaded_again(qtbot, own):
    path = trusted(qtbot, own)
    with qtbot.waitSignal(own.changed, timeout=30_000) as caught:
        write(TEMPLATE.replace('"My optimizer"', '"Better"'), Path(path).name)
    assert caught.args == [frozenset({"my_optimizer"})]
    assert optimizers["my_optimizer"].title == "Better"


def test_a_stranger_s_file_is_not_run_before_it_is_trusted(qtbot, own, tmp_path):
    mark = tmp_path / "ran"
    path = write(f"open({str(mark)!r}, 'w')\n" + TEMPLATE)
    with qtbot.waitSignal(own.trust_wanted) as caught:
        assert own.look() is False
    assert caught.args == [path]
    assert "my_optimizer" not in optimizers
    asked = []
    own.trust_wanted.connect(lambda found, to=asked: to.append(found))
    own.look()
    assert asked == [], "it is asked about once"
    assert not mark.exists()
    with qtbot.waitSignal(own.changed, timeout=30_000):
        own.trust(path)
    assert mark.exists()


def test_trust_lasts_until_the_next_start(qtbot, own, session):
    trusted(qtbot, own)
    again = OwnOptimizers(session, Settings(), session)
    with qtbot.waitSignal(again.changed, timeout=30_000):
        assert again.look() is True


def test_a_mistake_in_the_file_names_its_line(qtbot, own):
    trusted(qtbot, own, TEMPLATE + "\n1/0\n")
    assert own.messages[0].text.startswith("mine.py, line 29: ZeroDivisionError")
    assert "Traceback" in own.messages[0].details


def test_a_mistake_in_a_step_names_its_line(qtbot, own, session, messages):
    text = with_step(
        "self.count = getattr(self, 'count', 0) + 1",
        "if self.count > 100: theta[5, 5]",
        "theta -= self.lr * 1e-3 * grad",
    )
    trusted(qtbot, own, text)
    race(qtbot, session)
    assert session.state == "failed"
    assert messages[-1].text.startswith("mine.py, line 26: IndexError")
    assert session.race.history.lanes[0].length > 0, "what was recorded stays"
    with qtbot.waitSignal(own.changed, timeout=30_000):
        write(TEMPLATE)
    race(qtbot, session)
    assert session.state == "finished"


def test_a_loop_without_an_end_while_loading(qtbot, own, session, monkeypatch):
    monkeypatch.setattr("app.ui.worker.LEARN_SECONDS", 1.0)
    trusted(qtbot, own, TEMPLATE + "\nwhile True: pass\n")
    assert "did not finish loading" in own.messages[-1].text
    race(qtbot, session, Study(steps=50))
    assert session.state == "finished", "the next engine is not told of the file"


def test_a_loop_without_an_end_in_a_step(qtbot, own, session, monkeypatch):
    monkeypatch.setattr("app.ui.pulse.STALL_SECONDS", 0.5)
    text = with_step(
        "self.count = getattr(self, 'count', 0) + 1",
        "while self.count > 50: pass",
        "theta -= self.lr * 1e-3 * grad",
    )
    trusted(qtbot, own, text)
    session.open_study(STUDY)
    with qtbot.waitSignal(session.player.stalled, timeout=30_000):
        session.run()
    session.stop_hard()
    qtbot.waitUntil(lambda: session.state == "failed", timeout=30_000)
    race(qtbot, session, Study(steps=50))
    assert session.state == "finished"


def test_a_file_that_is_gone_is_refused_by_the_engine(qtbot, own, session, messages):
    path = trusted(qtbot, own)
    with qtbot.waitSignal(own.changed, timeout=30_000):
        Path(path).unlink()
    assert "is gone" in optimizers["my_optimizer"].warning
    session.open_study(STUDY)
    qtbot.waitUntil(lambda: bool(messages), timeout=30_000)
    assert "my_optimizer" in messages[-1].text
