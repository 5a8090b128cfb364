"""Where exactly does each text of a file begin and end?

Counts characters of the file, for whoever wants to change a few of them and leave the rest alone.
Works on files that can be parsed; what the texts mean is not looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from game.content.document import Path

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Span:
    """One key or one value that is a text: from where to where, and how it is quoted."""

    start: int
    end: int
    style: str  # "" plain, ' or " quoted, > or | a block
    value: str
    is_flow: bool  # inside {…} or […]


@dataclass(frozen=True)
class Spans:
    """Every text of a file, by its path."""

    keys: dict[Path, Span]
    values: dict[Path, Span]


def spans(text: str) -> Spans | None:
    """The spans of a file without byte-order mark, or None where it cannot be parsed."""
    found = Spans({}, {})
    loader = _LOADER(text)
    try:
        for event in iter(loader.get_event, None):
            if isinstance(event, yaml.DocumentStartEvent):
                _node(loader, loader.get_event(), (), found, False)
            if isinstance(event, yaml.StreamEndEvent):
                break
    except yaml.YAMLError:
        return None
    finally:
        loader.dispose()
    return found


def _node(loader: Any, event: Any, path: Path, found: Spans, is_flow: bool) -> None:
    if isinstance(event, yaml.ScalarEvent):
        found.values[path] = _span(event, is_flow)
    elif isinstance(event, yaml.SequenceStartEvent):
        inside = is_flow or bool(event.flow_style)
        position = 0
        while not isinstance(event := loader.get_event(), yaml.SequenceEndEvent):
            _node(loader, event, (*path, position), found, inside)
            position += 1
    elif isinstance(event, yaml.MappingStartEvent):
        inside = is_flow or bool(event.flow_style)
        while not isinstance(event := loader.get_event(), yaml.MappingEndEvent):
            inner = (*path, str(getattr(event, "value", "?")))
            if isinstance(event, yaml.ScalarEvent):
                found.keys.setdefault(inner, _span(event, inside))
            else:
                _node(loader, event, (*path, "?"), Spans({}, {}), inside)
            _node(loader, loader.get_event(), inner, found, inside)


def _span(event: Any, is_flow: bool) -> Span:
    start, end = event.start_mark.index, event.end_mark.index
    return Span(start, end, event.style or "", event.value, is_flow)
