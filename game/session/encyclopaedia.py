"""What does the encyclopaedia show to one seat, now?

The pages of the story with what the run adds to them: present values and their course, what an
order would cost, who is refused, and the ending, once it is reached. To which pages a thing on the
screen leads is `topics.py`.
"""

from __future__ import annotations

from game.session import offers
from game.session.observe import figure_view, lacking
from game.session.sight import Sight
from game.session.standing import Standing
from game.session.views import CitationView, CodexPage, CodexTitle, FigureView
from game.session.wording import sentence
from game.story import codex, endings
from game.story.codex_search import search

MOST_FOUND = 40
MOST_FIGURES = 4
# The figures that tell how a thing stands; those that do not exist are left out.
_OF_THING = {
    "chip": ("price.{id}", "wanted.{id}", "licence.{id}.cn", "licence.{id}.us"),
    "node": ("wafers.tsmc.{id}", "wafers.smic.{id}", "wafers.texas_instruments.{id}"),
    "region": ("machine_time.{id}", "users.{id}", "concern.{id}", "dark.{id}"),
    "actor": ("eci.{id}", "cash.{id}", "machine_time.{id}", "revenue.{id}_usd", "approval.{id}"),
}


def titles(sight: Sight, word: str, over: bool) -> tuple[CodexTitle, ...]:
    """The pages a word may mean, the surest first; without a word, all that one would browse."""
    ruleset = sight.ruleset
    if word.strip():
        found = search(ruleset, word, MOST_FOUND)
        if word.strip() not in codex.shelf(ruleset):  # an id means that page and no other
            found = tuple(dict.fromkeys(each for id_ in found for each in (own(sight, id_), id_)))
        return tuple(title(sight, id_) for id_ in found)
    reached = _reached(sight) if over else ""
    return tuple(
        title(sight, id_)
        for id_, entry in codex.shelf(ruleset).items()
        if (entry.shelf != "figure" or ruleset.figures[entry.id].headline)
        and (entry.shelf != "ending" or entry.id == reached)
    )


def title(sight: Sight, page_id: str) -> CodexTitle:
    """The name of a page and of its shelf."""
    entry = codex.shelf(sight.ruleset)[page_id]
    words = sight.words
    return CodexTitle(
        page_id,
        codex.name(sight.ruleset, page_id, words),
        words.t(f"story.codex.shelf.{entry.shelf}"),
    )


def own(sight: Sight, page_id: str) -> str:
    """The page of this chair's own order, where other chairs give one that is called the same."""
    entry = codex.shelf(sight.ruleset).get(page_id)
    if entry is None or entry.shelf != "order":
        return page_id
    orders = sight.ruleset.orders
    if sight.seat in orders[entry.id].seats:
        return page_id
    for id_, order in orders.items():
        if sight.seat in order.seats and order.title == entry.title:
            return codex.home(sight.ruleset, "order", id_) or page_id
    return page_id


def page(sight: Sight, now: Standing, page_id: str, over: bool) -> CodexPage | None:
    """A page by its id, or by that of the thing it describes; None when there is none to see."""
    ruleset, words = sight.ruleset, sight.words
    known = codex.resolve(ruleset, page_id)
    if known is None:
        return None
    told, entry = codex.page(ruleset, known, words), codex.shelf(ruleset)[known]
    text, reached = told.text, _reached(sight) if over else ""
    if told.shelf == "ending":
        if entry.id != reached:
            return None
        text = sight.say(ruleset.endings[entry.id].epilogue)
    lacks = lacking(sight, now.log, entry.id) if told.shelf == "figure" else ""
    return CodexPage(
        id=known,
        title=told.title,
        text=f"{sentence(lacks)}." if lacks else text,
        kind_label=words.t(f"session.kind.{told.kind}"),
        sources=_source_lines(told),
        links=told.links,
        shelf_label=words.t(f"story.codex.shelf.{told.shelf}"),
        marks=tuple((mark.start, mark.end, own(sight, mark.page)) for mark in told.marks),
        rows=(*told.rows, *_rows_now(sight, now, entry)),
        figures=() if lacks else _figures(sight, now, entry),
        dispute=told.dispute,
        citations=tuple(CitationView(c.title, c.year, c.url, c.page) for c in told.citations),
    )


def _source_lines(told: codex.Page) -> tuple[str, ...]:
    """The sources of a page, one line each."""
    return tuple(_source_line(one) for one in told.citations)


def _source_line(one: codex.Citation) -> str:
    if one.page:
        return f"{one.title} ({one.page})"
    return f"{one.title}, {one.year}" if one.year else one.title


def _figures(sight: Sight, now: Standing, entry: codex.Entry) -> tuple[FigureView, ...]:
    """How the thing of a page stands now, and how it came there."""
    known = sight.ruleset.figures
    mine: tuple[str, ...] = ()
    if entry.thing is not None:
        shapes = _OF_THING.get(entry.thing[0], ())
        mine = tuple(shape.format(id=entry.thing[1]) for shape in shapes)
        if entry.thing[0] == "item":
            mine = (f"licence.{entry.thing[1]}.cn",)
    names = [name for name in dict.fromkeys((*mine, *entry.figures)) if name in known]
    views = (figure_view(sight, now.log, name) for name in names)
    # What is 0 and always was says nothing of a thing; on its own page a figure says so.
    alone = entry.shelf == "figure"
    shown = [view for view in views if alone or any(view.history)]
    return tuple(shown[:MOST_FIGURES])


def _rows_now(sight: Sight, now: Standing, entry: codex.Entry) -> tuple[tuple[str, str], ...]:
    """What an order would cost this seat today, or who is refused something under licence."""
    ruleset, words = sight.ruleset, sight.words
    if entry.shelf == "order" and sight.seat in ruleset.orders[entry.id].seats:
        offer = offers.offer_view(sight, now.plan, 0, entry.id)
        found = [(words.t("story.codex.row.cost"), offer.cost_text)]
        if offer.barred:
            found.append((words.t("story.codex.row.refused"), offer.barred))
        return tuple(found)
    if entry.thing is None or entry.thing[0] not in ("chip", "item"):
        return ()
    name = entry.thing[1]
    shut = [
        words.text(region.name)
        for id_, region in ruleset.regions.items()
        if (figure := f"licence.{name}.{id_}") in ruleset.figures and sight.value(figure) < 0.5
    ]
    return ((words.t("story.codex.row.licence"), ", ".join(shut)),) if shut else ()


def _reached(sight: Sight) -> str:
    """The ending of a run that is over."""
    ending: str = endings.final(sight.ruleset, sight.world, sight.seat)
    return ending
