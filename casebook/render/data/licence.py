"""What a licence is called by programs, and where it can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CREATIVE_COMMONS = re.compile(r"(?i)CC[ -](BY(?:-(?:NC|ND|SA))*)[ -]([1-4]\.[0-9])")
_ZERO = re.compile(r"(?i)CC[ -]?0(?:[ -]1\.0)?")


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence as it was typed, with what is known of it."""

    title: str
    name: str
    """Its SPDX name, or one made of its title."""
    address: str
    """Nothing for one that is not known here."""


def licence_of(typed: str) -> Licence:
    """What `CC BY 4.0`, or any other line about a licence, means."""
    typed = " ".join(typed.split())
    if found := _CREATIVE_COMMONS.fullmatch(typed):
        terms, version = found[1], found[2]
        address = f"https://creativecommons.org/licenses/{terms.lower()}/{version}/"
        return Licence(typed, f"CC-{terms.upper()}-{version}", address)
    if _ZERO.fullmatch(typed):
        return Licence(typed, "CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/")
    # A Data Package takes letters, digits, dots, hyphens and underscores.
    return Licence(typed, re.sub(r"[^A-Za-z0-9._]+", "-", typed).strip("-") or "other", "")
