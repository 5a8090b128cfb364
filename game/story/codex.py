"""What does a page of the encyclopaedia say, in one language?

Words an entry of the shelf: its text with the places where other pages are named, the facts and
publications it rests on, its links. It knows the rules and not the run: no page depends on a world.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from game.story.codex_links import Mark, marks
from game.story.codex_near import about_figure
from game.story.codex_sheet import rows, summary
from game.story.codex_shelf import Entry, home, homes, shelf, stage_page
from game.story.telling import cited

if TYPE_CHECKING:
    from game.content.models.basis import Reference
    from game.content.ruleset import Ruleset
    from game.content.words import Words

__all__ = [
    "Citation",
    "Entry",
    "Page",
    "about_figure",
    "home",
    "name",
    "page",
    "resolve",
    "shelf",
    "stage_page",
]

MOST_LINKS = 24


@dataclass(frozen=True)
class Citation:
    """One source: a claim with a page of its own, or a publication."""

    title: str
    year: int | None = None
    url: str = ""
    page: str = ""


@dataclass(frozen=True)
class Page:
    """One page in one language; links are (id, title)."""

    id: str
    shelf: str
    title: str
    text: str
    kind: str
    sources: tuple[str, ...]
    references: tuple[Reference, ...]
    links: tuple[tuple[str, str], ...]
    marks: tuple[Mark, ...] = ()  # where the text names other pages
    rows: tuple[tuple[str, str], ...] = ()  # what the definition says, as label and value
    citations: tuple[Citation, ...] = ()
    dispute: tuple[str, str] | None = None  # who says so, and the other side
    figures: tuple[str, ...] = ()


def resolve(ruleset: Ruleset, id_: str) -> str | None:
    """The id of a page from that of the page or of whatever it describes."""
    if id_ in shelf(ruleset):
        return id_
    known = homes(ruleset)
    return next((page_id for (_, name), page_id in known.items() if name == id_), None)


def page(ruleset: Ruleset, id_: str, words: Words) -> Page:
    """One page by its exact id; KeyError when there is none."""
    return _page(ruleset, id_, words.lang)


@lru_cache(maxsize=4096)
def _page(ruleset: Ruleset, id_: str, lang: str) -> Page:
    entry, words = shelf(ruleset)[id_], ruleset.words(lang)
    text = words.text(entry.text) if entry.text else summary(ruleset, entry, words)
    named = marks(ruleset, text, lang, id_)
    dispute = entry.dispute
    return Page(
        id=id_,
        shelf=entry.shelf,
        title=name(ruleset, id_, words),
        text=text,
        kind=entry.kind,
        sources=entry.sources,
        references=entry.references,
        links=_links(ruleset, id_, entry, named, words),
        marks=named,
        rows=rows(ruleset, entry, words),
        citations=_citations(ruleset, entry, words),
        dispute=(words.text(dispute.says), words.text(dispute.against)) if dispute else None,
        figures=entry.figures,
    )


def _links(
    ruleset: Ruleset, id_: str, entry: Entry, named: tuple[Mark, ...], words: Words
) -> tuple[tuple[str, str], ...]:
    """The pages named in the text, those to see, those that it rests on; each once."""
    entries, known = shelf(ruleset), homes(ruleset)
    near = [other if shelf_ == "" else known.get((shelf_, other)) for shelf_, other in entry.see]
    wanted = (*(mark.page for mark in named), *near, *entry.sources)
    others = dict.fromkeys(other for other in wanted if other in entries and other != id_)
    return tuple((other, name(ruleset, other, words)) for other in others)[:MOST_LINKS]


def name(ruleset: Ruleset, id_: str, words: Words) -> str:
    """The title of a page; with who gives the order, where several orders are called so."""
    return _told_apart(ruleset, words.lang).get(id_) or words.text(shelf(ruleset)[id_].title)


@lru_cache(maxsize=8)
def _told_apart(ruleset: Ruleset, lang: str) -> dict[str, str]:
    """The titles of orders that several orders share, each with the names of its seats."""
    words = ruleset.words(lang)
    titles = {id_: words.text(each.title) for id_, each in ruleset.orders.items()}
    count = Counter(titles.values())
    found = {}
    for id_, title in titles.items():
        page_id = home(ruleset, "order", id_)
        if count[title] > 1 and page_id is not None:
            seats = [words.text(ruleset.actors[seat].name) for seat in ruleset.orders[id_].seats]
            found[page_id] = f"{title} ({', '.join(seats)})"
    return found


def _citations(ruleset: Ruleset, entry: Entry, words: Words) -> tuple[Citation, ...]:
    """The claims and the publications; where none is its own, those of its claims."""
    facts = [ruleset.facts[id_] for id_ in entry.sources if id_ in ruleset.facts]
    claims = [Citation(words.text(fact.title), page=fact.id) for fact in facts]
    own = entry.references or [each for fact in facts for each in fact.references]
    texts = dict.fromkeys((*cited(each, words), each.url) for each in own)
    return (*claims, *(Citation(*each) for each in texts))
