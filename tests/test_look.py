"""Pages looked through where they are made say what looking through them afterwards says."""

from __future__ import annotations

from pathlib import Path

import pytest
from hidden_names import NAME, RECORD, URDU, kept, run, snapshot
from hypothesis import given
from hypothesis import strategies as st
from tiny import write

from casebook.output import Output
from casebook.render import check_links, parallel
from casebook.render.anchors import found_in
from casebook.render.looked import Looked

Capture = pytest.CaptureFixture[str]


def both(
    site: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> tuple[int, str, dict[str, tuple[bytes, int]]]:
    """What one process says and what several do, which is the same."""
    found = []
    for jobs, worth in (("1", 600), ("2", 0)):
        monkeypatch.setattr(parallel, "WORTH_IT", worth)
        monkeypatch.setattr(parallel, "_CHUNK", 2)
        capsys.readouterr()
        code = run("build", "--site", site, "--only", "html", "--no-cache", "--jobs", jobs)
        found.append((code, capsys.readouterr().err.replace(str(site), ""), snapshot(site)))
    (code, said, one), (code_of_several, said_by_several, several) = found
    assert (code, said) == (code_of_several, said_by_several)
    assert {path: data for path, (data, _) in one.items()} == {
        path: data for path, (data, _) in several.items()
    }
    return code, said, several


def test_a_sound_record(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {**RECORD, "withheld.yaml": kept(NAME, URDU)})
    code, _, files = both(tmp_path, capsys, monkeypatch)
    assert code == 0
    assert "output/index.html" in files


def test_a_name_and_links_that_lead_nowhere(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = '<h1>Zorvan <b>Quill</b>{{ "by" }}</h1>'
    site = write(tmp_path, {**RECORD, "withheld.yaml": kept(NAME, URDU)})
    write(site, {"layouts/person.html": layout})
    code, said, _ = both(site, capsys, monkeypatch)
    assert code == 1
    assert "withheld-name" in said
    assert "people/" in said
    layout = '<p id="a"></p><a href="#b">x</a><a href="gone.html">x</a><a href="../index.html#c">x'
    write(site, {"layouts/person.html": layout})
    code, said, _ = both(site, capsys, monkeypatch)
    assert code == 1
    people = RECORD["people.yaml"].count("\n  name:")
    assert said.count("a link leads to #b of people/") == people
    assert said.count("a link leads to people/gone.html") == people
    assert said.count("a link leads to #c of index.html") == people


def test_what_was_found_sound_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(text: str) -> None:
        raise AssertionError("it was asked again")

    page = b'<p id="a"><a href="#a">x</a><a href="b.html#b">y</a>'
    seen = found_in(page.decode())
    monkeypatch.setattr(check_links, "found_in", never)
    looked = Looked("a.html", page, (), True, seen)
    assert check_links.links_of([looked]) == {"a.html": seen}
    with pytest.raises(AssertionError, match="asked again"):
        check_links.links_of([looked, Output("b.html", b"")])


LINKS = st.sampled_from(
    ["#a", "#b", "#", "x.html", "y.html#a", "x.html#b", "x.html?q=1#a", "?q=1", "", "d/z.html",
     "../x.html#a", "./x.html", "https://example.org/gone", "gone.html", "x.html#&amp;", "s.css",
     "x%2Ehtml", "/top/x.html#a", "mailto:a@example.org", "s.css#a", "s.css?v", "."]
)  # fmt: skip
IDS = st.sampled_from(["a", "b", "&amp;", "c"])
PAGE = st.tuples(st.lists(IDS, max_size=3), st.lists(LINKS, max_size=4)).map(
    lambda both: (
        "".join(f'<p id="{id_}">' for id_ in both[0])
        + "".join(f'<a href="{link}">' for link in both[1])
    )
)


@given(st.fixed_dictionaries(dict.fromkeys(("x.html", "y.html", "d/z.html", "d/w.html"), PAGE)))
def test_all_links_are_sound_where_none_has_a_problem(pages: dict[str, str]) -> None:
    outputs = [Output(path, text.encode()) for path, text in pages.items()]
    outputs.append(Output("s.css", b"p{}"))
    there = {one.path for one in outputs}
    found = check_links.links_of(outputs)
    problems = list(check_links._problems(sorted(there), there, found, "/top/"))
    told = list(check_links.check_links(sorted(there), found, "/top/"))
    assert told == problems
    # The short way may doubt what is sound, and never the other way round.
    assert not (problems and check_links._all_lead_somewhere(there, found, "/top/"))
