"""Does a content folder become one ruleset, in a stable order, with every reference checked?"""

from __future__ import annotations

import dataclasses
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from game.content import load
from game.content.check import run
from game.errors import ContentError, GameError

Write = Callable[[str, str], Path]


def errors(base: Path) -> list[str]:
    """The codes and messages of the errors of a content folder."""
    with pytest.raises(ContentError) as caught:
        load(base)
    return [f"{problem.code} {problem.message}" for problem in caught.value.problems]


def test_everything_is_there(base: Path) -> None:
    ruleset = load(base)
    assert list(ruleset.actors) == ["outside", "china", "traders"]
    assert ruleset.axis("region") == ("us", "cn")
    assert ruleset.index("actor", "traders") == 2
    assert ruleset.choices == (
        ("night", "buy_all"),
        ("night", "walk_away"),
        ("letter", "pass"),
        ("letter", "answer"),
    )
    assert ruleset.index("choice", "letter.pass") == 2
    assert ruleset.index("lag", "12") == 12
    assert ruleset.storylets["night"].default_choice.id == "walk_away"
    assert ruleset.storylets["night"].choices[0].win.then == {"letter": 3}
    assert ruleset.endings["wall"].when.evaluate(lambda name: np.zeros(2)).tolist() == [True, True]
    assert ruleset.scenarios["autumn"].openings == ("all",)
    assert ruleset.mods == () or all(not mod.enabled for mod in ruleset.mods)


def test_templates_are_written_out(base: Path) -> None:
    figures = load(base).figures
    assert list(figures) == [
        "quarter",
        "tension",
        "price.a100",
        "licence.euv.cn",
        "me.cash_usd",
    ]
    assert figures["price.a100"].read == "chip_price_usd[a100]"
    assert figures["licence.euv.cn"].label.en == "EUV machines to China"
    assert figures["licence.euv.cn"].label.fr == "Machines EUV vers Chine"


def test_coefficients(base: Path) -> None:
    ruleset = load(base)
    assert ruleset.k("market.speed") == 0.25
    assert ruleset.k("market.weights.china") == 2
    assert ruleset.table("market.weights") == {"china": 2, "traders": 0.5}
    with pytest.raises(KeyError, match=r"did you mean 'market\.speed'"):
        ruleset.k("market.sped")
    with pytest.raises(KeyError, match="no table"):
        ruleset.table("market.speed")
    with pytest.raises(KeyError, match="did you mean 'traders'"):
        ruleset.index("actor", "trader")


def test_nothing_in_it_can_be_changed(base: Path) -> None:
    ruleset = load(base)
    with pytest.raises(dataclasses.FrozenInstanceError):
        ruleset.hash = ""  # type: ignore[misc]
    with pytest.raises(AttributeError, match="frozen"):
        ruleset.chips["a100"].tpp = 0


def test_it_travels_to_another_process(base: Path) -> None:
    ruleset = load(base)
    other = pickle.loads(pickle.dumps(ruleset))
    assert other.hash == ruleset.hash
    assert other.storylets == ruleset.storylets


def test_the_hash_follows_the_content_not_the_file(base: Path, write: Write) -> None:
    before = load(base).hash
    assert load(base).hash == before
    write("words/more.yaml", 'menu.more: {en: "More", fr: "Plus"}\n')
    (base / "storylets/night.yaml").rename(base / "storylets/renamed.yaml")
    assert load(base).hash == before
    text = (base / "orders/orders.yaml").read_text()
    write("orders/orders.yaml", text.replace("attention: 1", "attention: 2"))
    assert load(base).hash != before


def test_files_come_in_the_order_of_their_names(base: Path, write: Write) -> None:
    line = '- {{id: {0}, name: {{en: "{0}", fr: "{0}"}}, about: {{en: "x", fr: "x"}}}}\n'
    write("items/z.yaml", line.format("duv"))
    write("items/a.yaml", line.format("hbm") + line.format("eda"))
    assert load(base).axis("item") == ("hbm", "eda", "euv", "duv")


