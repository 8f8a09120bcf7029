"""Whether lanes can be paired, or have random numbers of their own, as a study says."""

from __future__ import annotations

from ..engine.error import InputError, nearest
from .pairing import PAIRINGS, STREAM_LIMIT
from .spec import Study

__all__ = ["check_pairing", "check_streams"]


def check_pairing(given: object) -> None:
    """Check the word that a study has.

    Raises
    ------
    InputError
    """
    if given not in PAIRINGS:
        near = nearest(given, PAIRINGS) if isinstance(given, str) else None
        raise InputError(
            f"Lanes are 'paired' or 'independent', but {given!r} was given. The nearest valid choice is "
            f"'{near or PAIRINGS[0]}'.",
            "pairing",
        )


def check_streams(study: Study) -> None:
    """Check the numbers of the lanes, which are all different where lanes are independent.

    Raises
    ------
    InputError
        With the place in the study.
    """
    rule = f"The stream of a lane is a whole number from 0 to {STREAM_LIMIT:,}, or null to have one chosen"
    known: dict[int, int] = {}
    for index, lane in enumerate(study.lanes):
        number, where = lane.stream, f"lanes[{index}].stream"
        if number is None:
            continue
        if isinstance(number, bool) or not isinstance(number, int):
            raise InputError(f"{rule}, but {number!r} was given. The nearest valid choice is null.", where)
        if not 0 <= number <= STREAM_LIMIT:
            near = 0 if number < 0 else STREAM_LIMIT
            raise InputError(
                f"{rule}, but {number:,} was given. The nearest valid choice is {near:,}.", where
            )
        if study.pairing == "independent" and number in known:
            raise InputError(
                f"Independent lanes have different streams, but lane {known[number]} has {number:,}, too. "
                "Leave it out to have one chosen.",
                where,
            )
        known[number] = index
