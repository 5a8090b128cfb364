"""Which of the player's own answers are told again when a run is over, and in which words?

A story is a scene that was answered, and what was answered when it came back (its chain). Those
that weighed most are told in the order in which they happened: what the chronicle keeps of it,
where and when it was, what was said and what came of that, all in the words of the content. Whether
a word was kept one sees from the answer that came later; it judges nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from game.content.seasons import Named, named
from game.story.chronicle import quarter_of, to_quote, year_of
from game.story.run import Answered
from game.story.stakes import Parts, family_of
from game.world.causes import parse

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Words

STORIES = 3
GREAT, SMALL = 1.0, 0.25  # what an answer weighs beside what it moved
FILLED = "{"  # a figure of its own day, which is gone


def weights(ruleset: Ruleset, seat: str, pages: Iterable[Parts]) -> dict[str, float]:
    """What the answers of a seat to each scene moved, its own figures too; 1 counts as much."""
    found: dict[str, float] = {}
    for parts in pages:
        for name, causes in parts.items():
            family = family_of(name)
            if family is None or name not in ruleset.figures:
                continue
            one = ruleset.figures[name].step / family.much
            for cause, steps in causes:
                parsed = parse(cause)
                if parsed.kind == "scene" and parsed.places[-1] == seat:
                    scene = parsed.places[0]
                    found[scene] = found.get(scene, 0.0) + abs(steps) * one
    return found


def tell(
    answers: Sequence[Answered],
    weight: Mapping[str, float],
    words: Words,
) -> str:
    """The stories that weighed most, a paragraph each; nothing where nothing was answered."""
    stories: dict[str, list[Answered]] = {}
    for answer in answers:
        stories.setdefault(answer.storylet.chain or answer.storylet.id, []).append(answer)
    lived = [story for story in stories.values() if any(each.asked for each in story)]
    chosen = sorted(lived, key=lambda story: -_weight(story, weight))[:STORIES]
    told = [_story(story, words) for story in sorted(chosen, key=lambda story: story[0].turn)]
    if not told:
        return ""
    told[0] = f"{words.t('story.deed.lead')} {told[0]}"
    if silent := sum(not each.asked for each in answers):
        told.append(words.t("story.deed.silent", n=silent))
    return "\n\n".join(told)


def _weight(story: Sequence[Answered], weight: Mapping[str, float]) -> float:
    """What a story weighs: what its answers moved, and each answer that was really given."""
    met = {each.storylet.id for each in story}
    given = sum(GREAT if e.storylet.size == "major" else SMALL for e in story if e.asked)
    return given + sum(weight.get(id_, 0.0) for id_ in met)


def _story(story: Sequence[Answered], words: Words) -> str:
    """How it began, and how it stood when it was last asked about."""
    first, *later = story
    kept, quarter = first.storylet.chronicle, quarter_of(first.turn)
    begins = words.text(kept) if kept else ""
    if not begins or named(begins, quarter, words) is Named.WRONG:
        begins = words.t("story.deed.title", title=words.text(first.storylet.title))
    told = [begins, _answer(first, "answer", words)]
    if later:
        told.append(_answer(later[-1], "again", words))
    return " ".join(part for part in told if part)


def _answer(answer: Answered, way: str, words: Words) -> str:
    """Where and when, what was said, and what came of it."""
    choice = answer.choice
    outcome = choice.win if answer.won or choice.lose is None else choice.lose
    came = words.text(outcome) if outcome.en and FILLED not in outcome.en + outcome.fr else ""
    year, place = str(year_of(answer.turn)), words.text(answer.storylet.place)
    season = words.t(f"story.deed.season.{quarter_of(answer.turn)}", year=year)
    where = place if year in place else words.t("story.deed.where", place=place, season=season)
    said = words.t(
        f"story.deed.{way}" if answer.asked else f"story.deed.{way}_silent",
        where=where,
        season=season,
        choice=to_quote(words.text(choice).rstrip(".")),
    )
    return f"{said} {came}".rstrip()
