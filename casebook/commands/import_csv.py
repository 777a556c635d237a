"""`import csv KIND FILE`: the rows of a table as records of one kind, all of them or none."""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from casebook.commands.change import Change, Reading, read_for_change, shown
from casebook.commands.errors import EXIT_DONE, EXIT_PROBLEMS, UsageError
from casebook.commands.fitting import PROOF, others, problems_with
from casebook.commands.import_report import Report, data_of, say
from casebook.commands.site import read
from casebook.dates import DateError, parse_date
from casebook.imports.csv_map import (
    ID,
    ColumnMap,
    MapError,
    dates,
    from_options,
    from_yaml,
    merged,
    needs_source,
    required,
)
from casebook.imports.csv_records import Drawn, Given, read_csv
from casebook.imports.csv_table import DELIMITERS, Refusal, Table, read_table, text_of
from casebook.imports.result import Ids, Incoming, NotRead
from casebook.load.shape import is_slug
from casebook.load.text_file import MAX_FILE
from casebook.load.yaml_reader import read_yaml
from casebook.model.record import Record, articled
from casebook.problem import Problem, RecordError, did_you_mean, errors
from casebook.prose.slugs import slug_of
from casebook.publish.several_files import write_together
from casebook.withheld.names import Withheld
from casebook.withheld.places import RULE, covered
from casebook.writing.yaml_text import record_text

_KEY = re.compile(r"( *(?:- )?)(\"[^\"]*\"|[\w-]+):(?: |$)")


def run(given: argparse.Namespace) -> int:
    """Write one file with a record for each row; or nothing, and say every reason why."""
    kind, path = _operands(given.file)
    reading = read_for_change(given.site)
    withheld = reading.manuscript.withheld
    cls = _class(reading, kind)
    map_ = _map(given)
    said = _given(reading, cls, map_, given)
    try:
        table = read_table(_text(path), _columns(map_), DELIMITERS.get(given.delimiter, ""))
    except NotRead as error:
        raise UsageError(f"{path} cannot be brought in: {error}") from None
    _check_columns(table, map_, withheld)
    name = _name(reading, cls, given.into or path.stem, path)
    drawn = read_csv(table, said, _taken(reading, kind))
    _refuse_taken(reading, drawn, map_)
    text, owners = _written(drawn)
    quotations = _judge(reading, name, text, owners, drawn, map_) if drawn.records else 0
    drawn.refused.sort(key=lambda one: one.row)
    done = bool(drawn.records) and not drawn.refused
    report = Report(name, drawn, quotations, _precisions(drawn, said))
    change: Change = {name: text.encode()}
    if given.format == "json":
        print(json.dumps(data_of(report, done, withheld), indent=1))
    else:
        if done and given.dry_run:
            print(shown(reading.manuscript.root, change, withheld), end="")
        say(report, done, given.dry_run, withheld)
    if done and not given.dry_run:
        write_together({reading.manuscript.root / name: data for name, data in change.items()})
    return EXIT_DONE if done else EXIT_PROBLEMS


# What was asked for


def _operands(given: list[str]) -> tuple[str, Path]:
    if len(given) != 2:
        raise UsageError("import csv takes KIND and FILE, such as `import csv event ours.csv`")
    return given[0], Path(given[1])


def _class(reading: Reading, kind: str) -> type[Record]:
    model = reading.manuscript.model
    if kind not in model.by_name:
        hint = did_you_mean(kind, model.by_name) or "the kinds are " + ", ".join(model.by_name)
        raise UsageError(f"there is no kind of record called `{kind}`: {hint}")
    return model.by_name[kind]


def _map(given: argparse.Namespace) -> ColumnMap:
    """The map of the command line, over those of the files that it names."""
    files = [one for one in given.map if "=" not in one]
    try:
        options = from_options([one for one in given.map if "=" in one], given.always)
        return merged(*(_map_file(Path(one)) for one in files), options)
    except MapError as error:
        raise UsageError(str(error)) from None


def _map_file(path: Path) -> ColumnMap:
    wrong: list[Problem] = []
    text = _text(path)
    node = read_yaml(text, path.name, wrong.append)
    if wrong:
        raise RecordError(wrong, {path.name: text})
    try:
        return from_yaml(node)
    except MapError as error:
        raise MapError(f"{path}: {error}") from None


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(f"{path} cannot be read: {reason}") from error
    if len(data) > MAX_FILE:
        raise UsageError(f"{path} is larger than {MAX_FILE // 1024 // 1024} MiB")
    try:
        return text_of(data)
    except NotRead as error:
        raise UsageError(f"{path} cannot be brought in: {error}") from None


def _given(
    reading: Reading, cls: type[Record], map_: ColumnMap, given: argparse.Namespace
) -> Given:
    """What was said of the table, as far as it can be right; UsageError says what is missing."""
    kind = cls.declares.name
    if ID in map_.always:
        raise UsageError("`id` cannot be the same in every record: give it a column")
    try:
        slots = map_.slots(cls)
    except MapError as error:
        raise UsageError(str(error)) from None
    places = needs_source(cls, slots)
    unplaced = [path for path in places if path not in slots]
    if places and (unplaced or not given.source):
        field = places[0]
        raise UsageError(
            f"{articled(kind)} says which source it is from, and where: add --source ID, one of "
            f"{', '.join(reading.index.entries['source']) or 'those in sources.yaml'}, and "
            f"--map {field}=COLUMN, the column of the places in it"
        )
    if missing := [path for path in required(cls, slots) if path not in slots]:
        options = " ".join(f"--map {path}=COLUMN" for path in missing)
        raise UsageError(
            f"{articled(kind)} needs {', '.join(missing)}: add {options}, or --always FIELD=WORDS "
            "for what is the same in every row"
        )
    if given.source:
        if not places:
            raise UsageError("--source is for a place in it: add --map FIELD=COLUMN for that")
        if reading.entry("source", given.source) is None:
            raise reading.no_such("source", given.source)
    return Given(cls, map_, slots, given.source, given.several, given.markdown, given.dates)


