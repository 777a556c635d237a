"""What search looks through, and the A–Z: every record, in every spelling, with its replies."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from built_sites import SITES, Built, built, text
from hidden_names import NAME, RECORD, kept
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from tiny import write

from casebook.edit.edition import HOME
from casebook.interface import Interface
from casebook.render.desk import Desk
from casebook.render.links import SiteLinks
from casebook.render.replies import reply_words
from casebook.render.site.search.az import az_view
from casebook.render.site.search.context import WHOLE, html_lines, lines
from casebook.render.site.search.documents import Document, documents, other_names
from casebook.render.site.search.fold import folded, words
from casebook.render.site.search.index import PATH
from casebook.render.typography import typographic


@pytest.fixture(params=SITES, scope="module")
def site(request: pytest.FixtureRequest) -> Built:
    return built(request.param)


@pytest.fixture(scope="module")
def harbour() -> Built:
    return built("harbour")


def desk_of(site: Built) -> Desk:
    return Desk(site.edition, SiteLinks(""))


def found(site: Built) -> tuple[Document, ...]:
    return _found(next(name for name in SITES if built(name) is site))


@cache
def _found(name: str) -> tuple[Document, ...]:
    return tuple(documents(desk_of(built(name))))


def index_of(site: Built) -> dict[str, Any]:
    """The script, read as a browser would."""
    source = site.files[PATH].decode()
    assert source.startswith("window.casebookIndex = {\n")
    literal = source.removeprefix("window.casebookIndex = ").removesuffix(";\n")
    literal = re.sub(r"^(kinds|documents):", r'"\1":', literal, flags=re.MULTILINE)
    index: dict[str, Any] = json.loads(literal.replace("],\n]}", "]\n]}"))
    return index


# Folding


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("علي", "علی"),
        ("كراچي", "کراچی"),
        ("أحمد", "احمد"),
        ("إسلام", "اسلام"),
        ("آصف", "اصف"),
        ("مدینة", "مدینہ"),
        ("ه", "ہ"),
        ("ۃ", "ہ"),
        ("مسئله", "مسیلہ"),
        ("مـــلک", "ملک"),
        ("مُلک", "ملک"),
        ("پیپلز\u200cامن", "پیپلزامن"),
        ("ﻋﻠﻲ", "علی"),
        ("۲۰۱۱ ٢٠١١", "2011 2011"),
        ("Béjà", "beja"),
        ("STRASSE", "straße"),
        ("İzmir ı", "izmir i"),
        ("ΟΔΟΣ", "οδος"),
        ("al-Qaeda", "al qaeda"),
        ("Qur’an", "quran"),
        ("the MQM's", "the MQM"),
        ("the MQM’s", "the MQM"),
        ("1,000 dead", "1000 dead"),
        ("soft\u00adly", "softly"),
    ],
)
def test_two_ways_of_writing_a_word_are_one(one: str, other: str) -> None:
    assert words(one) == words(other) != []


def test_words_that_differ_stay_apart() -> None:
    assert words("1,00 12,3456 a,b") == ["1", "00", "12", "3456", "a", "b"]
    assert words("کِتاب") != words("کباب")
    assert words("की") != words("का")
    assert words("七月") == ["七", "月"]
    assert words("’ ' - …") == []


@given(st.text())
def test_folding_ends(typed: str) -> None:
    assert words(" ".join(words(typed))) == words(typed)
    assert all(word and " " not in word for word in words(typed))


# Lines


def test_a_line_is_a_sentence() -> None:
    assert lines("One. Two is\nlonger!  Gen. Ada came.") == "One.\nTwo is longer!\nGen. Ada came."
    assert lines(" ") == ""


def test_marks_of_notes_and_citations_are_no_words() -> None:
    html = Markup(
        '<p>It rose<a class="note-mark" id="m" href="#n">1</a> and <a href="x">fell</a>. '
        '<a class="cite" href="y">log ¶1</a>; <a class="cite" href="z">log ¶2</a></p><p>Then.</p>'
    )
    assert html_lines(html) == "It rose and fell.\nThen."


def test_a_line_that_carries_a_reply_is_whole(site: Built) -> None:
    """Whatever names a claim in passing has its reply in the same line, marked as not to be cut."""
    carried = 0
    for document in found(site):
        for passage in document.passages:
            for line in passage.lines.split("\n"):
                assert line.strip() == line.removeprefix(WHOLE), document.href
                assert "\ue000" not in line
                replied = re.search(r"\((?:no reply printed|answered |spoken of earlier )", line)
                if replied:
                    assert line.startswith(WHOLE), (document.href, line)
                    carried += 1
                else:
                    assert not line.startswith(WHOLE), (document.href, line)
    assert carried > (20 if site is built("own") else -1)


def test_every_mention_of_a_claim_in_prose_has_its_reply() -> None:
    site = built("own")
    by_href = {document.href: document for document in found(site)}
    seen = 0
    for of_kind in site.edition.entries.values():
        for entry in of_kind.values():
            summary = getattr(entry.record, "summary", None)
            if summary is None or summary.at not in site.edition.prose:
                continue
            shown = "\n".join(p.lines for p in by_href[entry.path].passages)
            for mention in site.edition.prose[summary.at].mentions:
                claim = site.edition.mentioned(mention, summary)
                if reply := reply_words(site.edition, claim):
                    said = typographic(f"{mention.words or claim.label} ({reply})")
                    assert said in shown.replace("\n", " "), entry.id
                    seen += 1
    assert seen > 20


# Documents


def test_everything_can_be_found(site: Built) -> None:
    hrefs = {document.href.partition("#")[0] for document in found(site)}
    wanted = {entry.path for of_kind in site.edition.entries.values() for entry in of_kind.values()}
    assert hrefs == wanted


def test_every_address_leads_to_a_page_and_a_place_on_it(site: Built) -> None:
    ids = {path: {one.get("id") for one in page.html.iter()} for path, page in site.pages.items()}
    parted = 0
    for document in found(site):
        path, _, anchor = document.href.partition("#")
        assert path in site.pages, document.href
        if anchor:
            assert anchor in ids[path], document.href
            parted += 1
    assert parted > 5


def test_a_claim_is_never_without_its_reply(site: Built) -> None:
    claims = {entry.path: entry for entry in site.edition.of("claim")}
    seen = 0
    for document in found(site):
        entry = claims.get(document.href)
        reply = typographic(reply_words(site.edition, entry)) if entry else ""
        assert document.reply == reply, document.href
        seen += bool(reply)
    assert seen > 2


def test_a_figure_is_never_without_who_counted(site: Built) -> None:
    figures = {entry.path for entry in site.edition.of("figure")}
    for document in found(site):
        if document.href in figures:
            assert re.match(
                r"(counted by .|who counted is not stated|nobody counted)", document.detail
            )
            assert " · in " in document.detail


def test_every_name_is_there_once(site: Built) -> None:
    by_href = {document.href: document for document in found(site)}
    variants = 0
    for kind in ("person", "party", "community", "place", "term"):
        for entry in site.edition.of(kind):
            document = by_href[entry.path]
            record: Any = entry.record
            assert document.named
            names = {("", folded(document.title))}
            names |= {(language, folded(name)) for language, name in document.names}
            assert len(names) == len(document.names) + 1, entry.id
            for variant in record.also:
                assert ("", folded(variant.name)) in names
                variants += 1
            for language, name in (record.native or {}).items():
                assert (language, folded(name)) in names
    assert variants > 1


def test_a_span_is_found_by_its_days() -> None:
    spans = [d for d in found(built("own")) if re.match(r"\d+–\d+\s\w+\s20", d.detail)]
    assert spans
    for document in spans:
        first, last = map(int, re.findall(r"(\d+)–(\d+)\s", document.detail)[0])
        assert {str(day) for day in range(first, last + 1)} <= set(document.unseen.split())


def test_grounds_are_not_shown_without_their_case(site: Built) -> None:
    shown = "\n".join(p.lines for d in found(site) for p in d.passages)
    grounds = [
        str(basis.inferred)
        for entry in site.edition.of("person")
        if (basis := getattr(entry.record, "identified", None)) and basis.inferred
    ]
    assert grounds
    for words_ in grounds:
        assert typographic(" ".join(words_.split()))[:60] not in shown


def test_the_index_is_a_script_of_the_documents(site: Built) -> None:
    index = index_of(site)
    all_of_them = found(site)
    assert len(index["documents"]) == len(all_of_them)
    for row, document in zip(index["documents"], all_of_them, strict=True):
        assert index["kinds"][row[0]][0] == document.kind
        assert row[1:4] == [document.href, document.number, document.title]
        assert (row[6], row[7]) == (document.detail, document.reply)
        assert [tuple(pair) for pair in row[8]] == [(p.by, p.lines) for p in document.passages]
    assert "\\u06" not in site.files[PATH].decode(), "letters stand as they are"


def test_every_page_has_the_link_and_the_box(site: Built) -> None:
    for path, page in site.pages.items():
        (link,) = [one for one in page.html.iter("a") if one.get("class") == "find"]
        up = str(link.get("data-up"))
        assert link.get("href") == f"{up}a-z.html"
        assert path == "404.html" or up == "../" * path.count("/")
        page.find(".//template[@id='search-box']")


def test_the_interface_can_speak_another_language(harbour: Built) -> None:
    desk = desk_of(harbour)
    desk.interface = Interface("de", {"counted by %(who)s": "gezählt von %(who)s"})
    assert any("gezählt von " in document.detail for document in documents(desk))


def test_a_withheld_name_in_the_index_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from hidden_names import run

    from casebook.render.site.search import index

    site = write(tmp_path, {**RECORD, "withheld.yaml": kept(NAME)})
    assert run("build", "--site", site, "--only", "html") == 0
    capsys.readouterr()
    kinds = index._kinds
    monkeypatch.setattr(index, "_kinds", lambda desk: {**kinds(desk), "zorvan": NAME})
    # The generator's own files are as they were, so a note of the first build would hold.
    assert run("build", "--site", site, "--only", "html", "--no-cache") == 1
    said = "".join(capsys.readouterr())
    assert PATH in said
    assert "(withheld-name)" in said
    assert NAME not in said


# A–Z


def test_every_name_stands_in_the_a_to_z(site: Built) -> None:
    page = site.pages["a-z.html"]
    lines_ = {
        (" ".join(text(link).split()), link.get("href"), link.get("lang"))
        for link in page.find(".//main").iter("a")
    }
    for of_kind in site.edition.entries.values():
        for entry in of_kind.values():
            if entry.kind.name == "figure" or (entry.kind.name, entry.id) == ("page", HOME):
                continue
            assert (" ".join(typographic(entry.title).split()), entry.path, None) in lines_
            for language, name in other_names(entry):
                assert (name, entry.path, language or None) in lines_, entry.id


def test_letters_are_in_order_and_can_be_jumped_to(site: Built) -> None:
    view = az_view(desk_of(site))
    page = site.pages["a-z.html"]
    headings = [section.heading for section in view.letters]
    latin = [heading for heading in headings if heading.isascii()]
    assert latin == sorted(latin) != []
    ids = {one.get("id") for one in page.html.iter()}
    jumps = [
        str(one.get("href"))[1:]
        for nav in page.html.iter("nav")
        if nav.get("aria-label") == "Letters"
        for one in nav.iter("a")
    ]
    sections = [section.id for section in (*view.letters, *view.languages)]
    assert jumps == sections
    assert set(jumps) <= ids
    for section in view.letters:
        for line in section.lines:
            first = next(w for w in words(line.words) if w not in ("a", "an", "the"))[0]
            assert first.upper() == section.heading or section.heading == "0–9"


def test_urdu_stands_by_itself_in_its_own_order() -> None:
    view = az_view(desk_of(built("own")))
    (urdu,) = [section for section in view.languages if section.language == "ur"]
    assert urdu.direction == "rtl"
    assert len(urdu.lines) > 20
    firsts = [words(line.words)[0][0] for line in urdu.lines]
    order = "ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنوہی"
    assert [order.index(letter) for letter in firsts] == sorted(map(order.index, firsts))
