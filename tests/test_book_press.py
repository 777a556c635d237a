"""What lays out the book: its log is fatal, it opens no other files, and it may be missing."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest
from book_site import FILES, order_of, read_site, sheets_kept, write_site

from casebook.problem import RecordError
from casebook.render.book.markup import space_within
from casebook.render.book.press import LayoutFault, Press
from casebook.render.book.render import render_book
from casebook.render.book.unavailable import BookUnavailable
from casebook.shipped import shipped_folder

pytestmark = pytest.mark.pdf
SHIPPED = shipped_folder("layouts")
PAGE = '<!doctype html><html lang="en"><title>T</title><body>{}</body></html>'


@pytest.fixture(scope="module")
def press() -> Press:
    return Press([SHIPPED], [shipped_folder("static")], "A4")


def lay_out(press: Press, body: str) -> bytes:
    return press.pdf(press.lay_out(PAGE.format(body)))


def test_a_page_is_laid_out(press: Press) -> None:
    layout = press.lay_out(PAGE.format('<p id="here">Words, <a class="page" href="#here">1</a>'))
    assert layout.count == 1
    assert layout.anchors() == {"here": 1}
    assert list(layout.links()) == [("here", 1)]
    assert list(layout.printed()) == [("here", "1")]
    assert press.pdf(layout).startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<p style="colour: red">', "colour"),
        ('<p style="width: calc(1">', "width"),
        ('<a href="#nowhere">gone</a>', "nowhere"),
        ('<img src="data:image/png;base64,AAAA">', "data:"),
        ('<img src="../elsewhere.png">', "elsewhere"),
    ],
)
def test_whatever_the_library_complains_of_is_an_error(press: Press, body: str, said: str) -> None:
    with pytest.raises(LayoutFault, match=said):
        lay_out(press, body)


def test_a_picture_without_words_for_it_is_an_error(tmp_path: Path) -> None:
    own = tmp_path / "layouts"
    own.mkdir()
    picture = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
    )
    (own / "line.svg").write_bytes(picture)
    own_press = Press([own, SHIPPED], [], "A4")
    address = (own / "line.svg").as_uri()
    assert lay_out(own_press, f'<img alt="A line" src="{address}">')
    with pytest.raises(RecordError) as caught:
        lay_out(own_press, f'<img src="{address}">')
    [problem] = caught.value.problems
    assert problem.rule == "book-layout"
    assert "alt" in problem.message


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x.png",
        "https://example.org/x.png",
        "ftp://example.org/x.png",
        "file:///etc/hostname",
        "file://elsewhere/etc/hostname",
        "data:text/plain,hello",
        SHIPPED.as_uri() + "/../pyproject.toml",
        SHIPPED.as_uri() + "/%2e%2e/pyproject.toml",
    ],
)
@pytest.mark.parametrize("use", ['<img alt="x" src="{}">', '<link rel="stylesheet" href="{}">'])
def test_nothing_but_layouts_and_static_files_is_opened(
    press: Press, address: str, use: str
) -> None:
    with pytest.raises(LayoutFault, match="may not open"):
        lay_out(press, use.format(address))


def test_a_link_in_a_folder_does_not_lead_out_of_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    own = tmp_path / "layouts"
    own.mkdir()
    (own / "link.svg").symlink_to(secret)
    with pytest.raises(RecordError):
        lay_out(
            Press([own, SHIPPED], [], "A4"), f'<img alt="" src="{(own / "link.svg").as_uri()}">'
        )


@pytest.mark.parametrize(
    "tag", ['<link rel="attachment" href="{}">', '<a rel="noopener Attachment" href="{}">x</a>']
)
def test_nothing_can_be_attached(press: Press, tag: str) -> None:
    with pytest.raises(LayoutFault, match="attached"):
        lay_out(press, tag.format((SHIPPED / "book/book.css").as_uri()))


def test_text_nested_too_deeply_is_a_problem(press: Press) -> None:
    with pytest.raises(RecordError) as caught:
        lay_out(press, "<div>" * 1500 + "deep")
    assert "nested too deeply" in caught.value.problems[0].message


def test_a_record_whose_own_style_is_wrong_is_told_so(tmp_path: Path) -> None:
    site = write_site(tmp_path)
    own = site / "layouts" / "book"
    own.mkdir(parents=True)
    (own / "book.css").write_text("p { colour: red }")
    order = order_of(read_site(site), [site / "layouts", SHIPPED])
    with pytest.raises(RecordError) as caught:
        list(render_book(order))
    [problem] = caught.value.problems
    assert problem.where.file == "layouts/book"
    assert "colour" in problem.message


def test_a_letter_that_no_face_has_is_a_problem_where_it_stands(tmp_path: Path) -> None:
    """Also one that some font of the system has: it would look otherwise on the next system."""
    people = FILES["people.yaml"].replace("name: Ada Torn", "name: Ada ტ Torn 漢")
    order = order_of(read_site(write_site(tmp_path, {"people.yaml": people})))
    with sheets_kept() as cache, pytest.raises(RecordError) as caught:
        list(render_book(replace(order, cache=cache)))
    line = people[: people.index("ტ")].count("\n") + 1
    found = {(p.rule, p.where.file, p.where.line, p.where.column) for p in caught.value.problems}
    assert found == {
        ("unprintable-letter", "people.yaml", line, 13),
        ("unprintable-letter", "people.yaml", line, 20),
    }
    assert any("`漢` (U+6F22" in problem.message for problem in caught.value.problems)


def test_the_environment_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in (None, "/etc/fonts/fonts.conf"):
        if value is None:
            monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
        else:
            monkeypatch.setenv("FONTCONFIG_FILE", value)
        Press([SHIPPED], [], "A4")
        assert os.environ.get("FONTCONFIG_FILE") == value


def test_logging_is_left_as_it_was(press: Press) -> None:
    logger = logging.getLogger("weasyprint")
    before = (list(logger.handlers), logger.level, logger.propagate)
    lay_out(press, "<p>Words")
    with pytest.raises(LayoutFault):
        lay_out(press, '<p style="colour: red">')
    assert (list(logger.handlers), logger.level, logger.propagate) == before


class _NoPango(MetaPathFinder):
    """WeasyPrint where the system lacks Pango: it says so on standard output, and raises."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == "weasyprint":
            print("WeasyPrint could not import some external libraries.")
            raise OSError("cannot load library 'libpango-1.0-0'")
        return None


