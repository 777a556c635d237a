"""What the preview adds to pages: where they are written, what is doubtful, where an edit is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import edit, make_site

from casebook.problem import Problem, Severity
from casebook.serve.build import Ahead, Built, build
from casebook.serve.edited import edited
from casebook.serve.editors import EDITORS, NO_EDITOR, Editor, template_of
from casebook.serve.homes import Homes
from casebook.serve.margin import MOST, Margin, as_html, margin, own_file, with_margin
from casebook.serve.preview import Preview
from casebook.spot import Spot

OPENS = "events/mill-opens.html"
CLOSES = """\
mill-closes:
  kind: closing
  title: The mill closes
  date: 1931-06-01
  accounts:
    - from: ledger p3
      says: >
        The mill closed in June of that year.
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = make_site(tmp_path / "site")
    with (site / "timeline.yaml").open("a", encoding="utf-8") as file:
        file.write(CLOSES)
    return site


# Where what is shown was written


def test_each_page_knows_its_place_and_each_place_its_page(site: Path) -> None:
    excerpt = "---\nsource: ledger\n---\n\nThe ledger begins. [@ledger p1]\n"
    (site / "content/excerpts").mkdir()
    (site / "content/excerpts/ledger.md").write_text(excerpt, encoding="utf-8")
    homes = build(site).homes
    for page, file, line in (
        (OPENS, "timeline.yaml", 1),
        ("events/mill-closes.html", "timeline.yaml", 9),
        ("morning.html", "content/pages/morning.md", 1),
        ("index.html", "content/pages/home.md", 1),
        ("sources/ledger.html", "sources.yaml", 7),
    ):
        spot = homes.spot_of(page)
        assert spot is not None and (spot.file, spot.line) == (file, line)
        assert homes.page_of(Spot(file, line, 1)) == homes.page_of(Spot(file, line + 2, 9)) == page
    assert homes.page_of(Spot("content/excerpts/ledger.md", 5, 1)) == "sources/ledger.html"
    assert homes.page_of(Spot("site.yaml", 3, 1)) == "index.html"
    assert homes.page_of(Spot("layouts/base.html", 3, 1)) == ""
    listed = homes.spot_of("events/index.html")
    assert listed is not None and listed.file == "timeline.yaml"
    assert homes.spot_of("reading.html") is None


def test_a_place_before_the_first_record_has_no_page() -> None:
    homes = Homes({"a.yaml": ([4, 9], ["one.html", "two.html"])})
    lines = range(1, 12)
    assert [homes.page_of(Spot("a.yaml", line, 1)) for line in lines] == [
        *[""] * 3, *["one.html"] * 5, *["two.html"] * 3,
    ]  # fmt: skip


# Where an edit can be seen


def test_an_edit_is_seen_on_the_page_of_its_record(site: Path) -> None:
    before = build(site)
    assert edited({}, before.texts, before.homes) is None
    assert edited(before.texts, before.texts, before.homes) is None
    edit(site / "timeline.yaml", "closed in June", "shut its gate in June")
    now = build(site)
    target = edited(before.texts, now.texts, now.homes)
    assert target is not None and target.page == "events/mill-closes.html"
    assert target.words == "The mill shut its gate in June of that year."
    edit(site / "layouts/base.html", "Shelf one", "Shelf two")
    again = build(site)
    assert edited(now.texts, again.texts, again.homes) is None


def test_what_was_taken_out_is_seen_where_it_was_and_a_new_file_where_it_is(site: Path) -> None:
    before = build(site)
    edit(site / "timeline.yaml", "  kind: closing\n", "")
    now = build(site)
    target = edited(before.texts, now.texts, now.homes)
    assert target is not None and (target.page, target.words) == ("events/mill-closes.html", "")
    (site / "content/pages/noon.md").write_text("---\ntitle: Noon\n---\n\nHot.\n", encoding="utf-8")
    later = build(site)
    new = edited(now.texts, later.texts, later.homes)
    assert new is not None and new.page == "noon.html" and "Hot." in new.words


LINES = st.lists(st.sampled_from("abc"), max_size=6)


@given(LINES, LINES, LINES, LINES)
def test_the_lines_of_an_edit_are_all_that_is_new(
    head: list[str], old: list[str], new: list[str], tail: list[str]
) -> None:
    before, now = [*head, *old, *tail], [*head, *new, *tail]
    homes = Homes({"f": ([1], ["p.html"])})
    target = edited({"f": "\n".join(before)}, {"f": "\n".join(now)}, homes)
    if before == now or "\n".join(before) == "\n".join(now):
        assert target is None
        return
    assert target is not None
    words = target.words.split()
    # Taken out of the new lines, they leave what both have at their ends.
    starts = range(len(now) - len(words) + 1)
    assert any(
        now[at : at + len(words)] == words
        and now[:at] == before[:at]
        and now[at + len(words) :] == before[len(before) - (len(now) - at - len(words)) :]
        for at in starts
    ) or "" in (("\n".join(before)), ("\n".join(now)))


