"""Links that a desk makes: whatever stands in them is escaped."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from tiny import judge, write
from whole import WHOLE

from casebook.edit.edition import Edition
from casebook.render.desk import Desk
from casebook.render.links import SiteLinks
from casebook.render.typography import typographic
from casebook.spot import Spot, Text

_LINK = Markup('<a class="{}" href="{}">{}</a>')
"""Markupsafe's own way of putting values into markup."""
hostile = st.text("<>&'\" ab¶é.;=/#", min_size=1, max_size=30)
hostile |= st.just("</a><script>alert(1)</script>") | st.just('" onclick="x') | st.just("&lt;")


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """A small record."""
    return judge(write(tmp_path_factory.mktemp("record"), WHOLE))[0]


@given(hostile, hostile, st.booleans())
@settings(max_examples=150, deadline=None)
def test_words_and_addresses_are_escaped(edition: Edition, words: str, up: str, kept: bool) -> None:
    entry = edition.entries["person"]["ada-lind"]
    typed = Text(words, Spot("people.yaml", 1, 1)) if kept else words
    shown = typographic(typed)
    made = Desk(edition, SiteLinks(up)).link(entry, typed)
    class_ = "ref short" if len(shown) <= 18 else "ref"
    assert made == _LINK.format(class_, up + entry.path, shown)


@given(hostile, hostile)
@settings(max_examples=150, deadline=None)
def test_so_are_those_of_citations(edition: Edition, label: str, up: str) -> None:
    source = replace(edition.entries["source"]["harbour-log"], label=label)
    made = Desk(edition, SiteLinks(up)).citation(source, "p1")
    shown = f"{typographic(label)} ¶1".strip().replace(" ¶", "\u00a0¶")
    assert made == _LINK.format("cite", f"{up}{source.path}#p1", shown)
