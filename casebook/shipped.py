"""Where the generator's own layouts, static files and specimen lie."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped_folder(name: str) -> Path:
    """`layouts`, `static` or `specimen`: inside the package once it is installed.

    In a checkout, layouts and static files stand beside the package, where whoever changes them
    looks for them.
    """
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
