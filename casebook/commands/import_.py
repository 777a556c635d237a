"""`import FORMAT FILE`: records from a file of somebody else's making, and what it lost."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casebook.commands.errors import EXIT_DONE, EXIT_PROBLEMS, UsageError

if TYPE_CHECKING:
    from casebook.commands.change import Reading
    from casebook.commands.fitting import Fitted
    from casebook.imports.result import Brought, Incoming, Loss
    from casebook.withheld.names import Withheld

HELP = "Bring in what you have elsewhere, and list what could not be carried."
CSV = "csv"
"""Tables, which do not say themselves what their columns are: see `import_csv`."""


def options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    from casebook.commands.change import dry_run_option
    from casebook.imports.formats import FORMATS

    parser.add_argument(
        "kind", metavar="FORMAT", choices=(*FORMATS, CSV), help=" or ".join((*FORMATS, CSV))
    )
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="+",
        help="the file; with csv, the kind of record that its rows are, such as `event`, and then "
        "the file",
    )
    parser.add_argument(
        "--source",
        metavar="ID",
        default="",
        help="the source that the file is; one that the record lacks is begun, for you to fill "
        "in (default: the file's name); with csv, the source that its rows are from",
    )
    parser.add_argument(
        "--copy",
        metavar="FILE",
        type=Path,
        help="also write a numbered copy of the file's words, to prove quotations with; keep it "
        "outside the record",
    )
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="how the report is written: for people or for programs",
    )
    dry_run_option(parser)
    _table_options(parser)


def _table_options(parser: argparse.ArgumentParser) -> None:
    from casebook.imports.csv_records import DATE_ORDERS
    from casebook.imports.csv_table import DELIMITERS

    tables = parser.add_argument_group("with csv")
    tables.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        help="the column that fills a field, such as title=Headline or accounts.says=Text; or a "
        "YAML file with all of them",
    )
    tables.add_argument(
        "--always",
        action="append",
        default=[],
        metavar="FIELD=WORDS",
        help="words that fill a field in every record, such as kind=protest",
    )
    tables.add_argument(
        "--several",
        default="",
        metavar="SIGN",
        help="what stands between several values of one cell, such as a semicolon",
    )
    tables.add_argument(
        "--dates",
        choices=DATE_ORDERS,
        default="",
        help="the order in dates that do not begin with the year (default: they are refused)",
    )
    tables.add_argument(
        "--markdown",
        action="store_true",
        help="the table was written for this record: its prose has links and citations",
    )
    tables.add_argument(
        "--delimiter",
        choices=DELIMITERS,
        default="",
        help="what divides the cells (default: what gives the columns that are mapped)",
    )
    tables.add_argument(
        "--into",
        default="",
        metavar="NAME",
        help="the name of the file that is written (default: that of the table)",
    )


def run(given: argparse.Namespace) -> int:
    """Add the records in files of their own; all of them are written, or nothing is."""
    if given.kind == CSV:
        from casebook.commands import import_csv

        return import_csv.run(given)
    if len(given.file) != 1:
        raise UsageError(f"import {given.kind} takes one FILE")
    for option in ("map", "always", "several", "dates", "markdown", "delimiter", "into"):
        if getattr(given, option):
            raise UsageError(f"--{option} is for tables: import csv")
    return _bring(given, Path(given.file[0]))


def _bring(given: argparse.Namespace, file: Path) -> int:
    from casebook.commands.change import read_for_change
    from casebook.commands.fitting import fitted
    from casebook.imports.formats import FORMATS
    from casebook.imports.result import NotRead
    from casebook.load.shape import is_slug
    from casebook.prose.slugs import slug_of
    from casebook.publish.several_files import write_together

    source = given.source or slug_of(file.stem)
    if not is_slug(source):
        raise UsageError("--source takes the id of a source, such as `our-timeline`")
    text = _text(file)
    reading = read_for_change(given.site)
    ids = {kind: set(entries) for kind, entries in reading.index.entries.items()}
    taken = {
        kind: {id_ for other, own in ids.items() if other != kind for id_ in (*own, source)}
        for kind in ids
    }
    try:
        brought = FORMATS[given.kind](text, source, taken)
    except NotRead as error:
        raise UsageError(f"{file} cannot be brought in: {error}") from None
    new, losses = _new(reading, brought)
    begun = _source_text(reading, source, file.name, brought)
    fits = fitted(reading, source, begun, new)
    losses = [*brought.losses, *losses, *fits.losses]
    files = dict(fits.files) if fits.records else {}
    _refuse_old(reading, files)
    if not given.dry_run and files:
        change = {given.site / name: words.encode() for name, words in files.items()}
        if given.copy is not None:
            change[given.copy] = _copy(brought)
        write_together(change)
    begun_file = f"sources/{source}.yaml" if begun and files else ""
    if given.format == "json":
        print(json.dumps(_data(fits, losses, files, begun_file), indent=1))
    else:
        _say(fits, losses, files, begun_file, given.dry_run, reading.manuscript.withheld)
    return EXIT_DONE if files else EXIT_PROBLEMS


def _text(path: Path) -> str:
    from casebook.load.text_file import MAX_FILE

    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            raise UsageError(f"{path} is larger than {MAX_FILE // 1024 // 1024} MiB")
        return data.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 text") from error


def _new(reading: Reading, brought: Brought) -> tuple[list[Incoming], list[Loss]]:
    """The records whose ids are free: nothing is merged into one that is there already."""
    from casebook.imports.result import Loss

    new, losses = [], []
    for one in brought.records:
        if one.id in reading.index.entries[one.kind]:
            why = "the record has one of this id already, and nothing is merged into it"
            losses.append(Loss(one.unit, one.kind, why))
        elif reading.register.find(one.kind, one.id) is not None:
            why = "its id was another's once, and old links lead there"
            losses.append(Loss(one.unit, one.kind, why))
        else:
            new.append(one)
    return new, losses


def _source_text(reading: Reading, source: str, name: str, brought: Brought) -> str:
    """The file of a source that is begun; nothing where the record has it with these units."""
    from casebook.imports.result import one_line
    from casebook.model.sources import Source
    from casebook.model.units import parse_units, ranges
    from casebook.writing.yaml_text import record_text

    labels = tuple(label for label, _ in brought.units)
    entry = reading.entry("source", source)
    if entry is None:
        head = (
            "# Begun by `import`. Who made this file, when, and what sort of witness it is, you "
            "have to say:\n# `check` asks for each field that is missing.\n\n"
        )
        title = one_line(brought.title)[:300] or one_line(name)
        ours = {} if brought.title else {"title_is_ours": "yes"}
        fields: dict[str, object] = {"title": title, "units": ranges(labels)}
        text = record_text(source, {**fields, **ours})
        return head + text.replace('title_is_ours: "yes"', "title_is_ours: yes")
    assert isinstance(entry.record, Source)
    known = frozenset(parse_units(entry.record.units) if entry.record.units else ())
    missing = tuple(label for label in labels if label not in known)
    if missing:
        raise UsageError(
            f"source `{source}` has no units {ranges(missing)}, to which the file's parts would "
            "be traced; name another --source"
        )
    return ""


def _refuse_old(reading: Reading, files: Iterable[str]) -> None:
    for name in files:
        if name in reading.files or (reading.manuscript.root / name).exists():
            raise UsageError(f"there is a file {name} already; name another --source")


def _copy(brought: Brought) -> bytes:
    return "".join(f"{label}\t{words}\n" for label, words in brought.units).encode()


def _data(fits: Fitted, losses: list[Loss], files: dict[str, str], begun: str) -> dict[str, Any]:
    return {
        "files": sorted(files),
        "records": dict(Counter(one.kind for one in fits.records)),
        "begun": begun or None,
        "awaiting_proof": fits.quotations,
        "not_carried": [
            {"where": loss.where, "what": loss.what, "why": loss.why} for loss in losses
        ],
    }


def _say(
    fits: Fitted,
    losses: list[Loss],
    files: dict[str, str],
    begun: str,
    dry_run: bool,
    withheld: Withheld,
) -> None:
    from casebook.commands.import_report import say_losses

    say_losses(losses, withheld)
    counts = Counter(one.kind for one in fits.records)
    said = ", ".join(f"{kind} {number}" for kind, number in counts.items())
    if not files:
        print("There is nothing to bring in, and nothing was written.")
        return
    print(f"{'Would be written' if dry_run else 'Written'}: {said}, in {', '.join(sorted(files))}")
    if begun:
        print(f"Fill in {begun}: `check` says what is missing, and no build is made before.")
    if fits.quotations:
        print(f"Quotations that await their proof: {fits.quotations}; see `prove`.")
    print("Whatever was brought in is to be read: no private person may be named in it.")
