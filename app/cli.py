"""The command line: ``python3 -m app`` opens the window, and its subcommands do without one."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

from .command.parser import parse
from .engine.error import InputError

__all__ = ["BAD_INPUT", "INTERRUPTED", "TROUBLE", "main"]

TROUBLE, BAD_INPUT, INTERRUPTED = 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments ask for.

    Parameters
    ----------
    arguments : sequence of str, optional
        Without the program's name; those of the process by default.

    Returns
    -------
    int
        0; 1 for trouble inside the app, 2 for input that cannot be used, 130 after Ctrl+C.
    """
    try:
        options = parse(sys.argv[1:] if arguments is None else list(arguments))
        code: int = options.command(options)
        sys.stdout.flush()
        return code
    except InputError as error:
        _say("\n".join(filter(None, (f"Descent Lab: {error}", error.details))))
        return BAD_INPUT
    except SystemExit as end:  # after --help and --version
        return end.code if isinstance(end.code, int) else 0
    except KeyboardInterrupt:
        _say("Descent Lab: interrupted.")
        return INTERRUPTED
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except MemoryError:
        _say("Descent Lab: not enough memory is free for that. Take fewer steps, lanes or seeds.")
        return TROUBLE
    except ImportError:  # the caller knows which system package is missing
        raise
    except Exception:
        traceback.print_exc()
        _say("Descent Lab: this is a fault in the app. The lines above say where.")
        return TROUBLE


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
