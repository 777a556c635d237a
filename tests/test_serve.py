"""The preview: what it serves and to whom, and that it follows edits in a real browser."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page
from serving import FILES, ROOT, Running, edit, make_site, tree

LIMIT = 3000
"""Milliseconds in which an edit must show, on whatever computer runs the tests. On a quiet one
it takes less than one second."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site")


POLICY = re.findall(
    '<meta http-equiv="Content-Security-Policy".*', (ROOT / "layouts/base.html").read_text()
)[0]
"""The policy of our own pages, with what it allows the preview."""

Start = Callable[..., Running]


@pytest.fixture
def start(site: Path, tmp_path: Path) -> Iterator[Start]:
    """Starts a preview of the site; at the end it must stop as it should, unless it has ended."""
    started: list[Running] = []

    def begin(code: str = "", *options: str) -> Running:
        started.append(Running(site, tmp_path / "logs", code=code, options=options))
        return started[-1]

    yield begin
    for each in started:
        if each.process.poll() is None:
            assert each.stop() == 0
            assert "Traceback" not in each.err or code_of_bug(each)


def code_of_bug(running: Running) -> bool:
    return "this is a mistake in Casebook" in running.err


def shows(page: Page, words: str, since: float, what: str = "body") -> None:
    """Wait until the page shows some words, and tell how long after the edit that was."""
    page.wait_for_function(
        "([what, words]) => document.querySelector(what)?.innerText.includes(words)",
        arg=[what, words],
        timeout=LIMIT,
    )
    print(f"shown after {time.perf_counter() - since:.2f} s: {words}")


def listening(page: Page, running: Running, path: str) -> None:
    """Open a page, and wait until it hears of edits."""
    said: list[str | bytes] = []
    page.on("websocket", lambda it: it.on("framesent", lambda frame: said.append(frame)))
    page.goto(running.url(path))
    end = time.monotonic() + 5
    while not any('"info"' in str(each) for each in said):
        assert time.monotonic() < end, said
        page.wait_for_timeout(10)
    page.wait_for_timeout(20)  # the last word is on its way
    page.evaluate("window.sameDocument = true")


def problem(page: Page) -> dict[str, str]:
    """The only problem that the page shows, by the parts of its markup."""
    assert page.locator("li").count() == 1
    return {
        name: page.locator(f"li {where}").inner_text()
        for name, where in {"where": ".where", "message": ".message", "line": "pre"}.items()
    }


# Edits


@pytest.mark.browser
@pytest.mark.parametrize(
    ("path", "file", "old", "new"),
    [
        ("events/mill-opens.html", "timeline.yaml", "The mill opens", "The mill begins"),
        ("morning.html", "content/pages/morning.md", "It rained", "It snowed"),
        ("index.html", "layouts/base.html", "Shelf one", "Shelf two"),
        ("", "site.yaml", "language: en", "language: en\nsubtitle: Eleven hands"),
    ],
)
def test_an_edit_shows(
    page: Page, site: Path, start: Start, path: str, file: str, old: str, new: str
) -> None:
    if file == "site.yaml":
        edit(site / "layouts/base.html", "Shelf one", "{{ chrome.subtitle }}")
    running = start()
    listening(page, running, path)
    assert new.split()[-1] not in page.inner_text("body")
    since = edit(site / file, old, new)
    shows(page, new.split(": ")[-1], since)
    assert page.url == running.url(path)


@pytest.mark.browser
def test_an_edited_style_sheet_is_taken_in_place(page: Page, site: Path, start: Start) -> None:
    running = start()
    listening(page, running, "morning.html")
    since = edit(site / "static/css/tiny.css", "rgb(1, 2, 3)", "rgb(7, 8, 9)")
    colour = "getComputedStyle(document.querySelector('h1')).color"
    page.wait_for_function(f"() => {colour} === 'rgb(7, 8, 9)'", timeout=LIMIT)
    print(f"shown after {time.perf_counter() - since:.2f} s: the colour")
    assert page.evaluate("window.sameDocument") is True


@pytest.mark.browser
def test_an_edit_that_changes_nothing_reloads_nothing(page: Page, site: Path, start: Start) -> None:
    running = start()
    listening(page, running, "morning.html")
    edit(site / "timeline.yaml", "mill-opens:", "# A comment.\nmill-opens:")
    running.until(lambda: len(running.builds) == 2)
    assert running.builds[1] == "1 warning; nothing to show has changed"
    page.wait_for_timeout(300)
    assert page.evaluate("window.sameDocument") is True


