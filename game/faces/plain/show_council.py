"""How is the council told in lines?

Each adviser: what is said, what is held of the plan, what is expected and for what reason, how
often it came true; then, the first time, whom one has there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from game.session.views import CouncilLine

if TYPE_CHECKING:
    from game.content.words import Words

Lines = list[str]


def council_lines(words: Words, council: Sequence[CouncilLine], note: str) -> Lines:
    """Every adviser, those who say nothing new at the end; then what all take for granted."""
    lines = [line for each in council if each.is_news for line in _adviser(words, each)]
    others = [line for each in council if not each.is_news for line in _adviser(words, each)]
    if others:
        lines += [words.t("plain.council.nothing_new"), *others]
    return [*lines, note] if lines else [words.t("plain.council.none")]


def _adviser(words: Words, each: CouncilLine) -> Lines:
    key = "plain.council.line" if each.line else "plain.council.silent"
    lines = [words.t(key, name=each.name, role=each.role, line=each.line)]
    if each.remark:
        lines.append(words.t("plain.council.remark", remark=each.remark))
    lines += forecast_lines(words, each)
    if each.met:
        return lines
    person = words.t("plain.council.person", mandate=each.mandate, bias=each.bias)
    return [*lines, person] if person.strip() else lines


def forecast_lines(words: Words, each: CouncilLine) -> Lines:
    """What an adviser expects, the latest first, or what came last; then the record."""
    lines = []
    for place, (forecast, since) in enumerate(zip(each.forecasts, each.since, strict=True)):
        key = "plain.council.said" if forecast in each.past else "plain.council.expects"
        if since:
            key = "plain.council.expects_since"
        elif place == 0 and each.reason and forecast not in each.told:
            key = "plain.council.expects_as"
        lines.append(words.t(key, forecast=forecast, reason=each.reason, since=since))
    if each.record:
        key = "plain.council.record_misses" if each.misses else "plain.council.record"
        lines.append(words.t(key, record=each.record, misses=each.misses))
    return lines
