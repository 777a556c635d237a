"""Briefs that site.yaml names: each has an address of its own, and holds something."""

from __future__ import annotations

from collections.abc import Iterator

from casebook.edit.briefs import AskError, ask_of, checked
from casebook.edit.edition import Edition
from casebook.problem import Problem


def have_addresses_of_their_own(edition: Edition) -> Iterator[Problem]:
    """No two briefs have one id."""
    seen = set()
    for brief in edition.site.briefs:
        if brief.id in seen:
            message = f"two briefs have the id `{brief.id}`"
            hint = "give each its own: it is the name of its file"
            yield Problem(brief.spot("id"), "brief-twice", message, hint, length=len(brief.id))
        seen.add(brief.id)


def hold_something(edition: Edition) -> Iterator[Problem]:
    """A brief asks for something that is in the record."""
    for brief in edition.site.briefs:
        refs = (*brief.about, *brief.place, *brief.source)
        if any(edition.find(ref) is None for ref in refs):
            continue  # it has been reported
        try:
            checked(edition, ask_of(edition, brief))
        except AskError as error:
            message = f"brief `{brief.id}`: {error.message}"
            yield Problem(brief.at, "empty-brief", message, error.hint)
