"""What is wrong with scenes: choices that are none, effects that change nothing, loose ends?"""

from __future__ import annotations

from game.content.codes.entry import Code

SCENES = (
    Code(
        "W602",
        "odds outside 0 to 1",
        "Odds are a chance. Above 1 the choice always succeeds, below 0 never; and what is written "
        "under `lose` never happens where there are no odds. Where there are, `lose` says what one "
        "reads when the dice are unkind.",
        "odds: 75",
        "odds: 0.75",
    ),
    Code(
        "W603",
        "a choice that no rival ever takes",
        "Its `ai` weight is never above 0, so only a person will take it.",
        "ai: 0",
        "ai: 0.2",
    ),
    Code(
        "W604",
        "a condition without an explanation",
        "A choice that is greyed out should say why, in `needs_text`.",
        "needs: me.cash_usd > 1e9",
        'needs: me.cash_usd > 1e9\nneeds_text: {en: "A billion is needed.", '
        'fr: "Il faut un milliard."}',
    ),
    Code(
        "W605",
        "a default that may be impossible",
        "When nobody answers, the default is taken whatever its `needs` say.",
        "default: true\nneeds: tension < 50",
        "default: true",
    ),
    Code(
        "W606",
        "two choices that do the same",
        "They have the same odds and the same effects: whatever one picks, nothing differs.",
        "- {id: stay, win: {add: {tension: 1}}}\n- {id: wait, win: {add: {tension: 1}}}",
        "- {id: stay, win: {add: {tension: 1}}}\n- {id: wait, win: {add: {me.trust: -1}}}",
    ),
    Code(
        "W607",
        "advice that nobody hears",
        "The advisor sits in none of the councils that see this scene.",
        "seats: [usa]\nadvice: [{who: treasurer_china, ...}]",
        "seats: [usa]\nadvice: [{who: treasurer_usa, ...}]",
    ),
    Code(
        "W608",
        "a follow-up that nothing leads to",
        "No choice names it in a `then`; or one does, for a seat that cannot see it; or what is "
        "scheduled is no follow-up, or cannot come after that choice, because its `when` fails "
        "then and it has no `fallback`.",
        "- {id: letter, follow_up: true, ...}      # and no `then: {letter: 3}`",
        "win: {then: {letter: 3}}",
    ),
    Code(
        "W609",
        "follow-ups in a circle without end",
        "Each of them leads to the next, none of them comes only once, and so they never stop.",
        "- {id: a, once: false, ... then: {b: 1}}\n- {id: b, once: false, ... then: {a: 1}}",
        "- {id: a, once: false, ... then: {b: 1}}\n- {id: b, ... then: {a: 1}}",
        confidence="likely",
    ),
    Code(
        "W616",
        "a choice that can never be taken",
        "Its `needs` fail whenever the scene is on the table: beside `when`, or by the bounds of "
        "the figures.",
        "when: tension > 60\n...\nneeds: tension < 40",
        "when: tension > 60\n...\nneeds: tension < 80",
    ),
    Code(
        "W617",
        "a choice that another one beats",
        "Another choice, always open, costs no more and moves every figure as well or better, and "
        "nothing else differs: no odds, no follow-up, no memory that is read.",
        "- {id: smile, win: {add: {me.trust: 5}}}\n- {id: nod, win: {add: {me.trust: 2}}}",
        "- {id: smile, win: {add: {me.trust: 5, tension: 1}}}\n"
        "- {id: nod, win: {add: {me.trust: 2}}}",
        confidence="likely",
    ),
    Code(
        "W618",
        "odds that may leave 0 to 1",
        "For some values of its figures this chance is below 0 or above 1, and counts as never or "
        "always.",
        "odds: 0.5 + tension / 100",
        "odds: min(0.9, 0.5 + tension / 100)",
        confidence="maybe",
    ),
    Code(
        "W619",
        "an effect that changes nothing",
        "A payment to oneself, a transfer from an actor to itself, nothing added.",
        "pay: {usd: 1e6, to: me}",
        "pay: {usd: 1e6, to: traders}",
    ),
    Code(
        "W620",
        "less than nothing moves",
        "Amounts that are paid, gained or transferred are above zero; the other direction has "
        "another name.",
        "pay: {usd: -1e6}",
        "gain: {usd: 1e6}",
    ),
    Code(
        "W622",
        "a scene that is never drawn",
        "Its weight is never above 0, it is no follow-up, and it has no date.",
        "weight: 0",
        "weight: 1",
    ),
    Code(
        "W623",
        "a value outside the bounds of its figure",
        "What is set lies beyond the `low` or the `high` of the figure, where it will stand; or "
        "more is added than the whole way from one to the other.",
        "set: {tension: 300}",
        "set: {tension: 90}",
    ),
    Code(
        "W624",
        "a field that does nothing here",
        "A weight on a follow-up or a dated beat, a `wait` on a scene that comes once, a fallback "
        "on what is no follow-up; `fresh` in an order without `wears`, goals of a seat that the "
        "scenario does not offer, a patch that only names its target.",
        "follow_up: true\nweight: 3",
        "follow_up: true",
    ),
    Code(
        "E625",
        "an order that costs less than nothing",
        "`cost` and `sets_aside` are what an order costs. One below zero would be taken for none; "
        "money comes in through an effect, and from somebody.",
        "cost: -300_000 * amount",
        "cost: 0\neffects:\n  - gain: {usd: 300_000 * amount, from: outside}",
    ),
)
