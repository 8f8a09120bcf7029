"""What was found on one task, and what cannot be told: who was better, how surely, by which clock."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from .evidence import UNITS, Evidence
from .lane_verdict import LaneVerdict
from .pair import ALPHA, Pair, compare
from .quantile import quantile
from .sample import INTERVAL_FROM
from .sentence import Sentence
from .wording import between, listed, name_text, number_text, p_text, plural, share, unit_of_count

__all__ = ["findings", "nobody"]

Floats = npt.NDArray[np.float64]
Word = Literal["sooner", "lower"]

_SOONER: Word = "sooner"
_LOWER: Word = "lower"


def nobody(evidence: Evidence, runs: int) -> Sentence:
    """Say that the target was out of reach, and what to do."""
    lanes = "No lane" if len(evidence.lanes) > 1 else f"{name_text(evidence.lanes[0])} never"
    none = "" if len(evidence.seeds) == 1 or runs == 1 else f" in any of {len(evidence.seeds)} seeds"
    finals = np.median(evidence.finals, axis=1)
    hint = "a longer budget" if not np.isfinite(finals).any() else (
        f"a longer budget, or a target that is reached, such as {number_text(float(finals.max()))}"
        if np.isfinite(finals).all() else "a longer budget or an easier target"
    )  # fmt: skip
    return Sentence(
        "open",
        f"{lanes} reached {number_text(evidence.target)} within {evidence.budget}{none}: which lane would be "
        f"sooner cannot be told. Take {hint}.",
    )


def findings(
    evidence: Evidence,
    unit: str,
    compared: Floats,
    pairs: list[Pair],
    rows: tuple[LaneVerdict, ...],
    runs: int,
    word: Word,
    loss: str = "loss",
) -> list[Sentence]:
    """Say who was better, how sure that is, and by which clocks it is otherwise.

    Parameters
    ----------
    evidence : Evidence
    unit : str
    compared : ndarray, shape (lanes, runs)
        What the pairs are of; lower is better.
    pairs : list of Pair
        Of all lanes, with corrected p-values.
    rows : tuple of LaneVerdict
    runs : int
        How many are independent of each other.
    word : {'sooner', 'lower'}
        Whether times to the target are compared, or losses at the end.
    loss : str
        What those losses are, such as ``test loss``.
    """
    if len(evidence.lanes) == 1:
        return [] if word == _LOWER else [_alone(evidence, unit, rows[0])]
    order = _order(compared, rows if word == _SOONER else None)
    found = {frozenset((pair.first, pair.second)): pair for pair in pairs}

    def pair_of(first: int, second: int) -> Pair:
        pair = found[frozenset((first, second))]
        return pair if pair.first == first else pair.turned()

    leader, others = order[0], order[1:]
    said = [_compared(evidence, unit, pair_of(leader, others[0]), word, runs, loss)]
    if len(others) > 1:
        said.append(_rest(evidence, [pair_of(leader, other) for other in others[1:]], word, runs))
    if word == _SOONER:
        said += _other_units(evidence, unit, leader, others[0], pair_of(leader, others[0]), runs)
    return said


def _alone(evidence: Evidence, unit: str, row: LaneVerdict) -> Sentence:
    took = "" if np.isinf(row.median) else f", the median after {number_text(row.median)} {UNITS[unit]}"
    name = name_text(row.name)
    return Sentence(
        "finding",
        f"On this task, with this budget ({evidence.budget}), {name} reached {number_text(evidence.target)} "
        f"in {share(row.successes, row.runs, 'seed')}{took}. There is no other lane to compare it with.",
    )


def _order(compared: Floats, rows: tuple[LaneVerdict, ...] | None) -> list[int]:
    """Return the lanes, best first: by the median, then by successes, then by the expected time."""
    middle = quantile(compared, (0.5,), axis=1)[0]
    if rows is None:
        return [int(lane) for lane in np.argsort(middle, kind="stable")]
    keys = [(middle[lane], -row.successes, row.expected, lane) for lane, row in enumerate(rows)]
    return [key[-1] for key in sorted(keys)]


def _compared(evidence: Evidence, unit: str, pair: Pair, word: Word, runs: int, loss: str) -> Sentence:
    """Say how the leader did against the runner-up."""
    if pair.lead < 0 and not pair.decided:
        pair = pair.turned()  # the median is ahead in one lane, more seeds in the other
    first, second = (name_text(evidence.lanes[lane]) for lane in (pair.first, pair.second))
    what = unit_of_count(evidence.paired)
    number = number_text(evidence.target)
    # Lanes with batches of their own differ by how a step is counted: another clock than steps is named.
    clock = f" by {UNITS[unit]}," if word == _SOONER and unit != "steps" else ""
    where = f"On this task, with this budget ({evidence.budget}),{clock}"
    count = share(pair.won, pair.runs, what)
    ties = f", and in {pair.tied} they tie" if pair.tied else ""
    did = f"reached {number} sooner than" if word == _SOONER else f"ended with a lower {loss} than"
    does = f"reaches {number} sooner" if word == _SOONER else f"ends with a lower {loss}"
    if pair.tied == pair.runs:
        same = f"reached {number} at the same time" if word == _SOONER else f"ended with the same {loss}"
        return Sentence(
            "open", f"{where} {first} and {second} {same} in {share(pair.runs, pair.runs, what)}."
        )
    if runs == 1:
        if evidence.paired and len(evidence.seeds) > 1:
            count = "each of its runs, which are all the same"
        return Sentence("finding", f"{where} {first} {did} {second} in {count}.")
    if pair.lead == 0:
        return Sentence(
            "open",
            f"{where} it cannot be told whether {first} or {second} {does}: each did in {pair.won} of "
            f"{pair.runs} {plural(what)}{ties}.",
        )
    if pair.probability is None:
        return Sentence("finding", f"{where} {first} {did} {second} in {count}{ties}.")
    chance = f"{number_text(pair.probability.value, 2)} ({between(pair.probability)})"
    test = "" if pair.p is None else f"; {pair.test} {p_text(pair.p)}{_holm(len(evidence.lanes))}"
    odds = f"the probability that a run of {first} is {'sooner' if word == _SOONER else 'lower'} is {chance}"
    if pair.decided:
        return Sentence("finding", f"{where} {first} {did} {second} in {count}{ties}: {odds}{test}.")
    return Sentence(
        "open",
        f"{where} it cannot be told whether {first} or {second} {does}: {first} did in {count}{ties}, "
        f"{odds}{test}.",
    )


def _holm(lanes: int) -> str:
    return f" after Holm's correction for {lanes * (lanes - 1) // 2} pairs" if lanes > 2 else ""


def _rest(evidence: Evidence, pairs: list[Pair], word: Word, runs: int) -> Sentence:
    """Say which further lanes the leader is clearly ahead of, and which not."""
    leader = name_text(evidence.lanes[pairs[0].first])

    def names(chosen: list[Pair]) -> str:
        return listed([name_text(evidence.lanes[pair.second]) for pair in chosen])

    if runs < INTERVAL_FROM:
        ahead, open_ = ([p for p in pairs if p.lead > 0], [p for p in pairs if p.lead <= 0])
        clearly = f"in most {plural(unit_of_count(evidence.paired))}" if runs > 1 else ""
    else:
        ahead, open_ = [p for p in pairs if p.decided], [p for p in pairs if not p.decided]
        clearly = f"by more than chance (p < {ALPHA:g})"
    is_ = "was sooner" if word == _SOONER else "ended lower"
    parts = []
    if ahead:
        parts.append(f"{leader} {is_} than {names(ahead)} {clearly}".rstrip())
    if open_:
        parts.append(f"against {names(open_)} it cannot be told")
    text = "; ".join(parts)
    return Sentence("finding" if ahead else "open", text[:1].upper() + text[1:] + ".")


def _other_units(
    evidence: Evidence, unit: str, leader: int, second: int, pair: Pair, runs: int
) -> list[Sentence]:
    """Say by which other clocks the order is another one."""
    same, said = [], []
    ahead, behind = (leader, second) if pair.lead >= 0 else (second, leader)
    for other in evidence.times:
        if other == unit or pair.lead == 0:
            continue
        again = compare(evidence.times[other], ahead, behind, evidence.paired, runs)
        if again.lead > 0:
            same.append(UNITS[other])
        elif again.lead < 0:
            sure = " (it cannot be told from chance)" if again.probability and not again.decided else ""
            count = share(again.lost, again.runs, unit_of_count(evidence.paired))
            said.append(
                Sentence(
                    "finding",
                    f"By {UNITS[other]} the order flips: {name_text(evidence.lanes[behind])} was sooner in "
                    f"{count}{sure}.",
                )
            )
        else:
            said.append(Sentence("open", f"By {UNITS[other]} neither of the two is sooner more often."))
    if same:
        said.append(Sentence("finding", f"By {listed(same)} the order is the same."))
    return said
