"""What a report is made of: sections of paragraphs, lists, tables, quotations and figures, as plain data.

A section knows nothing of HTML or PDF. All texts are plain; the writers escape them. What is given to a
writer depends on the race alone, never on the clock, so that equal races have equal reports.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Block", "Cell", "Figure", "Heading", "Mark", "Points", "Quote", "Section", "Table", "Text"]

Mark = Literal["changed", "warning", "good", "bad"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that stands out. The mark is for the eye only: the text beside it says the same in words."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph.

    Parameters
    ----------
    text : str
    mark : {'', 'warning', 'quiet', 'strong'}
        ``strong`` is for the sentence that the section comes to.
    """

    text: str
    mark: Literal["", "warning", "quiet", "strong"] = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What a person wrote, with its line breaks."""

    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; the first cell of a row names it.

    Parameters
    ----------
    caption : str
    head : tuple of str
    rows : tuple of tuple of (str or Cell)
        As long as the head.
    numbers : frozenset of int
        Columns of numbers, which end together.
    note : str
        Below the table.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | Cell, ...], ...]
    numbers: frozenset[int] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing.

    Parameters
    ----------
    name : str
        Of letters, digits and underscores; no two figures of a report have the same.
    title : str
    description : str
        What is to be seen, for those who cannot see it.
    svg : bytes
        A whole SVG document without scripts and without links to anything outside, as Qt writes it.
    caption : str
    """

    name: str
    title: str
    description: str
    svg: bytes = field(repr=False)
    caption: str = ""


Block = Text | Heading | Points | Quote | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report under a heading.

    Parameters
    ----------
    title : str
        No two sections of a report have the same.
    blocks : tuple of Block
    """

    title: str
    blocks: tuple[Block, ...]
