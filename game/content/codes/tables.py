"""What is wrong with numbers that go together: tables, openings, promises of an order?"""

from __future__ import annotations

from game.content.codes.entry import Code

TABLES = (
    Code(
        "E316",
        "a region that a table leaves out",
        "A coefficient by region has a number for every region: the equations divide by some of "
        "them, and read 0 for whatever is not named. Whoever adds a region patches each of these "
        "tables. The numbers of the other regions, and the page of the coefficient, say what is "
        "usual.",
        "- {id: nordic, state: norway, ...}      # and no patch of the tables by region",
        "- patch: base:externalities.usd_per_kwh      # and so on, for each table that is named\n"
        "  set: {value.nordic: 0.05}",
    ),
    Code(
        "E317",
        "a figure that reads what is not there",
        "`read` of a figure names an array of the world, with an id for each of its axes; `me` "
        "stands for the actor of whoever asks. The page [arrays](arrays.md) of the reference lists "
        "them all.",
        'read: "trustt[lab_bay]"',
        'read: "trust[lab_bay]"      # or trust[me]',
    ),
    Code(
        "W334",
        "an actor that a table leaves out",
        "The base gives every state or every laboratory a number here, and this one has none. "
        "The equations read 0: a laboratory pays no wages, a state does not grow. Where 0 is "
        "meant, the patch says 0.",
        "- {id: lab_tromso, kind: lab, ...}",
        "- patch: base:budgets.wage_usd      # in coefficients/\n"
        "  set: {value.lab_tromso: 300_000}",
    ),
    Code(
        "W335",
        "a region in which something opens at 0",
        "The base opens this array in every region, and no opening names the new one. At 0 "
        "`limit_tpp` and `limit_bandwidth` ban every American chip from a region (1e12 is no "
        "limit), and `item_licence` every tool.",
        "- {id: nordic, state: norway, ...}",
        "- {id: nordic.limit, field: limit_tpp, values: {nordic: 1e12}, ...}      # in openings/",
    ),
    Code(
        "W336",
        "an order that works sooner or later than it says",
        "`lead` is what the menu promises: the quarter in which the main effect comes, and that is "
        "the first of `effects` that adds or sets something. It may be later where `moves` names "
        "something that only follows from the effects, as chips follow from a budget.",
        "lead: 9\neffects:\n  - {add: {power.us: amount}, after: 2}",
        "lead: 2\neffects:\n  - {add: {power.us: amount}, after: 2}",
    ),
    Code(
        "W337",
        "a first order that the seat cannot give",
        "`first_orders` of a seat are those that it is shown in its first year, and this one does "
        "not list the seat.",
        "first_orders: [borrow]      # and borrow has seats: [usa, china]",
        '- {patch: "base:borrow", add: {seats: [korea]}}      # in orders/',
    ),
    Code(
        "W338",
        "a goal that comes due when all is over",
        "`until` is a turn that is played: 0 is the first quarter, and of a scenario of 41 turns "
        "the last one is 40.",
        "until: 41",
        "until: 40",
    ),
    Code(
        "W339",
        "an amount that the order does not take",
        "It lies below `low` or above `high` of the order, and the bound is taken instead.",
        "amount: {unit: mw, default: 500, low: 1, high: 40}",
        "amount: {unit: mw, default: 5, low: 1, high: 40}",
    ),
    Code(
        "W340",
        "a unit that no word writes",
        "The value of the figure would be a bare number. The page [arrays](arrays.md) of the "
        "reference lists the units; a mod may bring a word for one of its own.",
        "unit: bananas",
        'unit: chips      # or, in words/: unit.bananas: {en: "{x} bananas", fr: "{x} bananes"}',
    ),
    Code(
        "W341",
        "a key of a table that is nobody's",
        "The coefficient has a number for each of some regions, actors, chips, nodes or items, and "
        "a patch adds one for an id that none of them has.",
        "- patch: base:demand.people\n  set: {value.atlantis: 5_000_000}",
        "- patch: base:demand.people\n  set: {value.gulf: 5_000_000}",
    ),
    Code(
        "W342",
        "a region of somebody who is no state",
        "`state` is whose soil a region is: who taxes there, whose law holds, who is voted for.",
        "- {id: nordic, state: lab_tromso, ...}",
        "- {id: nordic, state: norway, ...}      # an actor of kind: state",
    ),
    Code(
        "E343",
        "a figure that lets effects write what none may",
        "`can` is for what an order or an answer may add to or set. Money and chips move with "
        "`pay`, `gain` and `transfer`, which keep their sums; the calendar runs by itself; and "
        "what each quarter works out anew would forget what was written. The page "
        "[arrays](arrays.md) of the reference says of each array whether effects may write it.",
        'read: "cash_usd[lab_paris]"\ncan: [add]',
        'read: "trust[lab_paris]"\ncan: [add]',
    ),
)
