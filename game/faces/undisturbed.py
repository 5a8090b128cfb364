"""When may Python look for rubbish?

Its collector goes through everything that was made each time much is made, and a start makes what
will stay: the modules, the rules, the first table. So it waits for the first screen, and from then
on passes over what is there.
"""

from __future__ import annotations

import gc


def begin() -> None:
    """Let the collector rest until `end`."""
    gc.disable()


def end() -> None:
    """Wake it, and spare it what has been made so far; does nothing the second time."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
