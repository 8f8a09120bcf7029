"""The command ``python3 -m tests``: all tests, with no screen. Arguments go to pytest: ``-k adam -x``."""

import os
import sys

from app import _bootstrap


def main() -> int:
    """Run pytest in the project's own environment and return its exit code."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _bootstrap.ensure("test")
    import pytest

    return int(pytest.main(sys.argv[1:]))


if __name__ == "__main__":
    sys.exit(main())
