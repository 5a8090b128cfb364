"""What is the state of the world made of?

One dataclass of numpy arrays. The last axis of every array is `worlds`, so that `cash_usd[a]` reads
like one number in a rule and is as many as there are worlds. Money and units are int64, so that
sums are exact; so are turns and what lies on the table; what the story remembers of each storylet
and answer is kept narrow; everything else is float64. No rule lives here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from game.world.axes import LAGS, shape_of

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Turns = NDArray[np.signedinteger[Any]]  # there are many: no more bytes than a game lasts
Small = NDArray[np.int8]
Array = NDArray[Any]

MANY = 1 << 17  # bytes of an array that are worth pages of their own
SHORT = 100  # quarters of a game whose turns, and those of all follow-ups, fit into one byte


def array(axes: str, unit: str, meaning: str, kind: type = np.float64, start: float = 0) -> Any:
    """One stored array: its axes before `worlds`, its unit and what it means."""
    metadata = {
        "axes": tuple(axes.split()),
        "unit": unit,
        "meaning": meaning,
        "kind": kind,
        "start": start,
    }
    return field(metadata=metadata)


# This file is past 300 lines because it is one table: every array of the state, a line each.
@dataclass(eq=False)
class World:
    """The state of `width` worlds on the morning of one quarter."""

    world_id: Ints = array("", "-", "which world of the seed this lane is", np.int64)
    turn: Ints = array("", "quarters", "0 is the first quarter of the scenario", np.int64)

    # Balance sheets
    cash_usd: Ints = array("actor", "USD", "bank balance", np.int64)
    debt_usd: Ints = array("actor", "USD", "debt outstanding", np.int64)
    interest_rate: Floats = array("actor", "1/year", "what its debt cost last quarter")
    income_usd: Ints = array("actor", "USD", "cash received last quarter", np.int64)
    revenue_usd: Ints = array("actor", "USD", "sales last quarter", np.int64)
    capex_usd: Ints = array("actor", "USD", "capital spending last quarter", np.int64)
    capex_plan_usd: Ints = array("actor", "USD", "capital spending of the coming quarter", np.int64)
    designer_other_usd: Floats = array("", "USD", "the designer's other sales last quarter")
    defaults: Ints = array("actor", "count", "times its bank closed the line", np.int64)
    valuation_usd: Floats = array("actor", "USD", "market value, or value at the last round")
    equity_sold: Floats = array("actor", "share", "part of a lab owned by outsiders")

    # States
    gdp_usd: Floats = array("actor", "USD/year", "output of a state")
    growth: Floats = array("actor", "1/year", "growth of output over the last quarter, annualised")
    approval: Floats = array("actor", "0-100", "approval of a government")
    trust: Floats = array("actor", "0-100", "standing of an actor with its public and its peers")
    tax_rate: Floats = array("actor", "share of output", "taxes of a state")
    tax_felt: Floats = array("actor", "share of output", "taxes that people are used to")
    tariff_rate: Floats = array("actor", "share", "tariff of a state on imported accelerators")
    output_gap: Floats = array("actor", "share", "output lost to whatever is short")
    gain_share: Floats = array("actor", "share", "of what AI adds, paid out to people")
    retraining: Floats = array("actor", "1/quarter", "lost work that programmes place again")
    week: Floats = array("actor", "2022 = 1", "working week that the law has in mind", start=1)
    bill: Floats = array("actor", "0-1", "strictness that a bill of the quarter would add")
    vote_in: Floats = array("actor", "quarters", "until the next election or congress, 0 none")
    lost_office: Floats = array("actor", "count", "votes lost")
    align: Floats = array("actor", "0-1", "how far an ally applies Washington's lists")
    ban_shock: Floats = array("actor", "share", "of market value that bans took, not yet made good")

    # Wafers, packages, memory
    wafers: Ints = array("actor node", "wafers/quarter", "capacity", np.int64)
    wafers_made: Ints = array(
        "actor node", "wafers", "started last quarter for accelerators", np.int64
    )
    defects: Floats = array("actor node", "1/cm2", "defect density of accelerators' wafers")
    wafers_learned: Floats = array("actor node", "wafers", "cumulative output that taught yield")
    euv_tools: Ints = array("actor", "tools", "extreme ultraviolet machines installed", np.int64)
    euv_backlog: Ints = array("actor", "tools", "such machines ordered, not shipped", np.int64)
    euv_share: Floats = array("actor", "share", "of fine layers that such machines print")
    duv_tools: Floats = array("actor", "tools", "older machines that print fine layers without")
    wafers_idle: Ints = array(
        "actor node", "wafers/quarter", "lines built that wait for machines", np.int64
    )
    wafers_abroad: Ints = array(
        "actor node", "wafers/quarter", "part of the capacity that is not in Taiwan", np.int64
    )
    legacy_shortage: Floats = array("", "share", "of the demand for older chips that goes unmet")
    yield_rate: Floats = array("chip", "share", "good dies among those printed last quarter")
    packaging: Ints = array("actor", "wafers/quarter", "advanced packaging capacity", np.int64)
    packaging_abroad: Ints = array(
        "actor", "wafers/quarter", "part of it that is not in Taiwan", np.int64
    )
    hbm: Ints = array("actor", "stacks/quarter", "memory stacks for accelerators", np.int64)
    hbm_stock: Ints = array("actor", "stacks", "memory bought ahead", np.int64)

    # Chips
    available: Floats = array("chip", "0/1", "the class is on sale")
    respec_quarters: Floats = array("chip", "quarters", "how long its forerunner has been banned")
    licence: Floats = array("chip region", "0/1", "the class may be sold there")
    chip_price_usd: Floats = array("chip", "USD", "posted price")
    wanted: Floats = array("chip", "chips", "asked for last quarter, met or not")
    wip: Ints = array("chip cycle", "chips", "in the making, by quarters left", np.int64)
    inventory: Ints = array("chip actor", "chips", "finished, not yet sold", np.int64)
    transit: Ints = array("chip actor", "chips", "sold this quarter", np.int64)
    arriving: Ints = array("chip actor", "chips", "sold a quarter ago, being racked", np.int64)
    wear: Floats = array("chip actor", "chips", "fraction of a failed chip carried over")
    installed: Ints = array("chip actor", "chips", "owned and racked", np.int64)
    made: Ints = array("chip", "chips", "made since the start", np.int64)
    finished: Ints = array("chip", "chips", "finished last quarter", np.int64)
    chip_plan: Floats = array("chip", "chips", "starts decided; -1 by the maker's rule", start=-1)
    closed_share: Floats = array("", "share", "of starts that the designer gives closed markets")
    idle_quarters: Floats = array("chip", "quarters", "that more lies than anybody will ask for")
    written_off_usd: Ints = array("", "USD", "cost of stock written off last quarter", np.int64)
    lost: Ints = array("chip", "chips", "failed or scrapped since the start", np.int64)
    seized: Ints = array("chip", "chips", "taken by customs since the start", np.int64)
    chip_budget_usd: Ints = array("actor", "USD", "to spend on chips this quarter", np.int64)
    backlog_usd: Ints = array("actor", "USD", "chip orders waiting for chips", np.int64)
    grey_budget_usd: Ints = array(
        "actor", "USD", "to spend on unlicensed chips this quarter", np.int64
    )
    home_share: Floats = array("region", "share", "part of chip budgets bound to home chips")
    shipped_h100e: Floats = array("", "H100e", "sold by the designer since 2022Q1")
    tdp_shipped_mw: Floats = array("", "MW", "rated power of what it sold since 2022Q1")
    licensed_units: Ints = array("", "chips", "sold to China under licence last quarter", np.int64)
    licensed_usd: Ints = array("", "USD", "what the designer was paid for them", np.int64)

    # Prices and markets
    rent_usd_per_hour: Floats = array("", "USD/h", "renting one H100 for an hour")
    cloud_use: Floats = array("", "index01", "how sought the machines for rent are; 0.75 is usual")
    class_price_usd: Floats = array("", "USD/Mtok", "cheapest answer as good as GPT-4's")
    unserved: Floats = array("", "share", "of the users of assistants whom nobody had machines for")
    grey_premium: Floats = array("", "share", "what an unlicensed chip costs above list price")
    grey_units: Ints = array("", "chips", "leaked last quarter", np.int64)
    grey_seized: Ints = array("", "chips", "seized last quarter", np.int64)
    bids_usd: Floats = array("", "USD", "what all buyers of chips wanted to spend last quarter")
    rush: Floats = array("", "ln", "growth of those bids over the quarter, 0 to 1")
    shortage: Floats = array("", "share", "part of the demand for chips that went unmet")
    bottleneck: Floats = array(
        "", "code", "what bound last: 1 wafers 2 packages 3 memory 4 power 5 demand 6 time"
    )
    minerals_control: Floats = array("", "0-1", "how far China withholds critical minerals")
    minerals_price: Floats = array("", "2022 = 1", "price of those minerals elsewhere")
    minerals_stock: Floats = array("actor", "quarters of use", "critical minerals laid by")
    minerals_swap: Floats = array("actor", "share", "of a state's need met without China")
    minerals_short: Floats = array("actor", "share", "of a state's need that nobody met")

    # Policy
    limit_tpp: Floats = array("region", "TPP", "arithmetic above which a chip needs a licence")
    limit_bandwidth: Floats = array("region", "GB/s", "and link speed above which it does")
    limit_density: Floats = array("region", "TPP/mm2", "or density above which it does")
    tariff: Floats = array("region", "share", "of the price of accelerators that come in")
    quota: Floats = array("region", "chips/quarter", "most that may come in; 0 is no quota")
    item_licence: Floats = array("item region", "0-1", "tools, memory, software, cloud hours")
    enforcement: Floats = array("region", "0-1", "effort spent on catching what leaks")
    compute_rule: Floats = array("region", "0-1", "strictness of the law on AI")
    eda_quarters: Floats = array("region", "quarters", "design software refused, less what was had")
    design_stall: Floats = array("region", "0-1", "new designs stopped for want of software")
    worn: Floats = array("habit seat", "times", "an order that wears was given of late; it fades")
    lockin: Floats = array("", "0-1", "how much the world's code needs CUDA")
    litho_china: Floats = array("", "0-1", "progress of the Chinese EUV programme")

    # Machine time
    power_mw: Floats = array("region", "MW", "grid connections ready for accelerators")
    gas_mw: Floats = array("region", "MW", "turbines on site, beside the grid")
    grid_spare_mw: Floats = array("region", "MW", "connections that other halls would give up")
    draw_mw: Floats = array("actor", "MW", "what its accelerators would draw, lit or not")
    load_mw: Floats = array("region", "MW", "what the accelerators there would draw")
    load_growth: Floats = array("region", "1/quarter", "ln growth of that load, smoothed")
    dark: Floats = array("region", "share", "accelerators without power")
    held_back_mw: Floats = array("region", "MW", "not ordered last quarter for want of power")
    power_lead: Floats = array(
        "region", "ln", "that want of power cut clouds' plans by, over theirs"
    )
    rented_h100e: Floats = array("actor", "H100e", "machine time under contract")
    allotted_h100e: Floats = array("actor", "H100e", "machine time granted by a state or a partner")
    lent_h100e: Floats = array("actor", "H100e", "machine time lent by a parent or a state")
    let_h100e: Floats = array("actor", "H100e", "of its own machine time, in the hands of others")
    hours_filled: Floats = array("actor", "share", "of hours due that landlords had", start=1)
    public_share: Floats = array("actor", "share", "of a state's own machines, open to its labs")
    commons_h100e: Floats = array("", "H100e", "machines pooled by volunteers")
    used_cards: Floats = array("actor", "cards", "second-hand gaming cards, for answers only")
    answer_h100e: Floats = array("actor", "H100e", "machine time free to answer users")
    load_h100e: Floats = array("actor", "H100e", "machine time its users asked for last quarter")

    # Labs
    staff: Floats = array("actor", "people", "researchers and engineers")
    train_share: Floats = array("actor", "share", "of machine time that goes into training")
    run_flop: Floats = array("actor", "FLOP", "in the current run")
    software: Floats = array("actor", "x 2023", "algorithmic efficiency")
    reasoning: Floats = array("actor", "0-1", "mastery of models that think before they answer")
    tool_use: Floats = array("actor", "0-1", "mastery of models that search, compute and run code")
    agents: Floats = array("actor", "0-1", "mastery of models that carry out long tasks")
    learning: Floats = array("actor", "0-1", "mastery of models that learn on the job")
    thinking_cost: Floats = array("actor", "x", "machine time an answer takes; 1 is plain", start=1)
    small: Floats = array("actor", "0-1", "mastery of small models")
    data_extra: Floats = array("actor", "0-1", "licensed and made data beyond the public web")
    ported: Floats = array("actor", "0-1", "share of the stack that runs without CUDA")
    tuning: Floats = array("actor", "0/1", "this quarter's training goes into an open model")
    run_eci: Floats = array("actor", "ECI", "what the current run should give")
    scale_gain: Floats = array("actor", "ECI", "that twice the arithmetic would add to it")
    text_gain: Floats = array("actor", "ECI", "that twice the text would add to it")
    run_limit: Floats = array("actor", "code", "what holds it back: 1 machines 2 text 3 method")
    trained_eci: Floats = array("actor", "ECI", "best model trained")
    eci: Floats = array("actor", "ECI", "best model released")
    openness: Floats = array("actor", "0/1", "its best model's weights are open")
    closed: Floats = array("actor", "0/1", "its best model answers chosen clients only")
    price_stance: Floats = array("actor", "x", "price asked over the usual one", start=1)
    release: Floats = array("actor", "0-2", "order of the quarter: 1 serve it, 2 give the weights")
    raise_share: Floats = array("actor", "share", "of the company on sale this quarter")
    arr_usd: Floats = array("actor", "USD/year", "annualised revenue from users")
    share: Floats = array("actor", "share", "of the world's users of assistants")
    stack: Floats = array("actor", "share", "of those who build on a model, who build on its own")
    token_price_usd: Floats = array("actor", "USD/Mtok", "price of its answers")
    open_eci: Floats = array("", "ECI", "best open-weight model")
    open_software: Floats = array("", "x 2023", "efficiency that anyone may copy")
    open_reasoning: Floats = array("", "0-1", "reasoning that anyone may read up on")
    open_tools: Floats = array("", "0-1", "tool use that anyone may read up on")
    open_agents: Floats = array("", "0-1", "agents that anyone may read up on")
    open_learning: Floats = array("", "0-1", "learning on the job that anyone may read up on")
    data_wall: Floats = array("", "share", "of public human text the largest run asked for")
    best_us_by_turn: Floats = array("lag", "ECI", "best US model over the last 32 quarters")

    # People, money, planet
    users: Floats = array("region", "people", "weekly users of assistants")
    users_growth: Floats = array("", "ln", "growth of those users last quarter")
    jobs: Floats = array("region", "share", "work displaced and not yet replaced")
    concern: Floats = array("region", "0-100", "people more concerned than excited")
    used_to: Floats = array("region", "0-1", "spread of AI that people have got used to")
    scare: Floats = array("", "points", "concern that incidents have left; it fades")
    hours: Floats = array("region", "h/week", "hours worked")
    permit_delay: Floats = array("region", "quarters", "that permits for sites and lines now add")
    drought: Floats = array("region", "0-1", "water short for cooling")
    energy_twh: Floats = array("region", "TWh", "used by accelerators last quarter")
    water_m3: Floats = array("region", "m3", "drawn on site last quarter")
    co2_t: Floats = array("region", "t", "emitted last quarter")
    gas_co2_t: Floats = array("region", "t", "of it, what turbines add to the grid's rate")
    tension: Floats = array("", "0-100", "in the Taiwan Strait")
    blockade_quarters: Floats = array("", "quarters", "of blockade still to come")
    war: Floats = array("", "0/1", "the blockade has become a war")
    arms: Floats = array("", "0-1", "arms on the island: they anger, and they deter")
    confidence: Floats = array("", "0-1", "of investors")
    multiple: Floats = array("", "x", "the designer's value over its annualised revenue")
    hurry: Floats = array("", "ln", "what a shortage of chips has added to the clouds' plans")
    multiple_drift: Floats = array("", "ln", "of that, what neither mood nor bans explain")
    crashes: Floats = array("", "count", "market crashes so far")

    # What is on its way: additions to a figure, each in the column of its turn, modulo 32.
    # Here the axis `lag` is a place in a ring; of best_us_by_turn it is how many quarters ago.
    pending: Floats = array("target lag", "-", "additions due, by turn modulo 32")

    # What the story remembers, for those who meet scenes
    story_seen: Turns = array("storylet chair", "turn", "last seen, -1 never", np.int16, -1)
    story_due: Turns = array("storylet chair", "turn", "follow-up due, -1 none", np.int16, -1)
    story_known: Small = array(
        "storylet chair", "playthroughs", "ago the player met it, 0 never", np.int8
    )
    story_took: Turns = array("choice chair", "turn", "choice last taken, -1 never", np.int16, -1)
    scene_now: Ints = array("chair slot", "storylet", "on the table, -1 none", np.int64, -1)
    scene_answer: Ints = array("chair slot", "choice", "answer given, -1 none", np.int64, -1)
    scene_won: Ints = array("chair slot", "0/1", "the gamble came off", np.int64)
    outcome: Ints = array("seat", "code", "0 playing, else 1 + the ending", np.int64)

    @property
    def width(self) -> int:
        """How many worlds."""
        return int(self.turn.shape[-1])

    def copy(self) -> World:
        """An independent copy, writable."""
        twin = object.__new__(World)  # nothing but arrays: half the time of naming each
        twin.__dict__.update({name: values.copy() for name, values in vars(self).items()})
        return twin

    def column(self, quarters: int) -> int:
        """Where `pending` keeps what is due in so many quarters; the lanes share one calendar."""
        return (int(self.turn[0]) + quarters) % LAGS

    def narrow(self) -> World:
        """Turns in one byte each, in a game of no more than `SHORT` quarters; returns self.

        Nothing else changes, nor does any hash.
        """
        for name, spec in FIELDS.items():
            if spec["kind"] is np.int16:
                turns = getattr(self, name)
                narrow = _filled(turns.shape, 0, np.int8)
                narrow[:] = turns
                setattr(self, name, narrow)
        return self

    def items(self) -> Iterator[tuple[str, Array]]:
        """Every array by name, in the order declared."""
        for name in FIELDS:
            yield name, getattr(self, name)

    def freeze(self) -> World:
        """Make every array read-only; returns self."""
        for _, values in self.items():
            values.flags.writeable = False
        return self

    def hash(self, lane: int = 0) -> str:
        """SHA-256 of one world's state, the same alone or in a batch."""
        parts: list[bytes] = []
        for name, values in self.items():
            parts += (name.encode(), _hashed(name, values[..., lane]).tobytes())
        return hashlib.sha256(b"".join(parts)).hexdigest()

    def thaw(self) -> World:
        """Make every array writable again, for whoever owns the world alone; returns self."""
        for _, values in self.items():
            values.flags.writeable = True
        return self

    def hashes(self, worlds: int) -> list[str]:
        """The hashes of the first lanes; together they cost a quarter of one by one."""
        digests = [hashlib.sha256() for _ in range(worlds)]
        for name, values in self.items():
            by_world = _hashed(name, np.moveaxis(values[..., :worlds], -1, 0))
            for digest, one in zip(digests, by_world, strict=True):
                digest.update(name.encode())
                digest.update(one)
        return [digest.hexdigest() for digest in digests]

    def lane(self, lane: int = 0) -> dict[str, Any]:
        """One world as plain nested lists, for a save."""
        return {name: values[..., lane].tolist() for name, values in self.items()}


def _hashed(name: str, values: Array) -> Array:
    """Values as they are hashed: turns in 64 bits, as saves have known them from the first."""
    kind = np.int64 if FIELDS[name]["kind"] is np.int16 else None
    return np.ascontiguousarray(values, kind)


FIELDS: dict[str, dict[str, Any]] = {f.name: dict(f.metadata) for f in fields(World)}


def empty_world(ruleset: Ruleset, world_ids: Sequence[int]) -> World:
    """A world of zeros (and of -1 where nothing has happened yet)."""
    width = len(world_ids)
    values = {
        name: _filled((*shape_of(spec["axes"], ruleset), width), spec["start"], spec["kind"])
        for name, spec in FIELDS.items()
    }
    values["world_id"][:] = world_ids
    return World(**values)


def _filled(shape: tuple[int, ...], start: float, kind: type) -> Array:
    """An array of one number; where it is large, zeros that nobody writes take no memory."""
    size = prod(shape) * np.dtype(kind).itemsize
    if size < MANY:
        return np.full(shape, start, kind) if start else np.zeros(shape, kind)
    from game.world.pages import pages  # a game that is played needs none

    found: Array = np.frombuffer(pages(size), kind).reshape(shape)
    if start:
        found[:] = start
    return found
