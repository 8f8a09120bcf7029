"""What the bundle starts; PyInstaller wants a file outside the package."""

import sys

from app.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
