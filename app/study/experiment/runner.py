"""An experiment from its first block to its files: who asks `poll` again and again drives it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ...engine.error import InputError
from ..disk import write_whole
from ..file import study_from_json, study_to_json
from ..spec import Study
from .agenda import Agenda
from .block import Block
from .columns import columns_from_bytes
from .cost import UNGAUGED
from .ending import StoredBlocks, write_files
from .eta import Pace
from .event import (
    Advanced,
    Began,
    Cancelled,
    Completed,
    Event,
    Failed,
    Finished,
    Noted,
    Recalled,
    Retried,
    StageBegan,
    Stopped,
    Waiting,
)
from .executor import Answer, Executor, Gone, Idle, LeftOut, Moved, Ran, Share, Trouble
from .gauge import Gauging
from .kind import kind_of
from .past import Past
from .plan import header_of
from .store import Store, Stored

__all__ = ["Runner"]


class Runner:
    """Runs the experiment of a study into a folder, or what is left of it.

    Parameters
    ----------
    study : Study
        Checked.
    folder : path
        Made if it is not there. One that holds results of the same experiment is gone on with.
    executor : Executor
        For this study; closed by `close`, and if there is no runner in the end.
    retries : int
        How often a block is run again that was not done.
    own : sequence of bytes
        The content of files with optimizers of one's own: results of another version are others.
    recall : bool
        Whether to tell what blocks gave that were run before.
    past : Past, optional
        Where it is noted how long blocks took.

    Attributes
    ----------
    total, done : float
        The work of all blocks of the stages so far, and of the finished ones.
    over : bool
        Whether nothing more will happen.
    paused : bool

    Raises
    ------
    InputError
        If the folder cannot be used.
    """

    def __init__(
        self,
        study: Study,
        folder: str | os.PathLike[str],
        executor: Executor,
        retries: int = 2,
        own: Sequence[bytes] = (),
        recall: bool = False,
        past: Past | None = None,
    ) -> None:
        content = study_to_json(study)
        study = study_from_json(content)  # as those who run blocks have it, without a NumPy number in it
        self.study = study
        self.folder = Path(folder)
        self.paused = self.over = False
        self.total = self.done = 0.0
        self._kind = kind_of(study)
        self._executor = executor
        self._retries = retries
        self._recall = recall
        self._past = past
        self._pace = Pace()
        header = header_of(study, own)
        self._fingerprint = header.fingerprint
        self._gauging: Gauging | None = None  # until it is known how the experiment is cut
        self._running: dict[int, Block] = {}
        self._attempts: dict[int, int] = {}
        self._shares: dict[int, float] = {}
        self._failed: list[Failed] = []
        self._events: list[Event] = []
        try:
            self._store = Store(folder, header)
        except BaseException:
            executor.close()
            raise
        self._agenda = Agenda(self._store)
        try:
            write_whole(self.folder / "study.json", content)
            if self._store.gauge is None:
                self._gauging = Gauging(self._kind.blocks(study, 0, ()))
                self._cut()
            else:
                self._begin(self._kind.blocks(study, 0, (), self._store.gauge))
        except BaseException:
            self.close()
            raise

    @property
    def dropped(self) -> int:
        """Return how many bytes of an unfinished block were found and dropped."""
        return self._store.dropped

    @property
    def share(self) -> float:
        """Return the share of the present stages that is done, with the parts of blocks, from 0 to 1."""
        partly = sum(self._running[index].work * share for index, share in self._shares.items())
        if self._gauging is not None:
            return 0.0
        if self.finished_blocks == self.blocks:  # whatever the sum of many parts is rounded to
            return 1.0
        return min((self.done + partly) / self.total, 1.0)

    @property
    def busy(self) -> bool:
        """Return whether blocks run."""
        return bool(self._running) or self._gauging is not None

    @property
    def blocks(self) -> int:
        """Return how many blocks the present stages have."""
        return len(self._agenda.plan)

    @property
    def finished_blocks(self) -> int:
        """Return how many of them are done."""
        return self.blocks - len(self._agenda) - len(self._running) - len(self._failed)

    @property
    def shares(self) -> list[float]:
        """Return the shares of the blocks that run, from 0 to 1, in the order of the plan."""
        return [self._shares.get(index, 0.0) for index in sorted(self._running)]

    @property
    def left(self) -> tuple[float, float] | None:
        """Return the least and the most seconds that the present stages are likely to take, or None."""
        return self._pace.left(self.total - self.done, max(self._executor.parallel, 1))

    def pause(self) -> None:
        """Begin no further block; those that run come to their end."""
        self.paused = True

    def resume(self) -> None:
        """Go on after `pause`."""
        self.paused = False

    def cancel(self) -> None:
        """End it within a second. What is done stays; a new runner on the same folder goes on from there."""
        if not self.over:
            self._end(Cancelled())

    def close(self) -> None:
        """Let go of processes and file; nothing more is done."""
        self.over = True
        self._let_go()

    def poll(self, wait: float = 0.0) -> list[Event]:
        """Move on: store what has come, hand out what is next, and return what has happened.

        Parameters
        ----------
        wait : float
            Seconds to wait at most if nothing has happened.
        """
        try:
            if not self.over:
                self._hand_out()
                for answer in self._executor.poll(0.0 if self._events and not self._running else wait):
                    self._take(answer)
                    if self.over:
                        break
                if self._gauging is not None and not self.over:
                    self._cut()
                elif not (self.over or self.paused or self._agenda or self._running):
                    self._next_stage()
        except InputError as error:  # the disk is full
            self._end(Stopped(str(error)))
        events, self._events = self._events, []
        return events

    def run(self) -> Finished | Cancelled | Stopped:
        """Drive it to its end; for whoever has nothing to show meanwhile."""
        while True:
            for event in self.poll(0.1):
                if isinstance(event, (Finished, Cancelled, Stopped)):
                    return event

    def _cut(self) -> None:
        """Begin with the first blocks if it is known how large they are best."""
        if self._gauging is not None and self._gauging.over:
            gauge, self._gauging = self._gauging.found, None
            self._store.note(gauge)
            self._begin(self._kind.blocks(self.study, 0, (), gauge))

    def _begin(self, blocks: Sequence[Block]) -> None:
        """Take in the blocks of a stage, and leave out those that are stored."""
        first = len(self._agenda.plan)
        stored = self._store.indices(first, first + len(blocks))
        for index in stored:
            block = blocks[index - first]
            if self._store.key(index) != block.key:
                raise InputError(
                    f"Block {index} in {self.folder} is not the one of this plan. Choose another folder."
                )
            self.done += block.work
        self._agenda.add(blocks, len(blocks) - len(stored))
        self.total = self._agenda.work
        stage = blocks[0].stage if blocks else 0
        self._events.append(StageBegan(stage, len(blocks), len(stored), blocks))
        if self._recall and stored:
            known = [(blocks[index - first], self._store.columns(index)) for index in stored]
            self._events.append(Recalled(known))

    def _hand_out(self) -> None:
        if self._gauging is not None:
            if not self.paused:
                self._gauging.hand_out(self._executor)
            return
        while self._agenda and not self.paused and len(self._running) < self._executor.capacity:
            block = self._agenda.take()
            self._running[block.index] = block
            self._attempts[block.index] = self._attempts.get(block.index, 0) + 1
            self._executor.submit(block)
            self._events.append(Began(block, self._attempts[block.index]))

    def _take(self, answer: Answer) -> None:
        if isinstance(answer, Gone):
            self._end(Stopped(answer.reason))
            return
        if isinstance(answer, Idle):
            self._events.append(Waiting(answer.reason))
            return
        if isinstance(answer, LeftOut):
            self._events.append(Noted(answer.reason))
            return
        if self._gauging is not None:
            self._gauging.take(answer)
            return
        block = self._running.get(answer.index)
        if block is None:  # said after it was taken for lost
            return
        if isinstance(answer, Share):
            self._shares[answer.index] = answer.share
            self._events.append(Advanced(answer.index, answer.share))
            return
        self._shares.pop(answer.index, None)
        if isinstance(answer, Moved):
            self._events.append(Retried(block, self._attempts[answer.index], answer.reason))
            self._attempts[answer.index] += 1
            return
        del self._running[answer.index]
        if isinstance(answer, Trouble):
            self._again(block, answer)
        elif answer.fingerprint != self._fingerprint:
            self._end(
                Stopped(
                    f"The processor of {answer.worker} rounds differently from this one, so the results "
                    "would depend on who ran what. Use processors of one kind."
                )
            )
        else:
            self._keep(block, answer)

    def _keep(self, block: Block, answer: Ran) -> None:
        self._store.add(Stored(block.index, block.key, answer.seconds, answer.worker, answer.content))
        self.done += block.work
        del self._attempts[block.index]
        columns = columns_from_bytes(answer.content)
        self._pace.note(block.work, answer.seconds)
        if self._past is not None:
            self._past.note(self.study, block, answer.seconds, self._store.gauge or UNGAUGED)
        self._events.append(Completed(block, answer.seconds, answer.worker, columns))

    def _again(self, block: Block, trouble: Trouble) -> None:
        attempts = self._attempts[block.index]
        if trouble.hopeless or attempts > self._retries:
            failed = Failed(block, attempts, trouble.reason, trouble.details)
            self._failed.append(failed)
            self._events.append(failed)
        else:
            self._agenda.put(block)
            self._events.append(Retried(block, attempts, trouble.reason))

    def _next_stage(self) -> None:
        """Begin the next stage, or write the files if there is none."""
        plan = self._agenda.plan
        done = StoredBlocks(self._store, plan, self._store.indices(0, len(plan)))
        if not self._failed:  # what comes next is made from all that went before
            gauge = self._store.gauge or UNGAUGED
            # A kind may pass over a stage in which nothing is to be done.
            blocks = self._kind.blocks(self.study, plan[-1].stage + 1 if plan else 1, done, gauge)
            if blocks:
                self._begin(blocks)
                return
        self._store.sync()
        paths = write_files(self._kind, self.study, self.folder, done, whole=not self._failed)
        self._end(Finished(paths, list(self._failed)))

    def _end(self, event: Event) -> None:
        self._events.append(event)
        self.over = True
        self._running.clear()
        self._shares.clear()
        self._let_go()

    def _let_go(self) -> None:
        self._executor.close()
        self._store.close()
        if self._past is not None:
            self._past.save()
