"""Links of the pages lead somewhere."""

from __future__ import annotations

import html
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.output import Output
from casebook.problem import Problem
from casebook.render.check_links import check_links, links_of


def wrong(top: str = "", /, **pages: str) -> list[tuple[str, str]]:
    """What is said of pages, `a__b` standing for `a/b.html`."""
    found = check(top, {f"{name.replace('__', '/')}.html": text for name, text in pages.items()})
    assert {problem.rule for problem in found} <= {"broken-link"}
    return [(problem.where.file, problem.message) for problem in found]


def check(top: str, pages: dict[str, str]) -> list[Problem]:
    outputs = [Output(path, text.encode()) for path, text in pages.items()]
    outputs.append(Output("static/site.css", b"\xff not text"))
    return list(check_links([output.path for output in outputs], links_of(outputs), top))


def test_links_that_lead_somewhere() -> None:
    assert not wrong(
        index=(
            '<a href="people/ada.html">A</a><a href="#here">B</a><p id="here">'
            '<link href="static/site.css"><img src="static/site.css"><a href="index.html">C</a>'
            '<a href="people/ada.html#x">D</a><a href="people/../index.html#here">E</a>'
        ),
        people__ada='<h1 id="x">Ada</h1><a href="../index.html#here">F</a><a href="ada.html">G</a>',
    )


def test_links_to_elsewhere_are_not_ours_to_check() -> None:
    for link in ("https://example.org/x", "http://example.org", "mailto:a@example.org"):
        assert not wrong(index=f'<a href="{link}">x</a>')


def test_links_that_lead_nowhere() -> None:
    for link in (
        "gone.html",
        "people/gone.html",
        "../index.html",
        "/index.html",
        "//example.org/index.html",
        "people/",
        ".",
        "INDEX.html",
        "javascript:alert(1)",
        "static/site.css?v=1",
    ):
        found = wrong(index=f'<a href="{link}">x</a>')
        assert len(found) == 1, link
        assert found[0][0] == "index.html"
        assert "which is not there" in found[0][1]


def test_places_that_are_not_on_the_page() -> None:
    assert wrong(index='<a href="#gone">x</a>') == [
        ("index.html", "a link leads to #gone of index.html, not there")
    ]
    found = wrong(index='<a href="a.html#ada-lund">x</a>', a='<p id="ada-lind">')
    assert found == [("index.html", "a link leads to #ada-lund of a.html, not there")]


def test_a_page_may_be_asked_for_a_part_of_it() -> None:
    people = '<h1 id="x">Ada</h1><a href="?ada=1#x">A</a><a href="../index.html?a=b&amp;c=d">B</a>'
    assert not wrong(index='<a href="people/ada.html?ada=1">A</a>', people__ada=people)
    assert wrong(index='<a href="gone.html?ada=1">A</a>') == [
        ("index.html", "a link leads to gone.html, which is not there")
    ]
    assert wrong(index='<a href="index.html?a=b#gone">A</a>') == [
        ("index.html", "a link leads to #gone of index.html, not there")
    ]


def test_a_file_that_is_no_page_is_not_searched_for_places() -> None:
    assert not wrong(index='<a href="static/site.css#page=3">x</a>')


def test_an_id_stands_once_on_a_page() -> None:
    assert wrong(index='<p id="a"><p id="b"><p id="a"><p id="a">', b='<p id="a">') == [
        ("index.html", "the id `a` stands 3 times on the page")
    ]


def test_each_broken_link_is_told_once_a_page_with_the_near_ones() -> None:
    pages = {
        "index.html": '<a href="people/adda.html">x</a><a href="people/adda.html">y</a>',
        "people/ada.html": '<a href="adda.html">z</a>',
    }
    found = check("", pages)
    assert [problem.where.file for problem in found] == ["index.html", "people/ada.html"]
    assert {problem.hint for problem in found} == {"did you mean `people/ada.html`?"}


def test_links_from_the_top_of_a_host_lead_below_the_record() -> None:
    index = '<a href="/record/a.html">x</a><a href="/record/">y</a>'
    assert not wrong("/record/", index=index, a="")
    assert len(wrong("/record/", index='<a href="/other/a.html">x</a>', a="")) == 1
    assert len(wrong("", index=index, a="")) == 2
    spelt = '<a href="/caf%C3%A9%20b/a.html">x</a><a href="/caf%c3%a9%20b/">y</a>'
    assert not wrong("/caf%C3%A9%20b/", index=spelt, a="")
    assert len(wrong("/caf%C3%A9%20b/", index='<a href="/caf/a.html">x</a>', a="")) == 1


names = st.text(alphabet="ab &\"'<>é%#", min_size=1, max_size=6)


@given(names)
@settings(deadline=None)
def test_whatever_is_escaped_is_read_as_it_was_meant(name: str) -> None:
    id_ = name.replace("%", "").replace("#", "")
    escaped = html.escape(id_)
    if id_:
        assert not wrong(index=f'<p id="{escaped}"><a href="#{escaped}">x</a>')
        assert wrong(index=f'<p id="{escaped}"><a href="#{escaped}c">x</a>')


def test_many_links_take_little_time() -> None:
    pages = {
        f"p{n}.html": "".join(f'<a id="x{m}" href="p{m}.html#x{n % 50}">x</a>' for m in range(50))
        for n in range(400)
    }
    start = time.perf_counter()
    assert check("", pages) == []
    assert time.perf_counter() - start < 5
