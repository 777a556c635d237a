"""The Jinja environment that layouts are rendered with."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.exceptions import TemplateNotFound
from markupsafe import Markup, escape

from casebook.interface import ENGLISH, Interface
from casebook.render.desk import capital, foreign, in_words, isolated, linked, place_words
from casebook.render.lean import LeanContext, LeanTemplate
from casebook.render.typography import typographic

if TYPE_CHECKING:
    from casebook.render.site.chrome import Chrome


def make_environment(folders: list[Path], interface: Interface = ENGLISH) -> Environment:
    """Layouts from some folders, the first that has one by a name winning.

    Everything is escaped, and a name that a view does not have is an error, never nothing. What
    a layout says itself, as `_("...")`, `ngettext("...", "...", number)` or `{% trans %}`, it
    says in the language of `interface`.
    """
    environment = _Environment(
        loader=_Layouts(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    phrases = _Phrases(interface)
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        phrases.say, phrases.count, newstyle=True
    )
    # Jinja's own wrappers make a new Markup of every phrase, thousands of times a build.
    environment.globals |= {
        "_": phrases.say, "gettext": phrases.say, "ngettext": phrases.count, "interface": interface,
        "forms": phrases.forms, "kept": kept,
        "foreign": lambda language: foreign(language, interface),
    }  # fmt: skip
    environment.filters["typographic"] = typographic
    environment.filters["places"] = lambda places: place_words(places, interface)
    environment.filters["number"] = interface.number
    environment.filters["in_words"] = interface.in_words
    environment.filters["linked"] = linked
    environment.filters["capital"] = capital
    environment.filters["isolated"] = lambda words: isolated(words, interface)
    environment.filters["listed"] = lambda items: in_words(list(items), interface)
    return environment


def kept(chrome: Chrome, *of: Hashable, caller: Callable[[], Markup]) -> Markup:
    """A part of the frame that is the same on many pages, set once: `of` tells which it is.

    It must say all that the part depends on, besides the frame itself.
    """
    found = chrome.kept.get(of)
    if found is None:
        found = chrome.kept[of] = caller()
    return found


class _Environment(Environment):
    context_class = LeanContext
    template_class = LeanTemplate


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


class _Phrases:
    """What a layout says, escaped. Each phrase is looked up once."""

    def __init__(self, interface: Interface) -> None:
        self._interface = interface
        self._plain: dict[str, Markup] = {}
        self._filled: dict[str, Markup] = {}

    def say(self, phrase: str, /, **values: object) -> Markup:
        """A phrase; values fill its placeholders, escaped unless they are markup."""
        if values:
            found = self._filled.get(phrase)
            if found is None:
                found = self._filled[phrase] = escape(self._interface.say(phrase))
            return found % values
        found = self._plain.get(phrase)
        if found is None:
            found = self._plain[phrase] = escape(self._interface.say(phrase)) % {}
        return found

    def count(self, one: str, several: str, number: int, /, **values: object) -> Markup:
        """The form of a phrase that goes with a number: `%(n)s` in words, `%(num)s` in digits."""
        interface = self._interface
        given = {"n": interface.in_words(number), "num": interface.number(number), **values}
        return escape(interface.say_number(one, several, number)) % given

    def forms(self, one: str, several: str, /, number: str) -> list[tuple[str, Markup]]:
        """Each form of a phrase with its plural category; `number` stands where a number would."""
        return [
            (form, escape(words) % {"n": number, "num": number})
            for form, words in self._interface.forms(one, several).items()
        ]


def site_environment(interface: Interface, *folders: Path) -> Environment:
    """The environment of the site's layouts, kept: a preview need not compile them each time."""
    return _kept_environment(interface, folders)


@lru_cache(maxsize=4)
def _kept_environment(interface: Interface, folders: tuple[Path, ...]) -> Environment:
    # Apart from the above, whose types a cache would hide.
    return make_environment(list(folders), interface)


def as_they_are(environment: Environment) -> None:
    """Read anew the layouts that changed, and then ask no more whether one does.

    A page asks for five, and each question is one to the disk.
    """
    cache = environment.cache
    if cache is not None:
        for name, template in list(cache.items()):
            if not template.is_up_to_date:
                del cache[name]
    environment.auto_reload = False


def first_template(environment: Environment, names: list[str]) -> Template:
    """The first layout of some names that there is; TemplateNotFound if there is none."""
    for name in names:
        try:
            return environment.get_template(name)
        except TemplateNotFound as missing:
            if missing.name != name:
                raise
    raise TemplateNotFound(" or ".join(names))
