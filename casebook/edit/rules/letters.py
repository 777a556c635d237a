"""Names and titles are what they look like: letters of one script to a word, and none unseen.

Words of two scripts are told by Unicode's rule for mixed scripts (UTS #39), within one word. A
word all of whose letters look like Latin ones is told of too where Latin stands beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from casebook.edit.edition import Edition
from casebook.edit.walk import Value, of_record, texts_in, values_of, walk
from casebook.model.record import Record
from casebook.model.types import Line, Who
from casebook.problem import Problem, Severity
from casebook.spot import Text, locate

_WORD = re.compile(r"[^\W\d_](?:[^\W_]|[\u0300-\u036f\u00ad\u034f\u200b-\u200f\u2060])*")
_LETTER = re.compile(r"(.+?) (?:CAPITAL |SMALL )?(?:LETTER|LIGATURE|SYLLABLE|IDEOGRAPH)\b")
_TOGETHER = frozenset(("CJK UNIFIED", "CJK COMPATIBILITY", "HIRAGANA", "KATAKANA", "HANGUL"))
"""Scripts of which one word may have several, as the writing of East Asia does."""
_LIKE_LATIN = frozenset(
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf"
    "\u0405\u0406\u0408\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423"
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04bb\u0501\u051b\u051d"
)
"""Greek and Cyrillic letters that most faces draw as Latin ones (UTS #39, confusables)."""
_CASED = frozenset(("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "FULLWIDTH LATIN", ""))
"""Scripts that join no letters, so that nothing unseen does anything among them."""
_UNSEEN = re.compile(r"[\u00ad\u061c\u200b-\u200f\ufe00-\ufe0f]")
"""What no reader sees and some scripts need; what none needs is refused when a file is read."""
_TURNS = "\u061c\u200e\u200f"
_READ_LEFTWARDS = ("R", "AL")


def are_what_they_look_like(edition: Edition) -> Iterator[Problem]:
    """Warn of each line of plain words that holds letters of two scripts, or unseen signs."""
    manuscript = edition.manuscript
    others = (manuscript.site, *manuscript.pages.values(), *manuscript.excerpts)
    for record in (one for of_kind in manuscript.records.values() for one in of_kind.values()):
        for words in of_record(record, _lines):
            yield from _odd(words, manuscript.files)
    for document in others:
        for words in _plain(walk(document)):
            yield from _odd(words, manuscript.files)


def _lines(record: Record) -> tuple[Text, ...]:
    return _plain(values_of(record))


def _plain(values: Iterable[Value]) -> tuple[Text, ...]:
    """The lines of plain words among some values that are not of plain letters alone."""
    return tuple(
        words
        for value, words in texts_in(values)
        if not words.isascii() and isinstance(value.type, Line | Who)
    )


def _odd(words: Text, files: Mapping[str, str]) -> Iterator[Problem]:
    source = files.get(words.at.file, "")
    for start, end, why in mixed(words):
        yield Problem(
            locate(source, words, start),
            "mixed-scripts",
            f"`{words[start:end]}` {why}",
            "type it again by hand; where it is meant, take no notice",
            Severity.WARNING,
            length=end - start,
        )
    for place in unseen(words):
        yield Problem(
            locate(source, words, place),
            "odd-character",
            f"a sign that cannot be seen stands here, and nothing beside it needs it: "
            f"{_named(words[place])}",
            "delete it, or type the words here again by hand",
            Severity.WARNING,
        )


def mixed(words: str) -> list[tuple[int, int, str]]:
    """The words that are not of one script: where each begins and ends, and why it is one."""
    found = []
    latin = any(_script(ch) == "LATIN" for ch in words)
    for word in _WORD.finditer(words):
        letters = {ch: script for ch in word[0] if (script := _script(ch))}
        scripts = list(dict.fromkeys(letters.values()))
        if len(scripts) > 1 and not _TOGETHER.issuperset(scripts):
            # The one of which there are fewest letters was most likely not meant.
            counts = {script: sum(_script(ch) == script for ch in word[0]) for script in scripts}
            few = min(reversed(scripts), key=counts.__getitem__)
            ch = next(ch for ch, script in letters.items() if script == few)
            names = " and ".join(script.capitalize() for script in scripts)
            found.append((*word.span(), f"is of letters of {names}: {_named(ch)}"))
        elif latin and letters and _LIKE_LATIN.issuperset(letters):
            name = scripts[0].capitalize()
            found.append((*word.span(), f"looks like Latin letters, and is {name}"))
    return found


def unseen(words: str) -> list[int]:
    """The places of signs that nobody sees and nothing near them needs."""
    shown = _UNSEEN.sub("", words)
    leftwards = any(unicodedata.bidirectional(ch) in _READ_LEFTWARDS for ch in shown)
    found = []
    for sign in _UNSEEN.finditer(words):
        if sign[0] in _TURNS:
            needed = leftwards
        else:
            before = words[sign.start() - 1 : sign.start()]
            joins = not before.isalnum() or _script(before) not in _CASED
            needed = joins and bool(before.strip())
        if not needed:
            found.append(sign.start())
    return found


@lru_cache(maxsize=4096)
def _script(ch: str) -> str:
    """The script of a letter, as its name has it; nothing for what belongs to none or to all."""
    if unicodedata.category(ch) not in ("Lu", "Ll", "Lt", "Lo"):
        return ""
    name = unicodedata.name(ch, "")
    if name.startswith("MATHEMATICAL"):
        return "MATHEMATICAL"
    found = _LETTER.match(name)
    return found[1] if found else ""


def _named(ch: str) -> str:
    return f"U+{ord(ch):04X} ({unicodedata.name(ch, 'without a name').lower()})"