def test_a_change_of_many_files_is_nobodys_edit() -> None:
    homes = Homes({f"{n}": ([1], ["p.html"]) for n in range(9)})
    old = {f"{n}": "a" for n in range(9)}
    assert edited(old, {**old, "1": "b", "2": "b", "3": "b"}, homes) is not None
    assert edited(old, {**old, "1": "b", "2": "b", "3": "b", "4": "b"}, homes) is None


# Editors


def test_an_editor_is_opened_at_the_place() -> None:
    spot = Spot("content/pages/a b&c.md", 12, 3)
    links = {
        name: Editor(template, Path("/the site")).link(spot) for name, template in EDITORS.items()
    }
    assert links["vscode"] == "vscode://file/the%20site/content/pages/a%20b%26c.md:12:3"
    assert links["idea"].endswith("?file=/the%20site/content/pages/a%20b%26c.md&line=12&column=3")
    assert NO_EDITOR.link(spot) == ""
    for name, template in EDITORS.items():
        assert template_of(name) == template == template_of(template)


@pytest.mark.parametrize(
    "words",
    ["vim", "", "javascript:alert({path})", "JavaScript:{path}", "data:text/html,{path}", "{path}",
     "x:{path}{who}", "x:{line}", "x: {path}", "file:{path}", "x:{path"],
)  # fmt: skip
def test_what_opens_no_editor_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        template_of(words)


# The margin


def doubt(line: int, words: str = "a doubt", severity: Severity = Severity.WARNING) -> Problem:
    return Problem(Spot("a.yaml", line, 3), "some-rule", words, "a hint", severity)


def built(*problems: Problem, texts: dict[str, str] | None = None) -> Built:
    homes = Homes(
        {"a.yaml": ([1, 5], ["one.html", "two.html"])},
        {"one.html": Spot("a.yaml", 1, 1), "two.html": Spot("a.yaml", 5, 1)},
        {"one.html": "One", "two.html": "Two <b>"},
    )
    return Built({}, problems, texts or {}, homes=homes)


def added_to(html: bytes, margin: Margin) -> bytes:
    return with_margin(html, as_html(margin))


PAGE = b"<html><body><header>h</header><main id=m>words</main></body></html>"


def test_a_doubt_stands_on_the_page_of_its_record_and_in_every_list() -> None:
    found = built(doubt(6), doubt(2, "a note of it", Severity.NOTE), doubt(3, "no", Severity.ERROR))
    two = added_to(PAGE, margin(found, "two.html", NO_EDITOR)).decode()
    main = two[two.index("<main id=m>") : two.index("words</main>")]
    assert "a doubt" in main and "a hint" in main and "a.yaml:6:3" in main
    assert "a note of it" not in main and "no (some-rule)" not in two
    assert "edit: <code>a.yaml:5</code>" in two
    other = added_to(PAGE, margin(found, "reading.html", NO_EDITOR)).decode()
    assert "<main id=m>words</main>" in other and "made from the whole record" in other
    for html in (two, other):
        assert "<summary>1 warning, 1 note</summary>" in html
        assert html.count("<li>") == 2
        assert '<a href="/two.html">Two &lt;b&gt;</a>' in html
        assert html.index("<main") < html.index("<aside") and html.endswith("</body></html>")


def test_nothing_is_added_but_the_place_where_all_is_well() -> None:
    html = added_to(PAGE, margin(built(), "one.html", NO_EDITOR)).decode()
    assert "<main id=m>words</main>" in html and "<details>" not in html
    assert "edit: <code>a.yaml:1</code>" in html


def test_what_is_added_is_escaped_and_bounded() -> None:
    evil = "</aside><script>x</script>"
    many = [doubt(6, f"{evil} {n}") for n in range(MOST + 7)]
    html = added_to(PAGE, margin(built(*many, texts={"a.yaml": evil}), "two.html", NO_EDITOR))
    assert b"<script>" not in html and html.count(b"</aside>") == 1
    assert b"There are 7 more" in html and html.count(b"<li>") == MOST


def test_places_are_links_where_an_editor_is_set() -> None:
    editor = Editor(template_of("vscode"), Path("/r"))
    html = added_to(PAGE, margin(built(doubt(6)), "two.html", editor)).decode()
    assert html.count('href="vscode://file/r/a.yaml:6:3"') == 2
    assert html.count('href="vscode://file/r/a.yaml:5:1"') == 1


