"""Ctrl+C while something is imported that would swallow it."""

import contextlib
import signal

import pytest

from app.command.interrupt import held_interrupts


def test_an_interrupt_is_raised_at_the_end_and_cannot_be_swallowed():
    done = []

    def swallow():
        with contextlib.suppress(BaseException):
            signal.raise_signal(signal.SIGINT)
            done.append("all of it")

    with pytest.raises(KeyboardInterrupt), held_interrupts():
        swallow()
    assert done == ["all of it"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_one_nothing_happens():
    with held_interrupts():
        pass
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
