"""What are the bytes of a save, and how are they read without trusting them?

One header line of JSON, readable alone, then a body (JSON, zlib); the header has the checksum of
both. What the body means is `save_body.py`; how the bytes reach the disk is `save_file.py`.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from game.errors import SaveError
from game.later import later
from game.session import migrations, strict_json

if TYPE_CHECKING:
    from game.session import save_text
else:  # for bodies alone
    save_text = later("game.session.save_text")

MAGIC = "machinetime-save"
FORMAT = migrations.FORMAT
HEADER_CAP = 64 << 10
# A game of 41 quarters has 0.6 MB of text, and the longest scenario may have 200: thrice that, for
# what mods add. To read so much of the worst text takes seconds and half a gigabyte.
TEXT_CAP = 8 << 20
FILE_CAP = TEXT_CAP + (1 << 20)
LEVEL = 1  # of compression: the third takes twice the time for a twentieth less
_ZLIB_HEADER, _ZLIB_END = b"\x78\x01", b"\x03\x00"  # the end is an empty block, the last one

MESSAGES = {
    "missing": "there is no such save",
    "unreadable": "the save cannot be read ({why})",
    "too_big": "the file is too big to be a save",
    "not_a_save": "this file is not a Machine Time save",
    "newer": "this file was written by a newer version of the game (format {format})",
    "damaged": "the save is damaged ({why})",
    "set_aside": "damaged, moved aside when it was opened",
    "unwritable": "the save could not be written ({why})",
    "rules": "the save was made with other rules ({why})",
    "mods": "this save cannot be opened without the mods {mods}: its seat or its scenario comes "
    "from them. Put them back among your mods and load it again; the file was left as it is",
    "held": "this game is open in another window, which saves it; here it is not saved. "
    "Save it under another name to keep it as a game of its own",
    "held_name": "“{name}” belongs to the game that is open in another window. Take another name",
    "others_name": "“{name}” is a save of another game, and was left as it is; “{free}” is free",
    "latest_name": "“{name}” is what the newest save may be called; take another name",
    "taken": "there is already a file called {name}; nothing was written over it",
    "bad_name": "no file may be called {name} on every system; take another name",
}


class BadSave(SaveError):
    """A save that cannot be read or written; `key` and `values` let a face say it in its words."""

    def __init__(self, key: str, where: str, hint: str = "", **values: object) -> None:
        super().__init__(MESSAGES[key].format(**values), where, hint)
        self.key = key
        self.values = values
        self.hints: tuple[tuple[str, dict[str, object]], ...] = ()  # (key of a word, its values)


@dataclass(frozen=True)
class SaveFile:
    """A save as read: its header, and the body as `save_text.py` reads it."""

    header: dict[str, Any]
    read: Any
    text: bytes = b""

    @cached_property
    def body(self) -> Any:
        """The body in plain lists and mappings."""
        return strict_json.parse(self.text) if self.text else self.read


def encode(header: dict[str, Any], body: Any, *, compress: bool = True) -> bytes:
    """The bytes of a save; sizes and checksum are added to the header.

    Raises BadSave for a body that would be too big to be read again.
    """
    text = strict_json.dump(body)
    if len(text) > TEXT_CAP:
        raise BadSave("too_big", "")
    stored = _deflated(text) if compress else text
    full = {
        "magic": MAGIC,
        "format": FORMAT,
        **header,
        "encoding": "zlib" if compress else "json",
        "body_bytes": len(stored),
        "text_bytes": len(text),
    }
    return strict_json.dump(full | {"checksum": _checksum(full, stored)}) + b"\n" + stored


_packed: dict[tuple[bytes, bytes], bytes] = {}  # the lasting pieces of the save before


def _deflated(text: bytes) -> bytes:
    """A text as a zlib stream; pieces that last are packed once, for this save and the next ones.

    Each piece ends on a whole byte, and a lasting one looks back no further than on the lasting
    one before it. So what comes out is the same whether a piece was packed before or not.
    """
    global _packed  # the pieces of one playthrough, replaced as a whole
    if not isinstance(text, strict_json.Written) or not text.pieces:
        return zlib.compress(text, LEVEL)
    packed, kept, last = [_ZLIB_HEADER], {}, b""
    for piece in text.pieces:
        key = last, piece.text
        found = _packed.get(key) if piece.lasting else None
        packed.append(found or _deflated_piece(piece.text, last if piece.lasting else b""))
        last = piece.text if piece.lasting else b""
        if piece.lasting:
            kept[key] = packed[-1]
    _packed = kept
    return b"".join([*packed, _ZLIB_END, zlib.adler32(text).to_bytes(4, "big")])


def _deflated_piece(text: bytes, before: bytes) -> bytes:
    """A piece of a raw stream, on the ground of the one before it."""
    raw = -zlib.MAX_WBITS
    if before:
        engine = zlib.compressobj(LEVEL, zlib.DEFLATED, raw, zdict=before)
    else:
        engine = zlib.compressobj(LEVEL, zlib.DEFLATED, raw)
    return engine.compress(text) + engine.flush(zlib.Z_SYNC_FLUSH)


def decode(data: bytes, where: str = "") -> SaveFile:
    """The save that some bytes hold; `where` names them in a BadSave."""
    header, line = header_of(data, where)
    stored = data[len(line) + 1 :]
    _check_sums(header, line, stored, where)
    text = _inflate(header, stored, where)
    read = save_text.read if header["format"] == FORMAT else strict_json.parse
    try:
        return SaveFile(header, read(text), text)
    except strict_json.NotStrict as error:
        raise BadSave("damaged", where, why=str(error)) from None


def header_of(data: bytes, where: str) -> tuple[dict[str, Any], bytes]:
    """The parsed header line and its bytes; a newer format is refused before anything else."""
    line, newline, _ = data[: HEADER_CAP + 1].partition(b"\n")
    try:
        header = strict_json.parse(line)
    except strict_json.NotStrict:
        raise BadSave("not_a_save", where) from None
    if not newline or not isinstance(header, dict) or header.get("magic") != MAGIC:
        raise BadSave("not_a_save", where)
    version = header.get("format")
    if type(version) is not int or version < 1:
        raise BadSave("damaged", where, why="no format")
    if version > FORMAT:
        raise BadSave("newer", where, format=version)
    return header, line


def _check_sums(header: dict[str, Any], line: bytes, stored: bytes, where: str) -> None:
    """Refuse any byte that differs from what was written, in the header too."""
    unsigned = {key: value for key, value in header.items() if key != "checksum"}
    try:
        same_text = strict_json.dump(unsigned | {"checksum": header.get("checksum")}) == line
    except ValueError:
        same_text = False
    if not same_text or header.get("checksum") != _checksum(unsigned, stored):
        raise BadSave("damaged", where, why="its checksum does not match")
    if header.get("body_bytes") != len(stored):
        raise BadSave("damaged", where, why="its size does not match")


def _inflate(header: dict[str, Any], stored: bytes, where: str) -> bytes:
    """The text of the body, never more than the header and the cap allow."""
    size = header.get("text_bytes")
    if type(size) is not int or not 0 <= size <= TEXT_CAP:
        raise BadSave("too_big", where)
    if header.get("encoding") == "json":
        text, whole = stored, True
    elif header.get("encoding") == "zlib":
        engine = zlib.decompressobj()
        try:
            text = engine.decompress(stored, size + 1)
        except zlib.error:
            raise BadSave("damaged", where, why="its body cannot be unpacked") from None
        whole = engine.eof and not engine.unused_data
    else:
        raise BadSave("damaged", where, why="no encoding")
    if not whole or len(text) != size:
        raise BadSave("damaged", where, why="its size does not match")
    return text


def _checksum(header: dict[str, Any], stored: bytes) -> str:
    digest = hashlib.sha256(strict_json.dump(header))
    digest.update(b"\n")
    digest.update(stored)
    return digest.hexdigest()
