"""What an output may be called, alone and beside others."""

from __future__ import annotations

import pytest

from casebook.output import Output, by_path, folders_of, path_fault


@pytest.mark.parametrize(
    "path",
    [
        *["", "/a", "a//b", "a/", "..", "a/../b", "./a", "a\\b", "a\nb", "a\x7f", "a\x85b"],
        *["a\ud800", "CON", "a/nul.html", "com1", "Lpt9.txt", "aux .md", "a.", "a /b", "a:b"],
        *["what?", "a" * 201],
    ],
)
def test_paths_that_will_not_do(path: str) -> None:
    assert path_fault(path)
    with pytest.raises(ValueError, match="an output cannot be called"):
        Output(path, b"")


@pytest.mark.parametrize("path", ["a", ".nojekyll", "events/a b.html", "کراچی.html", "console"])
def test_paths_that_will_do(path: str) -> None:
    assert path_fault(path) == ""
    assert Output(path, b"x").path == path


@pytest.mark.parametrize(
    "both",
    [
        ("a.html", "a.html"),
        ("a.html", "A.html"),
        ("events/a", "Events/b"),
        ("caf\u00e9", "cafe\u0301"),
        ("STRASSE", "stra\u00dfe"),
        ("a", "a/b"),
        ("a/b", "a"),
        ("A/b/c", "a/B"),
    ],
)
def test_outputs_that_cannot_stand_together(both: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match=r"two outputs want|cannot tell"):
        by_path([Output(path, b"") for path in both])


@pytest.mark.parametrize("path", ["mark", "Mark", "mark/x"])
def test_paths_that_are_taken(path: str) -> None:
    with pytest.raises(ValueError, match=r"two outputs want|cannot tell"):
        by_path([Output("x", b""), Output(path, b"")], taken=["mark"])


def test_outputs_by_their_paths() -> None:
    outputs = [Output("b", b"1"), Output("a/x/y", b"2"), Output("a/c", b"3")]
    assert list(by_path(outputs, taken=["mark"]).items()) == [(o.path, o) for o in outputs]
    assert folders_of(o.path for o in outputs) == {"a", "a/x"}
