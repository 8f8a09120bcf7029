"""The study within a report: put there so that it cannot end the page, and read back strictly."""

from __future__ import annotations

from html.parser import HTMLParser

from ...engine.error import InputError

__all__ = ["IDENTIFIER", "embed", "study_within"]

IDENTIFIER = "descent-lab-study"
_KIND = "application/json"
_LONGEST = 64 * 2**20


def embed(content: bytes) -> str:
    """Return the element that holds a study's file in an HTML page.

    Within strings of JSON, and < stands nowhere else there, an escape is as good as the sign itself. So
    nothing in a text can look like the end of the element or like the start of a comment.
    """
    text = content.decode().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return f'<script type="{_KIND}" id="{IDENTIFIER}">\n{text}</script>'


def study_within(content: bytes) -> str:
    """Return the content of the study's file that a report holds.

    Raises
    ------
    InputError
        If the page is none that this app wrote, holds no study, or holds two.
    """
    if len(content) > _LONGEST:
        raise InputError(
            f"A report is a page of up to {_LONGEST // 2**20} MiB, not of {len(content) / 2**20:.0f}."
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"This is not a page in UTF-8: byte {error.start + 1} fits no letter.") from None
    finder = _Finder()
    finder.feed(text)
    finder.close()
    if not finder.found:
        raise InputError(
            "This page holds no study: it is no report of Descent Lab, or the study was taken out of it."
        )
    if len(finder.found) > 1:
        raise InputError(f"A report holds one study, but this page holds {len(finder.found)}.")
    return "".join(finder.found[0])


class _Finder(HTMLParser):
    """Finds what stands in elements of the one kind; comments and other scripts are passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[list[str]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notice the element."""
        given = dict(attrs)
        if tag == "script" and given.get("id") == IDENTIFIER and given.get("type") == _KIND:
            self.found.append([])
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        """Notice its end."""
        self._inside = False

    def handle_data(self, data: str) -> None:
        """Keep what is within."""
        if self._inside:
            self.found[-1].append(data)
