"""The command ``python3 -m app``.

The engine's own process imports this file again under the name ``__mp_main__``. So the top of it needs the
standard library only, and starting the app stands behind the guard.
"""

import sys

from . import _bootstrap, _system


def main() -> int:
    """Make or find the environment, then hand over to the command line."""
    if getattr(sys, "frozen", False):  # a bundle starts itself to get the engine's process
        import multiprocessing

        multiprocessing.freeze_support()
    _bootstrap.ensure("run")
    from .cli import main as run_command_line

    try:
        return run_command_line(sys.argv[1:])
    except ImportError as error:
        _system.explain(error)
        raise


if __name__ == "__main__":
    sys.exit(main())
