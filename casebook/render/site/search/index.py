"""The file that the browser searches: a script that holds every document and no code.

The index itself is made of it in the browser, at the first use of search, in slices between
which the page answers, that of names first. Shipped ready-made it would be as large again as the
documents: time saved in the browser would be lost on the way there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from casebook.output import Output
from casebook.render.desk import Desk
from casebook.render.links import SiteLinks
from casebook.render.parts import Order
from casebook.render.site.search.documents import EXCERPT, Document, documents

PATH = "search/index.js"


def search_index(order: Order) -> Output:
    """The documents of a site as a classic script, which works from a folder too."""
    desk = Desk(order.edition, SiteLinks(""))
    return Output(PATH, "".join(_script(desk)).encode())


def _script(desk: Desk) -> Iterator[str]:
    """One document a line, so that whatever is found wrong in it can be placed."""
    kinds = _kinds(desk)
    yield f"window.casebookIndex = {{\nkinds: {_json(list(kinds.items()))},\ndocuments: [\n"
    numbers = {kind: number for number, kind in enumerate(kinds)}
    for document in documents(desk):
        yield f"{_json(_row(document, numbers[document.kind]))},\n"
    yield "]};\n"


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
