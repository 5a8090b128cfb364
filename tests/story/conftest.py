"""A table with a few lines of content on it: the base ruleset with storylets of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import yaml

from game.content import Ruleset
from game.content.models import KINDS

BLANK = {"en": "x", "fr": "x"}
Stage = Callable[..., Ruleset]


def _filled(kind: str, line: dict[str, Any]) -> dict[str, Any]:
    """A definition with what a test of pacing does not care about."""
    texts = {
        "storylets": ("place", "title", "text"),
        "news": ("headline", "body"),
        "endings": ("title", "epilogue"),
        "advisors": ("role", "mandate", "bias"),
        "orders": ("title", "text", "expects"),
    }[kind]
    filled = dict.fromkeys(texts, BLANK) | {"kind": "invented"} | line
    if kind == "orders":
        filled = {"family": "fabs", "seats": ["china"], "attention": 1} | filled
    if kind == "storylets":
        quiet = {"id": "quiet", "default": True}
        filled = {"size": "major", "seats": ["china"], "when": 1, "mood": "neutral"} | filled
        filled.setdefault("choices", [quiet, {"id": "other"}])
    return filled


@pytest.fixture
def stage(ruleset: Ruleset) -> Stage:
    """Put a few lines of YAML in place of a kind of content: stage(storylets="...", news="...")."""

    def put(**kinds: str) -> Ruleset:
        tables = {"storylets": "[]", **kinds}
        changed = {}
        for kind, text in tables.items():
            lines = [_filled(kind, line) for line in yaml.safe_load(text)]
            changed[kind] = {line["id"]: KINDS[kind].model_validate(line) for line in lines}
        empty: dict[str, Any] = {"_axes": {}, "_index": {}, "_numbers": {}}
        return replace(ruleset, **changed, **empty)

    return put
