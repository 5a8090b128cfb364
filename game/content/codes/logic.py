"""What is wrong with expressions, and with conditions that are decided before anybody plays?"""

from __future__ import annotations

from game.content.codes.entry import Code

LOGIC = (
    Code(
        "E401",
        "an expression that cannot be read",
        "A bracket that is not closed, = instead of ==, a sign that is missing, or nothing at all.",
        "when: tension = 40",
        "when: tension == 40",
    ),
    Code(
        "E402",
        "something that is not part of the language",
        "Expressions know names, numbers, + - * /, comparisons, and or not, min max abs. Nothing "
        "else ever runs.",
        "weight: tension ** 2",
        "weight: tension * tension",
    ),
    Code(
        "E403",
        "an expression that is too long",
        "500 characters are the most.",
        "when: tension > 40 and ... and price.h100 > 30000 (600 characters)",
        "when: tension > 40 and price.h100 > 30000",
    ),
    Code(
        "E404",
        "an expression nested too deep",
        "64 levels are the most.",
        "weight: ((((((((((((((((((((((((((((((((((tension + 1) + 1) ...",
        "weight: tension + 34",
    ),
    Code(
        "E405",
        "numbers that grow beyond every bound",
        "A literal above 1e30, or figures multiplied so often that a float could not hold them.",
        "weight: 1e40",
        "weight: 1e3",
    ),
    Code(
        "E406",
        "a function with too few or too many values",
        "min and max take two or more, abs takes one.",
        "weight: max(tension)",
        "weight: max(tension, 1)",
    ),
    Code(
        "W601",
        "a condition that is always or never true",
        "The declared bounds of its figures, the quarters that scenarios play and the seats that "
        "read it leave no doubt. What never holds is never seen; of news, that is also what holds "
        "on the first morning alone, since the first paper comes out in turn 1.",
        "when: tension > 100",
        "when: tension > 60",
    ),
    Code(
        "W610",
        "a memory that is read and never written",
        "`taken.STORYLET.CHOICE` and `seen.STORYLET` are 1 for a seat that has lived it. Nothing "
        "leads to that scene, that choice can never be taken, or the scene is never shown to the "
        "seats that read it here.",
        "- id: letter\n  seats: [usa]\n  when: taken.night_in_beijing.stay   # seats: [china]",
        "- id: letter\n  seats: [china]\n  when: taken.night_in_beijing.stay",
    ),
    Code(
        "W611",
        "a division by nothing",
        "The divisor is zero whatever happens. The game counts the quotient as 0.",
        "weight: tension / 0",
        "weight: tension / 10",
    ),
    Code(
        "W612",
        "a division by what may be nothing",
        "The bounds of the divisor hold zero. The game counts the quotient as 0 then, which is "
        "often what is meant.",
        "weight: 3 / me.staff",
        "weight: 3 / max(me.staff, 1)",
        confidence="maybe",
    ),
    Code(
        "W613",
        "a comparison outside the bounds of a figure",
        "One clause of a condition is decided by the bounds that its figure declares: it always "
        "holds, or never, whatever the others say.",
        "when: quarter >= 2024 and tension <= 100",
        "when: quarter >= 2024",
    ),
    Code(
        "W614",
        "exactly equal to what is hardly ever exact",
        "A figure that moves by fractions is hardly ever one number to the last digit; a date is a "
        "year and quarters of it.",
        "when: tension == 40",
        "when: tension >= 40",
        confidence="likely",
    ),
    Code(
        "N615",
        "a clause that the clauses before it decide",
        "It changes nothing beside them. Often it is kept on purpose; sometimes another figure "
        "was meant.",
        "when: quarter >= 2025 and quarter >= 2024",
        "when: quarter >= 2025",
        confidence="likely",
    ),
)
