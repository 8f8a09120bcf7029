"""A report as one HTML file that needs nothing else: no script, no font, no picture from anywhere."""

from __future__ import annotations

import base64
from functools import singledispatch

from ... import __version__
from ...engine.resource import resource
from .drawing import inline
from .embedded import embed
from .escape import escaped
from .report import Report
from .section import Cell, Figure, Heading, Points, Quote, Section, Table, Text

__all__ = ["page"]

# What a browser may do with this page, whatever a text in it tried: show it.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def page(report: Report) -> bytes:
    """Return the content of the file: UTF-8, the same for equal reports.

    Raises
    ------
    InputError
        If a figure is not one for a page.
    """
    title = escaped(report.title)
    style = resource("style", "report.css").read_text(encoding="utf-8")
    contents = "\n".join(
        f'<li><a href="#part-{number}">{escaped(section.title)}</a></li>'
        for number, section in enumerate(report.sections, 1)
    )
    parts = "\n".join(_section(section, number) for number, section in enumerate(report.sections, 1))
    link = "data:application/json;base64," + base64.b64encode(report.study).decode()
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Descent Lab {__version__}">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<p class="lead">{escaped(report.lead)}</p>
<nav aria-label="Contents">
<ol>
{contents}
</ol>
</nav>
</header>
<main>
{parts}
</main>
<footer>
<p>Made by Descent Lab {__version__}.
<a href="{link}" download="study.descent.json">The study as a file</a></p>
</footer>
{embed(report.study)}
</body>
</html>
""".encode()


def _section(section: Section, number: int) -> str:
    blocks = "\n".join(map(_block, section.blocks))
    return (
        f'<section id="part-{number}" aria-labelledby="head-{number}">\n'
        f'<h2 id="head-{number}">{escaped(section.title)}</h2>\n{blocks}\n</section>'
    )


@singledispatch
def _block(block: object) -> str:
    raise TypeError(f"A report has no blocks such as {block!r}.")


@_block.register
def _text(block: Text) -> str:
    mark = f' class="{block.mark}"' if block.mark else ""
    return f"<p{mark}>{escaped(block.text)}</p>"


@_block.register
def _heading(block: Heading) -> str:
    return f"<h3>{escaped(block.text)}</h3>"


@_block.register
def _points(block: Points) -> str:
    return "<ul>\n" + "\n".join(f"<li>{escaped(item)}</li>" for item in block.items) + "\n</ul>"


@_block.register
def _quote(block: Quote) -> str:
    source = f"<figcaption>{escaped(block.source)}</figcaption>\n" if block.source else ""
    return f'<figure class="quote">\n<blockquote><p>{escaped(block.text)}</p></blockquote>\n{source}</figure>'


@_block.register
def _figure(block: Figure) -> str:
    caption = f" {escaped(block.caption)}" if block.caption else ""
    return (
        f'<figure id="{block.name}">\n{inline(block)}\n'
        f"<figcaption><b>{escaped(block.title)}.</b>{caption}</figcaption>\n</figure>"
    )


@_block.register
def _table(block: Table) -> str:
    head = "".join(
        f'<th scope="col"{_end(block, column)}>{escaped(text)}</th>' for column, text in enumerate(block.head)
    )
    rows = "\n".join(_row(block, row) for row in block.rows)
    note = f'\n<p class="quiet">{escaped(block.note)}</p>' if block.note else ""
    # What is too wide scrolls in a place of its own, which the keyboard reaches.
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escaped(block.caption)}">\n'
        f"<table>\n<caption>{escaped(block.caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody>\n</table>\n</div>{note}"
    )


def _row(table: Table, row: tuple[str | Cell, ...]) -> str:
    first, *others = (_content(cell) for cell in row)
    cells = "".join(f"<td{_end(table, column)}>{text}</td>" for column, text in enumerate(others, 1))
    return f'<tr><th scope="row">{first}</th>{cells}</tr>'


def _end(table: Table, column: int) -> str:
    return ' class="number"' if column in table.numbers else ""


def _content(cell: str | Cell) -> str:
    return f'<b class="{cell.mark}">{escaped(cell.text)}</b>' if isinstance(cell, Cell) else escaped(cell)