def test_a_secret_line_is_not_shown() -> None:
    secret = Problem(Spot("a.yaml", 1, 1), "r", "words", severity=Severity.WARNING, secret=True)
    html = added_to(PAGE, margin(built(secret, texts={"a.yaml": "Zorvan"}), "one.html", NO_EDITOR))
    assert b"Zorvan" not in html and b"words (" in html.replace(b"<small>", b"")


def test_a_page_without_a_body_still_says_where_it_is_written() -> None:
    html = added_to(b"<p>words", margin(built(doubt(1)), "one.html", NO_EDITOR))
    assert html.startswith(b"<p>words") and b"edit: <code>a.yaml:1</code>" in html


def test_the_margins_own_layout_may_be_broken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "preview.html").write_text("{{ nothing }}")
    monkeypatch.setattr("casebook.serve.margin.shipped_folder", lambda name: tmp_path)
    assert added_to(PAGE, margin(built(), "one.html", NO_EDITOR)) == PAGE


def test_only_its_own_two_files_are_its_own() -> None:
    assert own_file("preview.css") and own_file("preview.js")
    for name in ("", "margin.py", "../serve/preview.js", "preview.js/"):
        assert own_file(name) is None


# The last good site


def test_the_last_good_site_is_beside_the_problems() -> None:
    preview = Preview()
    good = {"index.html": b"i", "one.html": b"o", "static/a.css": b"a"}
    preview.show(Built(good))
    elsewhere = preview.answer("/.last/one.html")
    assert elsewhere is not None and elsewhere.elsewhere == "/one.html"
    preview.show(Built(None, (doubt(2, "wrong", Severity.ERROR),), homes=built().homes))
    at_one = preview.answer("/one.html")
    assert at_one is not None and at_one.status == 503
    assert b'href="/.last/one.html">This page as it last was' in at_one.data
    assert b'href="/.last/one.html">Its page as it last was' in at_one.data
    at_none = preview.answer("/none.html")
    assert (
        at_none is not None and b'href="/.last/index.html">The site as it last was' in at_none.data
    )
    for path, data in (("one.html", b"o"), ("", b"i"), ("static/a.css", b"a")):
        last = preview.answer(f"/.last/{path}")
        assert last is not None and (last.status, last.data, last.is_last) == (200, data, True)
    none = preview.answer("/.last/none.html")
    assert none is not None and none.status == 404


def test_where_nothing_was_good_yet_no_such_page_is_offered() -> None:
    preview = Preview()
    preview.show(Built(None, (doubt(2, "wrong", Severity.ERROR),)))
    answer = preview.answer("/one.html")
    assert answer is not None and b"last was" not in answer.data and b"<!--" not in answer.data


# Pages that somebody waits for


def test_a_page_that_is_waited_for_is_made_at_once(site: Path) -> None:
    shown: list[Built] = []
    waited: list[str] = []

    def show(built: Built) -> None:
        shown.append(built)
        waited.append(OPENS)

    ahead = Ahead(lambda read: ["morning.html"], show, lambda: [*waited, "none.html"])
    whole = build(site, ahead)
    assert whole.files is not None
    assert [set(each.files or {}) >= {page} for each, page in
            zip(shown, ("morning.html", OPENS), strict=True)] == [True, True]  # fmt: skip
    assert shown[1].files == {OPENS: whole.files[OPENS]}


def test_the_pages_that_browsers_have_open_go_first() -> None:
    preview = Preview()
    preview.show(Built({"index.html": b"i"}))
    for path in ("/a.html", "/b.html"):
        preview.answer(path)
    tabs = [object(), object()]
    preview.opened(tabs[0], "/c/")
    preview.opened(tabs[1], "/.last/a.html")
    assert list(preview.looked_at) == ["a.html", "c/index.html", "b.html", "index.html"]
    preview.closed(tabs[1])
    assert next(iter(preview.looked_at)) == "c/index.html"


def test_more_of_a_build_that_is_waited_for_reloads_nobody() -> None:
    preview = Preview()
    preview.show(Built({"a.html": b"a", "b.html": b"b"}))
    read = Built()
    first = Built({"a.html": b"A"}, homes=read.homes)
    assert preview.show_ahead(first) == ["*"]
    assert preview.answer("/b.html") is None and list(preview.waited) == ["b.html"]
    assert preview.show_ahead(Built({"b.html": b"B"}, homes=read.homes)) == []
    assert not preview.waited
    b = preview.answer("/b.html")
    a = preview.answer("/a.html")
    assert a is not None and b is not None and (a.data, b.data) == (b"A", b"B")
    assert preview.show(Built({"a.html": b"A", "b.html": b"B"}, homes=read.homes)) == []
