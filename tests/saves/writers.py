"""Writes saves for `test_two_writers.py`. A script: writers.py PATH COUNT WHO.

Two of them share one save and one folder, each with saves of its own besides; a third only reads.
Whatever goes wrong ends in a traceback and a return code.
"""

from __future__ import annotations

import sys
from pathlib import Path

from game.errors import SaveError
from game.session import autosaves, save_file


def write(path: Path, count: int, who: str) -> None:
    """Save so many times over the shared save, now and then over one's own, and read it back."""
    own = path.with_name(f"{who}.save")
    for number in range(count):
        body = {"who": who, "number": number, "x": [number] * 50}
        save_file.write_save(path, {"who": who, "number": number}, body)
        if number % 25 == 0:
            save_file.write_save(own, {"number": number}, body)
            assert save_file.read_save(own).body["number"] == number
            save_file.sweep(path.parent)
            for entry in autosaves.list_saves(path.parent):
                assert entry.header is not None, entry.problem


def read(path: Path) -> None:
    """Read the shared save and its backups until standard input ends; print how often."""
    import select

    last: dict[str, int] = {}
    count = 0
    while not select.select([sys.stdin], [], [], 0.005)[0]:
        try:
            save = save_file.read_save(path)
        except SaveError as error:
            assert not count and str(error).startswith("there is no such save"), error
            continue
        who, number = save.body["who"], save.body["number"]
        assert save.header["who"] == who and save.header["number"] == number
        assert number >= last.get(who, -1), "an older save came back"
        last[who] = number
        count += 1
        save_file.good_backups(path)
    print(count)


if __name__ == "__main__":
    if sys.argv[3] == "reader":
        read(Path(sys.argv[1]))
    else:
        write(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
