"""The A–Z: every name, spelling, term and title under its letter, for those without scripts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from casebook.edit.edition import HOME, Entry
from casebook.interface import direction
from casebook.model.figures import Figure
from casebook.render.desk import Desk
from casebook.render.replies import unsaid_speakers
from casebook.render.site.search.documents import other_names
from casebook.render.site.search.fold import words
from casebook.render.typography import typographic

PATH = "a-z.html"

_URDU = "ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنوہی"
"""The order of Urdu's letters, as they are folded; those of Arabic and Persian are among them."""
_ORDER = {ord(letter): chr(0xE000 + place) for place, letter in enumerate(_URDU)}


@dataclass(frozen=True, slots=True)
class AzLine:
    """One name, and what goes by it."""

    id: str
    words: str
    href: str
    kind: str
    """What sort of record it is."""
    number: str
    called: str
    """The title of what it leads to, where this is another name of it."""
    reply: Markup
    """Of a claim: who answered it, or that nobody did."""
    unsaid: str
    """Of a claim: who makes it, where its title does not tell."""


@dataclass(frozen=True, slots=True)
class AzSection:
    """The names that begin with one letter, or are of one language."""

    id: str
    heading: str
    language: str
    direction: str
    """Both of names in a language of their own; nothing for the site's."""
    lines: tuple[AzLine, ...]


@dataclass(frozen=True, slots=True)
class AzView:
    """The whole list."""

    letters: tuple[AzSection, ...]
    languages: tuple[AzSection, ...]
    figures: str
    """Where the figures are listed, which have no name; nothing where there are none."""


def az_view(desk: Desk) -> AzView:
    """Every name of the record. Figures have none: they stand by what they count elsewhere."""
    letters: dict[str, list[tuple[tuple[str, ...], AzLine]]] = {}
    languages: dict[str, list[tuple[tuple[str, ...], AzLine]]] = {}
    for entry in _entries(desk):
        for line in _lines(desk, entry):
            bare = _bare(line.words)
            letters.setdefault(_letter(bare), []).append((_key(bare, line.words), line))
        for language, name in other_names(entry):
            if language:
                line = _line(desk, entry, name, typographic(entry.title))
                languages.setdefault(language, []).append((_key(_bare(name), name), line))
    kind = Figure.declares
    return AzView(
        tuple(
            AzSection(_id(letter), letter, "", "", _sorted(found))
            for letter, found in sorted(letters.items(), key=lambda item: _place(item[0]))
        ),
        tuple(
            AzSection(
                f"names-{code.lower()}",
                _language(desk, code),
                code,
                direction(code),
                _sorted(found),
            )
            for code, found in sorted(languages.items())
        ),
        desk.links.to_index(kind.folder) if desk.edition.has_any(kind.name) else "",
    )


def _entries(desk: Desk) -> Iterator[Entry]:
    for kind in desk.edition.manuscript.model.kinds:
        if kind != Figure.declares.name:
            yield from desk.edition.of(kind)
    yield from (page for page in desk.edition.of("page") if page.id != HOME)


def _lines(desk: Desk, entry: Entry) -> Iterator[AzLine]:
    title = typographic(entry.title)
    yield _line(desk, entry, title, "")
    for language, name in other_names(entry):
        if not language:
            yield _line(desk, entry, name, title)


def _line(desk: Desk, entry: Entry, words: str, called: str) -> AzLine:
    return AzLine(
        entry.id,
        words,
        desk.links.to(entry),
        desk.interface.say(entry.kind.name),
        entry.number,
        called,
        desk.reply(entry),
        typographic(unsaid_speakers(desk.edition, entry)),
    )


def _language(desk: Desk, code: str) -> str:
    """The heading of the names in a language."""
    say = desk.interface.say
    match code.partition("-")[0].lower():
        case "ar":
            return say("In Arabic")
        case "en":
            return say("In English")
        case "fa":
            return say("In Persian")
        case "ps":
            return say("In Pashto")
        case "sd":
            return say("In Sindhi")
        case "ur":
            return say("In Urdu")
    return say("In the language “%(code)s”") % {"code": code}


NUMERALS = "0–9"
_ARTICLES = ("a", "an", "the")


def _bare(name: str) -> list[str]:
    """The folded words of a name, without an article before them."""
    found = words(name)
    return found[1:] if len(found) > 1 and found[0] in _ARTICLES else found


def _key(bare: list[str], name: str) -> tuple[str, ...]:
    """What puts a name in its place."""
    return (*map(_ordered, bare), name)


def _ordered(word: str) -> str:
    return word.translate(_ORDER)


def _letter(bare: list[str]) -> str:
    """The letter that a name stands under."""
    first = "".join(bare)[:1]
    return first.upper() if unicodedata.category(first or " ").startswith("L") else NUMERALS


def _place(letter: str) -> tuple[bool, str]:
    return letter == NUMERALS, _ordered(letter.lower())


def _id(letter: str) -> str:
    return "digits" if letter == NUMERALS else f"letter-{ord(letter[0]):x}"


def _sorted(found: list[tuple[tuple[str, ...], AzLine]]) -> tuple[AzLine, ...]:
    return tuple(line for _, line in sorted(found, key=lambda one: one[0]))
