"""How a command ends when it cannot go on."""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Sequence

from casebook import __version__

EXIT_DONE = 0
EXIT_PROBLEMS = 1
EXIT_USAGE = 2
EXIT_BUG = 3
EXIT_STOPPED = 130


class UsageError(Exception):
    """The command cannot be carried out as it was given; the message says why and what to do."""


def bug_report(error: BaseException, arguments: Sequence[str], secret: bool = False) -> str:
    """A report to paste: what happened, with which versions. It holds nothing of the record
    but what the error's own message quotes; where the arguments are secret, neither.
    """
    if secret:
        lines = traceback.format_tb(error.__traceback__)
        trace = "".join(["Traceback (most recent call last):\n", *lines, type(error).__name__])
        arguments = ["withhold ..."]
    else:
        trace = "".join(traceback.format_exception(error))
    return (
        "casebook: this is a mistake in Casebook, not in your record. Nothing was changed.\n"
        "Please report it, with everything below this line.\n"
        f"----\nCasebook {__version__}, Python {platform.python_version()}, {sys.platform}\n"
        f"arguments: {' '.join(arguments)}\n{trace}"
    )
