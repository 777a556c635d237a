"""The sources for reference managers: CSL-JSON, BibTeX and RIS."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from built_sites import SITES, built
from hostile import ATTACKS, hostile_edition
from hypothesis import given
from hypothesis import strategies as st

from casebook.dates import parse_date
from casebook.render.data.citations import FORMATS, Work, works
from casebook.render.data.citations.bibtex import latex, to_bibtex
from casebook.render.data.citations.csl import csl_item, to_csl
from casebook.render.data.citations.dates import csl_date, year_words
from casebook.render.data.citations.kinds import DOCUMENT, SORTS, sort_of
from casebook.render.data.citations.ris import to_ris
from casebook.render.desk import Desk
from casebook.render.links import SiteLinks

# Reading them back


def from_bibtex(data: bytes) -> dict[str, dict[str, str]]:
    library = parse_string(data.decode())
    assert library.failed_blocks == []
    assert len(library.blocks) == len(library.entries)
    return {
        entry.key: {"": entry.entry_type} | {f.key: str(f.value) for f in entry.fields}
        for entry in library.entries
    }


def from_ris(data: bytes) -> dict[str, dict[str, Any]]:
    found = rispy.loads(data.decode().replace("\r\n", "\n"))
    assert all("unknown_tag" not in one for one in found)
    return {one["id"]: one for one in found}


NAMED = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciicircum": "^",
    "textasciitilde": "~",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
}


def printed(words: str) -> str:
    """What LaTeX prints for the words of a value, the few ways of writing used here undone."""
    inside = words
    while inside.startswith("{") and inside.endswith("}"):
        inside = inside[1:-1]
    return re.sub(r"\\([a-z]+)\{\}|\\([$&%#_])", lambda m: NAMED[m[1]] if m[1] else m[2], inside)


def work(**changes: Any) -> Work:
    plain = Work(
        id="a-source",
        sort=DOCUMENT,
        kind="handbill",
        title="A title",
        short="",
        authors=(),
        publisher="A publisher",
        number="",
        address="",
        date=parse_date("1912-07-20"),
        notes=("A note.",),
    )
    return dataclasses.replace(plain, **changes)


# The record's own sources


@pytest.mark.parametrize("name", SITES)
def test_every_source_is_in_every_format(name: str) -> None:
    site = built(name)
    ids = [entry.id for entry in site.edition.of("source")]
    items = json.loads(site.files["data/sources.csl.json"])
    assert [item["id"] for item in items] == ids
    assert list(from_bibtex(site.files["data/sources.bib"])) == ids
    assert list(from_ris(site.files["data/sources.ris"])) == ids
    for item in items:
        source = site.edition.entries["source"][item["id"]].record
        held = getattr(source, "held", None)
        assert ("The editors do not hold its text." in item["note"]) == (held is False)
        assert f"(EDTF): {source.date.text}." in item["note"]  # type: ignore[attr-defined]


def test_what_a_source_is_in_each_format() -> None:
    files = built("harbour").files
    gazette, log, handbill = json.loads(files["data/sources.csl.json"])
    assert gazette["type"] == "article-newspaper"
    assert gazette["container-title"] == "The Merrow Gazette"
    assert "publisher" not in gazette
    assert gazette["author"] == [{"literal": "[the Gazette's man on the quay]"}]
    assert gazette["issued"] == {"date-parts": [[1912, 7, 20]]}
    assert log["type"] == "manuscript"
    assert log["title"] == "[The harbour master's log-book - a copy]"
    assert log["author"] == [{"literal": "Idris Vane"}]
    assert log["issued"] == {"date-parts": [[1912, 8]], "circa": True}
    assert "Its date is inferred: the last entry is of the first days of August." in log["note"]
    assert "A list of log-books has one of this harbour for 1912 (https://" in log["note"]
    assert "Stance: It is the Harbour office" in log["note"]
    assert handbill["issued"] == {"date-parts": [[1912, 7]], "circa": True}

    entries = from_bibtex(files["data/sources.bib"])
    assert [entries[id_][""] for id_ in entries] == ["article", "unpublished", "booklet"]
    assert printed(entries["gazette"]["title"]) == gazette["title"]
    assert entries["gazette"]["journal"] == "The Merrow Gazette"
    assert [entries["gazette"][name] for name in ("year", "month", "day")] == ["1912", "jul", "20"]
    assert (entries["log"]["year"], entries["log"]["author"]) == ("c. 1912", "{Idris Vane}")
    assert entries["handbill"]["year"] == "1912?"

    found = from_ris(files["data/sources.ris"])
    assert found["gazette"]["type_of_reference"] == "NEWS"
    assert found["gazette"]["secondary_title"] == "The Merrow Gazette"
    assert found["log"]["date"] == "1912/08//"
    assert found["gazette"]["date"] == "1912/07/20/"
    assert "The editors do not hold its text." in found["handbill"]["notes"]


def test_a_cable_is_a_report_and_a_kind_unknown_here_a_document() -> None:
    cable = json.loads(built("own").files["data/sources.csl.json"])[0]
    assert (cable["type"], cable["number"]) == ("report", "10KARACHI23")
    assert sort_of("graffito") is DOCUMENT
    assert DOCUMENT.csl == "document"
    assert {sort.csl for sort in SORTS.values()} <= set(CSL_TYPES.split())


CSL_TYPES = """
    article article-journal article-magazine article-newspaper bill book broadcast chapter
    classic collection dataset document entry entry-dictionary entry-encyclopedia event figure
    graphic hearing interview legal_case legislation manuscript map motion_picture musical_score
    pamphlet paper-conference patent performance periodical personal_communication post
    post-weblog regulation report review review-book software song speech standard thesis treaty
    webpage
