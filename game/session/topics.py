"""To which pages of the encyclopaedia does something on the screen lead?

A figure, an order, a scene, the newspaper, the works under way, the council: the page of the thing
itself first, then the claims it rests on, the people who speak, and the words that have a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from game.session.encyclopaedia import own, title
from game.session.sight import Sight
from game.session.standing import Standing
from game.session.views import (
    CodexTitle,
    CouncilLine,
    DriverView,
    NewsItem,
    SceneView,
    WhyView,
)
from game.session.work_views import PipelineView
from game.story import codex
from game.story.codex_links import marks
from game.story.codex_search import titles_of

MOST = 40


class Views(Protocol):
    """What is on the screen, as an onlooker sees it."""

    standing: Standing

    def scenes(self) -> tuple[SceneView, ...]: ...
    def news(self, turn: int | None = None) -> tuple[NewsItem, ...]: ...
    def why(self, name: str, turn: int | None = None) -> WhyView: ...
    def pipeline(self) -> PipelineView: ...
    def council(self) -> tuple[CouncilLine, ...]: ...


def of(
    views: Views, sight: Sight, kind: str, name: str, turn: int | None
) -> tuple[CodexTitle, ...]:
    """The pages to which a thing of some kind leads; none for a thing that is not there."""
    now = int(sight.world.turn[0])
    if kind == "scene":
        scene = next((one for one in views.scenes() if str(one.number) == name), None)
        return of_scene(sight, scene) if scene else ()
    if kind == "why":
        return of_why(sight, views.why(name, turn))
    if kind == "pipeline":
        return of_pipeline(sight, views.pipeline())
    if kind in ("news", "council"):
        latest = turn is None or turn == now
        said = [(line.name, line.line) for line in views.council()] if latest else []
        items = views.news(turn) if kind == "news" else ()
        wanted = now if turn is None else turn
        pages = [page for page in views.standing.log.pages if page.turn == wanted]
        ids = [record.id for page in pages for record in page.news] if kind == "news" else []
        return of_news(sight, items, ids, said)
    return of_thing(sight, kind, name)


def of_thing(sight: Sight, kind: str, name: str) -> tuple[CodexTitle, ...]:
    """The page of a figure, an order or an actor, then those that it leads to."""
    id_ = codex.home(sight.ruleset, kind, name)
    if id_ is None:
        return ()
    links = codex.page(sight.ruleset, id_, sight.words).links
    return _titles(sight, (id_, *(link for link, _ in links)))


def of_scene(sight: Sight, scene: SceneView) -> tuple[CodexTitle, ...]:
    """The claims behind a scene, who speaks in it, and what it names."""
    texts = (scene.title, scene.text, scene.place, scene.result)
    voices = [advice.who for advice in scene.advice]
    said = [f"{choice.label} {choice.effects_text}" for choice in scene.choices]
    advice = [advice.line for advice in scene.advice]
    cited = sight.ruleset.storylets[scene.id].sources
    found = (*_called(sight, voices), *cited)
    return _titles(sight, (*_named(sight, texts), *found, *_named(sight, (*advice, *said))))


def of_news(
    sight: Sight, items: Iterable[NewsItem], ids: Iterable[str], council: Iterable[tuple[str, str]]
) -> tuple[CodexTitle, ...]:
    """What the papers name and rest on, then the council and what it says."""
    texts = [f"{item.headline}. {item.body}" for item in items]
    known = sight.ruleset.news
    cited = [source for id_ in ids if id_ in known for source in known[id_].sources]
    said = list(council)
    voices = _called(sight, (name for name, _ in said))
    lines = _named(sight, (line for _, line in said))
    return _titles(sight, (*_named(sight, texts), *cited, *voices, *lines))


def of_why(sight: Sight, why: WhyView) -> tuple[CodexTitle, ...]:
    """The figure, the steps of the quarter that moved it, the figures behind them."""
    behind = [driver for part in why.parts for driver in _drivers(part.drivers)]
    own = codex.home(sight.ruleset, "figure", why.figure.name)
    causes = [id_ for part in why.parts for id_ in _of_cause(sight, part.label)]
    moved = (codex.home(sight.ruleset, "figure", driver.name) for driver in behind)
    labels = [part.label for part in why.parts]
    first = [own] if own else []
    links = codex.page(sight.ruleset, own, sight.words).links if own else ()
    named = _named(sight, labels)
    rest = (id_ for id_, _ in links)
    return _titles(sight, (*first, *causes, *(id_ for id_ in moved if id_), *named, *rest))


def of_pipeline(sight: Sight, view: PipelineView) -> tuple[CodexTitle, ...]:
    """What is on its way, and the orders and steps that set it going."""
    works = (*view.coming, *view.ending, *view.late, *view.given_up)
    things = _called(sight, (work.label for work in works))
    causes = [id_ for work in works for id_ in _of_cause(sight, work.cause)]
    texts = [f"{work.label}. {work.cause}" for work in works]
    return _titles(sight, (*things, *causes, *_named(sight, texts)))


def _titles(sight: Sight, ids: Iterable[str]) -> tuple[CodexTitle, ...]:
    entries = codex.shelf(sight.ruleset)
    known = [id_ for id_ in dict.fromkeys(ids) if id_ in entries]
    return tuple(title(sight, id_) for id_ in known[:MOST])


def _named(sight: Sight, texts: Iterable[str]) -> Iterator[str]:
    """The pages that texts name."""
    for text in texts:
        for mark in marks(sight.ruleset, text, sight.words.lang):
            yield own(sight, mark.page)


def _called(sight: Sight, names: Iterable[str]) -> Iterator[str]:
    """The pages whose very title is one of these."""
    for name in names:
        yield from (own(sight, page_id) for page_id in titles_of(sight.ruleset, name)[:1])


def _of_cause(sight: Sight, label: str) -> Iterator[str]:
    """The page of the step or the order that a line of reasons is named after."""
    found = [page_id for name, page_id in _causes(sight) if name and label.startswith(name)]
    yield from (own(sight, page_id) for page_id in found[:1])


def _causes(sight: Sight) -> Iterator[tuple[str, str]]:
    """What every step and every order is called in reasons, and its page."""
    ruleset, words = sight.ruleset, sight.words
    for cause in ruleset.causes:
        page_id = codex.stage_page(ruleset, cause)
        if page_id and f"cause.{cause}" in words:
            yield words.t(f"cause.{cause}"), page_id
    for id_, order in ruleset.orders.items():
        if page_id := codex.home(ruleset, "order", id_):
            yield words.text(order.title), page_id


def _drivers(drivers: Iterable[DriverView]) -> Iterator[DriverView]:
    """Figures behind a cause, and those behind them."""
    for driver in drivers:
        yield driver
        yield from _drivers(driver.drivers)
