"""How is a mod told: its state, what it changes, why it stands where it stands?

Words for all faces and for the command line; what they look like is each face's own business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.content import places
from game.content.ruleset import HIDDEN, LOST, UNASKED

if TYPE_CHECKING:
    from game.content.chosen import Chosen
    from game.content.mod_store import ModError
    from game.content.ruleset import ModInfo, Ruleset
    from game.content.words import Words
    from game.errors import Problem

HINTED = frozenset({"disk"})  # errors whose hint is not part of their words: what the disk says

FOUND = ("near", "known")  # what is told in the place of a mod that is not there


@dataclass(frozen=True, slots=True)
class ModTold:
    """One mod as it is listed."""

    info: ModInfo
    chosen: bool  # the player has switched it on, whether or not it can be
    state: str  # on, along, broken, hidden, lost or off: what came of the choice
    place: str  # own, shipped or named
    contents: Mapping[str, int]  # how much it adds of each kind, and its patches

    def as_dict(self) -> dict[str, Any]:
        """The keys that `mods list --json` promises."""
        info = self.info
        return {
            "id": info.id,
            "name": {"en": info.name.en, "fr": info.name.fr},
            "version": info.version,
            "enabled": info.enabled,
            "chosen": self.chosen,
            "state": self.state,
            "path": info.path,
            "place": self.place,
            "hash": info.hash,
            "why": info.why,
            "needs": list(info.needs),
            "after": list(info.after),
            "breaks": list(info.breaks),
            "contents": dict(self.contents),
            "problems": [problem.as_dict() for problem in info.problems],
        }


def listed(ruleset: Ruleset, chosen: Chosen) -> list[ModTold]:
    """Every mod: those in play in their order, then the others."""
    from game.content.manifests import open_mod
    from game.content.mod_contents import counts

    told = []
    for info in ruleset.mods:
        path = Path(info.path)
        contents = counts(open_mod(path)) if info.path and places.is_mod(path) else {}
        is_chosen = info.id in chosen.ids and info.why != HIDDEN
        place = places.place_of(path)
        if info.why == UNASKED and "patches" in contents and place != "shipped":
            info = replace(info, problems=_stale(path))
        told.append(ModTold(info, is_chosen, _state(info, is_chosen), place, contents))
    return told


def _stale(path: Path) -> tuple[Problem, ...]:
    """What would keep a mod off because the game is no longer what its patches were written for."""
    from game.content import mod_upgrade
    from game.content.manifests import open_mod

    return mod_upgrade.stale(open_mod(path))


def _state(info: ModInfo, chosen: bool) -> str:
    if info.enabled:
        return "on" if chosen else "along"
    if info.why == HIDDEN:
        return "hidden"
    if info.why == LOST:
        return "lost"
    return "broken" if any(each.severity == "error" for each in info.problems) else "off"


def contents_text(told: ModTold, words: Words) -> str:
    """What a mod changes, counted: `2 scenes, 1 order, 3 patches`."""
    counted = [words.t(f"mods.count.{kind}", n=count) for kind, count in told.contents.items()]
    return ", ".join(counted) or words.t("mods.count.none")


def state_text(told: ModTold, words: Words) -> str:
    """Its state in a word or two."""
    return words.t(f"mods.state.{told.state}")


def place_text(told: ModTold, words: Words) -> str:
    """Where it lies, in words."""
    return words.t(f"mods.place.{told.place}")


def path_text(info: ModInfo) -> str:
    """Where it lies, without characters that would steer the terminal."""
    from game.content.document import FORBIDDEN

    return FORBIDDEN.sub("\ufffd", info.path)


def why_text(told: ModTold, words: Words) -> str:
    """Why it stands at its place in the order, or why it is off."""
    if not told.info.enabled:
        return words.t(f"mods.why.{told.state}")
    depth = int(told.info.why.split()[0])
    place = words.t("mods.why.depth", n=depth) if depth else words.t("mods.why.first")
    return f"{place} {words.t('mods.why.along')}" if told.state == "along" else place


def error_text(error: ModError, words: Words) -> str:
    """Why something cannot be done with mods; a nearest word is said as the content says it."""
    said = words.t(f"mods.error.{error.key}", **error.values)
    said = words.t("mods.error.coded", code=error.code, said=said)
    hint = error.hint if error.key in HINTED else ""
    if error.key == "unknown":
        found = next((each for each in FOUND if error.values.get(each)), "")
        names = error.values.get(found, "")
        hint = words.t(f"mods.hint.{found}", names=names) if found else words.t("mods.hint.none")
    return " — ".join(part for part in (said, error.where, hint) if part)


def staying_off(
    ruleset: Ruleset, wanted: Sequence[str], words: Words, *, of_save: bool = False
) -> list[str]:
    """The problems of mods that were wanted and are off, and for each that it stays off.

    Of a save, mods that are simply not there are left to what is said when it is loaded.
    """
    lines = []
    for mod in ruleset.mods:
        if mod.id not in wanted or mod.enabled:
            continue
        if not (of_save and mod.why == LOST):
            from game.content.said import in_language

            say = in_language(words.lang)
            lines += [problem.report(say) for problem in mod.problems]
            if mod.why != HIDDEN:  # then another one of this id is used
                lines.append(words.t("mods.stays_off", id=mod.id))
    return lines


def broken_file_text(chosen: Chosen, words: Words) -> str:
    """What must be said of a choice that could not be read; nothing when it could."""
    if not chosen.fault:
        return ""
    if chosen.aside:
        return words.t("mods.file.aside", why=chosen.fault, path=chosen.aside)
    return words.t("mods.file.unread", why=chosen.fault, path=str(places.choice_file()))
