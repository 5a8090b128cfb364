"""Which of the things that bots met look like mistakes of the content?

Turns counts into problems, each with the file and the line of the storylet (or of the seat) that it
is about. The thresholds stand here; the counting is in `exposure.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from game.session.trials.exposure import EMPTY_RUN, Exposure, Met

if TYPE_CHECKING:
    from game.content.definitions import Definition
    from game.content.document import Path
    from game.content.files import Table
    from game.content.models.story import Storylet
    from game.content.ruleset import Ruleset
    from game.errors import Problem

SELDOM, OFTEN = 0.01, 0.90  # shares of the games
CROWDED = 0.5  # of the storylets of a seat that come nearly always: then it is the deck
ENOUGH = 20  # times that a scene was asked, or a follow-up called, before it is judged
EMPTY = 0.5  # of the quarters without a scene
LONG = 0.25  # of the games with a long run of such quarters
LATE = 0.1  # of the follow-ups called that arrive


class Findings:
    """Collects the problems of some exposures."""

    def __init__(self, ruleset: Ruleset, table: Table, only: Collection[str] | None) -> None:
        self.ruleset = ruleset
        self.table = table
        self.only = only  # storylets that are looked at; None for all of them

    def of(self, exposure: Exposure) -> Iterator[Problem]:
        """Everything that looks wrong in one seat."""
        often = []
        for id_, met in exposure.met.items():
            if self.only is not None and id_ not in self.only:
                continue
            storylet = self.ruleset.storylets[id_]
            judge = _Judge(self.table["storylets"][id_], storylet, met, exposure)
            yield from judge.problems()
            if judge.is_too_frequent():
                often.append(judge)
        if self.only is None:
            yield from self._seat(exposure)
        if self.only is None and len(often) > CROWDED * len(exposure.met):
            yield self._crowded(exposure, len(often))
        else:
            for judge in often:
                yield judge.too_frequent()

    def _crowded(self, exposure: Exposure, often: int) -> Problem:
        count = len(exposure.met)
        message = f"{often} of its {count} storylets come in more than {OFTEN:.0%} of games"
        hint = "the deck is small: every game tells nearly all of it"
        return self._of_seat("S804", exposure.seat, message, hint)

    def _seat(self, exposure: Exposure) -> Iterator[Problem]:
        empty = exposure.without_scene / max(exposure.turns, 1)
        if empty > EMPTY:
            message = f"{empty:.0%} of its quarters bring no scene"
            yield self._of_seat("S805", exposure.seat, message, "more storylets, or heavier ones")
        if exposure.without_order:
            share = exposure.without_order / exposure.turns
            message = f"{share:.1%} of its quarters bring neither a scene nor a possible order"
            yield self._of_seat("S806", exposure.seat, message)
        long = exposure.long_empty / max(int(exposure.played.sum()), 1)
        if long > LONG:
            message = (
                f"{EMPTY_RUN} quarters or more in a row without a scene in {long:.0%} of games"
            )
            yield self._of_seat("S805", exposure.seat, message, "see `content stats --games`")

    def _of_seat(self, code: str, seat: str, message: str, hint: str = "") -> Problem:
        definition = self.table["seats"][seat]
        return definition.problem(code, ("id",), message, hint, severity="warning")


class _Judge:
    """One storylet in one seat."""

    def __init__(
        self, definition: Definition, storylet: Storylet, met: Met, exposure: Exposure
    ) -> None:
        self.definition, self.storylet, self.met = definition, storylet, met
        self.seat, self.kinds = exposure.seat, exposure.kinds
        self.played = int(exposure.played.sum())
        self.share = int(met.appeared.sum()) / max(self.played, 1)

    def _say(self, code: str, path: Path, message: str, hint: str = "", **more: Any) -> Problem:
        said = f"{self.seat}: {message}"
        return self.definition.problem(code, path, said, hint, severity="warning", **more)

    def problems(self) -> Iterator[Problem]:
        """What is wrong with it, other than coming too often."""
        if self.storylet.follow_up:
            yield from self._follow_up()
        elif not int(self.met.games.sum()):
            yield self._never_eligible()
        elif not self.share:
            message = f"never drawn in {self.played} games, though it could be in some quarters"
            yield self._say("S802", ("weight",), message, self._chances())
        elif self.share < SELDOM and not self.storylet.rare:
            message = f"drawn in {self.share:.1%} of {self.played} games"
            hint = f"{self._chances()}; write 'rare: true' if it is meant"
            yield self._say("S803", ("weight",), message, hint)
        for path, wrong in dict(self.met.unread).items():
            said = f"{self.seat}: {wrong}, in a game of a bot"
            yield self.definition.problem("S812", path, said)
        yield from self._rhythm()
        yield from self._choices()

    def _chances(self) -> str:
        met = self.met
        return f"it could come in {met.ready} of {met.turns} quarters"

    def _never_eligible(self) -> Problem:
        message = f"never eligible in {self.played} games"
        worst, hint = blocking(self.met)
        if self.met.few_answers:
            share = self.met.few_answers / self.met.turns
            hint = f"fewer than two answers were open in {share:.0%} of the quarters"
            return self._say("S801", ("choices",), message, hint)
        source = self.storylet.when.source
        offset = source.find(worst) if worst in source else None
        return self._say("S801", ("when",), message, hint, offset=offset)

    def is_too_frequent(self) -> bool:
        """Whether it comes in nearly every game without being dated or called."""
        fixed = self.storylet.follow_up or self.storylet.priority is not None
        return not fixed and self.share > OFTEN

    def too_frequent(self) -> Problem:
        """What is said of a storylet that comes in nearly every game."""
        message = f"drawn in {self.share:.0%} of {self.played} games"
        return self._say("S804", ("weight",), message, "give it less weight, or another condition")

    def _follow_up(self) -> Iterator[Problem]:
        met = self.met
        came = int(met.times.sum())
        if not met.called:
            message = f"no bot's answer ever called this follow-up in {self.played} games"
            yield self._say("S801", ("id",), message, "what leads to it never comes, or ends early")
        elif not came and met.called >= ENOUGH:
            _, hint = blocking(met)
            message = f"called {met.called} times and never arrived"
            yield self._say("S808", ("when",), message, hint)
        elif met.called >= ENOUGH and came < LATE * met.called:
            _, hint = blocking(met)
            message = f"arrived {came} times of the {met.called} it was called"
            yield self._say("S808", ("when",), message, hint)
        elif met.called >= ENOUGH and met.fallback == came:
            _, hint = blocking(met)
            yield self._say("S808", ("text",), "only ever told by its fallback", hint)

    def _rhythm(self) -> Iterator[Problem]:
        if self.met.too_soon:
            message = f"came again before its wait was over, {self.met.too_soon} times"
            yield self._say("S807", ("wait",), message)
        if self.met.twice_hurt and self.storylet.priority is None:
            message = f"hurt right after another scene that did, {self.met.twice_hurt} times"
            yield self._say("S807", ("mood",), message)

    def _choices(self) -> Iterator[Problem]:
        """Choices that nobody can take, and those that everybody takes."""
        asked = int(sum(taken.sum() for taken in self.met.taken.values()))
        if asked - self.met.fallback < ENOUGH:
            return  # a scene told by its fallback has fewer answers open
        for n, choice in enumerate(self.storylet.choices):
            path: Path = ("choices", n)
            if not self.met.open[choice.id]:
                message = f"its needs were met in none of the {asked} times it was asked"
                yield self._say("S810", (*path, "needs"), message, choice.needs.source)
            elif int(self.met.taken[choice.id].sum()) == asked:
                message = f"every bot took it, all {asked} times: nothing else was open"
                yield self._say("S809", path, message)
            elif self._rivals(choice.id) == (0.0, True):
                message = "no bot that weighs answers ever took it"
                yield self._say("S811", (*path, "id"), message, "look at 'ai' and 'needs'")

    def _rivals(self, choice: str) -> tuple[float, bool]:
        """How often bots that weigh answers took a choice; whether that is enough to judge."""
        mine = [n for n, kind in enumerate(self.kinds) if kind in ("usual", "plan_1")]
        asked = sum(int(taken[mine].sum()) for taken in self.met.taken.values())
        return float(self.met.taken[choice][mine].sum()), asked >= 5 * ENOUGH


def blocking(met: Met) -> tuple[str, str]:
    """The clause that was most often the one in the way, and all of it in words."""
    if not met.failed:
        return "", ""
    worst = max(met.failed, key=lambda text: (met.alone[text], met.failed[text]))
    told = [
        f"'{text}' was false in {met.failed[text] / max(met.judged, 1):.0%} of the quarters"
        + (f", alone in {met.alone[text] / met.judged:.0%}" if met.alone[text] else "")
        for text in sorted(met.failed, key=lambda text: -met.failed[text])
        if met.failed[text]
    ]
    return worst, "; ".join(told)