def _columns(map_: ColumnMap) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map_.columns.values()))


def _check_columns(table: Table, map_: ColumnMap, withheld: Withheld) -> None:
    head = [covered(withheld, name) for name in table.head if name]
    for path, name in map_.columns.items():
        if name not in table.head:
            hint = did_you_mean(name, head) or f"the columns are {', '.join(head)[:500]}"
            raise UsageError(f"there is no column `{name}` for `{path}`: {hint}")


def _name(reading: Reading, cls: type[Record], stem: str, path: Path) -> str:
    """The file of the record that the records go into, which must not be there."""
    stem = slug_of(Path(stem).name.removesuffix(".yaml")[:400])
    if not is_slug(stem):
        raise UsageError(f"{path} has no name to make one of: add --into, such as --into from-csv")
    name = f"{cls.declares.file}/{stem}.yaml"
    if name in reading.files or (reading.manuscript.root / name).exists():
        raise UsageError(f"there is a file {name} already: add --into and another name")
    return name


def _taken(reading: Reading, kind: str) -> frozenset[str]:
    """Ids that a made one must not be: `[[id]]` would not say which record is meant."""
    entries = reading.index.entries
    return frozenset(id_ for other, ids in entries.items() if other != kind for id_ in ids)


# What is wrong with it


def _refuse_taken(reading: Reading, drawn: Drawn, map_: ColumnMap) -> None:
    """Refuse what has the id of a record that is there, or was; another stands in for it."""
    column = map_.columns.get(ID, "")
    held = {one.id for one in drawn.records}.union(*reading.index.entries.values())
    for at, (one, row) in enumerate(zip(drawn.records, drawn.rows, strict=True)):
        if one.id in reading.index.entries[one.kind]:
            why = "the record has one of this id already, and nothing is merged into it"
        elif reading.register.find(one.kind, one.id) is not None:
            why = "its id was another's once, and old links lead there"
        else:
            continue
        hint = "" if column else "map a column to `id` to say which id it is to have"
        drawn.refused.append(Refusal(row, column, why, hint))
        drawn.records[at] = replace(one, id=Ids(held).take("", f"{one.kind}-{row}"))
        held.add(drawn.records[at].id)


def _written(drawn: Drawn) -> tuple[str, list[int]]:
    """The file's text, and which record each line of it belongs to."""
    text, owners = "", list[int]()
    for at, one in enumerate(drawn.records):
        words = ("\n" if text else "") + record_text(one.id, one.fields)
        text += words
        owners += [at] * words.count("\n")
    return text, owners


def _judge(
    reading: Reading, name: str, text: str, owners: list[int], drawn: Drawn, map_: ColumnMap
) -> int:
    """Read the record as it would be, and refuse the rows in which anything is wrong.

    Gives how many quotations await their proof; RecordError if others of the record would suffer.
    """
    known = others(read(reading.manuscript.root, lambda words: None).problems, ())
    problems, texts = problems_with(reading.files, {name: text})
    if new := list((others(problems, (name,)) - known).elements()):
        raise RecordError(new, texts)
    lines = text.split("\n")
    starts = {at: line for line, at in reversed(list(enumerate(owners, 1)))}
    known_rows = {one.row for one in drawn.refused}
    known_cells = {(one.row, one.column) for one in drawn.refused if one.column}
    quotations = 0
    for one in errors(problems):
        if one.where.file != name:
            continue
        if one.rule == PROOF:
            quotations += 1
            continue
        line = min(one.where.line, len(owners))
        at = owners[line - 1]
        first = starts[at]
        row, column = drawn.rows[at], _column(lines[first - 1 : line], map_)
        if one.rule == RULE and line in starts.values():
            column = map_.columns.get(ID, "")
        # What was refused as a cell is not told again as a field.
        if (row, column) in known_cells or (row in known_rows and one.rule == "missing-field"):
            continue
        # Two readings of a date: which is meant may be said for all rows at once.
        also = "; --dates says it for all rows" if ", or write " in one.hint else ""
        hint = one.hint + (also if one.rule == "bad-date" else "")
        drawn.refused.append(Refusal(row, column, f"{one.message} [{one.rule}]", hint))
    return quotations


def _column(lines: list[str], map_: ColumnMap) -> str:
    """The column that fills the field in whose lines the last of some lines of a record stands."""
    open_: list[tuple[int, str]] = []
    for line in lines:
        found = _KEY.match(line)
        if not found:
            continue
        indent = len(found[1])
        while open_ and open_[-1][0] >= indent:
            open_.pop()
        open_.append((indent, found[2].strip('"')))
    names = [name for _, name in open_[1:]]
    while names:
        if column := map_.columns.get(".".join(names)):
            return column
        names.pop()
    return ""


def _precisions(drawn: Drawn, given: Given) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in drawn.records:
        for path in dates(given.slots):
            for words in _values(one, path.split(".")):
                try:
                    found[parse_date(words).precision] += 1
                except DateError:
                    continue
    return found


def _values(one: Incoming, path: list[str]) -> Iterable[str]:
    held: list[object] = [one.fields]
    for name in path:
        inside = [each.get(name) for each in held if isinstance(each, dict)]
        held = [item for each in inside for item in (each if isinstance(each, tuple) else (each,))]
    return [words for words in held if isinstance(words, str)]
