"""Is what the cache gives what checking would give, and is nothing else ever taken from it?"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import pytest
from pydantic import BaseModel

from game.content import cache, check, loader, places
from game.content.expressions import Expression
from game.content.freezing import freeze, recorded
from game.content.records import AT_HAND, FOLDED, Record, fields_of
from game.content.ruleset import ModInfo, Ruleset
from game.content.thawing import LATER, thaw


class Forgetful(dict[Path, Ruleset]):
    """As if nobody played with what was loaded before."""

    def get(self, *_: Any) -> None:
        return None


@pytest.fixture(autouse=True)
def none_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_in_use", Forgetful())


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of this test alone."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(cache.ENVIRONMENT, str(folder))
    return folder


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path | None]]:
    """Every time the content is read and checked."""
    times: list[Path | None] = []
    real = loader.load

    def counted(base: Path | None = None, *more: Any) -> Ruleset:
        times.append(base)
        return real(base, *more)

    monkeypatch.setattr(loader, "load", counted)
    yield times


NAMES = tuple(each.name for each in fields(Ruleset))


def only(folder: Path) -> Path:
    (path,) = folder.glob("*.rules")
    return path


def same(one: Any, other: Any) -> bool:
    """Whether a record, or what holds one, says all that a model says, and nothing more."""
    if isinstance(one, ModInfo):
        return same(one.__dict__, other.__dict__)
    if isinstance(one, BaseModel):
        assert isinstance(other, Record)
        assert type(other).__name__ == type(one).__name__
        held = fields_of(other)  # what lay folded comes last
        return set(held) == set(one.__dict__) and all(
            same(value, held[name]) for name, value in one.__dict__.items()
        )
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def test_what_comes_back_is_what_was_checked(ruleset: Ruleset) -> None:
    real = loader.load()
    for found in (recorded(real), thaw(freeze(real)), thaw(freeze(recorded(real)))):
        assert all(same(getattr(real, name), getattr(found, name)) for name in NAMES)
    storylet = next(iter(found.storylets.values()))
    model = real.storylets[storylet.id]
    assert storylet.default_choice.id == model.default_choice.id
    assert storylet.choices[0].win.is_empty == model.choices[0].win.is_empty
    assert not hasattr(storylet, "model_fields")
    with pytest.raises(AttributeError):
        storylet.once = False  # type: ignore[misc]
    copy = storylet.model_copy(update={"once": not storylet.once})
    assert (copy.once, copy.id) == (not storylet.once, storylet.id)
    assert copy != storylet == storylet.model_copy(update={})


def test_expressions_come_back_without_being_read_again(
    ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = freeze(ruleset)

    def refuse(*_: object) -> None:
        raise AssertionError("an expression was parsed")

    monkeypatch.setattr("game.content.compiler.Compiler.parse", refuse)
    condition = next(iter(thaw(data).storylets.values())).when
    assert isinstance(condition, Expression)
    assert condition.value is condition.value


def test_the_second_time_nothing_is_checked(
    kept: Path, base: Path, checked: list[Path | None]
) -> None:
    first, second = cache.load(base), cache.load(base)
    assert len(checked) == 1
    assert first.hash == second.hash
    assert same(loader.load(base).storylets, second.storylets)
    assert os.stat(only(kept)).st_mode & 0o777 == 0o600 or os.name == "nt"
    assert [path.suffix for path in kept.iterdir()] == [".rules"]


def test_what_is_in_use_is_not_read_again_until_it_changes(
    kept: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_in_use", WeakValueDictionary())
    first = cache.load(base)
    shutil.rmtree(kept)
    assert cache.load(base) is first
    with (base / "words/words.yaml").open("a", encoding="utf-8") as file:
        file.write("# another byte\n")
    assert cache.load(base) is not first
    gc.collect()
    held = len(cache._in_use)
    del first
    gc.collect()
    assert len(cache._in_use) == held - 1


@pytest.mark.parametrize("change", ["file", "new", "renamed", "mods", "game", "code", "python"])
def test_whatever_changes_is_checked_anew(
    change: str,
    kept: Path,
    base: Path,
    checked: list[Path | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    more = base / "words" / "more.yaml"
    more.write_text('more: {en: "more", fr: "plus"}\n')
    cache.load(base)
    if change == "file":
        more.write_text('more: {en: "more", fr: "encore"}\n')  # as long as it was
    elif change == "new":
        (base / "words" / "new.yaml").write_text('new: {en: "new", fr: "neuf"}\n')
    elif change == "renamed":
        more.rename(base / "words" / "moor.yaml")
    elif change == "game":
        monkeypatch.setattr(cache, "__version__", "999")
    elif change == "code":
        code = kept.parent / "code"
        shutil.copytree(Path(cache.__file__).parent, code / "content")
        monkeypatch.setattr(cache, "__file__", str(code / "content" / "cache.py"))
        (code / "content" / "loader.py").write_text("# another one\n")
    elif change == "python":
        monkeypatch.setattr(sys, "version", "another")
    cache.load(base, ("no_such_mod",) if change == "mods" else ())
    assert len(checked) == 2


def test_what_is_as_it_was_is_known(kept: Path, base: Path, checked: list[Path | None]) -> None:
    more = base / "words" / "more.yaml"
    cache.load(base)
    more.write_text('more: {en: "more", fr: "plus"}\n')
    cache.load(base)
    more.unlink()
    cache.load(base)
    assert len(checked) == 2


def test_a_mod_that_changes_is_read_again(
    kept: Path, base: Path, tmp_path: Path, checked: list[Path | None]
) -> None:
    mod = tmp_path / "mods" / "small"
    (mod / "words").mkdir(parents=True)
    (mod / "mod.toml").write_text(
        'id = "small"\nversion = "1"\n[name]\nen = "Small"\nfr = "Petit"\n'
    )
    word = mod / "words" / "small.yaml"
    for said in ("one", "two"):
        word.write_text(f'small.word: {{en: "{said}", fr: "{said}"}}\n')
        for _ in range(2):
            found = cache.load(base, ["small"], [mod.parent])
            assert found.words("en").t("small.word") == said
            assert [info.id for info in found.mods if info.enabled] == ["small"]
    assert len(checked) == 2


@pytest.mark.parametrize("name", ["heavy/notes.yaml", "heavy.zip"])
def test_a_mod_too_heavy_to_be_read_is_not_read(
    kept: Path, base: Path, tmp_path: Path, checked: list[Path | None], name: str
) -> None:
    heavy = tmp_path / "mods" / name
    heavy.parent.mkdir(parents=True)
    if name.endswith(".yaml"):
        (heavy.parent / "mod.toml").write_text("")
    with heavy.open("wb") as file:
        file.truncate(300 << 20)
    tracemalloc.start()
    for _ in range(2):
        cache.load(base, [], [tmp_path / "mods"])
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 200 << 20
    assert len(checked) == 1
    os.truncate(heavy, 301 << 20)
    cache.load(base, [], [tmp_path / "mods"])
    assert len(checked) == 2


def spoil_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def spoil_end(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def spoil_all(path: Path) -> None:
    path.write_bytes(b"")


def spoil_kind(path: Path) -> None:
    body = pickle.dumps(["no", "ruleset"])
    path.write_bytes(cache.MAGIC + hashlib.blake2b(body).digest() + body)


@pytest.mark.parametrize("spoil", [spoil_byte, spoil_end, spoil_all, spoil_kind])
def test_a_damaged_cache_is_passed_over_and_written_anew(
    spoil: Any, kept: Path, base: Path, checked: list[Path | None]
) -> None:
    cache.load(base)
    spoil(only(kept))
    assert cache.load(base).actors
    assert len(checked) == 2
    cache.load(base)
    assert len(checked) == 2


def test_what_a_start_does_not_need_is_read_when_it_is_needed(ruleset: Ruleset) -> None:
    found = thaw(freeze(ruleset))
    assert not set(LATER) & set(vars(found))
    assert set(LATER) < set(NAMES)
    scene = next(iter(found.storylets.values()))
    at_hand = AT_HAND["Storylet"]
    assert set(vars(scene)) == {*at_hand, FOLDED}
    assert scene.when == ruleset.storylets[scene.id].when
    assert FOLDED in vars(scene), "what is at hand opens nothing"
    assert scene.choices and FOLDED not in vars(scene)
    assert found.codex and "codex" in vars(found)
    assert found.codex is found.codex
    for missing in ("no_such_field", "__no_such__"):
        with pytest.raises(AttributeError, match=missing):
            getattr(scene, missing)
        with pytest.raises(AttributeError, match=missing):
            getattr(found, missing)
    others = [each for each in found.storylets.values() if FOLDED in vars(each)]
    copy = others[0].model_copy(update={"once": not others[0].once})
    assert copy != others[0] == thaw(freeze(found)).storylets[others[0].id]
    assert others[1].default_choice.default
    assert "choices=" in repr(others[2])


def test_a_plain_number_is_one_expression_wherever_it_stands(ruleset: Ruleset) -> None:
    found = thaw(freeze(ruleset))
    plain = [
        choice.odds
        for storylet in found.storylets.values()
        for choice in storylet.choices
        if not choice.odds.names
    ]
    assert len(plain) > 10 * len({id(each) for each in plain})
    assert {each.constant for each in plain} == {
        choice.odds.constant
        for storylet in ruleset.storylets.values()
        for choice in storylet.choices
        if not choice.odds.names
    }


class Trap:
    """Bytes that would run a command when they are read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return Path.touch, (self.path,)


