"""Which commands are there, and which one is meant by a word?

Every command has words in English and in French, and all of them are understood whatever the
language of the session; accents and case do not matter. What a command does is `commands.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.session.lookup import fold, nearest

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Words

LANGUAGES = ("en", "fr")
COMMANDS = (
    "look",
    "news",
    "scenes",
    "choose",
    "orders",
    "do",
    "plan",
    "undo",
    "redo",
    "drop",
    "council",
    "ask",
    "why",
    "graph",
    "forecast",
    "figures",
    "pipeline",
    "codex",
    "end",
    "chronicle",
    "epilogue",
    "records",
    "save",
    "load",
    "saves",
    "export",
    "import",
    "lang",
    "mods",
    "enable",
    "disable",
    "reload",
    "help",
    "quit",
)


class Complaint(Exception):
    """Something typed that cannot be done, already worded."""


class Grammar:
    """The words of the commands, as the content gives them."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._known = {
            fold(word): command
            for lang in LANGUAGES
            for command in COMMANDS
            for word in ruleset.words(lang).t(f"plain.word.{command}").split()
        }

    def command(self, word: str, words: Words) -> str:
        """The command of a word, or of a beginning that only one command has; or Complaint."""
        if not word:
            return "look"
        sought = fold(word)
        if sought in self._known:
            return self._known[sought]
        begun = {command for known, command in self._known.items() if known.startswith(sought)}
        if len(begun) == 1 and len(sought) > 2:
            return begun.pop()
        near = nearest(word, self._known)
        if near is None:
            raise Complaint(words.t("plain.unknown", word=word))
        shown = words.t(f"plain.word.{self._known[fold(near)]}").split()[0]
        raise Complaint(words.t("plain.unknown.near", word=word, near=shown))
