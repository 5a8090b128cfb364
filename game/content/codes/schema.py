"""What is wrong with the keys and values of a definition, whatever else exists?"""

from __future__ import annotations

from game.content.codes.entry import Code

SCHEMA = (
    Code(
        "E201",
        "an unknown key",
        "No field of this kind has that name. The nearest one is offered; `--fix` writes it when "
        "there is exactly one and it is not there already.",
        "ods: 0.5",
        "odds: 0.5",
    ),
    Code(
        "E202",
        "a key that is missing",
        "A field that every definition of this kind must have.",
        "- id: night\n  size: minor",
        "- id: night\n  size: minor\n  seats: [china]\n  when: tension > 40",
    ),
    Code(
        "E203",
        "a value of another type",
        "A number where a text belongs, a text where a list belongs, quotes round a number.",
        'wait: "8"',
        "wait: 8",
    ),
    Code(
        "E204",
        "a word that is not among the allowed ones",
        "This field takes one of a few words, which are listed.",
        "size: large",
        "size: major",
    ),
    Code(
        "E205",
        "a name that cannot stand here",
        "Ids are small letters, digits and _ , and begin with a letter; quarters look like 2024Q3, "
        "addresses begin with https://.",
        "id: Night-In-Lyon",
        "id: night_in_lyon",
    ),
    Code(
        "E206",
        "an id that exists already",
        "Two definitions of one kind have one id, or two answers of one scene. To change a "
        "definition of the base, write a patch.",
        "- id: night\n...\n- id: night",
        "- id: night\n...\n- id: night_again",
    ),
    Code(
        "E207",
        "too few, too many, too small, too large",
        "A list with too few items (a scene has two to four choices), a number out of its range, "
        "a span that ends before it begins, a divisor that is zero, a price below it.",
        'choices: [{id: leave, default: true, en: "Leave", fr: "Partir"}]',
        'choices:\n  - {id: stay, en: "Stay", fr: "Rester"}\n'
        '  - {id: leave, default: true, en: "Leave", fr: "Partir"}',
    ),
    Code(
        "E208",
        "not exactly one default",
        "When nobody answers, the default choice is taken: every scene has exactly one.",
        "choices: [{id: stay, ...}, {id: leave, ...}]",
        "choices: [{id: stay, ...}, {id: leave, default: true, ...}]",
    ),
    Code(
        "E209",
        "a value that this field refuses",
        "Whatever no other code says: an address that is too long, and the like.",
        'url: "https://example.org/?q=<four hundred letters>"',
        'url: "https://example.org/page"',
    ),
    Code(
        "E210",
        "neither or both of two",
        "A line of a script is either an order or an effect; a task has a scene or orders.",
        "order: buy_chips\neffect: {add: {tension: 1}}",
        "order: buy_chips",
    ),
)
