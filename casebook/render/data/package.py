"""datapackage.json: what the data are, file by file (Data Package 2.0).

It says nothing of when it was made: the same record gives the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from casebook.edit.edition import Edition
from casebook.editions.content import edition_id
from casebook.output import Output
from casebook.prose.slugs import slug_of
from casebook.render.data.licence import licence_of
from casebook.render.data.listing import DataFile
from casebook.render.data.records import as_json
from casebook.render.data.schema import Table
from casebook.render.sentences import stopped

PATH = "data/datapackage.json"
SAFE_CELLS = (
    "In the tables a text that begins with =, +, - or @ has an apostrophe before it, and so has "
    "one that follows a semicolon, so that no spreadsheet takes it for a formula: take one "
    "apostrophe away to have it as it was. The tables are UTF-8 with a byte-order mark."
)
ABOUT = (
    "Dates are EDTF, with the first and the last day they can be. What no source states has its "
    "basis beside it: `inferred` says from what, `outside` is a fact from outside the sources, "
    "`cite` is where that can be read. A claim has its replies in every row about it: ids, "
    "`none-printed` where the source prints no reply, or `not-adverse` where nobody is accused. "
    "Figures are never to be added up."
)


def package(edition: Edition, files: Sequence[tuple[DataFile, Output]]) -> Output:
    """The descriptor of some files, each with its bytes."""
    site = edition.site
    title = str(site.title)
    subtitle = [stopped(site.subtitle)] if site.subtitle else []
    there = {file.table.name: file.table for file, _ in files if file.table is not None}
    found: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": slug_of(title) or "record",
        "title": title,
        "version": edition_id(edition),
        "description": " ".join([*subtitle, ABOUT, SAFE_CELLS]),
    }
    if site.address:
        found["homepage"] = str(site.address)
    if site.licence:
        licence = licence_of(site.licence)
        path = {"path": licence.address} if licence.address else {}
        found["licenses"] = [{"name": licence.name, **path, "title": licence.title}]
    if site.editors:
        found["contributors"] = [{"title": str(name), "roles": ["editor"]} for name in site.editors]
    found["resources"] = [_resource(file, output, there) for file, output in files]
    return Output(PATH, as_json(found))


def _resource(file: DataFile, output: Output, there: Mapping[str, Table]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": file.name,
        "path": output.path.removeprefix("data/"),
        "title": file.title,
        "description": file.about,
        "format": file.format,
        "mediatype": file.mediatype,
        "encoding": "utf-8",
        "bytes": len(output.data),
        "hash": f"sha256:{hashlib.sha256(output.data).hexdigest()}",
    }
    if file.table is not None:
        found = {**found, "type": "table", "schema": file.table.schema(there)}
    return found
