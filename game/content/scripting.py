"""Can every line of a script be carried out, and is every observation one quarter or a span?

What a schema cannot see: a quarter outside its scenario, an order that is not the actor's to give,
one that is given twice, a span that ends before it begins. That ids exist is checked elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from game.content.definitions import Definition, nearest
from game.content.models import Coefficient, Model, Observation, Order, Scenario, Script, Series
from game.content.quarters import number, turn, written
from game.errors import Problem

Tables = Mapping[str, Mapping[str, Model]]
Definitions = Mapping[str, Mapping[str, Definition]]


def check(definitions: Definitions, tables: Tables) -> list[Problem]:
    """Every line that would come to nothing, in the order of the definitions."""
    problems: list[Problem] = []
    given: dict[tuple[str, str, str, str], str] = {}
    for id_, line in tables["scripts"].items():
        if isinstance(line, Script):
            definition = definitions["scripts"][id_]
            problems += _quarter(definition, line, tables)
            problems += _order(definition, line, tables)
            problems += _twice(definition, line, given)
    for id_, scenario in tables["scenarios"].items():
        if isinstance(scenario, Scenario):
            problems += _silences(definitions["scenarios"][id_], scenario)
            problems += _prologue(definitions["scenarios"][id_], scenario, tables)
            problems += _values(definitions["scenarios"][id_], scenario, tables)
    for id_, series in tables["series"].items():
        if isinstance(series, Series):
            problems += _history(definitions["series"][id_], series)
    for id_, seen in tables["observations"].items():
        if isinstance(seen, Observation):
            problems += _span(definitions["observations"][id_], seen)
    return problems


def _quarter(definition: Definition, line: Script, tables: Tables) -> Iterator[Problem]:
    """The quarter must be one that is played in each of its scenarios."""
    for scenario in _scenarios(line, tables):
        place = turn(line.quarter, scenario.first_quarter)
        if not 0 <= place < scenario.turns:
            yield _outside(definition, ("quarter",), line.quarter, scenario)


def _outside(
    definition: Definition, path: tuple[str | int, ...], quarter: str, scenario: Scenario
) -> Problem:
    last = written(number(scenario.first_quarter) + scenario.turns - 1)
    message = f"{quarter} is not played in '{scenario.id}'"
    hint = f"a quarter from {scenario.first_quarter} to {last}"
    return definition.problem("E308", path, message, hint)


def _scenarios(line: Script, tables: Tables) -> Iterator[Scenario]:
    for name in line.scenarios:
        scenario = tables["scenarios"].get(name)
        if isinstance(scenario, Scenario):
            yield scenario


def _order(definition: Definition, line: Script, tables: Tables) -> Iterator[Problem]:
    """An order must be the actor's to give; its amount must be one that it takes."""
    order = tables["orders"].get(line.order or "")
    if line.amount is not None and (line.order is None or isinstance(order, Order)):
        if not isinstance(order, Order):
            yield definition.problem("E309", ("amount",), "an effect takes no amount", "delete it")
        elif order.amount is None:
            message = f"'{order.id}' takes no amount"
            yield definition.problem("E309", ("amount",), message, "delete it")
    if isinstance(order, Order) and line.actor not in order.seats:
        hint = nearest(line.actor, order.seats) or f"its seats: {', '.join(order.seats)}"
        hint += "; whoever has no order acts through an effect"
        message = f"'{line.actor}' cannot give the order '{order.id}'"
        yield definition.problem("E309", ("order",), message, hint)


def _twice(
    definition: Definition, line: Script, given: dict[tuple[str, str, str, str], str]
) -> Iterator[Problem]:
    """A sheet holds an order once: two lines of one quarter would be one."""
    for scenario in line.scenarios if line.order else ():
        key = (scenario, line.quarter, line.actor, str(line.order))
        first = given.setdefault(key, line.id)
        if first != line.id:
            message = f"'{first}' gives this order in the same quarter of '{scenario}'"
            yield definition.problem("E310", ("order",), message, "join the two lines")


def _silences(definition: Definition, scenario: Scenario) -> Iterator[Problem]:
    """A silence must end in a quarter that is played."""
    for position, silence in enumerate(scenario.silences):
        if not 0 <= turn(silence.until, scenario.first_quarter) < scenario.turns:
            yield _outside(definition, ("silences", position, "until"), silence.until, scenario)


