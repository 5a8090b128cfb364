"""What does one word of the interface look like?

A key with its English and its French, each in one form or in two for plurals.
"""

from typing import Annotated, Any

from pydantic import BeforeValidator

from game.content.models.basis import Also, Model, Prose, _prose


class Forms(Model):
    """One text for one, and one for several."""

    one: Prose
    """For one of them."""
    other: Prose
    """For several."""


def _forms(value: Any) -> Any:
    if isinstance(value, str):
        text = _prose(value)
        return {"one": text, "other": text}
    return value


class Word(Model):
    """A text of the interface in both languages."""

    en: Annotated[Forms, BeforeValidator(_forms), Also({"type": "string"})]
    """The English, in one form or as {one, other}."""
    fr: Annotated[Forms, BeforeValidator(_forms), Also({"type": "string"})]
    """The French, in one form or as {one, other}."""
