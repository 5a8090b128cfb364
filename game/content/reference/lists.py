"""Which names, effects, functions and causes may content use?

The reference pages that are not about one kind: made from the declared figures, the parts of an
effect, the causes of the base, and the words that the compiler of expressions knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from game.content.compiler import FUNCTIONS, MAX_DEPTH, MAX_DIGITS
from game.content.evaluation import TINY
from game.content.expressions import MAX_LENGTH
from game.content.files import Table
from game.content.models.story import Effect, Gain, Outcome, Pay, Transfer
from game.content.reference.pages import fields_table
from game.content.reference.told import summary
from game.content.ruleset import Ruleset


def names_page(table: Table, ruleset: Ruleset) -> str:
    """Every figure as it is declared, with the ids that its braces stand for."""
    parts = [
        "# Names in expressions",
        "Conditions, weights, costs, odds and the amounts of effects may name these figures, and "
        "texts may hold them in braces: `{me.cash_usd}`. A name with braces in the list stands for "
        "one figure for each of the ids beside it. `me.` is the seat whose scene, order, line or "
        "ending it is. *add* and *set* say which effects may write a figure; where neither stands, "
        "it is computed, or moves with money and chips.",
        "Besides figures: `taken.SCENE.ANSWER` is 1 once that answer was given by this seat, "
        "`seen.SCENE` is 1 once the scene came up; `was.NAME`, in news, series and what advisers "
        "say, is the figure a quarter ago; `ago.NAME`, in news and what advisers say, is the one a "
        "year ago, or that of now in the first year; `amount`, in an order, is how much was asked "
        "for; `fresh`, in the effects of an order that `wears`, is 1 when it was not given of late "
        "and falls towards 0.",
        "The numbers of the equations are no figures: [coefficients](coefficients.md) lists them.",
    ]
    for file, rows in _by_file(table):
        parts.append(f"## {file}")
        parts.append("\n".join(["| name | unit | from–to | effects | meaning |", _RULE, *rows]))
    parts += ["## Ids in braces", *_axes(ruleset)]
    return "\n\n".join(parts) + "\n"


_RULE = "|---|---|---|---|---|"


def _by_file(table: Table) -> Iterator[tuple[str, list[str]]]:
    files: dict[str, list[str]] = {}
    for id_, definition in table["figures"].items():
        files.setdefault(definition.document.file.removeprefix("base/"), []).append(
            _figure_row(id_, definition.data)
        )
    yield from files.items()


def _figure_row(id_: str, data: dict[str, Any]) -> str:
    ranges = []
    for name, values in data.get("for", {}).items():
        ids = values if isinstance(values, list) else [values]
        ranges.append(f"{{{name}}}: {', '.join(ids)}")
    name = f"`{id_}`" + "".join(f"<br>{each}" for each in ranges)
    low, high = data.get("low"), data.get("high")
    span = "" if low is None and high is None else f"{_end(low)}–{_end(high)}"
    can = ", ".join(data.get("can", ()))
    return f"| {name} | {data['unit']} | {span} | {can} | {data['meaning']['en']} |"


def _end(bound: float | None) -> str:
    return "" if bound is None else f"{bound:g}"


def _axes(ruleset: Ruleset) -> Iterator[str]:
    actors = ruleset.actors.values()
    for word in ("actors", "regions", "chips", "nodes", "items", "seats"):
        yield f"**{word}**: {', '.join(f'`{id_}`' for id_ in getattr(ruleset, word))}"
    for kind in ("state", "firm", "lab"):
        ids = ", ".join(f"`{actor.id}`" for actor in actors if actor.kind == kind)
        yield f"**{kind}s**: {ids}"


def effects_page() -> str:
    """What orders and answers may do."""
    parts = [
        "# Effects",
        "What an order does stands in its list `effects`; what an answer does stands in `win` and "
        "`lose`. Nothing in content makes money or chips: `pay`, `gain` and `transfer` move them "
        "between actors, exactly, and no more than there are. [Names](names.md) says which figures "
        "`add` and `set` may write. With `for: 4` an addition or a setting is taken back after "
        "four quarters. `after` delays an addition or a setting: of an answer, `after: 0` shows at "
        "once, `after: 1` on the next morning, `after: 2` a quarter later; an order is carried out "
        "overnight, so that 0 and 1 both show on the next morning and 2 a quarter later. Money and "
        "chips never wait.",
    ]
    for model in (Effect, Pay, Gain, Transfer, Outcome):
        parts += [f"## {model.__name__}", summary(model), fields_table(model)]
    parts += [
        "## Examples",
        "```yaml\n"
        "effects:\n"
        "  - pay: {usd: 0.5 * amount, to: tsmc}            # money to an actor\n"
        "  - add: {me.trust: 2}                            # at once, for good\n"
        "  - {add: {tension: 3}, after: 2}                 # a quarter after the next morning\n"
        "  - {set: {me.release: 2}}                        # a switch of the seat\n"
        "  - {add: {enforcement.third: 0.2}, for: 6}       # taken back after six quarters\n"
        "```",
    ]
    return "\n\n".join(parts) + "\n"


def expressions_page() -> str:
    """The language of conditions and amounts."""
    called = ", ".join(f"`{name}`" for name in FUNCTIONS)
    rows = [
        ("`1_000_000`, `2.5`, `1e9`", "numbers; `_` may group digits"),
        ("`me.cash_usd`, `price.h100`", "the value of a figure in this world, this quarter"),
        ("`+ - * /`", "arithmetic; a test counts as 1 or 0: `2 * (turn > 4)`"),
        ("`< <= > >= == !=`", "comparisons, which may be chained: `2024 <= quarter < 2026`"),
        ("`and or not`", "logic, in this order of binding: not, and, or"),
        ("`min(a, b, …)`, `max(a, b, …)`", "the least, the greatest of two values or more"),
        ("`abs(a)`", "the value without its sign"),
        ("`( )`", "brackets"),
    ]
    table = "\n".join(["| written | means |", "|---|---|", *(f"| {a} | {b} |" for a, b in rows)])
    parts = [
        "# Expressions",
        "One small language for every condition, weight, price, chance and amount. It is compiled "
        "once and decides one world in play and a hundred thousand in simulation; no code runs "
        f"from content. It has no variables, no texts and no functions but {called}.",
        table,
        "A **condition** is true when its value is not 0. An **amount** is a number. A figure that "
        "is a switch is 1 or 0. Dates are a year and its fraction: `quarter >= 2023.75` is the "
        "last quarter of 2023 and later; `turn` counts quarters from 0.",
        f"Limits: {MAX_LENGTH} characters, {MAX_DEPTH} levels of nesting, numbers up to "
        f"1e{MAX_DIGITS}. A division by 0, or by less than {TINY:g}, gives 0, so that no "
        "expression ever fails. In YAML, an expression that begins with a bracket or a sign, or "
        "holds `: ` or ` #`, belongs between quotes.",
    ]
    return "\n\n".join(parts) + "\n"


KEPT = (
    "Causes are kept, and told by `why`, for the figures of the seat’s table (`figures` in "
    "`seats/`), its own books (`me.*`), every figure with `headline: true`, the approval of every "
    "government (`approval.*`), the best model of every laboratory (`eci.*`) and its part of the "
    "users (`share.*`), the licences for China, and whatever is named below as driving another, "
    "save where the driver is one of several (`among`). A figure that reads the same place as one "
    "of these has the same causes under its own name. The others have a value and a course, and "
    "`why` says that their causes are not kept: nobody would ask for most of the nine hundred, and "
    "each costs time in every turn and room in every save. To have those of a figure of your own "
    "kept, give it `headline: true` or put it on a table."
)


def causes_page(ruleset: Ruleset) -> str:
    """What stages call their doings, and what stands behind each."""
    rows = ["| cause | what `why` says | driven by |", "|---|---|---|"]
    for key, word in ruleset.word_table.items():
        if key.startswith("cause."):
            id_ = key.removeprefix("cause.")
            known = ruleset.causes.get(id_)
            drivers = ", ".join(f"`{each.figure}`" for each in known.drivers) if known else ""
            rows.append(f"| `{id_}` | {word.en.other} | {drivers} |")
    about = (
        "Orders and scenes are causes by their title; the stages of the economy have these. A "
        "[cause](cause.md) file says what drives one, and where `why` looks for the reason of a "
        "reason. The words are those of `words/causes.yaml`."
    )
    return "\n\n".join(["# Causes", about, KEPT, "\n".join(rows)]) + "\n"
