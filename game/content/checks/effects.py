"""Does every effect change something, and in the direction in which it is written?

Payments to oneself, prices, amounts of nothing or of less, values outside the bounds of a figure:
wherever an effect stands, in an answer, an order, a line of a script.
"""

from __future__ import annotations

from collections.abc import Iterator

from game.content.checks.conditions import open_when, seated, seats_of
from game.content.checks.warner import Content, RangeOf, Warner
from game.content.document import Path
from game.content.expressions import Expression
from game.content.models import Model, Order, Script, Storylet
from game.content.models.story import Effect
from game.content.ranges import Bounds, survey
from game.errors import Problem


def check(content: Content) -> list[Problem]:
    """Every effect of every definition that has some."""
    problems: list[Problem] = []
    for kind in ("storylets", "orders", "scripts"):
        for id_, model in content.models(kind).items():
            warner = content.warner(kind, id_)
            range_of = _ranges(content, model)
            for path, effect in _effects(model):
                _effect(warner, content, path, effect, range_of)
            if isinstance(model, Order):
                _costs(warner, model, range_of)
            problems += warner.problems
    return problems


def _ranges(content: Content, model: Model) -> RangeOf:
    if isinstance(model, Storylet):
        return open_when(content, model)
    return seated(content.range_of, seats_of(model), content.ruleset)


def _effects(model: Model) -> Iterator[tuple[Path, Effect]]:
    if isinstance(model, Storylet):
        for position, choice in enumerate(model.choices):
            yield ("choices", position, "win"), choice.win
            if choice.lose is not None:
                yield ("choices", position, "lose"), choice.lose
    elif isinstance(model, Order):
        for position, effect in enumerate(model.effects):
            yield ("effects", position), effect
    elif isinstance(model, Script) and model.effect is not None:
        yield ("effect",), model.effect


def _effect(
    warner: Warner, content: Content, path: Path, effect: Effect, range_of: RangeOf
) -> None:
    if effect.pay is not None:
        _sum(warner, (*path, "pay", "usd"), effect.pay.usd, range_of)
        if effect.pay.to == effect.pay.from_:
            _nothing(warner, (*path, "pay", "to"), "the seat pays itself")
    if effect.gain is not None:
        _sum(warner, (*path, "gain", "usd"), effect.gain.usd, range_of)
        if effect.gain.from_ == "me":
            _nothing(warner, (*path, "gain", "from"), "the seat is paid by itself")
    moved = effect.transfer
    if moved is not None:
        _sum(warner, (*path, "transfer", "units"), moved.units, range_of)
        if moved.from_ == moved.to:
            _nothing(warner, (*path, "transfer", "from"), f"'{moved.to}' gives them to itself")
    for name, amount in effect.add.items():
        if amount.constant == 0:
            _nothing(warner, (*path, "add", name), f"nothing is added to '{name}'")
        _beyond(warner, content, (*path, "add", name), name, amount, range_of)
    for name, amount in effect.set.items():
        _within(warner, content, (*path, "set", name), name, amount, range_of)


def _costs(warner: Warner, order: Order, range_of: RangeOf) -> None:
    """An order that is paid by nobody: a price below zero would be played as none."""

    def asked(name: str) -> Bounds:
        if name != "amount" or order.amount is None:
            return range_of(name)
        low = survey(order.amount.low, range_of).bounds.low
        high = survey(order.amount.high, range_of).bounds.high
        return Bounds(max(low, 0.0), max(low, high, 0.0))

    for field in ("cost", "sets_aside"):
        bounds = survey(getattr(order, field), asked).bounds
        if bounds.low < 0 and bounds.high <= 0:
            hint = "money comes in through an effect: gain: {usd: ..., from: outside}"
            warner.warn("E625", (field,), "it costs less than nothing, which is no price", hint)


def _nothing(warner: Warner, path: Path, message: str) -> None:
    warner.warn("W619", path, message, "it changes nothing: delete it, or name another")


def _sum(warner: Warner, path: Path, amount: Expression, range_of: RangeOf) -> None:
    bounds = survey(amount, range_of).bounds
    if bounds.high < 0:
        hint = "write 'gain' for money that comes in" if path[-1] == "usd" else "swap from and to"
        warner.warn("W620", path, "less than nothing moves", hint)
    elif bounds.high == 0:
        _nothing(warner, path, "nothing moves")


def _beyond(
    warner: Warner, content: Content, path: Path, name: str, amount: Expression, range_of: RangeOf
) -> None:
    """What is added at least is more than the whole way from one bound to the other."""
    figure = content.ruleset.figures.get(name)
    if figure is None or figure.low is None or figure.high is None:
        return
    bounds = survey(amount, range_of).bounds
    if max(bounds.low, -bounds.high) > figure.high - figure.low:
        message = f"'{name}' goes from {figure.low:g} to {figure.high:g}, and this adds more"
        warner.warn("W623", path, message, "it will stand at its bound: add less")


def _within(
    warner: Warner, content: Content, path: Path, name: str, amount: Expression, range_of: RangeOf
) -> None:
    figure = content.ruleset.figures.get(name)
    if figure is None:
        return
    bounds = survey(amount, range_of).bounds
    if figure.high is not None and bounds.low > figure.high:
        warner.warn("W623", path, f"'{name}' ends at {figure.high:g}", "it will stand there")
    elif figure.low is not None and bounds.high < figure.low:
        warner.warn("W623", path, f"'{name}' begins at {figure.low:g}", "it will stand there")
