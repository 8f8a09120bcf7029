"""What tests of the session share."""

import msgspec

replace = msgspec.structs.replace


def with_value(study, name, value, lane=0):
    lanes = list(study.lanes)
    given = lanes[lane].hyperparameters | {name: value}
    lanes[lane] = replace(lanes[lane], hyperparameters=given)
    return replace(study, lanes=tuple(lanes))


def at(session):
    frame = session.frame()
    return frame.tick, frame.recorded


def settled(session, until):
    """Wait until the engine has said that it stopped."""
    before = []

    def still():
        before.append(session.player.history.tick)
        return len(before) > 3 and before[-1] == before[-4] == session.frame().tick

    until(still)


def new_race(qtbot, session):
    """Return a context that ends when a race is there; of none is told before, if it takes long."""
    return qtbot.waitSignal(
        session.race_changed, timeout=30_000, check_params_cb=lambda race: race is not None
    )
