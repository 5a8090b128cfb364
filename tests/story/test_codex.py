"""Does everything have its page, however it is asked for, and do its links lead somewhere?"""

from __future__ import annotations

from pathlib import Path

import pytest

from game.content import Ruleset
from game.content.loader import load
from game.story.codex import about_figure, home, page, resolve, shelf, stage_page
from game.story.codex_search import search
from game.story.codex_shelf import SHELVES

THINGS = {
    "chip": "chips",
    "node": "nodes",
    "item": "items",
    "actor": "actors",
    "region": "regions",
    "advisor": "advisors",
    "order": "orders",
    "score": "score",
    "fact": "facts",
    "figure": "figures",
    "ending": "endings",
}


@pytest.mark.parametrize(("kind", "table"), THINGS.items())
def test_everything_that_is_defined_has_a_page(ruleset: Ruleset, kind: str, table: str) -> None:
    missing = [id_ for id_ in getattr(ruleset, table) if home(ruleset, kind, id_) is None]
    assert missing == []
    assert set(ruleset.seats) <= set(ruleset.actors)  # a seat stands on the page of its actor


def test_every_step_of_a_quarter_has_a_written_page(ruleset: Ruleset) -> None:
    stages = {id_.partition(".")[0] for id_ in (*ruleset.coefficients, *ruleset.causes)}
    stages -= {"difficulty"}
    assert len(stages) == 17
    for stage in stages:
        page_id = stage_page(ruleset, f"{stage}.anything")
        assert page_id in ruleset.codex, stage
        rows = page(ruleset, page_id, ruleset.words("en")).rows
        assert any("number" in value for _, value in rows), stage


def test_every_claim_and_every_headline_figure_is_explained(ruleset: Ruleset) -> None:
    cited = {fact for written in ruleset.codex.values() for fact in written.sources}
    assert set(ruleset.facts) <= cited
    headlines = [name for name, figure in ruleset.figures.items() if figure.headline]
    alone = [
        name
        for name in headlines
        if not page(ruleset, home(ruleset, "figure", name) or "", ruleset.words("en")).links
    ]
    assert alone == []


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_page_can_be_read_and_every_link_followed(ruleset: Ruleset, lang: str) -> None:
    words = ruleset.words(lang)
    entries = shelf(ruleset)
    assert {entry.shelf for entry in entries.values()} == set(SHELVES)
    for id_ in entries:
        read = page(ruleset, id_, words)
        assert read.title and read.text and read.kind
        assert "{" not in read.text
        assert all(other in entries and title for other, title in read.links)
        assert id_ not in dict(read.links)
        assert all(label and value for label, value in read.rows)


def test_written_pages_and_claims_name_their_sources(ruleset: Ruleset) -> None:
    words = ruleset.words("en")
    for id_ in (*ruleset.codex, *ruleset.facts):
        read = page(ruleset, id_, words)
        assert read.citations or read.kind == "invented", id_
        published = [each for each in read.citations if not each.page]
        assert all(each.title for each in published)
        if id_ in ruleset.facts:
            assert published, id_


def test_whatever_is_disputed_shows_both_sides(ruleset: Ruleset) -> None:
    disputed = {
        each.id for each in (*ruleset.codex.values(), *ruleset.facts.values())
        if each.kind == "disputed" or getattr(each, "contested", False)
    }  # fmt: skip
    assert len(disputed) > 10
    for id_ in disputed:
        for lang in ("en", "fr"):
            says, against = page(ruleset, id_, ruleset.words(lang)).dispute or ("", "")
            assert says and against and says != against, id_


def test_a_thing_and_the_page_that_describes_it_are_one(ruleset: Ruleset) -> None:
    assert home(ruleset, "chip", "h100") == resolve(ruleset, "h100") == "chip_h100"
    assert "h100" not in shelf(ruleset)
    read = page(ruleset, "chip_h100", ruleset.words("en"))
    assert ("made by", "Nvidia") in read.rows
    assert {"inst_nvidia", "node_n5", "price.h100"} <= set(dict(read.links))


def test_orders_of_one_title_are_told_apart(ruleset: Ruleset) -> None:
    words = ruleset.words("fr")
    titles = [page(ruleset, home(ruleset, "order", id_) or "", words).title
              for id_ in ruleset.orders]  # fmt: skip
    assert len(set(titles)) == len(titles)


