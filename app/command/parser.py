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
from .experiment_parser import COMMANDS, add_experiment
from .problem_parser import add_comparison, add_output, add_own

__all__ = ["parse"]

_COMMANDS = (*COMMANDS, "compare", "list", "open", "run")
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
  %(prog)s sweep --dataset digits --model mlp:hidden=32 --epochs 5 --seeds 10 \\
      --lane 'adam:lr=log(1e-4,1e-1,33),batch_size=32' --out sweep
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
    add_comparison(add("compare", action.compare, "Race optimizers without a window."))
    run = add("run", action.run_study, "Race a saved study without a window.")
    run.add_argument("study", metavar="STUDY.json", help="a study that was saved or exported, or a report")
    add_output(run, required=True)
    add_own(run)
    for name, text in COMMANDS.items():
        add_experiment(add(name, action.run_experiment, text), name)
    listing = add("list", action.list_items, "List what there is to choose from.")
    listing.add_argument(
        "kind",
        metavar="KIND",
        help="optimizers, schedules, filters, surfaces, datasets, models or quantities",
    )
    listing.add_argument("--json", action="store_true", help="everything about each, for programs")
    add_own(listing)
    return parser, dict(commands.choices)


def _add_open(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("study", nargs="?", metavar="STUDY.json", help="a study to open")
    parser.add_argument("--window", action="store_true", help="open the window even if no display is found")
    add_output(parser, required=False)
