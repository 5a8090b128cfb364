"""The screens, one file each; `make_screen` loads one when it is first asked for.

Screens never import one another: they name each other, so that the title shows before the rest
of the game's face has been read.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

WHERE = {
    "title": "title:TitleScreen",
    "new_game": "new_game:NewGameScreen",
    "table": "table:TableScreen",
    "orders": "orders:OrdersScreen",
    "amount": "amount:AmountCard",
    "scene": "scene:SceneCard",
    "news": "news:NewsScreen",
    "codex": "codex:CodexScreen",
    "chart": "chart:ChartScreen",
    "why": "why:WhyScreen",
    "pipeline": "pipeline:PipelineScreen",
    "council": "council:CouncilScreen",
    "save": "saves:SaveScreen",
    "load": "saves:LoadScreen",
    "file": "saves:FileCard",
    "mods": "mods:ModsScreen",
    "help": "help:HelpScreen",
    "leave": "leave:LeaveCard",
    "epilogue": "epilogue:EpilogueScreen",
    "chronicle": "chronicle:ChronicleScreen",
    "records": "records:RecordsScreen",
}


def make_screen(name: str, *args: Any, **more: Any) -> Any:
    """A new screen of that name, given the desk and what else it asks for."""
    module, _, kind = WHERE[name].partition(":")
    return getattr(import_module(f"game.faces.tui.screens.{module}"), kind)(*args, **more)
