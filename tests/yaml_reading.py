"""What the tests of YAML share: reading a text, and looking at what came of it."""

from __future__ import annotations

import pytest
import yaml

from casebook.load import yaml_parser
from casebook.load.nodes import ListNode, MapNode, Node
from casebook.load.yaml_reader import read_yaml
from casebook.problem import Problem
from casebook.spot import Text

Plain = str | list["Plain"] | dict[str, "Plain"] | None


@pytest.fixture(params=["c", "pure"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both parsers of PyYAML, each in its turn."""
    if request.param == "pure":
        monkeypatch.setattr(yaml_parser, "CParser", None)
    elif not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without its C parser")
    return str(request.param)


def read(source: str) -> tuple[Node | None, list[Problem]]:
    problems: list[Problem] = []
    return read_yaml(source, "f.yaml", problems.append), problems


def plain(node: Node | None) -> Plain:
    if isinstance(node, MapNode):
        return {str(key): plain(value) for key, value in node.entries.items()}
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    return None if node is None else str(node)


def clean(source: str) -> Plain:
    node, problems = read(source)
    assert problems == []
    return plain(node)


def found(source: str) -> list[tuple[str, int, int]]:
    return [(p.rule, p.where.line, p.where.column) for p in read(source)[1]]


def texts(node: Node | None) -> list[Text]:
    """Every text of a tree, keys too, in the order of the file."""
    if isinstance(node, MapNode):
        return [t for key, value in node.entries.items() for t in (key, *texts(value))]
    if isinstance(node, ListNode):
        return [t for item in node.items for t in texts(item)]
    return [] if node is None else [node]
