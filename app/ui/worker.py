"""The one thread of the window: it owns the engine's process, talks to it, and sees that it lives."""

from __future__ import annotations

import contextlib
import math
import os
import sys
import threading
import traceback
from collections import deque
from dataclasses import dataclass
from multiprocessing import connection
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from ..engine.error import InputError
from ..engine.history import History
from ..engine.problem import DataProblem, Problem
from ..study.check import check_study
from ..study.file_dataset import is_on_file
from ..study.memory import attach, forget
from ..study.message import Answer, Build, Built, Command, Failed, Learn, Learned, Ready
from ..study.own.fault import Fault
from ..study.process import EngineProcess
from ..study.spec import DataSpec, Study

if TYPE_CHECKING:
    from ..study.service import KeptProblem

__all__ = ["BUILD_SECONDS", "Died", "EngineWorker", "Opened"]

BUILD_SECONDS = 120.0
LEARN_SECONDS = 10.0
_SLOW = 10e6  # bytes of a data file that a slow disk gives in a second
# Seconds that the window's thread may keep this one waiting: by default five times as long, and a build goes
# back and forth several times.
_SWITCH = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A race is built: its problem, made again on this side, and the history that the engine fills."""

    generation: int
    problem: Problem
    history: History


@dataclass(frozen=True, slots=True)
class Died:
    """The engine's process ended, and with it the race of this generation, the last that it was given."""

    generation: int
    text: str


