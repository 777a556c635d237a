"""`new KIND ID`: a record to be filled in, at its place in the file."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from casebook.commands.errors import EXIT_DONE, UsageError

if TYPE_CHECKING:
    from casebook.dates import Date
    from casebook.load.manuscript import Manuscript
    from casebook.model.record import Kind, Record

HELP = "Begin a record: its fields, each with what to write there, at its place in the file."


def options(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    from casebook.commands.change import dry_run_option

    parser.add_argument("kind", metavar="KIND", help="the kind of record, such as `event`")
    parser.add_argument("id", metavar="ID", help="the id that it is to have")
    parser.add_argument(
        "--date",
        default="",
        metavar="DATE",
        help="its date in EDTF; a file in the order of time gets it at its place",
    )
    parser.add_argument(
        "--file",
        default="",
        metavar="FILE",
        help="the file of the record that it goes into, where there are several, or a new one",
    )
    dry_run_option(parser)


def run(given: argparse.Namespace) -> int:
    """Add the record's lines to its file, whatever else is still to be filled in."""
    from casebook.commands.change import Begun, Change, carry_out
    from casebook.commands.target import target_of
    from casebook.load.directory import load
    from casebook.model import Model
    from casebook.writing.template import common_fields, template

    if not (given.site / "site.yaml").is_file():
        raise UsageError("there is no site.yaml here; --site takes the folder that holds it")
    # Problems stop nothing as such: a record begun before this one may wait to be filled in.
    manuscript, problems = load(given.site, Model())
    kind = _kind(manuscript, given.kind)
    cls = manuscript.model.by_name[kind.name]
    _check_id(manuscript, kind, given.id)
    date = _date(given.date, cls)
    name = _file(manuscript, kind, given.file)
    target = target_of(manuscript, problems, name)
    # What is still to be filled in shows nothing of what is common.
    whole = [
        record
        for record in manuscript.records[kind.name].values()
        if (kind.name, record.id) not in manuscript.broken
    ]
    common = common_fields(cls, whole)
    filled = {"date": date.text} if date else {}
    record = template(cls, given.id, common, filled, target.stands.step)
    text, first = target.with_record(manuscript, record, given.id, date)
    change: Change = {name: text.encode()}
    begun = Begun(name, first, first + len(record) - 1)
    carry_out(manuscript, change, given.dry_run, begun, problems)
    will = "would be" if given.dry_run else "is"
    print(f"{kind.name} `{given.id}` {will} begun at {name}:{first}")
    if not given.dry_run:
        number = "; `register` then gives it its number" if kind.letter else ""
        print(f"Fill it in: `check` says what is missing{number}.")
    _say_shared(manuscript, kind, given.id)
    return EXIT_DONE


def _kind(manuscript: Manuscript, name: str) -> Kind:
    from casebook.problem import did_you_mean

    kinds = manuscript.model.kinds
    if name == "page":
        raise UsageError("a page is a file of its own: write content/pages/ID.md")
    if name not in kinds:
        hint = did_you_mean(name, kinds) or "the kinds are " + ", ".join(kinds)
        raise UsageError(f"there is no kind of record called `{name}`: {hint}")
    return kinds[name]


def _check_id(manuscript: Manuscript, kind: Kind, id_: str) -> None:
    """UsageError for an id that a new record cannot have; one that is withheld is not repeated."""
    from casebook.load.shape import is_slug
    from casebook.model.record import articled

    if manuscript.withheld.holds(id_):
        hint = "choose one that says what part this has, or what it is about"
        raise UsageError(f"this id holds a name that the record withholds: {hint}")
    if not is_slug(id_):
        hint = "an id is lower-case letters, digits and hyphens, such as `town-hall`"
        if suggested := _suggested(id_):
            hint += f"; this could be `{suggested}`"
        raise UsageError(f"`{id_}` cannot be the id of {articled(kind.name)}: {hint}")
    if (record := manuscript.records[kind.name].get(id_)) is not None:
        where = f"{record.at.file}:{record.at.line}"
        raise UsageError(f"there is {articled(kind.name)} `{id_}` already, at {where}")
    one = manuscript.register.find(kind.name, id_)
    if one is None:
        return
    other = "choose another id: old links still lead there"
    if one.renamed_to is not None:
        raise UsageError(f"`{id_}` was renamed to `{one.renamed_to}`: {other}")
    if one.withdrawn is not None:
        raise UsageError(f"{kind.name} `{id_}` was withdrawn: {other}")
    hint = f"put it back, or run `withdraw {kind.name} {id_}` with the reason"
    raise UsageError(f"{kind.name} `{id_}` was published and is no longer in the record: {hint}")


def _suggested(id_: str) -> str:
    from casebook.load.shape import is_slug
    from casebook.prose.slugs import slug_of

    slug = slug_of(id_[:400])
    return slug if is_slug(slug) else ""


def _date(given: str, cls: type[Record]) -> Date | None:
    from casebook.dates import DateError, parse_date
    from casebook.model.record import articled
    from casebook.writing.template import is_dated

    if not given:
        return None
    if not is_dated(cls):
        raise UsageError(f"{articled(cls.declares.name)} has no field `date`: leave --date out")
    try:
        return parse_date(given)
    except DateError as error:
        raise UsageError(f"--date: {error.message}: {error.hint}") from None


def _file(manuscript: Manuscript, kind: Kind, given: str) -> str:
    """The file that the record goes into, by its name in the record."""
    from casebook.load.directory import files_of

    there = files_of(manuscript.root, kind.file)
    if given:
        name = given.removeprefix("./").replace("\\", "/")
        stem = name.removeprefix(f"{kind.file}/").removesuffix(".yaml")
        fits = name in (f"{kind.file}.yaml", f"{kind.file}/{stem}.yaml")
        if not fits or not stem or stem.startswith(".") or "/" in stem or not stem.isprintable():
            raise UsageError(
                f"--file takes {kind.file}.yaml or a file of the folder {kind.file}, such as "
                f"{there[-1] if there else f'{kind.file}/some-name.yaml'}"
            )
        return name
    if len(there) > 1:
        choices = ", ".join(there)
        raise UsageError(f"{kind.plural.lower()} stand in several files: add --file, {choices}")
    return there[0] if there else f"{kind.file}.yaml"


def _say_shared(manuscript: Manuscript, kind: Kind, id_: str) -> None:
    """Say how links tell records of different kinds apart that have one id."""
    others = [
        name for name, records in manuscript.records.items() if name != kind.name and id_ in records
    ]
    if others:
        links = " and ".join(f"[[{name}:{id_}]]" for name in (kind.name, *others))
        print(f"Records of several kinds have this id now: link to them as {links}.")
