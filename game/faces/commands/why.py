"""What does `content why` print: for a save, or for a fresh game and many more?"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from game.errors import Unknown
from game.faces.commands import in_play
from game.faces.commands.impact import plain
from game.faces.commands.printing import DONE, Add, Say, add_json, print_json, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.content.ruleset import Ruleset
    from game.content.words import Words
    from game.session.trials.exposure import Exposure, Met
    from game.session.trials.why import ClauseView, Reasons

GAMES = 200


def add_why(add: Add, kinds: Any, say: Say) -> None:
    """What `content why` may be told."""
    one = add(kinds, "why", content_why)
    one.add_argument("storylet", metavar="STORYLET", help=say("storylet"))
    one.add_argument("--save", metavar="SAVE", help=say("save"))
    in_play.add_mods(one, say)
    one.add_argument("--games", type=whole(say), default=GAMES, help=say("why_games"))
    one.add_argument("--jobs", type=whole(say), default=1, help=say("jobs"))
    add_json(one, say)


def content_why(args: argparse.Namespace) -> int:
    """What keeps a storylet off the table: of a save, or of a fresh game and in many games."""
    from game.content import load
    from game.session.peek import peek

    mods = peek(args.save).mods if args.save else in_play.wanted(args)
    ruleset = load(mods=mods)
    words = ruleset.words(args.lang)
    if args.save:
        in_play.complain(ruleset, mods, words)
    else:
        in_play.insist(ruleset, mods, words)
    if args.storylet not in ruleset.storylets:
        where = _where(args.storylet, ruleset, words)
        raise Unknown("storylet", args.storylet, ruleset.storylets, where)
    if not args.json:
        print(in_play.in_play(ruleset, words))
    told = _of_save(args, ruleset, words) if args.save else _of_fresh_games(args, ruleset, words)
    if args.json:
        print_json(told)
    return DONE


def _where(id_: str, ruleset: Ruleset, words: Words) -> str:
    """In which mod that is not in play a storylet stands, or nothing."""
    from game.content.files import Reading, collect
    from game.content.loader import find_mods

    playing = {mod.id for mod in ruleset.mods if mod.enabled}
    for mod in find_mods().values():
        reading = Reading()
        if mod.info.id not in playing:
            collect(reading, mod.files.items(), f"{mod.info.id}/", mod.info.id)
        if id_ in reading.table["storylets"]:
            return words.t("cli.unknown.in_mod", mod=mod.info.id)
    return ""


def _of_save(args: argparse.Namespace, ruleset: Ruleset, words: Words) -> dict[str, Any]:
    from game.session.store import load
    from game.session.trials.why import chances, reasons

    storylet = ruleset.storylets[args.storylet]
    loaded = load(ruleset, args.save, aside=False)
    seat, world = loaded.setup.seat, loaded.standing.world
    told: dict[str, Any] = {"storylet": storylet.id, "seats": [], "games": {}}
    if seat not in storylet.seats:
        if not args.json:
            print(words.t("trials.no_seat", seat=seat, seats=", ".join(storylet.seats)))
        return told | {"refused": seat}
    found = reasons(ruleset, world, seat, storylet)
    dealt = chances(ruleset, world, seat, loaded.setup.seed)
    told["seats"].append({**found.as_dict(), "chances": dealt})
    if not args.json:
        _print_title(ruleset, storylet.id, words)
        _print_reasons(found, dealt, ruleset, words)
    return told


def _of_fresh_games(args: argparse.Namespace, ruleset: Ruleset, words: Words) -> dict[str, Any]:
    from game.engine import open_scenario
    from game.session.trials.bots import bots_of
    from game.session.trials.rounds import expose
    from game.session.trials.why import chances, reasons

    storylet = ruleset.storylets[args.storylet]
    told: dict[str, Any] = {"storylet": storylet.id, "seats": [], "games": {}}
    if not args.json:
        _print_title(ruleset, storylet.id, words)
    for seat, scenario in _first_scenarios(ruleset, storylet.seats).items():
        world = open_scenario(ruleset, scenario, (0, 0))
        found = reasons(ruleset, world, seat, storylet)
        dealt = chances(ruleset, world, seat)
        told["seats"].append({**found.as_dict(), "chances": dealt})
        if not args.json:
            _print_reasons(found, dealt, ruleset, words, "trials.at_first")
        each = -(-args.games // len(bots_of(ruleset, seat)))
        if each:
            scenarios, jobs = (scenario,), args.jobs
            found_in = expose(ruleset, each, seats=(seat,), scenarios=scenarios, jobs=jobs)
            exposure = found_in[seat]
            told["games"][seat] = _counted(exposure, storylet.id)
            if not args.json:
                _print_games(exposure, exposure.met[storylet.id], words)
    return told


def _first_scenarios(ruleset: Ruleset, seats: Sequence[str]) -> dict[str, str]:
    """For each chair that can be taken, the first scenario that has it."""
    return {
        seat: next(id_ for id_, each in ruleset.scenarios.items() if seat in each.seats)
        for seat in seats
        if ruleset.seats[seat].playable
        and any(seat in each.seats for each in ruleset.scenarios.values())
    }


def _print_title(ruleset: Ruleset, id_: str, words: Words) -> None:
    storylet = ruleset.storylets[id_]
    title = words.text(storylet.title)
    print(words.t("trials.title", id=id_, title=title, size=storylet.size, mood=storylet.mood))


def _print_reasons(
    found: Reasons,
    dealt: dict[str, float],
    ruleset: Ruleset,
    words: Words,
    where: str = "trials.at",
) -> None:
    print(words.t(where, seat=found.seat, quarter=words.quarter(found.turn)))
    for view in found.clauses:
        mark = words.t("trials.holds" if view.holds else "trials.fails")
        now = _now(view, ruleset, words)
        key = "trials.clause" if now else "trials.clause_short"
        print("  " + words.t(key, mark=mark.ljust(3), clause=view.clause, now=now))
    if found.on_table:
        print(words.t("trials.on_table"))
    elif found.blocked_by:
        reasons = ", ".join(_blocked(key, found, words) for key in found.blocked_by)
        print(words.t("trials.stays_out", reasons=reasons))
    else:
        from game.session.trials.why import DEALS

        share = words.percent(dealt.get(found.storylet, 0.0), 1)
        weight = words.number(found.weight, 1)
        print(words.t("trials.comes", weight=weight, n=DEALS, share=share))
    others = [(id_, share) for id_, share in dealt.items() if id_ != found.storylet][:5]
    if others:
        parts = [words.t("trials.rival", id=i, share=words.percent(s)) for i, s in others]
        print(words.t("trials.rivals", others=", ".join(parts)))


def _now(view: ClauseView, ruleset: Ruleset, words: Words) -> str:
    now = ", ".join(
        words.t("trials.now", name=name, value=plain(name, value, ruleset, words))
        for name, value in view.now.items()
    )
    if view.holds or view.needs == view.clause:
        return now
    return words.t("trials.needs", needs=view.needs, now=now)


def _blocked(key: str, found: Reasons, words: Words) -> str:
    turn = found.due if key == "not_due" else found.seen
    quarter = words.quarter(turn) if turn is not None else ""
    n = found.answers_open if key == "answers" else found.wait_left or 0
    return words.t(f"trials.blocked.{key}", quarter=quarter, n=n)


def _counted(exposure: Exposure, id_: str) -> dict[str, Any]:
    met = exposure.met[id_]
    return {
        "games": int(exposure.played.sum()),
        "quarters": met.turns,
        "could_come": met.ready,
        "games_it_could_come": int(met.games.sum()),
        "games_it_came": int(met.appeared.sum()),
        "seen_already": met.seen,
        "not_called": met.not_due,
        "few_answers": met.few_answers,
        "judged": met.judged,
        "clauses": [
            {"clause": text, "false": met.failed[text], "alone": met.alone[text]}
            for text in met.failed
        ],
    }


def _print_games(exposure: Exposure, met: Met, words: Words) -> None:
    games, turns = int(exposure.played.sum()), max(met.turns, 1)
    print(
        words.t(
            "trials.games",
            seat=exposure.seat,
            games=games,
            kinds=len(exposure.kinds),
            ready=words.percent(met.ready / turns, 1),
            share=words.percent(int(met.appeared.sum()) / games),
        )
    )
    for key, quarters in (
        ("seen", met.seen),
        ("not_due", met.not_due),
        ("few", met.few_answers),
    ):
        if quarters:
            print("  " + words.t(f"trials.{key}", share=words.percent(quarters / turns)))
    judged = max(met.judged, 1)
    for clause in sorted(met.failed, key=lambda text: -met.failed[text]):
        if met.failed[clause]:
            share = words.percent(met.failed[clause] / judged)
            alone = words.percent(met.alone[clause] / judged)
            print("  " + words.t("trials.blocked_by", share=share, clause=clause, alone=alone))
