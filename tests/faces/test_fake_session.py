"""Is the double of the screen tests called as the real game is?"""

from __future__ import annotations

import inspect
from inspect import Parameter

import pytest

from game.faces.tui.desk import Play
from game.session.session import Session
from tests.faces.fake_session import FakeSession

CALLED = [name for name, each in vars(Play).items() if inspect.isfunction(each) and name[0] != "_"]


def parameters(owner: type, name: str) -> list[Parameter]:
    """What a method takes, without itself."""
    return list(inspect.signature(getattr(owner, name)).parameters.values())[1:]


def shape(each: Parameter) -> tuple[str, object, bool]:
    return each.name, each.kind, each.default is Parameter.empty


@pytest.mark.parametrize("name", CALLED)
def test_the_double_takes_what_the_screens_may_give(name: str) -> None:
    asked, double = parameters(Play, name), parameters(FakeSession, name)
    assert list(map(shape, double)) == list(map(shape, asked))


@pytest.mark.parametrize("name", CALLED)
def test_so_does_the_real_game(name: str) -> None:
    asked, real = parameters(Play, name), parameters(Session, name)
    places = [each.name for each in asked if each.kind is not Parameter.KEYWORD_ONLY]
    assert [each.name for each in real][: len(places)] == places
    names = {each.name for each in asked}
    assert names <= {each.name for each in real}
    assert all(each.name in names or each.default is not Parameter.empty for each in real)
