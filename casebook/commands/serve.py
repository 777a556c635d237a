"""`serve`: a preview that follows every edit."""

from __future__ import annotations

import argparse

HELP = "Preview the site at http://127.0.0.1 and follow every edit."


def options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument(
        "--port",
        type=_port,
        default=8000,
        metavar="N",
        help="the port to serve at; 0 takes any that is free (default: 8000)",
    )
    parser.add_argument(
        "--follow",
        action="store_true",
        help="lead open pages to the record that was edited, and to the words",
    )
    parser.add_argument(
        "--editor",
        type=_editor,
        default=None,
        metavar="NAME",
        help="link each page to its place in an editor: vscode, vscodium, zed, idea, textmate, or "
        "an address with {path}, {line} and {column}",
    )


def _editor(words: str) -> str:
    from casebook.serve.editors import template_of

    try:
        return template_of(words)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _port(words: str) -> int:
    if not (words.isascii() and words.isdecimal() and len(words) <= 5) or int(words) > 65535:
        raise argparse.ArgumentTypeError(f"{words}: it takes a number from 0 to 65535")
    return int(words)


def run(given: argparse.Namespace) -> int:
    """Serve until stopped."""
    from casebook.serve.server import serve

    return serve(given.site, given.port, given.follow, given.editor or "")
