"""What the message bar shows."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Message"]


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that the person should know.

    Parameters
    ----------
    kind : {'error', 'warning', 'info'}
    text : str
        What happened and what to do, in a sentence or two.
    details : str
        Such as a traceback.
    where : str
        The place in the study, such as ``lanes[1].hyperparameters.lr``.
    """

    kind: str
    text: str
    details: str = ""
    where: str = ""