@pytest.mark.browser
def test_a_page_that_missed_an_edit_is_told_when_it_connects(
    page: Page, site: Path, start: Start
) -> None:
    running = start()

    def late(route: object) -> None:
        if len(running.builds) == 1:
            edit(site / "content/pages/morning.md", "It rained", "It snowed")
            running.until(lambda: len(running.builds) == 2)
        route.continue_()  # type: ignore[attr-defined]

    page.route("**/livereload.js*", late)
    page.goto(running.url("morning.html"))
    shows(page, "It snowed", time.perf_counter())


@pytest.mark.browser
def test_a_page_finds_a_preview_that_was_started_again(
    page: Page, site: Path, tmp_path: Path, start: Start
) -> None:
    first = start()
    listening(page, first, "morning.html")
    assert first.stop() == 0
    edit(site / "content/pages/morning.md", "It rained", "It snowed")
    second = Running(site, tmp_path / "again", port=first.port)
    try:
        # livereload's script looks for its server once a second, then every two, four ...
        page.wait_for_function("document.body.innerText.includes('It snowed')", timeout=10_000)
    finally:
        assert second.stop() == 0


@pytest.mark.browser
def test_after_many_hasty_saves_the_last_stands(page: Page, site: Path, start: Start) -> None:
    running = start()
    listening(page, running, "morning.html")
    path = site / "content/pages/morning.md"
    text = FILES["content/pages/morning.md"]
    for number in range(40):
        whole = text.replace("It rained", f"It rained {number} times")
        with path.open("w", encoding="utf-8") as file:
            for start_of_part in range(0, len(whole), 25):
                file.write(whole[start_of_part : start_of_part + 25])
                file.flush()
                time.sleep(0.003)
        if number % 3 == 0:  # as other editors save: a new file is put in the old one's place
            path.with_name(".morning.md.new").write_text(whole, encoding="utf-8")
            path.with_name(".morning.md.new").replace(path)
    shows(page, "It rained 39 times", time.perf_counter())
    assert "Traceback" not in running.err


@pytest.mark.browser
def test_followed_it_leads_to_what_was_edited(page: Page, site: Path, start: Start) -> None:
    tall = '<div id="tall"></div>{% for passage in view.passages %}'
    edit(site / "layouts/page.html", "{% for passage in view.passages %}", tall)
    edit(site / "static/css/tiny.css", "h1", "#tall { height: 3000px; }\nh1")
    running = start("", "--follow")
    listening(page, running, "events/mill-opens.html")
    since = edit(site / "content/pages/morning.md", "It rained", "It had rained all night")
    page.wait_for_url("**/morning.html", timeout=LIMIT)
    shows(page, "It had rained all night", since)
    found = page.wait_for_selector("p.casebook-found", timeout=LIMIT)
    assert found is not None and "rained all night" in found.inner_text()
    assert page.evaluate("scrollY") > 1000
    # What is no record's stays where it is.
    edit(site / "layouts/base.html", "Shelf one", "Shelf two")
    shows(page, "Shelf two", time.perf_counter())
    assert page.url == running.url("morning.html")


# Problems


@pytest.mark.browser
def test_a_warning_stands_where_it_belongs_and_moves_with_its_lines(
    page: Page, site: Path, start: Start
) -> None:
    edit(site / "layouts/base.html", "<head>", "<head>" + POLICY)
    running = start("", "--editor", "vscode")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    listening(page, running, "sources/gazette.html")
    here = page.locator("main .casebook-here")
    assert "nothing refers to source `gazette`" in here.inner_text().lower()
    assert "sources.yaml:1:1" in here.inner_text()
    strip = page.locator(".casebook-strip")
    assert "edit: sources.yaml:1" in strip.inner_text()
    assert page.locator(".casebook-line a").get_attribute("href") == (
        f"vscode://file{site.resolve().as_posix()}/sources.yaml:1:1"
    )
    page.keyboard.press("Shift+Tab")
    page.locator(".casebook-strip summary").press("Enter")
    assert page.locator(".casebook-strip li").is_visible()
    # The page is the same: only what tells of its lines is new, and the list stays open.
    edit(site / "sources.yaml", "gazette:", "# One more line.\ngazette:")
    page.locator(".casebook-line", has_text="sources.yaml:2").wait_for(timeout=LIMIT)
    assert "sources.yaml:2:1" in here.inner_text()
    assert page.locator(".casebook-strip li").is_visible()
    assert page.evaluate("window.sameDocument") is True
    assert not [words for words in said if "Content Security Policy" in words]
    # Styles within a page are as forbidden here as they are in what is built.
    page.evaluate("document.body.setAttribute('style', 'color: rgb(9, 9, 9)')")
    assert page.evaluate("getComputedStyle(document.body).color") != "rgb(9, 9, 9)"


