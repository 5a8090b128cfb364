"""Which command is meant, and what does it answer?

One line of the player in, a reply out: lines for stdout, complaints for stderr, and whether to
leave. Nothing is printed here, and a command that fails changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from game.errors import GameError, SaveError
from game.faces.plain import parse, show
from game.faces.plain.grammar import COMMANDS, Complaint, Grammar
from game.later import later
from game.session.lookup import find, fold
from game.session.session import Session, message

if TYPE_CHECKING:
    from game.content.words import Words
    from game.faces import amounts
    from game.faces.plain import (
        meant,
        show_books,
        show_codex,
        show_council,
        show_mods,
        show_reasons,
        show_saves,
    )
else:  # what is asked for by a command
    amounts, meant = later("game.faces.amounts"), later("game.faces.plain.meant")
    show_books, show_codex = (
        later("game.faces.plain.show_books"),
        later("game.faces.plain.show_codex"),
    )
    show_council = later("game.faces.plain.show_council")
    show_mods, show_reasons = (
        later("game.faces.plain.show_mods"),
        later("game.faces.plain.show_reasons"),
    )
    show_saves = later("game.faces.plain.show_saves")

ALL_NEWS = 9


@dataclass(frozen=True, slots=True)
class Reply:
    """What one line brings."""

    lines: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    leave: bool = False


class Desk:
    """The session on the table and the words that work on it."""

    def __init__(self, session: Session, load: Callable[[str, str], Session]) -> None:
        self.session = session
        self._open = load  # (name, language) -> the playthrough of a save
        self._wanted_out = False  # somebody asked to leave, and the game could not be saved
        self._grammar = Grammar(session.ruleset)
        self._encyclopaedia: show_codex.Reader | None = None  # nobody has opened it yet

    @property
    def words(self) -> Words:
        """The words of the session's language."""
        return self.session.words

    def answer(self, line: str) -> Reply:
        """The reply to one line; an empty line looks."""
        first, _, rest = line.strip().partition(" ")
        done, session = self.session.tasks()[0], self.session
        try:
            reply = self._run(self._grammar.command(first, self.words), rest.strip())
        except Complaint as complaint:
            return Reply(errors=(str(complaint),))
        except GameError as error:
            return Reply(errors=(message(error, self.words),))
        if self.session is session and (told := session.task_told(done)):
            goal = show.goal_lines(self.words, session.table())
            told_already = set(goal) <= set(reply.lines)
            reply = replace(reply, lines=(*reply.lines, told, *([] if told_already else goal)))
        self.session.glance()
        if self.session.notice:
            reply = replace(reply, errors=(self.session.notice,))
            self.session.notice = ""
        return reply

    def opening(self) -> list[str]:
        """The first screen of a game: who one is, the problem, where one stands, what to type."""
        words, session = self.words, self.session
        table = session.table()
        lines = [words.t("plain.title", seat=table.seat_name)]
        lines.append(words.t("plain.question", question=session.question()))
        if table.turn == 1 and not session.finished:
            lines.append(session.briefing())
        lines.append(show.setup_line(words, session.setup, kept=session.is_kept))
        if session.notice:
            lines.append(session.notice)
            session.notice = ""
        return [*lines, *self.look()]

    def settle(self) -> list[str]:
        """Do what a new game left until its first screen was said; what there is to complain of."""
        self.session.settle()
        told, self.session.notice = self.session.notice, ""
        return [told] if told else []

    def look(self, headlines: int = 1) -> list[str]:
        """The table and what to type next, or the epilogue of a run that is over."""
        session, words = self.session, self.words
        if session.finished:
            told = show.epilogue_lines(words, session.epilogue())
            return [*told, words.t("plain.over.next")]
        table = session.table()
        key = "plain.next.scenes" if table.scenes_waiting else "plain.next.orders"
        lines = show.table_lines(words, table, session.scenes(), headlines)
        return [*lines, words.t(key)]

    def _run(self, command: str, rest: str) -> Reply:
        if command == "quit":
            return self._quit()
        for page in (show_books, show_mods, show_saves):
            if command in page.COMMANDS:
                return Reply(tuple(page.answer(self.session, command, rest)))
        return Reply(tuple(getattr(self, f"_{command}")(rest)))

    def _need(self, rest: str, command: str) -> str:
        if not rest:
            help_text = self.words.t(f"plain.help.{command}")
            raise Complaint(self.words.t("plain.missing", help=help_text))
        return rest

    # ------------------------------------------------------------------------------- looking

    def _look(self, _: str) -> list[str]:
        return self.look()

    def _news(self, rest: str) -> list[str]:
        _, turn = parse.quarter(f"news {rest}")
        if rest and turn is None:
            raise Complaint(self.words.t("plain.missing", help=self.words.t("plain.help.news")))
        words, papers = self.words, show.news_lines(self.words, self.session.news(turn))
        if rest:  # orders stand on the page of the latest table
            return list(papers)
        own, beyond = self.session.brought(), self.session.brought_beyond()
        more = [words.t("plain.brought.beyond"), *beyond] if beyond else []
        return [*show.brought_lines(words, own), *papers, *more]

    def _scenes(self, _: str) -> list[str]:
        views = self.session.scenes()
        if not views:
            return [self.words.t("plain.scene.none")]
        lines = [line for view in views for line in show.scene_lines(self.words, view)]
        waiting = [view for view in views if view.answered is None]
        if waiting and not self.session.finished:
            example = "1" if len(waiting) == 1 else f"{waiting[0].number} 1"
            lines.append(self.words.t("plain.scene.how", example=example))
        return lines

    def _orders(self, rest: str) -> list[str]:
        if self.session.finished:
            return [self.words.t("plain.over.orders")]
        offers, waiting = self.session.offers(), self.session.waiting_offers()
        if not rest:
            return show.offer_lines(self.words, offers, waiting)
        families = {offer.family: offer.family_label for offer in offers}
        if parse.whole(rest) is None:
            family = find(rest, families)
            named = [offer for offer in offers if fold(rest) in (fold(offer.id), fold(offer.title))]
            if family and not named:
                return show.offer_lines(self.words, self.session.offers(family[0]))
        return show.offer_page(self.words, meant.offer(self.session, rest, (*offers, *waiting)))

    def _plan(self, _: str) -> list[str]:
        return show.plan_lines(self.words, self.session.plan(), self.session.table())

    def _council(self, _: str) -> list[str]:
        council = self.session.council(full=True)
        self.session.hear(council)
        return show_council.council_lines(self.words, council, self.session.council_note())

    def _ask(self, rest: str) -> list[str]:
        said = self.session.ask(self._need(rest, "ask"))
        return show_council.forecast_lines(self.words, said)[:1]

    def _why(self, rest: str) -> list[str]:
        name, turn = parse.quarter(self._need(rest, "why"))
        return show_reasons.why_lines(self.words, self.session.why(name, turn))

    def _pipeline(self, _: str) -> list[str]:
        return show_reasons.pipeline_lines(self.words, self.session.pipeline())

    def _graph(self, rest: str) -> list[str]:
        return [self.session.graph(self._need(rest, "graph")).describe]

    def _forecast(self, rest: str) -> list[str]:
        if rest:
            return show.forecast_lines(self.words, self.session.forecast(rest))
        views = [self.session.forecast(each.name) for each in self.session.table().figures]
        return [views[0].heading, *(view.brief for view in views), views[0].note]

    def _figures(self, rest: str) -> list[str]:
        views = self.session.figures()
        if rest:
            wanted = find(rest, {view.name: view.label for view in views})
            views = tuple(view for view in views if view.name in wanted)
            views = views or (self.session.why(rest).figure,)  # or whoever asked hears why not
        return [show.figure_line(self.words, view) for view in views]

    def _codex(self, rest: str) -> list[str]:
        self._encyclopaedia = self._encyclopaedia or show_codex.Reader()
        return self._encyclopaedia.answer(self.session, rest)

    def _help(self, rest: str) -> list[str]:
        if rest:
            return [self.words.t(f"plain.help.{self._grammar.command(rest, self.words)}")]
        return [self.words.t(f"plain.help.{command}") for command in COMMANDS]

    # -------------------------------------------------------------------------------- acting

    def _do(self, rest: str) -> list[str]:
        offers = self.session.offers()
        ids = [each.id for each in offers]
        name, said = meant.order_and_amount(self.words, self._need(rest, "do"), ids)
        offer = meant.offer(self.session, name, offers)
        amount = amounts.understood(said, offer.amount) if said and offer.amount else None
        line = self.session.do(offer.id, amount)
        added = show.plan_line(self.words, line, "plain.plan.added")
        return [added, *show.plan_left(self.words, self.session.table())]

    def _undo(self, _: str) -> list[str]:
        return self._plan("") if self.session.undo() else [self.words.t("plain.plan.nothing")]

    def _redo(self, _: str) -> list[str]:
        if self.session.redo():
            return self._plan("")
        return [self.words.t("plain.plan.nothing_again")]

    def _drop(self, rest: str) -> list[str]:
        number = parse.whole(self._need(rest, "drop"))
        if number is None:
            number = meant.planned(self.session, rest)
        line = self.session.drop(number)
        return [self.words.t("plain.plan.dropped", title=line.title)]

    def _choose(self, rest: str) -> list[str]:
        numbers = [parse.whole(part) for part in self._need(rest, "choose").split()]
        if None in numbers or len(numbers) > 2:
            help_text = self.words.t("plain.help.choose")
            raise Complaint(self.words.t("plain.missing", help=help_text))
        given = [number for number in numbers if number is not None]
        if len(given) == 1:
            waiting = [view for view in self.session.scenes() if view.answered is None]
            if len(waiting) > 1:
                raise Complaint(self.words.t("plain.scene.which"))
            given.insert(0, waiting[0].number if waiting else 1)
        told = show.answer_lines(self.words, self.session.choose(given[0], given[1]))
        vain = [line for line in self.session.plan() if line.vain]
        return [*told, *(show.plan_line(self.words, line, "plain.plan.line") for line in vain)]

    def _end(self, _: str) -> list[str]:
        session, words = self.session, self.words
        table = session.end_turn()
        told = [*show.defaulted_lines(words, session.defaulted()), *session.tidings()]
        told += show.brought_lines(words, session.brought())
        if session.finished:
            return [*told, *self.look()]
        ended = words.t("plain.ended", quarter=table.quarter)
        return [ended, *told, *self.look(ALL_NEWS)]

    def _epilogue(self, _: str) -> list[str]:
        if self.session.finished:
            return self.look()
        quarter = self.session.table().quarter
        return [self.words.t("plain.epilogue.not_yet", quarter=quarter)]

    # ------------------------------------------------------------------------------- keeping

    def left(self) -> list[str]:
        """Save before leaving, and say so; raises SaveError."""
        path = self.session.leave()
        if path is None:
            return [self.words.t("plain.unsaved")]
        return [self.words.t("plain.saved", path=str(path))]

    def _quit(self) -> Reply:
        """Save and leave; where that cannot be, whoever asks a second time leaves without."""
        try:
            return Reply(tuple(self.left()), leave=True)
        except SaveError as error:
            again, self._wanted_out = self._wanted_out, True
            why = (message(error, self.words),)
            more = () if again else (self.words.t("plain.quit.again"),)
            return Reply((), (*why, *more), again)

    def _load(self, rest: str) -> list[str]:
        opened = self._open(self._need(rest, "load"), self.session.lang)
        told = self.left()
        self.session = opened
        return [*told, *self.opening()]

    def _lang(self, rest: str) -> list[str]:
        named = {"en": "en", "english": "en", "anglais": "en"}
        named |= {"fr": "fr", "french": "fr", "francais": "fr"}
        lang = named.get(fold(rest))
        if lang is None:
            raise Complaint(self.words.t("plain.lang.which"))
        self.session.lang = lang
        return [self.words.t("plain.lang.now"), *self.look()]
