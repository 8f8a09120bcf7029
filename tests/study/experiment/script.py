"""An executor that does as it is told, for tests of who drives one."""

from collections import deque

from app.study.experiment.executor import Gone, Idle, Ran, Trouble
from app.study.experiment.task import run_task


class Scripted:
    """Runs blocks in this process, the newest first, and fails where a script says so.

    Parameters
    ----------
    study : bytes
    troubles : dict
        From a block's index to a list of what becomes of its first attempts: 'fail', 'hopeless', 'other' (a
        processor that rounds differently), 'idle', 'gone'.
    capacity : int
    """

    def __init__(self, study, troubles=None, capacity=3):
        self.study, self.capacity, self.parallel = study, capacity, capacity
        self.troubles = {index: deque(words) for index, words in (troubles or {}).items()}
        self.waiting, self.ran, self.closed = [], [], False

    def submit(self, block):
        self.waiting.append(block)

    def poll(self, wait):
        if not self.waiting:
            return []
        block = self.waiting.pop()
        word = self.troubles[block.index].popleft() if self.troubles.get(block.index) else ""
        if word == "idle":
            self.waiting.append(block)
            return [Idle("Nobody is there.")]
        if word == "gone":
            return [Gone("The scheduler is gone.")]
        if word in ("fail", "hopeless"):
            return [Trouble(block.index, "It broke.", hopeless=word == "hopeless")]
        self.ran.append(block.index)
        answer = run_task(self.study, block, "test", lambda share: None)
        assert isinstance(answer, Ran), answer
        if word == "other":
            answer = Ran(answer.index, answer.content, answer.seconds, answer.fingerprint + 1, "elsewhere")
        return [answer]

    def close(self):
        self.closed = True
        self.waiting.clear()
