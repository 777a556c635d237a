"""The parts of the preview by themselves: its builds, its page of problems, what it watches."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import FILES, edit, make_site, tree

from casebook.problem import Problem, Severity, errors
from casebook.serve import build as building
from casebook.serve.build import Ahead, Built, GivenUp, build
from casebook.serve.media_types import media_type
from casebook.serve.preview import RECENT, Preview
from casebook.serve.problem_page import MOST, problem_page
from casebook.serve.shown import WIDEST, shown
from casebook.serve.watch import snapshot
from casebook.spot import Spot


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site")


def only_problem(built: Built) -> Problem:
    assert built.files is None and not built.bug, built.bug
    (found,) = errors(built.problems)
    return found


# Builds


def test_a_build_is_the_site_and_the_data_and_writes_nothing(site: Path) -> None:
    before = tree(site)
    built = build(site)
    assert built.files is not None and not built.bug
    assert {"index.html", "morning.html", "events/mill-opens.html", "data/events.csv"} <= set(
        built.files
    )
    assert [problem.rule for problem in built.problems] == ["unmentioned"]
    assert tree(site) == before


@pytest.mark.parametrize(
    ("broken", "place", "message", "marked"),
    [
        ("{% if title %}\n{{ title }", (2, 1), "cannot be read", "{{ title }"),
        ("<b>\n {% endif %}", (2, 5), "cannot be read", "endif"),
        ("{% if title %}", (1, 4), "cannot be read", "if"),
        ("{{ title|nosuch }}", (1, 10), "'nosuch'", "nosuch"),
        ("<b>\n{{ titel }}", (2, 4), "'titel' is undefined", "titel"),
        ("{{ view.passagges }}", (1, 9), "nothing there is called 'passagges'", "passagges"),
        ("{{ titel|typographic }}", (1, 4), "'titel' is undefined", "titel"),
        ("\n{% include 'no.html' %}", (2, 1), "no layout no.html", "{% include 'no.html' %}"),
        ("{% extends 'no.html' %}", (1, 1), "no layout no.html", "{% extends 'no.html' %}"),
        ("{{ 1 // 0 }}", (1, 1), "fails here", "{{ 1 // 0 }}"),
        ("{{ title() }}", (1, 1), "fails here", "{{ title() }}"),
        ("{{ [1, 'a']|sort }}", (1, 1), "fails here", "{{ [1, 'a']|sort }}"),
        ("{% include 'page.html' %}", (1, 1), "fails here", "{% include 'page.html' %}"),
    ],
)
def test_a_mistake_in_a_layout_is_a_problem_at_its_line(
    site: Path, broken: str, place: tuple[int, int], message: str, marked: str
) -> None:
    (site / "layouts/page.html").write_text(broken, encoding="utf-8")
    built = build(site)
    problem = only_problem(built)
    assert problem.where == Spot("layouts/page.html", *place)
    assert message in problem.message
    assert shown(problem, built.texts).marked == marked


def test_a_mistake_in_a_layout_offers_the_names_there_are(site: Path) -> None:
    for broken, hint in (
        ("{{ titel }}", "did you mean `title`?"),
        ("{{ view.passagges }}", "did you mean `passages`?"),
        ("{{ view.zzz }}", "there are id, title, summary, passages"),
    ):
        (site / "layouts/page.html").write_text(broken, encoding="utf-8")
        assert only_problem(build(site)).hint == hint


def test_a_mistake_in_an_included_layout_is_told_of_that_one(site: Path) -> None:
    edit(site / "layouts/base.html", "Shelf one", "{{ shelf }}")
    problem = only_problem(build(site))
    assert problem.where[:3] == ("layouts/base.html", 9, 18)


def test_a_layout_that_is_not_utf8_is_a_problem(site: Path) -> None:
    (site / "layouts/page.html").write_bytes(b"<h1>\n\xe9</h1>")
    problem = only_problem(build(site))
    assert (problem.where.file, problem.where.line) == ("layouts/page.html", 2)
    assert problem.rule == "not-utf8"


def test_a_layout_that_calls_a_failing_function_of_ours_is_not_blamed(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(text: str) -> str:
        raise LookupError("three wheels")

    monkeypatch.setattr("casebook.render.jinja.typographic", failing)
    edit(site / "layouts/base.html", "Shelf one", "{{ title|typographic }}")
    built = build(site)
    assert built.files is None and "LookupError: three wheels" in built.bug


def test_a_file_that_vanishes_during_a_build_is_a_problem(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = site / "static/css/gone.css"

    def vanished(order: object) -> None:
        gone.read_bytes()

    monkeypatch.setattr(building, "render", vanished)
    problem = only_problem(build(site))
    assert problem.where.file == "static/css/gone.css" and problem.rule == "unreadable"


def test_a_site_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert "there is no folder" in only_problem(build(tmp_path / "none")).message


def test_broken_links_are_problems(site: Path) -> None:
    before = build(site).files
    edit(site / "layouts/base.html", "Shelf one", '<a href="nowhere.html">Shelf</a>')
    built = build(site)
    assert before is not None
    pages = {path for path, data in before.items() if b"Shelf one" in data}
    assert {problem.rule for problem in errors(built.problems)} == {"broken-link"}
    assert {problem.where.file for problem in errors(built.problems)} == pages
    assert len(pages) > 10


def test_pages_are_made_ahead_as_they_are_in_the_whole(site: Path) -> None:
    shown: list[Built] = []
    wanted = ("gone.html", "morning.html", "index.html")
    built = build(site, Ahead(lambda read: wanted, shown.append))
    assert built.files is not None
    first, second = (each.files or {} for each in shown)
    assert set(second) == {"index.html"} and second["index.html"] == built.files["index.html"]
    assert all(each.homes == built.homes for each in shown)
    ahead = first
    assert set(ahead) == {"morning.html"} | {p for p in built.files if p.startswith("static/")}
    assert all(built.files[path] == data for path, data in ahead.items())


def test_what_cannot_be_made_is_not_shown_ahead(site: Path) -> None:
    shown: list[Built] = []
    edit(site / "layouts/page.html", "{{ title }}", "{{ titel }}")
    wanted = ("morning.html", "index.html")
    built = build(site, Ahead(lambda read: wanted, shown.append))
    assert "titel" in only_problem(built).message
    assert not shown


def test_a_build_is_given_up_between_two_pages(site: Path) -> None:
    asked: list[int] = []

    def is_old() -> bool:
        asked.append(1)
        return len(asked) == 4

    with pytest.raises(GivenUp):
        build(site, Ahead(is_old=is_old))
    assert len(asked) == 4
    assert build(site, Ahead(is_old=lambda: False)).files == build(site).files


# The page of problems


def at(column: int, length: int = 1, line: int = 1) -> Problem:
    return Problem(Spot("a.yaml", line, column), "rule", "words", "hint", length=length)


@given(
    st.text(st.characters(exclude_characters="\n\t…"), max_size=3 * WIDEST),
    st.integers(1, 3 * WIDEST),
    st.integers(0, 3 * WIDEST),
)
def test_a_line_is_cut_at_its_mark_and_nothing_is_lost_near_it(
    line: str, column: int, length: int
) -> None:
    found = shown(at(column, length), {"a.yaml": line})
    whole = (found.before + found.marked + found.after).replace("…", "")
    kept = line.rstrip()
    assert whole in kept
    assert len(whole) >= min(len(kept), WIDEST // 2)
    assert len(whole) <= 2 * WIDEST
    start = min(column - 1, len(kept))
    assert kept[start:].startswith(found.marked)
    assert kept[:start].endswith(found.before.lstrip("…"))
    assert found.marked or start == len(kept)
    if len(kept) <= WIDEST:
        assert whole == kept


def test_a_problem_of_no_line_shows_none() -> None:
    for texts in ({}, {"a.yaml": "one"}):
        found = shown(at(3, line=7), texts)
        assert (found.before, found.marked, found.after) == ("", "", "")


def test_no_more_problems_are_shown_than_one_can_read() -> None:
    many = tuple(at(1, line=number) for number in range(1, MOST + 24))
    html = problem_page(Built(None, many)).decode()
    assert html.count("<li>") == MOST
    assert f"<h1>{MOST + 23} problems</h1>" in html and "23 more" in html


def test_warnings_are_left_to_the_terminal() -> None:
    warning = Problem(Spot("b.yaml", 1, 1), "rule", "a doubt", severity=Severity.WARNING)
    html = problem_page(Built(None, (at(1), warning))).decode()
    assert "<h1>1 problem</h1>" in html and "a.yaml" in html
    assert "doubt" not in html and "b.yaml" not in html


def test_problems_are_shown_even_if_their_own_layout_is_broken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "problems.html").write_text("{{ nothing }}")
    monkeypatch.setattr("casebook.serve.problem_page.shipped_folder", lambda name: tmp_path)
    html = problem_page(Built(None, (at(2),), {"a.yaml": "<b>"})).decode()
    assert "a.yaml:1:2: words (rule)" in html and "&lt;b&gt;" in html and "<b>" not in html
    assert "'nothing' is undefined" in html or "&#39;nothing&#39; is undefined" in html


# What browsers are told


def preview_of(files: dict[str, bytes]) -> Preview:
    preview = Preview()
    assert preview.show(Built(files)) == ["*"]
    return preview


def shown_at(preview: Preview, path: str) -> bytes | None:
    """What is answered; None where that has to wait."""
    answer = preview.answer(path)
    return None if answer is None else answer.data


SITE = {"index.html": b"i", "static/a.css": b"a", "static/b.css": b"b", "data/x.json": b"{}"}


def test_only_what_differs_is_loaded_again() -> None:
    preview = preview_of(SITE)
    first = preview.stamp
    assert preview.show(Built(dict(SITE))) == [] and preview.stamp == first
    assert preview.show(Built({**SITE, "static/b.css": b"c"})) == ["static/b.css"]
    assert preview.stamp > first
    assert preview.show(Built({**SITE, "index.html": b"j"})) == ["*"]
    assert preview.show(Built({"index.html": b"j"})) == ["*"]


def test_the_same_problems_are_not_loaded_again_and_mended_ones_are() -> None:
    preview = preview_of(SITE)
    broken = Built(None, (at(1),))
    assert preview.show(broken) == ["*"]
    assert preview.show(broken) == []
    assert preview.show(Built(None, (at(2),))) == ["*"]
    assert preview.show(Built({**SITE, "static/a.css": b"z"})) == ["*"]


def test_while_there_are_problems_no_old_page_is_taken_for_a_new_one() -> None:
    preview = preview_of(SITE)
    preview.show(Built(None, (at(1),)))
    for path in ("/", "/index.html", "/data/x.json", "/none", "/static/none.css"):
        answer = preview.answer(path)
        assert (
            answer is not None
            and answer.status == 503
            and answer.is_page
            and b"words" in answer.data
        )
    assert shown_at(preview, "/static/a.css") == b"a"


def test_pages_that_are_looked_at_are_shown_ahead_and_the_others_wait() -> None:
    preview = preview_of(SITE)
    ahead = {"index.html": b"j", "static/a.css": b"a", "static/b.css": b"b"}
    first = preview.stamp
    assert preview.show_ahead(Built(ahead)) == ["*"] and preview.stamp > first
    assert shown_at(preview, "/") == b"j"
    assert shown_at(preview, "/static/a.css") == b"a"
    # Not the old one, nor that there is none: neither is known.
    assert preview.answer("/data/x.json") is None and preview.answer("/new.html") is None
    second = preview.stamp
    # Whoever looked has asked again, so nobody is told to reload a second time.
    whole = {**SITE, **ahead, "data/x.json": b"{1}", "new.html": b"n"}
    assert preview.show(Built(whole)) == [] and preview.stamp == second
    assert shown_at(preview, "/data/x.json") == b"{1}"
    assert shown_at(preview, "/new.html") == b"n"


def test_what_is_not_looked_at_is_told_of_when_it_is_made() -> None:
    preview = preview_of(SITE)
    unchanged = {path: data for path, data in SITE.items() if path != "data/x.json"}
    assert preview.show_ahead(Built(unchanged)) == []
    assert preview.show(Built(dict(SITE))) == []
    assert preview.show_ahead(Built({**unchanged, "static/a.css": b"z"})) == ["static/a.css"]
    assert preview.show(Built({**SITE, "static/a.css": b"z"})) == []
    assert preview.show_ahead(Built({**unchanged, "static/a.css": b"y"})) == ["static/a.css"]
    assert preview.show(Built({**SITE, "static/a.css": b"y", "data/x.json": b"[]"})) == ["*"]


def test_a_build_that_was_given_up_leaves_no_browser_behind() -> None:
    preview = preview_of(SITE)
    assert preview.show_ahead(Built({"index.html": b"j"})) == ["*"]
    # Another edit before the rest was made; it undoes the first.
    assert preview.show_ahead(Built({"a.html": b"a", "index.html": b"i"})) == ["*"]
    assert preview.answer("/static/a.css") is None
    assert preview.show_ahead(Built({"index.html": b"i"})) == []
    assert preview.show(Built({**SITE, "a.html": b"b"})) == ["*"]  # a.html was shown otherwise


def test_what_is_found_in_the_end_takes_the_place_of_what_was_shown_ahead() -> None:
    preview = preview_of(SITE)
    preview.show_ahead(Built({"index.html": b"j"}))
    assert preview.show(Built(None, (at(1),))) == ["*"]
    assert b"words" in (shown_at(preview, "/index.html") or b"")
    assert preview.show_ahead(Built({"index.html": b"j"})) == ["*"]
    assert shown_at(preview, "/index.html") == b"j"


def test_the_pages_asked_for_last_are_those_looked_at() -> None:
    preview = Preview()
    assert list(preview.looked_at) == ["index.html"]
    preview.show(Built(dict(SITE)))
    for path in ("/a.html", "/static/a.css", "/", "/b/", "/a.html"):
        preview.answer(path)
    assert list(preview.looked_at) == ["a.html", "b/index.html", "index.html"]
    for number in range(RECENT):
        preview.answer(f"/{number}.html")
    assert list(preview.looked_at) == [f"{number}.html" for number in reversed(range(RECENT))]


def test_texts_are_served_as_utf8_and_unknown_files_as_bytes() -> None:
    assert media_type("a/b.SVG") == "image/svg+xml; charset=utf-8"
    assert media_type("a.js") == "text/javascript; charset=utf-8"
    assert media_type("a.png") == "image/png"
    assert (
        media_type("a")
        == media_type(".html")
        == media_type("a.unheard")
        == ("application/octet-stream")
    )


# What is watched


def test_every_file_that_is_read_is_watched_and_no_other(site: Path) -> None:
    known = snapshot(site)
    for name in FILES:
        assert any(path.endswith(f"/site/{name}") for path in known)
    for name in (".site.yaml.swp", "notes.txt", "output/index.html", "static/.hidden"):
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text("x")
    assert snapshot(site) == known
    (site / "claims").mkdir()
    assert snapshot(site) == known
    for name in ("claims/ledger.yaml", "people.yaml", "people.yml", "static/a/b/c.png",
                 "content/excerpts/ledger.md", "layouts/new.html"):  # fmt: skip
        (site / name).parent.mkdir(exist_ok=True, parents=True)
        (site / name).write_text("x")
        now = snapshot(site)
        assert len(now) == len(known) + 1, name
        known = now


def test_a_file_put_in_place_of_another_is_seen_whatever_its_times(site: Path) -> None:
    path, other = site / "site.yaml", site / "other"
    before, known = path.stat(), snapshot(site)
    other.write_bytes(path.read_bytes().replace(b"Lane", b"Road"))
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_size == before.st_size
    assert snapshot(site) != known


def test_links_that_lead_nowhere_or_round_do_no_harm(site: Path) -> None:
    known = snapshot(site)
    (site / "content/pages/lost.md").symlink_to(site / "none.md")
    (site / "static/round").symlink_to(site / "static")
    found = set(snapshot(site)) - set(known)
    assert {Path(path).name for path in found} <= {"round"}
