"""How often does each scene come, for whom, what is answered, and how much is there to read?

    python -m benchmarks.coverage > docs/coverage.md

Every chair of every scenario is played by each of its bots in the same worlds; what they met is
written as one page of Markdown. Takes a few minutes on two cores.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import Any

import numpy as np

from game.content import Ruleset
from game.content.check import Report, run
from game.content.models.story import Storylet
from game.session.beside import cores
from game.session.trials.bots import bots_of
from game.session.trials.exposure import Counting, Exposure, Met
from game.session.trials.findings import ENOUGH, OFTEN, SELDOM
from game.session.trials.games import chunks, play
from game.session.trials.rhythm import scenes_met, words_of
from game.session.workers import spread
from game.story.memory import storylets
from game.world.state import World

DECADE = "autumn_2022"
KINDS = ("usual", "plan_1", "plan_2", "plan_3", "random", "idle", "contrary")
WEIGHING = ("usual", "plan_1")  # the bots that answer by the weights of `ai`
PAIRS = 48  # games in a row that are held against each other, in each chair

Exposures = dict[str, Exposure]  # chair → what its bots met

INTRODUCTION = """\
# Coverage

In what share of the games each scene comes, chair by chair, and what there is to read. Written by
`python -m benchmarks.coverage` from {games:,} games, in {worlds} worlds of seed {seed} for each
scenario: in each world every chair is played by each of its bots, the others by their usual
policies. `content stats --games {worlds}` counts the same games.

| Bot | Orders | Answers |
| --- | --- | --- |
| usual | the usual policy of the chair | at random, by the weights of rivals (`ai`) |
| plan_1 | a plan of another temper | the same way |
| plan_2, plan_3 | two more | the first one open; the last one |
| random | three in ten of those it may give | any one open |
| idle | none | the quiet one |
| contrary | some that the usual policy never gives | what weighs least with rivals |

## Quarter by quarter

From autumn 2022 to the end of 2032. *Empty* is a quarter without a scene, *idle* one in which no
order may be given either. *Words* are those of a quarter's scenes in the wordier language: title,
text, answers and one outcome. *Shared* is how much of a second game's scenes the first had told,
over {pairs} pairs in which usual policies play: with the memory that a new game has of earlier
ones, and without it, as where a seed is given by hand.
"""

FINDINGS = """
## What looks wrong

By the thresholds of `content check --simulate`, over the games of all scenarios; what comes too
often is looked for in those from autumn 2022 on.
"""

SCENES = """
## Scene by scene

