"""Every phrase that the interface says, and what a language's file lacks of them.

    .venv/bin/python -m tools.words ur

prints the phrases that `casebook/words/ur.yaml` has not yet, as lines to be filled in, and those
that nothing says any more. `tests/test_words.py` asks the same of every file.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes
from jinja2.ext import babel_extract

from casebook.interface import Interface
from casebook.load.words import SHIPPED, read_interface
from casebook.model import Model
from casebook.model.claims import CLAIM_KINDS
from casebook.model.documents import Page
from casebook.model.record import Fields, fields_of
from casebook.model.types import FieldType, ListOf, MapOf, Part, WordOrList
from casebook.render.site.pages import VIEWS
from casebook.render.site.promises import PROMISES
from casebook.spot import Spot, Text

ROOT = Path(__file__).resolve().parent.parent
LAYOUTS = ROOT / "layouts"
PACKAGE = ROOT / "casebook"

_SAYING = {"say", "phrase"}
_COUNTING = {"count", "say_number"}


def phrases() -> dict[str, str]:
    """Every phrase with its plural, or nothing where it does not depend on a number."""
    found: dict[str, str] = {}
    for path in sorted(LAYOUTS.rglob("*.html")):
        found.update(of_layout(path))
    for path in sorted(PACKAGE.rglob("*.py")):
        found.update(of_module(path))
    found.update((words, "") for words in declared())
    return found


def of_layout(path: Path) -> Iterator[tuple[str, str]]:
    """What a layout says by `_()`, `ngettext()`, `forms()` and `{% trans %}`."""
    with path.open("rb") as file:
        options = {"newstyle_gettext": "true", "trimmed": "true", "silent": "false"}
        extracted = babel_extract(file, ("_", "gettext", *COUNTED), (), options)
        for _, function, message, _ in extracted:
            if isinstance(message, tuple):
                if function in COUNTED and message[0] and message[1]:
                    yield message[0], message[1]
                elif message[0]:
                    yield message[0], ""
            elif message:
                yield message, ""


def of_module(path: Path) -> Iterator[tuple[str, str]]:
    """What a module says by `say("...")`, `phrase("...")` and `count("...", "...", number)`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
        words = [
            one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else ""
            for one in node.args[:2]
        ]
        if name in _SAYING and words and words[0]:
            yield words[0], ""
        elif name in _COUNTING and len(words) == 2 and all(words):
            yield words[0], words[1]


def declared() -> Iterator[str]:
    """What is said of kinds of record, and the promises."""
    model = Model()
    yield Page.declares.name
    for name, cls in model.by_name.items():
        kind = cls.declares
        yield from (kind.name, kind.plural, kind.about)
        yield from (back for back in _backs(cls) if back)
        if name not in VIEWS:
            shown = (field for field in fields_of(cls) if field.name not in kind.title)
            yield from (field.name.replace("_", " ").capitalize() for field in shown)
    yield from CLAIM_KINDS
    for promise in PROMISES:
        said = (promise.title, promise.words, promise.enforced, promise.left)
        yield from (words for words in said if words)


def _backs(cls: type[Fields]) -> Iterator[str]:
    for field in fields_of(cls):
        yield from _backs_of(field.type)


def _backs_of(type_: FieldType) -> Iterator[str]:
    yield getattr(type_, "back", "")
    if isinstance(type_, ListOf | MapOf | WordOrList):
        yield from _backs_of(type_.item)
    if isinstance(type_, Part):
        yield from _backs(type_.fields)


_BLOCK = re.compile(r"{% block (?:body_class|robots|canonical) %}.*?{% endblock %}", re.DOTALL)
_JINJA = re.compile(r"{#.*?#}|{%.*?%}", re.DOTALL)
_VALUE = re.compile(r"{{.*?}}", re.DOTALL)
_UNSEEN = re.compile(
    r"<!--.*?-->|<(?:style|script)\b.*?</(?:style|script)>|<!doctype[^>]*>", re.DOTALL
)
_READ_OUT = re.compile(r"\b(?:aria-label|title|alt|placeholder|data-label)=\"([^\"]*)\"")
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SPOKEN = re.compile(r"[A-Z][a-z]|[a-z]{2,}[,;:]? [a-z]{2,}|[a-z]:$")
COUNTED = ("ngettext", "forms")
_SAID = ("_", "gettext", *COUNTED)
NO_WORDS = frozenset(
    ("native large", "day approximate", "day uncertain", "span open-start", "span open-end")
)
"""What stands in layouts and only looks like words: classes and names."""


def bare_words(source: str) -> Iterator[str]:
    """Words of a layout that stand in it bare, and would be English in any language.

    They are looked for between tags, in attributes that are shown or read out, and among the
    strings of expressions, where what has a capital or a blank is taken for words.
    """
    html = _VALUE.sub("0", _JINJA.sub("", _BLOCK.sub("", source)))
    html = _UNSEEN.sub("", html)
    shown = [*_TAG.sub("\n", html).splitlines(), *_READ_OUT.findall(html)]
    yield from (words.strip() for words in shown if _WORD.search(re.sub("&#?\\w+;", "", words)))
    tree = Environment(extensions=["jinja2.ext.i18n"]).parse(source)
    for words in _strings(tree):
        if _SPOKEN.search(_TAG.sub("", words)) and "<" not in words and words not in NO_WORDS:
            yield words


def _strings(node: nodes.Node) -> Iterator[str]:
    """The strings of expressions that no phrase is made of."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Call) and getattr(child.node, "name", "") in _SAID:
            # The phrase is said; the values it is filled with may hold words of their own.
            for value in child.kwargs:
                yield from _strings(value)
            continue
        if isinstance(child, nodes.Const) and isinstance(child.value, str):
            yield child.value
        yield from _strings(child)


def language(name: str) -> Interface:
    """One of our own languages."""

    def fail(problem: object) -> None:
        raise AssertionError(problem)

    return read_interface(SHIPPED, Text(name, Spot("site.yaml", 1, 1)), {}, fail)


def main(name: str) -> None:
    """Print what a language's file lacks, and what it has for nothing."""
    path = SHIPPED / f"{name}.yaml"
    known = language(name).phrases if path.is_file() else {}
    wanted = phrases()
    for one, several in wanted.items():
        if one not in known:
            shown = '"' + one.replace("\\", "\\\\").replace('"', '\\"') + '"'
            print(f"  {shown}:" + (f"  # {several}" if several else ""))
    for one in known:
        if one not in wanted:
            print(f"# nothing says: {one}")


if __name__ == "__main__":
    main(sys.argv[1])
