"""What a kind of experiment is: how it is cut into blocks, how one is run, and what is written in the end."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from ...engine.error import InputError
from ..spec import Study
from .block import Block
from .columns import Columns
from .cost import UNGAUGED, Gauge

__all__ = ["KINDS", "Done", "Kind", "Watch", "kind_of"]

Watch = Callable[[float], None]
"""Told now and then which share of a block is done, from 0 to 1; it may raise to end the block."""

Done = Sequence[tuple[Block, Columns]]
"""The blocks that have been run, and what they gave, in the order of the plan."""


class Kind(Protocol):
    """One kind of experiment. It keeps nothing: all is a function of its arguments."""

    def check(self, study: Study) -> None:
        """Raise an `InputError` with its place, below ``experiment``, if the experiment cannot be run."""

    def blocks(self, study: Study, stage: int, done: Done, gauge: Gauge = UNGAUGED) -> Sequence[Block]:
        """Return the blocks of a stage; none ends the experiment.

        Parameters
        ----------
        study : Study
        stage : int
            From 0.
        done : sequence of (Block, Columns)
            All of the stages before. The blocks' indices go on from theirs.
        gauge : mapping
            How wrong the guess of what runs cost is. It says how much one block is, but changes neither
            what is run nor the order of it, nor a bit of the results.
        """

    def run(self, study: Study, block: Block, watch: Watch) -> Columns:
        """Run a block, in whichever process.

        Returns
        -------
        dict of ndarray
            Numbers only. The same bits wherever and whenever it is run, so no clock is among them: the
            seconds of a block are noted apart.
        """

    def summary(self, study: Study, done: Done) -> tuple[list[list[str]], str]:
        """Return a small table for the terminal, its head first, and a sentence that belongs below it."""

    def files(self, study: Study, done: Done) -> Mapping[str, Iterable[bytes]]:
        """Return the files of results by name, each in pieces; equal results give equal bytes."""


# The module that holds ``KIND`` for each, imported when it is first needed, by the tag of its spec.
KINDS = {"sweep": "sweep", "tune": "tune", "suite": "suite", "basin": "basin"}


def kind_of(study: Study) -> Kind:
    """Return the kind of a study's experiment.

    Raises
    ------
    InputError
        If the study has no experiment.
    """
    if study.experiment is None:
        raise InputError(
            "This study has no experiment, only a race. Give it one of: " + ", ".join(KINDS) + ".",
            "experiment",
        )
    tag = type(study.experiment).__struct_config__.tag
    module = importlib.import_module(f".{KINDS[str(tag)]}", __package__)
    found: Kind = module.KIND
    return found
