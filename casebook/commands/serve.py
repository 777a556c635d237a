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


def _port(words: str) -> int:
    if not (words.isascii() and words.isdecimal() and len(words) <= 5) or int(words) > 65535:
        raise argparse.ArgumentTypeError(f"{words}: it takes a number from 0 to 65535")
    return int(words)


def run(given: argparse.Namespace) -> int:
    """Serve until stopped."""
    from casebook.serve.server import serve

    return serve(given.site, given.port)
