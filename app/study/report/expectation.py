"""The question of a study and what was predicted, with what is known of when that was written."""

from __future__ import annotations

from ..prediction import Foretold
from ..spec import Study
from .section import Block, Quote, Section, Text

__all__ = ["expectation", "when_written"]

_TITLE = "Question and prediction"
_WHEN = {
    "first": "Written before this race began, and before any other was run since the study was opened.",
    "again": "Written before this race began, but after another had been run since the study was opened: "
    "whoever wrote it may have seen what was coming.",
    "file": "It stood in the study before this race began. Whether a race had been seen when it was written "
    "is not known.",
}


def expectation(study: Study, foretold: Foretold | None, what: str = "race") -> Section:
    """Return the section with the description of a study and its prediction.

    Parameters
    ----------
    study : Study
    foretold : Foretold or None
        None if it is not known what stood there when the run began, as of maps that follow each edit.
    what : str
        What was run: a race, or an experiment by its kind.
    """
    blocks: list[Block] = []
    if study.description.strip():
        blocks.append(Text(study.description.strip()))
    now = study.prediction.strip()
    if foretold is None:
        unknown = f"Whether a {what} had been seen when this was written is not known."
        blocks.append(Quote(now, unknown) if now else _none(what))
        return Section(_TITLE, tuple(blocks))
    before = foretold.text.strip()
    if not before and not now:
        blocks.append(_none(what))
    elif before:
        blocks.append(Quote(before, when_written(foretold, what)))
        if now != before:
            blocks.append(Text(f"The prediction was changed after the {what} had begun.", "warning"))
            if now:
                blocks.append(Quote(now, f"Written after the {what} had begun."))
            else:
                blocks.append(Text("It was taken away."))
    else:
        blocks.append(Text(f"There was no prediction when the {what} began.", "warning"))
        blocks.append(Quote(now, f"Written after the {what} had begun: this is no prediction."))
    return Section(_TITLE, tuple(blocks))


def _none(what: str) -> Text:
    return Text(f"No prediction was written for this {what}.", "quiet")


def when_written(foretold: Foretold, what: str = "race") -> str:
    """Return in a sentence what is known of when a prediction was written."""
    text = _WHEN[foretold.origin].replace("this race", f"this {what}")
    return text.replace("a race had", f"a {what} had")
