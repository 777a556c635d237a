"""What the documents say of the source, asked of the source itself.

For tests/test_docs.py: which modules there are, what they import, whether a name that
a document uses is in one of them, and every rule with what it weighs.
"""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from casebook.model.record import Fields, fields_of  # noqa: E402
from casebook.model.types import ListOf, MapOf, Part, WordOrList  # noqa: E402
from casebook.problem import Severity  # noqa: E402


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the generator, by its dotted name."""
    for path in sorted((ROOT / "casebook").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts).removesuffix(".__init__"), path


def field_paths(cls: type[Fields], before: str = "") -> Iterator[str]:
    """`accounts.says`, for every field of a kind and of its parts."""
    for field in fields_of(cls):
        yield f"{before}{field.name}"
        type_ = field.type
        while isinstance(type_, ListOf | WordOrList | MapOf):
            type_ = type_.item
        if isinstance(type_, Part):
            yield from field_paths(type_.fields, f"{before}{field.name}.")


def is_there(dotted: str) -> bool:
    """Is `module.name`, or `module.Class.name`, in a module of that name?"""
    stem, *names = dotted.removesuffix("()").split(".")
    for module, _ in modules():
        if module.split(".")[-1] != stem or module == "casebook.__main__":
            continue
        found: object = importlib.import_module(module)
        for name in names:
            found = getattr(found, name, getattr(found, "__dataclass_fields__", {}).get(name))
        if found is not None:
            return True
    return False


def imports(module: str) -> Iterator[str]:
    """What a module imports of the generator, by dotted name."""
    for node in ast.walk(trees()[module]):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("casebook."):
            yield str(node.module)


SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@cache
def trees() -> dict[str, ast.Module]:
    """Every module, parsed."""
    return {module: ast.parse(path.read_text(encoding="utf-8")) for module, path in modules()}


def takers(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The functions and classes that are given a rule's name, and at which place."""
    for node in ast.walk(tree):
        slots: list[tuple[str, ast.expr | None]] = []
        if isinstance(node, ast.FunctionDef):
            slots = [(argument.arg, argument.annotation) for argument in node.args.args]
        elif isinstance(node, ast.ClassDef):
            fields = [field for field in node.body if isinstance(field, ast.AnnAssign)]
            slots = [(ast.unparse(field.target), field.annotation) for field in fields]
        names = [name for name, _ in slots if name != "self"]
        annotation = dict(slots).get("rule")
        if annotation is not None and ast.unparse(annotation) == "str":
            assert isinstance(node, ast.FunctionDef | ast.ClassDef)
            yield node.name, names.index("rule")


def rules() -> dict[str, set[Severity]]:
    """Every rule's name with what it weighs, from the calls that make problems."""
    shared = {(name, at) for tree in trees().values() for name, at in takers(tree)}
    found: dict[str, set[Severity]] = {}
    for module, tree in trees().items():
        known: dict[str, set[int]] = {}
        # A module's own function of that name is meant there, and not another's.
        own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        others = {taker for taker in shared if taker[0][0] != "_" and taker[0] not in own}
        for name, at in others | set(takers(tree)):
            known.setdefault(name, set()).add(at)
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                for slug in assigned_rules(node):
                    found.setdefault(slug, set()).add(Severity.ERROR)
            if not isinstance(node, ast.Call):
                continue
            places = known.get(ast.unparse(node.func).rpartition(".")[2], set())
            given = [node.args[at] for at in sorted(places) if at < len(node.args)]
            slugs = [slug for argument in given if (slug := constant(argument, tree))]
            passed_on = any(ast.unparse(a).rpartition(".")[2] == "rule" for a in given)
            assert slugs or passed_on or not given, f"{module}:{node.lineno}: which rule is this?"
            words = ast.unparse(node)
            weighs = [one for one in Severity if f"Severity.{one.name}" in words]
            for slug in slugs[:1]:
                found.setdefault(slug, set()).add(weighs[0] if weighs else Severity.ERROR)
    return found


def constant(node: ast.expr, tree: ast.Module) -> str:
    """The slug an expression stands for, if it is written out or named in the module."""
    if isinstance(node, ast.Name):
        for statement in tree.body:
            if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == node.id:
                node = statement.value
                break
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str) and SLUG.fullmatch(value) else ""


def assigned_rules(node: ast.Assign) -> Iterator[str]:
    """The values given to a variable called `rule`, by itself or among others."""
    for target in node.targets:
        pairs = [(target, node.value)]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(target.elts, node.value.elts, strict=False))
        for name, value in pairs:
            if ast.unparse(name) == "rule" and isinstance(value, ast.Constant):
                yield str(value.value)
