"""The Jinja environment that layouts are rendered with."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.exceptions import TemplateNotFound

from casebook.interface import ENGLISH
from casebook.render.desk import place_words
from casebook.render.typography import typographic


def make_environment(folders: list[Path]) -> Environment:
    """Layouts from some folders, the first that has one by a name winning.

    Everything is escaped, and a name that a view does not have is an error, never nothing.
    """
    environment = Environment(
        loader=_Layouts(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    # `_("...")`, `ngettext("...", "...", number)` and `{% trans %}`: what a layout says itself.
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        ENGLISH.say, ENGLISH.say_number, newstyle=True
    )
    environment.filters["typographic"] = typographic
    environment.filters["places"] = place_words
    environment.filters["count"] = count
    return environment


class _Layouts(FileSystemLoader):
    """Files of some folders, read again when they are not the ones that were read.

    Jinja's own loader goes by the time of change of the one file it read. It does not see one
    that was put in its place with the same time, nor a new one in a folder that goes before.
    """

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """A layout's text, its file, and what tells whether that is still the one to use."""
        read = self._winner(template)  # first: what changes while it is read must be seen
        if read is None:
            raise TemplateNotFound(template)
        source, file, _ = super().get_source(environment, template)
        return source, file, lambda: self._winner(template) == read

    def _winner(self, template: str) -> tuple[str, int, int, int, int] | None:
        for folder in self.searchpath:
            path = f"{folder}/{template}"
            try:
                status = os.stat(path)  # noqa: PTH116  (asked several times for every page)
            except OSError:
                continue
            return path, status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
        return None


@lru_cache(maxsize=4)
def site_environment(*folders: Path) -> Environment:
    """The environment of the site's layouts, kept: a preview need not compile them each time."""
    return make_environment(list(folders))


def first_template(environment: Environment, names: list[str]) -> Template:
    """The first layout of some names that there is; TemplateNotFound if there is none."""
    for name in names:
        try:
            return environment.get_template(name)
        except TemplateNotFound as missing:
            if missing.name != name:
                raise
    raise TemplateNotFound(" or ".join(names))


_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def count(number: int, one: str, several: str = "") -> str:
    """`no events`, `one event`, `ten events`, `11 events`."""
    words = _SMALL[number] if number < len(_SMALL) else f"{number:,}"
    return f"{words} {one if number == 1 else several or one + 's'}"
