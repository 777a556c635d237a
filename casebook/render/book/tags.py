"""What WeasyPrint 70 leaves out of a PDF's tags and can be told from them: put in before it writes.

- A heading cell of a table gets its scope: a column's in the head of the table, else a row's.
- A name in another language gets its language. Layouts set such a name in an element `main`,
  because that alone becomes a tag of its own, `Part`; it is turned into a `Span`.

Only the pydyf document is touched that WeasyPrint hands to a finisher.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

FOREIGN = "main"
"""The element that layouts set a name in another language in."""
_PART = "/Part"


def languages_of(elements: Iterable[Any]) -> list[str]:
    """The language of each name in another language, in the order of the document."""
    return [str(one.get("lang", "")) for one in elements if one.tag == FOREIGN]


def amend(pdf: Any, languages: Sequence[str]) -> None:  # noqa: ANN401
    """Put scopes and languages into the tags of a document that is about to be written.

    AssertionError where the names that were laid out are not those that were set: a name would
    be read aloud in the wrong language.
    """
    import pydyf

    parts = []
    for tag, within_head in _tags(pdf, pdf.catalog["StructTreeRoot"], False):
        if tag["S"] == "/TH":
            tag["A"]["Scope"] = "/Column" if within_head else "/Row"
        elif tag["S"] == _PART:
            parts.append(tag)
    if len(parts) != len(languages):
        raise AssertionError(f"{len(parts)} names were laid out of {len(languages)}")
    for tag, language in zip(parts, languages, strict=True):
        tag["S"] = "/Span"
        tag["Lang"] = pydyf.String(language)


def _tags(pdf: Any, reference: bytes, within_head: bool) -> Iterator[tuple[Any, bool]]:  # noqa: ANN401
    """Every tag below one in the order of reading, and whether it is in a table's head."""
    below = [(reference, within_head)]
    while below:
        one, in_head = below.pop()
        tag = pdf.objects[int(one.split()[0])]
        kind = tag.get("S")
        if kind is not None:
            yield tag, in_head
        inner = in_head or kind == "/THead"
        kids = (kid for kid in tag.get("K", ()) if isinstance(kid, bytes))
        below.extend((kid, inner) for kid in reversed(list(kids)))
