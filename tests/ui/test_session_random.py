"""Whatever is done in whatever order: what is recorded is what the study gives."""

import math
import random

import msgspec
import pytest

from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from tests.recorded import raced_again, recorded_bytes

replace = msgspec.structs.replace
LONG = 30_000
PROBLEMS = (
    SurfaceSpec(surface="rosenbrock"),
    SurfaceSpec(surface="bowl", noise=0.1),
    DataSpec(dataset="iris", model="softmax"),
)


def edit_value(session, chance):
    lane = chance.randrange(len(session.study.lanes))
    lanes = list(session.study.lanes)
    lanes[lane] = replace(lanes[lane], hyperparameters={"lr": 10 ** chance.uniform(-4, -1)})
    session.edit(replace(session.study, lanes=tuple(lanes)), "lr", f"lr{lane}")


def edit_lanes(session, chance):
    lanes = list(session.study.lanes)
    if len(lanes) > 1 and chance.random() < 0.5:
        del lanes[chance.randrange(len(lanes))]
    else:
        lanes.append(LaneSpec(optimizer=chance.choice(("adam", "momentum", "rmsprop"))))
    session.edit(replace(session.study, lanes=tuple(lanes)))


def edit_study(session, chance):
    fields = (
        {"problem": chance.choice(PROBLEMS)} if chance.random() < 0.5 else {"title": str(chance.random())}
    )
    session.edit(replace(session.study, **fields))


REQUESTS = {
    "run": (6, lambda session, chance: session.run()),
    "pause": (3, lambda session, chance: session.pause()),
    "toggle": (2, lambda session, chance: session.toggle_run()),
    "step": (4, lambda session, chance: session.step()),
    "step back": (2, lambda session, chance: session.step_back()),
    "seek": (3, lambda session, chance: session.seek(chance.randrange(-10, 3000))),
    "end": (1, lambda session, chance: session.go_end()),
    "reset": (1, lambda session, chance: session.reset()),
    "speed": (4, lambda session, chance: session.set_speed(chance.choice((5.0, 60.0, 1000.0, math.inf)))),
    "value": (6, edit_value),
    "lanes": (1, edit_lanes),
    "study": (1, edit_study),
    "undo": (2, lambda session, chance: session.undo()),
    "redo": (1, lambda session, chance: session.redo()),
    "mute": (1, lambda session, chance: session.set_muted(0, chance.random() < 0.5)),
    "save": (1, lambda session, chance: session.mark_saved()),
    "bad": (1, lambda session, chance: session.edit(replace(session.study, lanes=()))),
    "kill": (0.3, lambda session, chance: session.stop_hard()),
}


@pytest.mark.parametrize("seed", range(4))
def test_the_recording_is_that_of_the_study(qtbot, session, seed):
    chance = random.Random(seed)
    names, weights = list(REQUESTS), [weight for weight, _ in REQUESTS.values()]
    frames = []
    session.frame_changed.connect(lambda found, to=frames: to.append(found))
    session.open_study(Study(steps=2000, epochs=100, lanes=(LaneSpec(), LaneSpec(optimizer="momentum"))))
    for name in chance.choices(names, weights, k=150):
        REQUESTS[name][1](session, chance)
        if chance.random() < 0.5:
            qtbot.wait(chance.randrange(30))
    session.pause()
    qtbot.waitUntil(lambda: not session.player.pending, timeout=LONG)
    if session.race is None:
        session.reset()
        qtbot.waitUntil(lambda: session.race is not None, timeout=LONG)
    frame = session.frame()
    anew = session.state == "failed" and frame.tick >= frame.recorded
    goal = 1 if anew else min(frame.tick + 1, frame.race.ticks)
    session.step()
    qtbot.waitUntil(lambda: settled(session) and session.frame().tick >= goal, timeout=LONG)
    for frame in frames:
        if frame is not None:
            assert 0 <= frame.tick <= frame.recorded <= frame.race.ticks
            assert len(frame.looks) == len(frame.race.history.lanes) == len(frame.race.study.lanes)
    again = raced_again(session.study_to_save, session.frame().recorded)
    assert recorded_bytes(again) == recorded_bytes(session.race.history)


def settled(session):
    frame = session.frame()
    return (
        frame is not None
        and (frame.recorded > 0 or session.state == "failed")
        and session.state != "running"
        and not session.player.pending
        and frame.recorded == session.race.history.tick  # what was granted before the pause has come in
    )
