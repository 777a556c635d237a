"""How a page is cited, and how the document is that a page of a source is about.

A page bears its own citation in every format as text: a file each for every page would make a
site of four times as many files. Sources are few, their pages long, and reference managers are
fed with them: beside the page of each lie files, with that source alone or with the page alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from casebook.dates import parse_date
from casebook.edit.edition import Entry
from casebook.editions.frozen import frozen_as
from casebook.model.sources import Source
from casebook.output import Output
from casebook.render.data.citations import FORMATS, Format, Work, source_work
from casebook.render.data.citations.csl import csl_item, to_csl
from casebook.render.data.citations.kinds import PAGE
from casebook.render.desk import Desk
from casebook.render.site.descriptions import how, title_alone
from casebook.render.typography import typographic
from casebook.render.views.editions import shown_id

FRONT = "index.html"


@dataclass(frozen=True, slots=True)
class CitationText:
    """The citation of a page in one format."""

    name: str
    text: str
    file: str
    """What a file with this text would be called."""


@dataclass(frozen=True, slots=True)
class CitationFile:
    """A citation in one format, as a file of the site."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class SourceCiting:
    """How the document itself is cited, which is another thing than our page about it."""

    line: Markup
    files: tuple[CitationFile, ...]


@dataclass(frozen=True, slots=True)
class Citing:
    """How a page is cited."""

    line: Markup
    """To be copied, in the one style of the house."""
    texts: tuple[CitationText, ...]
    """None on the page of a source, which has files instead."""
    files: tuple[CitationFile, ...]
    source: SourceCiting | None
    """On the page of a source alone."""


def citing(desk: Desk, path: str, title: str, entry: Entry | None, address: str) -> Citing:
    """How the page at a path of the site is cited; `address` is the site's, or nothing."""
    work = _page(desk, path, title, entry, address)
    stem = path.removesuffix(".html").replace("/", "-")
    line = _page_line(desk, work, path)
    if entry is not None and isinstance(entry.record, Source):
        source = SourceCiting(_source_line(desk, entry), _links(desk, entry, ""))
        return Citing(line, (), _links(desk, entry, _OF_PAGE), source)
    texts = (CitationText(one.title, _shown(one, work), f"{stem}.{one.ending}") for one in FORMATS)
    return Citing(line, tuple(texts), (), None)


def _shown(one: Format, work: Work) -> str:
    """A citation as it stands in a page: the blanks that only make JSON readable are left out."""
    if one.write is to_csl:
        return json.dumps([csl_item(work)], ensure_ascii=False)
    text = one.write([work]).decode()
    return text.replace("\r\n", "\n").strip("\n")


def source_files(desk: Desk, address: str) -> Iterator[Output]:
    """What the pages of sources lead to: each source, and each of these pages, in each format."""
    for entry in desk.edition.of("source"):
        page = _page(desk, entry.path, entry.title, entry, address)
        for work, of in ((source_work(desk, entry), ""), (page, _OF_PAGE)):
            for path, one in _files(entry, of):
                yield Output(path, one.write([work]))


_OF_PAGE = ".page"
"""What tells the file of a page from that of its source; no id has a dot."""


def _links(desk: Desk, source: Entry, of: str) -> tuple[CitationFile, ...]:
    return tuple(
        CitationFile(one.title, desk.links.to_file(path)) for path, one in _files(source, of)
    )


def _files(source: Entry, of: str) -> Iterator[tuple[str, Format]]:
    stem = source.path.removesuffix(".html") + of
    for one in FORMATS:
        yield f"{stem}.{one.ending}", one


def _page(desk: Desk, path: str, title: str, entry: Entry | None, address: str) -> Work:
    """A page as a work of the site's editors, dated to the day its record was entered."""
    edition = desk.edition
    site = edition.site
    name = typographic(site.title)
    day = None
    if entry is not None:
        title = _title(desk, entry)
        known = edition.manuscript.register.find(entry.kind.name, entry.id)
        day = parse_date(str(known.day)) if known is not None else None
    elif path == FRONT and site.subtitle:
        title = f"{site.title}: {site.subtitle}"
    return Work(
        id=entry.key if entry is not None else path.removesuffix(".html").replace("/", "-"),
        sort=PAGE,
        kind=desk.interface.say("Web page"),
        title=typographic(title),
        short="",
        authors=tuple(typographic(editor) for editor in site.editors),
        publisher=name,
        number=entry.number if entry is not None else "",
        address=address + path if address else "",
        date=day,
        notes=(),
        edition=frozen.id if (frozen := edition.derived("frozen", frozen_as)) is not None else "",
    )


def _title(desk: Desk, entry: Entry) -> str:
    """A page's title; that of our page about a source is not the source's own."""
    title = title_alone(desk, entry)
    if not isinstance(entry.record, Source):
        return title
    if entry.id in desk.edition.excerpts:
        return desk.interface.say("%(title)s: an account with notes") % {"title": title}
    return desk.interface.say("%(title)s: what is known of it") % {"title": title}


def _page_line(desk: Desk, work: Work, path: str) -> Markup:
    """Editors, “title” (number), *site*, edition, day of entry, address."""
    say = desk.interface.say
    parts = [escape(desk.isolated(name)) for name in work.authors]
    whole = work.title if path == FRONT else work.publisher
    site = Markup("<cite>{}</cite>").format(desk.isolated(whole))
    if path != FRONT:
        numbered = work.number and work.number not in work.title
        parts.append(
            _quoted(desk, desk.isolated(work.title)) + (f" ({work.number})" if numbered else "")
        )
    parts.append(site)
    if work.edition:
        parts.append(desk.say("edition %(name)s", name=shown_id(desk, work.edition)))
    if work.date is not None:
        parts.append(escape(say("entered %(day)s") % {"day": desk.date(work.date)}))
    if work.address:
        parts.append(_address(work.address))
    return escape(desk.interface.comma).join(parts)


def _source_line(desk: Desk, entry: Entry) -> Markup:
    """Authors, “title”, publisher, date, reference: as the document itself is cited."""
    work = source_work(desk, entry)
    source = entry.record
    assert isinstance(source, Source)
    parts = [escape(desk.isolated(typographic(name))) for name in work.authors]
    if source.title_is_ours:
        parts.append(escape(desk.isolated(typographic(work.title))))
    else:
        parts.append(_quoted(desk, desk.title(entry)))
    if work.publisher not in work.authors:
        publisher = desk.isolated(typographic(work.publisher.rstrip(".")))
        parts.append(Markup("<cite>{}</cite>").format(publisher))
    parts.append(escape(desk.date(source.date) + how(desk, source.basis)))
    if work.number:
        parts.append(escape(desk.isolated(typographic(work.number))))
    if work.address:
        parts.append(_address(work.address))
    return escape(desk.interface.comma).join(parts)


def _quoted(desk: Desk, words: str) -> Markup:
    opening, closing = desk.interface.quotes
    return Markup("{}{}{}").format(opening, words, closing)


def _address(address: str) -> Markup:
    return Markup('<span class="address" dir="ltr">{}</span>').format(address)