@pytest.mark.browser
def test_the_last_good_page_stays_within_reach_and_gives_way(
    page: Page, site: Path, start: Start
) -> None:
    running = start()
    listening(page, running, "morning.html")
    edit(site / "content/pages/morning.md", "[[mill-opens]]", "[[mil-opens]]")
    page.get_by_role("link", name="This page as it last was").click(timeout=LIMIT)
    page.wait_for_url("**/.last/morning.html")
    assert "It rained on The mill opens" in page.inner_text("main")
    assert "This page is old." in page.inner_text("main")
    page.get_by_role("link", name="The mill opens").click()
    page.wait_for_url(running.url(".last/events/mill-opens.html"))
    colour = "getComputedStyle(document.querySelector('h1')).color"
    page.wait_for_function(f"() => {colour} === 'rgb(1, 2, 3)'", timeout=LIMIT)
    edit(site / "content/pages/morning.md", "[[mil-opens]]", "[[mill-opens]]")
    page.wait_for_url(running.url("events/mill-opens.html"), timeout=LIMIT)
    assert "This page is old." not in page.inner_text("body")


@pytest.mark.browser
def test_a_broken_record_shows_its_problem_at_the_open_page_and_clears(
    page: Page, site: Path, start: Start
) -> None:
    running = start()
    listening(page, running, "morning.html#late")
    since = edit(site / "content/pages/morning.md", "[[mill-opens]]", "[[mil-opens]]")
    shows(page, "1 problem", since, "h1")
    found = problem(page)
    assert found["where"] == "content/pages/morning.md:5:14"
    assert "mil-opens" in found["message"] and "(unknown-reference)" in found["message"]
    assert found["line"] == "It rained on [[mil-opens]]."
    assert page.inner_text("li mark") in "[[mil-opens]]" and page.inner_text("li mark")
    assert "`mill-opens`" in page.inner_text("li .hint")
    assert running.get("/index.html")[0] == running.get("/data/events.json")[0] == 503
    assert running.get("/static/css/tiny.css")[0] == 200
    assert running.builds[1].startswith("1 problem")
    assert "content/pages/morning.md:5:14: " in running.err

    since = edit(site / "content/pages/morning.md", "[[mil-opens]]", "[[mill-opens]]")
    shows(page, "It rained on The mill opens", since)
    assert page.url == running.url("morning.html#late")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(1, 2, 3)"


@pytest.mark.browser
def test_a_mistake_in_a_layout_shows_at_its_line_and_clears(
    page: Page, site: Path, start: Start
) -> None:
    running = start()
    listening(page, running, "morning.html")
    since = edit(site / "layouts/page.html", "{{ title }}", "{{ titel }}")
    shows(page, "1 problem", since, "h1")
    found = problem(page)
    assert found["where"] == "layouts/page.html:3:8"
    assert "'titel' is undefined" in found["message"]
    assert found["line"] == "<h1>{{ titel }}</h1>"
    assert page.inner_text("mark") == "titel"
    assert page.inner_text(".hint") == "did you mean `title`?"
    edit(site / "layouts/page.html", "{{ titel }}", "{% if")
    shows(page, "this layout cannot be read", since)
    assert "Traceback" not in page.content() + running.err
    since = edit(site / "layouts/page.html", "{% if", "{{ title }}")
    shows(page, "It rained", since)


@pytest.mark.browser
def test_what_is_shown_of_a_broken_record_is_escaped(page: Page, site: Path, start: Start) -> None:
    evil = '</pre></style><img src=x onerror="window.run = 1"><script>window.run = 1</script>'
    with (site / "timeline.yaml").open("a", encoding="utf-8") as file:
        file.write(f"{evil}: '{evil}\n")
    running = start()
    page.goto(running.url("index.html"))
    assert evil in page.inner_text("main")
    assert page.locator("img").count() == 0
    assert page.evaluate("window.run") is None


