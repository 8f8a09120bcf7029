"""One sentence of a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Sentence"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Plain text, and what kind of statement it is.

    Parameters
    ----------
    kind : {'finding', 'open', 'caution'}
        What was found; what cannot be told; what limits both.
    text : str
    """

    kind: Literal["finding", "open", "caution"]
    text: str
