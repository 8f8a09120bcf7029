"""Ctrl+C in the terminal that the window was started from."""

import os
import signal
import sys

import pytest

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at processes in /proc"),
]


def test_ctrl_c_closes_an_idle_window_with_its_engine_and_keeps_the_study(launch, home):
    program = launch(dict(os.environ))
    program.engine()
    program.idle()
    os.killpg(program.process.pid, signal.SIGINT)  # as a terminal does
    assert program.ended() == 0
    assert "Traceback" not in program.said()
    assert list(home.glob("*.descent.json"))
