"""What can be found: every record, the sections of pages and the paragraphs of excerpts."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from casebook.dates import Date, display, parse_date
from casebook.edit.edition import Entry
from casebook.edit.scope import period_of, said_by
from casebook.edit.walk import Value, values_of
from casebook.model.actors import Person
from casebook.model.claims import Claim
from casebook.model.documents import Page
from casebook.model.events import Event
from casebook.model.figures import Figure
from casebook.model.parts import Basis
from casebook.model.record import From, Ref, Unnamed
from casebook.model.sources import Source
from casebook.model.types import Line, Prose
from casebook.render.desk import Desk, place_words
from casebook.render.replies import reply_words, speakers
from casebook.render.site.descriptions import how
from casebook.render.site.search.context import html_lines, lines, prose_lines
from casebook.render.site.search.fold import folded, words
from casebook.render.typography import typographic
from casebook.render.views.documents import page_view
from casebook.render.views.sources import PassageView, excerpt_passages

EXCERPT = "excerpt"
"""The kind of a paragraph of an excerpt, which is no record of its own."""

Name = tuple[str, str]
"""A name and its language; nothing for the language of the site."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a record, and whose they are."""

    by: str
    """The place in a source that they report, or why no source has them; nothing for ours."""
    lines: str
    """As `context.lines` cuts them."""


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found."""

    kind: str
    href: str
    """From the top of the site."""
    number: str
    title: str
    named: bool
    """Is its title a name, which a reader may spell otherwise?"""
    names: tuple[Name, ...]
    """Every other name it goes by."""
    detail: str
    """What tells it from others of its kind: a date, an office, who says it, who counted."""
    reply: str
    """Of a claim: who answered it, or that nobody did."""
    passages: tuple[Passage, ...]
    unseen: str = ""
    """Words that find it and are not shown: a date in digits, the days of a span."""


def documents(desk: Desk) -> Iterator[Document]:
    """Everything that search finds, kind by kind, in the order of the record.

    `desk` is that of a page at the top of the site.
    """
    for _, entry, make in parts(desk):
        yield from make(desk, entry)


Make = Callable[[Desk, Entry], Iterator[Document]]


def parts(desk: Desk) -> Iterator[tuple[str, Entry, Make]]:
    """The same still to be made, by what each part is of: a kind of document, and its record."""
    for kind in desk.edition.manuscript.model.kinds:
        for entry in desk.edition.of(kind):
            yield kind, entry, _of_record
    for entry in desk.edition.of("source"):
        yield EXCERPT, entry, _excerpt
    for entry in desk.edition.of("page"):
        yield "page", entry, _page


def _of_record(desk: Desk, entry: Entry) -> Iterator[Document]:
    yield _record(desk, entry)


def _record(desk: Desk, entry: Entry) -> Document:
    below = detail(desk, entry)
    return Document(
        kind=entry.kind.name,
        href=desk.links.to(entry),
        number=entry.number,
        title=typographic(entry.title),
        named=is_named(entry),
        names=other_names(entry),
        detail=below,
        reply=typographic(reply_words(desk.edition, entry)),
        passages=tuple(_passages(desk, entry, below)),
        unseen=_unseen(desk, entry),
    )


def is_named(entry: Entry) -> bool:
    """Is the title of a record a name, and not a sentence about it?"""
    return bool(getattr(entry.record, "name", None)) or isinstance(entry.record, Source)


def other_names(entry: Entry) -> tuple[Name, ...]:
    """What a record is called beside its title, each name once however it is spelt alike."""
    record: Any = entry.record
    found: list[Name] = [("", entry.label)] if entry.kind.short else []
    found += ((str(code), str(name)) for code, name in (_get(record, "native") or {}).items())
    found += (("", str(variant.name)) for variant in _get(record, "also") or ())
    names = {("", folded(entry.title)): ("", "")}
    native = []
    for language, name in found:
        if language.partition("-")[0]:
            native.append((language, typographic(name)))
        else:
            names.setdefault(("", folded(name)), ("", typographic(name)))
    return (*dict.fromkeys(native), *list(names.values())[1:])


def _get(record: object, field: str) -> Any:  # noqa: ANN401
    return getattr(record, field, None)


def detail(desk: Desk, entry: Entry) -> str:
    """What stands below the title of a record, so that it is not taken for another."""
    say = desk.interface.say
    edition = desk.edition
    match entry.record:
        case Event() as event:
            return _when(desk, event.date, event.basis)
        case Claim() as claim:
            date = said_by(edition, claim)
            said = say("%(kind)s by %(who)s, about %(whom)s")
            if not claim.about:
                said = say("%(kind)s by %(who)s")
            values = {
                "kind": say(claim.kind.capitalize()),
                "who": speakers(edition, entry),
                "whom": desk.interface.comma.join(edition.words(agent) for agent in claim.about),
            }
            return _parts(
                typographic(said % values),
                _when(desk, date, claim.basis) if claim.date else desk.date(date),
            )
        case Figure() as figure:
            source = edition.entry(figure.from_.source)
            period, basis = period_of(edition, figure)
            counter = edition.words(figure.counted_by, source)
            counted = say("counted by %(who)s") % {"who": typographic(counter)}
            if figure.counted_by == "not-stated":
                counted = say("who counted is not stated")
            if figure.status == "hypothetical":
                counted = say("nobody counted this: the source supposes it")
            return _parts(
                counted,
                _when(desk, period, basis) or say("over a span not stated"),
                say("in %(source)s") % {"source": typographic(source.label)},
            )
        case Source() as source_record:
            return _parts(
                _kind_words(desk, entry), _when(desk, source_record.date, source_record.basis)
            )
        case Person() as person:
            posts = {folded(post.post): typographic(post.post) for post in person.posts}
            return _parts(*posts.values())
    return _kind_words(desk, entry)


def _kind_words(desk: Desk, entry: Entry) -> str:
    """What sort of thing of its kind a record is, such as `police` or `market`."""
    return desk.interface.say(str(_get(entry.record, "kind") or "").replace("-", " "))


def _when(desk: Desk, date: Date | None, basis: Basis | None) -> str:
    return desk.date(date) + how(desk, basis) if date is not None else ""


def _parts(*words: str) -> str:
    return " · ".join(word for word in words if word)


def _passages(desk: Desk, entry: Entry, below: str) -> Iterator[Passage]:
    """Every text of a record: its editors' first, then each witness's, then facts from outside.

    Last, whoever and whatever it concerns that neither they nor its detail name. The grounds of
    a date or an identity are left out: they argue, and are not to be read without their case.
    """
    found: dict[str, list[str]] = {"": []}
    outside: list[str] = []
    others: dict[str, None] = {}
    for value in values_of(entry.record):
        first, _, last = value.path.rpartition(".")
        shown = ""
        match value.type, value.value:
            case Prose(), text if last not in _GROUNDS and not first.endswith("basis"):
                shown = prose_lines(desk, text)
            case Line(quoted=True), text if last != "printed":
                shown = lines(f"“{text}”")
            case _, Unnamed() as one:
                others[typographic(str(one.words))] = None
            case _, Ref() as ref if value.path.partition(".")[0] not in _LEADS_ELSEWHERE:
                others[typographic(desk.edition.entry(ref).label)] = None
        if shown:
            apart = first == "outside"
            (outside if apart else found.setdefault(_witness(desk, value), [])).append(shown)
    if outside:
        found[desk.interface.say("from outside the sources")] = outside
    said = "\n".join((*(text for texts in found.values() for text in texts), below)).casefold()
    unsaid = [other for other in others if other.casefold() not in said]
    passages = [*found.items(), ("", [lines(" · ".join(unsaid))])]
    for by, texts in passages:
        if shown := "\n".join(dict.fromkeys(filter(None, texts))):
            yield Passage(by, shown)


_GROUNDS = ("inferred", "because")
_LEADS_ELSEWHERE = ("replies", "after", "before", "compare", "part_of", "additional_to", "may_be")
"""Fields that place a record among others of its sort, and do not say what it is about."""


def _witness(desk: Desk, value: Value) -> str:
    """The place in a source that a value reports, as the innermost part with one has it."""
    for holder in (value.holder, *reversed(value.outer)):
        place = _get(holder, "from_")
        if isinstance(place, From):
            source = desk.edition.entry(place.source)
            return f"{typographic(source.label)} {place_words(place.places)}".strip()
    return ""


def _excerpt(desk: Desk, entry: Entry) -> Iterator[Document]:
    anchor = heading = ""
    source = typographic(entry.label)
    for passage in excerpt_passages(desk, entry):
        anchor = passage.ids[0] if passage.ids else passage.heading_id or anchor
        heading = passage.heading_words or heading
        if passage.heading or not (shown := html_lines(passage.html)):
            continue
        where = place_words(_range(passage.ids))
        yield Document(
            kind=EXCERPT,
            href=desk.links.to_unit(entry, anchor),
            number="",
            title=f"{source} {where}".strip(),
            named=False,
            names=(),
            detail=heading or typographic(entry.title),
            reply="",
            passages=(Passage("", shown), *_notes(passage)),
        )


def _range(ids: tuple[str, ...]) -> str:
    return f"{ids[0]}-{ids[-1]}" if len(ids) > 1 else "".join(ids)


def _notes(passage: PassageView) -> Iterator[Passage]:
    for note in passage.notes:
        if shown := html_lines(note.html):
            yield Passage("", shown)


def _page(desk: Desk, entry: Entry) -> Iterator[Document]:
    """A narrative page, a document for each of its sections."""
    page = entry.record
    assert isinstance(page, Page)
    title = typographic(entry.title)
    at = Document("page", desk.links.to(entry), "", title, False, (), "", "", ())
    if page.summary:
        at = replace(at, passages=(Passage("", lines(page.summary)),))
    for passage in page_view(desk, entry).passages:
        if passage.heading:
            if at.passages or not at.detail:
                yield at
            href = f"{desk.links.to(entry)}#{passage.heading_id}"
            at = Document("page", href, "", passage.heading_words, False, (), title, "", ())
        elif shown := html_lines(passage.html):
            at = replace(at, passages=(*at.passages, Passage("", shown), *_notes(passage)))
    yield at


MOST_DAYS = 31
"""Days of a span that are named one by one for search; of a longer one its months are."""
_YEAR = 366


def _unseen(desk: Desk, entry: Entry) -> str:
    """A record's date in digits, and of a span every day or month, in words."""
    date: Date | None = _get(entry.record, "date")
    if isinstance(entry.record, Figure):
        date = period_of(desk.edition, entry.record)[0]
    if not isinstance(date, Date):
        return ""
    found = dict.fromkeys(words(date.text))
    for day in _days(date):
        found.update(dict.fromkeys(words(f"{day} {display(parse_date(day))}")))
    return " ".join(found)


def _days(date: Date) -> list[str]:
    if date.precision != "interval" or date.earliest is None or date.latest is None:
        return []
    length = (date.latest - date.earliest).days + 1
    if length > _YEAR:
        return []
    days = [str(date.earliest + datetime.timedelta(n)) for n in range(length)]
    return days if length <= MOST_DAYS else list(dict.fromkeys(day[:7] for day in days))
