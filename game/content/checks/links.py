"""Does everything lead somewhere: follow-ups, parents, lists, and whatever nobody uses?

Ids that exist and are right each for itself, and still make no sense together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from game.content.checks.warner import Content
from game.content.circles import circles
from game.content.definitions import BASE, Definition
from game.content.models import KINDS, Storylet
from game.content.models.basis import Cited
from game.errors import Problem

# Which kinds of definition carry a fact in each of the places where it may live.
CARRIERS = {
    "rule": (
        "actors",
        "regions",
        "chips",
        "nodes",
        "items",
        "figures",
        "coefficients",
        "orders",
        "policies",
        "seats",
        "openings",
        "score",
    ),
    "scene": ("storylets", "news"),
    "codex": ("codex",),
}
# Lists in which an id says nothing the second time.
_LISTS = ("seats", "for", "sources", "see", "figures", "watches", "moves", "tags", "words")
_MORE_LISTS = ("first_orders", "openings", "policies", "scenarios")
_RARE, _USUAL = 1, 3  # a tag used so seldom, beside one used so often, is a slip of the pen


def check(content: Content) -> list[Problem]:
    """What leads nowhere, in circles, or is never used."""
    return [
        *_follow_ups(content),
        *_circles_of_scenes(content),
        *_twice(content),
        *_unsourced(content),
        *_tags(content),
        *_unused(content),
        *_forecasts(content),
        *_of_mods(content),
    ]


# -------------------------------------------------------------------------------- follow-ups


def _leads(storylet: Storylet) -> set[str]:
    outcomes = (
        outcome for choice in storylet.choices for outcome in (choice.win, choice.lose) if outcome
    )
    return {target for outcome in outcomes for target in outcome.then}


def _follow_ups(content: Content) -> Iterator[Problem]:
    """Follow-ups that nothing schedules, or only for seats that they do not know."""
    callers: dict[str, set[str]] = {}
    storylets = content.ruleset.storylets
    for storylet in storylets.values():
        for target in _leads(storylet):
            callers.setdefault(target, set()).update(storylet.seats)
    for id_, storylet in storylets.items():
        warner = content.warner("storylets", id_)
        if storylet.follow_up and id_ not in callers:
            message = "nothing leads to this follow-up"
            warner.warn("W608", ("id",), message, "name it in a 'then'")
        elif id_ in callers and not callers[id_] <= set(storylet.seats):
            lost = ", ".join(sorted(callers[id_] - set(storylet.seats)))
            message = f"it is also scheduled for {lost}, who cannot see it"
            warner.warn("W608", ("seats",), message, "name the seat, or schedule it elsewhere")
        if id_ in callers and not storylet.follow_up:
            message = "a 'then' schedules it, and it is no follow-up"
            warner.warn("W608", ("id",), message, "write 'follow_up: true'")
        yield from warner.problems


def _circles_of_scenes(content: Content) -> Iterator[Problem]:
    """Follow-ups that may call each other for ever: none of them comes only once."""
    storylets = content.ruleset.storylets
    endless = {id_: each for id_, each in storylets.items() if not each.once}
    for circle in circles({id_: _leads(each) & set(endless) for id_, each in endless.items()}):
        if all(endless[id_].follow_up for id_ in circle):
            warner = content.warner("storylets", circle[0])
            message = f"a circle without end: {' → '.join((*circle, circle[0]))}"
            warner.warn("W609", ("id",), message, "let one of them come once")
            yield from warner.problems


# ------------------------------------------------------------------------------------- lists


def _twice(content: Content) -> Iterator[Problem]:
    """An id that stands twice in one list, or a page that names itself."""
    for kind, table in content.table.items():
        for id_, definition in table.items():
            data = definition.data if isinstance(definition.data, dict) else {}
            warner = content.warner(kind, id_)
            for field in (*_LISTS, *_MORE_LISTS):
                held = data.get(field)
                if not isinstance(held, list):
                    continue
                for position, word in enumerate(held):
                    if word in held[:position]:
                        message = f"'{word}' stands in this list twice"
                        warner.warn("W312", (field, position), message, "keep one of them")
                    elif field == "see" and word == id_:
                        message = "a page that refers to itself"
                        warner.warn("W312", (field, position), message, "delete it")
            yield from warner.problems


def _unsourced(content: Content) -> Iterator[Problem]:
    """What a player is told was reported, and nothing says where."""
    for kind in content.table:
        for id_, model in content.models(kind).items() if kind in KINDS else ():
            if not isinstance(model, Cited) or model.kind == "invented":
                continue
            if not (model.sources or model.references):
                message = f"the player reads that this is {model.kind}, and no source says where"
                hint = "name 'sources' or 'references', or write 'kind: invented'"
                warner = content.warner(kind, id_)
                warner.warn("W344", ("kind",), message, hint)
                yield from warner.problems


def _tags(content: Content) -> Iterator[Problem]:
    """A tag that only one scene has, and that is nearly one that many have."""
    count: Counter[str] = Counter()
    for storylet in content.ruleset.storylets.values():
        count.update(storylet.tags)
    usual = [tag for tag, times in count.items() if times >= _USUAL]
    for id_, storylet in content.ruleset.storylets.items():
        for position, tag in enumerate(storylet.tags):
            is_rare = count[tag] == _RARE and len(tag) > 4
            near = get_close_matches(tag, usual, n=1, cutoff=0.85) if is_rare else []
            if near:
                hint = f"did you mean '{near[0]}'?"
                warner = content.warner("storylets", id_)
                warner.warn("N327", ("tags", position), f"no other scene has the tag '{tag}'", hint)
                yield from warner.problems


# ------------------------------------------------------------------------------------ unused


def uncarried(table: Mapping[str, Mapping[str, Definition]]) -> list[str]:
    """Facts that nothing of the kind that they name first cites."""
    cited: dict[str, set[str]] = {place: set() for place in CARRIERS}
    for place, kinds in CARRIERS.items():
        for kind in kinds:
            for definition in table[kind].values():
                sources = definition.data.get("sources")
                cited[place].update(map(str, sources) if isinstance(sources, list) else ())
    missing = []
    for id_, definition in table["facts"].items():
        places = definition.data.get("in")
        first = places[0] if isinstance(places, list) and places else ""
        # The page of a fact is shown by the encyclopaedia, so it covers itself there.
        if first != "codex" and id_ not in cited.get(first, ()):
            missing.append(id_)
    return missing


def _unused(content: Content) -> Iterator[Problem]:
    """Facts without a carrier, advisors without a word, openings that no scenario opens with."""
    for id_ in uncarried(content.table):
        first = content.ruleset.facts[id_].in_[0]
        carriers = " or ".join(CARRIERS[first][:3])
        hint = f"cite it in the sources of one of {carriers}, or say that it lives elsewhere"
        yield from _say(content, "facts", id_, "W321", f"no {first} carries this fact", hint)
    rules = content.ruleset
    speakers = {line.who for storylet in rules.storylets.values() for line in storylet.advice}
    for id_, advisor in rules.advisors.items():
        if not advisor.lines and id_ not in speakers:
            hint = "give lines, or advice in a storylet"
            yield from _say(content, "advisors", id_, "W322", "this advisor never speaks", hint)
    opened = {name for scenario in rules.scenarios.values() for name in scenario.openings}
    for id_ in rules.openings if "all" not in opened else ():
        if id_ not in opened:
            hint = "name it in 'openings' of a scenario"
            yield from _say(content, "openings", id_, "W323", "no scenario opens with it", hint)
    observed = {seen.series for seen in rules.observations.values()}
    for id_, series in rules.series.items():
        if id_ not in observed and not series.history:
            hint = "add observations or a history"
            yield from _say(content, "series", id_, "W324", "nothing is compared with it", hint)


def _forecasts(content: Content) -> Iterator[Problem]:
    """Advisors who can never forecast, and leans of figures that they do not watch."""
    for id_, advisor in content.ruleset.advisors.items():
        warner = content.warner("advisors", id_)
        if not advisor.watches:
            hint = "name figures in 'watches'"
            warner.warn("W328", ("id",), "this advisor never forecasts anything", hint)
        for field, named in (("leans", advisor.leans), ("wants", advisor.wants)):
            for name in named:
                if name not in advisor.watches:
                    message = f"'{name}' is not among the figures watched"
                    warner.warn("W329", (field, name), message, "add it to 'watches'")
        yield from warner.problems


def _say(
    content: Content, kind: str, id_: str, code: str, message: str, hint: str
) -> list[Problem]:
    warner = content.warner(kind, id_)
    warner.warn(code, () if kind == "words" else ("id",), message, hint, key=kind == "words")
    return warner.problems


def _of_mods(content: Content) -> Iterator[Problem]:
    """Numbers and words of a mod that no equation and no screen asks for."""
    for kind in ("coefficients", "words"):
        table = content.table[kind]
        known = {id_ for id_, each in table.items() if each.owner == BASE}
        known |= content.base_words if kind == "words" else set()
        for id_ in [id_ for id_, each in table.items() if each.owner != BASE and id_ not in known]:
            # A word may be made for a unit or a cause of the mod's own; a near one is a slip.
            near = get_close_matches(id_, known, n=1, cutoff=0.6 if kind != "words" else 0.85)
            hint = f"did you mean '{near[0]}'?" if near else ""
            if kind == "coefficients":
                hint = hint or "a mod changes coefficients of the base with 'patch'"
                message = "no equation reads this coefficient"
                yield from _say(content, kind, id_, "W325", message, hint)
            elif near:
                yield from _say(content, kind, id_, "W326", "nothing asks for this word", hint)
