"""What does each adviser say at the table this quarter?

Of an adviser's lines whose condition holds, the first of those said least often that has rested
since, with the figures of the day; whoever has none is silent. What has just come true is said at
once. Of what was true a quarter ago already there are no more than three voices a morning, those
that were silent longest first; the others keep theirs. A line never heard goes before one that was,
whoever has it: of lines that were said before one comes back, the one that has rested longest, and
only on a morning when fewer than two advisers have another.
What a table has heard it keeps: an answer given later in the quarter silences a line that it makes
untrue, and brings no other. Advisers are content; what they expect is told and counted elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from game.story.telling import Teller
from game.world.figures import Reader
from game.world.state import Floats, World

if TYPE_CHECKING:
    from game.content.models.lore import Advisor, Line
    from game.content.ruleset import Ruleset
    from game.content.words import Words

VOICES = 3  # at a table after the first, of those with nothing new
FRESH = 2  # voices with a line never heard: where there are fewer, one says a line again
YEAR = 4
_REMEMBERED = ("taken.", "seen.", "was.", "ago.")  # of which nobody keeps what was a quarter ago
REST = 12  # quarters that a line rests after the first time; three times as many after the second
Said = tuple[tuple[int, int], ...]  # of each line that was said: the turn and its place, in order
Past = Sequence[Mapping[str, float]]  # the figures of the quarters before this one, in order


def seated(ruleset: Ruleset, seat: str) -> tuple[Advisor, ...]:
    """The advisers of a seat, in stable order."""
    return tuple(each for each in ruleset.advisors.values() if seat in each.for_)


def council(
    ruleset: Ruleset,
    world: World,
    seat: str,
    words: Words,
    lane: int = 0,
    lately: Mapping[str, Said] | None = None,
    past: Past = (),
    told: Mapping[str, str] | None = None,
) -> list[tuple[Advisor, str]]:
    """Each adviser of the seat who has something to say, with the sentence; in stable order.

    `lately` are the lines that each has said before, `past` the figures of the quarters before,
    `told` figures that are told in other digits.
    """
    was, ago = _a_quarter_and_a_year_ago(past)
    teller = Teller(ruleset, world, seat, words, lane=lane, ago=ago, was=was)
    turn = int(world.turn[lane])
    return [
        (advisor, teller.say(advisor.lines[place], **(told or {})))
        for advisor, place in _speaking(ruleset, teller.read, seat, lane, turn, lately or {})
    ]


def spoken(
    ruleset: Ruleset, world: World, seat: str, lately: Mapping[str, Said], past: Past = ()
) -> dict[str, Said]:
    """What each adviser has said, this quarter’s lines included, by adviser.

    The lines of a quarter are chosen once: where somebody has one, nobody gets another.
    """
    was, ago = _a_quarter_and_a_year_ago(past)
    read, turn = Reader(ruleset, world, seat, ago=ago, was=was), int(world.turn[0])
    if _this_quarter(lately, turn):
        return dict(lately)
    now = {
        each.id: (*lately.get(each.id, ()), (turn, place))
        for each, place in _speaking(ruleset, read, seat, 0, turn, lately)
    }
    return {**lately, **now}


def _speaking(
    ruleset: Ruleset, read: Reader, seat: str, lane: int, turn: int, lately: Mapping[str, Said]
) -> list[tuple[Advisor, int]]:
    """Who speaks, and the place of the line."""
    if heard := _this_quarter(lately, turn):
        return [
            (each, heard[each.id])
            for each in seated(ruleset, seat)
            if each.id in heard and _holds(each, heard[each.id], read, lane)
        ]
    speaking: list[tuple[Advisor, int]] = []
    last: dict[str, int] = {}  # when the lines that come back were said, by adviser
    waiting: dict[str, int] = {}  # since when those who have nothing new to say are silent
    for advisor in seated(ruleset, seat):
        places = range(len(advisor.lines))
        holding = [place for place in places if _holds(advisor, place, read, lane)]
        said = lately.get(advisor.id, ())
        place = _next(holding, said, turn)
        if place is not None:
            speaking.append((advisor, place))
            if said and not _is_new(advisor.lines[place], read, lane):
                waiting[advisor.id] = said[-1][0]
            if before := [then for then, known in said if known == place]:
                last[advisor.id] = before[-1]
    fresh = [each.id for each, _ in speaking if each.id not in last]
    known = sorted((id_ for id_ in fresh if id_ in waiting), key=waiting.__getitem__)
    mute = known[max(VOICES - len(fresh) + len(known), 0) :]
    voices = [id_ for id_ in fresh if id_ not in mute]
    if last and len(voices) < FRESH:
        voices.append(min(last, key=lambda id_: last[id_]))
    return [each for each in speaking if each[0].id in voices]


def _a_quarter_and_a_year_ago(past: Past) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """The figures of a quarter ago and of a year ago; none, of which nothing has moved, before."""
    return past[-1] if past else {}, past[-YEAR] if len(past) >= YEAR else {}


def _this_quarter(lately: Mapping[str, Said], turn: int) -> dict[str, int]:
    """The places of the lines that were chosen this quarter, by adviser."""
    return {id_: place for id_, said in lately.items() for then, place in said if then == turn}


def _holds(advisor: Advisor, place: int, read: Reader, lane: int) -> bool:
    """Whether a line is there, and true."""
    lines = advisor.lines
    return place < len(lines) and bool(lines[place].when.evaluate(read)[lane])


def _is_new(line: Line, read: Reader, lane: int) -> bool:
    """Whether a line was not true a quarter ago, as far as figures tell."""

    def then(name: str) -> Floats:
        return read(name) if name.startswith(_REMEMBERED) else read(f"was.{name}")

    return not line.when.evaluate(then)[lane]


def _next(holding: list[int], said: Said, turn: int) -> int | None:
    """Of the lines that hold and have rested, the most urgent of those said least often.

    A line that goes on holding comes back ever more seldom: in ten years, twice at the most.
    """
    times = Counter(place for _, place in said)
    last = {place: then for then, place in said}
    rested = [
        place
        for place in holding
        if not times[place] or turn - last[place] >= REST * (2 * times[place] - 1)
    ]
    return min(rested, key=lambda place: (times[place], place), default=None)
