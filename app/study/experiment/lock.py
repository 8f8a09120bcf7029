"""One process at a time: a lock that the system itself lets go when its process ends, however it ends."""

from __future__ import annotations

import sys

__all__ = ["lock"]

_FAR = 2**62  # a byte that the file never has: on Windows a locked byte cannot be read by others


def lock(file: int) -> bool:
    """Lock an open file until it is closed; return False if another process has it.

    Where the file system knows no locks, as on some network drives, it is taken for locked.
    """
    try:
        if sys.platform == "win32":
            import msvcrt
            import os

            os.lseek(file, _FAR, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as error:
        import errno

        return error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True
