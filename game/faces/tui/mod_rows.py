"""What does the screen of mods ask the content for?

The mods there are, worded for one language, and the switching of one of them. Slow enough to be
asked in a thread; `host.py` hands it on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.content import chosen, load
from game.content.mod_store import ModError
from game.content.said import in_language
from game.faces import mods_told
from game.faces.tui.desk import ModRow, Switch

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Words


def rows(words: Words) -> tuple[ModRow, ...]:
    """Every mod: those of the next game first, in their order."""
    choice = chosen.read()
    told = mods_told.listed(load(mods=choice.ids), choice)
    notice = mods_told.broken_file_text(choice, words)
    return tuple(_row(each, place, words, notice) for place, each in enumerate(told, 1))


def _row(told: mods_told.ModTold, place: int, words: Words, notice: str) -> ModRow:
    info = told.info
    needs = [*info.needs, *(f"({other})" for other in info.after)]
    return ModRow(
        key=f"{info.id} {info.path}",
        id=info.id,
        name=words.text(info.name),
        version=info.version,
        place=place if info.enabled else 0,
        on=told.chosen,
        state=told.state,
        state_word=mods_told.state_text(told, words),
        contents=mods_told.contents_text(told, words),
        about=words.text(info.about) if info.about else "",
        why=mods_told.why_text(told, words),
        where=mods_told.place_text(told, words),
        path=info.path,
        needs=", ".join(needs),
        breaks=", ".join(info.breaks),
        license=info.license,
        hash=info.hash,
        problems=tuple(problem.report(in_language(words.lang)) for problem in info.problems),
        notice=notice,
    )


def switch(id_: str, on: bool, words: Words) -> tuple[Switch, Ruleset | None]:
    """Switch a mod for the next game: what is said of it, and the rules of that game."""
    from game.content import switching

    say = in_language(words.lang)
    try:
        done = switching.enable([id_]) if on else switching.disable([id_])
    except ModError as error:
        problems = tuple(problem.report(say) for problem in error.problems)
        return Switch(False, mods_told.error_text(error, words), problems), None
    key = "mods.enabled" if on else "mods.disabled"
    said = [words.t(key, id=id_)]
    said += [words.t(f"{key}.along", id=other, by=by) for other, by in done.along]
    problems = tuple(problem.report(say) for problem in done.warnings)
    return Switch(True, " ".join(said), problems), done.ruleset