def test_one_file_may_stand_for_a_folder(base: Path) -> None:
    shutil.move(base / "items/items.yaml", base / "items.yaml")
    assert load(base).axis("item") == ("euv",)


def test_leavings_of_editors_are_ignored(base: Path, write: Write) -> None:
    write("storylets/.night.yaml.swp.yaml", "{{{")
    write("storylets/notes.txt", "{{{")
    write(".git/x.yaml", "{{{")
    assert load(base).storylets


def test_all_problems_come_in_one_run(base: Path, write: Write) -> None:
    write("items/broken.yaml", "- id: [\n")
    write("facts/more.yaml", "- {id: lag-09, in: [rul]}\n")
    write("regions/more.yaml", '- {id: fr, state: france, name: {en: "F", fr: "F"}}\n')
    found = errors(base)
    assert {message[:4] for message in found} == {"E104", "E202", "E204", "E303"}


def test_a_wrong_axis_does_not_bury_its_error_under_others(base: Path, write: Write) -> None:
    text = (base / "chips/chips.yaml").read_text()
    write("chips/chips.yaml", text.replace("watts: 400", "watts: much"))
    assert errors(base) == ["E203 'much' stands where a number belongs"]


def test_a_file_that_is_not_yaml_content(base: Path, write: Write) -> None:
    write("storylets/more.yml", "- id: x\n")
    write("storylet/more.yaml", "- id: x\n")
    assert errors(base) == [
        "E113 no kind of content is called 'storylet'",
        "E113 content files end in .yaml",
    ]


def test_a_missing_folder_is_an_error_with_a_message(tmp_path: Path) -> None:
    with pytest.raises(GameError, match="no such folder"):
        load(tmp_path / "nowhere")


def test_the_error_is_readable(base: Path, write: Write) -> None:
    write("facts/more.yaml", "- {id: lag-09, in: [rul]}\n")
    with pytest.raises(ContentError) as caught:
        load(base)
    assert str(caught.value) == (
        "the content has 2 errors — error E202 base/facts/more.yaml:1:3 the keys 'title', 'text' "
        "are missing — run `machinetime content check` to see them all"
    )
    lines = caught.value.report().splitlines()
    assert lines[-2:] == ["    - {id: lag-09, in: [rul]}", " " * 24 + "^"]


def test_statistics(base: Path) -> None:
    stats = run(base).stats()
    assert stats["storylets"] == 2
    assert stats["choices"] == 4
    assert stats["orders"] == stats["seats"] == stats["scenarios"] == 1
    assert stats["words"]["en"] > 100 < stats["words"]["fr"]
    # lag-01 lives first in a scene, which cites it; no rule cites lag-02, only a page does.
    assert stats["facts"] == {"total": 2, "covered": 1, "missing": ["lag-02"]}


def test_a_rule_covers_a_fact(base: Path, write: Write) -> None:
    text = (base / "coefficients/some.yaml").read_text()
    write("coefficients/some.yaml", text.replace("[lag-01]", "[lag-02]"))
    assert run(base).stats()["facts"]["missing"] == []


def test_the_report_for_tools(base: Path, write: Write) -> None:
    write("facts/more.yaml", "- {id: lag-09, in: [rul]}\n")
    report = run(base).as_dict()
    assert report["errors"] == 2
    assert set(report["problems"][0]) == {
        "code",
        "severity",
        "file",
        "line",
        "column",
        "path",
        "entry",
        "message",
        "hint",
        "confidence",
    }


def test_naming_a_folder_needs_no_pydantic() -> None:
    script = "import sys, game.errors, game.content.places; sys.exit('pydantic' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_what_names_no_kind_is_told_as_invented(base: Path) -> None:
    path = base / "storylets" / "night.yaml"
    assert "kind:" not in path.read_text(encoding="utf-8")
    assert load(base).storylets["night"].kind == "invented"
