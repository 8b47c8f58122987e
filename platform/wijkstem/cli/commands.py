"""The commands by name, each loaded when it is asked for: who counts a file does not wait for a website to load."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

#: Where each stands: the module, and the name in it of a group or of a function.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "db": ("database", "app"),
    "log": ("engine", "log_app"),
    "projections": ("engine", "projections_app"),
    "consumers": ("engine", "consumers_app"),
    "deliveries": ("engine", "deliveries_app"),
    "council": ("council", "app"),
    "rules": ("rules", "app"),
    "keys": ("keys", "app"),
    "archive": ("archive", "app"),
    "search": ("search", "app"),
    "retention": ("retention", "app"),
    "status": ("engine", "status"),
    "backup": ("backup", "backup"),
    "restore": ("backup", "restore"),
    "round": ("rounds", "app"),
    "roll": ("rolls", "app"),
    "draw": ("draws", "app"),
    "figures": ("sources", "app"),
    "tally": ("tally", "tally"),
    "serve": ("serving", "serve"),
    "web": ("serving", "web"),
    "demo": ("serving", "demo"),
}


class Commands(TyperGroup):
    """`wijkstem` itself."""

    def list_commands(self, ctx: Any) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        return _command(cmd_name, getattr(import_module(f"wijkstem.cli.{module}"), name))


def _command(name: str, found: Any) -> Any:
    around = typer.Typer(add_completion=False)
    # With one of its own, what stands in it stays apart, also when it is one command.
    around.callback()(lambda: None)
    if isinstance(found, typer.Typer):
        around.add_typer(found, name=name)
    else:
        around.command(name)(found)
    group = typer.main.get_command(around)
    assert isinstance(group, TyperGroup)
    return group.commands[name]
