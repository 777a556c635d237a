"""What is fuzzed: every reader of bytes that somebody else wrote.

Each target takes any bytes. It returns where they were read, and where they were refused the way
that reader refuses: with problems, or with the one error it declares. Everything else that comes
out of it is a finding.
"""

from __future__ import annotations

from tools.fuzz import brought, records, stored, texts
from tools.fuzz.target import TESTS, Target

KEPT = TESTS / "data" / "fuzz"
"""Inputs that once were findings, in a folder for each target."""

TARGETS: dict[str, Target] = {
    **records.TARGETS,
    **texts.TARGETS,
    **brought.TARGETS,
    **stored.TARGETS,
}
"""By the names that the command line and the folders of kept inputs call them."""
