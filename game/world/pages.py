"""Where does the memory of a large array come from?

From pages of its own, asked of the system and given back to it: what many worlds leave untouched
costs nothing, and a batch that is over leaves nothing behind.
"""

from __future__ import annotations

import mmap


def pages(size: int) -> mmap.mmap:
    """So many bytes of zeros; a copy of this process has its own of them."""
    if not hasattr(mmap, "MAP_PRIVATE"):  # where no process is copied
        return mmap.mmap(-1, size)
    return mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
