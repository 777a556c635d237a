"""`rename`: another id in every reference, and not one other byte changed."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from registering import (
    DAY,
    LATER,
    bytes_of,
    edition_of,
    it_is,
    meaning,
    own,
    pages,
    run,
    whole,
    with_key,
)
from tiny import LOG, SITE, judge, write

from casebook.edit.edition import Edition, Entry

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    it_is(monkeypatch, DAY)
    folder = whole(tmp_path / "site")
    assert run("register", "--site", folder) == 0
    it_is(monkeypatch, LATER)
    return folder


def is_only_renamed(old: bytes, new: bytes, before: str, after: str) -> bool:
    """Is one file the other, with one id written for another in some places?"""
    whole_id = rf"(?<![a-z0-9-]){re.escape(before)}(?![a-z0-9-])"
    pieces = re.split(whole_id, old.decode())
    pattern = rf"(?:{re.escape(before)}|{re.escape(after)})".join(map(re.escape, pieces))
    return re.fullmatch(pattern, new.decode()) is not None


def check_renamed(
    before: dict[str, bytes], after: dict[str, bytes], kind: str, old: str, new: str
) -> None:
    """Every file is what it was but for the id, and for its own name where that is the id."""
    moved = {
        "page": {f"content/pages/{old}.md": f"content/pages/{new}.md"},
        "source": {f"content/proofs/{old}.yaml": f"content/proofs/{new}.yaml"},
    }.get(kind, {})
    assert {moved.get(name, name) for name in before} == set(after)
    for name, data in before.items():
        if name != "register.yaml":
            assert is_only_renamed(data, after[moved.get(name, name)], old, new), name


def most_used(edition: Edition) -> Entry:
    counts = Counter(
        edge.target for edges in edition.edges_from.values() for edge in edges
    ).most_common()
    return next(entry for entry, _ in counts if entry.kind.name != "source")


@pytest.mark.parametrize("kind", ["event", "person", "party", "place", "source", "claim", "figure"])
def test_a_record_of_each_kind_is_renamed_everywhere(site: Path, kind: str) -> None:
    for id_ in list(edition_of(site).entries[kind]):
        said = meaning(edition_of(site))
        before = bytes_of(site)
        new = f"{id_}-anew"
        assert run("rename", kind, id_, new, "--site", site) == 0
        check_renamed(before, bytes_of(site), kind, id_, new)
        now = meaning(edition_of(site))
        assert with_key(said, f"{kind}-{id_}", f"{kind}-{new}") == with_key(now, "", "")
        assert judge(site)[1] == []


def test_every_reference_of_a_source_is_changed(site: Path) -> None:
    assert run("rename", "source", "harbour-log", "log-of-the-harbour", "--site", site) == 0
    edition = edition_of(site)
    text = "\n".join(
        words for name, words in edition.manuscript.files.items() if name != "register.yaml"
    )
    assert "harbour-log" not in text.replace("log-of-the-harbour", "")
    assert set(edition.excerpts) == {"log-of-the-harbour"}
    assert judge(site)[1] == []


def test_the_most_used_record_of_the_small_record(site: Path) -> None:
    entry = most_used(edition_of(site))
    said, before = meaning(edition_of(site)), bytes_of(site)
    assert run("rename", entry.kind.name, entry.id, "quite-another", "--site", site) == 0
    check_renamed(before, bytes_of(site), entry.kind.name, entry.id, "quite-another")
    new_key = f"{entry.kind.name}-quite-another"
    assert with_key(said, entry.key, new_key) == with_key(meaning(edition_of(site)), "", "")
    leads_on(pages(site), entry.path, f"{entry.kind.folder}/quite-another.html")


def test_the_most_used_record_of_this_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    it_is(monkeypatch, LATER)
    folder = own(tmp_path)
    edition = edition_of(folder)
    entry = most_used(edition)
    uses = sum(edge.target is entry for edges in edition.edges_from.values() for edge in edges)
    assert uses > 20
    said, before = meaning(edition), bytes_of(folder)
    assert run("rename", entry.kind.name, entry.id, "quite-another", "--site", folder) == 0
    after = bytes_of(folder)
    check_renamed(before, after, entry.kind.name, entry.id, "quite-another")
    now = meaning(edition_of(folder))
    new_key = f"{entry.kind.name}-quite-another"
    assert with_key(said, entry.key, new_key) == with_key(now, "", "")
    changed = {
        (name, number)
        for name, data in before.items()
        if name != "register.yaml"
        for number, (one, other) in enumerate(
            zip(data.split(b"\n"), after[name].split(b"\n"), strict=True)
        )
        if one != other
    }
    assert all(entry.id.encode() in before[name].split(b"\n")[line] for name, line in changed)
    leads_on(pages(folder), entry.path, f"{entry.kind.folder}/quite-another.html")


def leads_on(files: dict[str, bytes], old: str, new: str) -> None:
    """The old address is a page that leads to the new one, which is there, in three ways."""
    assert new in files
    page = files[old].decode()
    name = new.rpartition("/")[2]
    folder = "../" + new.rpartition("/")[0] + "/" if "/" in new else ""
    assert f'<meta http-equiv="refresh" content="0; url={folder}{name}">' in page
    assert re.search(rf'<link rel="canonical" href="https://[^"]*/{re.escape(new)}">', page)
    assert f'<a href="{folder}{name}">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert f"/{old}<" not in files["sitemap.xml"].decode()
    assert f"/{new}<" in files["sitemap.xml"].decode()


def test_the_number_goes_with_it_and_the_register_says_when(site: Path) -> None:
    assert run("rename", "claim", "ada-blames", "ada-accuses", "--site", site) == 0
    register = edition_of(site).manuscript.register
    old, new = register.entries["claim"]["ada-blames"], register.entries["claim"]["ada-accuses"]
    assert (old.number, old.day, old.renamed_to, old.gone) == (None, DAY, "ada-accuses", LATER)
    assert (new.number, new.day, new.is_gone) == ("C01", LATER, False)
    files = pages(site)
    leads_on(files, "claims/ada-blames.html", "claims/ada-accuses.html")
    assert "url=../claims/ada-accuses.html" in files["r/C01.html"].decode()
    assert "ada-blames" in files["corrections.html"].decode()


def test_renaming_again_leads_to_the_last_name(site: Path) -> None:
    for old, new in (("ada-lund", "a-lund"), ("a-lund", "mrs-lund")):
        assert run("rename", "person", old, new, "--site", site) == 0
    files = pages(site)
    for old in ("ada-lund", "a-lund"):
        leads_on(files, f"people/{old}.html", "people/mrs-lund.html")


def test_a_name_may_be_given_back_to_who_had_it(site: Path) -> None:
    before = bytes_of(site)
    assert run("rename", "claim", "ada-blames", "ada-accuses", "--site", site) == 0
    assert run("rename", "claim", "ada-accuses", "ada-blames", "--site", site) == 0
    after = bytes_of(site)
    assert {n for n in before if before[n] != after[n]} == {"register.yaml"}
    leads_on(pages(site), "claims/ada-accuses.html", "claims/ada-blames.html")
    assert edition_of(site).entries["claim"]["ada-blames"].number == "C01"


def test_but_to_nobody_else(site: Path, capsys: Capture) -> None:
    assert run("rename", "person", "ada-lund", "mrs-lund", "--site", site) == 0
    before = bytes_of(site)
    assert run("rename", "person", "ada-lind", "ada-lund", "--site", site) == 2
    assert "`ada-lund` was the id of another person once" in capsys.readouterr().err
    assert bytes_of(site) == before


def test_a_page_s_file_goes_with_its_name(site: Path) -> None:
    page = site / "content/pages/about.md"
    page.write_text(page.read_text() + "\nSee [[page:about|this page]].\n")
    assert run("rename", "page", "about", "the-light", "--site", site) == 0
    assert not page.exists()
    assert "[[page:the-light|this page]]" in (site / "content/pages/the-light.md").read_text()
    leads_on(pages(site), "about.html", "the-light.html")


def test_a_proof_goes_with_its_source(site: Path) -> None:
    proofs = site / "content/proofs"
    proofs.mkdir(exist_ok=True)
    proof = f"text: {'0' * 64}\nunits: p1-p6\nseals: [abc]  # harbour-log\n"
    (proofs / "harbour-log.yaml").write_text(proof)
    assert run("rename", "source", "harbour-log", "the-log", "--site", site) == 0
    assert {path.name: path.read_text() for path in proofs.iterdir()} == {"the-log.yaml": proof}


def test_a_dry_run_shows_the_lines_and_changes_none(site: Path, capsys: Capture) -> None:
    before = bytes_of(site)
    capsys.readouterr()
    assert run("rename", "place", "old-town", "new-town", "--dry-run", "--site", site) == 0
    out = capsys.readouterr().out
    assert bytes_of(site) == before
    assert "--- places.yaml\n+++ places.yaml\n" in out
    assert "-  within: old-town\n+  within: new-town\n" in out
    assert "+    renamed_to: new-town\n" in out
    assert "place `old-town` would be `new-town`" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("person", "ada-lint", "ada"), "there is no person `ada-lint`: did you mean `ada-lind`"),
        (("people", "ada-lind", "ada"), "there is no kind of record called `people`"),
        (("person", "ada-lind", "ada-lund"), "there is a person `ada-lund` already"),
        (("person", "ada-lind", "ada-lind"), "is the id that it has"),
        (("person", "ada-lind", "Ada Lind"), "cannot be the id of a person"),
        (("person", "ada-lind", "../ada"), "cannot be the id of a person"),
        (("person", "ada-lind", "a" * 81), "cannot be the id of a person"),
        (("page", "about", "home"), "is the front page"),
        (("page", "home", "about-us"), "is the front page"),
    ],
)
def test_what_cannot_be_is_refused(
    site: Path, arguments: tuple[str, ...], says: str, capsys: Capture
) -> None:
    before = bytes_of(site)
    assert run("rename", *arguments, "--site", site) == 2
    assert says in capsys.readouterr().err
    assert bytes_of(site) == before


def test_a_name_that_would_leave_a_reference_in_doubt_is_refused(
    site: Path, capsys: Capture
) -> None:
    before = bytes_of(site)
    assert run("rename", "person", "ada-lind", "long-mole", "--site", site) == 1
    assert "ambiguous-reference" in capsys.readouterr().err
    assert run("rename", "page", "about", "timeline", "--site", site) == 1
    assert "address-taken" in capsys.readouterr().err
    assert bytes_of(site) == before


def test_a_record_that_cannot_be_read_whole_is_left_alone(site: Path, capsys: Capture) -> None:
    path = site / "parties.yaml"
    path.write_text(path.read_text().replace("[[long-mole]]", "[[long-mule]]"))
    before = bytes_of(site)
    assert run("rename", "place", "long-mole", "long-quay", "--site", site) == 1
    assert "long-mule" in capsys.readouterr().err
    assert bytes_of(site) == before


def test_an_id_in_escapes_is_not_guessed_at(tmp_path: Path, capsys: Capture) -> None:
    page = "---\ntitle: About\n---\n[@log p1]\n"
    people = (
        'ada:\n  name: A\n  living: alive\n  not_to_confuse: "b\\x6f"\n  summary: See [[bo]].\n'
    )
    people += "bo:\n  name: B\n  living: alive\n  summary: See [[ada]].\n"
    files = {"site.yaml": SITE, "sources.yaml": LOG, "people.yaml": people}
    folder = write(tmp_path, files | {"content/pages/about.md": page})
    before = bytes_of(folder)
    assert run("rename", "person", "bo", "bob", "--site", folder) == 1
    assert "people.yaml:4:20: `bo` is not written letter for letter" in capsys.readouterr().err
    assert bytes_of(folder) == before


def test_line_ends_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    people = (
        b"\xef\xbb\xbfada: # ada\r\n  name: ada\r\n  living: alive\r\n"
        b"  summary: >\r\n    See [[bo]] and\r\n    [[ ada |ada]], ada.\r\n"
        b"'bo':\n  name: B\n  living: alive\n  summary: 'Isn''t [[person:ada]].'"
    )
    about = (
        b"\xef\xbb\xbf---\r\ntitle: ada\r\n---\r\n> See [[\r\n> ada]] [@log p1].\r\n"
        b"\r\n| a | b |\r\n|---|---|\r\n| ada \\| | [[ada\\|ada]] |\r\n"
    )
    files = {"site.yaml": SITE, "sources.yaml": LOG}
    folder = write(tmp_path, files | {"people.yaml": people, "content/pages/about.md": about})
    assert run("rename", "person", "ada", "ada-lind", "--site", folder) == 0
    for id_ in (b"\xbfada:", b"[[ ada |", b"person:ada]]"):
        assert people.count(id_) == 1
        people = people.replace(id_, id_.replace(b"ada", b"ada-lind"))
    for id_ in (b"> ada]]", b"[[ada\\|"):
        assert about.count(id_) == 1
        about = about.replace(id_, id_.replace(b"ada", b"ada-lind"))
    assert (folder / "people.yaml").read_bytes() == people
    assert (folder / "content/pages/about.md").read_bytes() == about


def test_a_record_that_was_never_entered_leaves_no_trace(tmp_path: Path, capsys: Capture) -> None:
    folder = whole(tmp_path)
    assert run("rename", "person", "ada-lund", "mrs-lund", "--site", folder) == 0
    assert "It was not in the register" in capsys.readouterr().out
    assert not (folder / "register.yaml").exists()


# Any renaming in any record

IDS = ("a", "ada", "ada-b", "b-ada", "person", "event", "log", "x1", "2010", "no", "null-a")
FORMS = (
    "[[person:{p}]]",
    "[[person:{p}|{p} {w}]]",
    "[[ person:{p} ]]",
    "*[[person:{p}]]*",
    "[@{s} p1]",
    "[@{s} p1-p2; {s} p3]",
)
words = st.sampled_from((*IDS, "said", "that", "so:", "it's", "#ada", "adas", "(ada)", "ada,"))


@st.composite
def records(draw: st.DrawFn) -> dict[str, str]:
    """A record whose ids hold one another, written in as many ways as YAML has."""
    people = draw(st.lists(st.sampled_from(IDS), min_size=2, max_size=4, unique=True))
    sources = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=2, unique=True))
    return {
        "site.yaml": SITE,
        "sources.yaml": "".join(_source(draw, id_) for id_ in sources),
        "people.yaml": "".join(_person(draw, id_, people, sources) for id_ in people),
        "content/pages/about.md": "---\ntitle: About ada\n---\n"
        + "\n\n".join(_prose(draw, people, sources) for _ in range(3))
        + "\n",
    }


def _key(draw: st.DrawFn, id_: str) -> str:
    return draw(st.sampled_from((id_, f"'{id_}'", f'"{id_}"')))


def _source(draw: st.DrawFn, id_: str) -> str:
    return _key(draw, id_) + LOG.removeprefix("log")


def _person(draw: st.DrawFn, id_: str, people: list[str], sources: list[str]) -> str:
    other = draw(st.sampled_from([one for one in people if one != id_]))
    written = draw(st.sampled_from((other, f"person:{other}", f"' {other} '", f'"person:{other}"')))
    listed = draw(st.sampled_from(("{}", "[{}]", "[ {} ,]", "\n    - {}", "\n  # ada\n  - {}")))
    comment = draw(st.sampled_from(("", "# ada, a: person\n", "\n\n")))
    body = _prose(draw, people, sources)
    style = draw(st.sampled_from((">", "|", ">-", "'", '"')))
    if style == "'":
        field = "'" + body.replace("'", "''") + "'"
    elif style == '"':
        field = '"' + body.replace('"', '\\"') + '"'
    else:
        field = style + "\n    " + body.replace("\n", "\n    ")
    if style in "'\"":
        field = field.replace("\n", "\n    ")
    return (
        f"{comment}{_key(draw, id_)}:  # {id_}\n  name: {id_}\n  living: alive\n"
        f"  not_to_confuse: {listed.format(written)}\n  summary: {field}\n"
    )


def _prose(draw: st.DrawFn, people: list[str], sources: list[str]) -> str:
    parts = ["The"]
    for _ in range(draw(st.integers(1, 6))):
        person, source = draw(st.sampled_from(people)), draw(st.sampled_from(sources))
        parts.append(draw(words))
        form = draw(st.sampled_from(FORMS))
        parts.append(form.format(p=person, s=source, w="ada"))
        parts.append(draw(st.sampled_from(("ada", "and", "a"))))
    breaks = [draw(st.sampled_from((" ", " ", "\n"))) for _ in parts]
    return "".join(part + gap for part, gap in zip(parts, breaks, strict=True)).strip()


@settings(max_examples=60, deadline=None)
@given(records(), st.data())
def test_any_renaming_keeps_the_meaning_and_every_other_byte(
    files: dict[str, str], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = write(Path(folder), files)
        said = meaning(edition_of(site))
        kind = data.draw(st.sampled_from(("person", "source")))
        old = data.draw(st.sampled_from(sorted(edition_of(site).entries[kind])))
        new = data.draw(st.sampled_from((*IDS, "ada-c", "zoe")))
        before = bytes_of(site)
        code = run("rename", kind, old, new, "--site", site)
        if new in edition_of(site).entries[kind] and code:
            assert (code, bytes_of(site)) == (2, before)
            return
        assert code == 0
        check_renamed(before, bytes_of(site), kind, old, new)
        now = meaning(edition_of(site))
        assert with_key(said, f"{kind}-{old}", f"{kind}-{new}") == with_key(now, "", "")
