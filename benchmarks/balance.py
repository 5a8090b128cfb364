"""How do the plans and the one-order bots fare from each chair, as tables in Markdown?

    python -m benchmarks.balance > balance.md

Plays some seven thousand whole games, the chairs side by side on the cores there are; a minute or
two on two of them.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from game.content import Ruleset, load
from game.session import balance
from game.session.balance import Outcome

SHOWN = 8  # one-order bots a table shows, the best first


def play(job: tuple[str, str, int, int, int]) -> list[Outcome]:
    """All the bots of one chair; runs in a process of its own."""
    scenario, seat, games, stubborn_games, seed = job
    return balance.tournament(load(), scenario, seat, games, stubborn_games, seed)


def line(cells: Iterable[str]) -> str:
    """One line of a table."""
    return f"| {' | '.join(cells)} |"


def endings_of(ruleset: Ruleset, counts: Counter[str], games: int) -> str:
    """The endings of some games, the most frequent first."""
    return ", ".join(
        f"{ruleset.endings[ending].title.en} {100 * count / games:.0f} %"
        for ending, count in counts.most_common()
    )


def name_of(ruleset: Ruleset, outcome: Outcome) -> str:
    """What a bot is called: by its plan, or by the one order that it knows."""
    name = outcome.bot.removeprefix(balance.STUBBORN)
    return f"only *{ruleset.orders[name].title.en}*" if outcome.stubborn else name


def table(ruleset: Ruleset, outcomes: list[Outcome]) -> list[str]:
    """The bots of one chair: plans first, then the best of those that know one order."""
    parts = [part.label.en for part in ruleset.score.values()]
    told = [line(["Bot", "Games", "Total", *parts, "Endings"]), line(["---"] * (len(parts) + 4))]
    by_total = sorted(outcomes, key=lambda each: -each.total)
    bots = [each for each in by_total if not each.stubborn]
    bots += [each for each in by_total if each.stubborn][:SHOWN]
    for each in bots:
        name = name_of(ruleset, each) if each.stubborn else f"**{each.bot}**"
        values = [f"{value:.0f}" for value in each.profile.values()]
        told.append(
            line(
                [
                    name,
                    str(each.games),
                    f"{each.total:.1f}",
                    *values,
                    endings_of(ruleset, each.endings, each.games),
                ]
            )
        )
    return told


def reach(ruleset: Ruleset, outcomes: list[Outcome]) -> list[str]:
    """Each ending: how often over all games, and the bot that meets it most."""
    games = sum(each.games for each in outcomes)
    counts = sum((each.endings for each in outcomes), Counter())
    most = balance.reached(outcomes)
    told = [line(["Ending", "All games", "Most often by", "Of its games"]), line(["---"] * 4)]
    for ending in sorted(ruleset.endings, key=lambda id_: -counts[id_]):
        who, share = most.get(ending, (None, 0.0))
        seat = ruleset.seats[who.seat].title.en.split(",")[0] if who else ""
        name = f"{name_of(ruleset, who)} ({seat})" if who else "nobody"
        cells = [ruleset.endings[ending].title.en, f"{100 * counts[ending] / games:.1f} %"]
        told.append(line([*cells, name, f"{100 * share:.0f} %"]))
    return told


def say(*lines: str) -> None:
    """Print some lines."""
    sys.stdout.write("\n".join(lines) + "\n")


def main() -> int:
    """Play, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", default="autumn_2022")
    parser.add_argument("--games", type=int, default=64, help="games of each plan")
    parser.add_argument("--stubborn", type=int, default=24, help="games of each one-order bot")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    ruleset = load()
    seats = ruleset.scenarios[asked.scenario].seats
    jobs = [(asked.scenario, seat, asked.games, asked.stubborn, asked.seed) for seat in seats]
    with ProcessPoolExecutor() as pool:
        played = list(pool.map(play, jobs))
    everything = [each for outcomes in played for each in outcomes]
    for seat, outcomes in zip(seats, played, strict=True):
        say(f"### {ruleset.seats[seat].title.en}\n", *table(ruleset, outcomes), "")
    say("### Endings\n", *reach(ruleset, everything), "")
    turnings = np.concatenate([each.turnings for each in everything])
    say(f"{len(turnings)} games; what binds the chips changes {np.median(turnings):.0f} times.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
