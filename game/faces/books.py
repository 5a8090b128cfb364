"""How is a run kept as a book: one Markdown or HTML file that anybody can open?

The chronicle, then, once the run is over, its epilogue with the score and what decided it, and how
to try it again. The HTML carries its own style and asks nothing of a network.
"""

from __future__ import annotations

import html
import os
from pathlib import Path
from typing import Protocol

from game.content.places import path_named
from game.content.words import Words
from game.errors import GameError
from game.session.records import again
from game.session.standing import Setup
from game.session.views import EpilogueView

SUFFIXES = (".md", ".html")

_STYLE = """
body { max-width: 38em; margin: 3em auto; padding: 0 1em; font: 1.05em/1.55 Georgia, serif;
       color: #222; background: #fdfcf8; }
h1 { font-size: 1.6em; } h2 { margin-top: 2em; font-size: 1.2em; color: #8a5a00; }
ul { padding-left: 1.1em; } li { margin: 0.35em 0; }
td { padding: 0.1em 1.2em 0.1em 0; } td:last-child { text-align: right; }
th { display: none; }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #16181a; }
       h2 { color: #e0a840; } }
"""


class Played(Protocol):
    """What a book needs of a session."""

    setup: Setup

    @property
    def words(self) -> Words: ...
    @property
    def lang(self) -> str: ...
    @property
    def finished(self) -> bool: ...
    def chronicle(self) -> tuple[str, ...]: ...
    def epilogue(self) -> EpilogueView: ...


def write_book(game: Played, path: Path, *, again: bool = False) -> Path:
    """Write the book of a run, Markdown or HTML by its suffix; raises GameError.

    A name without a suffix gets `.md`. A file that is there already stays, but for one of the
    game's own, which is written `again`.
    """
    path = path_named(str(path))
    path = path if path.suffix else path.with_suffix(".md")
    if path.suffix not in SUFFIXES:
        raise GameError(game.words.t("book.suffix", suffix=path.suffix), str(path))
    from game.faces.whole_file import write_whole  # only now: a start would wait for it

    if not again and os.path.lexists(path):
        raise GameError(game.words.t("book.taken"), str(path))
    try:
        write_whole(path, as_html(game) if path.suffix == ".html" else as_markdown(game))
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise GameError(game.words.t("book.unwritable", why=why), str(path)) from None
    return path


def as_markdown(game: Played) -> str:
    """The book as Markdown."""
    t, setup = game.words.t, game.setup
    lines = list(game.chronicle())
    if game.finished:
        told = game.epilogue()
        lines += ["", f"## {told.title}", "", told.text, ""]
        if told.goals:
            lines += [f"### {t('book.goals')}", "", *(f"- {each}" for each in told.goals), ""]
        lines += ["| | |", "|---|---:|"]
        lines += [f"| {label} | {game.words.number(value, 0)} |" for label, value in told.score]
        if told.total:
            lines += ["", told.total]
        if told.decisions:
            lines += ["", f"### {t('book.decided')}", ""]
            lines += [f"- {sentence}" for sentence in told.decisions]
    lines += ["", "---", "", t("book.again"), "", f"    {again(setup)}"]
    return "\n".join(lines) + "\n"


def as_html(game: Played) -> str:
    """The book as one HTML page."""
    from markdown_it import MarkdownIt  # only now: a start would wait for it

    text = as_markdown(game)
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    title = html.escape(text.split("\n", 1)[0].lstrip("# "))
    return (
        f'<!doctype html>\n<html lang="{game.lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
