"""The id of an edition follows from what the record says, and from nothing else."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from built_sites import HARBOUR, ROOT
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from registering import edition_of, own
from tiny import judge

from casebook.edit.edition import Edition
from casebook.editions.content import content_of, digest_of, edition_id, id_of
from casebook.editions.settled import settled
from casebook.model.documents import Excerpt, Page
from casebook.prose import Form, parse_prose
from casebook.prose.html import render_html
from casebook.prose.model import Citation, Mention
from casebook.render.data.edition import edition_data
from casebook.spot import Text


def harbour(to: Path) -> Path:
    """A copy of the harbour's record, without what the tests keep beside it."""
    return Path(shutil.copytree(HARBOUR, to, ignore=shutil.ignore_patterns("expected", "output")))


def edit(file: Path, old: str, new: str) -> None:
    """Put one text for another that stands in a file once."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, (file, old, text.count(old))
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_an_id_is_short_and_taken_from_the_hash(tmp_path: Path) -> None:
    edition = edition_of(harbour(tmp_path / "site"))
    digest = digest_of(content_of(edition))
    assert re.fullmatch(r"[0-9a-f]{4}-[0-9a-f]{4}", edition_id(edition))
    assert edition_id(edition) == id_of(digest)
    assert edition_data(edition) == {"edition": id_of(digest), "sha256": digest, "frozen": []}


def _turned(site: Path) -> None:
    """Records and their fields the other way round, in YAML's own writing, without comments."""
    for path in [*site.glob("*.yaml"), *(site / "claims").glob("*.yaml")]:
        data = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        turned = {
            id_: dict(reversed(record.items())) if isinstance(record, dict) else record
            for id_, record in reversed(data.items())
        }
        path.write_text(
            yaml.safe_dump(turned, allow_unicode=True, sort_keys=False, width=50), encoding="utf-8"
        )


def _split(site: Path) -> None:
    """A file of records as a folder of files."""
    text = (site / "figures.yaml").read_text(encoding="utf-8")
    (site / "figures.yaml").unlink()
    (site / "figures").mkdir()
    for number, record in enumerate(re.split(r"^(?=[a-z])", text, flags=re.M)):
        if record.strip():
            (site / f"figures/{9 - number:02}.yaml").write_text(record, encoding="utf-8")


def _commented(site: Path) -> None:
    for path in site.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(f"# A remark.\n\n{text}\n# Another.\n", encoding="utf-8")


def _wrapped(site: Path) -> None:
    """Paragraphs of pages wrapped anew."""
    for path in (site / "content/pages").glob("*.md"):
        head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
        blocks = [
            textwrap.fill(block, 50, break_long_words=False, break_on_hyphens=False)
            if block[:1].isalpha()
            else block
            for block in body.split("\n\n")
        ]
        path.write_text(f"{head}\n---\n" + "\n\n".join(blocks), encoding="utf-8")


def _on_windows(site: Path) -> None:
    for path in [*site.glob("*.yaml"), *site.glob("content/*/*.md")]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


LAID_OUT = [_turned, _split, _commented, _wrapped, _on_windows]


@pytest.mark.parametrize("lay_out", LAID_OUT, ids=lambda function: function.__name__.strip("_"))
def test_how_files_are_laid_out_changes_nothing(
    tmp_path: Path, lay_out: Callable[[Path], None]
) -> None:
    site = harbour(tmp_path / "site")
    before = content_of(edition_of(site))
    files = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    lay_out(site)
    now = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert files != now, "nothing was laid out anew"
    after = content_of(edition_of(site))
    assert after == before
    assert digest_of(after) == digest_of(before)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("timeline.yaml", "date: 1912-07?", "date: 1912-07~"),
        ("timeline.yaml", "nights: two", "nights: 2"),
        ("figures.yaml", "qualifier: about", "qualifier: more-than"),
        ("site.yaml", "handling: Invented for tests", "handling: Invented for the tests"),
        ("claims/gazette.yaml", "kind: threat", "kind: demand"),
    ],
)
def test_any_other_word_gives_another_id(tmp_path: Path, file: str, old: str, new: str) -> None:
    site = harbour(tmp_path / "site")
    before = edition_id(edition_of(site))
    edit(site / file, old, new)
    assert edition_id(edition_of(site)) != before


def test_the_paper_of_the_book_is_no_part_of_what_is_said(tmp_path: Path) -> None:
    site = harbour(tmp_path / "site")
    before = edition_id(edition_of(site))
    edit(site / "site.yaml", "paper: A4", "paper: Letter")
    assert edition_id(edition_of(site)) == before


def test_the_day_of_an_entry_in_the_register_is_none_either(tmp_path: Path) -> None:
    site = own(tmp_path / "site")
    register = site / "register.yaml"
    text = register.read_text(encoding="utf-8")
    before = edition_id(edition_of(site))
    register.write_text(re.sub(r"(?<=  day: )\S+", "2026-11-01", text), encoding="utf-8")
    assert edition_id(edition_of(site)) == before
    register.write_text(text.replace("number: E01\n", "number: E99\n", 1), encoding="utf-8")
    assert edition_id(judge(site)[0]) != before


# Prose on one line a paragraph


class _Plain:
    def reference(self, mention: Mention) -> Markup:
        return Markup("<{}:{}|{}>").format(mention.kind, mention.id, mention.words)

    def citation(self, citation: Citation) -> Markup:
        return Markup("<{} {}>").format(citation.source, citation.places)


def _read(text: Text) -> str:
    prose = parse_prose(text, Form.EXCERPT, lambda problem: None, str(text))
    return re.sub(r"\s+", " ", str(render_html(prose, _Plain())))


def _texts(edition: Edition) -> list[Text]:
    bodies = [entry.record.body for entry in edition.of("page") if isinstance(entry.record, Page)]
    excerpts = [one.body for one in edition.excerpts.values() if isinstance(one, Excerpt)]
    others = [prose.text for prose in edition.prose.values()]
    return [*bodies, *excerpts, *others]


@pytest.mark.parametrize("root", [ROOT, HARBOUR], ids=["own", "harbour"])
def test_a_settled_text_says_the_same(root: Path) -> None:
    """Each text of both records reads the same with its paragraphs on one line each."""
    edition = edition_of(root)
    shorter = 0
    for text in _texts(edition):
        anew = settled(text)
        shorter += anew != text.rstrip("\n")
        assert _read(text) == _read(Text(anew, text.at)), text
        assert settled(anew) == anew
    assert shorter > 5, "texts were wrapped, or this proves nothing"


WORDS = st.lists(st.text("abcdefgh,.", min_size=1, max_size=9), min_size=1, max_size=60)


@given(WORDS, st.integers(12, 70), st.integers(12, 70))
def test_where_a_paragraph_is_wrapped_does_not_matter(words: list[str], one: int, two: int) -> None:
    text = " ".join(words)
    wrapped = [textwrap.fill(text, width, break_long_words=False) for width in (one, two)]
    assert settled(wrapped[0]) == settled(wrapped[1]) == text


@pytest.mark.parametrize(
    "text",
    ["- a\n- b", "a\n\nb", "| a | b |\n|---|---|\n| c | d |", "# a\nb", "a  \nb", "a\\\nb",
     "1. a\n2. b", "a[^x]\n\n[^x]: b", "```\na\nb\n```"],
)  # fmt: skip
def test_what_ends_a_line_by_itself_keeps_its_end(text: str) -> None:
    assert settled(text).count("\n") == text.count("\n")
