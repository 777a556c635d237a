"""YAML as editors read it: the core schema of YAML 1.2, where `no` is a text and 2010 a number."""

from __future__ import annotations

import re
from typing import Any

import yaml

FENCE = "---\n"


class CoreLoader(yaml.SafeLoader):
    """PyYAML with the resolvers of YAML 1.2 and no others."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as PyYAML declares it


for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
):
    CoreLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), list(first)
    )
CoreLoader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def core(text: str) -> Any:
    """What a text of YAML holds."""
    return yaml.load(text, CoreLoader)


def front_matter(text: str) -> Any:
    """What the head of a Markdown document holds."""
    _, head, _ = text.split(FENCE, 2)
    return core(head)
