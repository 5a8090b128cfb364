"""What in the content is allowed, and still probably a mistake?

Runs every family of `checks/` over content that has no errors. None of what they find stops the
game; how sure each of them is stands in the table of codes.
"""

from __future__ import annotations

from game.content.checks import (
    chains,
    choices,
    conditions,
    effects,
    files,
    gaps,
    halves,
    likeness,
    limits,
    links,
    promises,
    seasons,
    texts,
)
from game.content.checks.warner import Content
from game.content.definitions import BASE
from game.content.files import Reading
from game.content.models import KINDS, WORDS, Model
from game.content.models.words import Word
from game.content.ruleset import Ruleset
from game.content.schema import validate
from game.errors import Problem


def _right(reading: Reading) -> dict[str, dict[str, Model]]:
    """The definitions that fit their schema, whether or not what they name exists."""
    schemas: dict[str, type[Model]] = {**KINDS, WORDS: Word}
    checked = {
        kind: {id_: validate(each, schemas[kind])[0] for id_, each in table.items()}
        for kind, table in reading.table.items()
    }
    return {
        kind: {id_: model for id_, model in table.items() if model is not None}
        for kind, table in checked.items()
    }


def _words(reading: Reading) -> frozenset[str]:
    """The keys of the words of the base, also of those that a mod says otherwise."""
    pages = [each for each in reading.documents if each.file.startswith(f"{BASE}/{WORDS}")]
    return frozenset(key for each in pages if isinstance(each.value, dict) for key in each.value)


def lint(reading: Reading, ruleset: Ruleset | None) -> list[Problem]:
    """Every warning and note; without a ruleset what can be said of the files and their texts."""
    problems = files.check(reading.documents)
    if ruleset is None:
        problems += texts.check_texts(reading.table, _right(reading))
    else:
        content = Content(reading.table, ruleset, conditions.ranges(ruleset), _words(reading))
        choosing = (conditions, choices, effects)
        telling = (texts, halves, likeness)
        for family in (*telling, *choosing, links, chains, limits, gaps, promises, seasons):
            problems += family.check(content)
    return problems
