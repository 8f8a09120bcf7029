"""Any text as it may stand in a page."""

from __future__ import annotations

import html
import re

__all__ = ["escaped", "printable"]

# Controls, halves of pairs and what Unicode has declared to be no character: no page may hold them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def printable(text: str) -> str:
    """Return a text with a sign in the place of each character that no page may hold."""
    return _UNPRINTABLE.sub("\ufffd", text)


def escaped(text: str) -> str:
    """Return a text for a page, in an element or in quotes."""
    return html.escape(printable(text), quote=True)
