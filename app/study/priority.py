"""How much of the processor a process of the app gets where there is not enough for all."""

from __future__ import annotations

import contextlib
import os
import sys

__all__ = ["give_way"]

_NICE = 10  # a tenth of what others get, where they want all of it
_BELOW_NORMAL = 0x4000  # BELOW_NORMAL_PRIORITY_CLASS


def give_way() -> None:
    """Have this process wait for those of usual priority; where these leave time, it is as fast as they are.

    It cannot be taken back. A system that refuses it leaves the process as it is.
    """
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        kernel.SetPriorityClass.argtypes = (ctypes.c_void_p, ctypes.c_ulong)
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
    elif hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(_NICE)
