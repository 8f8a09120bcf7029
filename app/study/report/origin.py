"""Where a report comes from: versions, the files beside it, and how to get the same numbers again."""

from __future__ import annotations

from collections.abc import Mapping

from ..metadata import versions
from .section import Block, Section, Table, Text

__all__ = ["PLACES", "origin"]

#: What an address of the machine is, not of the numbers.
PLACES = ("platform", "machine")
_TITLES = {"descent-lab": "Descent Lab", "python": "Python", "numpy": "NumPy", "blas": "Linear algebra"}


def origin(
    sha256: str,
    beside: Mapping[str, str],
    name: str,
    command: str = "run",
    table: str = "history.csv",
    holds: str = "every recorded number",
) -> Section:
    """Return the section.

    Parameters
    ----------
    sha256 : str
        Of the table of raw numbers; empty if that was not written with the report.
    beside : mapping
        The files written with the report, and what each is.
    name : str
        Of the report's page, for the command that runs its study again.
    command : str
        That does so.
    table, holds : str
        The table of raw numbers, and what is in it.
    """
    does = "races" if command == "run" else "runs"
    known = {key: text for key, text in versions().items() if key not in PLACES}
    rows = tuple((_TITLES.get(key, key), text) for key, text in known.items())
    blocks: list[Block] = [Table("Versions", ("Program", "Version"), rows)]
    if beside:
        blocks.append(Table("Beside this report", ("File", "What it is"), tuple(beside.items())))
    if sha256:
        blocks.append(Text(f"SHA-256 of {table}, which holds {holds}: {sha256}"))
    blocks.append(
        Text(
            f"The study is within this report. “python3 -m app {command} {name} --out DIR” {does} it again, "
            "and “Open study” in the window opens it. Equal studies give equal numbers to the last bit, with "
            "the same versions on the same kind of machine."
        )
    )
    return Section("How this was made", tuple(blocks))
