"""The command line: which commands there are, their options, and how each ends."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from casebook import __version__
from casebook.commands import COMMANDS, Command
from casebook.commands.errors import (
    EXIT_BUG,
    EXIT_PROBLEMS,
    EXIT_STOPPED,
    EXIT_USAGE,
    UsageError,
    bug_report,
)
from casebook.problem import RecordError

if TYPE_CHECKING:
    from casebook.publish.errors import PublishError

_PROGRAM = "build.py"
"""What a checkout calls the command line; installed, it is `casebook`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code says how it ended.

    0 done, 1 problems in the record, 2 wrong usage, 3 a bug of ours, 130 stopped with Ctrl-C.
    Nothing a contributor can write ends in a traceback.
    """
    try:
        return _main(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        print("\ncasebook: stopped; nothing is left half done", file=sys.stderr)
        return EXIT_STOPPED


def _main(given: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        # A name that the terminal's encoding cannot show is no reason to stop.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    secret = "withhold" in given
    # `build` is what is meant where no command is named.
    if not given or (given[0].startswith("-") and given[0] not in ("-h", "--help", "--version")):
        given.insert(0, "build")
    parser = _parser(secret, given[0])
    options = parser.parse_args(given)
    try:
        code = COMMANDS[options.command].run(options)
        sys.stdout.flush()
        return code
    except UsageError as error:
        _complain(f"casebook: {error}")
        return EXIT_USAGE
    except RecordError as error:
        from casebook.commands.report import print_problems

        print_problems(error.problems, error.texts)
        return EXIT_PROBLEMS
    except _publish_error() as error:
        hint = f"; {error.hint}" if error.hint else ""
        _complain(f"casebook: {error}{hint}")
        return EXIT_USAGE
    except BrokenPipeError:
        # Whoever was reading has gone; Python must not complain of it again when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_PROBLEMS
    except (SystemExit, GeneratorExit, KeyboardInterrupt):
        raise
    except BaseException as error:
        # Also what is no Exception: a library may stop with an error of its own below that.
        _complain(bug_report(error, given, secret))
        return EXIT_BUG


def _complain(words: str) -> None:
    """Say what went wrong. What it quotes must be shown by a terminal, and never obeyed."""
    from casebook.commands.report import safe_lines

    print(safe_lines(words), file=sys.stderr)


def _publish_error() -> type[PublishError]:
    # Asked for only where something went wrong: a build that finds nothing to do has no use for
    # what publishes.
    from casebook.publish.errors import PublishError

    return PublishError


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a command line, or, where that is secret, that something is."""

    secret = False

    def error(self, message: str) -> NoReturn:
        """Print the message and exit with 2."""
        from casebook.commands.report import safe

        super().error("it is not used like this" if self.secret else safe(message))


class _SecretParser(_Parser):
    """For a command line that holds a name which may be repeated nowhere."""

    secret = True


def _parser(secret: bool, wanted: str) -> argparse.ArgumentParser:
    parser = (_SecretParser if secret else _Parser)(
        prog=_PROGRAM if Path(sys.argv[0]).name == _PROGRAM else "casebook",
        description="Build a documentary record: a site, a briefing book and open data.",
        epilog="Without a command, `build` is meant. Each command has its own --help.",
    )
    parser.add_argument("--version", action="version", version=f"Casebook {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        _add(commands, name, command, name == wanted)
    return parser


def _add(
    commands: argparse._SubParsersAction[Any], name: str, command: Command, wanted: bool
) -> None:
    parser = commands.add_parser(name, help=command.help, description=command.help)
    if not wanted:
        return  # The options of the others are not asked for, and some import a lot.
    if command.of_a_record:
        parser.add_argument(
            "--site",
            type=Path,
            default=Path(),
            metavar="DIR",
            help="the folder that holds the record (default: this one)",
        )
    command.options(parser)