Percent of the games from autumn 2022 on in which a scene comes: chair by chair, then by kind of bot
over the chairs that can meet it; *elsewhere* in the games of the other scenarios. Blank where the
chair never meets it. *Called* scenes follow an answer, *dated* ones take their quarter, *rare* ones
are meant to be.\
"""


@dataclass
class Played:
    """What the bots of a chair met in a scenario; `words` has quarters by their length."""

    scenario: str
    exposure: Exposure
    words: Counter[int]


class Reading(Counting):
    """Counts what one chair meets, and the words of each of its quarters."""

    def __init__(self, ruleset: Ruleset, seat: str, worlds: range) -> None:
        super().__init__(ruleset, seat, bots_of(ruleset, seat), len(worlds))
        self.lengths = np.rint([*map(words_of, storylets(ruleset)), 0]).astype(
            int
        )  # the last for no scene
        self.words: Counter[int] = Counter()

    def dealt(self, world: World) -> None:
        """The scenes of the quarter."""
        super().dealt(world)
        read = self.lengths[world.scene_now[self.row]].sum(axis=0)
        self.words.update(read[self.playing].tolist())


def tasks(ruleset: Ruleset, worlds: int, seed: int) -> Iterator[tuple[str, str, range, int]]:
    """Every batch: (scenario, chair, worlds, seed); no scenario sees the dice of another."""
    for n, scenario in enumerate(ruleset.scenarios.values()):
        for seat in scenario.seats:
            for part in chunks(len(bots_of(ruleset, seat)), worlds, n * worlds):
                yield scenario.id, seat, part, seed


def batch(ruleset: Ruleset, scenario: str, seat: str, worlds: range, seed: int) -> Played:
    """Some games of one chair, as a worker plays them."""
    watcher = Reading(ruleset, seat, worlds)
    tables = [{seat: bot} for bot in bots_of(ruleset, seat)]
    play(ruleset, scenario, tables, worlds, seed, watcher)
    return Played(scenario, watcher.result(), watcher.words)


def summed(parts: Iterable[Played]) -> Exposures:
    """The counts of several batches, chair by chair."""
    found: Exposures = {}
    for part in parts:
        if part.exposure.seat in found:
            found[part.exposure.seat] += part.exposure
        else:
            found[part.exposure.seat] = deepcopy(part.exposure)
    return found


def shared(ruleset: Ruleset, seed: int) -> dict[str, list[float]]:
    """What a second game has in common with the first, with memory of it and without."""
    games = partial(scenes_met, ruleset, DECADE, range(PAIRS))
    first = games(seed)
    seconds = games(seed + 1, first), games(seed + 1)
    rows = {seat: ruleset.index("seat", seat) for seat in ruleset.scenarios[DECADE].seats}
    return {
        seat: [float((first & game)[:, row].sum() / game[:, row].sum()) for game in seconds]
        for seat, row in rows.items()
    }


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """A table in Markdown."""
    names = list(heads)
    return [f"| {' | '.join(cells)} |" for cells in (names, ["---"] * len(names), *rows)]


def name_of(ruleset: Ruleset, seat: str) -> str:
    """A chair in one word or two."""
    return ruleset.seats[seat].title.en.split(",")[0]


def quarters(ruleset: Ruleset, decade: list[Played], seed: int) -> list[str]:
    """What the quarters are like, chair by chair."""
    common = shared(ruleset, seed)
    rows = []
    for seat, exposure in summed(decade).items():
        words = sum((part.words for part in decade if part.exposure.seat == seat), Counter[int]())
        read = np.repeat(list(words), list(words.values()))
        counts = exposure.without_scene / exposure.turns, exposure.without_order / exposure.turns
        cells = [f"{counts[0]:.0%}", f"{counts[1]:.1%}"]
        cells += [f"{np.percentile(read, each):.0f}" for each in (50, 95)]
        rows.append([name_of(ruleset, seat), *cells, *(f"{each:.0%}" for each in common[seat])])
    heads = ["Chair", "Empty", "Idle", "Words, median", "Words, 95 %", "Shared", "Without memory"]
    return table(heads, rows)


def findings(ruleset: Ruleset, decade: Exposures, everywhere: Exposures) -> list[str]:
    """The lists of scenes and answers that look like mistakes."""
    lists: dict[str, list[str]] = {
        f"Scenes that come in under {SELDOM:.0%} and are not marked rare": [],
        f"Scenes that come in over {OFTEN:.0%}, neither dated nor called": [],
        "Called scenes told only by their fallback": [],
        "Answers that no bot which weighs answers ever took": [],
        "Answers that every bot took every time": [],
    }
    seldom, often, fallback, never, always = lists.values()
    for seat, id_, met, share in each_met(everywhere):
        storylet, said = ruleset.storylets[id_], f"`{id_}` ({name_of(ruleset, seat)}"
        if share < SELDOM and not (storylet.rare or storylet.follow_up):
            seldom.append(f"{said}, {share:.1%})")
        if storylet.follow_up and met.called >= ENOUGH and met.fallback == met.times.sum():
            fallback.append(f"{said})")
        untaken, forced = one_sided(everywhere[seat], met)
        never += [f"{said}: {answer})" for answer in untaken]
        always += [f"{said}: {answer})" for answer in forced]
    for seat, id_, _, share in each_met(decade):
        storylet = ruleset.storylets[id_]
        if share > OFTEN and storylet.priority is None and not storylet.follow_up:
            often.append(f"`{id_}` ({name_of(ruleset, seat)}, {share:.0%})")
    return [f"- **{title}:** {', '.join(found) or 'none'}." for title, found in lists.items()]


def each_met(exposures: Exposures) -> Iterator[tuple[str, str, Met, float]]:
    """(chair, scene, counts, share of the games in which it came)."""
    for seat, each in exposures.items():
        for id_, met in each.met.items():
            yield seat, id_, met, float(met.appeared.sum() / each.played.sum())


def one_sided(exposure: Exposure, met: Met) -> tuple[list[str], list[str]]:
    """The answers that no bot takes of those that weigh them, and those that every bot takes."""
    weighing = [n for n, kind in enumerate(exposure.kinds) if kind in WEIGHING]
    taken = {answer: (int(by[weighing].sum()), int(by.sum())) for answer, by in met.taken.items()}
    weighed, asked = (sum(counts) for counts in zip(*taken.values(), strict=True))
    never = [answer for answer, (own, _) in taken.items() if not own and weighed >= 5 * ENOUGH]
    enough = asked - met.fallback >= ENOUGH  # told by a fallback, only the quiet answer is open
    return never, [answer for answer, (_, all_) in taken.items() if all_ == asked and enough]


def percent(pairs: Iterable[tuple[Any, Any]]) -> str:
    """Of pairs of a part and its whole, the share of all parts in whole percent, or a blank."""
    parts, wholes = (sum(map(int, each)) for each in zip((0, 0), *pairs, strict=True))
    return f"{100 * parts / wholes:.0f}" if wholes else ""


def row_of(storylet: Storylet, decade: Exposures, elsewhere: Exposures) -> list[str]:
    """One scene: by chair, by kind of bot, and elsewhere."""

    def came(exposures: Exposures, kinds: Iterable[str] = KINDS) -> Iterator[tuple[Any, Any]]:
        for exposure in exposures.values():
            met = exposure.met.get(storylet.id)
            for n, kind in enumerate(exposure.kinds):
                if met is not None and kind in kinds:
                    yield met.appeared[n], exposure.played[n]

    dated = storylet.priority is not None
    marks = {"called": storylet.follow_up, "dated": dated, "rare": storylet.rare}
    chairs = [percent(came({seat: decade[seat]})) for seat in decade]
    bots = [percent(came(decade, (kind,))) for kind in KINDS]
    mark = ", ".join(name for name, holds in marks.items() if holds)
    return [storylet.id, mark, *chairs, *bots, percent(came(elsewhere))]


def scenes(report: Report, ruleset: Ruleset, decade: Exposures, elsewhere: Exposures) -> list[str]:
    """One table for each file."""
    heads = ["Scene", "", *(name_of(ruleset, seat) for seat in decade), *KINDS, "elsewhere"]
    files: dict[str, list[list[str]]] = {}
    for id_, definition in report.reading.table["storylets"].items():
        row = row_of(ruleset.storylets[id_], decade, elsewhere)
        files.setdefault(PurePath(definition.document.file).name, []).append(row)
    return [
        line for file, rows in files.items() for line in (f"\n### {file}\n", *table(heads, rows))
    ]


def main() -> int:
    """Play, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=100, help="worlds of each scenario")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    report = run()
    if report.ruleset is None:
        return 1
    ruleset, seed = report.ruleset, asked.seed
    played = list(spread(batch, ruleset, tasks(ruleset, asked.worlds, seed), jobs=cores()))
    lived = [part for part in played if part.scenario == DECADE]
    decade, everywhere = summed(lived), summed(played)
    elsewhere = summed(part for part in played if part.scenario != DECADE)
    games = sum(int(exposure.played.sum()) for exposure in everywhere.values())
    told = [INTRODUCTION.format(games=games, worlds=asked.worlds, seed=seed, pairs=PAIRS)]
    told += [*quarters(ruleset, lived, seed), FINDINGS, *findings(ruleset, decade, everywhere)]
    told += [SCENES, *scenes(report, ruleset, decade, elsewhere)]
    sys.stdout.write("\n".join(told) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
