"""How does a sitting of the council read: who says what, of the quarter, the future and the plan?

Puts together what each adviser says, forecasts, and holds for or against the plan (`remarks.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from game.session import aims, foretold, offers
from game.session.remarks import Remark, Resting, remark_of, remark_text
from game.session.tryout import Tried, try_out
from game.session.views import CouncilLine
from game.story import council

if TYPE_CHECKING:
    from game.content.models.lore import Advisor
    from game.session.sight import Sight
    from game.session.standing import Setup, Standing

PAST_SHOWN = 4


def tried(
    sight: Sight, setup: Setup, now: Standing, known: Tried | None, full: bool
) -> Tried | None:
    """What the orders of the plan do, and with `full` the others on offer; None without any."""
    items, plan = now.plan.items, now.plan
    amounts = _open_offers(sight, setup.scenario, now) if full else {}
    if not items and not amounts:
        return None
    if known is not None and known.answers(now.world, items, frozenset(amounts)):
        return known
    advisors = council.seated(sight.ruleset, sight.seat)
    names = tuple(dict.fromkeys(name for each in advisors for name in each.watches))
    return try_out(sight.ruleset, setup, now.world, plan.items, amounts, names)


def _open_offers(sight: Sight, scenario: str, now: Standing) -> dict[str, float]:
    """The orders that could still be given, with the amount the menu proposes.

    None that a guided scenario has kept for a later task: nobody takes it out of turn.
    """
    found = {}
    kept = aims.kept(sight, now, scenario)
    for _, order_id in offers.offered(sight, now.plan):
        if order_id in kept:
            continue
        asked = offers.amount_view(sight, order_id)
        amount = asked.default if asked else 1.0
        planned = now.plan.amount(order_id) is not None
        if not planned and offers.refusal(sight, now.plan, order_id, amount) is None:
            found[order_id] = amount
    return found


def council_lines(
    sight: Sight,
    now: Standing,
    found: Tried | None,
    full: bool,
    resting: Resting = frozenset(),
    told: Mapping[str, str] | None = None,
) -> tuple[CouncilLine, ...]:
    """Each adviser who has something to say; with `full` all of them, and what they propose.

    What is `resting` is not proposed; `told` is how the goal tells its figures.
    """
    apart = {name: text for name, text in (told or {}).items() if text != sight.text(name)}
    said = council.council(
        sight.ruleset,
        sight.world,
        sight.seat,
        sight.words,
        lately=now.log.spoken,
        past=now.log.past(),
        told=apart,
    )
    lines = {advisor.id: line for advisor, line in said}
    views = []
    for advisor in council.seated(sight.ruleset, sight.seat):
        remark = remark_of(sight, now.log, advisor, found, full, resting) if found else None
        view = _line(sight, now, advisor, lines.get(advisor.id, ""), found, remark)
        if full or view.line or view.forecasts or view.remark:
            views.append(view)
    return tuple(views)


def _line(
    sight: Sight,
    now: Standing,
    advisor: Advisor,
    line: str,
    found: Tried | None,
    remark: Remark | None,
) -> CouncilLine:
    words, turn = sight.words, int(sight.world.turn[0])
    known = sight.ruleset.figures
    mine = [f for f in now.log.forecasts if f.advisor == advisor.id and f.figure in known]
    waiting = [each for each in reversed(mine) if each.due > turn]
    over = [each for each in reversed(mine) if each.came is not None]
    news = [each for each in over if each.due == turn]
    told = [foretold.open_text(sight, each) for each in waiting]
    told += [foretold.came_text(sight, each) for each in news]
    return CouncilLine(
        advisor.name,
        words.text(advisor.role),
        line,
        id=advisor.id,
        mandate=words.text(advisor.mandate),
        bias=words.text(advisor.bias),
        watches=tuple(sight.label(name) for name in advisor.watches),
        forecasts=tuple(told),
        since=tuple(foretold.since_text(sight, each) for each in (*waiting, *news)),
        reason=foretold.reason_text(sight, now, waiting[0]) if waiting else "",
        record=foretold.record_text(sight, over),
        misses=foretold.misses_text(sight, over),
        past=tuple(foretold.came_text(sight, each) for each in over[:PAST_SHOWN]),
        right=tuple(each.right and foretold.counts(each) for each in over[:PAST_SHOWN]),
        remark=remark_text(sight, advisor, remark, found) if remark and found else "",
        stand=remark.kind if remark else "",
        proposes=remark.order_id if remark and remark.kind == "proposes" else "",
    )
