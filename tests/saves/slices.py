"""Which part of a big number of trials is tried today?

Tests marked `long` draw another part each day, so that their numbers add up over the nights.
MACHINETIME_SLICE=n chooses a part by its number, to try again what failed; a test that fails names
it.
"""

from __future__ import annotations

import os
import time

SLICE = "MACHINETIME_SLICE"


def slice_of_today() -> int:
    """The number of today's part: days since 1970, or what the environment says."""
    return int(os.environ.get(SLICE) or time.time() // 86_400)
