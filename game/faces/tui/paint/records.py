"""How are the records laid out: the best run of every chair, the endings seen?"""

from __future__ import annotations

from game.faces.tui.lines import BLANK, Lines, clip, heading, say, spread, wrap
from game.faces.tui.look import AMBER, BRIGHT, PLAIN, QUIET
from game.faces.tui.paint.pages import MEASURE
from game.faces.tui.paint.table import Say
from game.session.records import Best, Records

UNSEEN = "—"


def records(found: Records, t: Say, width: int) -> Lines:
    """One line a chair and the endings under them."""
    measure = min(width, MEASURE)
    lines: Lines = [heading(t("records.title"), measure, t("records.unit")), BLANK]
    for best in found.best:
        lines += _best(best, t, measure)
    if any(best.run for best in found.best):
        lines += [BLANK, *wrap(say((t("records.again"), QUIET)), measure)]
    if sum(best.run is not None for best in found.best) > 1:
        lines += wrap(say((t("records.apart"), QUIET)), measure)
    seen = t("records.seen", n=found.seen, all=len(found.endings))
    lines += [BLANK, heading(t("records.endings"), measure, seen), BLANK]
    for _, title, times in found.endings:
        if times:
            count = say((f"{times} ×", QUIET)) if times > 1 else say("")
            lines.append(spread(say((title, PLAIN)), count, measure))
    unseen = sum(1 for _, _, times in found.endings if not times)
    if unseen:
        lines += wrap(say((" ".join([UNSEEN] * unseen), QUIET)), measure)
    return lines


def _best(best: Best, t: Say, width: int) -> Lines:
    """A chair, its best score, and under it how and from where it was reached."""
    if best.run is None:
        return [spread(say((best.seat_name, QUIET)), say((UNSEEN, QUIET)), width)]
    score = say((f"{best.points:.0f}", AMBER))
    seed = t("records.seed", seed=str(best.run.seed), difficulty=best.difficulty)
    return [
        spread(say((best.seat_name, BRIGHT)), score, width),
        clip(say(("  ", PLAIN), (best.ending, PLAIN), (f" · {seed}", QUIET)), width),
    ]
