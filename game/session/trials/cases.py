"""Do the content's own tests come out as they say?

Plays each case (`case_game.py`) and looks after each step for what it expects; what fails is
reported at its line with what was expected and what was.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.content.cases import read_cases
from game.session import scenes as scene_views
from game.session.sight import Sight
from game.session.trials.case_game import CannotError, Game
from game.session.trials.legible import BROKEN, LANGUAGES
from game.session.trials.trying import must_open
from game.session.trials.why import reasons
from game.session.workers import spread
from game.world.figures import Reader

if TYPE_CHECKING:
    from game.content.definitions import Definition
    from game.content.document import Path as Place
    from game.content.models.cases import Case, Greyed, Step
    from game.content.models.story import Choice, Storylet
    from game.content.ruleset import Ruleset
    from game.errors import Problem
    from game.world.state import World

LEAST = 1e-9  # of a change, what rounding may leave


def run_cases(
    ruleset: Ruleset, path: Path | None = None, jobs: int = 1
) -> tuple[int, list[Problem]]:
    """How many cases a folder or a mod brings, and everything that fails in them."""
    cases, problems = read_cases(path, ruleset)
    if cases:
        must_open(ruleset)
    each = -(-len(cases) // jobs)
    if jobs > 1 and each > 1:
        tasks = [(path, start, start + each) for start in range(0, len(cases), each)]
        for found in spread(_run_some, ruleset, tasks, jobs=jobs):
            problems += found
        return len(cases), problems
    for definition, case in cases:
        problems += run_case(ruleset, definition, case)
    return len(cases), problems


def _run_some(ruleset: Ruleset, path: Path | None, start: int, end: int) -> list[Problem]:
    """What fails in some of the cases, as a worker plays them."""
    cases = read_cases(path, ruleset)[0][start:end]
    return [found for definition, case in cases for found in run_case(ruleset, definition, case)]


def run_case(ruleset: Ruleset, definition: Definition, case: Case) -> list[Problem]:
    """What fails in one case; the first thing that cannot be done ends it."""
    game = _Looked(ruleset, definition, case)
    try:
        game.begin()
        for n, step in enumerate(case.steps):
            game.step(n, step)
    except CannotError as stop:
        game.problems.append(definition.problem("T902", stop.path, stop.what, stop.hint))
    return game.problems


class _Looked(Game):
    """One case being played, and looked at after each step."""

    def __init__(self, ruleset: Ruleset, definition: Definition, case: Case) -> None:
        super().__init__(ruleset, case)
        self.definition = definition
        self.problems: list[Problem] = []

    def step(self, n: int, step: Step) -> None:
        """Do what the step says, then look."""
        path: Place = ("steps", n)
        if step.figures:
            self.world = self.world.copy()
        for name, value in step.figures.items():
            self.set_figure((*path, "figures", name), self.world, name, value)
        before = {name: self.value(name) for name in step.moved}
        if step.put is not None:
            self.put(step.put)
        self._texts(path)
        if step.answer is not None:
            self.answer((*path, "answer"), step.answer, step.luck)
            self._texts(path)
        for order, amount in step.orders.items():
            self.order((*path, "orders", order), order, amount)
        for _ in range(step.end):
            self.end(path)
            self._texts(path)
        self.problems += self._looked(path, step, before)

    # ----------------------------------------------------------------------------- looking

    def _fail(self, path: Place, expected: str, was: str) -> Problem:
        return self.definition.problem("T901", path, f"expected {expected}; {was}")

    def _looked(self, path: Place, step: Step, before: dict[str, float]) -> Iterator[Problem]:
        """Everything that the step expected and did not find."""
        yield from self._offers(path, step)
        yield from self._table(path, step)
        for n, word in enumerate(step.open):
            open_, why = self._is_open(word)
            if not open_:
                yield self._fail((*path, "open", n), f"'{word}' to be open", why)
        for n, greyed in enumerate(step.greyed):
            yield from self._greyed((*path, "greyed", n), greyed)
        for name, (low, high) in step.moved.items():
            moved = self.value(name) - before[name]
            if not low - LEAST <= moved <= high + LEAST:
                wanted = f"'{name}' to change by {_range(low, high)}"
                told = f"it changed by {_n(moved)}, from {_n(before[name])}"
                yield self._fail((*path, "moved", name), wanted, told)
        for n, condition in enumerate(step.holds):
            read = Reader(self.ruleset, self.world, self.seat)
            if not bool(condition.evaluate(read)[0]):
                now = ", ".join(f"{name} is {_n(self.value(name))}" for name in _names(condition))
                yield self._fail((*path, "holds", n), f"{condition.source}", now or "it is false")

    def _offers(self, path: Place, step: Step) -> Iterator[Problem]:
        for wanted, ids in ((True, step.offered), (False, step.not_offered)):
            for n, id_ in enumerate(ids):
                key = "offered" if wanted else "not_offered"
                storylet = self.ruleset.storylets[id_]
                if self.seat not in storylet.seats:
                    told = f"the seat '{self.seat}' never sees it"
                    if wanted:
                        yield self._fail((*path, key, n), f"'{id_}' to be offered", told)
                    continue
                told = _told(self.ruleset, self.morning, self.seat, storylet)
                if wanted and told:
                    yield self._fail((*path, key, n), f"'{id_}' to be offered", told)
                elif not wanted and not told:
                    yield self._fail((*path, key, n), f"'{id_}' not to be offered", "it could come")

    def _table(self, path: Place, step: Step) -> Iterator[Problem]:
        shown = {card.storylet.id: card for card in self.cards()}
        told = f"on the table: {', '.join(shown) or 'nothing'}"
        for n, id_ in enumerate(step.comes):
            if id_ not in shown:
                yield self._fail((*path, "comes", n), f"'{id_}' on the table", told)
        for n, id_ in enumerate(step.absent):
            if id_ in shown:
                yield self._fail((*path, "absent", n), f"no '{id_}' on the table", told)
        for n, id_ in enumerate(step.told_by_fallback):
            if id_ not in shown or not shown[id_].by_fallback:
                was = "it is told by its text" if id_ in shown else told
                yield self._fail((*path, "told_by_fallback", n), f"the fallback of '{id_}'", was)
        for id_, quarters in step.calls.items():
            due = int(self.world.story_due[self.ruleset.index("storylet", id_), self.row, 0])
            away = due - int(self.world.turn[0])
            if due < 0 or away != quarters:
                was = "it is not called" if due < 0 else f"it comes in {away}"
                wanted = f"'{id_}' to come in {quarters} quarters"
                yield self._fail((*path, "calls", id_), wanted, was)

    def _is_open(self, word: str) -> tuple[bool, str]:
        """Whether an answer on the table may be given, and what is so if not."""
        id_, _, choice_id = word.partition(".")
        for card in self.cards():
            if card.storylet.id == id_:
                for choice, allowed in zip(card.storylet.choices, card.allowed, strict=True):
                    if choice.id == choice_id:
                        return allowed, f"it needs {choice.needs.source}"
        return False, f"'{id_}' is not on the table"

    def _greyed(self, path: Place, greyed: Greyed) -> Iterator[Problem]:
        open_, why = self._is_open(greyed.choice)
        if open_ or "not on the table" in why:
            was = "it is open" if open_ else why
            yield self._fail((*path, "choice"), f"'{greyed.choice}' to be refused", was)
            return
        if greyed.why is None:
            return
        choice = _choice(self.ruleset, greyed.choice)
        for language in LANGUAGES:
            wanted = getattr(greyed.why, language)
            said = getattr(choice.needs_text, language, "")
            if wanted and wanted != said:
                yield self._fail((*path, "why"), f"the reason “{wanted}”", f"it is “{said}”")

    def _texts(self, path: Place) -> None:
        """Every scene on the table reads in both languages, with every name filled in."""
        for language in LANGUAGES:
            sight = Sight(self.ruleset, self.world, self.seat, self.ruleset.words(language))
            for number, card in enumerate(self.cards(), start=1):
                view = scene_views.scene_view(sight, number, card)
                parts = [view.title, view.place, view.text, view.result]
                parts += [f"{each.label} {each.effects_text}" for each in view.choices]
                for part in parts:
                    if BROKEN.search(part):
                        wanted = f"'{card.storylet.id}' to read well"
                        self.problems.append(self._fail(path, wanted, f"“{part[:70]}”"))


def _told(ruleset: Ruleset, morning: World, seat: str, storylet: Storylet) -> str:
    """Why a storylet could not come that morning, in one line; nothing when it could."""
    found = reasons(ruleset, morning, seat, storylet)
    parts = []
    for key in found.blocked_by:
        if key == "when":
            false = [each for each in found.clauses if not each.holds]
            parts += [f"'{each.clause}' is false: {_now(each.now)}" for each in false]
        else:
            parts.append(key.replace("_", " "))
    return "; ".join(parts)


def _now(values: dict[str, float]) -> str:
    return ", ".join(f"{name} is {_n(value)}" for name, value in values.items())


def _range(low: float, high: float) -> str:
    return _n(low) if low == high else f"{_n(low)} to {_n(high)}"


def _names(condition: Any) -> list[str]:
    return sorted(condition.names)


def _choice(ruleset: Ruleset, word: str) -> Choice:
    id_, _, choice = word.partition(".")
    return next(each for each in ruleset.storylets[id_].choices if each.id == choice)


def _n(value: float) -> str:
    """A number as one would write it in a case; dates and years are not grouped."""
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.6g}"
