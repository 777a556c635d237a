"""Figures are never added up: no sum, mean or difference of them stands in any output."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from built_sites import HARBOUR, SITES, Built, Page, build, built, classes, parse, text

from casebook.commands.site import order, read
from casebook.edit.edition import Edition, Entry
from casebook.model.figures import Figure
from casebook.render.book.pages import PageMap
from casebook.render.book.render import _Book

NUMBER = re.compile(r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+|\d+(?:\.\d+)?")
FIELD = re.compile(r"^(  (?:value|low|high|best|out_of): )[\d.]+$", re.MULTILINE)


def numbers(words: str) -> set[float]:
    return {float(re.sub(r"[^\d.]", "", found)) for found in NUMBER.findall(words)}


MOST = 12
"""Numbers of which every selection is added up; of more, there are more than can be."""


def sums(values: list[float]) -> set[float]:
    """Of a few numbers every sum; of many those of two, of three and of all."""
    sizes = range(2, len(values) + 1) if len(values) <= MOST else (2, 3, len(values))
    return {sum(some) for n in sizes for some in combinations(values, n)}


def worked_out(values: list[float]) -> set[float]:
    """All that could be made of some numbers: sums, means and differences."""
    means = {sum(some) / n for n in range(2, len(values) + 1) for some in combinations(values, n)}
    differences = {abs(a - b) for a, b in combinations(values, 2)}
    return sums(values) | means | differences


def values_of(entry: Entry) -> list[float]:
    figure = entry.record
    assert isinstance(figure, Figure)
    found = (figure.value, figure.low, figure.high, figure.best, figure.out_of)
    return [float(value) for value in found if value is not None]


def marked(folder: Path) -> list[float]:
    """The harbour with numbers so odd that what is made of them cannot stand there by chance."""
    shutil.copytree(HARBOUR, folder, dirs_exist_ok=True)
    used: list[float] = []

    def odd(match: re.Match[str]) -> str:
        used.append(100_000_003 * 2.0 ** len(used) + 17 * len(used))
        return f"{match[1]}{used[-1]:.0f}"

    file = folder / "figures.yaml"
    file.write_text(FIELD.sub(odd, file.read_text(encoding="utf-8")), encoding="utf-8")
    return used


@pytest.fixture(scope="module")
def odd_harbour(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, str, list[float]]:
    folder = tmp_path_factory.mktemp("odd")
    used = marked(folder)
    draft = read(folder, lambda words: None)
    book = _Book(order(draft, frozenset(("book",)), lambda words: None)).html(PageMap(), False)
    return build(folder), book, used


def test_nothing_is_made_of_the_numbers(odd_harbour: tuple[Built, str, list[float]]) -> None:
    site, book, used = odd_harbour
    assert len(used) == 9
    forbidden = worked_out(used) - set(used)
    assert len(forbidden) > 500
    there: set[float] = set()
    texts = {path: data.decode() for path, data in site.files.items() if is_text(path)}
    for path, words in {**texts, "book": book}.items():
        found = numbers(words)
        assert not found & forbidden, path
        there |= found
    assert set(used) <= there


def is_text(path: str) -> bool:
    return path.endswith((".html", ".json", ".csv", ".xml"))


def test_it_would_be_seen_if_it_were() -> None:
    assert 57.0 in numbers("there were 57 in all") & sums([10.0, 47.0])
    assert 1350.0 in numbers("1,350 people") & numbers("1350") & numbers("1\u00a0350")


# And with the numbers there are: on each page, unless a source prints the sum itself.


def groups(edition: Edition) -> Iterator[tuple[Entry, list[Entry]]]:
    """Whatever gathers figures: a comparison, an event, a place, whoever counts."""
    for of_kind in edition.entries.values():
        for entry in of_kind.values():
            found = edition.neighbours(entry, "figure")
            if len(found) > 1:
                yield entry, found


def typed(edition: Edition) -> set[float]:
    """Every number that the record's own files hold."""
    return {n for words in edition.manuscript.files.values() for n in numbers(words)}


def said(element: Element) -> str:
    """The words of a page without places in sources, numbers of records and marks of notes."""
    if {"cite", "number", "note-mark", "note-number"} & set(classes(element)):
        return ""
    if element.tag == "nav":
        return ""
    # The even steps of an axis say nothing of the figures that stand on it.
    if element.tag.endswith("desc") or "axis" in classes(element):
        return ""
    return (element.text or "") + "".join(said(one) + (one.tail or "") for one in element)


@pytest.mark.parametrize("name", SITES)
def test_no_page_adds_its_figures_up(name: str) -> None:
    site = built(name)
    known = typed(site.edition)
    checked = 0
    for entry, figures in groups(site.edition):
        if entry.path not in site.pages:
            continue
        values = [value for one in figures[:MOST] for value in values_of(one)]
        found = numbers(said(site.pages[entry.path].find(".//main")))
        assert not (found & sums(values)) - known, entry.path
        checked += 1
    assert checked > 4


@pytest.mark.parametrize("name", SITES)
def test_the_list_of_figures_has_no_total(name: str) -> None:
    site = built(name)
    figures = site.edition.of("figure")
    by_measure: dict[str, list[float]] = defaultdict(list)
    for entry in figures:
        by_measure[str(getattr(entry.record, "measure", ""))] += values_of(entry)
    found = numbers(said(site.pages["figures/index.html"].find(".//main")))
    totals = sums([value for entry in figures for value in values_of(entry)])
    for values in by_measure.values():
        totals |= sums(values)
    assert not (found & totals) - typed(site.edition)


def test_what_a_number_stands_to_is_shown_wherever_it_is() -> None:
    harbour = built("harbour")
    for path in ("figures/index.html", "comparisons/young-and-old.html", "index.html"):
        words = text(harbour.pages[path].find(".//main"))
        assert "Out of: 260" in words, path
        assert "Part of: 260 men on strike" in words, path
        assert "Said to come on top of: some four hundred men on strike" in words, path
    for path in ("figures/index.html", "index.html"):
        words = text(harbour.pages[path].find(".//main"))
        assert "The source sets it against: the harbour master’s 260" in words, path
    for path in ("figures/index.html", "figures/cargo-that-would-rot.html"):
        words = text(harbour.pages[path].find(".//main"))
        assert "obody counted this: the source supposes it" in words, path


def test_the_book_shows_it_too() -> None:
    draft = read(HARBOUR, lambda words: None)
    book = _Book(order(draft, frozenset(("book",)), lambda words: None))
    page: Page = parse("book.html", book.html(PageMap(), False).encode())
    words = text(page.find("body"))
    for line in (
        "boys among the men on strike, of boys of the sheds",
        "Out of: 260. Part of: 260 men on strike.",
        "of cargo that would rot in a week (nobody counted this)",
        "The source sets it against: the harbour master’s 260",
        "Said to come on top of: some four hundred men on strike",
    ):
        assert squeezed(line) in squeezed(words), line


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)
