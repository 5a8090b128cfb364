"""Which conditions are decided before anybody plays?

Bounds of figures, quarters that are played, seats that may read a memory: what they leave no doubt
about. Nothing is simulated, so a condition that no game ever meets may still pass here.
"""

from __future__ import annotations

from functools import cache

from game.content.checks.warner import Content, RangeOf, Warner
from game.content.document import Path
from game.content.expressions import Expression
from game.content.models import Advisor, Ending, Model, News, Order, Policy, Seat, Storylet
from game.content.quarters import number
from game.content.ranges import ANY, INFINITE, Bounds, Survey, assumed, survey
from game.content.ruleset import Ruleset
from game.content.walking import walk_expressions
from game.errors import Problem

# Units whose values are few: they may be compared with ==.
COUNTED = frozenset(
    {"switch", "bottleneck", "code", "count", "quarters", "release", "run_limit", "index01"}
)
_TURN = 0.25  # of a year


def ranges(ruleset: Ruleset) -> RangeOf:
    """Between which bounds each name of an expression stays."""
    first = [number(each.first_quarter) for each in ruleset.scenarios.values()]
    turns = [each.turns for each in ruleset.scenarios.values()]
    played: dict[str, Bounds] = {}
    if first:
        last = max(start + length for start, length in zip(first, turns, strict=True))
        played["quarter"] = Bounds(min(first) * _TURN, last * _TURN)
        played["turn"] = Bounds(0.0, float(max(turns)))

    @cache
    def range_of(name: str) -> Bounds:
        name = name.removeprefix("was.").removeprefix("ago.")
        if name.startswith(("taken.", "seen.")):
            return Bounds(0.0, 1.0)
        figure = ruleset.figures.get(name)
        if figure is None:
            return ANY
        low = -INFINITE if figure.low is None else figure.low
        high = INFINITE if figure.high is None else figure.high
        # A scenario only narrows what the figure says of itself.
        low, high = max(low, played.get(name, ANY).low), min(high, played.get(name, ANY).high)
        return Bounds(low, high) if low <= high else ANY

    return range_of


def seated(range_of: RangeOf, seats: tuple[str, ...], ruleset: Ruleset) -> RangeOf:
    """The bounds for some seats: whether it is a state is known of each."""
    kinds = {ruleset.actors[seat].kind == "state" for seat in seats if seat in ruleset.actors}
    labs = {ruleset.actors[seat].kind == "lab" for seat in seats if seat in ruleset.actors}
    known = {
        name: Bounds(float(min(values)), float(max(values)))
        for name, values in (("me.is_state", kinds), ("me.is_lab", labs))
        if values
    }
    return lambda name: known.get(name) or range_of(name)


def printed(range_of: RangeOf) -> RangeOf:
    """The bounds for an item of news: there is no paper yet on the first morning."""
    first = {"turn": 1.0, "quarter": _TURN}  # later than the first morning

    def after_the_first(name: str) -> Bounds:
        low, high = range_of(name)
        return Bounds(low + first[name], high) if name in first else Bounds(low, high)

    return after_the_first


def check(content: Content) -> list[Problem]:
    """Every expression of every definition."""
    problems: list[Problem] = []
    memory = _Memory(content)
    for kind in content.table:
        if kind not in ("words", "figures"):
            for id_, model in content.models(kind).items():
                warner = _Conditions(content.warner(kind, id_), content, memory, model)
                walk_expressions(model, warner)
                problems += warner.out.problems
    return problems


class _Memory:
    """Which answers can ever have been given, and by which seats."""

    def __init__(self, content: Content) -> None:
        self.storylets = content.ruleset.storylets
        self.closed: set[tuple[str, str]] = set()
        for id_, storylet in self.storylets.items():
            range_of = open_when(content, storylet)
            for choice in storylet.choices:
                if not choice.default and survey(choice.needs, range_of).bounds == (0.0, 0.0):
                    self.closed.add((id_, choice.id))
        led = {
            target
            for storylet in self.storylets.values()
            for choice in storylet.choices
            for outcome in (choice.win, choice.lose)
            if outcome is not None
            for target in outcome.then
        }
        self.lost = {
            id_ for id_, each in self.storylets.items() if each.follow_up and id_ not in led
        }

    def fault(self, name: str, reader: Model) -> str:
        """Why a memory is never there for who reads it, or nothing."""
        first, _, rest = name.partition(".")
        id_, _, choice = rest.partition(".")
        storylet = self.storylets.get(id_) if first in ("taken", "seen") else None
        if storylet is None:
            return ""
        if id_ in self.lost:
            return f"nothing ever leads to '{id_}'"
        if (id_, choice) in self.closed:
            return f"'{choice}' can never be chosen"
        seats = seats_of(reader)
        if seats and not set(seats) & set(storylet.seats):
            return f"'{id_}' is seen by {', '.join(storylet.seats)} and never by {', '.join(seats)}"
        return ""