class EngineWorker(QThread):
    """Passes commands to the engine and its answers to the window.

    Methods are called on the thread of the window; ``answered`` is received there.

    Parameters
    ----------
    parent : QObject, optional
    build_seconds : float
        How long the engine may take for a build before it is ended.
    """

    answered = Signal(object)

    def __init__(self, parent: QObject | None = None, build_seconds: float = BUILD_SECONDS) -> None:
        super().__init__(parent)
        self.setObjectName("engine")
        self.build_seconds = build_seconds
        # Both threads touch the next ones, with the lock.
        self._lock = threading.Lock()
        self._commands: deque[Command] = deque()
        self._engine: EngineProcess | None = None
        self._woken = False
        self._closing = False
        self._ears, self._bell = connection.Pipe(duplex=False)
        # The rest belongs to the thread.
        self._kept: KeptProblem | None = None
        self._problem: Problem | None = None
        self._study: Study | None = None  # of the build asked for last
        self._blocks: dict[int, str] = {}  # of builds that are not answered
        self._awaited = -1  # the build asked for last
        self._given = -1  # and of this engine
        self._deadline = 0.0
        self._lesson: Learn | None = None  # what every new engine is told first
        self._learnt_by = math.inf
        self._ready = False

    # ---------------------------------------- on the window's thread

    @property
    def pid(self) -> int | None:
        """Return the number of the engine's process, if there is one."""
        with self._lock:
            return self._engine.pid if self._engine is not None else None

    @property
    def closed(self) -> bool:
        """Return whether `close` was called."""
        return self._closing

    def build(self, generation: int, study: Study, to: int = 0) -> None:
        """Ask for a race, granted up to a tick: answered by `Opened`, `Refused`, `Failed` or `Died`."""
        self.send(Build(generation, study, f"descent-lab-{os.getpid()}-{os.urandom(8).hex()}", to))

    def learn(self, paths: tuple[str, ...]) -> None:
        """Have these optimizers of one's own loaded, and no others: answered by `Learned`.

        The engine is started for it. One that does not come to an end with it is ended, and the next engine
        is not told of these files.
        """
        self.send(Learn(paths))
        if not self.isRunning() and not self._closing:
            self.start()

    def send(self, command: Command) -> None:
        """Pass a command to the engine."""
        with self._lock:
            self._commands.append(command)
        self._wake()

    def stop_hard(self) -> None:
        """End the engine at once, whatever it does: answered by `Died`."""
        with self._lock:
            if self._engine is not None:
                self._engine.kill()

    def close(self) -> None:
        """End engine and thread; nothing is left of them afterwards."""
        if self._closing:
            return
        self._closing = True
        self._wake()
        self.wait()
        self._ears.close()
        self._bell.close()

    def _wake(self) -> None:
        with self._lock:
            if self._woken:
                return
            self._woken = True
            with contextlib.suppress(OSError):
                self._bell.send_bytes(b"!")

    # ---------------------------------------- on the thread itself

    def run(self) -> None:
        """Start the engine, then wait for whatever comes first."""
        # All that builds a race: not before the window is painted.
        from ..study.service import KeptProblem

        sys.setswitchinterval(_SWITCH)
        try:
            self._kept = KeptProblem()
            self._start()
            while not self._closing:
                self._turn()
        except Exception:
            self.answered.emit(Failed(-1, traceback.format_exc()))
        finally:
            self._end()

    def _turn(self) -> None:
        engine = self._engine
        sources = [self._ears, *(engine.sources if engine is not None else ())]
        due = min(self._deadline if self._blocks else math.inf, self._learnt_by)
        timeout = max(due - monotonic(), 0.0) if math.isfinite(due) else None
        found = connection.wait(sources, timeout)
        if self._ears in found:
            self._ears.recv_bytes()
            with self._lock:
                self._woken = False
            self._pass_on()
        elif engine is not None and found:
            answer = engine.receive() if engine.connection in found else None
            if answer is None:
                self._bury(engine.ending())
            else:
                self._hear(answer)
        elif monotonic() >= self._learnt_by:
            self._give_up_learning()
        elif self._blocks and monotonic() >= self._deadline:
            self._bury(f"The engine did not answer within {self.build_seconds:g} s and was ended.")

    def _pass_on(self) -> None:
        while not self._closing:
            with self._lock:
                command = self._commands.popleft() if self._commands else None
            if command is None:
                return
            if isinstance(command, Build):
                self._build(command)
            elif isinstance(command, Learn):
                self._lesson = command
                if self._engine is None:
                    self._start()
                else:
                    self._teach()
            elif self._engine is not None:
                self._engine.send(command)

    def _build(self, command: Build) -> None:
        self._awaited = command.generation
        if self._engine is None:
            self._start()
        if self._engine is None:
            return
        self._given = command.generation
        self._blocks[command.generation] = command.block
        self._deadline = monotonic() + self.build_seconds
        self._engine.send(command)
        self._problem, self._study = None, command.study
        try:  # on this side, while the engine builds on its own
            check_study(command.study)
            assert self._kept is not None
            if is_on_file(command.study.problem):  # made ready by the engine, and mapped here afterwards
                self._deadline += _reading_seconds(command.study)
            else:
                self._problem = self._kept.of(command.study)
        except InputError:
            pass  # the engine finds the same, and says so
        except Exception:
            self._awaited = -1
            self.answered.emit(Failed(command.generation, traceback.format_exc()))

    def _hear(self, answer: Answer) -> None:
        if isinstance(answer, Ready):
            self._ready = True
            return
        if isinstance(answer, Learned):
            self._learnt_by = math.inf
            self.answered.emit(answer)
            return
        told: object = answer
        if isinstance(answer, Built):  # of an older one nothing is told, as the newer is on its way
            told = self._open(answer) if answer.generation == self._awaited else None
        self._forget(answer.generation)
        if told is not None:
            self.answered.emit(told)

    def _open(self, built: Built) -> Opened | Failed:
        try:
            if self._problem is None:
                assert self._kept is not None
                assert self._study is not None
                self._problem = self._kept.of(self._study)
            if isinstance(self._problem, DataProblem) and built.starting_loss is not None:
                self._problem.starting_loss = built.starting_loss
            history = History(built.plan, attach(built.address, built.plan.nbytes))
        except Exception:
            return Failed(built.generation, traceback.format_exc())
        return Opened(built.generation, self._problem, history)

    def _forget(self, generation: int) -> None:
        """Take away the name of a block: this side has mapped it, or never will."""
        if generation in self._blocks:
            forget(self._blocks.pop(generation))

    def _start(self) -> None:
        try:
            engine = EngineProcess()
        except OSError as error:
            self.answered.emit(Died(self._awaited, f"The engine could not be started: {error}."))
            return
        self._ready, self._given = False, -1
        with self._lock:
            self._engine = engine
        self._teach()

    def _teach(self) -> None:
        if self._lesson is not None and self._engine is not None:
            self._engine.send(self._lesson)
            self._learnt_by = monotonic() + LEARN_SECONDS

    def _give_up_learning(self) -> None:
        """End an engine that hangs in a file of one's own, and forget these files."""
        assert self._lesson is not None
        why = f"It did not finish loading within {LEARN_SECONDS:g} s; a loop without an end, perhaps."
        faults = tuple(Fault(path, 0, why) for path in self._lesson.paths)
        self._lesson = None
        self._bury("The engine was ended, as a file of yours did not finish loading.")
        self.answered.emit(Learned(faults))

    def _bury(self, text: str) -> None:
        """Say that the engine ended, and have the next one warm in time for the next build."""
        was_ready, generation = self._ready, self._given
        self._end()
        self.answered.emit(Died(generation, text))
        # One that ends before it is ready would do so again: it is tried again when it is needed.
        if was_ready and not self._closing:
            self._start()

    def _end(self) -> None:
        with self._lock:
            engine, self._engine = self._engine, None
        self._learnt_by = math.inf
        if engine is not None:
            engine.end()
        for generation in list(self._blocks):
            self._forget(generation)


def _reading_seconds(study: Study) -> float:
    """Return how much longer a build may take because its examples come from a file."""
    spec = study.problem
    if not isinstance(spec, DataSpec) or spec.file is None or not is_on_file(spec):
        return 0.0
    with contextlib.suppress(OSError):
        return Path(spec.file.path).stat().st_size / _SLOW
    return 0.0
