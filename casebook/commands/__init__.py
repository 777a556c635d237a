"""The commands, listed once. Each is imported light; what it needs, it imports when it runs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from casebook.commands import (
    brief,
    build,
    check,
    diff,
    freeze,
    import_,
    init,
    label,
    new,
    prove,
    register,
    rename,
    schema,
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
    of_a_record: bool = True
    """Whether it works on the record that `--site` names."""


COMMANDS: dict[str, Command] = {
    "init": Command(init.HELP, init.options, init.run, of_a_record=False),
    "build": Command(build.HELP, build.options, build.run),
    "brief": Command(brief.HELP, brief.options, brief.run),
    "check": Command(check.HELP, check.options, check.run),
    "serve": Command(serve.HELP, serve.options, serve.run),
    "prove": Command(prove.HELP, prove.options, prove.run),
    "label": Command(label.HELP, label.options, label.run),
    "new": Command(new.HELP, new.options, new.run),
    "import": Command(import_.HELP, import_.options, import_.run),
    "schema": Command(schema.HELP, schema.options, schema.run),
    "register": Command(register.HELP, register.options, register.run),
    "rename": Command(rename.HELP, rename.options, rename.run),
    "withdraw": Command(withdraw.HELP, withdraw.options, withdraw.run),
    "freeze": Command(freeze.HELP, freeze.options, freeze.run),
    "diff": Command(diff.HELP, diff.options, diff.run),
    "withhold": Command(withhold.HELP, withhold.options, withhold.run),
}
