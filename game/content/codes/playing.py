"""What do the codes mean that only playing finds, and those of the content's own tests?"""

from __future__ import annotations

from game.content.codes.entry import Code

PLAYING = (
    Code(
        "S801",
        "a scene that is never eligible",
        "In no game of any bot could it come. The report says which clause of `when` was false, in "
        "what share of the quarters, and where it was the only one; a follow-up that no answer "
        "called is reported as well.",
        "when: quarter >= 2024 and tension > 1000",
        "when: quarter >= 2024 and tension > 60",
        level="warning",
        static=False,
    ),
    Code(
        "S802",
        "a scene that is never drawn",
        "It could come, and in no game did it: its weight is too small beside the others, or it "
        "hurts and always follows a scene that does.",
        "weight: 0.001",
        "weight: 1.5",
        level="warning",
        static=False,
    ),
    Code(
        "S803",
        "a scene that hardly ever comes",
        "It came in less than one game in a hundred. Where that is meant, `rare: true` says so.",
        "weight: 0.05",
        "weight: 0.05\nrare: true",
        confidence="likely",
        level="warning",
        static=False,
    ),
    Code(
        "S804",
        "a scene that nearly always comes",
        "It came in more than nine games of ten without being dated or called, so that it cannot "
        "surprise. Reported of the seat when it is so of most of its scenes: then the deck is "
        "small.",
        "weight: 40",
        "weight: 2",
        confidence="likely",
        level="warning",
        static=False,
    ),
    Code(
        "S805",
        "quarters without a scene",
        "The seat goes without a scene in most quarters, or for five in a row in many games.",
        "# three scenes, all of them before 2024",
        "# some scenes for every year",
        confidence="likely",
        level="warning",
        static=False,
    ),
    Code(
        "S806",
        "quarters in which there is nothing to do",
        "No scene comes, and no order can be given in its usual amount either.",
        "# every order of the seat needs money, and it has none",
        "# one order that costs nothing",
        level="warning",
        static=False,
    ),
    Code(
        "S807",
        "a scene out of rhythm",
        "It came again before its `wait` was over, or it hurt right after another one that did.",
        "wait: 8  # and it came after five quarters",
        "wait: 8  # and it came after eight",
        level="warning",
        static=False,
    ),
    Code(
        "S808",
        "a follow-up that does not arrive",
        "An answer called it, and its `when` was false on the day, always or nearly always; or it "
        "is only ever told by its fallback.",
        "follow_up: true\nwhen: tension > 95",
        "follow_up: true\nwhen: tension > 40\nfallback: ...",
        level="warning",
        static=False,
    ),
    Code(
        "S809",
        "an answer that everybody takes",
        "Every bot took it, those that choose at random too: nothing else was ever open.",
        "needs: me.cash_usd >= 9e15  # of every other answer",
        "needs: me.cash_usd >= 2_000_000",
        level="warning",
        static=False,
    ),
    Code(
        "S810",
        "an answer that nobody can take",
        "In no world in which the scene came were its needs met.",
        "needs: me.cash_usd >= 9e15",
        "needs: me.cash_usd >= 2_000_000",
        level="warning",
        static=False,
    ),
    Code(
        "S811",
        "an answer that no rival takes",
        "It was open, and no bot that weighs answers by `ai` ever took it.",
        "ai: 0.001",
        "ai: 0.5",
        confidence="likely",
        level="warning",
        static=False,
    ),
    Code(
        "S812",
        "a text that cannot be told in some world",
        "With the figures of one of the forced worlds the text fails, or reads with braces, or "
        "with something that is no number.",
        'en: "They bought {me.chips_} cards."',
        'en: "They bought {me.chips} cards."',
        level="error",
        static=False,
    ),
    Code(
        "S813",
        "an answer that fails in some world",
        "Taken in one of the forced worlds, it stops the game.",
        "# an effect that the engine cannot carry out",
        "# one that it can",
        level="error",
        static=False,
    ),
    Code(
        "S814",
        "money or chips out of nothing",
        "After the answer, there are more or fewer dollars or chips in the world than before.",
        "# a figure of money that is written with `add`",
        "pay: {usd: 100, to: smic}",
        level="error",
        static=False,
    ),
    Code(
        "S815",
        "a number without end",
        "After the answer, or some quarters later, a number of the world is no finite one.",
        "add: {commons.h100e: 1 / (me.chips - me.chips)}",
        "add: {commons.h100e: 20}",
        level="error",
        static=False,
    ),
    Code(
        "S816",
        "a game that cannot be played to its end",
        "With this mod a game stops, or a number of it is no finite one. The check plays the first "
        "scenario, and those of the mod, with nobody at the table; then it leaves out one file of "
        "the mod after the other and names the file without which all goes well.",
        "- patch: base:market.lag\n  remove: [value.cn]      # and an equation asks for it",
        "- patch: base:market.lag\n  set: {value.cn: 0.5}",
        level="error",
        static=False,
    ),
)

TESTS = (
    Code(
        "T901",
        "a test of the content that fails",
        "Something came out otherwise than the test expects; the report says what was.",
        "- answer: the_list.decline_politely\n  moved: {me.trust: 5}",
        "- answer: the_list.decline_politely\n  moved: {me.trust: [-2, 0]}",
        level="error",
        static=False,
    ),
    Code(
        "T902",
        "a test of the content that cannot be played",
        "It wants something that cannot be done: an answer that is not open, an order that is "
        "refused, a figure that follows from others.",
        "figures: {gap.us_cn: 3}",
        "figures: {open.eci: 120}",
        level="error",
        static=False,
    ),
)
