"""BibTeX: one entry a work, every value in braces and on one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from casebook.render.data.citations.dates import certain_day, certain_month, year_words
from casebook.render.data.citations.works import Work

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# BibTeX counts braces even after a backslash, so that those of a value are written by name.
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "$": r"\$",
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
    }
)


def latex(words: str) -> str:
    """Words that LaTeX prints as they are; UTF-8 letters stay."""
    return words.translate(_LATEX)


def to_bibtex(works: Sequence[Work]) -> bytes:
    """Works as a database of BibTeX in UTF-8."""
    return "\n".join(_entry(work) for work in works).encode()


def _entry(work: Work) -> str:
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(work))
    return f"@{work.sort.bibtex}{{{work.id},\n{fields}}}\n"


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    # Double braces keep the capitals of a title and a name in one piece.
    yield "title", f"{{{{{latex(work.title)}}}}}"
    if work.short:
        yield "shorttitle", f"{{{{{latex(work.short)}}}}}"
    if work.authors:
        yield "author", "{" + " and ".join(f"{{{latex(name)}}}" for name in work.authors) + "}"
    where = _WHERE.get(work.sort.bibtex, "howpublished")
    yield where, f"{{{latex(work.publisher)}}}"
    if work.number:
        yield "number", f"{{{latex(work.number)}}}"
    if work.address:
        yield "url", f"{{{_address(work.address)}}}"
    if work.edition:
        yield "edition", f"{{{latex(work.edition)}}}"
    if year := year_words(work.date):
        yield "year", f"{{{latex(year)}}}"
    month = certain_month(work.date)
    if month is not None:
        yield "month", MONTHS[month.month - 1]
    day = certain_day(work.date)
    if day is not None:
        yield "day", f"{{{day.day}}}"
    yield "type", f"{{{latex(work.kind)}}}"
    if work.notes:
        yield "note", f"{{{latex(' '.join(work.notes))}}}"


_WHERE = {
    "article": "journal",
    "techreport": "institution",
    "book": "publisher",
    "phdthesis": "school",
}
"""Where an entry of a type has whoever brought it out."""


def _address(address: str) -> str:
    """A web address, which is printed as it is: only what BibTeX counts is encoded."""
    return quote(address, safe=":/?#[]@!$&'()*+,;=%-._~")
