"""What tests compare of a history: all but the time it took."""

from app.study.build import build_race

COLUMNS = ("batch_loss", "gradient_norm", "step_length", "evaluations", "diverged_at")
_IF_THERE = ("theta", "gradient", "snapshots")


def recorded_bytes(history, tick=None):
    """Return the published bytes of each column of each lane, up to a tick (all by default)."""
    tick = history.tick if tick is None else tick
    found = {"tick": tick}
    for number, lane in enumerate(history.lanes):
        rows = history.plan.step_at(number, tick) + 1
        for name in (*COLUMNS, *_IF_THERE):
            column = getattr(lane, name, None)
            if column is None:
                continue
            if name == "snapshots":
                column = column[: int((lane.plan.snapshot_at < rows).sum())]
            elif name != "diverged_at":
                column = column[:rows]
            found[f"{number}.{name}"] = column.tobytes()
        for name, column in lane.evaluated.items():
            found[f"{number}.evaluated.{name}"] = column[
                : int((lane.plan.evaluate_at < rows).sum())
            ].tobytes()
    return found


def raced_again(study, tick=None):
    """Return the history of a study raced in this process, to its end or up to a tick."""
    race = build_race(study)
    race.begin()
    race.run() if tick is None else race.advance(tick)
    return race.history
