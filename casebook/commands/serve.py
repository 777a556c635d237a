"""`serve`: a preview that follows every edit."""

from __future__ import annotations

import argparse

HELP = "Preview the site at http://127.0.0.1 and follow every edit."


def options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="default: 8000")


def run(given: argparse.Namespace) -> int:
    """Serve until stopped."""
    from casebook.serve.server import serve

    return serve(given.site, given.port)
