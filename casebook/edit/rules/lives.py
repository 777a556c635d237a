"""Lives and offices run one way: nobody acts after death, no office ends before it begins."""

from __future__ import annotations

from collections.abc import Iterator

from casebook.dates import Date, display, overlaps
from casebook.edit.edition import Edition, Entry
from casebook.edit.rules.select import sound
from casebook.edit.scope import period_of
from casebook.model.actors import Person
from casebook.model.claims import Claim
from casebook.model.events import Event
from casebook.model.figures import Figure
from casebook.model.parts import Post
from casebook.model.record import Ref
from casebook.problem import Problem
from casebook.spot import Spot


def offices_run_one_way(edition: Edition) -> Iterator[Problem]:
    """An office does not end before it begins, and is attested while it lasts."""
    for entry, person in sound(edition, Person):
        for post in person.posts:
            since, until, attested = post.since, post.until, post.attested
            if _before(until, since):
                yield _office(entry, post, "until", "ends before it begins")
            elif _before(attested, since):
                yield _office(entry, post, "attested", "is attested before it begins")
            elif _before(until, attested):
                yield _office(entry, post, "attested", "is attested after it has ended")


def the_dead_have_died(edition: Edition) -> Iterator[Problem]:
    """Whoever has a day of death is dead, and of the dead it is said when, or how it is known."""
    for entry, person in sound(edition, Person):
        if person.died is not None and person.living != "dead":
            yield Problem(
                person.spot("living"),
                "dead-or-alive",
                f"person `{entry.id}` has `died:` and is said to be {person.living}",
                "write `living: dead`, or take `died:` out",
                length=len(person.living),
            )
        elif person.living == "dead" and person.died is None and person.basis is None:
            yield Problem(
                person.spot("living"),
                "dead-or-alive",
                f"person `{entry.id}` is said to be dead, and not when or how that is known",
                "add `died:` with the date, or `basis:` with how it is known",
                length=len("dead"),
            )


def nobody_acts_after_death(edition: Edition) -> Iterator[Problem]:
    """Nobody speaks, tells, counts or holds an office after the last day they can have lived.

    A victim may be spoken of later, and a source may report later what somebody said in life:
    only a date that is given for the act itself is judged.
    """
    for entry, claim in sound(edition, Claim):
        for ref in (*claim.by, *([claim.speaker] if claim.speaker is not None else [])):
            yield from _judge(edition, ref, claim.date, entry)
    for entry, event in sound(edition, Event):
        for account in event.accounts:
            for ref in account.by:
                yield from _judge(edition, ref, account.date or event.date, entry)
    for entry, figure in sound(edition, Figure):
        if figure.status != "hypothetical":
            yield from _judge(edition, figure.counted_by, period_of(edition, figure)[0], entry)
    for entry, person in sound(edition, Person):
        for post in person.posts:
            for name, date in (("since", post.since), ("attested", post.attested)):
                if _before(person.died, date):
                    yield _office(entry, post, name, "is held after its holder has died")


def _judge(edition: Edition, agent: object, date: Date | None, entry: Entry) -> Iterator[Problem]:
    """A problem if whoever acts in a record had died before the date of it."""
    person = edition.find(agent) if isinstance(agent, Ref) else None
    if person is None or not isinstance(person.record, Person) or not isinstance(agent, Ref):
        return
    died = person.record.died
    if died is not None and date is not None and _before(died, date):
        yield Problem(
            agent.at,
            "after-death",
            f"`{person.id}` died {display(died)} and cannot act in {entry.kind.name} "
            f"`{entry.id}`, dated {display(date)}",
            "mend one of the dates, or who acts",
            length=len(person.id),
        )


def _before(first: Date | None, second: Date | None) -> bool:
    """Is the one surely over before the other begins?"""
    if first is None or second is None or first.latest is None or second.earliest is None:
        return False
    return first.latest < second.earliest and not overlaps(first, second)


def _office(entry: Entry, post: Post, field: str, fault: str) -> Problem:
    at: Spot = post.spot(field)
    date: Date = getattr(post, field)
    return Problem(
        at,
        "office-dates",
        f"an office of person `{entry.id}` {fault}",
        "mend the dates of the office, or of the life",
        length=len(date.text),
    )
