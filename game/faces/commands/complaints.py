"""How is a complaint of the command line said in the caller's language?

The grammar's library complains in English only. Its few sentences are known here by their form, and
said with words of our own; what has no such form is passed on as it is.
"""

from __future__ import annotations

import re

from game.faces.commands.printing import Say

# The word that says it, and the sentence; the first that fits is taken.
_FORMS = tuple(
    (word, re.compile(form, re.DOTALL))
    for word, form in (
        (
            "wrong_command",
            r"argument (?:COMMAND|WHAT): invalid choice: (?P<given>.+) \(choose from (?P<of>.+)\)",
        ),
        (
            "wrong_choice",
            r"argument (?P<name>.+?): invalid choice: (?P<given>.+) \(choose from (?P<of>.+)\)",
        ),
        ("wrong_one", r"argument (?P<name>.+?): expected one argument"),
        ("wrong_some", r"argument (?P<name>.+?): expected at least one argument"),
        ("wrong_unknown", r"unrecognized arguments: (?P<given>.+)"),
        ("wrong_missing", r"the following arguments are required: (?P<of>.+)"),
        ("wrong_ambiguous", r"ambiguous option: (?P<given>.+) could match (?P<of>.+)"),
        ("wrong_argument", r"argument (?P<name>.+?): (?P<given>.+)"),
    )
)


def complaint(say: Say, message: str) -> str:
    """The complaint in the caller's language, or as it came."""
    for word, form in _FORMS:
        found = form.fullmatch(message)
        if found is not None:
            return say(word).format(
                **{name: _bare(part) for name, part in found.groupdict().items()}
            )
    return message


def _bare(part: str) -> str:
    """Names without the quotes that the library puts around them."""
    return re.sub(r"'([^']*)'", r"\1", part)
