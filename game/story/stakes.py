"""Who gained and who paid by what one seat decided?

Reads the reasons of a run: what the orders and answers of the seat moved in other people's figures,
put together; beside it stands what the largest of them moved alone, as it was told on its day.
What has worn off since is not taken off: the reasons do not say of which decision it was. Where
they name no gain or no cost, the same years without the decisions do, played in several worlds;
where these do not agree either, that is said. Which way is better is said here from the point of
view of those concerned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.story.memory import choice_of
from game.story.run import listed
from game.story.telling import points_said, said
from game.world.causes import parse

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Words

Parts = Mapping[str, Sequence[tuple[str, int]]]  # by figure: causes, and steps
TOLD = 2  # gains, and as many costs
LEAST = 0.2  # of what counts as much; less is not told


@dataclass(frozen=True)
class Family:
    """Figures that are told alike; `much` is the change that weighs as one."""

    key: str  # of its words, and the beginning of its figures
    better: int  # 1 where more is better for those whom it concerns, -1 where it is worse
    much: float
    scale: float = 0.0  # told as points: what one unit of the figure is worth


FAMILIES = (
    Family("approval", 1, 4.0, 1.0),
    Family("concern", -1, 4.0, 1.0),
    Family("power", 1, 1500.0),
    Family("gas", -1, 500.0),
    Family("drought", -1, 0.05),
    Family("jobs", -1, 0.003, 100.0),
    Family("dark", -1, 0.05, 100.0),
    Family("machine_time", 1, 50_000.0),
    Family("wafers", 1, 50_000.0),
    Family("licence", 1, 0.5, 100.0),
    Family("arr", 1, 5e9),
    Family("revenue", 1, 5e9),
    Family("tension", -1, 6.0, 1.0),
    Family("confidence", 1, 0.08),  # out of 1, as everywhere
    Family("commons", 1, 1000.0),
)
_FAMILIES = {family.key: family for family in FAMILIES}


@dataclass(frozen=True)
class Stake:
    """One figure of others that the seat moved, and the decision that moved it most."""

    figure: str
    change: float
    cause: str = ""
    alone: float = 0.0  # what that decision moved by itself; 0 where it was the only one

    @property
    def weight(self) -> float:
        """How good it is for those whom it concerns; negative for a cost."""
        family = _FAMILIES[self.figure.partition(".")[0]]
        return family.better * self.change / family.much


def family_of(figure: str) -> Family | None:
    """How a figure of others is told; None for one that is not."""
    return _FAMILIES.get(figure.partition(".")[0])


def moved(ruleset: Ruleset, seat: str, pages: Iterable[Parts]) -> list[Stake]:
    """What the decisions of a seat moved in the figures of others, over all quarters."""
    steps: dict[str, dict[str, int]] = {}
    for parts in pages:
        for name, causes in parts.items():
            if name in ruleset.figures and family_of(name) and not _own(name, seat):
                kept = steps.setdefault(name, {})
                for cause, moved_by in causes:
                    if decision := _decision(cause, seat):
                        kept[decision] = kept.get(decision, 0) + moved_by
    found = []
    for name, by_cause in steps.items():
        total = sum(by_cause.values())
        if total:
            sign = 1 if total > 0 else -1
            most = max(by_cause, key=lambda cause: sign * by_cause[cause])
            step, alone = ruleset.figures[name].step, by_cause[most]
            found.append(Stake(name, total * step, most, (alone != total) * alone * step))
    return found


def _own(figure: str, seat: str) -> bool:
    return figure.rpartition(".")[2] == seat


def _decision(cause: str, seat: str) -> str:
    """The order or the answer of the seat behind a cause; empty when it was none of its own."""
    parsed = parse(cause)
    places = parsed.places
    if parsed.kind == "order" and len(places) == 2 and places[0] == seat:
        return parsed.name
    if parsed.kind == "scene" and len(places) == 3 and places[2] == seat:
        return parsed.name
    return ""


def tell(
    ruleset: Ruleset,
    seat: str,
    stakes: Sequence[Stake],
    apart: Mapping[str, float],
    words: Words,
    worlds: int = 0,
) -> str:
    """Who gained by the run and who paid for it, in two sentences.

    `apart` holds figures at the end less what they would be without the decisions, on which so
    many `worlds` agree; after none it is not said that there is nothing to tell.
    """
    told = []
    scales = _scales(seat, stakes, apart)
    if worlds and not any(chosen for _, chosen in scales.values()):
        return words.t("story.epilogue.nobody", n=worlds)
    for key, (lead, chosen) in scales.items():
        if chosen:
            named = listed((_named(ruleset, stake, words) for stake in chosen), words)
            told.append(words.t(f"story.epilogue.{key}{lead}", stakes=named, n=worlds))
        elif worlds:
            told.append(words.t(f"story.epilogue.{key}_nobody", n=worlds))
    return " ".join(told)


def who(
    ruleset: Ruleset,
    seat: str,
    stakes: Sequence[Stake],
    apart: Mapping[str, float],
    words: Words,
) -> tuple[str, str]:
    """Who gained most and who paid most, in a word each; empty where nobody else did."""
    scales = _scales(seat, stakes, apart)
    gained, place = next(iter(_people(ruleset, scales["gained"][1], words)), ("", ""))
    others = (
        people
        for people, where in _people(ruleset, scales["paid"][1], words)
        if people != gained and (where != place or not place)
    )
    return gained, next(others, "")


def _people(ruleset: Ruleset, stakes: Iterable[Stake], words: Words) -> list[tuple[str, str]]:
    """Those whom some stakes concern, without what they gained or paid; and of which place."""
    places = [(stake, _who(ruleset, stake.figure, words)) for stake in stakes]
    return [
        (words.t(f"story.stake.{stake.figure.partition('.')[0]}.who", who=place), place)
        for stake, place in places
    ]


def _scales(
    seat: str, stakes: Sequence[Stake], apart: Mapping[str, float]
) -> dict[str, tuple[str, list[Stake]]]:
    """The largest gains and costs; where the reasons name none, by the years without the seat."""
    beside = [Stake(n, d) for n, d in apart.items() if d and family_of(n) and not _own(n, seat)]
    found = {}
    for key, sign in (("gained", 1), ("paid", -1)):
        chosen = _largest(stakes, sign)
        found[key] = ("", chosen) if chosen else ("_beside", _largest(beside, sign))
    return found


def _largest(stakes: Iterable[Stake], sign: int) -> list[Stake]:
    """The largest gains or costs, of each family one."""
    found: dict[str, Stake] = {}
    for stake in sorted(stakes, key=lambda each: (-sign * each.weight, each.figure)):
        if sign * stake.weight >= LEAST:
            found.setdefault(stake.figure.partition(".")[0], stake)
    return list(found.values())[:TOLD]


def _named(ruleset: Ruleset, stake: Stake, words: Words) -> str:
    """A stake in a few words: who, how much of what, and by which decision."""
    family = family_of(stake.figure)
    assert family is not None
    told = words.t(
        f"story.stake.{family.key}.{'more' if stake.change > 0 else 'less'}",
        who=_who(ruleset, stake.figure, words),
        what=_what(ruleset, stake.figure, words),
        x=_size(ruleset, stake.figure, stake.change, words),
    )
    title = _title(ruleset, stake.cause, words)
    if not title:
        return told
    key = "story.stake.most" if stake.alone else "story.stake.by"
    alone = _size(ruleset, stake.figure, stake.alone, words)
    return words.t(key, stake=told, title=title, x=alone)


def _size(ruleset: Ruleset, figure: str, change: float, words: Words) -> str:
    """How much a figure was moved, whichever way: in points, or in its own unit."""
    family = family_of(figure)
    scale, size = family.scale if family else 0.0, abs(change)
    if scale:
        return points_said(size * scale, words)
    return said(size, ruleset.figures[figure].unit, words)


def _who(ruleset: Ruleset, figure: str, words: Words) -> str:
    """The actor or the region that a figure is of, if it is of one."""
    for part in reversed(figure.removesuffix("_usd").split(".")[1:]):
        owner = ruleset.actors.get(part) or ruleset.regions.get(part)
        if owner is not None:
            return words.text(owner.name)
    return ""


def _what(ruleset: Ruleset, figure: str, words: Words) -> str:
    """What a licence is for."""
    item = ruleset.items.get(figure.split(".")[1]) if figure.startswith("licence.") else None
    return words.text(item.name) if item else words.text(ruleset.figures[figure].label)


def _title(ruleset: Ruleset, cause: str, words: Words) -> str:
    """The title of the order, or of the scene, behind a cause."""
    places = parse(cause).places
    if cause.startswith("order:") and places[1] in ruleset.orders:
        return words.text(ruleset.orders[places[1]].title)
    if cause.startswith("scene:") and places[0] in ruleset.storylets:
        storylet = ruleset.storylets[places[0]]
        return words.text(storylet.title) if choice_of(storylet, places[1]) else ""
    return ""
