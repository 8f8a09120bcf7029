"""Help as HTML: the guide from the resources, and a page for each thing from its own declaration."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

import numpy
import pyqtgraph
import PySide6

from .. import __version__
from ..engine.dataset import datasets
from ..engine.error import InputError
from ..engine.filter import filters
from ..engine.model import models
from ..engine.optimizer import optimizers
from ..engine.parameter import Parameter
from ..engine.quantity import quantities
from ..engine.resource import resource
from ..engine.schedule import schedules
from ..engine.surface import surfaces
from .actions import ACTIONS, key_text
from .equation import slanted
from .theme import Theme, points

__all__ = ["TOPICS", "page"]

TOPICS: dict[str, Any] = {
    "optimizer": optimizers,
    "schedule": schedules,
    "filter": filters,
    "surface": surfaces,
    "dataset": datasets,
    "model": models,
    "quantity": quantities,
}
_HEADINGS = {
    "optimizer": "Optimizers",
    "schedule": "Schedules",
    "filter": "Around the step",
    "surface": "Surfaces",
    "dataset": "Data sets",
    "model": "Models",
    "quantity": "Quantities",
}
# Pages of their own in the resources, with their titles.
_PAGES = {"plane": "Loss landscape", "sweep": "Sweeps, tuning and suites"}


def page(topic: str, theme: Theme) -> str:
    """Return the page of a topic such as ``guide``, ``shortcuts``, ``optimizers`` or ``optimizer:adam``."""
    kind, _, name = topic.partition(":")
    if kind in TOPICS and name:
        try:
            return _style(theme) + _item(kind, TOPICS[kind][name])
        except InputError as error:
            return _style(theme) + f"<p>{escape(error.message)}</p>"
    if kind == "shortcuts":
        return _style(theme) + _shortcuts()
    if kind in _PAGES:
        back = f'<p><a href="guide">Guide</a> › {_PAGES[kind]}</p>'
        return _style(theme) + back + resource("help", f"{kind}.html").read_text(encoding="utf-8")
    if kind == "about":
        return _style(theme) + _about()
    if kind in TOPICS:
        return _style(theme) + _contents(kind)
    guide = (resource("help", "guide.html")).read_text(encoding="utf-8")
    lists = "".join(f"<p>{_contents(name, 'h3')}</p>" for name in TOPICS)
    return _style(theme) + guide + "<h2>Everything that can be chosen</h2>" + lists


def _style(theme: Theme) -> str:
    return (
        f"<style>body, td {{ color: {theme.text}; }} a {{ color: {theme.accent}; }}"
        f" h2 {{ font-size: {points(13)}; }} h3 {{ font-size: {points(10.5)}; color: {theme.muted}; }}"
        f" .quiet {{ color: {theme.muted}; }} .formula {{ font-size: {points(11)}; }}</style>"
    )


def _contents(kind: str, tag: str = "h2") -> str:
    links = " · ".join(f'<a href="{kind}:{item.name}">{escape(item.title)}</a>' for item in TOPICS[kind])
    return f"<{tag}>{_HEADINGS[kind]}</{tag}>{links}"


def _item(kind: str, item: Any) -> str:
    parts = [f'<p><a href="guide">Guide</a> › {_HEADINGS[kind]}</p>', f"<h2>{escape(item.title)}</h2>"]
    formula = getattr(item, "formula", "")
    if formula:
        parts.append(f'<p class="formula">{slanted(formula)}</p>')
    if item.description:
        parts.append(f"<p>{escape(item.description)}</p>")
    parts.append(getattr(item, "notes", ""))
    parts.append(_parameters(getattr(item, "parameters", ())))
    slots = getattr(item, "slots", ())
    if slots:
        rows = "".join(
            f"<tr><td><b>{slot.symbol}</b></td><td>{escape(slot.help)}</td></tr>" for slot in slots
        )
        parts.append(f"<h3>What it remembers, for every weight</h3><table cellpadding='3'>{rows}</table>")
        for scalar in item.scalars:
            parts.append(f"<p>For every run: <b>{scalar.symbol}</b>, {escape(scalar.help)}</p>")
    elif kind == "optimizer":
        parts.append(
            "<h3>What it remembers</h3><p>Nothing: each step depends on the present gradient alone.</p>"
        )
    minima = getattr(item, "minima", ())
    if minima and all(parameter.kind == "switch" for parameter in item.parameters):  # else they move
        listed = ", ".join(f"({x:.6g}, {y:.6g})" for x, y in minima)
        parts.append(f"<p class='quiet'>Known minima: {listed}; lowest value {item.lowest:.10g}.</p>")
    for label, text in (
        ("Source", getattr(item, "reference", "")),
        ("Licence", getattr(item, "licence", "")),
    ):
        if text:
            parts.append(f"<p class='quiet'>{label}: {escape(text)}</p>")
    written = {"schedule": f"schedule={item.name}", "filter": f"{item.name}=on"}.get(kind, item.name)
    parts.append(f"<p class='quiet'>On the command line: <code>{written}</code></p>")
    return "".join(parts)


def _parameters(parameters: Iterable[Parameter]) -> str:
    rows = ""
    for parameter in parameters:
        default = (
            "×".join(map(str, parameter.default))
            if isinstance(parameter.default, tuple)
            else f"{parameter.default}"
        )
        symbol = f"{parameter.symbol} &nbsp;" if parameter.symbol else ""
        rows += (
            f"<tr><td><b>{symbol}{parameter.name}</b></td><td>{escape(parameter.help)}"
            f"<br><span class='quiet'>{escape(parameter.rule)}; default {default}</span></td></tr>"
        )
    return f"<h3>Settings</h3><table cellpadding='3'>{rows}</table>" if rows else ""


def _shortcuts() -> str:
    rows = "".join(
        f"<tr><td><b>{escape(key_text(spec))}</b></td><td>{escape(spec.tip)}</td></tr>"
        for spec in ACTIONS
        if key_text(spec)
    )
    more = (
        "<tr><td><b>1 … 9</b></td><td>Hide or show the lane of that number.</td></tr>"
        "<tr><td><b>← → PgUp PgDn</b></td><td>On the time line: a step, or a tenth of the race.</td></tr>"
        "<tr><td><b>↑ ↓</b></td><td>In a number field: up or down; with Shift finer.</td></tr>"
        "<tr><td><b>← → ↑ ↓ + − 0</b></td><td>In a landscape that has the focus: turn it, nearer, farther, "
        "as at first.</td></tr>"
        "<tr><td><b>Enter</b></td><td>In the table: highlight a lane; with Shift show it alone, with Ctrl "
        "hide it.</td></tr>"
        "<tr><td><b>Click</b></td><td>On a curve, a path, a name in a legend or a row of the table: "
        "highlight that lane; with Shift show it alone, with Ctrl hide it.</td></tr>"
        "<tr><td><b>Drag</b></td><td>The ring: another start. A legend: another place, or a strip "
        "above the plot.</td></tr>"
        "<tr><td><b>Double click</b></td><td>In a plot: fit it. On its legend: let it find its own place. "
        "In the table: show that lane alone.</td></tr>"
    )
    return f"<h2>Keyboard and mouse</h2><table cellpadding='4'>{rows}{more}</table>"


def _about() -> str:
    return (
        f"<h2>Descent Lab {__version__}</h2><p>See, measure and choose the optimizers of deep learning.</p>"
        f"<p class='quiet'>MIT licence. Built with NumPy {numpy.__version__}, "
        f"PySide6 {PySide6.__version__} (LGPL), pyqtgraph {pyqtgraph.__version__} and contourpy. "
        "The data sets stand under the licences in resources/datasets/LICENCES.md.</p>"
        "<p>The update rules are those of PyTorch, checked against recorded values to twelve digits; where "
        "optax and Keras differ, the help of the optimizer says so.</p>"
    )
