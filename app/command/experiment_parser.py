"""The options of experiments: sweep, tune, suite and what else there is."""

from __future__ import annotations

import argparse

from .problem_parser import add_own, add_problem, number, whole

__all__ = ["COMMANDS", "add_experiment"]

COMMANDS = {
    "sweep": "Run lanes with many settings of their hyperparameters.",
    "tune": "Give every optimizer the same number of trials, and what it chose new seeds.",
    "suite": "Run lanes on many problems.",
    "basin": "Run lanes from every point of a surface.",
}


def add_experiment(parser: argparse.ArgumentParser, name: str) -> None:
    """Let a parser describe an experiment of one kind, by a file or in one line, and how it is run."""
    parser.set_defaults(experiment=name)
    where = "STUDY.json" if name != "suite" else "STUDY.json|NAME"
    text = (
        "a study with this experiment" if name != "suite" else "a suite: a study, or a name of a shipped one"
    )
    parser.add_argument("study", nargs=None if name == "suite" else "?", metavar=where, help=text)
    if name != "suite":
        add_problem(parser, required=False)
    else:
        add_own(parser)
    own = parser.add_argument_group(f"of the {name}")
    {"sweep": _add_sweep, "tune": _add_tune, "suite": _add_suite, "basin": _add_basin}[name](own)
    if name != "basin":
        own.add_argument("--curve", type=whole, metavar="N", help="keep the loss of each run at N steps (0)")
    how = parser.add_argument_group("how it is run")
    how.add_argument(
        "--out", required=True, metavar="DIR", help="folder for the results; gone on with if begun"
    )
    place = how.add_mutually_exclusive_group()
    place.add_argument("--workers", type=whole, metavar="N", help="processes of this machine (its cores)")
    place.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="of dask.distributed, such as tcp://host:8786 (extra 'cluster')",
    )
    how.add_argument("--retries", type=whole, default=2, metavar="N", help="of a block that was not done (2)")
    how.add_argument("--no-report", action="store_true", help="no report.html, report.pdf and verdict.csv")
    words = how.add_mutually_exclusive_group()
    words.add_argument("--quiet", action="store_true", help="no progress bar, no table and no verdict")
    words.add_argument("--verbose", action="store_true", help="a line for each block: who ran it, how long")


def _add_sweep(own: argparse._ArgumentGroup) -> None:
    own.add_argument("--design", choices=("grid", "random", "sobol"), help="how settings lie (grid)")
    own.add_argument("--points", type=whole, metavar="N", help="settings a lane, random or Sobol")
    own.add_argument("--design-seed", type=whole, metavar="N", help="of random and Sobol points (0)")


def _add_tune(own: argparse._ArgumentGroup) -> None:
    own.add_argument("--trials", type=whole, metavar="N", help="for each lane (25); 0 compares defaults")
    own.add_argument("--design", choices=("random", "sobol"), help="how trials lie (sobol)")
    own.add_argument("--design-seed", type=whole, metavar="N", help="of the trials (0)")
    own.add_argument(
        "--metric", choices=("final", "best"), help="of the validation loss, or the loss (final)"
    )
    own.add_argument("--fresh", type=whole, metavar="N", help="new seeds for what was chosen (10)")
    own.add_argument("--stopping", choices=("none", "median"), help="end hopeless trials early (none)")
    own.add_argument(
        "--stop-at", type=number, metavar="SHARE", help="of the race, with --stopping median (0.25)"
    )


def _add_suite(own: argparse._ArgumentGroup) -> None:
    own.add_argument("--seeds", metavar="N|LIST", help="in place of the suite's own")
    own.add_argument("--pairing", metavar="paired|independent", help="in place of the suite's own")


def _add_basin(own: argparse._ArgumentGroup) -> None:
    own.add_argument(
        "--resolution", type=whole, metavar="N", help="starts along each side: 50, 100, 200 or 400 (200)"
    )
