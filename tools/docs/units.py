"""docs/units.md: every unit of every held source, and which records carry it.

    .venv/bin/python tools/docs/units.py           say whether docs/units.md is in step
    .venv/bin/python tools/docs/units.py --write   bring it into step

A unit that no record carries needs a reason, in docs/units-without-records.yaml: the excerpt
gives an account of it, but it holds nothing to record, and a reader is owed the why.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from casebook.edit.edit import edit  # noqa: E402
from casebook.edit.edition import Edition, Entry  # noqa: E402
from casebook.edit.walk import walk  # noqa: E402
from casebook.load.directory import load  # noqa: E402
from casebook.load.yaml_reader import MapNode, read_yaml  # noqa: E402
from casebook.model import Model  # noqa: E402
from casebook.model.record import From  # noqa: E402
from casebook.model.sources import Source  # noqa: E402
from casebook.model.types import Prose  # noqa: E402
from casebook.model.units import parse_places, parse_units  # noqa: E402
from casebook.render.desk import place_words  # noqa: E402

DOCUMENT = ROOT / "docs/units.md"
REASONS = ROOT / "docs/units-without-records.yaml"
HEAD = """# What carries each unit of each source

Made by `tools/docs/units.py` from the record, and kept in step by a test. A unit is a sentence
or a paragraph of the numbered copy; its text is not ours to publish. Numbers are those of events
(E), claims (C) and figures (F); other records are named. A unit that no record carries is given
an account of in the source's excerpt, and the reason stands here.
"""


def carriers(edition: Edition) -> dict[tuple[str, str], list[Entry]]:
    """The records that cite each (source, unit), in fields and in prose, excerpts aside."""
    found: dict[tuple[str, str], dict[Entry, None]] = defaultdict(dict)

    def note(source: Entry, places: str, entry: Entry) -> None:
        record = source.record
        assert isinstance(record, Source)
        units = parse_units(record.units) if record.units else ()
        for unit in parse_places(places, units) if places else ():
            found[source.id, unit][entry] = None

    for kind in edition.manuscript.model.kinds:
        for entry in edition.of(kind):
            for value in walk(entry.record):
                if isinstance(value.value, From):
                    note(edition.entry(value.value.source), value.value.places, entry)
                elif isinstance(value.type, Prose):
                    for citation in edition.prose[value.value.at].citations:
                        note(edition.cited(citation), citation.places, entry)
    return {at: list(entries) for at, entries in found.items()}


def reasons() -> dict[tuple[str, str], str]:
    """Why a unit needs no record, by source and unit."""
    node = read_yaml(REASONS.read_text(encoding="utf-8"), REASONS.name, _refuse)
    assert isinstance(node, MapNode)
    found = {}
    for source, units in node.entries.items():
        assert isinstance(units, MapNode)
        for unit, why in units.entries.items():
            found[str(source), str(unit)] = str(why).strip()
    return found


def _refuse(problem: object) -> None:
    raise ValueError(str(problem))


def document() -> str:
    """The whole of docs/units.md; KeyError for a unit without records or a reason."""
    manuscript, _ = load(ROOT, Model())
    edition, _ = edit(manuscript)
    carried, why = carriers(edition), reasons()
    parts = [HEAD]
    for entry in edition.of("source"):
        source = entry.record
        assert isinstance(source, Source)
        if not source.is_held or not source.units:
            continue
        parts.append(f"## {entry.title}\n\n| unit | carried by |\n|---|---|")
        for unit in parse_units(source.units):
            entries = carried.get((entry.id, unit), [])
            words = _names(entries) if entries else f"No record: {why[entry.id, unit]}"
            label = unit if unit.startswith("h") else place_words(unit)
            parts.append(f"| {label} | {words} |")
        parts.append("")
    return "\n".join(parts).rstrip("\n") + "\n"


def _names(entries: list[Entry]) -> str:
    numbered = sorted(entry.number for entry in entries if entry.number)
    others = [f"{entry.kind.name} `{entry.id}`" for entry in entries if not entry.number]
    return ", ".join(numbered + others)


if __name__ == "__main__":
    text = document()
    if "--write" in sys.argv[1:]:
        DOCUMENT.write_text(text, encoding="utf-8")
    elif not DOCUMENT.exists() or DOCUMENT.read_text(encoding="utf-8") != text:
        sys.exit("docs/units.md is not in step: run tools/docs/units.py --write")
