"""The file that the browser searches: a script that holds every document and no code.

The index itself is made of it in the browser, at the first use of search, in slices between
which the page answers, that of names first. Shipped ready-made it would be as large again as the
documents: time saved in the browser would be lost on the way there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial

from casebook.edit.edition import Entry
from casebook.output import Output
from casebook.render.desk import Desk
from casebook.render.links import SiteLinks
from casebook.render.parts import Order
from casebook.render.site.again import Made, PageMemory, Piece
from casebook.render.site.search.documents import EXCERPT, Document, Make, documents, parts
from casebook.render.watched import keys
from casebook.render.watched.edition import WatchedEdition
from casebook.render.watched.state import State, digest_of

PATH = "search/index.js"


def search_index(order: Order) -> Output:
    """The documents of a site as a classic script, which works from a folder too."""
    desk = Desk(order.edition, SiteLinks(""))
    return Output(PATH, "".join(_script(desk)).encode())


def search_index_again(order: Order, memory: PageMemory, state: State) -> Made:
    """The same of an edition that is watched, with what was read for each record of it.

    The documents of a record that would be as they were are taken from what was published. Of
    10,000 events all of them take 1.3 seconds of one processor, and those of one edit 0.06.
    """
    edition = order.edition
    assert isinstance(edition, WatchedEdition)
    desk = Desk(edition, SiteLinks(""))
    kinds = _kinds(desk)
    numbers = {kind: number for number, kind in enumerate(kinds)}
    head = _head(kinds)
    # The words of the interface are those of the generator, of which site.yaml names the language.
    about = digest_of(head, state.digest(keys.SITE))
    old, unchanged = memory.pieces(PATH, about)
    standing = _by_record(old)
    text, pieces = [head.encode()], []
    for kind, entry, make in parts(desk):
        name = f"{kind} {entry.key}"
        if name in unchanged:
            lines, reads = standing.get((numbers[kind], desk.links.to(entry)), []), None
        else:
            lines, reads = edition.reads.by_itself(partial(_lines, desk, entry, make, numbers))
        text += lines
        pieces.append(Piece(name, reads))
    text.append(_TAIL.encode())
    return Made(PATH, b"".join(text), (), about=about, pieces=tuple(pieces))


def _by_record(published: bytes) -> dict[tuple[int, str], list[bytes]]:
    """The lines of the documents in a script, by the kind and the page that each begins with.

    So no record is given the words of another, whatever somebody wrote into what is kept.
    """
    found: dict[tuple[int, str], list[bytes]] = {}
    for line in published.splitlines(keepends=True)[_HEAD_LINES:-1]:
        kind, href, _ = line.split(b'"', 2)
        page = href.partition(b"#")[0].decode()
        found.setdefault((int(kind[1:-1]), page), []).append(line)
    return found


def _script(desk: Desk) -> Iterator[str]:
    """One document a line, so that whatever is found wrong in it can be placed."""
    kinds = _kinds(desk)
    numbers = {kind: number for number, kind in enumerate(kinds)}
    yield _head(kinds)
    for document in documents(desk):
        yield _line(document, numbers)
    yield _TAIL


def _head(kinds: Mapping[str, str]) -> str:
    return f"window.casebookIndex = {{\nkinds: {_json(list(kinds.items()))},\ndocuments: [\n"


_HEAD_LINES = 3
_TAIL = "]};\n"


def _line(document: Document, numbers: Mapping[str, int]) -> str:
    return f"{_json(_row(document, numbers[document.kind]))},\n"


def _lines(desk: Desk, entry: Entry, make: Make, numbers: Mapping[str, int]) -> list[bytes]:
    return [_line(document, numbers).encode() for document in make(desk, entry)]


def _kinds(desk: Desk) -> dict[str, str]:
    """What answers are grouped by, and its heading."""
    say = desk.interface.say
    kinds = desk.edition.manuscript.model.kinds.values()
    found = {kind.name: say(kind.plural) for kind in kinds}
    return {**found, EXCERPT: say("In the excerpts"), "page": say("Pages")}


def _row(document: Document, kind: int) -> list[object]:
    """A document as an array; `read` in static/scripts/search.js gives its members names."""
    return [
        kind,
        document.href,
        document.number,
        document.title,
        int(document.named),
        [name if not language else [name, language] for language, name in document.names],
        document.detail,
        document.reply,
        [[passage.by, passage.lines] for passage in document.passages],
        document.unseen,
    ]


def _json(value: object) -> str:
    # Letters as they are: what looks for withheld names reads no escapes.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
