"""`python -m game` is the command `machinetime`."""

from __future__ import annotations

import sys

from game.faces.cli import main

if __name__ == "__main__":
    sys.exit(main())
