"""How is the encyclopaedia read line by line?

`codex` names the shelves, `codex SHELF` their pages, `codex WORD` opens the surest page and names
the others, `codex 3` follows the third link of the page that was read last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from game.faces.plain import parse
from game.faces.plain.show import figure_line
from game.session.lookup import fold
from game.session.views import CitationView, CodexPage, CodexTitle

if TYPE_CHECKING:
    from game.content.words import Words
    from game.session.session import Session

Lines = list[str]
MOST_OTHERS = 8
MOST_NAMED = 6


class Reader:
    """Somebody who reads, and remembers the page that lies open."""

    def __init__(self) -> None:
        self._links: tuple[str, ...] = ()

    def answer(self, session: Session, rest: str) -> Lines:
        """The lines for what was typed behind `codex`."""
        words = session.words
        shelves = shelf_lines(words, session.codex_titles(), rest)
        if shelves:
            return shelves
        number = parse.whole(rest)
        others: Sequence[CodexTitle] = ()
        if number is not None and 0 < number <= len(self._links):
            page = session.codex_page(self._links[number - 1])
        else:
            titles = session.codex_titles(rest)
            page = session.codex_page(titles[0].id) if titles else None
            others = titles[1:]
        if page is None:
            return [words.t("plain.codex.none")]
        self._links = tuple(id_ for id_, _ in page.links)
        return page_lines(words, page, others)


def shelf_lines(words: Words, titles: Sequence[CodexTitle], wanted: str) -> Lines:
    """The first pages of every shelf, or all pages of the one that is wanted, if it is one."""
    shelves: dict[str, list[str]] = {}
    for title in titles:
        shelves.setdefault(title.shelf_label, []).append(title.title)
    lines = []
    for shelf, named in shelves.items():
        if wanted and fold(wanted) != fold(shelf):
            continue
        shown = named if wanted else named[:MOST_NAMED]
        more = f" {words.t('story.codex.more', n=len(named) - len(shown))}"
        told = _listed(words, shown) + (more if len(named) > len(shown) else "")
        lines.append(words.t("plain.codex.shelf", shelf=shelf, titles=told))
    return lines


def page_lines(words: Words, page: CodexPage, others: Sequence[CodexTitle]) -> Lines:
    """A page in full, its links numbered, then what else the word may mean."""
    t = words.t
    lines = [f"{page.title}. {page.shelf_label}.", page.text]
    lines.append(t("plain.codex.status", kind=page.kind_label))
    if page.dispute:
        says, against = page.dispute
        lines += [t("plain.codex.says", text=says), t("plain.codex.against", text=against)]
    lines += [figure_line(words, figure) for figure in page.figures]
    for label, value in page.rows:
        line = t("plain.codex.row", label=_capital(label), value=value.rstrip("."))
        lines.append(line.rstrip(".") if value.endswith(("?", "!")) else line)
    if page.citations:
        lines.append(t("plain.codex.sources"))
        lines += [_citation(each) for each in page.citations]
    for number, (id_, title) in enumerate(page.links, start=1):
        lines.append(t("plain.codex.link", n=number, title=title, id=id_))
    if page.links:
        lines.append(t("plain.codex.follow"))
    if others:
        named = Counter([page.title, *(each.title for each in others)])
        told = [
            f"{each.title} ({each.shelf_label})" if named[each.title] > 1 else each.title
            for each in others[:MOST_OTHERS]
        ]
        titles = _listed(words, told)
        lines.append(t("plain.codex.also", titles=titles))
    return lines


def _listed(words: Words, titles: Sequence[str]) -> str:
    """Titles in a row, with the semicolon of the language between them."""
    told = titles[0]
    for title in titles[1:]:
        told = words.t("plain.codex.listed", before=told, title=title)
    return told


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


def _citation(one: CitationView) -> str:
    """Title, year and address, or the claim and the word that opens its page."""
    if one.page:
        return f"- {one.title} ({one.page})"
    parts = (one.title, str(one.year or ""), one.url)
    return "- " + ", ".join(part for part in parts if part)
