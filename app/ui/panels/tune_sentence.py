"""One sentence on a tuning: how lanes were tuned, and how much that is worth."""

from __future__ import annotations

from ...study.experiment.spec import TuneSpec
from ...study.spec import DataSpec, Study
from ..controls.edit import is_certain

__all__ = ["tune_sentence"]


def tune_sentence(shown: Study) -> str:
    """Return the sentence for a study with a `TuneSpec`."""
    spec = shown.experiment
    assert isinstance(spec, TuneSpec)
    seeds = len(shown.seeds)
    alike = " Nothing is random here: all seeds are the same run." if is_certain(shown.problem) else ""
    if not spec.trials:
        return (
            f"Untuned: every lane with its own values, on {spec.fresh} fresh seeds. A default favours "
            f"whom it suits.{alike}"
        )
    rule = ""
    if spec.stopping == "median":
        when = f"{spec.stop_at:.0%} of the race"
        rule = f" Hopeless trials ended at {when} (median rule, {spec.pilots} pilots)."
    part = "the validation part" if isinstance(shown.problem, DataSpec) else "the surface"
    sampler = "Sobol" if spec.design == "sobol" else "random"
    single = "1 seed" if seeds == 1 else f"{seeds} seeds"
    return (
        f"{spec.trials} {sampler} trials a lane, {single} each, chosen by the {spec.metric} loss on "
        f"{part}; then {spec.fresh} fresh seeds.{rule}{alike} On this task, with this budget."
    )
