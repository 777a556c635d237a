"""What the writer of a text that is no date may have meant, for the hint of the refusal.

Readings are tried in turn, and the first that gives dates wins. Whatever is offered has been
read by the grammar; where nothing fits, nothing is offered. Only English words are known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from casebook.dates.grammar import LONGEST, read
from casebook.dates.model import DateError
from casebook.dates.words import ENGLISH

_MONTHS = {
    form: number
    for number, name in enumerate(ENGLISH.months, 1)
    for form in (name.lower(), name[:3].lower(), name[:4].lower())
}
_SEASONS = {name: number for number, name in enumerate(ENGLISH.seasons, 21)}
_SEASONS["fall"] = 23

_DASHES = re.compile(r"[\u2010-\u2015\u2212\u2043\uFE58\uFE63\uFF0D]")
_QUALIFIERS = (
    (re.compile(r"(?:about|around|approximately|circa|approx\.?|ca?\.?) |ca?\.?(?=\d)"), "~"),
    (re.compile(r"(?:perhaps|possibly|probably|maybe) "), "?"),
)
_UNCERTAIN = re.compile(r",? \(?uncertain\)?\Z")
_FRAMES = (
    (re.compile(r"(?:by|no later than|not later than) (.+)"), "[..{}]"),
    (re.compile(r"(.+?),? or (?:later|after)"), "[{}..]"),
    (re.compile(r"(?:from|since) (.+)"), "{}/.."),
    (re.compile(r"(?:until|till|up to) (.+)"), "../{}"),
)
_BETWEEN = re.compile(r"/| ?\.\. ?| - | to | until | through | and |-(?=[a-z])|(?<=[a-z])-")
_OR = re.compile(r" ?, ?(?:or )?| or ")


def guess(text: str) -> tuple[str, ...]:
    """Dates that the text may have meant, best first: one, or two if it can be read two ways."""
    plain = _plain(text)
    for reading in (_one, _frame, _choice, _span):
        found = tuple(dict.fromkeys(date for date in reading(plain) if _reads(date)))
        if found and text not in found:
            return found[:2]
    return ()


def _plain(text: str) -> str:
    """Lower case, ASCII digits, hyphens, single spaces."""
    digits = "".join(str(unicodedata.decimal(ch, ch)) for ch in text)
    dashed = _DASHES.sub("-", digits)
    return " ".join(dashed.lower().split()).strip("'\"`")


def _reads(text: str) -> bool:
    if len(text) > LONGEST:
        return False
    try:
        read(text)
    except DateError:
        return False
    return True


def _one(text: str) -> Iterator[str]:
    """Readings of a single date, qualifier included."""
    marks: set[str] = set()
    for pattern, mark in _QUALIFIERS:
        match = pattern.match(text)
        if match:
            marks.add(mark)
            text = text[match.end() :]
    marks.update(ch for ch in text if ch in "?~%")
    bare = re.sub(r" ?[?~%] ?", "", text)
    certain = _UNCERTAIN.sub("", bare)
    if certain != bare:
        marks.add("?")
        bare = certain
    qualifier = "%" if len(marks) > 1 else "".join(marks)
    for date in _bare(bare):
        yield date + qualifier


def _bare(text: str) -> Iterator[str]:
    text = re.sub(r"(?<=\d)(?:t\d| \d{1,2}:\d\d).*\Z", "", text)
    yield text.upper()
    yield from _in_digits(text)
    yield from _in_words(text)


def _in_digits(text: str) -> Iterator[str]:
    if match := re.fullmatch(r"(\d{4})[-/. ](\d{1,2}|xx)(?:[-/. ](\d{1,2}|xx))?", text):
        yield _ymd(*match.groups())
        end_year = f"{match[1][:2]}{match[2]}"
        if "/" in text and match[3] is None and end_year > match[1] and len(match[2]) == 2:
            yield f"{match[1]}/{end_year}"
    elif match := re.fullmatch(r"(\d{4})(\d\d)(\d\d)?", text):
        yield _ymd(*match.groups())
    elif match := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", text):
        yield _ymd(match[3], match[2], match[1])
        yield _ymd(match[3], match[1], match[2])
    elif match := re.fullmatch(r"(\d{1,2})[-/.](\d{4})", text):
        yield _ymd(match[2], match[1], None)
    elif match := re.fullmatch(r"(\d{4}-(?:\d\d-)?)([0-3])x", text):
        head, ten = match.groups()
        last = 9 if ten in "02" or len(head) == 8 else 2
        yield f"[{head}{ten}{0 if int(ten) else 1}..{head}{ten}{1 if ten == '3' else last}]"
    elif match := re.fullmatch(r"(\d{4})-(\d{4})", text):
        yield f"{match[1]}/{match[2]}"
    elif match := re.fullmatch(r"(?:the )?(\d{3})0'?s", text):
        yield f"{match[1]}X"
    elif match := re.fullmatch(r"(?:the )?(\d{1,2})(?:st|nd|rd|th) century", text):
        yield f"{int(match[1]) - 1:02d}XX"


def _in_words(text: str) -> Iterator[str]:
    """A month or season by name, with a year and perhaps a day, in any order."""
    parts = re.findall(r"[a-z]+|\d+", re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text))
    known = [part for part in parts if part in _MONTHS or part in _SEASONS]
    years = [part for part in parts if len(part) == 4 and part.isdigit()]
    days = [part for part in parts if len(part) < 3 and part.isdigit()]
    others = [p for p in parts if p not in (*known, *years, *days, "of", "the", "in", "a", "day")]
    if len(known) != 1 or len(years) != 1 or len(days) > 1 or others:
        return
    month = _MONTHS.get(known[0]) or _SEASONS[known[0]]
    unknown_day = "xx" if "day" in parts else None
    yield _ymd(years[0], str(month), days[0] if days else unknown_day)


def _ymd(year: str, month: str, day: str | None) -> str:
    padded = [year, month.zfill(2).upper()]
    if day is not None:
        padded.append(day.zfill(2).upper())
    return "-".join(padded)


def _frame(text: str) -> Iterator[str]:
    for pattern, frame in _FRAMES:
        match = pattern.fullmatch(text)
        inner = _best(match[1]) if match else ""
        if inner:
            yield frame.format(inner)


def _choice(text: str) -> Iterator[str]:
    written = [part.strip() for part in _OR.split(text.strip("[]"))]
    if len(written) > 1:
        members = [_best(part) or _range(part) for part in _completed(written)]
        if all(members):
            yield f"[{','.join(members)}]"
    elif text.startswith("["):
        members = [_range(text.strip("[]"))]
        if members[0]:
            yield f"[{members[0]}]"


def _span(text: str) -> Iterator[str]:
    text = re.sub(r"\A(?:from|between) ", "", text)
    cuts = list(_BETWEEN.finditer(text)) or list(re.finditer("-", text))
    if not _BETWEEN.search(text) and not re.search("[a-wyz]", text):
        # Nothing but figures and hyphens: only two whole dates around the middle hyphen will do.
        cuts = [cut for cut in cuts if cut.start() == len(text) - cut.end() >= len("2010")]
    for cut in cuts[:2]:
        left, right = text[: cut.start()].strip(), text[cut.end() :].strip()
        if "/" in text and (left in ("", "..") or right in ("", "..")):
            yield f"{left and (_best(left) or left)}/{right and (_best(right) or right)}"
        elif left and right:
            if re.fullmatch(r"\d\d(?:-\d\d)?", right):
                # The end may leave out what it shares with the start: 2010-01-07/10.
                yield f"{left}/{left[: -len(right)]}{right}"
            start, end = (_best(part) for part in _completed([left, right]))
            if start and end:
                yield f"{start}/{end}"


def _range(text: str) -> str:
    """The inside of a set: a range whose ends can be read."""
    left, dots, right = text.partition("..")
    if not dots:
        return ""
    start, end = _best(left.strip()), _best(right.strip())
    whole = bool(start or not left.strip()) and bool(end or not right.strip())
    return f"{start}..{end}" if whole else ""


def _completed(parts: list[str]) -> list[str]:
    """Parts that cannot be read alone, with what the last one says and they leave out."""
    words = parts[-1].split()
    tails = [" ".join(words[at:]) for at in range(1, len(words))][-2:]
    return [
        next((full for full in (part, *(f"{part} {tail}" for tail in tails)) if _best(full)), part)
        for part in parts
    ]


def _best(text: str) -> str:
    return next((date for date in _one(text) if _reads(date)), "")
