"""Is editing a plan exact, and is undo its inverse?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.session.plan import Plan, PlanItem

_ITEMS = st.builds(PlanItem, st.sampled_from("abcde"), st.integers(1, 5).map(float))
_EDITS = st.lists(st.one_of(_ITEMS, st.integers(1, 3)), max_size=20)


def _edited(plan: Plan, edit: PlanItem | int) -> Plan:
    if isinstance(edit, PlanItem):
        return plan.put(edit)
    return plan.drop(edit) if edit <= len(plan.items) else plan


@given(_EDITS)
def test_undo_then_redo_is_identity(edits: list[PlanItem | int]) -> None:
    plan = Plan()
    seen = [plan]
    for edit in edits:
        plan = _edited(plan, edit)
        if plan.items != seen[-1].items:
            seen.append(plan)
    back = plan
    for earlier in reversed(seen[:-1]):
        back = back.undo()
        assert back.items == earlier.items
    assert back.undo() == back
    for later in seen[1:]:
        back = back.redo()
        assert back.items == later.items
    assert back.redo() == back == plan


def test_an_order_stands_once_and_keeps_its_place() -> None:
    plan = Plan().put(PlanItem("a", 1)).put(PlanItem("b")).put(PlanItem("a", 2))
    assert plan.items == (PlanItem("a", 2), PlanItem("b"))
    assert plan.amount("a") == 2
    assert plan.amount("c") is None


def test_a_new_edit_forgets_what_was_undone() -> None:
    plan = Plan().put(PlanItem("a")).undo().put(PlanItem("b"))
    assert plan.redo() == plan


def test_no_such_number() -> None:
    for number in (0, 2, -1):
        with pytest.raises(IndexError):
            Plan().put(PlanItem("a")).drop(number)
