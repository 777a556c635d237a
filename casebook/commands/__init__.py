"""The commands, listed once. Each is imported light; what it needs, it imports when it runs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from casebook.commands import (
    brief,
    build,
    check,
    label,
    prove,
    register,
    rename,
    serve,
    withdraw,
    withhold,
)


@dataclass(frozen=True, slots=True)
class Command:
    """One word of the command line."""

    help: str
    options: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
    """Gives the exit code."""


COMMANDS: dict[str, Command] = {
    "build": Command(build.HELP, build.options, build.run),
    "brief": Command(brief.HELP, brief.options, brief.run),
    "check": Command(check.HELP, check.options, check.run),
    "serve": Command(serve.HELP, serve.options, serve.run),
    "prove": Command(prove.HELP, prove.options, prove.run),
    "label": Command(label.HELP, label.options, label.run),
    "register": Command(register.HELP, register.options, register.run),
    "rename": Command(rename.HELP, rename.options, rename.run),
    "withdraw": Command(withdraw.HELP, withdraw.options, withdraw.run),
    "withhold": Command(withhold.HELP, withhold.options, withhold.run),
}
