"""What does one read and type about mods while playing in lines?

The list, and the two words that switch. The game on the table keeps its mods: what is switched here
is for the next one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.content import chosen, load, places
from game.faces import mods_told
from game.faces.plain.grammar import Complaint
from game.faces.watching import WatchedSession

if TYPE_CHECKING:
    from game.content.words import Words
    from game.session.session import Session


COMMANDS = ("mods", "enable", "disable", "reload")


def answer(session: Session, command: str, rest: str) -> list[str]:
    """The lines of one of the commands; raises Complaint."""
    words = session.words
    if command == "mods":
        return _listed(session)
    if command == "reload":
        return _read_again(session)
    if not rest:
        help_text = words.t(f"plain.help.{command}")
        raise Complaint(words.t("plain.missing", help=help_text))
    return _switched(words, rest.replace(",", " ").split(), command == "enable")


def _listed(session: Session) -> list[str]:
    """The mods of this game and of the next; then every mod, those of the next game first."""
    from game.content.said import in_language

    words, choice = session.words, chosen.read()
    say = in_language(words.lang)
    told = mods_told.listed(load(mods=choice.ids), choice)
    lines = [notice] if (notice := mods_told.broken_file_text(choice, words)) else []
    if told:
        nobody = words.t("mods.in_game.none")
        now = ", ".join(mod.id for mod in session.ruleset.mods if mod.enabled)
        after = ", ".join(each.info.id for each in told if each.info.enabled)
        lines.append(words.t("mods.in_game", now=now or nobody, next=after or nobody))
    for number, each in enumerate(told, 1):
        said = {"state": mods_told.state_text(each, words), "name": words.text(each.info.name)}
        said["contents"] = mods_told.contents_text(each, words)
        key = "mods.line" if each.info.enabled else "mods.line.other"
        version = each.info.version or "?"
        lines.append(words.t(key, number=number, id=each.info.id, version=version, **said))
        lines += [problem.line_text(say) for problem in each.info.problems]
    return lines or [words.t("mods.none", folder=str(places.own_mods()))]


def _switched(words: Words, ids: list[str], on: bool) -> list[str]:
    """Switch mods for the next game and say what it brings, or Complaint."""
    from game.content import switching
    from game.content.mod_store import ModError
    from game.content.said import in_language

    say = in_language(words.lang)
    try:
        done = switching.enable(ids) if on else switching.disable(ids)
    except ModError as error:
        told = [problem.report(say) for problem in error.problems]
        raise Complaint("\n".join([*told, mods_told.error_text(error, words)])) from None
    key = "mods.enabled" if on else "mods.disabled"
    lines = [words.t(key if id_ in done.changed else f"{key}.already", id=id_) for id_ in ids]
    lines += [words.t(f"{key}.along", id=id_, by=by) for id_, by in done.along]
    lines += [problem.line_text(say) for problem in done.warnings]
    return [*lines, words.t("mods.next_game")]


def _read_again(session: Session) -> list[str]:
    """Read the content again, in a game that watches it."""
    if isinstance(session, WatchedSession):
        return session.reload().split("\n")
    return [session.words.t("mods.reload.off")]
