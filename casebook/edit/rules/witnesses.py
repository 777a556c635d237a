"""Independence is a judgement, and cannot be made of what goes back to one origin."""

from __future__ import annotations

from collections.abc import Iterator

from casebook.edit.edition import Edition
from casebook.edit.lineage import of_event
from casebook.edit.rules.select import sound
from casebook.model.events import Event
from casebook.problem import Problem


def one_is_not_independent(edition: Edition) -> Iterator[Problem]:
    """Accounts that are called independent come from more than one witness."""
    for entry, event in sound(edition, Event):
        if event.independent is None:
            continue
        sources = [edition.find(account.from_.source) for account in event.accounts]
        if None in sources:
            continue  # whose account it is must be known first
        found = of_event(edition, event)
        if len(found.witnesses) < 2:
            said = "has one account only"
            if len(event.accounts) > 1:
                said = "has accounts that all go back to one"
            yield Problem(
                event.spot("independent"),
                "one-origin",
                f"event `{entry.id}` {said}, and cannot say why they are independent",
                "take `independent:` out, or mend `by`, `via` or the `derives_from` of a source",
            )
