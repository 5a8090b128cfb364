"""What does a content file say, and on which line?

Turns the text of one file into plain dicts, lists, strings and numbers, with the line and column
of every key and value. Accepts a strict subset of YAML, because the rest of YAML loses text
silently. Knows no kind of content: what the keys mean is checked elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import yaml

from game.content.document import FORBIDDEN, Document, Place, Plain, Spot

MAX_BYTES = 1_000_000
MAX_DEPTH = 32
MAX_INT = 10**18  # money and units are 64-bit integers
MAX_NUMBER = 1e30  # operations of a training run
KEPT = 1024  # files as they were read: whoever looks again after an edit finds the others done

# libyaml's parser is ten times faster; the one in Python understands the same files.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_DIGITS = r"(?:0|[1-9][0-9]*(?:_[0-9]+)*)"
_INT = re.compile(rf"[-+]?{_DIGITS}")
_FLOAT = re.compile(rf"[-+]?{_DIGITS}(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{{1,4}})?")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLS = {"true": True, "false": False}

_SYNTAX_HINTS = (
    (
        "mapping values are not allowed",
        "look for a text with a colon, which needs quotes, or for indentation that differs",
    ),
    ("could not find expected ':'", "a key needs a colon; a text on several lines needs quotes"),
    ("cannot start any token", "put quotes round a text that starts with this character"),
    ("did not find expected key", "look for indentation that differs or a quote closed too early"),
    ("expected <block end>", "look for indentation that differs or a quote closed too early"),
    ("did not find expected '-'", "the dashes of a list must stand in one column"),
    ("did not find expected ','", "a comma or a closing bracket is missing, or text needs quotes"),
    ("expected ','", "a comma or a closing bracket is missing, or text needs quotes"),
    ("unexpected end of stream", "a quote or a bracket is opened and never closed"),
    ("escape character", 'in double quotes a backslash is written "\\\\"'),
)


# Asked for at every event of every file: names of this module are found sooner.
_SCALAR, _MAPPING = yaml.ScalarEvent, yaml.MappingStartEvent
_MAPPING_END, _SEQUENCE_END = yaml.MappingEndEvent, yaml.SequenceEndEvent
_NOTHING: list[Place] = []  # what lies inside a scalar


class _Stop(Exception):
    """The rest of this file is not worth reading."""


_MISSING = object()


def read(raw: bytes, file: str) -> Document:
    """Read the bytes of a file into a Document; problems are noted in it, never raised.

    What a file says is shared between those who read it, and is not to be changed.
    """
    kept = _read(raw, file)
    return replace(kept, problems=list(kept.problems), broken=set(kept.broken))


@lru_cache(maxsize=KEPT)
def _read(raw: bytes, file: str) -> Document:
    """The same, once for the same bytes."""
    document = Document(file)
    text = _decode(raw, document)
    if text is None:
        return document
    document.lines = text.split("\n")
    if _refuse_characters(text, document):
        return document
    loader = _LOADER(text)
    try:
        _Builder(document, loader.get_event, "\\" in text).build()
    except _Stop:
        document.value = None
    except yaml.YAMLError as error:
        document.value = None
        _note_syntax(document, error)
    finally:
        loader.dispose()
    return document


def _decode(raw: bytes, document: Document) -> str | None:
    start = Spot(1, 1)
    if len(raw) > MAX_BYTES:
        size = f"the file holds {len(raw):,} bytes, and {MAX_BYTES:,} is the most"
        document.problem("E102", start, size, "split it into several files")
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        hint = "save it as UTF-8" + (", not UTF-16" if raw[:2] in _UTF16 else "")
        document.problem("E101", Spot(line, column), "this is not UTF-8", hint)
        return None
    document.has_mark = text.startswith("\ufeff")
    document.has_returns = "\r\n" in text
    text = text[1:] if document.has_mark else text
    return text.replace("\r\n", "\n") if document.has_returns else text


def _refuse_characters(text: str, document: Document) -> bool:
    for match in FORBIDDEN.finditer(text):
        spot = _place_of(text, match.start())
        message = f"the character U+{ord(match.group()):04X} is not allowed"
        document.problem("E103", spot, message, "delete it: it is invisible or misleads the eye")
        if len(document.problems) >= 20:
            break
    if document.problems:
        return True
    tab = text.find("\t")
    if tab >= 0:
        hint = "indent with spaces: a tab has no width of its own"
        document.problem("E104", _place_of(text, tab), "a tab", hint)
        return True
    return False


def _place_of(text: str, offset: int) -> Spot:
    return Spot(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def _note_syntax(document: Document, error: yaml.YAMLError) -> None:
    mark = getattr(error, "problem_mark", None)
    message = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    hint = next((words for start, words in _SYNTAX_HINTS if start in message), "")
    opened = getattr(error, "context_mark", None)
    if opened and "unexpected end of stream" in message:
        mark = opened
    spot = Spot(mark.line + 1, mark.column + 1) if mark else Spot(1, 1)
    if opened and opened.line + 1 != spot.line:
        hint += f" (it began on line {opened.line + 1})"
        if " #" in document.excerpt(opened.line + 1):
            hint += "; in a text without quotes, # begins a comment"
    document.problem("E104", spot, message, hint.strip())


class _Builder:
    """Walks the parser's events once and fills a document."""

    def __init__(self, document: Document, take: Callable[[], Any], has_escapes: bool) -> None:
        self.document = document
        self.take = take  # the next event
        self.has_escapes = has_escapes
        self.path: list[str | int] = []  # of the value that is being read

    def build(self) -> None:
        """Read the only document of the stream."""
        value: Any = _MISSING
        while (event := self.take()).__class__ is not yaml.StreamEndEvent:
            if isinstance(event, yaml.DocumentStartEvent):
                if value is not _MISSING:
                    self._problem("E112", event, "a second document starts here", "delete the ---")
                    raise _Stop
                value, self.document.place = self._node(self.take())
        if value is _MISSING:
            self.document.problem("E112", Spot(1, 1), "the file is empty", "delete it or fill it")
            raise _Stop
        self.document.value = value

    def _problem(self, code: str, event: Any, message: str, hint: str = "") -> None:
        mark = event.start_mark
        self.document.problem(code, Spot(mark.line + 1, mark.column + 1), message, hint)

    def _break(self) -> None:
        """What stands here is wrong: nobody is to complain about it again."""
        self.document.broken.add(tuple(self.path))

    def _node(self, event: Any) -> tuple[Any, Place]:
        """A value and where it stands."""
        kind = event.__class__
        if kind is _SCALAR:
            plain = not event.style
            if event.anchor is not None or event.tag is not None:
                self._refuse_marks(event)
            return self._scalar(event, plain), (event.start_mark, plain, _NOTHING)
        if kind is yaml.AliasEvent:
            self._problem("E105", event, f"the alias *{event.anchor}", "write the value out again")
            self._break()
            return _MISSING, (event.start_mark, False, _NOTHING)
        if event.anchor is not None or event.tag is not None:
            self._refuse_marks(event)
        if len(self.path) >= MAX_DEPTH:
            self._problem("E109", event, f"nested more than {MAX_DEPTH} deep", "flatten it")
            raise _Stop
        value, inside = self._mapping() if kind is _MAPPING else self._sequence()
        return value, (event.start_mark, False, inside)

    def _refuse_marks(self, event: Any) -> None:
        if event.anchor is not None:
            self._problem("E105", event, f"the anchor &{event.anchor}", "delete it")
            self._break()
        if event.tag is not None:
            self._problem("E106", event, f"the tag {event.tag}", "delete it, or quote the text")
            self._break()

    def _sequence(self) -> tuple[list[Any], list[Place]]:
        items: list[Any] = []
        places: list[Place] = []
        path, take = self.path, self.take
        path.append(0)
        while (event := take()).__class__ is not _SEQUENCE_END:
            path[-1] = len(items)
            value, place = self._node(event)
            items.append(None if value is _MISSING else value)
            places.append(place)
        path.pop()
        return items, places

    def _mapping(self) -> tuple[dict[str, Any], dict[str, tuple[Any, Place]]]:
        items: dict[str, Any] = {}
        places: dict[str, tuple[Any, Place]] = {}
        path, take = self.path, self.take
        while (event := take()).__class__ is not _MAPPING_END:
            if event.__class__ is not _SCALAR:
                self._problem("E114", event, "a key must be a word", "write key: value")
                raise _Stop
            key = self._allowed(event, event.value) if self.has_escapes else event.value
            path.append(key)
            if event.anchor is not None or event.tag is not None:
                self._refuse_marks(event)
            if key == "<<":
                self._problem("E107", event, "a merge key", "write the keys out")
                self._skip(take())
            elif key in items:
                hint = f"the first one is on line {places[key][0].line + 1}; keep one of them"
                self._problem("E108", event, f"the key '{key}' stands here twice", hint)
                self._skip(take())
            else:
                value, place = self._node(take())
                items[key] = None if value is _MISSING else value
                places[key] = event.start_mark, place
            path.pop()
        return items, places

    def _skip(self, event: Any) -> None:
        depth = 0
        while True:
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth == 0:
                return
            event = self.take()

    def _scalar(self, event: Any, plain: bool) -> Any:
        text: str = event.value
        if not plain:
            return self._allowed(event, text) if self.has_escapes else text
        if text in _NULLS:
            hint = "give it a value; a comma in a text without quotes also ends up here"
            self._problem("E110", event, "there is no value here", hint)
            self._break()
            return _MISSING
        if text in _BOOLS:
            return _BOOLS[text]
        if text[0] in "-+0123456789":
            return self._number(event)
        return Plain(text)

    def _allowed(self, event: Any, text: str) -> str:
        """The text without the characters that an escape sequence may have brought in."""
        found = FORBIDDEN.search(text) if event.style == '"' else None
        if not found:
            return text
        message = f"the text holds the character U+{ord(found.group()):04X}"
        self._problem("E103", event, message, "delete its escape sequence")
        self._break()
        return FORBIDDEN.sub("\ufffd", text)

    def _number(self, event: Any) -> Any:
        text: str = event.value
        value: float
        if len(text) <= 40 and _INT.fullmatch(text):
            value = int(text)
        elif len(text) <= 40 and _FLOAT.fullmatch(text):
            value = float(text)
        elif _INT.fullmatch(text):
            value = float("inf")
        else:
            return Plain(text)
        if abs(value) > (MAX_INT if isinstance(value, int) else MAX_NUMBER):
            hint = "1e18 is the most; with a point or an exponent, 1e30"
            self._problem("E115", event, "this number is too large", hint)
            self._break()
            return _MISSING
        return value
