"""TimelineJS3: its JSON and the CSV of its spreadsheet, each slide an event.

https://timeline.knightlab.com/docs/json-format.html
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from casebook.dates import DateError, parse_date
from casebook.imports.html_text import QUOTES, cited, escaped, markdown_of
from casebook.imports.result import (
    LONGEST,
    MOST,
    Brought,
    Ids,
    Incoming,
    Loss,
    NotRead,
    clean,
    one_line,
    shortened_slug,
)
from casebook.writing.yaml_text import Block

_NOT_OURS = {
    "media": "a picture or player on another's site is neither copied nor embedded",
    "background": "how a slide looks is not part of a record",
    "location": "the map of a slide has no source for its coordinates",
    "display_date": "a date in words is not read: only the numbers beside it are",
    "autolink": "how a slide looks is not part of a record",
}
_CLOCK = ("hour", "minute", "second", "millisecond")
_KNOWN = frozenset(("start_date", "end_date", "text", "group", "unique_id", "type", *_NOT_OURS))
_FIRST_WORDS = 12
_LEFT_OUT = Block("The words of this slide are not carried here.")


def read_timelinejs(text: str, source: str, taken: Mapping[str, AbstractSet[str]]) -> Brought:
    """The events of a timeline; each slide is a unit of the source, `s1` and so on."""
    whole = _parsed(text)
    slides = whole.get("events")
    if not isinstance(slides, list):
        raise NotRead("it has no list of `events`, as a timeline of TimelineJS has")
    if len(slides) > MOST:
        raise NotRead(f"it has {len(slides):,} slides; {MOST:,} are the most")
    losses = list(_losses_of_whole(whole))
    ids = Ids(set(taken["event"]))
    units, records = [], []
    for number, slide in enumerate(slides, 1):
        unit = f"s{number}"
        read = _Slide(unit, slide if isinstance(slide, dict) else {}, losses)
        units.append((unit, read.words or unit))
        if record := read.event(source, ids):
            records.append(record)
    title = whole.get("title")
    head = _text_of(title if isinstance(title, dict) else {}, "headline")
    return Brought(markdown_of(head)[1], tuple(units), tuple(records), tuple(losses))


def _parsed(text: str) -> dict[str, Any]:
    if not text.lstrip().startswith(("{", "[")):
        return _from_sheet(text)
    try:
        whole = json.loads(text)
    except RecursionError:
        raise NotRead("it is nested too deeply") from None
    except ValueError as error:
        raise NotRead(f"it is not JSON: {error}") from None
    if not isinstance(whole, dict):
        raise NotRead("it is a list, and a timeline of TimelineJS is an object with `events`")
    return whole


def _losses_of_whole(whole: dict[str, Any]) -> Iterator[Loss]:
    title = whole.get("title")
    if isinstance(title, dict):
        if _text_of(title, "text").strip():
            yield Loss("", "title.text", "the title slide is no event; write a page of it")
        if title.get("media"):
            yield Loss("", "title.media", _NOT_OURS["media"])
    eras = whole.get("eras")
    for number in range(1, min(len(eras), MOST) + 1 if isinstance(eras, list) else 1):
        yield Loss(f"era {number}", "eras", "an era is a heading over years, and no event")
    if whole.get("scale") not in (None, "", "human"):
        yield Loss("", "scale", "dates before the year 1 cannot be recorded")
    known = {"title", "events", "eras", "scale"}
    for name in sorted(one_line(key)[:40] for key in whole.keys() - known):
        yield Loss("", name, "TimelineJS has no such field")


class _Slide:
    """One slide as it is read; what it cannot give is added to the losses."""

    def __init__(self, unit: str, slide: dict[str, Any], losses: list[Loss]) -> None:
        self._unit, self._slide, self._losses = unit, slide, losses
        _, self._headline, _ = markdown_of(_text_of(slide, "headline")[:LONGEST])
        self._text, words = Block(), ""
        self._tags: tuple[str, ...] = ()
        self._html = _text_of(slide, "text")
        if len(self._html) <= LONGEST:
            self._text, words, self._tags = markdown_of(self._html)
        self.words = one_line(f"{self._headline} {words}")

    def lose(self, what: str, why: str) -> None:
        self._losses.append(Loss(self._unit, what, why))

    def event(self, source: str, ids: Ids) -> Incoming | None:
        """The slide as an event; None where there is none to be made, and the losses say why."""
        date = self._date()
        if not self.words:
            self.lose("slide", "it has no words")
            return None
        if not date:
            return None
        self._say_what_is_left()
        title = self._headline
        if not title:
            words = self.words.split()
            title = " ".join(words[:_FIRST_WORDS]) + ("…" if len(words) > _FIRST_WORDS else "")
            self.lose("headline", "it has none; its first words stand for it")
        group = one_line(self._slide.get("group"))
        kind = shortened_slug(group)
        if group and not kind:
            self.lose("group", "it has no ASCII letters to make the name of a kind from")
        fields: dict[str, object] = {"kind": kind or "event", "title": title, "date": date}
        account = {"from": f"{source} {self._unit}"}
        says = cited(self._text or escaped(title), account["from"])
        own = {**fields, "accounts": ({**account, "says": says},)}
        bare_says = _LEFT_OUT if QUOTES & set(title) else escaped(title)
        bare = {**fields, "accounts": ({**account, "says": bare_says},)}
        id_ = ids.take(one_line(self._slide.get("unique_id")) or title, f"event-{self._unit}")
        return Incoming("event", id_, self._unit, own, bare)

    def _say_what_is_left(self) -> None:
        for tag in self._tags:
            self.lose(f"<{tag}>", "only links, emphasis and paragraphs are kept of HTML")
        if len(self._html) > LONGEST:
            self.lose("text", f"it has more than {LONGEST:,} characters")
        for name, why in _NOT_OURS.items():
            value = self._slide.get(name)
            if isinstance(value, dict):
                value = any(one_line(part) for part in value.values())
            if value not in (None, "", False, []):
                self.lose(name, why)
        if one_line(self._slide.get("type")) not in ("", "overview"):
            self.lose("type", "only titles and eras have a meaning in a timeline")
        for name in sorted(one_line(key)[:40] for key in self._slide.keys() - _KNOWN):
            self.lose(name, "TimelineJS has no such field")

    def _date(self) -> str:
        """Its date in EDTF, no closer than its numbers; nothing, and the reason, if it has none."""
        start, end = self._one_date("start_date"), self._one_date("end_date")
        if start is None or end is None:
            return ""
        if not start:
            self.lose("slide", "it has no start_date, and what has no date is no event")
            return ""
        if not end or end == start:
            return start
        try:
            return parse_date(f"{start}/{end}").text
        except DateError:
            self.lose("slide", "its end_date is before its start_date")
            return ""

    def _one_date(self, name: str) -> str | None:
        """One end of it: nothing if there is none, None if it cannot be recorded."""
        given = self._slide.get(name)
        if not isinstance(given, dict):
            if given not in (None, ""):
                self.lose("slide", f"its {name} is not given as year, month and day")
                return None
            return ""
        year, month, day = (_number(given.get(part)) for part in ("year", "month", "day"))
        if not year and not month and not day:
            return ""
        if day and not month:
            self.lose("slide", f"its {name} has a day and no month")
            return None
        found = "-".join(
            (year.rjust(4, "0"), *(part.rjust(2, "0") for part in (month, day) if part))
        )
        try:
            parse_date(found)
        except DateError:
            self.lose("slide", f"its {name} cannot be recorded: years are 1 to 9999")
            return None
        if any(_number(given.get(part)).strip("0") for part in _CLOCK):
            self.lose(f"{name} (time)", "a date is known to the day at most")
        return found


def _number(value: object) -> str:
    """Digits as they stand, without blanks and commas between them."""
    text = one_line(value).replace(" ", "").replace(",", "")
    if isinstance(value, float) and value.is_integer():
        text = str(int(value))
    return text[:20]


def _text_of(slide: dict[str, Any], name: str) -> str:
    text = slide.get("text")
    return clean(text.get(name)) if isinstance(text, dict) else ""


def _from_sheet(text: str) -> dict[str, Any]:
    """The spreadsheet as the same timeline in JSON."""
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise NotRead(f"it is neither JSON nor CSV: {error}") from None
    if not rows or not {"Year", "Headline"} <= rows[0].keys():
        raise NotRead("it has no columns `Year` and `Headline`, as TimelineJS's spreadsheet has")
    whole: dict[str, Any] = {"events": [], "eras": []}
    for row in rows:
        slide = _from_row(row)
        match slide.pop("type").lower():
            case "title" if "title" not in whole:
                whole["title"] = slide
            case "era":
                whole["eras"].append(slide)
            case type_:
                if any(slide.values()):
                    whole["events"].append({**slide, "type": type_})
    return whole


_ENDS = ("Year", "Month", "Day", "Time")
_MEDIA = ("Media", "Media Credit", "Media Caption", "Media Thumbnail", "Alt Text")
_WORDS = ("Display Date", "Headline", "Text", "Type", "Group", "Tag", "Background")
_COLUMNS = frozenset((*_ENDS, *(f"End {one}" for one in _ENDS), *_MEDIA, *_WORDS))


def _from_row(row: dict[str, Any]) -> dict[str, Any]:
    cells = {name: clean(row.get(name)) for name in _COLUMNS}
    slide: dict[str, Any] = {
        "text": {"headline": cells["Headline"], "text": cells["Text"]},
        "media": " ".join(cells[name] for name in _MEDIA).strip(),
        "display_date": cells["Display Date"],
        "group": cells["Group"] or cells["Tag"],
        "background": cells["Background"],
        "type": cells["Type"],
    }
    if not any(slide["text"].values()):
        slide["text"] = {}
    for name, before in (("start_date", ""), ("end_date", "End ")):
        given = {part: cells[f"{before}{part.title()}"] for part in ("year", "month", "day")}
        if any(given.values()):
            # Any time of day that is written counts as an hour, which is not carried.
            clock = "1" if cells[f"{before}Time"] else ""
            slide[name] = {**given, "hour": clock}
    for name, value in row.items():
        if name not in _COLUMNS and value:
            slide[one_line(name)[:40] or "more cells than columns"] = "x"
    return slide
