"""How does the list of saves tell of each?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from game.faces.tui.desk import SaveRow
from game.session.autosaves import SaveEntry, finished, list_saves
from game.session.locations import saves_folder

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

AUTOMATIC = "auto-"  # how the file names of automatic saves begin


def rows(ruleset: Ruleset | None, lang: str) -> Sequence[SaveRow]:
    """The saves of this machine, newest first; without rules, in the words of the files alone."""
    entries = list_saves(saves_folder())
    over = finished(entries)
    return [_row(ruleset, entry, lang, entry.path in over) for entry in entries]


def _row(ruleset: Ruleset | None, entry: SaveEntry, lang: str, ended: bool) -> SaveRow:
    """One save as the list shows it."""
    if entry.header is None:
        return SaveRow(entry.path, entry.name, "", "", "", _problem(ruleset, entry, lang))
    header = entry.header
    seat, quarter = str(header.get("seat", "")), str(header.get("quarter", ""))
    title = str(header.get("title", entry.path.stem))
    automatic = entry.path.name.startswith(AUTOMATIC)
    if ruleset is not None:
        words = ruleset.words(lang)
        known = ruleset.seats.get(seat)
        seat = words.text(known.title) if known else seat
        over = header.get("finished") is True  # then the last quarter is the one before
        quarter = words.quarter(int(header.get("turn", 0)) - over)
        if over:  # a save of that quarter still to be played is another one
            quarter = words.t("session.end", quarter=quarter)
        if automatic:  # its title is made of the two, in the language of the save
            title = f"{seat}, {quarter}"
    when = _local(str(header.get("saved_at", "")))
    return SaveRow(entry.path, title, seat, quarter, when, automatic=automatic, ended=ended)


def _problem(ruleset: Ruleset | None, entry: SaveEntry, lang: str) -> str:
    """Why a save cannot be read."""
    if entry.problem is None or ruleset is None:
        return str(entry.problem or "")
    from game.session.session import message

    return message(entry.problem, ruleset.words(lang))


def _local(saved_at: str) -> str:
    """A moment written in UTC, as the clock on this wall showed it."""
    try:
        moment = datetime.fromisoformat(saved_at.replace("Z", "+00:00"))
    except ValueError:
        return saved_at
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