def test_missing_libraries_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [_NoPango(), *sys.meta_path])
    order = order_of(read_site(write_site(tmp_path)))
    with pytest.raises(BookUnavailable) as caught:
        list(render_book(order))
    words = str(caught.value)
    assert "apt-get install" in words
    assert "libpango-1.0-0" in words
    assert "\n" not in words
    assert capsys.readouterr().out == ""


def test_it_is_not_imported_before_a_book_is_laid_out() -> None:
    code = (
        "import sys, casebook.render.book.render, casebook.render.book.unavailable\n"
        "sys.exit('weasyprint' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=SHIPPED.parent)


def _lines(press: Press, width: float, words: str) -> list[tuple[str, float]]:
    """The lines of some words in a paragraph of a width, in pixels, and where each line ends."""
    [page] = press.lay_out(PAGE.format(f'<p style="width: {width}px">{words}')).document.pages
    return [
        ("".join(getattr(part, "text", "") for part in box.descendants()), box.children[0].width)
        for box in page._page_box.descendants()
        if type(box).__name__ == "LineBox"
    ]


@pytest.mark.parametrize(
    "after", ["", '<a class="cite" href="https://example.org/">US cable ¶4</a>']
)
def test_no_line_ends_after_its_first_word(press: Press, after: str) -> None:
    words = "and the gangs are kept apart, as none says which.\n"
    _, whole = _lines(press, 600, words.strip())[0]

    def first_lines(html: str) -> set[str]:
        # There is room for the words, and for half of the space behind them.
        return {_lines(press, whole + room, html)[0][0].strip() for room in (0.5, 1, 1.5)}

    said = f"{words}{after}</p>"
    assert first_lines(said) == {"and"}, "then all this can go"
    assert first_lines(space_within(said)) == {words.strip()}


def test_a_space_before_an_element_is_put_into_it_or_apart() -> None:
    said = (
        'the attack <q>“so it is”</q>,\nor <span class="native">x</span>,'
        ' <a class="ref" href="#x">y</a>'
    )
    assert space_within(said) == (
        'the attack<q> “so it is”</q>,\nor<span> </span><span class="native">x</span>,'
        '<a class="ref" href="#x"> y</a>'
    )
    assert space_within("<li>so it is.\n</li>") == "<li>so it is.</li>"
