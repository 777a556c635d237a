"""Arrows run one way: which module may know which."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import casebook
from casebook.edit.circles import circles

PACKAGE = Path(casebook.__file__).parent
ROOT = PACKAGE.parent

LAYERS = (
    ("spot", "problem", "output", "dates", "shipped", "interface"),
    ("model",),
    ("prose", "proof", "withheld"),
    ("load",),
    ("edit",),
    ("editions", "schema", "writing"),
    ("imports",),
    ("memory",),
    ("render", "publish"),
    ("serve",),
    ("commands",),
    ("cli",),
    ("__main__",),
)
"""From the bottom up: a module knows those below its layer, and its own part."""
ONLY = {
    "spot": set(),
    "output": set(),
    "shipped": set(),
    "interface": {"dates"},
    "problem": {"spot"},
    "dates": {"problem", "spot"},
    "prose": {"spot", "problem"},
    "proof": {"spot", "problem", "model"},
    "memory": {"shipped"},
    "publish": {"output", "problem"},
}
"""Parts that know less than their layer would let them."""

LENT = {f"casebook.commands.{name}" for name in ("errors", "report", "site")}
"""What the commands share, and the preview uses as well."""


def modules() -> dict[str, Path]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def imports(name: str, lazy: bool = True) -> Iterator[str]:
    """The modules of the package that one imports; `lazy` counts those inside functions."""
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    for node in ast.walk(tree) if lazy else at_import(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: a relative import"
            module = node.module or ""
            names = [f"{module}.{alias.name}" for alias in node.names]
            names = [each if each in MODULES else module for each in names]
        else:
            continue
        yield from (each for each in names if each.split(".")[0] == "casebook" and each != name)


def at_import(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run when a module is imported: none inside functions."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from at_import(child)


def part(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def layer(module: str) -> int:
    return next(number for number, parts in enumerate(LAYERS) if part(module) in parts)


def test_every_part_has_a_layer() -> None:
    assert {part(module) for module in MODULES} - {""} == {p for parts in LAYERS for p in parts}


def test_a_module_knows_only_what_lies_below() -> None:
    wrong = []
    for module in MODULES:
        if not part(module):
            continue
        for other in imports(module):
            if not part(other) or part(other) == part(module):
                continue
            if part(module) == "serve" and other in (*LENT, "casebook.commands"):
                continue
            if layer(other) >= layer(module) and part(module) not in ONLY:
                wrong.append((module, other))
            if part(module) in ONLY and part(other) not in ONLY[part(module)]:
                wrong.append((module, other))
    assert wrong == []


def test_no_module_waits_for_itself() -> None:
    # The commands import what they need when they run; anywhere else that would hide a circle.
    graph = {
        module: sorted(set(imports(module, lazy=part(module) not in ("commands", "cli"))))
        for module in MODULES
    }
    parents = {m: [o for o in others if not m.startswith(o + ".")] for m, others in graph.items()}
    assert sum(map(len, graph.values())) > 200
    assert circles(parents) == []


def test_only_the_publisher_and_the_server_write_files() -> None:
    writing = {"write_text", "write_bytes", "mkdir", "unlink", "rmtree", "rename", "replace_file"}
    for module, path in MODULES.items():
        if part(module) in ("memory", "publish", "serve", "render", "commands"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert getattr(node, "attr", "") not in writing, module


def test_the_generator_names_no_record() -> None:
    files = [*PACKAGE.rglob("*"), *(ROOT / "layouts").rglob("*")]
    texts = [
        path for path in files if path.suffix in (".py", ".html", ".css", ".js", ".txt", ".md")
    ]
    assert len(texts) > 100
    for path in texts:
        assert "karachi" not in path.read_text(encoding="utf-8").casefold(), path
        assert "karachi" not in path.name.casefold()
