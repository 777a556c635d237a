"""Reading register.yaml: every address and number that was ever given."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from casebook.load.shape import Shaper, is_slug
from casebook.load.yaml_reader import MapNode, Node, read_text, read_yaml
from casebook.model import Model
from casebook.model.documents import Page
from casebook.model.kept import Register, Registered
from casebook.problem import Problem, did_you_mean
from casebook.spot import Spot, Text

REGISTER_FILE = "register.yaml"


def read_register(
    root: Path, model: Model, files: dict[str, str], report: Callable[[Problem], None]
) -> Register:
    """The register of a record; an empty one where there is no such file."""
    if not os.path.lexists(root / REGISTER_FILE):
        return Register()
    wrong: list[Problem] = []
    entries: dict[str, dict[str, Registered]] = {}
    source = read_text(root / REGISTER_FILE, REGISTER_FILE, wrong.append)
    if source is not None:
        files[REGISTER_FILE] = source
        entries, more = _entries(source, (*model.kinds, Page.declares.name))
        wrong += more
    for problem in wrong:
        report(problem)
    return Register(entries, kept=True, whole=not wrong)


# It has an entry for every record, and edits of the record leave it as it is.
@lru_cache(maxsize=2)
def _entries(
    source: str, known: tuple[str, ...]
) -> tuple[dict[str, dict[str, Registered]], tuple[Problem, ...]]:
    """What a register holds of the known kinds, and what is wrong with it."""
    wrong: list[Problem] = []
    shaper = Shaper(wrong.append)
    node = read_yaml(source, REGISTER_FILE, wrong.append)
    entries = {
        str(kind): _of_kind(kind, below, shaper)
        for kind, below in _map(node, "kinds of record", shaper).items()
        if _is_kind(kind, known, shaper)
    }
    return entries, tuple(wrong)


def _map(node: Node | None, holds: str, shaper: Shaper) -> dict[Text, Node]:
    if isinstance(node, MapNode):
        return node.entries
    if node is not None:
        message = f"{REGISTER_FILE} should hold {holds} here, one a line"
        shaper.problem(node.at, "not-a-mapping", message, "the command `register` writes it")
    return {}


def _is_kind(kind: Text, known: tuple[str, ...], shaper: Shaper) -> bool:
    if kind in known:
        return True
    hint = did_you_mean(kind, known) or "the kinds are " + ", ".join(known)
    message = f"there is no kind of record called `{kind}`"
    shaper.problem(kind.at, "unknown-field", message, hint, len(kind))
    return False


def _of_kind(kind: Text, below: Node, shaper: Shaper) -> dict[str, Registered]:
    found: dict[str, Registered] = {}
    for id_, node in _map(below, f"the ids of each {kind}", shaper).items():
        if not is_slug(id_):
            hint = "an id is lower-case letters, digits and hyphens, such as `town-hall`"
            shaper.problem(id_.at, "bad-id", f"`{id_[:60]}` cannot be an id", hint, len(id_))
            continue
        what = f"{kind} `{id_}` in {REGISTER_FILE}"
        at = Spot(id_.at.file, id_.at.line, id_.at.column)
        found[str(id_)] = Registered(**shaper.values(node, Registered, what, at))
    return found
