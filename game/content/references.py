"""Does everything that a definition names exist?

Checks, over all files at once, the names in expressions, the ids in every field, what effects may
write and what texts hold in braces. It changes nothing and reads no file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from game.content.definitions import Definition, nearest
from game.content.document import Path
from game.content.expressions import Expression
from game.content.models import SINGULAR, Figure, Model, Storylet
from game.content.models.basis import Placeholders, Ref
from game.content.walking import walk
from game.errors import Problem

BRACES = re.compile(r"\{([^{}]*)\}")

Tables = Mapping[str, Mapping[str, Model]]


@dataclass(frozen=True)
class Names:
    """Every name that content may use."""

    tables: Tables
    figures: Mapping[str, Figure]
    ids: Mapping[str, Iterable[str]]  # of every definition, also of those that failed their schema
    failed_figures: tuple[re.Pattern[str], ...] = ()
    unsettled: frozenset[str] = frozenset()  # kinds of which something could not be read

    def is_settled(self, kind: str) -> bool:
        """Whether all ids of a kind are known: else one may stand in what could not be read."""
        return not self.unsettled & ({"facts", "codex"} if kind == "pages" else {kind})

    def has_figure(self, name: str) -> bool:
        """Whether a figure has this name, or would have it if its own file were right."""
        return name in self.figures or any(each.fullmatch(name) for each in self.failed_figures)

    def of(self, kind: str) -> Iterable[str]:
        """The ids of a kind; `pages` are what the encyclopaedia shows."""
        if kind == "pages":
            return (*self.ids["facts"], *self.ids["codex"])
        if kind == "figures":
            return self.figures
        return self.ids[kind]


def check(definitions: Mapping[str, Mapping[str, Definition]], names: Names) -> list[Problem]:
    """Every reference that leads nowhere, in the order of the definitions."""
    problems: list[Problem] = []
    for kind, table in names.tables.items():
        if kind not in definitions:
            continue  # it is only there to be named
        for id_, model in table.items():
            checker = _Checker(definitions[kind][id_], model, names)
            walk(model, checker)
            problems += checker.problems
    return problems


class _Checker:
    """Receives what the walk finds in one definition."""

    def __init__(self, definition: Definition, model: Model, names: Names) -> None:
        self.definition = definition
        self.kind = definition.kind
        self.model = model
        self.names = names
        self.problems: list[Problem] = []

    def _add(self, code: str, path: Path, message: str, hint: str = "", key: bool = False) -> None:
        self.problems.append(self.definition.problem(code, path, message, hint, key=key))

    # ------------------------------------------------------------------------- expressions

    def expression(self, path: Path, expression: Expression) -> None:
        """Every name of an expression must be a figure, or a memory of the story."""
        for name in expression.names:
            fault = None if self._is_freshness(path, name) else self._fault(name)
            if fault:
                code, message, hint = fault
                place = re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", expression.source)
                offset = place.start() if place else 0
                found = self.definition.problem(code, path, message, hint, offset=offset)
                self.problems.append(found)

    def _is_freshness(self, path: Path, name: str) -> bool:
        """`fresh`, how little an order was given of late: known to what orders do, not to needs."""
        return name == "fresh" and self.kind == "orders" and path[:1] == ("effects",)

    def _fault(self, name: str) -> tuple[str, str, str] | None:
        if self.names.has_figure(name):
            return None
        first, _, rest = name.partition(".")
        if first == "taken":
            return self._taken(rest)
        if first == "seen":
            return self._known("storylets", rest)
        if first == "ago":
            if self.kind not in ("news", "advisors"):
                return "E305", f"'{name}': the year before is known to news and advisers only", ""
            return self._fault(rest)
        if first == "was":
            if self.kind not in ("news", "series", "advisors"):
                message = f"'{name}': the quarter before is known to news, series and advisers only"
                return "E305", message, ""
            return self._fault(rest)
        if name == "amount" and self.kind == "orders":
            return None
        if name == "amount":
            return "E305", "'amount' is known to orders only", ""
        if name == "fresh":
            return "E305", "'fresh' is known to the effects of orders only", ""
        if not self.names.is_settled("figures"):
            return None
        return "E301", f"unknown figure '{name}'", nearest(name, self.names.figures)

    def _taken(self, rest: str) -> tuple[str, str, str] | None:
        storylet_id, _, choice_id = rest.partition(".")
        fault = self._known("storylets", storylet_id)
        if fault:
            return fault
        storylet = self.names.tables["storylets"].get(storylet_id)
        if not isinstance(storylet, Storylet):
            return None  # its own file is wrong, which has been said
        choices = [choice.id for choice in storylet.choices]
        if choice_id in choices:
            return None
        hint = nearest(choice_id, choices) or f"its choices: {', '.join(choices)}"
        return "E304", f"'{storylet_id}' has no choice '{choice_id}'", hint

    def _known(self, kind: str, word: str, but: str = "") -> tuple[str, str, str] | None:
        known = self.names.of(kind)
        if word in known or (kind == "figures" and self.names.has_figure(word)):
            return None
        if not self.names.is_settled(kind):
            return None
        label = "page" if kind == "pages" else SINGULAR[kind]
        code = "E301" if kind == "figures" else "E303"
        hint = nearest(word, (id_ for id_ in known if id_ != but))
        return code, f"unknown {label} '{word}'", hint

    # -------------------------------------------------------------------------- references

    def reference(self, path: Path, ref: Ref, word: str, key: bool) -> None:
        """A word that must be the id of something."""
        if word in ref.beside:
            return
        if ref.kind == "choice":
            self._choice(path, word)
        elif ref.kind in ("add", "set"):
            self._written(path, ref.kind, word)
        elif ref.kind == "drivers" and word.endswith(".*"):
            begins = any(each.startswith(word[:-1]) for each in self.names.figures)
            if not begins and self.names.is_settled("figures"):
                self._add("E301", path, f"no figure begins with '{word[:-1]}'")
        else:
            kind = "figures" if ref.kind == "drivers" else ref.kind
            # Nothing that names another of its kind means itself.
            myself = self.definition.id if kind == self.kind else ""
            fault = self._known(kind, word, myself)
            if fault:
                self._add(*_at(fault, path), key=key)

    def _choice(self, path: Path, word: str) -> None:
        choices = (
            [each.id for each in self.model.choices] if isinstance(self.model, Storylet) else []
        )
        if word not in choices:
            hint = nearest(word, choices) or f"its choices: {', '.join(choices)}"
            self._add("E304", path, f"no choice '{word}' in this storylet", hint)

    def _written(self, path: Path, how: str, word: str) -> None:
        figure = self.names.figures.get(word)
        if figure is None and (self.names.has_figure(word) or not self.names.is_settled("figures")):
            return
        if figure is None:
            hint = nearest(word, self.names.figures)
            self._add("E301", path, f"unknown figure '{word}'", hint, key=True)
        elif how not in figure.can:
            other = "set" if how == "add" else "add"
            if other in figure.can:
                hint = f"use '{other}'"
            else:
                hint = "money and chips move with pay, gain and transfer; the rest is computed"
            self._add("E302", path, f"'{word}' cannot be written with '{how}'", hint, key=True)

    # ------------------------------------------------------------------------------- texts

    def text(self, path: Path, en: str, fr: str, placeholders: Placeholders | None) -> None:
        """Names in braces must be known, and filled in at this place."""
        if self.kind == "figures":
            return  # its braces are those of the template
        for language, text in (("en", en), ("fr", fr)):
            for name in BRACES.findall(text) if "{" in text else ():
                place = (*path, language)
                if placeholders is None:
                    message = f"'{{{name}}}' would be shown as it stands"
                    self._add("E306", place, message, "no names are filled in at this place")
                elif name not in placeholders.names:
                    fault = self._placeholder(name, placeholders)
                    if fault:
                        self._add(*_at(fault, place))

    def _placeholder(self, name: str, placeholders: Placeholders) -> tuple[str, str, str] | None:
        past = placeholders.was and name.startswith(("was.", "ago."))
        figure = name.partition(".")[2] if past else name
        if placeholders.figures and self.names.has_figure(figure):
            return None
        if placeholders.figures and not self.names.is_settled("figures"):
            return None
        return "E306", f"unknown name '{{{name}}}' in a text", nearest(figure, self.names.figures)


def _at(fault: tuple[str, str, str], path: Path) -> tuple[str, Path, str, str]:
    code, message, hint = fault
    return code, path, message, hint
