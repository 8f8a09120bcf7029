"""What two lanes' maps have in common besides their starts: so much is no difference between them."""

from __future__ import annotations

from ..pairing import chances
from ..spec import Study

__all__ = ["pair_sentence", "pair_words"]

_DRAWN = {"starts": "shift of the starts", "gradient noise": "gradient noise"}


def pair_words(study: Study, starts: int = 0) -> str:
    """Return in a few words how the maps of two lanes are paired, such as ``same starts and noise``.

    Parameters
    ----------
    study : Study
    starts : int
        How many there are, if that is to be said.
    """
    drawn, same = chances(study), f"same {f'{starts:,} ' if starts else ''}starts"
    if not drawn:
        return same
    noise = "noise" if "gradient noise" in drawn else "shift"
    return f"{same} and {noise}" if study.pairing == "paired" else f"{same}, own {noise}"


def pair_sentence(study: Study) -> str:
    """Return how the maps of two lanes are paired."""
    drawn = " and ".join(_DRAWN.get(each, each) for each in chances(study))
    if not drawn:
        return (
            "Compared start by start: every lane runs from the same starts, and nothing is drawn by chance, "
            "so all that differs is the lanes' own."
        )
    if study.pairing == "paired":
        return (
            f"Compared start by start: every lane runs from the same starts, with the same {drawn} (of seed "
            f"{study.seeds[0]})."
        )
    return (
        f"Compared start by start: every lane runs from the same starts, but with {drawn} of its own (lanes "
        "are independent), so maps differ by these, too."
    )
