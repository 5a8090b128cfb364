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
)
