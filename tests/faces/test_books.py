"""Is a run kept as a book that opens, in Markdown and in HTML?"""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from game.content import Ruleset
from game.errors import GameError
from game.faces.books import as_html, as_markdown, write_book
from game.session.session import Session


@pytest.fixture(params=["en", "fr"])
def played(request: pytest.FixtureRequest, ruleset: Ruleset) -> Session:
    session = Session.new(ruleset, seat="lab_paris", seed=3, lang=request.param, autosaves=False)
    session.do("hire")
    for _ in range(3):
        session.end_turn()
    return session


class Tags(HTMLParser):
    """The tags that are open, and those that were met."""

    VOID = frozenset({"meta", "br", "hr", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.met: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.met.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.met.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_run_that_goes_on_has_its_chronicle_and_its_seed(played: Session) -> None:
    text = as_markdown(played)
    assert text.startswith("# ")
    assert "## 2022" in text
    assert "## 2023" in text
    assert "--seat lab_paris --seed 3" in text
    assert "|---|" not in text  # no score before the end


def test_html_closes_every_tag_and_needs_no_network(played: Session) -> None:
    page = as_html(played)
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert {"h1", "h2", "p", "pre"} <= set(tags.met)
    assert "<script" not in page
    assert "http" not in page
    assert f'<html lang="{played.lang}">' in page


def test_the_suffix_decides(played: Session, tmp_path: Path) -> None:
    assert write_book(played, tmp_path / "run").name == "run.md"
    assert write_book(played, tmp_path / "run.html").read_text("utf-8").startswith("<!doctype")
    with pytest.raises(GameError, match=r"already|déjà"):
        write_book(played, tmp_path / "run")
    assert write_book(played, tmp_path / "run", again=True).name == "run.md"
    with pytest.raises(GameError, match=r"\.docx"):
        write_book(played, tmp_path / "run.docx")
    with pytest.raises(GameError):
        write_book(played, tmp_path / "nowhere" / "run.md")


def test_a_finished_run_ends_with_its_epilogue(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="china", seed=5, autosaves=False)
    while not session.finished:
        session.end_turn()
    text, told = as_markdown(session), session.epilogue()
    assert f"## {told.title}" in text
    assert "|---|" in text
    assert told.decisions[0] in text if told.decisions else True
    assert "<table>" in as_html(session)
