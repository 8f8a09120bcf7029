"""A study raced in the background: to its end, given up, refused; nothing of its engine is left."""

import multiprocessing

import msgspec
import numpy as np
import pytest

from app.study.build import build_race
from app.study.spec import LaneSpec, Study, SurfaceSpec
from app.ui.comparison import Comparison

replace = msgspec.structs.replace


@pytest.fixture
def comparison(qapp, nothing_left):
    comparison = Comparison(qapp)
    yield comparison
    comparison.shutdown()
    comparison.setParent(None)


def test_it_is_raced_to_the_end_and_the_engine_ends(qtbot, comparison, study):
    seen = []
    comparison.advanced.connect(lambda share: seen.append(share))
    with qtbot.waitSignal(
        comparison.changed, timeout=30_000, check_params_cb=lambda found: found is not None
    ) as caught:
        comparison.race(study, "other")
        assert (comparison.racing, comparison.active, comparison.reference) == ("other", True, None)
    (reference,) = caught.args
    assert (reference.title, reference.recorded, comparison.racing) == ("other", 300, "")
    assert multiprocessing.active_children() == []
    race = build_race(study)
    race.run()
    for ours, theirs in zip(reference.race.history.lanes, race.history.lanes, strict=True):
        assert np.array_equal(ours.theta, theirs.theta)
    assert seen == sorted(seen)


def test_it_can_be_given_up(qtbot, comparison, endless):
    comparison.race(endless, "endless")
    qtbot.waitUntil(lambda: comparison.share > 0, timeout=30_000)
    with qtbot.waitSignal(comparison.changed) as caught:
        comparison.end()
    assert caught.args == [None]
    assert not comparison.active
    assert multiprocessing.active_children() == []


def test_another_takes_the_place_of_one_under_way(qtbot, comparison, endless, study):
    comparison.race(endless, "endless")
    comparison.race(study, "short")
    qtbot.waitUntil(lambda: comparison.reference is not None, timeout=30_000)
    assert comparison.reference.title == "short"


def test_what_cannot_be_raced_is_refused_with_its_reason(qtbot, comparison):
    bad = Study(problem=SurfaceSpec(surface="rosenbrok"), lanes=(LaneSpec(optimizer="adam"),))
    with qtbot.waitSignal(comparison.message_raised, timeout=30_000) as caught:
        comparison.race(bad, "bad.json")
    (message,) = caught.args
    assert message.kind == "error"
    assert message.text.startswith("bad.json cannot be raced. ")
    assert "rosenbrock" in message.text
    qtbot.waitUntil(lambda: not comparison.active)


def test_an_engine_that_dies_is_told_of(qtbot, comparison, endless):
    comparison.race(endless, "endless")
    qtbot.waitUntil(lambda: comparison.share > 0, timeout=30_000)
    with qtbot.waitSignal(comparison.message_raised, timeout=30_000) as caught:
        comparison._player.worker.stop_hard()
    assert "was not raced to its end" in caught.args[0].text
    qtbot.waitUntil(lambda: not comparison.active)


def test_nothing_recorded_is_nothing_to_keep(qtbot, comparison):
    with qtbot.waitSignal(comparison.message_raised) as caught:
        assert not comparison.keep(None, "")
    assert caught.args[0].kind == "info"
