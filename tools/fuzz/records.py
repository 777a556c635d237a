"""YAML, and a whole record one file of which is anything: what a contributor may propose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from tools.fuzz.target import ROOT, TESTS, Target, files, small_record, text_of
from tools.fuzz.texts import PROSE_WORDS

if TYPE_CHECKING:
    from casebook.commands.site import Draft

FILES = (
    "timeline.yaml", "people.yaml", "parties.yaml", "communities.yaml", "places.yaml",
    "sources.yaml", "figures.yaml", "comparisons.yaml", "claims.yaml", "glossary.yaml",
    "site.yaml", "register.yaml", "withheld.yaml", "content/pages/about.md",
    "content/excerpts/log.md", "content/proofs/harbour-log.yaml", "words/en.yaml",
    "editions/0000-0000.json",
)  # fmt: skip
"""What a record may hold, by the first byte of an input."""


def _yaml(data: bytes) -> None:
    from casebook.load.yaml_reader import read_yaml

    problems: list[object] = []
    node = read_yaml(text_of(data), "f.yaml", problems.append)
    assert node is not None or problems, "neither a node nor a problem"


def _record(data: bytes) -> None:
    _read(data, lambda draft: None)


def _site(data: bytes) -> None:
    """The same, and its pages and data where nothing is wrong with it."""
    from casebook.commands.report import print_problems
    from casebook.commands.site import order
    from casebook.problem import RecordError
    from casebook.render.outputs import render

    def build(draft: Draft) -> None:
        try:
            render(order(draft, frozenset(("html", "data")), _nothing))
        except RecordError as error:
            print_problems(error.problems, error.texts)

    _read(data, build)


def _read(data: bytes, build: Callable[[Draft], None]) -> None:
    """Put one file in its place in a record, read it, say what is wrong, and go on if it may."""
    from casebook.commands.report import print_problems
    from casebook.commands.site import read
    from casebook.problem import errors

    if not data:
        return
    root = small_record()
    path = root / FILES[data[0] % len(FILES)]
    before = path.read_bytes() if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data[1:])
    try:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            draft = read(root, _nothing, draft=True)
            print_problems(draft.problems, draft.files)
            if not errors(draft.problems):
                build(draft)
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)


def _nothing(_: object) -> None:
    pass


def _records() -> Iterator[bytes]:
    small_record()
    from whole import WHOLE

    for number, name in enumerate(FILES):
        if name in WHOLE:
            yield bytes([number]) + WHOLE[name].encode()
        stem = Path(name).name
        yield from (bytes([number]) + data for data in files(f"broken/*/**/{stem}"))
    yield bytes([FILES.index("words/en.yaml")]) + b"Timeline: Line of time\n"
    for path in sorted(TESTS.glob("sites/*/words/*.yaml")):
        yield bytes([FILES.index("words/en.yaml")]) + path.read_bytes()[:4_000]
    for path in sorted((ROOT / "editions").glob("*.json")):
        yield bytes([FILES.index("editions/0000-0000.json")]) + path.read_bytes()[:600]


_YAML_WORDS = (
    ": ", "- ", "? ", "&a", "*a", "!!b", "<<: ", "|\n", ">-\n", "''", '"', "{", "}", "[", "]",
    "\\u202e", "\n  ", "\n- ", "---\n", "...\n", "%TAG ! x\n", "~", "#",
)  # fmt: skip

TARGETS: dict[str, Target] = {
    "yaml": Target(
        _yaml, lambda: files("broken/*/*.yaml", "sites/harbour/*.yaml"), words=_YAML_WORDS
    ),
    "record": Target(_record, _records, words=(*_YAML_WORDS, *PROSE_WORDS), share=6),
    "site": Target(_site, _records, words=(*_YAML_WORDS, *PROSE_WORDS), share=6),
}