def seats_of(model: Model) -> tuple[str, ...]:
    """The seats for which a definition reads its figures; none where it reads for anybody."""
    if isinstance(model, Storylet | Order | Ending):
        return model.seats
    if isinstance(model, Advisor):
        return model.for_
    if isinstance(model, Policy):
        return (model.actor,)
    return (model.id,) if isinstance(model, Seat) else ()


def open_when(content: Content, storylet: Storylet) -> RangeOf:
    """The bounds of names while the scene is on the table."""
    if storylet.id not in content.opened:
        range_of = seated(content.range_of, storylet.seats, content.ruleset)
        # A fallback is told when the condition has failed, and then only the default is open.
        content.opened[storylet.id] = assumed(storylet.when, range_of)
    return content.opened[storylet.id]


class _Conditions:
    """Receives the expressions of one definition."""

    def __init__(self, out: Warner, content: Content, memory: _Memory, model: Model) -> None:
        self.out = out
        self.content = content
        self.memory = memory
        self.model = model
        seats = seats_of(model)
        self.range_of = seated(content.range_of, seats, content.ruleset)
        if isinstance(model, News):
            self.range_of = printed(self.range_of)

    def expression(self, path: Path, expression: Expression) -> None:
        """What is decided beforehand, memories that cannot be, and divisions by nothing."""
        if expression.constant is not None:
            if expression.is_condition and expression.constant == 0 and path[-1:] == ("when",):
                hint = "write 1 where it always holds, or leave the whole out"
                self.out.warn("W601", path, "this is never true: 0 is no", hint)
            if "/" in expression.source:
                self._divisors(path, survey(expression, self.range_of))
            return
        found = survey(expression, self.range_of)
        self._decided(path, expression, found)
        self._divisors(path, found)
        for name, value in found.equal:
            self._equal(path, name, value)
        for name in sorted(expression.names):
            if name.startswith(("taken.", "seen.")) and (
                why := self.memory.fault(name, self.model)
            ):
                offset = max(expression.source.find(name), 0)
                self.out.warn("W610", path, f"'{name}' is always 0: {why}", offset=offset)

    def _decided(self, path: Path, expression: Expression, found: Survey) -> None:
        whole = expression.is_condition and found.bounds.low == found.bounds.high
        # Said where its choice is: it can never be chosen, and why.
        never_chosen = whole and found.bounds.low == 0 and path[-1:] == ("needs",)
        if whole and not never_chosen:
            parts = [part for part, _ in (*found.decided, *found.beside)]
            because = f" because of '{parts[0]}'" if parts and parts[0] != expression.source else ""
            word = "always" if found.bounds.low else "never"
            hint = self._bounds_of(expression)
            if isinstance(self.model, News) and expression.names & {"turn", "quarter"}:
                hint += "; the first paper comes out in the second quarter"
            self.out.warn("W601", path, f"this is {word} true{because}", hint)
            return
        for part, truth in found.decided if not whole else ():
            message = f"'{part}' is {'always' if truth else 'never'} true"
            self.out.warn("W613", path, message, self._bounds_of(expression))
        for part, truth in found.beside if not whole else ():
            message = f"'{part}' is {'always' if truth else 'never'} true beside the clauses before"
            self.out.warn("N615", path, message, "delete it, or mend the other one")

    def _bounds_of(self, expression: Expression) -> str:
        """Where the figures of an expression begin and end."""
        known = {name: self.range_of(name) for name in sorted(expression.names)}
        told = [
            f"{name} lies between {low:g} and {high:g}".replace("inf", "any number")
            for name, (low, high) in known.items()
            if (low, high) != ANY
        ]
        return "; ".join(told[:3])

    def _divisors(self, path: Path, found: Survey) -> None:
        for part, bounds in found.divisors:
            if bounds == (0.0, 0.0):
                hint = "the game counts it as 0"
                self.out.warn("W611", path, f"a division by '{part}', which is zero", hint)
            else:
                hint = f"the game counts it as 0 then; write max({part}, 1) if that is not meant"
                self.out.warn("W612", path, f"'{part}' may be zero, and it divides", hint)

    def _equal(self, path: Path, name: str, value: float) -> None:
        """A figure that moves in small steps is hardly ever exactly one number."""
        bare = name.removeprefix("was.").removeprefix("ago.")
        figure = self.content.ruleset.figures.get(bare)
        if bare == "quarter":
            if (value / _TURN) % 1:
                hint = "quarters begin at .0, .25, .5 and .75"
                self.out.warn("W614", path, f"the date is never {value:g}", hint)
            return
        is_smooth = figure is not None and figure.unit not in COUNTED
        if figure is not None and is_smooth and value not in (figure.low, figure.high):
            message = f"'{name}' is hardly ever exactly {value:g}"
            self.out.warn("W614", path, message, "use < or > here")