"""
"""All that the schema of CSL-JSON 1.0.2 lets an item be."""


# Dates


@pytest.mark.parametrize(
    ("edtf", "csl", "year"),
    [
        ("2010-01-11", {"date-parts": [[2010, 1, 11]]}, "2010"),
        ("2010-01", {"date-parts": [[2010, 1]]}, "2010"),
        ("2010", {"date-parts": [[2010]]}, "2010"),
        ("2010~", {"date-parts": [[2010]], "circa": True}, "c. 2010"),
        ("2010-01?", {"date-parts": [[2010, 1]], "circa": True}, "2010?"),
        ("2010-01%", {"date-parts": [[2010, 1]], "circa": True}, "c. 2010?"),
        ("2010-01-XX", {"date-parts": [[2010, 1]]}, "2010"),
        ("2010-XX", {"date-parts": [[2010]]}, "2010"),
        ("2010-22", {"date-parts": [[2010]], "season": 2}, "2010"),
        ("201X", {"date-parts": [[2010], [2019]], "circa": True}, "2010-2019"),
        ("2008/2010-03", {"date-parts": [[2008], [2010, 3]]}, "2008-2010"),
        ("2010-01-07/2010-01-10~",
         {"date-parts": [[2010, 1, 7], [2010, 1, 10]], "circa": True}, "c. 2010"),
        ("2010/..", {"date-parts": [[2010]], "literal": "from 2010"}, "2010-"),
        ("[2008,2009]",
         {"date-parts": [[2008], [2009]], "circa": True, "literal": "2008 or 2009"}, "2008-2009"),
    ],
)  # fmt: skip
def test_dates(edtf: str, csl: dict[str, Any], year: str) -> None:
    date = parse_date(edtf)
    found = csl_date(date)
    if "literal" in csl:
        assert found.pop("literal")
        csl = {key: value for key, value in csl.items() if key != "literal"}
    assert found == csl
    assert year_words(date) == year


@pytest.mark.parametrize("edtf", ["../2010", "/2010", "[..2010]", "2010/", "[2008..2010]", "20XX"])
def test_no_date_is_made_up(edtf: str) -> None:
    """Parts are those that are written, or the bounds of what is, marked as no certain date."""
    date = parse_date(edtf)
    found = csl_date(date)
    bounds = {day.year for day in (date.earliest, date.latest) if day is not None}
    assert {parts[0] for parts in found.get("date-parts", [])} <= bounds
    assert "circa" in found or "literal" in found


# Whatever is typed


def test_no_attack_gets_out_of_its_field(tmp_path: Path) -> None:
    edition = hostile_edition(tmp_path)
    cited = works(Desk(edition, SiteLinks("")))
    ids = [one.id for one in cited]
    assert len(ids) == 3
    entries, found = from_bibtex(to_bibtex(cited)), from_ris(to_ris(cited))
    items = {item["id"]: item for item in json.loads(to_csl(cited))}
    assert list(entries) == list(found) == list(items) == ids
    for one in cited:
        assert printed(entries[one.id]["title"]) == one.title == items[one.id]["title"]
        assert found[one.id]["title"] == " ".join(one.title.split())


@pytest.mark.parametrize("attack", ATTACKS)
def test_each_attack_in_each_field(attack: str) -> None:
    one = work(
        title=attack, short=attack, authors=(attack,), publisher=attack, number=attack,
        kind=attack, notes=(attack, attack),
    )  # fmt: skip
    entry = from_bibtex(to_bibtex([one, work(id="next")]))["a-source"]
    for name in ("title", "shorttitle", "author", "howpublished", "number", "type"):
        assert printed(entry[name]) == attack, name
    ris = from_ris(to_ris([one, work(id="next")]))
    assert list(ris) == ["a-source", "next"]
    words = " ".join(attack.split())
    assert ris["a-source"]["title"] == words
    assert ris["a-source"]["authors"] == [words]
    assert ris["a-source"]["notes"] == [words, words]
    assert csl_item(one)["title"] == attack


def test_a_line_end_ends_no_field() -> None:
    one = work(title="One\nTY  - BOOK\r\nER  - ", publisher="a\nb")
    assert list(from_ris(to_ris([one]))) == ["a-source"]
    assert to_ris([one]).count(b"\r\nTY  - ") == 0


@given(st.text(max_size=30).filter(lambda words: not re.search(r"[{}]$|^[{}]", words)))
def test_latex_prints_what_was_typed(words: str) -> None:
    written = latex(words)
    assert printed(written) == words
    # BibTeX counts braces, whatever stands before them.
    depth = 0
    for ch in written:
        depth += {"{": 1, "}": -1}.get(ch, 0)
        assert depth >= 0
    assert depth == 0


def test_an_address_is_an_address() -> None:
    address = "https://example.org/a_b%20c?d={e}&f=~g#h"
    one = csl_item(work(address=address))
    assert one["URL"] == address
    bib = from_bibtex(to_bibtex([work(address=address)]))["a-source"]
    assert bib["url"] == "https://example.org/a_b%20c?d=%7Be%7D&f=~g#h"
    assert from_ris(to_ris([work(address=address)]))["a-source"]["urls"] == [address]


def test_formats_are_told_apart() -> None:
    assert len({one.ending for one in FORMATS}) == len({one.name for one in FORMATS}) == 3
    ris = to_ris([work()])
    assert ris.startswith(b"TY  - GEN\r\n") and ris.endswith(b"ER  - \r\n\r\n")
    assert b"\n" not in ris.replace(b"\r\n", b"")
