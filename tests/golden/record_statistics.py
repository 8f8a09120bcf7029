"""Record statistics as their reference implementations compute them.

Run ``python tests/golden/record_statistics.py ALGOPERF SHOW_YOUR_WORK`` in an environment with rliable,
cocopp, statsmodels, scikit-posthocs, SciPy and a pandas before 3; it writes ``statistics.json`` beside this
file. The tests only read the file. The arguments are files of two projects that are no packages:

ALGOPERF
    ``scoring/performance_profile.py`` of github.com/mlcommons/algorithmic-efficiency.
SHOW_YOUR_WORK
    ``expected_max_performance.py`` of github.com/dodgejesse/show_your_work.

What depends on random draws is recorded from 50,000 of them, and compared with a tolerance that fits.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cocopp.toolsstats
import numpy as np
import pandas as pd
import scikit_posthocs
from rliable import library, metrics
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

PACKAGES = ("rliable", "cocopp", "statsmodels", "scikit-posthocs", "scipy", "numpy")
DRAWS = 50_000
# Demšar (2006), table 6: the AUC of C4.5 with m = 0 or tuned, and cf = 0 or tuned, on 14 data sets. Two that
# are printed alike have the ranks 2 and 3 there, hence the fifth place.
DEMSAR = [
    [0.763, 0.768, 0.771, 0.798], [0.599, 0.591, 0.590, 0.569], [0.954, 0.971, 0.968, 0.967],
    [0.628, 0.661, 0.654, 0.657], [0.882, 0.888, 0.886, 0.898], [0.936, 0.931, 0.916, 0.931],
    [0.661, 0.668, 0.609, 0.685], [0.583, 0.583, 0.563, 0.625], [0.775, 0.838, 0.866, 0.875],
    [1.000, 1.000, 1.000, 1.000], [0.940, 0.962, 0.965, 0.962], [0.619, 0.666, 0.614, 0.669],
    [0.972, 0.981, 0.97501, 0.975], [0.957, 0.978, 0.946, 0.970],
]  # fmt: skip


def main() -> None:
    """Record everything."""
    algoperf, show_your_work = map(Path, sys.argv[1:])
    found = {
        "versions": {name: version(name) for name in PACKAGES},
        "rliable": rliable(),
        "wilson": wilson(),
        "mean": mean(),
        "expected_time": expected_time(),
        "restarted": restarted(),
        "algoperf": integrated(algoperf),
        "signed_rank": signed_rank(),
        "rank_sum": rank_sum(),
        "holm": holm(),
        "demsar": demsar(),
        "best_of": best_of(show_your_work),
    }
    text = json.dumps(found, indent=1, allow_nan=True)
    Path(__file__).with_name("statistics.json").write_text(text + "\n")


def rliable() -> dict[str, Any]:
    """Record aggregates of Agarwal et al.; their scores are runs x tasks, higher is better."""
    generator = np.random.default_rng(1)
    x = generator.normal(0.7, 0.3, (12, 5)).round(3)
    y = (generator.normal(0.6, 0.4, (12, 5)) + np.linspace(-0.2, 0.2, 5)).round(3)
    y[0, 0] = x[3, 0]  # a tie
    random = np.random.RandomState(0)
    functions = {
        "iqm": metrics.aggregate_iqm,
        "gap": metrics.aggregate_optimality_gap,
    }
    recorded: dict[str, Any] = {"x": x.T.tolist(), "y": y.T.tolist()}
    for name, function in functions.items():
        point, ends = library.get_interval_estimates(
            {"x": x}, lambda scores, f=function: np.array([f(scores)]), reps=DRAWS, random_state=random
        )
        recorded[name] = [float(point["x"][0]), *np.asarray(ends["x"]).ravel().tolist()]
    point, ends = library.get_interval_estimates(
        {"xy": (x, y)},
        lambda first, second: np.array([metrics.probability_of_improvement(first, second)]),
        reps=DRAWS,
        random_state=random,
    )
    recorded["improvement"] = [float(point["xy"][0]), *np.asarray(ends["xy"]).ravel().tolist()]
    thresholds = np.linspace(0.0, 1.5, 7)
    share, ends = library.create_performance_profile({"x": x}, thresholds, reps=10_000)
    recorded["profile"] = [thresholds.tolist(), share["x"].tolist(), *np.asarray(ends["x"]).tolist()]
    return recorded


def wilson() -> list[list[float]]:
    """Record Wilson's interval of statsmodels."""
    cases = [(0, 10), (1, 10), (9, 10), (10, 10), (7, 13), (50, 200), (1, 1)]
    return [[*case, *map(float, proportion_confint(*case, method="wilson"))] for case in cases]


def mean() -> dict[str, Any]:
    """Record the percentile bootstrap of a mean of SciPy."""
    values = np.random.default_rng(2).lognormal(0.0, 1.0, 15).round(4)
    found = stats.bootstrap(
        (values,), np.mean, n_resamples=DRAWS, method="percentile", rng=np.random.default_rng(0)
    ).confidence_interval
    return {
        "values": values.tolist(),
        "mean": float(values.mean()),
        "low": float(found.low),
        "high": float(found.high),
    }


def _trials() -> tuple[list[float], list[bool]]:
    generator = np.random.default_rng(3)
    return generator.integers(50, 900, 15).astype(float).tolist(), (np.arange(15) % 3 > 0).tolist()


