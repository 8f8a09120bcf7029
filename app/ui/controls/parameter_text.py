"""What a parameter says of itself: label, tooltip, and the reading of typed text."""

from __future__ import annotations

from html import escape
from typing import Any

from ...engine.error import InputError
from ...engine.parameter import Parameter
from .number import number_text

__all__ = ["capitalised", "label_html", "read", "shown_name", "tooltip"]


_SUGGESTED = (
    "A new lane on a surface gets a rate that was tried out on it (also: … › Suggest lr); the dot beside the "
    "name brings PyTorch's default back."
)


def shown_name(parameter: Parameter) -> str:
    """Return the name with spaces."""
    return parameter.name.replace("_", " ")


def capitalised(parameter: Parameter) -> str:
    """Return the name with spaces and a capital letter; one or two letters are a symbol and stay."""
    name = shown_name(parameter)
    return name if len(name) < 3 else name[:1].upper() + name[1:]


def label_html(name: str, symbol: str, muted: str) -> str:
    """Return the name and the symbol of the formula, which stands back."""
    tail = f'&nbsp;<span style="color:{muted}">{escape(symbol)}</span>' if symbol else ""
    return escape(name).replace(" ", "&nbsp;") + tail


def tooltip(parameter: Parameter) -> str:
    """Return what it does, the valid values and the default, as HTML."""
    symbol = f" ({escape(parameter.symbol)})" if parameter.symbol else ""
    default = "on" if parameter.default is True else "off" if parameter.default is False else ""
    default = default or number_text(parameter.default) or "none"
    lines = [f"<b>{escape(parameter.name)}</b>{symbol}", escape(parameter.help)]
    if parameter.kind == "switch":
        lines.append(f"Default: {default}.")
    else:
        rule = parameter.rule[:1].upper() + parameter.rule[1:]
        lines.append(f"{escape(rule)}. Default: {escape(default)}.")
    if parameter.name == "lr":
        lines.append(_SUGGESTED)
    return "<br>".join(lines)


def read(parameter: Parameter, text: str) -> Any:
    """Return the value of a typed text; nothing typed is the default (for a list: an empty list).

    Raises
    ------
    InputError
    """
    if parameter.kind == "integers":
        return parameter.check(text.replace(",", " ").replace("×", " "))
    if not text:
        return parameter.default
    if "," in text:
        point = text.replace(",", ".")
        raise InputError(
            f"{parameter.name} is written with a decimal point, but '{text}' was given. Write {point}.",
            parameter.name,
        )
    return parameter.check(text.replace("−", "-"))