def test_nothing_in_a_cache_can_run(kept: Path, base: Path, tmp_path: Path) -> None:
    cache.load(base)
    ran = tmp_path / "ran"
    body = pickle.dumps(Trap(ran))
    only(kept).write_bytes(cache.MAGIC + hashlib.blake2b(body).digest() + body)
    assert cache.load(base).actors
    assert not ran.exists()
    pickle.loads(body)
    assert ran.exists(), "the trap would have worked"
    for thing in (os.system, subprocess.run, eval, places.base_dir):
        with pytest.raises(pickle.UnpicklingError):
            thaw(pickle.dumps(thing))


@pytest.mark.skipif(os.name == "nt", reason="no owners of this kind")
@pytest.mark.parametrize("fault", ["owner", "file", "folder", "link"])
def test_only_the_users_own_cache_is_read(
    fault: str,
    kept: Path,
    base: Path,
    checked: list[Path | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cache.load(base)
    path = only(kept)
    if fault == "owner":
        other = os.geteuid() + 1
        monkeypatch.setattr(os, "geteuid", lambda: other)
    elif fault == "file":
        path.chmod(0o666)
    elif fault == "folder":
        kept.chmod(0o777)
    else:
        target = path.rename(kept.parent / "elsewhere")
        path.symlink_to(target)
    assert cache.load(base).actors
    assert len(checked) == 2


def test_it_can_be_turned_off_and_is_never_in_the_checkout(
    kept: Path, base: Path, root: Path, checked: list[Path | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for value in ("off", "OFF", "0", str(root / "build" / "cache")):
        monkeypatch.setenv(cache.ENVIRONMENT, value)
        assert cache.folder() is None
        cache.load(base)
    assert len(checked) == 4
    assert not kept.exists()
    assert not (root / "build" / "cache").exists()
    monkeypatch.delenv(cache.ENVIRONMENT)
    usual = cache.folder()
    assert usual is not None
    assert "machinetime" in str(usual)


def test_a_cache_that_cannot_be_written_is_no_matter(
    tmp_path: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(cache.ENVIRONMENT, str(tmp_path / "file"))
    assert cache.load(base).actors


def test_what_changes_while_it_is_read_is_not_kept(
    kept: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = loader.load

    def slow(base: Path | None = None, *more: Any) -> Ruleset:
        found = real(base, *more)
        path = next(iter(sorted(base.rglob("*.yaml"))))
        path.write_bytes(path.read_bytes() + b"# meanwhile\n")
        return found

    monkeypatch.setattr(loader, "load", slow)
    cache.load(base)
    assert not kept.exists()


def test_old_rulesets_are_let_go(kept: Path, base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "KEPT", 2)
    for number in range(4):
        (base / "words" / "more.yaml").write_text(f'more: {{en: "{number}", fr: "{number}"}}\n')
        cache.load(base)
    assert len(list(kept.iterdir())) == 2


def test_what_is_used_stays(
    kept: Path, base: Path, checked: list[Path | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "KEPT", 2)
    more = base / "words" / "more.yaml"
    cache.load(base)
    for number in range(3):
        more.write_text(f'more: {{en: "{number}", fr: "{number}"}}\n')
        cache.load(base)
        more.unlink()
        cache.load(base)
    assert len(checked) == 1 + 3


def test_what_is_in_use_comes_back_when_it_was_let_go(
    kept: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_in_use", WeakValueDictionary())
    rules = cache.load(base)
    (path,) = kept.iterdir()
    path.unlink()
    assert cache.load(base) is rules
    assert list(kept.iterdir()) == [path]


def test_a_fault_is_told_each_time_and_no_more_once_it_is_mended(base: Path) -> None:
    page = base / "words" / "more.yaml"
    for text, codes in (
        ("go go now", ["W511"]),
        ("go go now", ["W511"]),
        ("go now", []),
        ("go go now", ["W511"]),
    ):
        page.write_text(f'more: {{en: "{text}.", fr: "c."}}\nless: {{en: "d", fr: "e"}}\n')
        found = [each.code for each in check.run(base).problems if each.file.endswith("more.yaml")]
        assert found == codes


def test_a_known_ruleset_needs_no_pydantic(kept: Path, root: Path) -> None:
    code = (
        "import sys; from game.content import load; load();"
        "print(*sorted({n.partition('.')[0] for n in sys.modules} & {'pydantic', 'yaml'}))"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(2)
    ]
    assert said == [["pydantic", "yaml"], []]
