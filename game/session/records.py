"""What has been reached so far: the best run of every chair, and the endings that were seen?

Words the annals. An ending that nobody has reached here keeps its name to itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from game.content.quarters import turn as turn_of
from game.engine.opening import first_turn, quarters
from game.story.endings import part_run

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Words
    from game.session.annals import Annals, Ended


class Beginning(Protocol):
    """What it takes to play the same game again."""

    @property
    def scenario(self) -> str: ...
    @property
    def seat(self) -> str: ...
    @property
    def seed(self) -> int: ...
    @property
    def difficulty(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Best:
    """The best run of one chair; only the chair where none came to its end."""

    seat: str
    seat_name: str
    run: Ended | None
    points: float = 0.0  # what it counts for, 0-100
    ending: str = ""
    difficulty: str = ""
    again: str = ""  # the command that begins it anew


@dataclass(frozen=True, slots=True)
class Records:
    """All that is told of the games played so far."""

    best: tuple[Best, ...]
    endings: tuple[tuple[str, str, int], ...]  # id, title and how often; empty where never

    @property
    def seen(self) -> int:
        """How many endings have been reached."""
        return sum(1 for _, _, times in self.endings if times)


def again(run: Beginning, mods: tuple[str, ...] = ()) -> str:
    """The command that begins a run anew."""
    command = f"machinetime play --scenario {run.scenario} --seat {run.seat} --seed {run.seed}"
    command += f" --difficulty {run.difficulty}"
    return f"{command} --mods {','.join(mods)}" if mods else command


def records(ruleset: Ruleset, annals: Annals, words: Words) -> Records:
    """The best run of each playable chair, and every ending there is.

    Raises BadSave where only a newer version of the game can read them.
    """
    if annals.newer is not None:
        raise annals.newer
    best = annals.best(lambda run: worth(ruleset, run))
    known = [seat.id for seat in ruleset.seats.values() if seat.playable]
    rows = [_best(ruleset, seat, best.get(seat), words) for seat in known]
    times = annals.endings()
    endings = []
    for id_, ending in ruleset.endings.items():
        seen = times.get(id_, 0)
        endings.append((id_, words.text(ending.title), seen) if seen else ("", "", 0))
    return Records(tuple(rows), tuple(sorted(endings, key=lambda each: -each[2])))


def worth(ruleset: Ruleset, run: Ended) -> float:
    """What a run counts for: the mean of its parts, times the part of its scenario that it lasted.

    All of it where the scenario, or its mod, is gone.
    """
    scenario = ruleset.scenarios.get(run.scenario)
    if scenario is None:
        return run.mean
    last = turn_of(run.quarter, scenario.first_quarter)
    played = last + 1 - first_turn(ruleset, run.scenario)
    return float(run.mean * part_run(played, quarters(ruleset, run.scenario)))


def sat(ruleset: Ruleset, annals: Annals) -> dict[str, float | None]:
    """The seats that the player has sat in, with what the best run there counts for, if any."""
    best = annals.best(lambda run: worth(ruleset, run))
    ended = {seat: worth(ruleset, run) for seat, run in best.items()}
    return {seat: ended.get(seat) for seat in (*annals.played, *ended)}


def _best(ruleset: Ruleset, seat: str, run: Ended | None, words: Words) -> Best:
    name = words.text(ruleset.seats[seat].title)
    if run is None:
        return Best(seat, name, None)
    ending = ruleset.endings.get(run.ending)
    level = f"session.difficulty.{run.difficulty}"
    return Best(
        seat,
        name,
        run,
        worth(ruleset, run),
        words.text(ending.title) if ending else run.ending,
        words.t(level) if level in words else run.difficulty,
        again(run, run.mods),
    )


def as_dict(told: Records) -> dict[str, Any]:
    """The keys that `machinetime records --json` promises."""
    best = [
        {
            "seat": each.seat,
            "score": each.points if each.run else None,
            "parts": dict(each.run.score) if each.run else None,
            "ending": each.run.ending if each.run else None,
            "quarter": each.run.quarter if each.run else None,
            "scenario": each.run.scenario if each.run else None,
            "seed": each.run.seed if each.run else None,
            "difficulty": each.run.difficulty if each.run else None,
            "mods": list(each.run.mods) if each.run else None,
            "again": each.again or None,
        }
        for each in told.best
    ]
    endings = [
        {"id": id_ or None, "title": title or None, "times": times}
        for id_, title, times in told.endings
    ]
    return {"best": best, "endings": endings, "seen": told.seen, "of": len(told.endings)}
