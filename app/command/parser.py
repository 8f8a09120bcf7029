"""What may stand on the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from .. import __version__
from ..engine.error import InputError, nearest, unknown_name
from . import action

__all__ = ["parse"]

_COMMANDS = ("compare", "list", "open", "run")
_ALONE = ("-h", "--help", "--version", "--self-test")
# Values that may start with a minus and are no plain number, which argparse takes for an option.
_SIGNED = ("--start", "--seeds", "--split", "--domain")

_EPILOG = """examples:
  %(prog)s                                  open the window
  %(prog)s compare --surface rosenbrock --start -1.2,1 --steps 500 \\
      --lane adam:lr=0.05 --lane momentum:lr=1e-3,momentum=0.9 --out results
  %(prog)s compare --function '(1-x)^2 + b*(y-x^2)^2' --values b=100 --domain -2,2,-1,3 \\
      --start -1.2,1 --lane adam:lr=0.05 --out results
  %(prog)s compare --dataset digits --model mlp:hidden=32 --epochs 10 --seeds 3 \\
      --lane adam --lane sgd:lr=0.1,batch_size=32 --out results
  %(prog)s run results/study.json --out again
  %(prog)s list optimizers
"""


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are like all others of the app."""

    def error(self, message: str) -> NoReturn:
        raise InputError(f"{message[:1].upper()}{message[1:]}. See: {self.prog} --help")


def parse(arguments: list[str]) -> argparse.Namespace:
    """Return the options, with the function to call as ``command``.

    Raises
    ------
    InputError
        With the nearest valid choice.
    """
    arguments = _joined(arguments)
    if not arguments or arguments[0] not in (*_COMMANDS, *_ALONE):
        if arguments and not _is_study(arguments[0]):
            raise unknown_name("command", arguments[0], _COMMANDS)
        arguments = ["open", *arguments]
    parser, commands = _parsers()
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        raise _unknown_option(unknown[0], commands.get(arguments[0], parser), parser)
    return options


def _is_study(text: str) -> bool:
    return (
        text.startswith("-")
        or text.endswith((".json", ".html"))
        or Path(text).exists()
        or Path(text).name != text
    )


def _unknown_option(text: str, parser: _Parser, whole: _Parser) -> InputError:
    known = {name for each in (parser, whole) for name in each._option_string_actions if name[:2] == "--"}
    known.discard("--self-test")
    name = text.partition("=")[0]
    if not name.startswith("-"):
        return InputError(f"'{text}' has no place here. See: {parser.prog} --help")
    close = nearest(name, known)
    hint = f"Did you mean {close}?" if close else f"See: {parser.prog} --help"
    return InputError(f"There is no option {name}. {hint}")


def _joined(arguments: list[str]) -> list[str]:
    found: list[str] = []
    for text in arguments:
        number = text[:1] == "-" and text[1:2] in tuple("0123456789.")
        if found and (found[-1] == "--function" or (found[-1] in _SIGNED and number)):
            found[-1] += f"={text}"
        else:
            found.append(text)
    return found


def _parsers() -> tuple[_Parser, dict[str, _Parser]]:
    installed = getattr(sys, "frozen", False) or "descent-lab" in Path(sys.argv[0]).name
    parser = _Parser(
        prog="descent-lab" if installed else "python3 -m app",
        description="Descent Lab: watch and compare the optimizers of deep learning.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Descent Lab {__version__}")
    parser.add_argument(
        "--self-test",
        dest="command",
        action="store_const",
        const=action.test_itself,
        help=argparse.SUPPRESS,
    )
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")

    def add(name: str, call: Callable[[argparse.Namespace], int], text: str) -> _Parser:
        command = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
        command.set_defaults(command=call)
        return command

    _add_open(add("open", action.open_window, "Open the window; without a display, run and write files."))
    _add_compare(add("compare", action.compare, "Race optimizers without a window."))
    run = add("run", action.run_study, "Race a saved study without a window.")
    run.add_argument("study", metavar="STUDY.json", help="a study that was saved or exported, or a report")
    _add_output(run, required=True)
    _add_own(run)
    listing = add("list", action.list_items, "List what there is to choose from.")
    listing.add_argument(
        "kind",
        metavar="KIND",
        help="optimizers, schedules, filters, surfaces, datasets, models or quantities",
    )
    listing.add_argument("--json", action="store_true", help="everything about each, for programs")
    _add_own(listing)
    return parser, dict(commands.choices)


def _add_open(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("study", nargs="?", metavar="STUDY.json", help="a study to open")
    parser.add_argument("--window", action="store_true", help="open the window even if no display is found")
    _add_output(parser, required=False)


def _add_output(parser: argparse.ArgumentParser, required: bool) -> None:
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


def _add_own(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--own",
        action="append",
        metavar="FILE.py",
        help="a file with an optimizer of your own, which is run; once for each",
    )


def _add_compare(parser: argparse.ArgumentParser) -> None:
    problem = parser.add_mutually_exclusive_group(required=True)
    problem.add_argument("--surface", metavar="NAME[:k=v,...]", help="such as ravine:kappa=100")
    problem.add_argument("--function", metavar="TEXT", help="f(x, y) of your own, such as '(1-x)^2 + b*y^2'")
    problem.add_argument("--dataset", metavar="NAME[:k=v,...]", help="such as two_moons:noise=0.2")
    problem.add_argument("--file", metavar="DATA", help="a CSV, TSV, NPZ, IDX or Parquet file of your own")
    parser.add_argument(
        "--lane",
        action="append",
        required=True,
        metavar="NAME[:k=v,...]",
        help="an optimizer, such as momentum:lr=1e-3,momentum=0.9,batch_size=64,name=Mine; once for each. "
        "Around it: schedule=cosine,schedule.min_factor=0.1,warmup=50 and filters such as clip_norm=1",
    )
    parser.add_argument("--seeds", metavar="N|LIST", help="how many runs a lane (3), or which seeds (5,7,9)")
    parser.add_argument("--target", type=_number, metavar="LOSS", help="the loss that counts as reached")
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
    surface.add_argument("--steps", type=_whole, metavar="N", help="how many steps (500)")
    surface.add_argument("--noise", type=_number, metavar="S", help="deviation of gradient noise (0)")
    surface.add_argument("--spread", type=_number, metavar="S", help="deviation of the start by seed (0)")
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
    data.add_argument("--epochs", type=_whole, metavar="N", help="how many passes over the data (20)")
    data.add_argument("--split", metavar="A,B,C", help="training, validation, test (0.7,0.15,0.15)")
    data.add_argument("--label-noise", type=_number, metavar="S", help="share of wrong training targets (0)")
    data.add_argument("--no-standardise", action="store_true", help="features as they come")
    data.add_argument("--evaluations-per-epoch", type=_whole, metavar="N", help="of the whole sets (1)")
    _add_own(parser)
    _add_output(parser, required=True)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a number belongs here, but '{text}' was given") from None


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a whole number belongs here, but '{text}' was given") from None
