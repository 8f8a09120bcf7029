"""A process that gives way: tried in one of its own, as it cannot be taken back."""

import os
import subprocess
import sys

import pytest


@pytest.mark.skipif(not hasattr(os, "nice"), reason="Windows has classes of priority instead")
def test_it_waits_for_others_and_another_time_does_no_harm():
    code = (
        "import os; from app.study.priority import give_way; before = os.nice(0); give_way(); "
        "print(os.nice(0) - before); give_way(); give_way(); print(os.nice(0))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    lower, lowest = map(int, done.stdout.split())
    assert lower == min(10, 19 - os.nice(0))
    assert lowest == 19


@pytest.mark.skipif(sys.platform != "win32", reason="there it is os.nice")
def test_on_windows_the_class_is_below_normal():
    code = (
        "import ctypes; from app.study.priority import give_way; give_way(); "
        "k = ctypes.WinDLL('kernel32'); k.GetCurrentProcess.restype = ctypes.c_void_p; "
        "k.GetPriorityClass.argtypes = (ctypes.c_void_p,); print(k.GetPriorityClass(k.GetCurrentProcess()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) == 0x4000
