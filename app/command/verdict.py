"""A verdict on the terminal: a sentence a paragraph, what limits them as a list."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence

from ..study.statistics.sentence import Sentence

__all__ = ["paragraphs"]

_LEAST, _MOST = 60, 100


def paragraphs(sentences: Sequence[Sentence]) -> str:
    """Return sentences in lines of the terminal's width, with an empty line before them."""
    width = min(max(shutil.get_terminal_size((_MOST, 24)).columns, _LEAST), _MOST)
    said = [textwrap.fill(each.text, width) for each in sentences if each.kind != "caution"]
    limits = [
        textwrap.fill(each.text, width, initial_indent="* ", subsequent_indent="  ")
        for each in sentences
        if each.kind == "caution"
    ]
    return "\n".join(["", *said, *limits, ""])
