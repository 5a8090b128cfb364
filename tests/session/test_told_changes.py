"""Is a change, as it is told, what the two values leave, as they are told?"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from game.content import Ruleset
from game.session.session import Session
from game.session.sight import Sight
from game.story.chronicle import _figure

SCALES = {"%": "0.01", "pt": "0.01", "pts": "0.01", "m": "1e6", "bn": "1e9", "tn": "1e12",
          "M$": "1e6", "Md$": "1e9", "million": "1e6", "millions": "1e6", "billion": "1e9",
          "milliard": "1e9", "milliards": "1e9"}  # fmt: skip
# A figure of each unit that counts, and how far its values go.
MEASURES = {"tension": 99, "best_eci.world": 160, "share.lab_bay": 1, "gap.us_cn": 40,
            "me.cash_usd": 9e11, "rent_usd_per_hour": 12, "me.chips": 4e6, "users.world": 4e9,
            "power.us": 90_000, "me.staff": 30_000}  # fmt: skip
PARTS = st.floats(-0.1, 1.0)  # of that
Told = tuple[Decimal, Decimal]  # a number, and how much its last digit is worth


@pytest.fixture(scope="module", params=["en", "fr"])
def sight(request: pytest.FixtureRequest, ruleset: Ruleset) -> Sight:
    session = Session.new(ruleset, seat="china", seed=1, lang=request.param, autosaves=False)
    return session._sight


def read(text: str, lang: str) -> Told:
    """A number with its unit, as somebody reads it."""
    found = re.match(r"[+−]?\$?(?P<digits>\d[\d\s.,]*)(?P<unit>\S*)", text)
    assert found, text
    digits = re.sub(r"\s|\." if lang == "fr" else r"\s|,", "", found["digits"]).replace(",", ".")
    scale = Decimal(SCALES.get(found["unit"], "1"))
    behind = re.search("ahead|d’avance", text) or text.startswith("−")
    value = Decimal(digits) * scale * (-1 if behind else 1)
    last = Decimal(1).scaleb(-len(digits.partition(".")[2])) * scale
    if abs(value) >= 10_000 and "." not in digits:  # told in three figures
        last = max(last, Decimal(1).scaleb(value.adjusted() - 2))
    return value, last


@given(name=st.sampled_from(sorted(MEASURES)), value=PARTS, before=PARTS)
@example(name="share.lab_bay", value=0.4449, before=0.627)
@example(name="share.lab_bay", value=0.4549, before=-0.006)
@example(name="tension", value=0.4595, before=-0.004)
@example(name="tension", value=0.602, before=0.59)
@example(name="me.cash_usd", value=0.03829, before=0.03604)
def test_a_change_is_what_two_values_leave(
    sight: Sight, name: str, value: float, before: float
) -> None:
    step, most = sight.figure(name).step, MEASURES[name]
    now, was = (round(each * most / step) * step for each in (value, before))
    text = sight.moved_text(name, now, was)
    assume(abs(now - was) >= step and not (text.endswith("%")))
    lang = sight.words.lang
    after, one = read(sight.said(name, now), lang)
    then, other = read(sight.said(name, was), lang)
    size, last = read(text, lang)
    left, least = after - then, max(one, other)
    if last < least:  # finer than the values: the change itself
        assert abs(float(size) - (now - was)) <= 0.501 * float(last)
    elif one == other == last:
        assert left == size, (text, now, was)
    else:
        assert abs(left - size) <= Decimal("0.52") * last


@pytest.mark.parametrize(
    ("now", "was", "told"),
    [(45.49, -0.4, "+45"), (45.49, 0.4, "+45"), (59.6, 58.4, "+1.2"), (45.0, 43.0, "+2")],
)
def test_what_does_not_add_up_is_told_otherwise(
    ruleset: Ruleset, now: float, was: float, told: str
) -> None:
    session = Session.new(ruleset, seat="china", seed=1, autosaves=False)
    sight = session._sight
    assert sight.moved_text("tension", now, was) == told
    line = _figure(ruleset, "tension", now, was, session.words)
    assert line.endswith(f" ({told} over the year)")


def test_a_share_and_the_parts_of_its_change_have_as_many_digits(ruleset: Ruleset) -> None:
    """Where whole points would not add up on the table, `why` tells the tenths of all of them."""
    session = Session.new(ruleset, seat="lab_frontier", seed=3, autosaves=False)
    found = 0
    for _ in range(16):
        session.end_turn()
        view = session.why("me.share")
        texts = [view.figure.change_text, *(part.text for part in view.parts)]
        if abs(view.figure.change) < 0.02 or not re.search(r"\.\d", texts[0]):
            continue
        total, *told = (Decimal(re.sub(" pts?", "", each).replace("−", "-")) for each in texts)
        assert abs(sum(told) - total) <= Decimal("0.051") * len(told)
        shown = next(each for each in session.figures() if each.name == "me.share")
        coarse = session._sight.change_text("me.share", view.figure.change, 1.0)
        found += shown.change_text != coarse
    assert found


def test_next_to_nothing_is_no_percentage(ruleset: Ruleset) -> None:
    sight = Session.new(ruleset, seat="china", seed=1, autosaves=False)._sight
    assert sight.moved_text("me.machine_time", 11_498.0, 11_500.0) == "−2 H100e"
    assert sight.moved_text("me.machine_time", 11_450.0, 11_500.0) == "−0.4%"
