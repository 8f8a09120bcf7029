"""What it costs to keep zeros: a mini-batch gradient on the first names with dense and with sparse features.

Run ``python tests/benchmark/sparse_features.py`` with OPENBLAS_NUM_THREADS=1. Medians of 7, taken in turns.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.engine.dataset import datasets
from app.engine.model import models
from app.engine.problem import DataProblem
from app.engine.split import split_table

STEPS, ROUNDS, BATCH = 60, 7, 32
CASES = ((1, "one run", [0]), (33, "33 runs, one seed", [0] * 33), (33, "33 runs, 33 seeds", range(33)))


def race(model: str, seeds: list[int], dense: bool) -> DataProblem:
    """Return the task."""
    dataset = datasets["names"]()
    table = dataset.load()
    if dense:
        table = replace(table, features=table.features.dense())
    split = split_table(table, (4000 / 4832, 0.0, 832 / 4832), 0, False)
    network = models[model](table.features.shape[1], 2, "classification")
    return DataProblem(dataset, table, split, network, list(seeds))


def microseconds(problem: DataProblem) -> float:
    """Return the time of one draw and gradient, of all runs together."""
    theta = problem.initial()
    theta += np.random.default_rng(0).normal(size=theta.shape)
    grad, oracle = np.empty_like(theta), problem.oracle(BATCH)
    began = perf_counter()
    for _ in range(STEPS):
        oracle.draw()
        oracle.gradient(theta, grad)
    return (perf_counter() - began) / STEPS * 1e6


def main() -> None:
    """Print a table."""
    print("| | dense | sparse | ratio |\n|---|---|---|---|")
    for model in ("logistic", "softmax"):
        for _, words, seeds in CASES:
            tasks = [race(model, seeds, dense) for dense in (True, False)]
            for each in tasks:
                microseconds(each)
            times = list(zip(*([microseconds(each) for each in tasks] for _ in range(ROUNDS)), strict=True))
            dense, sparse = (median(column) for column in times)
            print(f"| {model}, {words} | {dense:.0f} | {sparse:.0f} | {dense / sparse:.1f} |")


if __name__ == "__main__":
    main()
