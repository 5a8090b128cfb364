"""Does docs/json.md say of every command with --json exactly what it prints?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from game.content import Ruleset, load
from game.engine import STAGES
from game.errors import ContentError
from game.faces import bench, cli, starts
from game.session import annals
from game.session.annals import Ended
from game.session.session import Session

_ROW = re.compile(r"^\| (\*?)(?:`([^`]*)`|(…))\*? \| ([^|]*) \| ([^|]*) \| (.*) \|$")
_STEP = re.compile(r"\[\]|[^.\[\]]+")
KINDS: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "whole": (int,),
    "number": (int, float),
    "yes/no": (bool,),
    "object": (dict,),
    "list": (list,),
}
AWAY = Path(__file__).parents[1] / "saves" / "mods"
HEAD = "id,series,quarter,aggregate,value,unit,tolerance,tolerance_type,role\n"
# What no sample here meets: a damaged game, rules that changed, warnings of a mod and the like.
SELDOM: dict[str, tuple[str, ...]] = {
    "saves verify, saves replay": ("rules[][]",),
    "content check": ("problems[].", "fixed[]."),
    "content stats": ("facts.missing[]",),
    "mods list": ("[].breaks[]", "[].after[]", "[].needs[]"),
    "mods add": ("along[]", "problems[].", "conflicts[]", "fields[]", "findings[]", "written[]"),
}
OF_SAVES = ("away[].id", "away[].version", "aside.*")  # a save that waits for mods


@dataclass
class Node:
    """What the page says of one place of a value."""

    types: set[str] = field(default_factory=set)
    optional: bool = True
    children: dict[str, Node] = field(default_factory=dict)


class Page:
    """The tables of docs/json.md by heading, each as a tree."""

    def __init__(self, text: str) -> None:
        self.rows: dict[str, list[tuple[str, str, bool]]] = {}
        for part in text.split("\n## ")[1:]:
            heading, _, body = part.partition("\n")
            rows = [match for line in body.split("\n") if (match := _ROW.match(line))]
            self.rows[heading.replace("`", "")] = [
                (row[2] or row[3], row[4], bool(row[1])) for row in rows
            ]

    def paths(self, heading: str) -> Iterator[tuple[str, str, bool]]:
        """Every path of a table, with those that it takes from another one."""
        for path, kind, optional in self.rows[heading]:
            if path.endswith("…") or kind == "problem":
                other = "A problem" if kind == "problem" else f"A{kind.removeprefix('a')}"
                start = path.removesuffix("…")
                start += "." if start else ""
                for more, its, seldom in self.paths(other):
                    yield f"{start}{more}", its, optional or seldom
            else:
                yield path, kind, optional

    def tree(self, heading: str) -> Node:
        """A table as a tree."""
        root = Node(optional=False)
        for path, kind, optional in self.paths(heading):
            assert path, heading
            node = root
            for step in _STEP.findall(path):
                node = node.children.setdefault(step, Node())
                node.optional &= optional
            node.types |= set(kind.split(" or "))
            assert node.types <= {*KINDS, "null"}, (heading, path, kind)
        return root


@pytest.fixture(scope="module")
def page() -> Page:
    return Page((Path(__file__).resolve().parents[2] / "docs" / "json.md").read_text("utf-8"))


def met(node: Node, value: Any, where: str = "") -> set[str]:
    """The paths of a value; fails where the page says otherwise."""
    if value is None:
        assert "null" in node.types, f"{where} is null"
        return {where}
    found = {where}
    kinds = node.types - {"null"}
    if kinds and not (node.children and isinstance(value, dict | list)):
        allowed = tuple(each for kind in kinds for each in KINDS[kind])
        assert isinstance(value, allowed), f"{where}: {value!r} is none of {kinds}"
        assert bool in allowed or not isinstance(value, bool), f"{where}: {value!r}"
    if isinstance(value, list):
        for item in value:
            assert "[]" in node.children, f"{where} is a list"
            found |= met(node.children["[]"], item, f"{where}[]")
    elif isinstance(value, dict):
        for key, item in value.items():
            name = key if key in node.children else "*"
            assert name in node.children, f"{where}.{key} is not told"
            found |= met(node.children[name], item, f"{where}.{name}".lstrip("."))
        missing = {k for k, each in node.children.items() if not each.optional} - value.keys()
        assert not missing - {"*", "[]"}, f"{where} has no {missing}"
    return found


def holds(page: Page, heading: str, *values: Any) -> None:
    """Whether a table is what these values have, all of it."""
    tree = page.tree(heading)
    found = {path for value in values for path in met(tree, value)}
    seldom = next((each for name, each in SELDOM.items() if heading.startswith(name)), ())
    for path, _, _ in page.paths(heading):
        known = path in found or path.startswith(seldom) or path.endswith(OF_SAVES)
        assert known, f"{heading}: {path} is never there"


def printed(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> Any:
    capsys.readouterr()
    try:
        assert cli.main([*args, "--json"]) == code
    except SystemExit as left:
        assert left.code == code
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def game(own_saves: Path) -> Session:
    session = Session.new(load(mods=["lyon_garage"]), seat="lab_paris", seed=6)
    session.end_turn()
    return session


def test_saves(
    page: Page, game: Session, capsys: pytest.CaptureFixture[str], tmp_path: Path, own_saves: Path
) -> None:
    game.save("mine")
    whole = (own_saves / "mine.save").read_bytes()
    (own_saves / "cut.save").write_bytes(b"no")
    (own_saves / "bad.save").write_bytes(whole[:-3])
    holds(page, "saves list", printed(capsys, "saves", "list"))
    holds(page, "saves show", printed(capsys, "saves", "show", "mine"))
    broken = printed(capsys, "saves", "verify", "bad", code=1)
    assert broken.pop("error")["reason"] == broken["reason"] == "damaged"
    again = [printed(capsys, "saves", each, "mine") for each in ("verify", "replay")]
    world = game.standing.world.copy()
    world.users[...] *= 2.0  # which no decision led to
    game.standing = replace(game.standing, world=world)
    game.save("doctored")
    apart = printed(capsys, "saves", "verify", "doctored", code=1)
    assert apart["diverged"]["stage"] in {name for name, _ in STAGES}
    holds(page, "saves verify, saves replay", *again, broken, apart)
    out = printed(capsys, "saves", "export", "mine", str(tmp_path / "x.zip"))
    assert out["path"].endswith("x.zip.mtsave")
    holds(page, "saves export", out)
    taken = printed(capsys, "saves", "import", out["path"])
    assert taken["needs"] == ["lyon_garage"]
    away = Session.new(load(mods=["saclay"], mod_dirs=[AWAY]), seat="lab_paris", seed=2)
    lacking = printed(capsys, "saves", "import", str(away.share(str(tmp_path / "theirs"))))
    assert lacking["missing"] == ["saclay"]
    holds(page, "saves import", taken, lacking)


def test_records_and_chronicles(
    page: Page, game: Session, capsys: pytest.CaptureFixture[str], tmp_path: Path, own_saves: Path
) -> None:
    score = {"prosperity": 41.5, "sovereignty": 30.0}
    run = Ended("0a", "autumn_2022", "usa", 7, "normal", "bankruptcy", "2031Q4", score, ("a",))
    annals.remember(own_saves, "usa", "0a", (), run)
    found = printed(capsys, "records")
    holds(page, "records", found)
    assert [each["id"] for each in found["endings"] if not each["times"]] == [None] * (
        found["of"] - 1
    )
    told = printed(capsys, "chronicle", "latest")
    written = printed(capsys, "chronicle", "latest", "--out", str(tmp_path / "a.md"))
    holds(page, "chronicle", told, written)


def test_simulate(page: Page, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    usual = ["simulate", "--worlds", "2", "--turns", "1", "--mods", "lyon_garage"]
    told = printed(capsys, *usual, "--policy", "china=china_stockpile", "--seed", "8")
    assert (told["seed"], told["mods"][0]["id"]) == (8, "lyon_garage")
    assert told["units"]["rent_usd_per_hour"] == "usd_per_hour"
    assert set(told["units"]) == set(told["series"])
    short = printed(capsys, *usual, "--out", str(tmp_path / "x.npz"))
    holds(page, "simulate", told, short)


def test_backtest(page: Page, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(
        HEAD
        + "a,nvda_dc_revenue_bn,2024Q4,point,35.6,bn,0.2,relative,score\n"
        + "b,best_eci_us,2023Q1,point,125.7,,4,absolute,fit\n"
        + "c,tsmc_revenu_bn,2023Q1,point,1,,4,absolute,fit\n"
        + "d,tsmc_revenue_bn,2023Q1,point,1,USD mn,4,absolute,fit\n",
        encoding="utf-8",
    )
    usual = ["backtest", "--observations", str(path), "--worlds", "2", "--mods", "lyon_garage"]
    told = printed(capsys, *usual)
    drawn = [row | {"band_low": 1.0, "band_high": None} for row in told["rows"]]
    holds(page, "backtest", told, told | {"rows": drawn})
    assert told["mods"][0]["id"] == "lyon_garage" and told["scenario"] == "history"


def test_bench(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys, of numbers that took no time."""
    import subprocess

    from game.session import bench as inside
    from tests.faces.test_bench import begun_and_measured

    begun, games, measured = begun_and_measured()
    monkeypatch.setattr(starts, "starts", lambda runs, env: begun)
    monkeypatch.setattr(inside, "measure", lambda ruleset, effort: measured)

    class Done:
        stdout = json.dumps(games).encode()

    monkeypatch.setattr(subprocess, "run", lambda *a, **more: Done)
    holds(page, "bench", bench.measure(None, inside.FULL))


