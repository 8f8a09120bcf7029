"""What the engine's process does with files of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .fault import Fault, fault_of, line_in
from .load import forget, load_file
from .stand_in import Described, describe

__all__ = ["Learner"]


class Learner:
    """Keeps the registry in step with a list of trusted files."""

    def __init__(self) -> None:
        self._known: set[Path] = set()

    def blame(self, error: BaseException) -> Fault | None:
        """Return which of the files an error comes from, and the line; None if from none of them."""
        for path in self._known:
            if line_in(str(path), error):
                return fault_of(str(path), error)
        return None

    def learn(self, paths: Sequence[str]) -> tuple[Described | Fault, ...]:
        """Load every file anew, drop those that are not among them, and return what each gave."""
        wanted = [Path(path) for path in paths]
        for gone in self._known.difference(wanted):
            forget(gone)
        self._known = set(wanted)
        found: list[Described | Fault] = []
        for path in wanted:
            try:
                found.append(describe(load_file(path), str(path)))
            except (KeyboardInterrupt, GeneratorExit):
                raise
            except BaseException as error:
                # SystemExit too: a file that calls exit() does not end the engine.
                found.append(fault_of(str(path), error))
        return tuple(found)
