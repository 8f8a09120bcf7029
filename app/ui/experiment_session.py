"""An experiment that runs beside the window: a thread plans and writes, processes run it, a timer asks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from ..study.disk import read_whole
from ..study.experiment.block import Block
from ..study.experiment.board import Board
from ..study.experiment.columns import Columns
from ..study.experiment.conductor import Conductor, Progress
from ..study.experiment.event import Completed, Failed, Finished, Recalled, StageBegan, Stopped
from ..study.experiment.processes import ProcessExecutor, cores
from ..study.experiment.runner import Runner
from ..study.experiment.shelf import Shelf
from ..study.file import study_to_json
from ..study.spec import Study
from .message import Message

__all__ = ["ExperimentSession"]

_LOOK_MS = 30


class ExperimentSession(QObject):
    """Runs one experiment at a time, and keeps what it gives in a folder.

    An experiment that was run before, or in part, goes on from its folder: nothing is computed twice.

    Parameters
    ----------
    shelf : Shelf
    own : callable
        Returns the files of a person's own optimizers that are trusted.
    parent : QObject, optional
    workers : int, optional
        As many processes as there are processors by default.

    Attributes
    ----------
    planned : Signal(Study, Sequence)
        The blocks of a stage are known, and the study that they are of.
    came : Signal(Study, list)
        Blocks with their columns that were not told before, and the study that they are of.
    advanced : Signal
        `state`, `share` or `left` are others.
    ended : Signal(str)
        'done', 'cancelled' or 'failed'.
    message_raised : Signal(Message)
    state : {'idle', 'running', 'paused', 'done', 'cancelled', 'failed'}
    board : Board
        Where each block stands; another one for each experiment.
    """

    planned = Signal(object, object)
    came = Signal(object, list)
    advanced = Signal()
    ended = Signal(str)
    message_raised = Signal(object)

    def __init__(
        self,
        shelf: Shelf,
        own: Callable[[], tuple[str, ...]] = lambda: (),
        parent: QObject | None = None,
        workers: int | None = None,
    ) -> None:
        super().__init__(parent)
        self.shelf = shelf
        self._own = own
        self._workers = workers or cores()
        self.state = "idle"
        self.board = Board()
        self._study: Study | None = None
        self._runner: Conductor | None = None
        self._leaving: Conductor | None = None  # of which nothing more is wanted
        self._made: list[ProcessExecutor] = []  # what the thread has made to run blocks: one, or none as yet
        self._told: set[int] = set()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._on_due)

    # ---------------------------------------- what is wanted

    def begin(self, study: Study, note: Callable[[Path], None] = lambda folder: None) -> None:
        """Run the experiment of a study, or what is left of it.

        Nothing here waits for a disk. What turns out later, such as a full one, is a message.

        Parameters
        ----------
        study : Study
            Checked.
        note : callable
            Given the folder, on the thread that plans and writes, before anything is run; it holds no Qt
            object.
        """
        self._close()
        # The thread is given plain values: it must not be who lets go of a Qt object last.
        own, shelf, workers, made = self._own(), self.shelf, self._workers, list[ProcessExecutor]()

        def make() -> Runner:
            contents = [read_whole(path) for path in own]
            folder = shelf.place(study, contents)
            note(folder)
            executor = ProcessExecutor(study_to_json(study), workers, own, gentle=True)
            made.append(executor)
            return Runner(study, folder, executor, own=contents, recall=True, past=shelf.past)

        self._runner = Conductor(make, self._leaving)
        self._study, self._made = study, made
        self._told, self.board = set(), Board()
        self._be("running")
        self._timer.start()

    def pause(self) -> None:
        """Begin no further block."""
        if self._runner is not None and self.state == "running":
            self._runner.pause()
            self._be("paused")

    def resume(self) -> None:
        """Go on after `pause`."""
        if self._runner is not None and self.state == "paused":
            self._runner.resume()
            self._be("running")

    def cancel(self) -> None:
        """End it at once; what is done is kept."""
        self._on_due()
        if self._runner is not None:
            self._end("cancelled")

    def shutdown(self) -> None:
        """End the processes; to be called before the session goes."""
        self._close()
        if self._leaving is not None:
            self._leaving.join()
        if self.state in ("running", "paused"):
            self.state = "cancelled"

    # ---------------------------------------- how far it is

    @property
    def is_busy(self) -> bool:
        """Return whether an experiment is under way or paused."""
        return self.state in ("running", "paused")

    @property
    def share(self) -> float:
        """Return which part of the present stages is done."""
        return self._progress.share if self._runner is not None else 1.0

    @property
    def blocks(self) -> tuple[int, int]:
        """Return how many blocks of the present stages are done, and how many there are."""
        progress = self._progress
        return (progress.finished_blocks, progress.blocks) if self._runner is not None else (0, 0)

    @property
    def left(self) -> tuple[float, float] | None:
        """Return the least and the most seconds that are likely to be left; None before two blocks came."""
        return self._progress.left if self._runner is not None else None

    @property
    def _progress(self) -> Progress:
        return self._runner.progress if self._runner is not None else Progress()

    @property
    def pids(self) -> list[int]:
        """Return the numbers of the processes."""
        return [pid for executor in self._made for pid in executor.pids]

    # ---------------------------------------- inside

    def _on_due(self) -> None:
        runner, study = self._runner, self._study
        if runner is None or study is None:
            return
        fresh: list[tuple[Block, Columns]] = []
        ended = ""
        events = runner.events()
        for event in events:
            self.board.take(event)
            if isinstance(event, StageBegan):
                self.planned.emit(study, event.plan)
            elif isinstance(event, Recalled):
                fresh += [each for each in event.done if each[0].index not in self._told]
                self._told |= {block.index for block, _ in event.done}
            elif isinstance(event, Completed) and event.block.index not in self._told:
                fresh.append((event.block, event.columns))
                self._told.add(event.block.index)
            elif isinstance(event, Failed):
                self.message_raised.emit(
                    Message("error", f"{event.block.label} failed. {event.reason}", event.details)
                )
            elif isinstance(event, Finished):
                ended = "failed" if event.failed else "done"
            elif isinstance(event, Stopped):
                ended = "failed"
                self.message_raised.emit(Message("error", event.reason, event.details))
        if fresh:
            self.came.emit(study, fresh)
        if ended:
            self._end(ended)
        elif events:
            self.advanced.emit()

    def _end(self, how: str) -> None:
        self._close()
        self._be(how)
        self.ended.emit(how)

    def _close(self) -> None:
        """Let go of what runs: it ends soon."""
        self._timer.stop()
        runner, self._runner, self._made = self._runner, None, []
        if runner is not None:
            runner.close()
            self._leaving = runner
            self.board.halt()

    def _be(self, state: str) -> None:
        self.state = state
        self.advanced.emit()
