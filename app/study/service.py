"""The engine's own process: it builds races and runs them as far as it is told, and says what came of it.

`serve` is its entry. The other end of the pipe sends commands and gets answers. What is recorded is not sent:
both ends map one block of memory.
"""

from __future__ import annotations

import contextlib
import signal
import traceback
from multiprocessing.connection import Connection
from time import perf_counter
from typing import Any

import msgspec

from ..engine.dataset import datasets
from ..engine.error import InputError
from ..engine.filter import filters
from ..engine.history import RacePlan
from ..engine.keyframe import Keyframes
from ..engine.model import models
from ..engine.optimizer import optimizers
from ..engine.problem import DataProblem, Problem
from ..engine.race import Race
from ..engine.schedule import schedules
from ..engine.surface import surfaces
from .build import build_problem, build_race
from .carry import Carrier
from .check import check_study
from .inside import Inspector
from .intake.intake import clear_cache
from .memory import create, forget
from .message import (
    Alter,
    Altered,
    Answer,
    Build,
    Built,
    Command,
    Failed,
    Inspect,
    Inspected,
    Learn,
    Learned,
    Reached,
    Ready,
    Refused,
)
from .own.learn import Learner
from .spec import ProblemSpec, Study

__all__ = ["KeptProblem", "Service", "serve"]

# How long the engine works before it looks at the pipe: less than a frame. Half of it costs 2 % of its speed.
_PIECE = 12e-3
# How long a race that is granted something at once may take before it is answered, to be shown as a whole.
_AT_ONCE = 0.1
_FIRST = 512  # ticks of such a race that are done in one go: near to a piece, and few pieces are cheaper


class KeptProblem:
    """The problem of the study asked for last, kept while that part of the study is the same."""

    def __init__(self) -> None:
        self._key: tuple[ProblemSpec, tuple[int, ...]] | None = None
        self._problem: Problem | None = None

    def of(self, study: Study) -> Problem:
        """Return the problem of a study.

        Raises
        ------
        InputError
        """
        key = (study.problem, study.seeds)
        if self._problem is None or key != self._key:
            self._problem = build_problem(study)
            self._key = key
        return self._problem


class Service:
    """One race at a time, run in pieces so that commands are heard.

    Parameters
    ----------
    connection : Connection
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._kept = KeptProblem()
        self._learner = Learner()
        self._carrier = Carrier()
        self._study: Study | None = None
        self._inspectors: dict[int, Inspector] = {}  # for each lane followed aside; -1: the one looked into
        self._race: Race | None = None
        self._keyframes: Keyframes | None = None
        self._generation = -1
        self._block = ""
        self._until = 0
        self._ticks = 1

    def run(self) -> None:
        """Serve until the other end of the pipe is closed."""
        try:
            while True:
                if self._to_do and not self._connection.poll():
                    self._guarded(self._advance)
                else:
                    self._guarded(self._obey, self._connection.recv())
        except (EOFError, OSError):
            forget(self._block)  # if the other end was killed, it may not have come to it

    @property
    def _to_do(self) -> bool:
        return self._race is not None and self._race.tick < min(self._until, self._race.ticks)

    def _guarded(self, work: Any, *arguments: Any) -> None:
        try:
            answer = work(*arguments)
        except Exception as error:
            self._race = None
            fault = self._learner.blame(error)
            answer = Failed(self._generation, traceback.format_exc(), fault.message if fault else "")
        if answer is not None:
            self._connection.send(answer)

    def _obey(self, command: Command) -> Answer | None:
        if isinstance(command, Build):
            return self._build(command)
        if isinstance(command, Learn):
            self._carrier.forget()
            return Learned(self._learner.learn(command.paths))
        if command.generation != self._generation or self._race is None:
            return None
        if isinstance(command, Alter):
            return self._alter(self._race, command)
        if isinstance(command, Inspect):
            return self._inspect(self._race, command)
        self._until = command.tick
        return None if self._to_do else _reached(self._generation, self._race)

    def _build(self, command: Build) -> Answer:
        if command.to and self._race is not None and self._study is not None:
            self._carrier.keep(self._study, self._race)
        elif not command.to:
            self._carrier.forget()
        self._race = self._keyframes = None  # its memory goes before the next is asked for
        self._inspectors.clear()
        self._generation, self._block = command.generation, command.block
        self._until, self._ticks = 0, 1
        address = ""

        def block(plan: RacePlan) -> Any:
            nonlocal address
            memory, address = create(command.block, plan.nbytes)
            return memory

        try:
            check_study(command.study)
            problem = self._kept.of(command.study)
            race = build_race(command.study, block, problem)
            race.begin()
        except InputError as error:
            forget(command.block)
            return Refused(command.generation, error.message, error.where)
        except Exception:
            forget(command.block)
            raise
        self._race, self._study = race, command.study
        self._keyframes = Keyframes(race)
        if command.to:
            self._at_once(race, command)
        # The window shows a target that depends on it, and would stand still for large data.
        first = problem.starting_loss if isinstance(problem, DataProblem) else None
        return Built(command.generation, race.history.plan, address, first)

    def _at_once(self, race: Race, command: Build) -> None:
        """Go as far as granted, for a moment; lanes that are as they were are there already."""
        if command.to >= race.ticks:
            self._carrier.carry(command.study, race)
        self._until, self._ticks = command.to, _FIRST
        began = perf_counter()
        while self._to_do and perf_counter() - began < _AT_ONCE:
            self._advance()

    def _alter(self, race: Race, command: Alter) -> Answer:
        try:
            change = race.change(command.lane, command.name, command.value)
        except InputError as error:
            return Refused(
                self._generation, error.message, error.at(f"lanes[{command.lane}]").where, command.lane
            )
        return Altered(self._generation, command.lane, change)

    def _inspect(self, race: Race, command: Inspect) -> Answer:
        assert self._study is not None
        lanes = tuple(
            msgspec.structs.replace(spec, changes=tuple(lane.changes))
            for spec, lane in zip(self._study.lanes, race.lanes, strict=True)
        )
        study = msgspec.structs.replace(self._study, lanes=lanes)
        key = command.lane if command.aside else -1
        inspector = self._inspectors.get(key)
        if inspector is None or study != inspector.study:
            inspector = self._inspectors[key] = Inspector(study, race.lanes[0].problem, self._keyframes)
        try:
            inside = inspector.look(command.lane, command.step, command.run)
            return Inspected(self._generation, inside, command.aside)
        except InputError as error:
            return Refused(self._generation, error.message, error.where, command.lane)

    def _advance(self) -> Answer | None:
        race = self._race
        assert race is not None
        began = perf_counter()
        before = race.tick
        done = race.advance(min(self._ticks, self._until - before)) - before
        if self._keyframes is not None:
            self._keyframes.keep()
        seconds = max(perf_counter() - began, 1e-6)
        if done == self._ticks:
            self._ticks = max(1, min(2 * self._ticks, int(done * _PIECE / seconds)))
        return None if self._to_do else _reached(self._generation, race)


def _reached(generation: int, race: Race) -> Reached:
    notices = tuple(lane.optimizer.notice for lane in race.lanes)
    return Reached(generation, race.tick, notices if any(notices) else ())


def serve(connection: Connection) -> None:
    """Run the engine's process: returns when the other end of the pipe is closed.

    Parameters
    ----------
    connection : Connection
        The pipe to the window.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the window to answer
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # see process.py
    for registry in (optimizers, schedules, filters, surfaces, datasets, models):
        len(registry)  # imports its items, so that the first build does not wait
    with contextlib.suppress(OSError):
        connection.send(Ready())
        clear_cache()
        Service(connection).run()
