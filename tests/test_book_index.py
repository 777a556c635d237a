"""The index of names: what stands under which letter, and in which order."""

from __future__ import annotations

from pathlib import Path

from tiny import SITE, judge, write

from casebook.render.book.names import index_groups


def test_a_name_stands_under_its_first_word_that_is_no_article(tmp_path: Path) -> None:
    names = (
        "The Harbour",
        "A naval base",
        "An office",
        "Atoll",
        "A.N.P. house",
        "A",
        "Anchor yard",
    )
    places = "".join(
        f"place-{n}:\n  name: {name}\n  kind: building\n" for n, name in enumerate(names)
    )
    edition, _ = judge(write(tmp_path, {"site.yaml": SITE, "places.yaml": places}))
    shown = [
        (group.letter, [line.words for line in group.lines]) for group in index_groups(edition)
    ]
    assert shown == [
        ("A", ["A", "A.N.P. house", "Anchor yard", "Atoll"]),
        ("H", ["The Harbour"]),
        ("N", ["A naval base"]),
        ("O", ["An office"]),
    ]