def test_content(page: Page, capsys: pytest.CaptureFixture[str], root: Path) -> None:
    mod = str(root / "content" / "mods" / "lyon_garage")
    checked = printed(capsys, "content", "check", mod, "--no-tests", "--all")
    holds(page, "content check", checked)
    holds(page, "content check --explain CODE", *printed(
        capsys, "content", "check", "--explain", "all").values())  # fmt: skip
    usual = ["content", "why", "three_cards_in_lyon", "--mods", "lyon_garage"]
    why = printed(capsys, *usual, "--games", "1")
    holds(page, "content why", why, why | {"seats": [], "games": {}, "refused": "usa"})


@pytest.mark.long
def test_what_is_counted_and_moved(
    page: Page, capsys: pytest.CaptureFixture[str], root: Path
) -> None:
    mod = str(root / "content" / "mods" / "lyon_garage")
    holds(page, "content stats", printed(capsys, "content", "stats", mod, "--games", "1"))
    told = printed(capsys, "content", "check", mod, "--impact", "2")
    holds(page, "content check MOD --impact", told)


@pytest.mark.long
def test_mods(
    page: Page, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MACHINETIME_MODS_FOLDER", str(tmp_path / "own"))
    monkeypatch.setenv("MACHINETIME_MODS_FILE", str(tmp_path / "own" / "enabled.toml"))
    said = [printed(capsys, "mods", "new", "my_first")]
    said.append(printed(capsys, "mods", "enable", "my_first"))
    listed = printed(capsys, "mods", "list")
    bad = tmp_path / "own" / "wrong"
    bad.mkdir()
    (bad / "mod.toml").write_text('id = "wrong"\n', encoding="utf-8")
    listed += printed(capsys, "mods", "list")
    holds(page, "mods list", listed)
    assert any(each["problems"] for each in listed)
    said += [printed(capsys, "mods", "conflicts"), printed(capsys, "mods", "upgrade", "my_first")]
    said.append(printed(capsys, "mods", "remove", "my_first"))
    removed = tmp_path / "own" / ".removed" / "my_first"
    said.append(printed(capsys, "mods", "add", str(removed)))
    said.append(printed(capsys, "mods", "disable", "my_first"))
    refused = printed(capsys, "mods", "enable", "nowhere", code=1)
    assert refused.pop("error")["reason"] == "unknown"
    holds(page, "mods add, enable, disable, new, conflicts, upgrade, remove", *said, refused)


WRONG = (
    (1, "missing", ["saves", "show", "nowhere"]),
    (1, "missing", ["saves", "verify", "nowhere"]),
    (1, "missing", ["saves", "replay", "nowhere"]),
    (1, "missing", ["saves", "export", "nowhere"]),
    (1, "missing", ["saves", "import", "nowhere.mtsave"]),
    (1, "missing", ["chronicle", "nowhere"]),
    (1, "mods_off", ["simulate", "--mods", "nonesuch"]),
    (1, "mods_off", ["backtest", "--mods", "nonesuch"]),
    (1, "mods_off", ["content", "why", "x", "--mods", "nonesuch"]),
    (2, "usage", ["simulate", "--scenario", "nowhere"]),
    (2, "usage", ["simulate", "--policy", "foo"]),
    (2, "usage", ["simulate", "--out", "x.txt"]),
    (2, "usage", ["simulate", "--turns", "99"]),
    (2, "usage", ["simulate", "--worlds", "0"]),
    (2, "usage", ["backtest", "--worlds", "0"]),
    (2, "usage", ["simulate", "--seed", "9" * 23]),
    (2, "usage", ["saves", "show"]),
    (1, "refused", ["backtest", "--observations", "nowhere.csv"]),
    (2, "usage", ["simulate", "--difficulty", "mean"]),
    (2, "usage", ["simulate", "--figures", "tensoin"]),
    (2, "usage", ["simulate", "--figures", "me.cash_usd"]),
    (2, "usage", ["simulate", "--policy", "china=nothing"]),
    (2, "usage", ["content", "why", "nowhere"]),
    (2, "usage", ["content", "check", "--explain", "W999"]),
    (2, "no_kind", ["mods", "new", "x", "--from", "nope"]),
    (2, "bad_id", ["mods", "new", "No-No"]),
    (1, "content", ["content", "stats", "/nowhere"]),
    (1, "unknown", ["mods", "enable", "nowhere"]),
)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(("code", "reason", "args"), WRONG, ids=lambda each: str(each)[:40])
def test_an_error_is_one_object(
    page: Page,
    capsys: pytest.CaptureFixture[str],
    code: int,
    reason: str,
    args: list[str],
    lang: str,
) -> None:
    tree = page.tree("Errors")
    told = printed(capsys, *args, "--lang", lang, code=code)
    found = met(tree, {"error": told["error"]})
    assert told["error"]["reason"] == reason and told["error"]["message"]
    assert bool(told["error"]["problems"]) is (reason in ("mods_off", "content"))
    assert ("error.problems[].code" in found) is bool(told["error"]["problems"])


def test_content_that_is_broken_is_an_error_of_every_report(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import game.content as content

    def broken(**_: object) -> Ruleset:
        raise ContentError([])

    monkeypatch.setattr(content, "load", broken)
    for args in (["simulate"], ["backtest"], ["bench"], ["records"]):
        assert printed(capsys, *args, code=1)["error"]["reason"] == "content"
