"""A printed number and what it counts, put together so that they can be read as one."""

from __future__ import annotations

import re

from casebook.interface.words import Interface

_BEFORE_A_NOUN = frozenset(
    (
        *("a", "an", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
        *("eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy"),
        *("eighty", "ninety", "hundred", "thousand", "million", "billion", "crore", "lakh"),
        *("dozen", "some", "more", "fewer", "other"),
    )
)
"""English words that may stand directly before what is counted; `dozens` may not."""

_DIGITS = re.compile(r"[0-9۰-۹٠-٩]")
_SHORTENED = re.compile(r"[0-9]+(?:[.,][0-9]+)*(?:m|bn|k)?")
_OF = re.compile(r"of\b", re.IGNORECASE)


def counted(printed: str, unit: str, interface: Interface) -> str:
    """What follows the printed words of a number, with what stands between: ` people killed`.

    Words with which the printed ones end already are not said again. A number goes before what it
    counts, as in `more than 300 people killed`. Other words would not read on: `dozens: people
    killed`, `four-year: years of torture`.
    """
    given, wanted = printed.split(), unit.split(" ")
    for length in range(min(len(given), len(wanted)), 0, -1):
        if [_bare(one) for one in given[-length:]] == [_bare(one) for one in wanted[:length]]:
            again = wanted[length - 1]
            stop = again[len(again.rstrip(",;:")) :]
            return stop + "".join(f" {one}" for one in wanted[length:])
    return f" {unit}" if _reads_on(given, unit, interface) else f": {unit}"


def _reads_on(given: list[str], unit: str, interface: Interface) -> bool:
    if _OF.match(unit) and interface.language.startswith("en"):
        return True
    if not given:
        return False
    if _bare(given[-1]) in _small(interface):
        return True
    # A second number before it may be anything: a year, the other end of a span.
    numbers = [one for one in given if _DIGITS.search(one)]
    return numbers == given[-1:] and _is_number(given[-1])


def _is_number(word: str) -> bool:
    return bool(_SHORTENED.fullmatch(word)) or word.isdigit()


def _small(interface: Interface) -> frozenset[str]:
    found = frozenset(interface.numbers[1:])
    return found | _BEFORE_A_NOUN if interface.language.startswith("en") else found


def _bare(word: str) -> str:
    return word.rstrip(",;:").casefold()
