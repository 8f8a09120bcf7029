"""The shared libraries which Qt's packages expect of a Linux system.

Qt's wheels carry Qt, and leave to the system what draws, finds fonts and talks to the screen. A desktop has
nearly all of it; a container has none. The lists were found by starting Qt on a bare Debian 12.
"""

import os
import sys

# A file's name -> its package on Debian and Ubuntu.
LIBRARIES = {
    "any": {
        "libglib-2.0.so.0": "libglib2.0-0",
        "libGL.so.1": "libgl1",
        "libEGL.so.1": "libegl1",
        "libfontconfig.so.1": "libfontconfig1",
        "libdbus-1.so.3": "libdbus-1-3",
        "libxkbcommon.so.0": "libxkbcommon0",
    },
    "x11": {
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxcb-xkb.so.1": "libxcb-xkb1",
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
        "libX11-xcb.so.1": "libx11-xcb1",
        "libxcb-randr.so.0": "libxcb-randr0",
        "libxcb-shape.so.0": "libxcb-shape0",
        "libxcb-sync.so.1": "libxcb-sync1",
        "libxcb-xfixes.so.0": "libxcb-xfixes0",
        "libxcb-render-util.so.0": "libxcb-render-util0",
        "libxcb-image.so.0": "libxcb-image0",
    },
    "wayland": {
        "libwayland-client.so.0": "libwayland-client0",
        "libwayland-cursor.so.0": "libwayland-cursor0",
        "libwayland-egl.so.1": "libwayland-egl1",
    },
}


def ensure(record: str) -> None:
    """Stop with the line that mends it, or mend it, if a library is missing.

    Parameters
    ----------
    record : str
        A file that names the sets found complete, so that each set is looked for once and not at every start.
    """
    if sys.platform != "linux" or os.environ.get("DESCENT_LAB_NO_SYSTEM") == "1":
        return
    try:
        with open(record) as file:
            known = file.read().split()
    except OSError:
        known = []
    wanted = needed()
    if set(wanted) <= set(known):
        return
    packages = missing(wanted)
    if packages and not _install(packages, wanted):
        sys.exit(advice(packages))
    try:
        with open(record, "w") as file:
            file.write(" ".join(sorted(set(known) | set(wanted))))
    except OSError:
        pass  # someone else's environment: the look is repeated at the next start


def needed() -> list:
    """Return the names of the sets in `LIBRARIES` that the screen of this session asks for."""
    if os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal", "vnc")):
        return ["any"]
    if os.environ.get("WAYLAND_DISPLAY"):
        return ["any", "wayland"]
    return ["any", "x11"] if os.environ.get("DISPLAY") else ["any"]


def missing(sets: list) -> list:
    """Return the Debian packages of the libraries in `sets` that cannot be loaded."""
    import ctypes

    packages = []
    for name in sets:
        for library, package in LIBRARIES[name].items():
            try:
                ctypes.CDLL(library)
            except OSError:
                packages.append(package)
    return packages


def advice(packages: list) -> str:
    """Return the sentence that names what is missing and how to get it."""
    import shutil

    if shutil.which("apt-get"):
        line = "sudo apt-get install -y --no-install-recommends " + " ".join(packages)
    else:
        files = [f for group in LIBRARIES.values() for f, package in group.items() if package in packages]
        line = "(with your system's package manager) " + " ".join(files)
    return (
        "Descent Lab: Qt needs system libraries that are not here. Install them and start again:\n\n"
        "    {}\n\n"
        "With --no-system it starts without them, enough for what draws nothing.".format(line)
    )


def explain(error: ImportError) -> None:
    """End the program with `advice` if an import failed for want of a library; otherwise return."""
    if sys.platform == "linux" and ".so" in str(error):
        packages = missing(needed())
        if packages:
            sys.exit(advice(packages))


def _install(packages: list, sets: list) -> bool:
    """Install `packages` if this is root on Debian or Ubuntu; return whether all of `sets` is there now."""
    import shutil
    import subprocess

    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        return False
    print("Descent Lab: installing " + " ".join(packages), file=sys.stderr, flush=True)
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    quiet = ["-qq", "-o", "DPkg::Lock::Timeout=120"]
    for command in (["update"], ["install", "-y", "--no-install-recommends"] + packages):
        # Standard output belongs to the app. A failed update may still leave lists that are good enough.
        line = [apt] + quiet + command
        subprocess.call(line, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=environment)
    return not missing(sets)
