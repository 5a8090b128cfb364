"""What outlives a playthrough: the endings that were reached, their scores, the scenes met?

Two small files beside the saves: one of scenes, written at the end of a turn, one of endings,
written at the end of a run. Losing one costs a memory, never a game: they are read with suspicion
and moved aside when they cannot be; those of a newer version are left as they are. No running game
depends on them; a new game is given its list of scenes when it begins.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from game.content.quarters import number, written
from game.folder_lock import folder_lock
from game.session import strict_json
from game.session.save_bytes import BadSave
from game.session.save_file import set_aside

ENDINGS, SCENES = "annals.json", "scenes.json"
FORMAT = 1
CAP = 4 << 20
GAMES = 1000  # how many endings are kept
REMEMBERED = 6  # how many playthroughs of a seat a scene is remembered for

T = TypeVar("T")
Scenes = tuple[Mapping[str, tuple[str, ...]], Mapping[str, Mapping[str, str]]]
NO_SCENES: Scenes = ({}, {})


@dataclass(frozen=True, slots=True)
class Ended:
    """One run that came to its end; with the seed it can be tried again."""

    playthrough: str
    scenario: str
    seat: str
    seed: int
    difficulty: str
    ending: str
    quarter: str
    score: Mapping[str, float]  # part → 0–100
    mods: tuple[str, ...] = ()

    @property
    def mean(self) -> float:
        """The mean of the parts of the score as the end found them, 0–100."""
        import statistics  # only now: it brings fractions and decimals along

        return statistics.fmean(self.score.values()) if self.score else 0.0


@dataclass(frozen=True, slots=True)
class Annals:
    """Everything that is remembered from game to game."""

    ended: tuple[Ended, ...] = ()  # oldest first
    played: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # seat → playthroughs
    met: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # seat → scene → in which
    newer: BadSave | None = None  # why a file was passed over that only a newer version can read

    def best(self, worth: Callable[[Ended], float]) -> dict[str, Ended]:
        """The run of each seat that is worth most, by seat; of equals the first."""
        found: dict[str, Ended] = {}
        for run in self.ended:
            if run.seat not in found or worth(run) > worth(found[run.seat]):
                found[run.seat] = run
        return found

    def endings(self) -> dict[str, int]:
        """How often each ending was reached."""
        counts: dict[str, int] = {}
        for run in self.ended:
            counts[run.ending] = counts.get(run.ending, 0) + 1
        return counts

    def known(self, seat: str) -> dict[str, int]:
        """The scenes that a seat met lately: how many playthroughs ago, 1 for the last one."""
        played = self.played.get(seat, ())
        ago = {id_: len(played) - place for place, id_ in enumerate(played)}
        return {scene: ago[id_] for scene, id_ in self.met.get(seat, {}).items() if id_ in ago}

    def with_scenes(self, seat: str, playthrough: str, scenes: Collection[str]) -> Annals:
        """The annals in which a playthrough has met these scenes."""
        played = tuple(id_ for id_ in self.played.get(seat, ()) if id_ != playthrough)
        played = (*played, playthrough)[-REMEMBERED:]
        met = {scene: id_ for scene, id_ in self.met.get(seat, {}).items() if id_ in played}
        met |= dict.fromkeys(scenes, playthrough)
        return replace(self, played={**self.played, seat: played}, met={**self.met, seat: met})

    def with_ending(self, run: Ended) -> Annals:
        """The annals with one more run; a playthrough that ends again replaces its first end."""
        others = [each for each in self.ended if each.playthrough != run.playthrough]
        return replace(self, ended=(*others, run)[-GAMES:])


def read(folder: Path) -> Annals:
    """What a folder remembers; nothing where a file is missing or cannot be understood."""
    try:
        ended: tuple[Ended, ...] = _read(folder / ENDINGS, _endings, ())
        return Annals(ended, *_read(folder / SCENES, _scenes, NO_SCENES))
    except BadSave as error:
        return Annals(newer=error)


def _read(path: Path, understood: Callable[[Any], T], nothing: T) -> T:
    """What one of the files holds; one that cannot be understood is moved aside.

    Raises BadSave for one of a newer version.
    """
    try:
        with path.open("rb") as file:
            data = file.read(CAP + 1)
    except OSError:
        return nothing
    try:
        if len(data) > CAP:
            raise strict_json.NotStrict("too big")
        value = strict_json.parse(data)
        version = value["format"]
        if type(version) is int and version > FORMAT:
            raise BadSave("newer", str(path), format=version)
        if version != FORMAT:
            raise ValueError("no format of ours")
        return understood(value)
    except (strict_json.NotStrict, KeyError, TypeError, ValueError, AttributeError):
        set_aside(path)
        return nothing


def remember(
    folder: Path, seat: str, playthrough: str, scenes: Collection[str], run: Ended | None = None
) -> None:
    """Add what a playthrough met, and how it ended; where that cannot be written it is let be."""
    with suppress(OSError, BadSave):
        folder.mkdir(parents=True, exist_ok=True)
        with folder_lock(folder):
            known = Annals((), *_read(folder / SCENES, _scenes, NO_SCENES))
            met = known.with_scenes(seat, playthrough, scenes)
            if met != known:
                _write(folder / SCENES, _plain_scenes(met))
            if run is not None:
                ended = Annals(_read(folder / ENDINGS, _endings, ())).with_ending(run)
                _write(folder / ENDINGS, _plain_endings(ended))


def _write(path: Path, plain: dict[str, Any]) -> None:
    """In one rename, so that a reader sees the old file or the new one; not worth an fsync."""
    temporary = path.with_name(f".tmp-{os.getpid()}-{path.name}")
    temporary.write_bytes(strict_json.dump({"format": FORMAT, **plain}) + b"\n")
    os.replace(temporary, path)


def _plain_scenes(annals: Annals) -> dict[str, Any]:
    return {
        "played": {seat: list(ids) for seat, ids in annals.played.items()},
        "met": {seat: dict(scenes) for seat, scenes in annals.met.items()},
    }


def _plain_endings(annals: Annals) -> dict[str, Any]:
    return {
        "ended": [
            {
                "playthrough": run.playthrough,
                "scenario": run.scenario,
                "seat": run.seat,
                "seed": run.seed,
                "difficulty": run.difficulty,
                "ending": run.ending,
                "quarter": run.quarter,
                "score": dict(run.score),
                "mods": list(run.mods),
            }
            for run in annals.ended
        ]
    }


def _scenes(value: Any) -> Scenes:
    """The playthroughs and the scenes that some JSON holds, by seat; raises on other shapes."""
    played = {
        _text(seat): tuple(_text(id_) for id_ in ids) for seat, ids in value["played"].items()
    }
    met = {
        _text(seat): {_text(scene): _text(id_) for scene, id_ in scenes.items()}
        for seat, scenes in value["met"].items()
    }
    return played, met


def _endings(value: Any) -> tuple[Ended, ...]:
    """The runs that some JSON holds; raises KeyError, TypeError or ValueError on other shapes."""
    return tuple(_ended(each) for each in value["ended"])


def _ended(each: Any) -> Ended:
    seed = each["seed"]
    if type(seed) is not int:
        raise TypeError("a seed is a whole number")
    return Ended(
        playthrough=_text(each["playthrough"]),
        scenario=_text(each["scenario"]),
        seat=_text(each["seat"]),
        seed=seed,
        difficulty=_text(each["difficulty"]),
        ending=_text(each["ending"]),
        quarter=written(number(_text(each["quarter"]))),
        score={_text(part): float(value) for part, value in each["score"].items()},
        mods=tuple(_text(mod) for mod in each["mods"]),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    return value
