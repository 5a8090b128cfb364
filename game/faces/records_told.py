"""How are the records said in lines?

One line a chair, with the command that begins its best run anew, then the endings. Points of two
chairs are not to be compared, and it says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.content.words import Words
    from game.session.records import Records


def lines(found: Records, words: Words) -> list[str]:
    """The records, a fact a line."""
    t = words.t
    told = []
    for best in found.best:
        if best.run is None:
            told.append(t("records.none", seat=best.seat_name))
            continue
        told.append(
            t(
                "records.best",
                seat=best.seat_name,
                score=words.number(best.points),
                ending=best.ending,
                difficulty=best.difficulty,
            )
        )
        told.append(t("records.again", command=best.again))
    if sum(best.run is not None for best in found.best) > 1:
        told.append(t("records.apart"))
    told.append(t("records.endings", n=found.seen, all=len(found.endings)))
    told += [
        t("records.ending", title=title, n=times) for _, title, times in found.endings if times
    ]
    unseen = len(found.endings) - found.seen
    return [*told, t("records.unseen", n=unseen)] if unseen else told
