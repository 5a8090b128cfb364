"""Saves that somebody wrote to do harm, each with the report that must come of it.

`FILES` are whole files; what stands in them is unpacked by `save_file.py`. `BODIES` are changes to
the save of a real game, with a right checksum; a report that is None says that such a save opens,
and must then be played without a fault. A report is the beginning of what is said, since the words
of Python differ from version to version.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from typing import Any

from game.session import save_bytes, strict_json

DAMAGED = "the save is damaged ("
NOT_A_SAVE = "this file is not a Machine Time save"
TOO_BIG = "the file is too big to be a save"
SIZE = DAMAGED + "its size does not match)"
DEEP = DAMAGED + "nested deeper than 32)"
NUMBER = DAMAGED + "a number out of all measure)"
TWICE = DAMAGED + "a key given twice)"
ESCAPE = DAMAGED + "an escape that the game does not write)"
KIND = DAMAGED + "a part of it is missing or of another kind)"
CONTROL = DAMAGED + "a control character)"


def forged(body: bytes, stored: bytes | None = None, **header: object) -> bytes:
    """A save with a right checksum and a body of one's choice."""
    stored = zlib.compress(body) if stored is None else stored
    full: dict[str, Any] = {"magic": save_bytes.MAGIC, "format": 1, "encoding": "zlib"}
    full |= {"body_bytes": len(stored), "text_bytes": len(body)} | header
    full["checksum"] = save_bytes._checksum(full, stored)
    return strict_json.dump(full) + b"\n" + stored


def headed(line: bytes) -> bytes:
    """A file with a first line of one's choice."""
    return line + b"\n" + zlib.compress(b"{}")


def bomb(megabytes: int) -> bytes:
    """So many megabytes of blanks, packed."""
    engine = zlib.compressobj(1)
    blanks = b" " * (1 << 20)
    return b"".join(engine.compress(blanks) for _ in range(megabytes)) + engine.flush()


def _line(**header: object) -> bytes:
    full = {"magic": save_bytes.MAGIC, "format": 1, "encoding": "zlib", **header}
    return json.dumps(full, separators=(",", ":")).encode()


_EMPTY = zlib.compress(b"{}")

FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    # bodies that are too much
    "a bomb of 200 MB that says so": (
        lambda: forged(b"", bomb(200), text_bytes=200 << 20),
        TOO_BIG,
    ),
    "a bomb of 200 MB that says it is small": (lambda: forged(b"", bomb(200), text_bytes=9), SIZE),
    "a bomb of 200 MB at the limit": (
        lambda: forged(b"", bomb(200), text_bytes=save_bytes.TEXT_CAP),
        SIZE,
    ),
    "a bomb in a bomb": (lambda: forged(b"", zlib.compress(bomb(200)), text_bytes=2), SIZE),
    "fifty megabytes of small lists": (
        lambda: forged(b"[" + b"[[[[[[[[]]]]]]]]," * (3 << 20) + b"[]]"),
        TOO_BIG,
    ),
    "lists 200,000 deep": (lambda: forged(b"[" * 200_000 + b"]" * 200_000), DEEP),
    "lists 200,000 deep and open": (lambda: forged(b"[" * 200_000), DEEP),
    "mappings 200,000 deep": (lambda: forged(b'{"a":' * 200_000 + b"1" + b"}" * 200_000), DEEP),
    "lists and mappings 33 deep": (lambda: forged(b'[{"a":' * 17 + b"1" + b"}]" * 17), DEEP),
    "depth behind a text with brackets": (
        lambda: forged(b'["]]]]]]]]]]]]]]]]]]]]]]",' + b"[" * 40 + b"]" * 41),
        DEEP,
    ),
    "depth behind a text with quotes": (
        lambda: forged(rb'["\\\"",' + b"[" * 40 + b"]" * 41),
        DEEP,
    ),
    "a closing bracket too many": (lambda: forged(b"{}]"), DAMAGED + "Extra data"),
    "brackets that cross": (lambda: forged(b"[{]}"), DAMAGED + "Expecting property name"),
    # numbers
    "NaN": (lambda: forged(b'{"a":NaN}'), DAMAGED + "the number NaN)"),
    "infinity": (lambda: forged(b'{"a":Infinity}'), DAMAGED + "the number Infinity)"),
    "less than infinity": (lambda: forged(b'{"a":-Infinity}'), DAMAGED + "the number -Infinity)"),
    "1e999": (lambda: forged(b'{"a":1e999}'), NUMBER),
    "-1E+999": (lambda: forged(b'{"a":-1E+999}'), NUMBER),
    "1e-99999": (lambda: forged(b'{"a":1e-99999}'), NUMBER),
    "a number of 5,000 digits": (lambda: forged(b'{"a":' + b"9" * 5000 + b"}"), NUMBER),
    "a fraction of 5,000 digits": (lambda: forged(b'{"a":0.' + b"1" * 5000 + b"}"), NUMBER),
    "a number with a leading zero": (lambda: forged(b'{"a":007}'), DAMAGED + "Expecting ','"),
    "a number in hexadecimal": (lambda: forged(b'{"a":0x10}'), DAMAGED + "Expecting ','"),
    "a number with a plus": (lambda: forged(b'{"a":+1}'), DAMAGED + "Expecting value"),
    # keys
    "a key twice": (lambda: forged(b'{"a":1,"a":2}'), TWICE),
    "a key twice, far inside": (lambda: forged(b'{"s":[[{"a":1,"b":2,"a":3}]]}'), TWICE),
    "a key that is a number": (lambda: forged(b"{1:2}"), DAMAGED + "Expecting property name"),
    "a key without quotes": (lambda: forged(b"{a:2}"), DAMAGED + "Expecting property name"),
    # texts
    "a lone surrogate, escaped": (lambda: forged(rb'{"a":"\ud800"}'), ESCAPE),
    "a lone surrogate in UTF-8": (lambda: forged(b'{"a":"\xed\xa0\x80"}'), DAMAGED + "not UTF-8)"),
    "an escaped escape": (lambda: forged(rb'{"a":"\\\u001b[2J"}'), ESCAPE),
    "a bell": (lambda: forged(rb'{"a":"\b"}'), ESCAPE),
    "a form feed": (lambda: forged(rb'{"a":"\f"}'), ESCAPE),
    "a return without a line": (lambda: forged(rb'{"a":"\r"}'), ESCAPE),
    "an unknown escape": (lambda: forged(rb'{"a":"\x1b"}'), DAMAGED + "Invalid \\escape"),
    "delete": (lambda: forged(b'{"a":"\x7f"}'), CONTROL),
    "a control sequence of eight bits": (lambda: forged(b'{"a":"\xc2\x9b2J"}'), CONTROL),
    "a raw escape": (lambda: forged(b'{"a":"\x1b[2J"}'), DAMAGED + "Invalid control character"),
    "a raw line end": (lambda: forged(b'{"a":"\n"}'), DAMAGED + "Invalid control character"),
    "a raw zero": (lambda: forged(b'{"a":"\0"}'), DAMAGED + "Invalid control character"),
    "a text without end": (lambda: forged(b'{"a":"b'), DAMAGED + "Unterminated string"),
    "a backslash at the end": (lambda: forged(b'{"a":"b\\'), DAMAGED + "Unterminated string"),
    # other encodings and formats
    "Latin letters": (lambda: forged('{"a":"é"}'.encode("latin-1")), DAMAGED + "not UTF-8)"),
    "UTF-16": (lambda: forged('{"a":1}'.encode("utf-16")), DAMAGED + "not UTF-8)"),
    "UTF-16 without a mark": (lambda: forged('{"a":1}'.encode("utf-16-le")), DAMAGED + "Expecting"),
    "a byte-order mark": (lambda: forged(b"\xef\xbb\xbf{}"), DAMAGED + "Unexpected UTF-8 BOM"),
    "UTF-8 too long": (lambda: forged(b'{"a":"\xc0\xaf"}'), DAMAGED + "not UTF-8)"),
    "nothing": (lambda: forged(b""), DAMAGED + "Expecting value"),
    "blanks": (lambda: forged(b" \n\t "), DAMAGED + "Expecting value"),
    "a pickle": (lambda: forged(b"cos\nsystem\n(S'true'\ntR."), DAMAGED + "Expecting value"),
    "YAML": (lambda: forged(b"a: 1\nb: [2]"), DAMAGED + "Expecting value"),
    "a comment": (lambda: forged(b"{} // more"), DAMAGED + "Extra data"),
    "two values": (lambda: forged(b"{}{}"), DAMAGED + "Extra data"),
    # packings
    "bytes after the packing": (lambda: forged(b"{}", _EMPTY + b"more"), SIZE),
    "half a packing": (lambda: forged(b"{}", zlib.compress(b"{}" + b" " * 99)[:9]), SIZE),
    "gzip for zlib": (
        lambda: forged(b"{}", zlib.compress(b"{}", wbits=31)),
        DAMAGED + "its body cannot be unpacked)",
    ),
    "a dictionary that nobody has": (
        lambda: forged(b"{}", b"\x78\xbb\x00\x00\x00\x01" + b"\x03\x00"),
        DAMAGED + "its body cannot be unpacked)",
    ),
    "no encoding": (lambda: forged(b"{}", encoding=None), DAMAGED + "no encoding)"),
    "an unknown encoding": (lambda: forged(b"{}", encoding="zstd"), DAMAGED + "no encoding)"),
    "plain for packed": (
        lambda: forged(b"{}", b"{}"),
        DAMAGED + "its body cannot be unpacked)",
    ),
    # sizes
    "a size below zero": (lambda: forged(b"{}", text_bytes=-1), TOO_BIG),
    "a size that is a text": (lambda: forged(b"{}", text_bytes="2"), TOO_BIG),
    "a size that is true": (lambda: forged(b"{}", text_bytes=True), TOO_BIG),
    "a size with a fraction": (lambda: forged(b"{}", text_bytes=2.0), TOO_BIG),
    "a size beyond 64 bits": (lambda: forged(b"{}", text_bytes=1 << 70), TOO_BIG),
    "another size than the body has": (lambda: forged(b"{}", text_bytes=3), SIZE),
    "another size than the packing has": (lambda: forged(b"{}", body_bytes=3), SIZE),
    "no sizes": (lambda: forged(b"{}", body_bytes=None), SIZE),
    # headers
    "nothing at all": (lambda: b"", NOT_A_SAVE),
    "one line end": (lambda: b"\n", NOT_A_SAVE),
    "a header without an end": (lambda: _line(), NOT_A_SAVE),
    "a header that is too long": (
        lambda: headed(_line(title="x" * save_bytes.HEADER_CAP)),
        NOT_A_SAVE,
    ),
    "a header of 8 MB": (lambda: b'{"magic":"' + b"x" * (8 << 20) + b'"}\n', NOT_A_SAVE),
    "a header 200,000 deep": (lambda: headed(b"[" * 60_000), NOT_A_SAVE),
    "a header that is a list": (lambda: headed(b'["machinetime-save",1]'), NOT_A_SAVE),
    "a header with a key twice": (lambda: headed(_line()[:-1] + b',"format":2}'), NOT_A_SAVE),
    "a header in UTF-16": (lambda: headed(_line().decode().encode("utf-16")), NOT_A_SAVE),
    "another magic": (lambda: headed(_line(magic="machinetime-mod")), NOT_A_SAVE),
    "a magic that is a list": (lambda: headed(_line(magic=["machinetime-save"])), NOT_A_SAVE),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), NOT_A_SAVE),
    "a program": (lambda: b"#!/bin/sh\nrm -rf .\n", NOT_A_SAVE),
    "no format": (lambda: headed(_line(format=None)), DAMAGED + "no format)"),
    "format 0": (lambda: headed(_line(format=0)), DAMAGED + "no format)"),
    "a format below zero": (lambda: headed(_line(format=-3)), DAMAGED + "no format)"),
    "a format that is true": (lambda: headed(_line(format=True)), DAMAGED + "no format)"),
    "format 1.5": (lambda: headed(_line(format=1.5)), DAMAGED + "no format)"),
    "a format of the future": (
        lambda: headed(_line(format=99_999)),
        "this file was written by a newer version of the game (format 99999)",
    ),
    "no checksum": (lambda: headed(_line()), DAMAGED + "its checksum does not match)"),
    "a checksum that is a list": (
        lambda: headed(_line(checksum=[])),
        DAMAGED + "its checksum does not match)",
    ),
    "a header with blanks": (
        lambda: forged(b"{}").replace(b":", b": ", 1),
        DAMAGED + "its checksum does not match)",
    ),
}


