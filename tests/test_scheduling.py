"""How the tests are shared out: every module that is named exists, and nothing is split or lost."""

from __future__ import annotations

from pathlib import Path

from scheduling import LONG, PAGES, longest_first, scope_of

TESTS = Path(__file__).resolve().parent


class Named:
    """What the order needs of a test."""

    def __init__(self, nodeid: str) -> None:
        self.nodeid = nodeid


def test_every_module_that_is_named_exists() -> None:
    assert len({*PAGES, *LONG}) == len(PAGES) + len(LONG)
    assert [name for name in (*PAGES, *LONG) if not (TESTS / f"test_{name}.py").is_file()] == []


def test_modules_that_parse_the_same_pages_share_a_process() -> None:
    assert {scope_of(f"tests/test_{name}.py::test_x") for name in PAGES} == {"pages"}
    assert scope_of("tests/test_serve.py::test_x[a::b]") == "tests/test_serve.py"


def test_the_longest_come_first_and_the_rest_stay_as_they_stand() -> None:
    ids = [
        f"tests/test_{name}.py::test_{n}"
        for name in ("dates", "book", "cli", "serve")
        for n in "ab"
    ]
    items = [Named(id_) for id_ in ids]
    longest_first(items)  # type: ignore[arg-type]
    assert [one.nodeid for one in items] == [*ids[6:], *ids[2:4], *ids[:2], *ids[4:6]]
