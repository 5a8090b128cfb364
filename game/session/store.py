"""How does a playthrough become a save, and a save a playthrough?

Joins the standing (`save_body.py`), the file (`save_file.py`) and the folder (`autosaves.py`), and
words what can go wrong. What may be done about it is `save_hints.py`.
"""

from __future__ import annotations

import os
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game import __version__
from game.engine import open_scenario
from game.errors import GameError, PathError
from game.later import later
from game.session import autosaves, flow, needs, save_bytes, save_file, strict_json
from game.session.locations import LATEST, file_stem, find_save, save_path, saves_folder
from game.session.lookup import fold
from game.session.mod_lists import Mods, mods_in_play, mods_of
from game.session.save_axes import WrongRules
from game.session.save_bytes import BadSave
from game.session.standing import Setup, Standing
from game.session.strict_values import WrongShape

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Words
    from game.session import save_body, save_hints
    from game.world.state import World
else:
    save_body, save_hints = later("game.session.save_body"), later("game.session.save_hints")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A playthrough as it was found on the disk."""

    setup: Setup
    standing: Standing
    lang: str
    header: dict[str, Any]
    path: Path
    fitted: bool  # the rules have changed since, and the save was laid out anew


def check_setup(ruleset: Ruleset, setup: Setup) -> None:
    """Refuse a scenario, chair, difficulty or seed that does not exist."""
    scenario = ruleset.scenarios.get(setup.scenario)
    if scenario is None:
        raise GameError(f"no scenario '{setup.scenario}'", "", ", ".join(ruleset.scenarios))
    playable = [id_ for id_ in scenario.seats if ruleset.seats[id_].playable]
    if setup.seat not in playable:
        raise GameError(f"no seat '{setup.seat}' to play", scenario.id, ", ".join(playable))
    if setup.difficulty not in difficulties(ruleset):
        known = ", ".join(difficulties(ruleset))
        raise GameError(f"no difficulty '{setup.difficulty}'", "", known)
    if not 0 <= setup.seed < 1 << 63:
        raise GameError(f"no seed {setup.seed}", "", "a whole number from 0")


def seat_named(ruleset: Ruleset, word: str) -> str:
    """The seat somebody means: its id, or its name in either language; else the word itself."""
    if word in ruleset.seats:
        return word
    for lang in ("en", "fr"):
        words = ruleset.words(lang)
        names = {
            id_: words.text(ruleset.actors[id_].name)
            for id_, seat in ruleset.seats.items()
            if seat.playable
        }
        for id_, name in names.items():
            if fold(name) == fold(word):
                return id_
    return word


def difficulties(ruleset: Ruleset) -> tuple[str, ...]:
    """The difficulties that the content knows, in its order."""
    return tuple(ruleset.table("difficulty.starting_cash"))


def save(
    ruleset: Ruleset,
    setup: Setup,
    standing: Standing,
    lang: str,
    *,
    name: str | None = None,
    folder: Path | None = None,
) -> Path:
    """Write a save and return its path; without a name it is the automatic save of the turn."""
    stem = name or autosaves.autosave_stem(setup, int(standing.world.turn[0]))
    path = save_path(stem, folder or saves_folder())
    header = _header(ruleset, setup, standing, lang, _title(ruleset, setup, standing, lang, name))
    save_file.write_save(path, header, _body(ruleset, standing, str(path)))
    return path


def encoded(ruleset: Ruleset, setup: Setup, standing: Standing, lang: str) -> bytes:
    """The bytes of a save as it stands, for whoever writes them elsewhere."""
    title = _title(ruleset, setup, standing, lang, None)
    header = _header(ruleset, setup, standing, lang, title)
    return save_bytes.encode(header, _body(ruleset, standing, ""))


def _body(ruleset: Ruleset, standing: Standing, where: str) -> strict_json.Written:
    """The body of a save, or why no save could hold it."""
    try:
        return save_body.write(ruleset, standing)
    except ValueError as error:
        raise BadSave("unwritable", where, why=str(error)) from None


def _title(ruleset: Ruleset, setup: Setup, standing: Standing, lang: str, name: str | None) -> str:
    """What a save is called in lists: its name, or seat and quarter."""
    words = ruleset.words(lang)
    seat = words.text(ruleset.actors[setup.seat].name)
    quarter = words.quarter(flow.shown_turn(ruleset, setup, standing.world))
    return printable(name or words.t("session.title", seat=seat, quarter=quarter))


def new_playthrough() -> str:
    """A short name for a playthrough that no other one has; it has no part in the game."""
    return os.urandom(4).hex()


def printable(text: str) -> str:
    """A text without control characters and lone surrogates, which no save may hold."""
    return "".join(char for char in text if unicodedata.category(char)[0] != "C")


def autosave(
    ruleset: Ruleset, setup: Setup, standing: Standing, lang: str, *, folder: Path | None = None
) -> Path:
    """Write the automatic save of the turn and let older ones go."""
    path = save(ruleset, setup, standing, lang, folder=folder)
    turn = int(standing.world.turn[0])
    autosaves.rotate(path.parent, setup, turn)
    return path


def load(
    ruleset: Ruleset, name: Path | str, folder: Path | None = None, *, aside: bool = True
) -> Loaded:
    """The playthrough of a path, a name or "latest"; raises SaveError and never removes a file.

    A damaged file is moved aside, so that the next save does not turn it into a backup, unless
    `aside` is False.
    """
    path = meant(name, folder)
    try:
        with strict_json.no_collector():  # once for both: it looks through all that is new
            return understood(ruleset, save_file.read_save(path), path)
    except BadSave as error:
        raise save_hints.with_hints(error, path, aside) from None


def meant(name: Path | str, folder: Path | None = None) -> Path:
    """The path that somebody means by a path, a name or "latest"; raises SaveError."""
    if isinstance(name, Path):
        return name
    folder = folder or saves_folder()
    if name in LATEST:
        newest = autosaves.latest(folder)
        if newest is None:
            raise BadSave("missing", str(folder))
        return newest
    return find_save(name, folder)


def understood(ruleset: Ruleset, file: save_bytes.SaveFile, path: Path) -> Loaded:
    """A save whose header fits the rules and whose body fits its header; raises BadSave."""
    header, where = file.header, str(path)
    setup = Setup(
        scenario=_text(header, "scenario", where),
        seat=_text(header, "seat", where),
        seed=_whole(header, "seed", where),
        difficulty=_text(header, "difficulty", where),
        playthrough=_playthrough(header),
    )
    mods = needs.made_without(header, ruleset)
    try:
        check_setup(ruleset, setup)
    except GameError as error:
        _refuse_without(needs.absent(ruleset, mods_of(header)), where)
        raise BadSave("rules", where, why=error.what) from None

    def opening() -> World:
        return open_scenario(ruleset, setup.scenario, (0, 0), setup.difficulty, setup.seed)

    try:
        standing, fitted = save_body.unpack(ruleset, file.read, header["format"], opening, mods)
    except WrongRules as error:
        raise BadSave("rules", where, why=str(error)) from None
    except WrongShape as error:
        raise BadSave("damaged", where, why=str(error)) from None
    if not fitted and standing.world.hash(0) != header.get("hash"):
        raise BadSave("damaged", where, why="its state is not the one it names")
    standing = standing.under(str(header.get("ruleset", "")), ruleset.hash)
    lang = header.get("language")
    return Loaded(setup, standing, "fr" if lang == "fr" else "en", header, path, fitted)


def _refuse_without(mods: Mods, where: str) -> None:
    """Refuse a save whose chair or scenario came with a mod that is not in play."""
    if mods:
        raise BadSave("mods", where, mods=", ".join(f"{id_} {version}" for id_, version in mods))


def _playthrough(header: dict[str, Any]) -> str:
    """Which playthrough a save is of; one from before they had names is given one."""
    name = header.get("playthrough")
    return name if isinstance(name, str) and file_stem(name) == name else new_playthrough()


def worded(error: GameError, words: Words) -> str:
    """An error in the words of a language; errors that were worded before stay as they are."""
    if isinstance(error, PathError):
        return f"{words.t('saves.path', why=error.why)} — {error.where}"
    if not isinstance(error, BadSave):
        return str(error)
    said = words.t(f"session.save.{error.key}", **error.values)
    hints = [words.t(key, **values) for key, values in error.hints]
    return " — ".join(part for part in (said, error.where, "; ".join(hints)) if part)


def _header(
    ruleset: Ruleset, setup: Setup, standing: Standing, lang: str, title: str
) -> dict[str, Any]:
    turn = int(standing.world.turn[0])
    return {
        "game": __version__,
        "ruleset": ruleset.hash,
        "mods": mods_in_play(ruleset),
        "away": [{"id": id_, "version": version} for id_, version in _away(standing)],
        "playthrough": setup.playthrough,
        "scenario": setup.scenario,
        "seat": setup.seat,
        "seed": setup.seed,
        "difficulty": setup.difficulty,
        "turn": turn,
        "quarter": ruleset.words("en").quarter(flow.shown_turn(ruleset, setup, standing.world)),
        "finished": flow.is_over(ruleset, setup, standing.world),
        "aside": needs.lost_by_axis(standing.aside),
        "title": title,
        "language": lang,
        "saved_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "hash": standing.world.hash(0),
    }


def _away(standing: Standing) -> Mods:
    """The mods whose things are set apart, each once."""
    return tuple(dict.fromkeys(mod for parcel in standing.aside for mod in parcel.mods))


def _text(header: dict[str, Any], key: str, where: str) -> str:
    value = header.get(key)
    if not isinstance(value, str):
        raise BadSave("damaged", where, why=f"no {key}")
    return value


def _whole(header: dict[str, Any], key: str, where: str) -> int:
    value = header.get(key)
    if type(value) is not int:
        raise BadSave("damaged", where, why=f"no {key}")
    return value