def test_a_page_is_found_by_id_title_or_accentless_word(ruleset: Ruleset) -> None:
    assert search(ruleset, "machine-03")[0] == "machine-03"
    assert search(ruleset, "TSMC")[0] == "inst_tsmc"
    assert search(ruleset, ruleset.facts["machine-03"].title.fr.upper())[0] == "machine-03"
    assert search(ruleset, "memoire a haut debit")[0] == "mech_memory"
    assert search(ruleset, "Design software")[0] == search(ruleset, "logiciels de conception")[0]
    assert search(ruleset, "price.h100")[0] == "price.h100"
    assert search(ruleset, "h100 price")[0] == "price.h100"
    assert search(ruleset, "garage")[0] == "commons"
    assert search(ruleset, "kwai chung")[0] == "place_hong_kong"


def test_several_pages_answer_a_word_that_means_several(ruleset: Ruleset) -> None:
    found = search(ruleset, "china")
    assert {"place_china", "china", "chip_h20"} <= set(found)
    assert len(search(ruleset, "a")) <= 10


def test_the_nearest_word_answers_when_nothing_does(ruleset: Ruleset) -> None:
    for typed, meant in (
        ("blackwel", "chip_blackwell"),
        ("hwawei", "inst_huawei"),
        ("galium", "mech_minerals"),
        ("lithografie", "mech_lithography"),
        ("machin tyme", "mech_machine_time"),
    ):
        assert search(ruleset, typed)[0] == meant, typed
    assert search(ruleset, "") == ()
    assert search(ruleset, "qqqqzzzzxxxx") == ()


def test_what_only_a_text_says_is_found_too(ruleset: Ruleset) -> None:
    assert "idea_labour" in search(ruleset, "semaine courte")


def test_no_ending_is_told_before_it_is_reached(ruleset: Ruleset) -> None:
    for ending in ruleset.endings.values():
        found = search(ruleset, ending.title.en, 100)
        assert not {id_ for id_ in found if shelf(ruleset)[id_].shelf == "ending"}


def test_a_figure_leads_to_the_pages_that_explain_it(ruleset: Ruleset) -> None:
    for name in ("grey.premium", "machine_time.us", "machine_time.jp"):
        pages = about_figure(ruleset, name)
        assert pages, name
        assert all(id_ in shelf(ruleset) for id_ in pages)
    linked = dict(page(ruleset, "machine_time.us", ruleset.words("en")).links)
    assert set(about_figure(ruleset, "machine_time.us")) <= set(linked)
    assert "place_us" in linked


def test_the_chip_of_a_mod_has_its_page(tmp_path: Path) -> None:
    folder = tmp_path / "tulip"
    (folder / "chips").mkdir(parents=True)
    (folder / "mod.toml").write_text(
        'id = "tulip"\nversion = "1.0.0"\ngame = ">=0.1,<99"\n'
        '[name]\nen = "Tulip"\nfr = "Tulipe"\n[about]\nen = "A chip."\nfr = "Une puce."\n',
        encoding="utf-8",
    )
    (folder / "chips" / "tulip.yaml").write_text(
        """\
- id: tulip_one
  name: {en: "Tulip One", fr: "Tulipe Une"}
  maker: nvidia
  node: n3
  h100e: 2.0
  tpp: 9000.0
  density: 8.0
  bandwidth_gbs: 900.0
  tdp_watts: 900.0
  watts: 1500.0
  area_mm2: 800.0
  dies: 1
  hbm_stacks: 8
  price_usd: 30000.0
  packages_per_wafer: 20.0
  from_turn: 8
  about: {en: "Drawn in Haarlem, in stacked memory.", fr: "Dessinée à Haarlem."}
  source: "invented for balance"
""",
        encoding="utf-8",
    )
    ruleset = load(mods=("tulip",), mod_dirs=(tmp_path,))
    assert "tulip_one" in ruleset.chips, [mod for mod in ruleset.mods if mod.problems]
    read = page(ruleset, home(ruleset, "chip", "tulip_one") or "", ruleset.words("en"))
    assert read.title == "Tulip One" and ("made by", "Nvidia") in read.rows
    assert "mech_memory" in dict(read.links)
    assert search(ruleset, "tulipe")[0] == "tulip_one"


def test_a_chip_with_figures_from_nowhere_is_not_called_documented(root: Path) -> None:
    rules = load(mods=("a_chip",), mod_dirs=(root / "docs" / "modding" / "examples",))
    kinds = {each.id: each.kind for each in shelf(rules).values()}
    assert kinds["chip_h100"] == "documented" and kinds["h150"] == "invented"
