"""What sort of document a source is, in the words of each format.

A source's kind is a word of its editors' choosing, so that only common ones can be known here;
any other is a document of no particular sort, which every format has.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of document."""

    csl: str
    bibtex: str
    ris: str
    periodical: bool = False
    """Does it stand in something that its publisher brings out again and again?"""


DOCUMENT = Sort("document", "misc", "GEN")
_ARTICLE = Sort("article", "article", "GEN", periodical=True)
_NEWS = Sort("article-newspaper", "article", "NEWS", periodical=True)
_MAGAZINE = Sort("article-magazine", "article", "MGZN", periodical=True)
_JOURNAL = Sort("article-journal", "article", "JOUR", periodical=True)
_REPORT = Sort("report", "techreport", "RPRT")
_MANUSCRIPT = Sort("manuscript", "unpublished", "UNPB")
_LETTER = Sort("personal_communication", "misc", "PCOMM")
_PAMPHLET = Sort("pamphlet", "booklet", "PAMP")
_WEB = Sort("webpage", "misc", "ELEC")
PAGE = Sort("webpage", "misc", "ELEC", periodical=True)
"""A page of the record, which stands in the site as an article stands in a newspaper."""

SORTS: dict[str, Sort] = {
    **dict.fromkeys(("article",), _ARTICLE),
    **dict.fromkeys(
        ("newspaper", "newspaper-article", "newspaper-report", "news", "news-article",
         "news-report", "news-feature", "newspaper-feature", "feature", "dispatch",
         "news-digest", "agency-report", "wire"),
        _NEWS,
    ),
    **dict.fromkeys(("magazine", "magazine-article"), _MAGAZINE),
    **dict.fromkeys(("journal", "journal-article", "scholarly-article"), _JOURNAL),
    **dict.fromkeys(
        ("report", "diplomatic-cable", "cable", "telegram", "inquiry-report", "annual-report"),
        _REPORT,
    ),
    **dict.fromkeys(
        ("manuscript", "log-book", "log", "diary", "minutes", "notes", "ledger"), _MANUSCRIPT
    ),
    **dict.fromkeys(("letter", "email", "message"), _LETTER),
    **dict.fromkeys(("pamphlet", "handbill", "leaflet", "flyer", "brochure"), _PAMPHLET),
    **dict.fromkeys(("web-page", "website", "web-article"), _WEB),
    "book": Sort("book", "book", "BOOK"),
    "thesis": Sort("thesis", "phdthesis", "THES"),
    "blog-post": Sort("post-weblog", "misc", "BLOG"),
    "interview": Sort("interview", "misc", "GEN"),
    "speech": Sort("speech", "misc", "GEN"),
    "law": Sort("legislation", "misc", "STAT"),
    "statute": Sort("legislation", "misc", "STAT"),
    "judgment": Sort("legal_case", "misc", "CASE"),
    "hearing": Sort("hearing", "misc", "HEAR"),
    "treaty": Sort("treaty", "misc", "GEN"),
    "broadcast": Sort("broadcast", "misc", "SOUND"),
    "film": Sort("motion_picture", "misc", "MPCT"),
    "video": Sort("motion_picture", "misc", "VIDEO"),
    "photograph": Sort("graphic", "misc", "ART"),
    "map": Sort("map", "misc", "MAP"),
    "data-set": Sort("dataset", "misc", "DATA"),
}  # fmt: skip


def sort_of(kind: str) -> Sort:
    """The sort of document that a source's kind names."""
    return SORTS.get(kind, DOCUMENT)
