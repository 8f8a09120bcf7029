"""The one thread of the window: it owns the engine's process and the pipe to it, and sees that it lives."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import threading
import traceback
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import connection, get_context
from multiprocessing.process import BaseProcess
from time import monotonic

from PySide6.QtCore import QObject, QThread, Signal

from ..engine.error import InputError
from ..engine.history import History
from ..engine.problem import Problem
from ..study.check import check_study
from ..study.memory import attach, forget
from ..study.message import Build, Built, Command, Failed, Ready
from ..study.service import KeptProblem, serve
from ..study.spec import Study

__all__ = ["BUILD_SECONDS", "Died", "EngineWorker", "Opened"]

BUILD_SECONDS = 120.0
_END_SECONDS = 1.0
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


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
        self._build_seconds = build_seconds
        self._kept = KeptProblem()
        self._lock = threading.Lock()  # guards what both threads touch: the next four
        self._commands: deque[Command] = deque()
        self._woken = False
        self._closing = False
        self._process: BaseProcess | None = None
        self._ears, self._bell = connection.Pipe(duplex=False)
        self._pipe: connection.Connection | None = None
        self._ready = False
        self._problem: Problem | None = None
        self._blocks: dict[int, str] = {}  # of builds that are not answered
        self._awaited = -1  # the build asked for last
        self._given = -1  # and of this engine
        self._deadline = 0.0

    # ---------------------------------------- on the window's thread

    def build(self, generation: int, study: Study) -> None:
        """Ask for a race: answered by `Opened`, `Refused`, `Failed` or `Died`."""
        self.send(Build(generation, study, f"descent-lab-{secrets.token_hex(8)}"))

    def send(self, command: Command) -> None:
        """Pass a command to the engine."""
        with self._lock:
            self._commands.append(command)
        self._wake()

    def stop_hard(self) -> None:
        """End the engine at once, whatever it does: answered by `Died`."""
        with self._lock:
            if self._process is not None:
                self._process.kill()

    @property
    def pid(self) -> int | None:
        """Return the number of the engine's process, if there is one."""
        with self._lock:
            return self._process.pid if self._process is not None else None

    @property
    def closed(self) -> bool:
        """Return whether `close` was called."""
        return self._closing

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
        try:
            self._start()
            while not self._closing:
                self._turn()
        except Exception:
            self.answered.emit(Failed(-1, traceback.format_exc()))
        finally:
            self._end()

    def _turn(self) -> None:
        sources: list[object] = [self._ears]
        if self._process is not None and self._pipe is not None:
            sources += [self._pipe, self._process.sentinel]
        timeout = max(self._deadline - monotonic(), 0.0) if self._blocks else None
        found = connection.wait(sources, timeout)  # type: ignore[arg-type]
        if self._ears in found:
            self._ears.recv_bytes()
            with self._lock:
                self._woken = False
            self._pass_on()
        if self._pipe is not None and self._pipe in found:
            self._hear()
        elif self._process is not None and self._process.sentinel in found:
            self._bury(_ending(self._process))
        elif self._blocks and monotonic() >= self._deadline:
            self._bury(f"The engine did not answer within {self._build_seconds:g} s and was ended.")

    def _pass_on(self) -> None:
        while not self._closing:
            with self._lock:
                command = self._commands.popleft() if self._commands else None
            if command is None:
                return
            if isinstance(command, Build):
                self._build(command)
            else:
                self._say(command)

    def _build(self, command: Build) -> None:
        self._awaited = command.generation
        if self._process is None:
            self._start()
        self._given = command.generation
        self._blocks[command.generation] = command.block
        self._deadline = monotonic() + self._build_seconds
        self._say(command)
        self._problem = None
        try:  # on this side, while the engine builds on its own
            check_study(command.study)
            self._problem = self._kept.of(command.study)
        except InputError:
            pass  # the engine finds the same, and says so
        except Exception:
            self._awaited = -1
            self.answered.emit(Failed(command.generation, traceback.format_exc()))

    def _say(self, command: Command) -> None:
        # If the engine is gone, its sentinel says so in a moment.
        with contextlib.suppress(OSError):
            if self._pipe is not None:
                self._pipe.send(command)

    def _hear(self) -> None:
        assert self._pipe is not None
        assert self._process is not None
        try:
            answer = self._pipe.recv()
        except (EOFError, OSError):
            self._process.join(_END_SECONDS)
            self._bury(_ending(self._process))
            return
        if isinstance(answer, Ready):
            self._ready = True
            return
        generation = answer.generation
        if isinstance(answer, Built):
            answer = self._open(answer) if generation == self._awaited else None
        self._forget(generation)
        if answer is not None:
            self.answered.emit(answer)

    def _open(self, built: Built) -> Opened | Failed:
        try:
            assert self._problem is not None, "the engine could build what the window could not"
            history = History(built.plan, attach(built.address, built.plan.nbytes))
        except Exception:
            return Failed(built.generation, traceback.format_exc())
        return Opened(built.generation, self._problem, history)

    def _forget(self, generation: int) -> None:
        """Take away the name of a block: this side has mapped it, or never will."""
        if generation in self._blocks:
            forget(self._blocks.pop(generation))

    def _start(self) -> None:
        for name in _ONE_THREAD:  # its loops are too short to be shared out
            os.environ.setdefault(name, "1")
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs,), name="descent-lab-engine", daemon=True)
        try:
            with _no_interrupt():
                process.start()
        except OSError as error:
            ours.close()
            self.answered.emit(Died(self._awaited, f"The engine could not be started: {error}."))
            return
        finally:
            theirs.close()
        self._pipe, self._ready, self._given = ours, False, -1
        with self._lock:
            self._process = process

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
            process, self._process = self._process, None
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if process is not None:
            process.terminate()
            process.join(_END_SECONDS)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()
        for generation in list(self._blocks):
            self._forget(generation)


def _ending(process: BaseProcess) -> str:
    code = process.exitcode
    if code is None:
        return "The engine closed its pipe."
    if code < 0:
        with contextlib.suppress(ValueError):
            return f"The engine was ended by {signal.Signals(-code).name}."
    return f"The engine ended with code {code}."


@contextlib.contextmanager
def _no_interrupt() -> Iterator[None]:
    """Keep Ctrl+C in a terminal from a process that starts, until it ignores it by itself."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
