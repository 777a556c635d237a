"""Parts of a view that are made when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from jinja2 import DictLoader
from tiny import judge, write
from whole import WHOLE

from casebook.edit.edition import Edition
from casebook.render.desk import Desk
from casebook.render.jinja import make_environment
from casebook.render.later import Later, made_on_use
from casebook.render.links import SiteLinks
from casebook.render.watched.edition import WatchedEdition


@made_on_use
@dataclass(frozen=True, slots=True)
class View:
    """A title, and a part that takes work."""

    title: str
    part: str


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """A small record."""
    return judge(write(tmp_path_factory.mktemp("record"), WHOLE))[0]


def test_what_no_layout_shows_is_never_made(edition: Edition) -> None:
    made: list[str] = []

    def make() -> str:
        made.append("part")
        return "A part"

    desk = Desk(edition, SiteLinks(""))
    view = View("A title", desk.later(make))
    environment = make_environment([])
    environment.loader = DictLoader(
        {"short": "{{ view.title }}", "long": "{{ view.part }}{{ view.part }}{{ other }}"}
    )
    assert environment.get_template("short").render(view=view, other=Later(edition, make)) == (
        "A title"
    )
    assert made == []
    long = environment.get_template("long")
    assert long.render(view=view, other=Later(edition, make)) == "A partA partA part"
    assert made == ["part", "part"]  # once for the view, once for the page
    assert view == replace(view) == View("A title", "A part")


def test_a_mistake_of_ours_is_not_taken_for_a_missing_part(edition: Edition) -> None:
    desk = Desk(edition, SiteLinks(""))
    view = View("", desk.later(lambda: edition.there_is_no_such_thing))  # type: ignore[attr-defined]
    with pytest.raises(RuntimeError, match="there_is_no_such_thing"):
        make_environment([]).from_string("{{ view.part }}").render(view=view)


def test_what_a_part_reads_is_read_by_every_page_that_shows_it(edition: Edition) -> None:
    watched = WatchedEdition(edition)
    first = watched.of("event")[0]
    view = View("", Desk(watched, SiteLinks("")).later(lambda: first.title))
    _, nothing = watched.reads.of(lambda: view.title)
    _, making = watched.reads.of(lambda: view.part)
    _, again = watched.reads.of(lambda: view.part)
    assert nothing == ()
    assert making == again == (f"~{first.key}",)
