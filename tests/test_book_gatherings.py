"""What of the book is laid out on its own: where it is cut, how it is bounded and what is kept."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from math import ceil
from pathlib import Path

import pytest
from book_site import FILES, order_of, read_site, write_site

from casebook.memory.blobs import Damaged, pack, unpack
from casebook.problem import RecordError
from casebook.render.book import bindery as bindery_module
from casebook.render.book import bounded
from casebook.render.book.bindery import Bindery
from casebook.render.book.bounded import Stopped, in_processes
from casebook.render.book.cache import Cache
from casebook.render.book.chapters import Chapter, Section
from casebook.render.book.gatherings import A_PAGE, WORTH_A_CUT, Gathering, estimate, gather
from casebook.render.book.markup import elsewhere
from casebook.render.book.pages import PageMap, index_place, page_link, with_numbers, with_room
from casebook.render.book.render import _Book, render_book
from casebook.render.book.rounds import settle
from casebook.render.parts import Order

pytestmark = pytest.mark.long

LONG = "word " * (WORTH_A_CUT // 5 + 1)


def chapter(*sections: str) -> Chapter:
    named = tuple(Section(one, one.title()) for one in sections)
    return Chapter("chapter-x", "X", "", "records", sections=named)


def cut(html: str, *sections: str) -> list[Gathering]:
    whole = f'<section class="chapter" data-title="X">\n<h1 id="chapter-x">X</h1>{html}</section>\n'
    return list(gather(chapter(*sections), "X", whole))


def test_a_chapter_is_cut_before_sections_that_are_long_enough() -> None:
    parts = cut(
        f'<h2 id="a">A</h2>{LONG}<h2 id="b">B</h2>few<h2 id="c">C</h2>{LONG}'
        f'<article class="source held">\n<h2 id="d">D</h2>{LONG}</article>',
        "a", "b", "c", "d",
    )  # fmt: skip
    assert [one.id for one in parts] == ["chapter-x", "c", "d"]
    assert [sorted(one.anchors) for one in parts] == [["a", "b", "chapter-x"], ["c"], ["d"]]
    opening = '<section class="chapter" data-title="X">'
    for one in parts:
        assert one.html.startswith(opening)
        assert one.html.endswith("</section>\n")
        assert one.html.count("<section") == one.html.count("</section>") == 1
    assert f'{opening}\n<article class="source held">\n<h2 id="d">' in parts[2].html


def test_a_heading_that_the_contents_do_not_name_is_no_place_to_cut() -> None:
    assert len(cut(f'<h2 id="a">A</h2>{LONG}<h2 id="b">B</h2>{LONG}')) == 1
    assert len(cut(f'{LONG}<h2 id="a">A</h2>{LONG}', "a", "not-there")) == 2


def test_nothing_is_cut_in_two() -> None:
    assert len(cut(f'{LONG}<div class="columns"><h2 id="a">A</h2>{LONG}</div>', "a")) == 1
    assert len(cut(f'<div>{LONG}</div><table></table><h2 id="a">A</h2>{LONG}', "a")) == 2


def test_a_cut_loses_no_word() -> None:
    html = "".join(f'<h2 id="s{n}">S{n}</h2>{n} {LONG * (n % 3)}' for n in range(9))
    parts = cut(html, *(f"s{n}" for n in range(9)))
    assert len(parts) > 3
    opening, ending = '<section class="chapter" data-title="X">', "</section>"
    bare = "".join(one.html.replace(opening, "").replace(ending, "") for one in parts)
    whole = f'<h1 id="chapter-x">X</h1>{html}'
    assert "".join(bare.split()) == "".join(whole.split())


def test_numbers_are_filled_in() -> None:
    pages = PageMap({"a": 3, "b": 12}, {"b": (3, 4, 12)}, 12)
    html = f"{page_link(PageMap(), 'b')} 00 {index_place('b')}"
    assert with_numbers(html, pages) == (
        '<a class="page" href="#b">12</a> 00 <span class="run"><a class="page" href="#a">3</a>–4'
        '</span>, <b><a class="page" href="#b">12</a></b>'
    )


def test_a_guess_has_as_many_figures_and_does_not_change_with_every_word() -> None:
    html = f"{page_link(PageMap(), 'b')} {index_place('b')}"
    one = with_room(html, PageMap({"a": 3, "b": 112}, {"b": (3, 112)}, 120))
    two = with_room(html, PageMap({"a": 3, "b": 114}, {"b": (4, 114)}, 122))
    assert one == two
    assert ">000</a> " in one
    assert with_room(html, PageMap({"b": 7}, {}, 9)) != one


def test_where_things_might_stand_is_guessed_by_the_length_of_texts() -> None:
    parts = [
        Gathering("cover", "", '<p id="cover">', True, frozenset(["cover"]), 0),
        *cut(f'<h2 id="a">A</h2>{LONG}<h2 id="b">B</h2>{LONG}<a href="#a">', "b"),
    ]
    guess = estimate(parts)
    assert guess.anchors["cover"] == 1
    assert guess.anchors["chapter-x"] == guess.anchors["a"] == 2
    assert guess.anchors["b"] == 2 + ceil(parts[1].size / A_PAGE)
    assert guess.count == guess.anchors["b"] + ceil(parts[2].size / A_PAGE) - 1
    assert guess.mentions == {"a": (guess.count,)}


def test_links_to_other_gatherings_lead_out() -> None:
    html = '<a href="#here">x</a> <a href="#there">y</a> <a href="https://example.org/#there">z</a>'
    assert elsewhere(html, {"here"}) == html.replace('"#there', '"casebook-book:there')


# --- bounds ---


def test_work_is_done_in_processes_and_comes_back_whole() -> None:
    here = os.getpid()

    def work(task: int) -> bytes:
        return f"{task} {os.getpid() == here}".encode() * 100_000

    for jobs in (1, 3):
        found = dict(in_processes(work, [1, 5, 3, 5], jobs))
        assert found == {n: f"{n} False".encode() * 100_000 for n in range(4)}
    assert not multiprocessing.active_children()


def test_the_longest_begins_first() -> None:
    assert [n for n, _ in in_processes(lambda n: b"", [1, 5, 3, 5], 1)] == [1, 3, 2, 0]


def spin() -> bytes:
    while True:
        pass


def sleep() -> bytes:
    time.sleep(60)
    return b""


def crash() -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def fill() -> bytes:
    return bytes(bounded.MEMORY + 2**20)


@pytest.mark.parametrize(
    ("doing", "why"), [(spin, "endless"), (sleep, "endless"), (crash, "crashed"), (fill, "large")]
)
def test_what_goes_too_far_is_stopped(
    doing: object, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "PATIENCE", 1 if doing is sleep else 100)
    monkeypatch.setattr(bounded, "MEMORY", 2**30)
    assert callable(doing)
    begun = time.monotonic()
    with pytest.raises(Stopped) as caught:
        list(in_processes(lambda n: doing() if n == 1 else b"", [1, 1, 1], 2))
    assert (caught.value.task, caught.value.why) == (1, why)
    assert time.monotonic() - begun < 30
    assert not multiprocessing.active_children()


def test_an_exception_is_raised_here() -> None:
    class OddError(Exception):
        pass

    def work(task: int) -> bytes:
        raise KeyError("lost") if task else OddError("cannot be sent")

    with pytest.raises(KeyError, match="lost"):
        list(in_processes(work, [1, 2], 1))
    with pytest.raises(RuntimeError, match="OddError: cannot be sent"):
        list(in_processes(work, [1], 1))


def test_a_chapter_that_runs_away_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = bindery_module._sheet

    def slow(press: object, text: str, owner: str, with_piece: bool) -> bytes:
        return spin() if owner == "chapter-place" else sheet(press, text, owner, with_piece)  # type: ignore[arg-type]

    monkeypatch.setattr(bindery_module, "_sheet", slow)
    monkeypatch.setattr(bindery_module, "SECONDS", 3)
    with pytest.raises(RecordError) as caught:
        list(render_book(order_of(read_site(write_site(tmp_path)))))
    [problem] = caught.value.problems
    assert problem.rule == "book-layout"
    assert problem.message == (
        "“Places” in the book, from #chapter-place on, takes too long to lay out"
    )


# --- what is kept ---


def test_blobs_come_back_or_are_known_to_be_damaged() -> None:
    data = pack({"a": [1, "ü"]}, [b"", b"\x00\xff"])
    assert unpack(data) == ({"a": [1, "ü"]}, [b"", b"\x00\xff"])
    for wrong in (b"", data[:-1], data + b"x", data[:40] + b"?" + data[41:], b"\x00" * 99):
        with pytest.raises(Damaged):
            unpack(wrong)


def test_a_cache_keeps_what_was_used_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "kept" / "book"
    first = Cache(folder)
    for name in "abc":
        first.put(name, name.encode())
    first.keep_used()
    second = Cache(folder)
    assert second.get("a") == b"a"
    assert second.get("z") is None
    second.put("d", b"d")
    second.keep_used()
    third = Cache(folder)
    assert [third.get(name) for name in "abcd"] == [b"a", None, None, b"d"]
    assert (tmp_path / "kept" / ".gitignore").read_text().endswith("\n*\n")


def test_a_cache_that_cannot_be_written_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file" / "book")
    cache.put("a", b"a")
    assert cache.get("a") == b"a"
    cache.keep_used()
    assert Cache(tmp_path / "file" / "book").get("a") is None


def laid_out(order: Order, monkeypatch: pytest.MonkeyPatch) -> tuple[list[tuple[int, str]], bytes]:
    """Which gatherings are laid out in which round, and the book."""
    found: list[tuple[int, str]] = []
    lay_out = Bindery._lay_out

    def noted(self: Bindery, gatherings, texts, keys, missing, sheets) -> None:  # type: ignore[no-untyped-def]
        found.extend((self._round, gatherings[number].id) for number in missing)
        lay_out(self, gatherings, texts, keys, missing, sheets)

    with monkeypatch.context() as patch:
        patch.setattr(Bindery, "_lay_out", noted)
        [output] = render_book(order)
    return found, output.data


def test_an_edit_lays_out_no_more_than_it_must(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(changes: dict[str, str], cache: str) -> tuple[list[tuple[int, str]], bytes]:
        edition = read_site(write_site(tmp_path / "site", changes))
        order = order_of(edition)
        return laid_out(
            Order(**(vars(order) | {"cache": tmp_path / cache, "jobs": 2})), monkeypatch
        )

    cold, first = build({}, "cache")
    assert {round_ for round_, _ in cold} >= {1, 2}
    again, same = build({}, "cache")
    assert (again, same) == ([], first)

    edited = {"timeline.yaml": FILES["timeline.yaml"].replace("burnt down in", "burnt out in")}
    few, second = build(edited, "cache")
    # The cover and the colophon bear the name of the edition, which the edit changes.
    assert set(few) == {
        (each, name) for each in (1, 2) for name in ("cover", "chapter-event", "colophon")
    }
    assert second != first
    assert build(edited, "fresh")[1] == second

    # Words that are gone from the record are gone from what is kept.
    kept = b"".join(path.read_bytes() for path in (tmp_path / "cache" / "book").iterdir())
    assert b"chapter-event" in kept
    assert len(list((tmp_path / "cache" / "book").iterdir())) <= len(
        list((tmp_path / "fresh" / "book").iterdir())
    )


def test_styles_and_paper_are_part_of_what_it_is_kept_by(tmp_path: Path) -> None:
    site = write_site(tmp_path)
    order = order_of(read_site(site))
    own = site / "layouts" / "book"
    own.mkdir(parents=True)
    other = order_of(order.edition, [site / "layouts", *order.layouts])
    before = Bindery(order, Cache(None))._base
    assert Bindery(other, Cache(None))._base == before
    (own / "more.css").write_text("p { background: url('../../static/x.png') }")
    styled = Bindery(other, Cache(None))._base
    (site / "static").mkdir()
    (site / "static" / "x.png").write_bytes(b"x")
    assert len({before, styled, Bindery(other, Cache(None))._base}) == 3


def test_a_picture_is_part_of_what_a_text_is_kept_by(tmp_path: Path) -> None:
    bindery = Bindery(order_of(read_site(write_site(tmp_path))), Cache(None))
    picture = tmp_path / "a.svg"
    picture.write_text("<svg/>")
    text = f'<img src="{picture.as_uri()}">'
    before = bindery._key(text)
    picture.write_text("<svg></svg>")
    assert bindery._key(text) != before


def test_the_second_round_is_mostly_the_last(tmp_path: Path) -> None:
    order = order_of(read_site(write_site(tmp_path)))
    book, bindery = _Book(order), Bindery(order, Cache(None))
    rounds: list[str] = []
    settle(
        lambda pages, steady: bindery.lay_out(book.gatherings, book.texts(pages, steady)),
        book.read,
        rounds.append,
    )
    assert len([words for words in rounds if "part" not in words]) == 2
