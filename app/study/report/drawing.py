"""An SVG document as an element of a page: its names made its own, and nothing in it that runs or fetches."""

from __future__ import annotations

import re

from ...engine.error import InputError
from .escape import escaped, printable
from .section import Figure

__all__ = ["inline"]

_ELEMENT = re.compile(rb"<svg\b.*</svg>", re.DOTALL)
_HEAD = re.compile(r"<svg\b[^>]*>")
_VIEW = re.compile(r'viewBox="([-\d. ]+)"')
_TOLD = re.compile(r"<(title|desc)>.*?</\1>\s*", re.DOTALL)
_NAME = re.compile(r'\bid="([^"]+)"')
_POINTER = re.compile(r"url\(#([^)\s]+)\)")
_LINK = re.compile(r'((?:xlink:)?href)="([^"]*)"')
_EMPTY = re.compile(r"<g\b[^>]*>\s*</g>\s*")
_FORBIDDEN = re.compile(
    r"<(?:script|foreignObject|iframe|style|animate|set|a)\b|\son\w+\s*=|javascript:|<!(?:DOCTYPE|ENTITY)|"
    r"url\((?!#)",
    re.IGNORECASE,
)


def inline(figure: Figure) -> str:
    """Return a drawing as an ``svg`` element with a title and a description of its own.

    Raises
    ------
    InputError
        If it is no SVG, or holds what may run or fetch something.
    """
    found = _ELEMENT.search(figure.svg)
    text = printable(found[0].decode("utf-8", "replace")) if found else ""
    head = _HEAD.match(text)
    view = _VIEW.search(head[0]) if head else None
    if head is None or view is None:
        raise InputError(f"The figure {figure.name} is no SVG with a viewBox.")
    body = _TOLD.sub("", text[head.end() :].removesuffix("</svg>"))
    wrong = _FORBIDDEN.search(re.sub(r">[^<]*<", "><", body)) or _outside(body)
    if wrong:
        raise InputError(f"The figure {figure.name} holds '{wrong[0][:40]}', which a report may not.")
    before = len(body) + 1
    while len(body) < before:  # Qt opens a group for each change of the pen, also where nothing is drawn
        before, body = len(body), _EMPTY.sub("", body)
    body = _NAME.sub(rf'id="{figure.name}-\1"', body)
    body = _POINTER.sub(rf"url(#{figure.name}-\1)", body)
    body = _LINK.sub(lambda link: _own(link, figure.name), body)
    title, described = f"{figure.name}-title", f"{figure.name}-desc"
    return (
        f'<svg viewBox="{view[1].strip()}" xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" role="img" aria-labelledby="{title} {described}">\n'
        f'<title id="{title}">{escaped(figure.title)}</title>\n'
        f'<desc id="{described}">{escaped(figure.description)}</desc>\n{body.strip()}\n</svg>'
    )


def _own(link: re.Match[str], name: str) -> str:
    return f'{link[1]}="#{name}-{link[2][1:]}"' if link[2].startswith("#") else link[0]


def _outside(body: str) -> re.Match[str] | None:
    """Return the first link that leads out of the drawing and is not an image within it."""
    links = _LINK.finditer(body)
    return next(
        (link for link in links if not link[2].startswith(("#", "data:image/png;", "data:image/jpeg;"))), None
    )
