"""What may a disk hold after the power has gone?

`Disk` notes what a writer asks of the system: bytes to files, names to folders, and when it asked
for them to be safe. From the notes it tells every folder that a crash may leave behind. Bytes that
were not flushed may be there, or half of them, or as zeros, or not at all; changes of names that
were not flushed may each be there or not, in any order. What the notes leave out shows at once:
`check` compares them with the real folder.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import pytest

Folder = dict[str, bytes]
_NAMES_AT_ONCE = 10  # 2 to this power are tried


@dataclass
class _Inode:
    """One file: what is safe, and what was written since."""

    safe: bytes = b""
    now: bytes = b""

    def after(self) -> list[bytes]:
        """What it may hold after a crash."""
        if self.now == self.safe:
            return [self.now]
        half = self.now[: len(self.now) // 2]
        torn = half + bytes(len(self.now) - len(half))
        return list(dict.fromkeys([self.now, self.safe, half, torn, bytes(len(self.now))]))


@dataclass
class Disk:
    """The notes about one folder."""

    root: Path
    names: dict[str, _Inode] = field(default_factory=dict)  # as the safe folder has them
    changes: list[dict[str, _Inode | None]] = field(default_factory=list)  # since then
    files: dict[int, _Inode | None] = field(default_factory=dict)  # descriptors; None: the folder
    writes_at_most: int = 1 << 30  # a short write, when smaller than what is asked for

    # ---------------------------------------------------------------------- what it watches

    @contextmanager
    def watching(self, after: Callable[[], None]) -> Iterator[None]:
        """Note every call of the system on the folder; `after` runs after each."""
        with pytest.MonkeyPatch.context() as patch:
            for name in ("open", "write", "fsync", "close", "unlink", "link"):
                patch.setattr(os, name, self._noted(getattr(self, f"_{name}"), name, after))
            for name in ("replace", "rename"):
                patch.setattr(os, name, self._noted(self._rename, name, after))
            yield

    def _noted(self, note: Callable[..., Any], name: str, after: Callable[[], None]) -> Any:
        real = getattr(os, name)

        def call(*args: Any, **more: Any) -> Any:
            if name == "write":
                args = (args[0], bytes(args[1])[: self.writes_at_most])
            result = real(*args, **more)
            if note(result, *args):
                after()
            return result

        return call

    def _mine(self, path: Any) -> str | None:
        path = Path(path)
        return path.name if path.parent == self.root and path.name != ".lock" else None

    def _open(self, file: int, path: Any, flags: int, mode: int = 0) -> bool:
        if Path(path) == self.root:
            self.files[file] = None
        elif name := self._mine(path):
            inode = self._now().get(name)
            if inode is None:
                inode = _Inode()
                self.changes.append({name: inode})
            self.files[file] = inode
            if flags & os.O_TRUNC and inode.now:
                inode.now = b""
            return True
        return False

    def _write(self, done: int, file: int, data: Any) -> bool:
        if inode := self.files.get(file):
            inode.now += bytes(data)[:done]
            return True
        return False

    def _fsync(self, _: None, file: int) -> bool:
        if file not in self.files:
            return False
        inode = self.files[file]
        if inode is None:
            self.names, self.changes = self._now(), []
        else:
            inode.safe = inode.now
        return True

    def _close(self, _: None, file: int) -> bool:
        self.files.pop(file, None)
        return False

    def _unlink(self, _: None, path: Any) -> bool:
        if name := self._mine(path):
            self.changes.append({name: None})
        return bool(name)

    def _link(self, _: None, old: Any, new: Any) -> bool:
        if name := self._mine(new):
            self.changes.append({name: self._now()[Path(old).name]})
        return bool(name)

    def _rename(self, _: None, old: Any, new: Any) -> bool:
        if name := self._mine(new):
            self.changes.append({name: self._now()[Path(old).name], Path(old).name: None})
        return bool(name)

    def _now(self, keep: Any = None) -> dict[str, _Inode]:
        """The names with all changes, or with those that `keep` has a true value for."""
        names: dict[str, _Inode | None] = dict(self.names)
        for number, change in enumerate(self.changes):
            if keep is None or keep[number]:
                names |= change
        return {name: inode for name, inode in names.items() if inode is not None}

    # ---------------------------------------------------------------------- what it tells

    def check(self) -> None:
        """The notes and the real folder must say the same."""
        real = {path.name: path.read_bytes() for path in self.root.iterdir()}
        real.pop(".lock", None)
        assert {name: inode.now for name, inode in self._now().items()} == real

    def after_crash(self) -> Iterator[Folder]:
        """Every folder that a crash at this moment may leave."""
        assert len(self.changes) <= _NAMES_AT_ONCE
        seen = set()
        for keep in product((True, False), repeat=len(self.changes)):
            names = self._now(keep)
            inodes = list({id(inode): inode for inode in names.values()}.values())
            for held in product(*(inode.after() for inode in inodes)):
                by_inode = {id(inode): data for inode, data in zip(inodes, held, strict=True)}
                folder = {name: by_inode[id(inode)] for name, inode in names.items()}
                key = tuple(sorted(folder.items()))
                if key not in seen:
                    seen.add(key)
                    yield folder
