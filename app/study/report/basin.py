"""The report of maps of basins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from ..basin.block import check_basin
from ..basin.map import BasinMap
from ..basin.noise import is_noisy
from ..basin.pair import pair_sentence
from ..experiment.basin import maps_of
from ..experiment.kind import Done
from ..file import study_to_json
from ..lane_name import lane_names
from ..prediction import Foretold
from ..spec import Study
from ..statistics.sentence import Sentence
from .basin_result import basin_results
from .basin_sentence import basin_sentences
from .design import lane_table
from .expectation import expectation
from .origin import origin
from .report import Report
from .section import Block, Figure, Heading, Points, Section, Table, Text
from .setting import budget_table, problem_table
from .word import listed, many

__all__ = ["compose_basin", "said_of"]

TABLE = "basin.csv"


def compose_basin(
    study: Study,
    done: Done,
    figures: Sequence[Figure] = (),
    beside: Mapping[str, str] | None = None,
    sha256: str = "",
    name: str = "report.html",
    foretold: Foretold | None = None,
) -> Report:
    """Return the report of maps that are complete; arguments as of `compose_experiment`.

    Without ``foretold`` it is not known what had been seen when the prediction was written.
    """
    plain = msgspec.structs.replace(study, experiment=None)
    surface, names, maps = check_basin(plain), lane_names(study), maps_of(study, done)
    said = basin_sentences(plain, names, surface, maps)
    told = [each.text for each in said if each.kind != "caution"]
    cautions = tuple(each.text for each in said if each.kind == "caution")
    lead = "What may be concluded from this, and what may not."
    sections = [
        expectation(study, foretold, "map"),
        basin_results(names, surface, maps),
        Section("Verdict", tuple(Text(text, "" if at else "strong") for at, text in enumerate(told))),
        Section("What this does not show", (Text(lead), Points(cautions))),
    ]
    if figures:
        sections.append(Section("Figures", tuple(figures)))
    sections.append(_settings(plain, maps))
    sections.append(origin(sha256, beside or {}, name, "basin", TABLE, "every start, one a row"))
    level = min(found.level for found in maps)
    words = f"{surface.title}: {many(len(names), 'lane')}, {level * level:,} starts each"
    return Report(
        study.title.strip()
        or f"Basin maps of {listed(names) if len(names) <= 3 else many(len(names), 'lane')}",
        f"{words}, {many(study.steps, 'step')}; {many(level * level * len(names), 'run')} in all.",
        tuple(sections),
        study_to_json(study),
    )


def said_of(study: Study, done: Done) -> list[Sentence]:
    """Return what may and may not be said of maps."""
    plain = msgspec.structs.replace(study, experiment=None)
    return basin_sentences(plain, lane_names(study), check_basin(plain), maps_of(study, done))


def _settings(study: Study, maps: Sequence[BasinMap]) -> Section:
    from ..experiment.standing import ground_of

    problem, _ = ground_of(study)
    level = min(found.level for found in maps)
    noise = f"that of seed {study.seeds[0]}, the same for all starts" if is_noisy(study) else "none"
    target = "set by hand, for all starts" if study.target is not None else "for each start, from its height"
    rows = (
        ("Starts of each lane", f"{level} × {level} = {level * level:,}, evenly over the plotted domain"),
        ("Noise", noise),
        ("Lanes", pair_sentence(study)),
        ("Target", target),
        ("At a minimum", "a run whose last point is in the disc around it; discs do not overlap"),
    )
    blocks: list[Block] = [
        Text("With these settings and the versions named at the end, all numbers come out the same."),
        problem_table(study, problem),
        budget_table(study, problem),
        Table("The maps", ("Setting", "Value"), rows),
        Heading("Lanes"),
        lane_table(study, "Every lane"),
    ]
    return Section("Settings", tuple(blocks))
