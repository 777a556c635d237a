"""The pages of docs/rules/: what each says of its rule, and its examples laid into a record.

The record is the small one of Alderby that CONTRIBUTING.md and docs/record.md tell of. An
example shows a whole record by its id, and stands there in place of the one that has that id.
Words between ⟨ and ⟩ are for what no page can show: ⟨U+200B⟩ a character, ⟨byte E9⟩ a byte,
⟨word × 30⟩ many of the same.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from test_docs import ROOT, small_record

from casebook.cli import main
from casebook.commands.report import as_text, summarise
from casebook.commands.site import order, read
from casebook.problem import Problem, RecordError, errors, in_order
from casebook.render.book.render import render_book
from casebook.serve.build import build

PAGES = ROOT / "docs/rules"
GRANTED = {"awaiting-proof", "unregistered", "unused-seal"}
"""Quotations are taken as proved and records as registered, but on the pages of these rules."""
LAYOUTS = {"layout-failure", "layout-name", "layout-syntax", "no-layout"}
BOOK = {"book-layout", "unprintable-letter"}
WITHOUT_EXAMPLE = {
    "control-character": "files are looked through before prose, and say `odd-character`",
    "damaged-edition": "a frozen edition is longer than a page; its own tests damage one",
    "book-page-numbers": "no record is known whose page numbers do not settle",
}


@dataclass(frozen=True)
class Example:
    """Files, by name, with what shall stand in them; and the command that is then given."""

    files: tuple[tuple[str, str], ...]
    command: str = ""
    said: str = ""
    """The message that the page shows below it."""


@dataclass(frozen=True)
class Page:
    """What stands on the page of a rule."""

    rule: str
    weighs: str
    meaning: str
    """Its first paragraph: what the index says."""
    wrong: Example
    right: Example


_FENCE = re.compile(r"^(`{3,})(\w*) ?(.*)\n((?:.*\n)*?)\1$", re.M)


@cache
def page(rule: str) -> Page:
    """The page of a rule, as it is."""
    words = (PAGES / f"{rule}.md").read_text(encoding="utf-8")
    head, _, rest = words.partition("\n## Wrong\n")
    wrong, _, right = rest.partition("\n## Right\n")
    found = re.match(r"# `([a-z0-9-]+)`\n\n\*\*(Error|Warning|Note)\.\*\* (.+)\n", head)
    assert found, f"{rule}.md does not begin with its name, its weight and its meaning"
    assert found[1] == rule
    return Page(rule, found[2].lower(), found[3], _example(wrong), _example(right))


def _example(words: str) -> Example:
    files, command, said = [], "", ""
    for _, language, name, text in _FENCE.findall(words):
        if name:
            files.append((name, text))
        elif language == "sh":
            command = text.strip()
        else:
            said = text
    return Example(tuple(files), command, said)


@cache
def alderby() -> Path:
    """The small record, laid out once."""
    return small_record(Path(tempfile.mkdtemp()))


def lay_out(example: Example, folder: Path) -> Path:
    """The small record with an example in it."""
    shutil.copytree(alderby(), folder)
    for name, text in example.files:
        file = folder / name
        whole = folder / (name.partition("/")[0].removesuffix(".yaml") + ".yaml")
        if "/" in name and whole.is_file():  # a folder stands for the file of its name
            whole.unlink()
        file.parent.mkdir(parents=True, exist_ok=True)
        known = file.read_text(encoding="utf-8") if file.is_file() else ""
        by_id = name.endswith(".yaml") and "/" not in name
        file.write_bytes(_meant(_spliced(known, text) if by_id else text))
    return folder


def _spliced(known: str, shown: str) -> str:
    """A file of records with those of an example in place of its own of the same ids."""
    records = _records(known)
    for id_, text in _records(shown):
        places = [n for n, (other, _) in enumerate(records) if other == id_]
        if places and records[places[0]][1] in known:
            records[places[0]] = (id_, text)
        else:
            records.append((id_, text))
    return "".join(text for _, text in records)


def _records(text: str) -> list[tuple[str, str]]:
    """The records of a file with what is written before the first of them."""
    cuts = [match.start() for match in re.finditer(r"^(?![ #\n]).", text, re.M)]
    parts = [text[start:end] for start, end in pairwise([0, *cuts, len(text)])]
    return [("", parts[0]), *((part.split(":")[0], part) for part in parts[1:])]


_STANDS_FOR = re.compile(r"⟨(?:U\+([0-9A-F]{4})|byte ([0-9A-F]{2})|(.+?) × ([0-9,]+))⟩")


def _meant(text: str) -> bytes:
    made, last = b"", 0
    for match in _STANDS_FOR.finditer(text):
        code, byte, words, number = match.groups()
        made += text[last : match.start()].encode()
        made += chr(int(code, 16)).encode() if code else b""
        made += bytes.fromhex(byte or "")
        made += (words or "").encode() * int((number or "0").replace(",", ""))
        last = match.end()
    return made + text[last:].encode()


def problems(rule: str, folder: Path) -> tuple[list[Problem], dict[str, str]]:
    """What is wrong with a record, with the texts of its files, as its editors are told."""
    draft = read(folder, lambda words: None)
    found, texts = draft.problems, dict(draft.files)
    found = [problem for problem in found if problem.rule not in GRANTED - {rule}]
    if rule in LAYOUTS and not errors(found):
        built = build(folder)
        found, texts = list(built.problems), texts | dict(built.texts)
    if rule in BOOK and not errors(found):
        try:
            list(render_book(order(draft, frozenset({"book"}), lambda words: None)))
        except RecordError as error:
            found, texts = [*found, *error.problems], texts | error.texts
    return in_order(found), texts


def said(rule: str, example: Example, folder: Path) -> str:
    """What is printed of an example: by its command if it gives one, or of the record."""
    lay_out(example, folder)
    program, *names = shlex.split(example.command) or [""]
    if program == "cp":
        shutil.copy(folder / names[0], folder / names[1])
    elif program == "rm":
        (folder / names[0]).unlink()
    elif program and (refused := _refused(names, folder)):
        return refused
    found, texts = problems(rule, folder)
    shown = [as_text(problem, texts) for problem in found]
    return "".join(f"{line}\n" for line in [*shown, summarise(found)] if line)


def _refused(arguments: list[str], folder: Path) -> str:
    """What a command says that does not do what it is asked; nothing where it does."""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = main(arguments[1:])
    return err.getvalue() if code else ""


def shown_shortly(words: str) -> str:
    """A message as a page shows it: no blank at a line's end, and narrow blanks as plain."""
    return "".join(f"{line.rstrip()}\n" for line in words.replace("\u00a0", " ").splitlines())
