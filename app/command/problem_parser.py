"""The options that describe a problem, its lanes and their budget, and where results go."""

from __future__ import annotations

import argparse

__all__ = ["add_comparison", "add_output", "add_own", "add_problem", "number", "whole"]


def add_comparison(parser: argparse.ArgumentParser) -> None:
    """Let a parser describe what is raced, and where to."""
    add_problem(parser, required=True)
    add_output(parser, required=True)


def add_problem(parser: argparse.ArgumentParser, required: bool) -> None:
    """Let a parser describe problem, lanes and budget.

    Parameters
    ----------
    parser : ArgumentParser
    required : bool
        Whether there is no file that may describe them.
    """
    problem = parser.add_mutually_exclusive_group(required=required)
    problem.add_argument("--surface", metavar="NAME[:k=v,...]", help="such as ravine:kappa=100")
    problem.add_argument("--function", metavar="TEXT", help="f(x, y) of your own, such as '(1-x)^2 + b*y^2'")
    problem.add_argument("--dataset", metavar="NAME[:k=v,...]", help="such as two_moons:noise=0.2")
    problem.add_argument("--file", metavar="DATA", help="a CSV, TSV, NPZ, IDX or Parquet file of your own")
    parser.add_argument(
        "--lane",
        action="append",
        required=required,
        metavar="NAME[:k=v,...]",
        help="an optimizer, such as momentum:lr=1e-3,momentum=0.9,batch_size=64,name=Mine; once for each. "
        "Around it: schedule=cosine,schedule.min_factor=0.1,warmup=50 and filters such as clip_norm=1",
    )
    parser.add_argument("--seeds", metavar="N|LIST", help="how many runs a lane (3), or which seeds (5,7,9)")
    parser.add_argument(
        "--pairing",
        metavar="paired|independent",
        help="paired: the random numbers of a seed are the same for all lanes (the usual); independent: each "
        "lane has its own",
    )
    parser.add_argument("--target", type=number, metavar="LOSS", help="the loss that counts as reached")
    parser.add_argument(
        "--quantity",
        action="append",
        metavar="NAME",
        help="measure this too, such as sharpness; once for each (list quantities)",
    )
    parser.add_argument("--title", default="", help="of the study")
    parser.add_argument("--prediction", default="", metavar="TEXT", help="what you expect, for the report")
    surface = parser.add_argument_group("with --surface or --function")
    surface.add_argument("--start", metavar="X,Y", help="where all lanes start")
    surface.add_argument("--steps", type=whole, metavar="N", help="how many steps (500)")
    surface.add_argument("--noise", type=number, metavar="S", help="deviation of gradient noise (0)")
    surface.add_argument("--spread", type=number, metavar="S", help="deviation of the start by seed (0)")
    function = parser.add_argument_group("with --function")
    function.add_argument("--domain", metavar="A,B,C,D", help="left, right, bottom, top (-5,5,-5,5)")
    function.add_argument("--values", metavar="k=v,...", help="of its parameters, such as b=100 (1 each)")
    file = parser.add_argument_group("with --file")
    file.add_argument("--target-column", metavar="NAME", help="what is to be predicted (the last column)")
    file.add_argument("--leave-out", action="append", metavar="NAME", help="a column that is no feature")
    file.add_argument("--task", choices=("classification", "regression"), help="(by the target)")
    file.add_argument("--missing", choices=("refuse", "drop", "mean"), help="rows with gaps (refuse)")
    file.add_argument("--delimiter", metavar="C", help="between cells (by content)")
    file.add_argument("--decimal-comma", action="store_true", help="numbers are written 3,14")
    data = parser.add_argument_group("with --dataset or --file")
    data.add_argument("--model", metavar="NAME[:k=v,...]", help="such as mlp:hidden=32x32,activation=relu")
    data.add_argument("--epochs", type=whole, metavar="N", help="how many passes over the data (20)")
    data.add_argument("--split", metavar="A,B,C", help="training, validation, test (0.7,0.15,0.15)")
    data.add_argument("--label-noise", type=number, metavar="S", help="share of wrong training targets (0)")
    data.add_argument("--no-standardise", action="store_true", help="features as they come")
    data.add_argument("--evaluations-per-epoch", type=whole, metavar="N", help="of the whole sets (1)")
    add_own(parser)


def add_output(parser: argparse.ArgumentParser, required: bool) -> None:
    """Let a parser say where the results of a race go, and which."""
    parser.add_argument(
        "--out",
        required=required,
        default="descent-lab-out",
        metavar="DIR",
        help="folder for the results" + ("" if required else " where there is no display"),
    )
    parser.add_argument("--no-pictures", action="store_true", help="write no PNG and no SVG")
    parser.add_argument("--pdf", action="store_true", help="write the pictures as PDF, too")
    parser.add_argument(
        "--band",
        choices=("median", "mean", "median+runs", "mean+runs"),
        default="",
        help="curves of 3 seeds or more: median and quartiles (the default), or mean and 95 %% bootstrap "
        "interval; +runs draws the runs, too",
    )
    parser.add_argument(
        "--animation",
        metavar="FORMAT[:k=v,...]",
        help="gif, apng or webp, such as gif:of=loss,size=800x500,rate=20,seconds=6,pause=1,from=0,to=100; "
        "of=stage, trajectory or a picture. mp4 and webm need the extra 'video'",
    )
    parser.add_argument(
        "--report",
        action="store_true",
        help="write report.html and report.pdf: settings, figures, tables, and the study within",
    )
    parser.add_argument("--quiet", action="store_true", help="no progress bar and no table")


def add_own(parser: argparse.ArgumentParser) -> None:
    """Let a parser name files with optimizers of one's own."""
    parser.add_argument(
        "--own",
        action="append",
        metavar="FILE.py",
        help="a file with an optimizer of your own, which is run; once for each",
    )


def number(text: str) -> float:
    """Return the number that an argument is."""
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a number belongs here, but '{text}' was given") from None


def whole(text: str) -> int:
    """Return the whole number that an argument is."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a whole number belongs here, but '{text}' was given") from None
