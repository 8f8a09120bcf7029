"""The question of a study and what was predicted, with what is known of when that was written."""

from __future__ import annotations

from ..prediction import Foretold
from ..spec import Study
from .section import Block, Quote, Section, Text

__all__ = ["expectation", "when_written"]

_WHEN = {
    "first": "Written before this race began, and before any other was run since the study was opened.",
    "again": "Written before this race began, but after another had been run since the study was opened: "
    "whoever wrote it may have seen what was coming.",
    "file": "It stood in the study before this race began. Whether a race had been seen when it was written "
    "is not known.",
}


def expectation(study: Study, foretold: Foretold, what: str = "race") -> Section:
    """Return the section with the description of a study and its prediction.

    Parameters
    ----------
    study : Study
    foretold : Foretold
    what : str
        What was run: a race, or an experiment by its kind.
    """
    blocks: list[Block] = []
    if study.description.strip():
        blocks.append(Text(study.description.strip()))
    before, now = foretold.text.strip(), study.prediction.strip()
    if not before and not now:
        blocks.append(Text(f"No prediction was written for this {what}.", "quiet"))
    elif before:
        blocks.append(Quote(before, when_written(foretold, what)))
        if now != before:
            blocks.append(Text("The prediction was changed after the race had begun.", "warning"))
            if now:
                blocks.append(Quote(now, "Written after the race had begun."))
            else:
                blocks.append(Text("It was taken away."))
    else:
        blocks.append(Text("There was no prediction when the race began.", "warning"))
        blocks.append(Quote(now, "Written after the race had begun: this is no prediction."))
    return Section("Question and prediction", tuple(blocks))


def when_written(foretold: Foretold, what: str = "race") -> str:
    """Return in a sentence what is known of when a prediction was written."""
    return _WHEN[foretold.origin].replace("this race", f"this {what}")
