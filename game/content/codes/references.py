"""What is wrong between definitions: names that lead nowhere, circles, things nobody uses?"""

from __future__ import annotations

from game.content.codes.entry import Code

REFERENCES = (
    Code(
        "E301",
        "an unknown figure",
        "Expressions name figures, which content/base/figures declares with unit and meaning.",
        "when: tensoin > 40",
        "when: tension > 40",
    ),
    Code(
        "E302",
        "a figure that cannot be written so",
        "`can:` of a figure says whether effects may `add` to it or `set` it. Money and chips are "
        "never made: they are paid, gained or transferred.",
        "add: {me.cash_usd: 100}",
        "gain: {usd: 100, from: outside}",
    ),
    Code(
        "E303",
        "an unknown id",
        "An actor, a storylet, an advisor, a fact, an order, a seat that does not exist.",
        "sources: [lag-99]",
        "sources: [lag-01]",
    ),
    Code(
        "E304",
        "an unknown choice",
        "The storylet exists, and none of its choices has that id.",
        "when: taken.night.walk_awai",
        "when: taken.night.walk_away",
    ),
    Code(
        "E305",
        "a name that is not known here",
        "`amount` and `fresh` are known to orders, `was.NAME` to news, series and advisers, "
        "`ago.NAME` to news and advisers.",
        "- id: scene\n  when: price.h100 > was.price.h100",
        "- id: news\n  when: price.h100 > was.price.h100",
    ),
    Code(
        "E306",
        "a name in braces that nothing fills",
        "Texts may name figures in braces where the game fills them in, and nowhere else.",
        'en: "It costs {price.h10}."',
        'en: "It costs {price.h100}."',
    ),
    Code(
        "E307",
        "a template that cannot be written out",
        "A figure `price.{chip}` needs `for: {chip: chips}`: a range for each name in braces, and "
        "each of them used.",
        'id: "price.{chip}"\nfor: {chips: chips}',
        'id: "price.{chip}"\nfor: {chip: chips}',
    ),
    Code(
        "E308",
        "a quarter that is not played",
        "A line of a script, or a silence, outside the quarters of its scenario.",
        'quarter: "2021Q1"',
        'quarter: "2023Q1"',
    ),
    Code(
        "E309",
        "an order that the actor cannot give",
        "Orders name their seats. Whoever has no orders acts through an `effect`; an effect, and "
        "an order without `amount`, take no amount.",
        "actor: traders\norder: buy_chips",
        "actor: traders\neffect: {add: {tension: 1}}",
    ),
    Code(
        "E310",
        "given twice",
        "Two lines of a script give one order in one quarter, or one quarter stands twice in a "
        "history.",
        'history: [{quarter: "2023Q1", ...}, {quarter: "2023Q1", ...}]',
        'history: [{quarter: "2023Q1", ...}, {quarter: "2023Q2", ...}]',
    ),
    Code(
        "E311",
        "something that stands behind itself",
        "Parents of actors and ancestors of chips are followed to the end, which a circle has not.",
        "- {id: a, parent: b, ...}\n- {id: b, parent: a, ...}",
        "- {id: a, parent: b, ...}\n- {id: b, ...}",
    ),
    Code(
        "E313",
        "an array that no opening fills",
        "`field` names an array of the world. Clocks, and what the story remembers, begin by "
        "themselves.",
        "field: chip_price",
        "field: chip_price_usd",
    ),
    Code(
        "E314",
        "openings that leave out what every beginning needs",
        "A scenario that names its openings names all that it begins with: what none of them fills "
        "is zero. The equations divide by output, by rent and by the state of software.",
        "openings: [prices]",
        "openings: [prices, gdp, rent, software]      # better: all",
    ),
    Code(
        "E315",
        "a seat that nobody may choose",
        "Some seats are there to be given orders to, and have `playable: false`. A scenario offers "
        "only those that may be played.",
        "seats: [japan]",
        "seats: [japan]      # and a patch: base:japan with set: {playable: true}",
    ),
    Code(
        "W312",
        "named twice",
        "An id stands twice in one list, a page refers to itself, an advisor speaks twice in one "
        "scene.",
        "seats: [china, usa, china]",
        "seats: [china, usa]",
    ),
    Code(
        "W321",
        "a fact that nothing carries",
        "A fact says with `in:` where it lives: as a rule, in a scene, in the encyclopaedia. "
        "Nothing of the kind named first cites it in its `sources`.",
        "in: [scene]      # and no storylet or news item has it in its sources",
        "in: [codex]",
    ),
    Code(
        "W322",
        "an advisor who never speaks",
        "No `lines`, and no storylet has a line of advice by this person.",
        "lines: []",
        'lines: [{en: "Not now.", fr: "Pas maintenant."}]',
    ),
    Code(
        "W323",
        "an opening that no scenario opens with",
        "Scenarios name their openings, or `all`.",
        "openings: [start.cash]      # while start.debt exists too",
        "openings: [start.cash, start.debt]",
    ),
    Code(
        "W324",
        "a series that is compared with nothing",
        "Neither an observation nor a history belongs to it.",
        "- {id: chip_price, value: price.h100, ...}",
        '- {id: chip_price, value: price.h100, history: [{quarter: "2023Q1", ...}], ...}',
        confidence="maybe",
    ),
    Code(
        "W325",
        "a coefficient of a mod that no equation reads",
        "The equations of the game read the coefficients of the base. A mod changes those by "
        "patches; a new id changes nothing.",
        "- {id: market.sped, value: 0.5, ...}",
        "- patch: base:market.speed\n  set: {value: 0.5}",
    ),
    Code(
        "W326",
        "a word of a mod that nothing asks for",
        "A mod may say a word of the interface otherwise, under its own key. This key is nearly "
        "one that exists.",
        'menu.strat: {en: "Go", fr: "Partir"}',
        'menu.start: {en: "Go", fr: "Partir"}',
        confidence="likely",
    ),
    Code(
        "N327",
        "a tag that only one scene has",
        "And that is nearly a tag of many: probably a slip of the pen.",
        "tags: [smugling]",
        "tags: [smuggling]",
        confidence="likely",
    ),
    Code(
        "W328",
        "an advisor who never forecasts",
        "Advisors forecast the figures that they watch, and judge the plan by them. Nothing stands "
        "in `watches`.",
        "watches: []",
        "watches: [me.cash_usd, confidence]",
    ),
    Code(
        "W329",
        "a lean or a wish that is never used",
        "An advisor leans and has wishes only where `watches` names the figure too.",
        "watches: [me.cash_usd]\nleans: {tension: 0.5}",
        "watches: [me.cash_usd, tension]\nleans: {tension: 0.5}",
    ),
    Code(
        "W330",
        "a coefficient outside its own range",
        "`low` and `high` say between what a number is plausible, and its value lies outside. A "
        "share or a probability without them lies between 0 and 1, a rate a quarter below 1. "
        "Whoever goes beyond on purpose moves the range too, and says why.",
        "- patch: base:market.floor_share\n  set: {value: 1.5}",
        "- patch: base:market.floor_share\n  set: {value: 1.5, high: 1.5, note: ...}",
    ),
    Code(
        "W331",
        "a seventh order of the first year",
        "In its first year a seat is shown six `first_orders`. Those behind them wait for the "
        "second year, like all others.",
        "add: {first_orders: [my_order]}      # and six stand there already",
        "add: {first_orders: [my_order]}\nremove: [first_orders.5]",
    ),
    Code(
        "W332",
        "a chip that is never made",
        "Its maker has no lines, or has brought out a better class before, or every scenario is "
        "over when it comes out. Of the classes of others there is only what an opening lays by.",
        "- {id: my_chip, maker: amazon, ...}",
        "- {id: my_chip, maker: nvidia, h100e: 1.5, from_turn: 4, ...}",
    ),
    Code(
        "W333",
        "a prologue without briefings",
        "A scenario with a `prologue` begins years after 2022, and a seat for which it has no "
        "briefing is told how things stood then.",
        "prologue: history\nbegins: 2024Q1\nseats: [lab_paris]",
        "prologue: history\nbegins: 2024Q1\nseats: [lab_paris]\n"
        'briefings:\n  lab_paris: {en: "...", fr: "..."}',
    ),
    Code(
        "W344",
        "documented by nothing",
        "`kind: documented` and `kind: disputed` tell the player that something was reported: "
        "`sources` or `references` say where. Whatever nobody reported is `invented`, as is what "
        "has no `kind`.",
        "kind: documented      # and neither sources nor references",
        'kind: documented\nreferences: [{title: "Ship log", url: "https://example.org/log"}]',
    ),
)