BUG = """\
import sys
from pathlib import Path
import casebook.serve.build as build
from casebook.cli import main
render = build.render
def failing(order):
    if Path(sys.argv[-1], "static", "bug.txt").exists():
        raise LookupError("<b>three</b> wheels")
    return render(order)
build.render = failing
sys.exit(main())
"""


@pytest.mark.browser
def test_a_bug_of_ours_is_shown_as_one_and_the_preview_goes_on(
    page: Page, site: Path, start: Start
) -> None:
    running = start(BUG)
    listening(page, running, "morning.html")
    since = time.perf_counter()
    (site / "static/bug.txt").touch()
    shows(page, "This is a mistake in Casebook", since, "h1")
    assert "LookupError: <b>three</b> wheels" in page.inner_text("pre")
    assert running.builds[1] == "a mistake in Casebook"
    assert "LookupError" in running.err
    since = time.perf_counter()
    (site / "static/bug.txt").unlink()
    shows(page, "It rained", since)


def test_a_record_that_is_not_there_any_more_is_a_problem(site: Path, start: Start) -> None:
    running = start()
    site.rename(site.with_name("elsewhere"))
    running.until(lambda: len(running.builds) == 2)
    status, _, body = running.get("/morning.html")
    assert status == 503 and b"there is no folder" in body
    site.with_name("elsewhere").rename(site)
    running.until(lambda: running.get("/morning.html")[0] == 200)


# Builds


def test_warnings_are_told_once_and_do_not_keep_anything_back(site: Path, start: Start) -> None:
    running = start()
    assert running.builds == ["1 warning"]
    edit(site / "timeline.yaml", "eleven hands", "twelve hands")
    running.until(lambda: len(running.builds) == 2)
    assert running.err.count("nothing refers to source `gazette`") == 1
    assert b"twelve hands" in running.get("/data/events.json")[2]


@pytest.mark.long
def test_it_answers_while_it_builds(site: Path, start: Start) -> None:
    slow = BUG.replace("    return", "    import time; time.sleep(1.5)\n    return")
    running = start(slow)
    running.get("/morning.html")
    edit(site / "content/pages/morning.md", "It rained", "It hailed")
    running.until(lambda: b"It hailed" in running.get("/morning.html")[2])
    # The page that is looked at is shown before the rest of its build.
    assert len(running.builds) == 1
    # This edit comes during the build, after the page was read, and must not be lost.
    edit(site / "content/pages/morning.md", "It hailed", "It snowed")
    running.until(lambda: b"It snowed" in running.get("/morning.html")[2])
    # Nobody waits for what is old already: the build that was slow is given up.
    running.until(lambda: len(running.builds) == 2)
    assert running.get("/events/mill-opens.html")[0] == 200
    time.sleep(0.2)
    assert len(running.builds) == 2


# The end


@pytest.mark.browser
def test_ctrl_c_ends_it_quietly_and_nothing_was_written(
    page: Page, site: Path, start: Start
) -> None:
    (site / "output").mkdir()
    (site / "output/index.html").write_text("An earlier build.")
    before = tree(site)
    running = start()
    listening(page, running, "morning.html")
    edit(site / "timeline.yaml", "eleven", "twelve")
    running.until(lambda: len(running.builds) == 2)
    edit(site / "timeline.yaml", "twelve", "eleven")
    running.until(lambda: len(running.builds) == 3)
    with urlopen(running.url("index.html")) as answer:  # one more connection, kept open
        assert running.stop() == 0
        answer.read()
    assert tree(site) == before
    assert running.out.endswith("\nThe preview has ended.\n")
    assert running.err.count("\n") == 4, running.err  # the warning alone
    socket.create_server(("127.0.0.1", running.port)).close()


def test_ctrl_c_during_a_build_ends_it_too(site: Path, start: Start) -> None:
    running = start(BUG.replace("    return", "    import time; time.sleep(0.6)\n    return"))
    edit(site / "timeline.yaml", "eleven", "twelve")
    time.sleep(0.3)
    assert running.stop() == 0
    assert "Traceback" not in running.err
