"""Sources and pages as citations, for reference managers: CSL-JSON, BibTeX and RIS.

works   a work as it is cited, whatever the format
kinds   what sort of document a source is in each format
dates   a date of EDTF in what each format can say
csl     CSL-JSON (schema 1.0.2)
bibtex  BibTeX, with what LaTeX would take for its own written out
ris     RIS
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casebook.render.data.citations.bibtex import to_bibtex
from casebook.render.data.citations.csl import to_csl
from casebook.render.data.citations.ris import to_ris
from casebook.render.data.citations.works import Work, source_work, works

__all__ = ["FORMATS", "Format", "Work", "source_work", "works"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format that citations can be written in."""

    name: str
    title: str
    ending: str
    mediatype: str
    about: str
    write: Callable[[Sequence[Work]], bytes]


_ABOUT = "Every source to be cited, those whose text the editors do not hold marked so"

FORMATS = (
    Format(
        "csl",
        "CSL-JSON",
        "csl.json",
        "application/vnd.citationstyles.csl+json",
        f"{_ABOUT}: for Zotero, Pandoc and others.",
        to_csl,
    ),
    Format("bib", "BibTeX", "bib", "application/x-bibtex", f"{_ABOUT}: for LaTeX.", to_bibtex),
    Format(
        "ris",
        "RIS",
        "ris",
        "application/x-research-info-systems",
        f"{_ABOUT}: for EndNote and others.",
        to_ris,
    ),
)
"""A new format is a function from works to bytes, and a place in this table."""