# --------------------------------------------------------------------------------- bodies

Header = dict[str, Any]
Body = dict[str, Any]


def put(*path: str | int, to: Any) -> Callable[[Header, Body], None]:
    """The change that puts a value at a place of the body."""

    def change(header: Header, body: Body) -> None:
        place: Any = body
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to

    return change


def head(**more: Any) -> Callable[[Header, Body], None]:
    """The change that gives the header other values."""
    return lambda header, body: header.update(more)


def without(key: str) -> Callable[[Header, Body], None]:
    """The change that takes a part of the body away."""

    def change(header: Header, body: Body) -> None:
        del body[key]

    return change


def _every_figure(value: Any) -> Callable[[Header, Body], None]:
    def change(header: Header, body: Body) -> None:
        for page in body["pages"]:
            page["to"] = [value for _ in page["to"]]

    return change


def _news(*items: Any) -> Callable[[Header, Body], None]:
    return put("pages", 1, "news", to=list(items))


_LONG = "x" * 100_000
_TELL = {"en": ["a", "b"], "fr": ["a", "b"]}

BODIES: dict[str, tuple[Callable[[Header, Body], None], str | None]] = {
    # headers
    "no scenario": (head(scenario=None), DAMAGED + "no scenario)"),
    "a scenario that is a list": (head(scenario=["autumn_2022"]), DAMAGED + "no scenario)"),
    "a scenario of nobody": (head(scenario="../../etc/passwd"), "the save was made with other"),
    "a seat of nobody": (head(seat="atlantis"), "the save was made with other rules"),
    "a seat that clears the screen": (head(seat="china\n\x1b[2J"), NOT_A_SAVE),
    "a seed that is a text": (head(seed="4"), DAMAGED + "no seed)"),
    "a seed below zero": (head(seed=-1), "the save was made with other rules (no seed -1)"),
    "a seed beyond 63 bits": (head(seed=1 << 64), "the save was made with other rules (no seed"),
    "a seed that is true": (head(seed=True), DAMAGED + "no seed)"),
    "a difficulty of nobody": (head(difficulty="god"), "the save was made with other rules"),
    "the hash of another state": (head(hash="0" * 64), DAMAGED + "its state is not the one"),
    "a hash that is a list": (head(hash=[]), DAMAGED + "its state is not the one it names)"),
    "a language of nobody": (head(language="../fr"), None),
    "mods that are a text": (head(mods="many"), None),
    "mods that are numbers": (head(mods=[1, 2, None]), None),
    "a title of another kind": (head(title={"a": 1}, saved_at=7, turn="x", quarter=[]), None),
    # parts
    "a list for a body": (lambda header, body: body.clear(), KIND),
    "no state": (put("state", to=None), DAMAGED + "a mapping was expected)"),
    "no world before": (put("before", to=[]), DAMAGED + "a mapping was expected)"),
    "no pages": (put("pages", to=[]), DAMAGED + "the pages do not end at the turn"),
    "pages that are a mapping": (put("pages", to={"a": 1}), KIND),
    "no figures": (put("figures", to=None), DAMAGED + "a list was expected)"),
    "figures that are numbers": (put("figures", 0, to=7), DAMAGED + "a text was expected)"),
    "axes that are texts": (put("axes", "actor", to="usa"), DAMAGED + "a list was expected)"),
    "an axis with numbers": (put("axes", "actor", 0, to=1), DAMAGED + "a text was expected)"),
    "storylets that are a list": (put("axes", "storylet", to=["a"]), DAMAGED + "a mapping was"),
    "choices that are a text": (put("axes", "storylet", to={"a": "b"}), DAMAGED + "a list was"),
    "choices that are numbers": (put("axes", "storylet", to={"a": [1]}), DAMAGED + "a text was"),
    "a chair for one": (put("axes", "chair", to=["usa"]), DAMAGED + "the array scene_now does not"),
    "no chairs": (lambda header, body: body["axes"].pop("chair"), KIND),
    # the state
    "an array that is a text": (put("state", "cash_usd", to="much"), DAMAGED + "the array cash"),
    "an array that is a number": (put("state", "cash_usd", to=3), KIND),
    "an array of texts": (put("state", "cash_usd", 0, to="1"), DAMAGED + "the array cash_usd"),
    "an array of yes and no": (
        lambda header, body: body["state"].update(cash_usd=[True] * len(body["state"]["cash_usd"])),
        DAMAGED + "the array cash_usd does not hold numbers of its kind)",
    ),
    "an array with a hole": (put("state", "cash_usd", 0, to=None), DAMAGED + "the array cash_usd"),
    "an array with a list in it": (put("state", "cash_usd", 0, to=[1]), KIND),
    "an array too short": (put("state", "cash_usd", to=[1, 2]), KIND),
    "an array too deep": (put("state", "cash_usd", to=[[[[1]]]]), KIND),
    "a fraction of a dollar": (put("state", "cash_usd", 0, to=0.5), DAMAGED + "the array cash"),
    "more dollars than 64 bits": (put("state", "cash_usd", 0, to=10**20), DAMAGED + "the array"),
    "a scene out of its axis": (put("state", "scene_now", 0, 0, to=10**6), DAMAGED + "the array"),
    "a scene from the end": (put("state", "scene_now", 0, 0, to=-2), DAMAGED + "the array scene"),
    "an answer out of its axis": (put("state", "scene_answer", 0, 0, to=-7), DAMAGED + "the array"),
    "an ending out of its axis": (put("state", "outcome", 0, to=999), DAMAGED + "the array"),
    "a turn below zero": (put("state", "turn", to=-1), DAMAGED + "the array turn points"),
    "a turn of another time": (put("state", "turn", to=9), DAMAGED + "the pages do not end"),
    "a turn that is a list": (put("state", "turn", to=[3]), KIND),
    "an array that nobody knows": (put("state", "zzz", to=[1, "x", {}]), None),
    # the plan and the log
    "a plan of numbers": (put("plan", to=[[1, 2]]), DAMAGED + "a text was expected)"),
    "a plan of one": (put("plan", to=[["x"]]), KIND),
    "an order of nobody": (put("plan", to=[["order_of_nobody", 1.0]]), None),
    "records of another shape": (put("records", to=[["order", 1]]), KIND),
    "records of another kind": (put("records", to=[["wish", 1, "x", 1.0, 0]]), DAMAGED),
    "a record that is a text": (put("records", to=["order"]), DAMAGED),
    "a choice that was perhaps won": (
        put("records", to=[["choice", 1, 0, "a", "b", 1, True]]),
        DAMAGED + "a record of the wrong shape)",
    ),
    "records of orders of nobody": (put("records", to=[["order", 1, "nobody", 1.0, 5]]), None),
    "records of scenes of nobody": (
        put("records", to=[["choice", 1, 0, "nobody", "nothing", True, True]]),
        None,
    ),
    "a record of a fourth scene": (
        put("records", to=[["choice", 1, 3, "a", "b", True, True]]),
        DAMAGED + "a place outside its list)",
    ),
    "a record of a scene from the end": (
        put("records", to=[["choice", 1, -1, "a", "b", True, True]]),
        DAMAGED + "a place outside its list)",
    ),
    "a record of more than there is": (
        put("records", to=[["order", 1, "expand_smic", 1e99, 10**24]]),
        None,
    ),
    "a record of less than nothing": (
        put("records", to=[["order", 1, "expand_smic", -1e99, -(10**24)]]),
        None,
    ),
    "a plan of more than there is": (put("plan", to=[["expand_smic", 1e18]]), None),
    "a plan of less than nothing": (put("plan", to=[["expand_smic", -1e18]]), None),
    "a plan out of all measure": (put("plan", to=[["expand_smic", 1e99]]), DAMAGED + "a plan out"),
    "a plan with an order twice": (put("plan", to=[["expand_smic", 1e9]] * 2), None),
    "a plan of orders of another seat": (put("plan", to=[["close_density", 1.0]]), None),
    "a record of a time before all": (
        put("records", to=[["order", -5, "expand_smic", 1.0, 5]]),
        DAMAGED + "a record of a turn",
    ),
    "a record of another age": (
        put("records", to=[["order", 10**24, "expand_smic", 1.0, 5]]),
        DAMAGED + "a record of a turn",
    ),
    "a page with a text for its turn": (put("pages", 0, "turn", to="zero"), DAMAGED + "a whole"),
    "a page of another age": (put("pages", 0, "turn", to=10**20), DAMAGED + "the pages"),
    "pages in another order": (lambda header, body: body["pages"].reverse(), DAMAGED + "the pages"),
    "a page with few figures": (put("pages", 0, "to", to=[]), DAMAGED + "figures and their"),
    "a figure of nobody": (put("pages", 0, "moved", 0, to=9999), DAMAGED + "a place outside"),
    "a figure that is yes": (put("pages", 0, "to", 0, to=True), DAMAGED + "a list of numbers"),
    "figures out of all measure": (_every_figure(-1e99), None),
    "figures that are whole": (_every_figure(7), None),
    "news in one language": (_news(["x", {"en": ["a", "b"]}]), DAMAGED + "news in one language"),
    "news without a body": (_news(["x", {"en": ["a"], "fr": ["b"]}]), KIND),
    "news of nobody": (_news(["nobody", _TELL]), None),
    "news that are very long": (_news(["x", {"en": [_LONG, _LONG], "fr": [_LONG, _LONG]}]), None),
    "news with marks": (_news(["x", {"en": ["[red]{x}%s", "b"], "fr": ["[/]", "{"]}]), None),
    "news the wrong way round": (_news(["x", {"en": ["\u202ea", "b"], "fr": ["a", "b"]}]), None),
    # the reasons
    "causes that are a text": (put("reasons", "causes", to="none"), DAMAGED + "a list was"),
    "a promise of a cause of nobody": (
        put("reasons", "promises", to=[[0, 1, 2, 9999, 1.0]]),
        DAMAGED + "a place outside its list)",
    ),
    "a promise too short": (put("reasons", "promises", to=[[0, 1]]), KIND),
    "a promise out of all measure": (
        put("reasons", "promises", to=[[0, -(10**24), 10**24, 0, 1e30]]),
        None,
    ),
    "a pool of texts": (put("reasons", "pools", to={"a": {"b": "c"}}), DAMAGED + "a number was"),
    "reasons that do not add up": (put("pages", 1, "parts", to=[[0], [1], [0], [10**9]]), None),
    "more reasons than there are": (put("pages", 1, "parts", to=[[0], [5], [0], [1]]), DAMAGED),
    "reasons of texts": (put("closed", to={"tension": [["stage:x", "two"]]}), DAMAGED + "a whole"),
    "reasons that nobody can read": (put("closed", to={"tension": [["%:><@@", 2]]}), None),
    "reasons of nobody": (put("open", to={"nobody": [["stage:x", 1]]}), None),
}
