"""Does a scene come that an answer promises, and can a scene be reached that waits for an answer?

Follows `then` from answer to scene with what is remembered on the way. Which follow-ups nothing
leads to at all is `links.py`'s business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from game.content.checks.conditions import seated
from game.content.checks.warner import Content, RangeOf
from game.content.document import Path
from game.content.models import Storylet
from game.content.ranges import Bounds, survey
from game.errors import Problem

NO, YES = Bounds(0.0, 0.0), Bounds(1.0, 1.0)


def check(content: Content) -> Iterator[Problem]:
    """Promises of a scene that does not come, and scenes that wait for each other."""
    yield from _promised(content)
    yield from _waiting(content)


def _calls(storylet: Storylet) -> Iterator[tuple[int, str, str]]:
    """The answer, `win` or `lose`, and the scene that comes of it."""
    for position, choice in enumerate(storylet.choices):
        for side, outcome in (("win", choice.win), ("lose", choice.lose)):
            for target in outcome.then if outcome is not None else ():
                yield position, side, target


def _promised(content: Content) -> Iterator[Problem]:
    """Answers that schedule a scene whose condition they make impossible."""
    storylets = content.ruleset.storylets
    for id_, storylet in storylets.items():
        warner = content.warner("storylets", id_)
        for position, side, target in _calls(storylet):
            called = storylets[target]
            path: Path = ("choices", position, side, "then", target)
            if target == id_ and called.once:
                hint = "write 'once: false', and let something end it"
                message = f"'{id_}' comes once, so that it never follows itself"
                warner.warn("W608", path, message, hint, key=True)
            elif called.follow_up and called.fallback is None:
                range_of = _after(content, storylet, position, called)
                if survey(called.when, range_of).bounds == NO:
                    message = f"'{target}' cannot come then: its 'when' fails after this answer"
                    hint = "change its 'when', or give it a 'fallback'"
                    warner.warn("W608", path, message, hint, key=True)
        yield from warner.problems


def _after(content: Content, storylet: Storylet, position: int, called: Storylet) -> RangeOf:
    """The bounds of names for whoever has given an answer; of a scene that comes once, no other."""
    given = storylet.choices[position].id
    known = {f"seen.{storylet.id}": YES, f"taken.{storylet.id}.{given}": YES}
    if storylet.once:
        others = (choice.id for choice in storylet.choices if choice.id != given)
        known |= {f"taken.{storylet.id}.{other}": NO for other in others}
    return _with(known, seated(content.range_of, called.seats, content.ruleset))


def _with(known: Mapping[str, Bounds], range_of: RangeOf) -> RangeOf:
    return lambda name: known.get(name) or range_of(name)


def _waiting(content: Content) -> Iterator[Problem]:
    """Scenes that wait for an answer to a scene to which only they lead."""
    storylets = content.ruleset.storylets
    reached: set[str] = set()
    called: set[str] = set()
    while True:
        shut = {
            f"{memory}.{id_}{answer}": NO
            for id_, each in storylets.items()
            if id_ not in reached
            for memory, answers in (("seen", [""]), ("taken", [f".{c.id}" for c in each.choices]))
            for answer in answers
        }
        new = {
            id_
            for id_, each in storylets.items()
            if id_ not in reached
            and (not each.follow_up or id_ in called)
            and (each.fallback is not None or _may(content, each, shut))
        }
        if not new:
            break
        reached |= new
        called |= {target for id_ in new for _, _, target in _calls(storylets[id_])}
    for id_, storylet in storylets.items():
        named = sorted(shut.keys() & storylet.when.names)
        if id_ in reached or storylet.follow_up or not named or not _may(content, storylet, {}):
            continue
        warner = content.warner("storylets", id_)
        message = f"'{named[0]}' is always 0: only this scene leads there"
        hint = "let another scene lead there, or ask for something else"
        warner.warn("W610", ("when",), message, hint)
        yield from warner.problems


def _may(content: Content, storylet: Storylet, shut: Mapping[str, Bounds]) -> bool:
    """Whether a scene may come when nobody has lived those that are shut."""
    range_of = seated(content.range_of, storylet.seats, content.ruleset)
    return survey(storylet.when, _with(shut, range_of)).bounds != NO