def expected_time() -> list[dict[str, Any]]:
    """Record COCO's success performance."""
    lengths, success = _trials()
    cases = [(lengths, success), (lengths, [False] * 15), (lengths, [True] * 15)]
    return [
        {"lengths": each, "success": hit, "ert": float(cocopp.toolsstats.sp(each, issuccessful=hit)[0])}
        for each, hit in cases
    ]


def restarted() -> dict[str, Any]:
    """Record quantiles of COCO's simulated restarts."""
    lengths, success = _trials()
    won = [length for length, hit in zip(lengths, success, strict=True) if hit]
    lost = [length for length, hit in zip(lengths, success, strict=True) if not hit]
    np.random.seed(0)  # noqa: NPY002 (the package draws from it)
    quantiles, _ = cocopp.toolsstats.drawSP(won, lost, [10, 25, 50, 75, 90], DRAWS)
    return {"lengths": lengths, "success": success, "quantiles": [float(value) for value in quantiles]}


def integrated(file: Path) -> dict[str, Any]:
    """Record AlgoPerf's integrated score, whose profile is sampled at points."""
    tree = ast.parse(file.read_text())
    wanted = next(node for node in tree.body if getattr(node, "name", "") == "compute_leaderboard_score")
    if not hasattr(np, "trapz"):
        setattr(np, "trapz", np.trapezoid)  # noqa: B010 (what NumPy calls it now)
    space: dict[str, Any] = {"np": np, "pd": pd}
    exec(compile(ast.Module([wanted], []), str(file), "exec"), space)
    times = np.random.default_rng(4).lognormal(3.0, 0.6, (8, 4)).round(2)
    times[0, 1] = times[5, 2] = times[5, 3] = np.inf
    times[7] = np.inf
    ratio = times / times.min(axis=1, keepdims=True)
    points = np.linspace(1.0, 4.0, 100_001)
    rho = pd.DataFrame([[(ratio[:, s] <= tau).mean() for tau in points] for s in range(4)], columns=points)
    score = space["compute_leaderboard_score"](rho, normalize=True)
    return {"times": times.tolist(), "score": score["score"].tolist()}


def signed_rank() -> list[dict[str, Any]]:
    """Record SciPy's test, exact and with ties."""
    generator = np.random.default_rng(5)
    recorded = []
    for n, shift, places in ((10, 0.4, 6), (14, 0.0, 6), (12, 0.8, 1), (60, 0.3, 6)):
        x = generator.normal(0.0, 1.0, n).round(places)
        y = (x + generator.normal(shift, 0.7, n)).round(places)
        found = stats.wilcoxon(x, y)
        recorded.append(
            {"x": x.tolist(), "y": y.tolist(), "statistic": float(found.statistic), "p": float(found.pvalue)}
        )
    return recorded


def rank_sum() -> list[dict[str, Any]]:
    """Record SciPy's test of Mann and Whitney: exact, with ties, with failed runs, and with many runs."""
    generator = np.random.default_rng(6)
    recorded = []
    for n, m, shift, places, failed in (
        (10, 10, 0.9, 6, 0), (12, 15, 0.0, 6, 0), (14, 14, 0.7, 1, 0), (10, 10, 0.5, 6, 3),
        (80, 70, 0.3, 6, 0),
    ):  # fmt: skip
        x = generator.normal(0.0, 1.0, n).round(places)
        y = generator.normal(shift, 1.2, m).round(places)
        y[:failed] = np.inf
        exact = len(np.unique([*x, *y])) == n + m and max(n, m) <= 50
        found = stats.mannwhitneyu(x, y, method="exact" if exact else "asymptotic")
        recorded.append(
            {"x": x.tolist(), "y": y.tolist(), "statistic": float(found.statistic), "p": float(found.pvalue)}
        )
    return recorded


def holm() -> dict[str, Any]:
    """Record Holm's correction of statsmodels."""
    p = [0.01, 0.04, 0.03, 0.005, 0.5, 0.04]
    return {"p": p, "corrected": multipletests(p, method="holm")[1].tolist()}


def demsar() -> dict[str, Any]:
    """Record Demšar's worked example: his numbers, and two packages'."""
    data = np.array(DEMSAR)
    ranks = stats.rankdata(-data, axis=1)
    statistic, p = stats.friedmanchisquare(*ranks.T)
    q = {
        alpha: [float(stats.studentized_range.ppf(1 - alpha, k, np.inf)) / 2**0.5 for k in range(2, 11)]
        for alpha in (0.05, 0.1)
    }
    return {
        "data": data.tolist(),
        "paper_ranks": [3.143, 2.000, 2.893, 1.964],
        "paper_chi_square": 9.28,
        "paper_critical_0.05": 1.25,
        "paper_critical_0.10": 1.12,
        "paper_q_0.05": [1.960, 2.343, 2.569, 2.728, 2.850, 2.949, 3.031, 3.102, 3.164],
        "q_0.05": q[0.05],
        "friedman": [float(statistic), float(p)],
        "nemenyi": scikit_posthocs.posthoc_nemenyi_friedman(data).to_numpy().tolist(),
    }


def best_of(file: Path) -> dict[str, Any]:
    """Record the expected maximum of Dodge et al."""
    spec = importlib.util.spec_from_file_location("expected_max_performance", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    scores = np.random.default_rng(6).uniform(0.2, 0.95, 20).round(4)
    return {
        "scores": scores.tolist(),
        "expected": [float(value) for value in module.samplemax(scores)["mean"]],
    }


if __name__ == "__main__":
    main()