def _prologue(definition: Definition, scenario: Scenario, tables: Tables) -> Iterator[Problem]:
    """A prologue runs from the same first quarter to the one in which somebody sits down."""
    if scenario.begins is None:
        if scenario.prologue is not None:
            message = "a prologue needs to know when it is over"
            hint = "write 'begins', the first quarter that is played"
            yield definition.problem("E207", ("prologue",), message, hint)
        return
    if not 0 < turn(scenario.begins, scenario.first_quarter) < scenario.turns:
        yield _outside(definition, ("begins",), scenario.begins, scenario)
    if scenario.prologue is None:
        message = "'begins' stands without a 'prologue': nobody plays the quarters before it"
        hint = "add 'prologue: history', or another scenario; or delete 'begins'"
        yield definition.problem("E207", ("begins",), message, hint)
    before = tables["scenarios"].get(scenario.prologue or "")
    if not isinstance(before, Scenario):
        return
    if before.prologue is not None:
        message = f"'{before.id}' has a prologue itself"
        yield definition.problem("E207", ("prologue",), message, "name a scenario without one")
    if before.first_quarter != scenario.first_quarter:
        message = f"'{before.id}' begins with {before.first_quarter}"
        hint = "both need the same first_quarter"
        yield definition.problem("E207", ("first_quarter",), message, hint)
    if turn(scenario.begins, scenario.first_quarter) > before.turns:
        yield _outside(definition, ("begins",), scenario.begins, before)


def _values(definition: Definition, scenario: Scenario, tables: Tables) -> Iterator[Problem]:
    """A scenario may move a coefficient inside its range, and nowhere else."""
    for name, value in scenario.coefficients.items():
        known = tables["coefficients"].get(name)
        if not isinstance(known, Coefficient):
            continue
        path = ("coefficients", name)
        given = value if isinstance(value, dict) else {"": value}
        if known.low is None or known.high is None:
            hint = "only a coefficient with a low and a high end can be moved"
            yield definition.problem("E207", path, f"'{name}' has no range", hint)
            continue
        keys = set(known.value) if isinstance(known.value, dict) else {""}
        for key, each in given.items():
            if key not in keys:
                message = f"'{name}' has no value for '{key}'" if key else f"'{name}' is a table"
                hint = nearest(key, keys) or f"its keys: {', '.join(sorted(keys)) or 'none'}"
                yield definition.problem("E207", path, message, hint)
            elif not known.low <= each <= known.high:
                message = f"{each} lies outside the range of '{name}'"
                yield definition.problem("E207", path, message, f"from {known.low} to {known.high}")


def _history(definition: Definition, series: Series) -> Iterator[Problem]:
    """Each quarter once; logarithms need values above zero."""
    seen: set[str] = set()
    for position, known in enumerate(series.history):
        path = ("history", position)
        if known.quarter in seen:
            message = f"{known.quarter} is there twice"
            yield definition.problem("E310", (*path, "quarter"), message, "keep one of them")
        seen.add(known.quarter)
        if series.log and known.value <= 0:
            message = "a value that is not above zero has no logarithm"
            hint = "write 'log: false' for a series of changes"
            yield definition.problem("E207", (*path, "value"), message, hint)


def _span(definition: Definition, seen: Observation) -> Iterator[Problem]:
    """A span runs forward and is summed or averaged; a point is one quarter."""
    first, _, last = seen.quarter.partition("-")
    if last and number(last) <= number(first):
        message = f"{last} does not come after {first}"
        yield definition.problem("E207", ("quarter",), message, "the earlier quarter comes first")
    if bool(last) == (seen.aggregate == "point"):
        message = "several quarters make no point" if last else "one quarter needs no aggregate"
        hint = "sum or mean" if last else "point"
        yield definition.problem("E207", ("aggregate",), message, hint)
    hint = "write an absolute tolerance"
    if seen.tolerance_type == "relative" and seen.value == 0:
        message = "a relative tolerance of nothing is nothing"
        yield definition.problem("E207", ("tolerance_type",), message, hint)
    if seen.tolerance_type == "factor" and (seen.value <= 0 or seen.tolerance < 1):
        message = "a factor is 1 or more, of a value above zero"
        yield definition.problem("E207", ("tolerance_type",), message, hint)
