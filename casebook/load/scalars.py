"""One value as typed, read as its declared type or refused with the reason and what to write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from casebook.dates import Date, DateError, parse_date
from casebook.model.record import From, Ref, articled
from casebook.model.types import (
    Address,
    Choice,
    Day,
    Edtf,
    FieldType,
    Language,
    Line,
    Number,
    PlaceInSource,
    Prose,
    Reference,
    Slug,
    Units,
    Who,
    YesNo,
)
from casebook.model.units import UnitError, parse_units, tidy
from casebook.problem import Problem, did_you_mean
from casebook.spot import Spot, Text

SLUG = re.compile(r"(?=.{1,80}$)[a-z0-9]+(?:-[a-z0-9]+)*")
"""An id: it becomes part of an address and of a file's name, on any file system."""

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
ADDRESS = re.compile(r"(?=.{1,2000}$)https?://[^\s/@\\<>\"`{}|^]+(?:/[^\s<>\"\\`{}|^]*)?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:[, ][0-9]{2,3})*[, ][0-9]{3}(?:\.[0-9]{1,9})?")
"""Thousands set apart, also as lakhs: `1,350`, `1,00,000`. Not `12,5`, which is a fraction."""

Value = Text | Ref | From | Date | float | int | bool


class Wrong(Exception):  # noqa: N818 - a signal within loading: the problem is reported already
    """A value that is not of its type; it has been reported."""


class Reader:
    """Reads scalars and reports what is wrong with them."""

    def __init__(self, report: Callable[[Problem], None]) -> None:
        """`report` gets each problem as it is found."""
        self._report = report
        self.sound = True
        """False once something was reported; set to True before each record."""

    def problem(self, at: Spot, rule: str, message: str, hint: str = "", length: int = 1) -> None:
        """Report one mistake."""
        self.sound = False
        self._report(Problem(at, rule, message, hint, length=max(1, length)))

    def wrong(self, at: Spot, rule: str, message: str, hint: str = "", length: int = 1) -> Wrong:
        """Report one mistake, and give what to raise."""
        self.problem(at, rule, message, hint, length)
        return Wrong()

    def scalar(self, node: Text, type_: FieldType, what: str) -> Value:
        """The value of one scalar; raises Wrong, after reporting, if it is not of the type."""
        match type_:
            case Line():
                return self.line(node, type_.largest, what)
            case Prose():
                return self._prose(node, what)
        # A block ends with a line end, and quotation marks may hold blanks: neither is meant.
        if node != (bare := node.strip()):
            node = Text(bare, node.at)
        match type_:
            case Reference():
                return self.reference(node, type_.kinds, what)
            case Who():
                return node if node in type_.words else self.reference(node, type_.kinds, what)
            case Edtf():
                return self._date(node, what)
            case Day():
                return self._day(node, what)
            case PlaceInSource():
                return self._place(node, what)
            case Choice():
                return self.choice(node, type_.words, what)
            case Slug():
                return self.slug(node, what)
            case Number():
                return self._number(node, type_, what)
            case YesNo():
                return self.choice(node, ("yes", "no"), what) == "yes"
            case Address():
                return self._address(node, what)
            case Units():
                return self._units(node, what)
            case Language():
                return self.language(node, what)
        raise TypeError(f"no way to read a {type_}")

    def line(self, node: Text, largest: int, what: str) -> Text:
        """A few plain words on one line."""
        words = node.strip("\n")
        if "\n" in words:
            hint = "join the lines; a block that begins with `>` does so by itself"
            raise self.wrong(node.at, "not-one-line", f"{what} should be on one line", hint)
        if not words.strip():
            raise self.wrong(node.at, "empty", f"{what} is empty", "write it, or delete the line")
        if len(words) > largest:
            message = f"{what} has {len(words)} characters; {largest} are the most"
            raise self.wrong(node.at, "too-long", message, "say it in fewer words", len(words))
        if "[[" in words:
            raise self.wrong(
                node.at,
                "markup-in-plain",
                f"{what} is plain words: `[[...]]` does nothing here",
                "write the words alone, and link in a field of prose such as `says`",
                len(words),
            )
        return Text(words, node.at)

    def choice(self, node: Text, words: Iterable[str], what: str) -> Text:
        """One of a few words."""
        known = tuple(words)
        if node in known:
            return node
        hint = did_you_mean(node, known) or "it can be " + " or ".join(f"`{w}`" for w in known)
        message = f"{what} cannot be `{shortened(node)}`"
        raise self.wrong(node.at, "not-a-choice", message, hint, len(node))

    def reference(self, node: Text, kinds: tuple[str, ...], what: str) -> Ref:
        """The record a text refers to; its kind, if written, must be one of `kinds`."""
        kind, colon, id_ = node.rpartition(":")
        if colon and kind not in kinds:
            raise self.wrong(
                node.at,
                "wrong-kind",
                f"{what} cannot be `{shortened(node)}`",
                f"it can be {' or '.join(articled(kind) for kind in kinds)}",
                len(node),
            )
        if SLUG.fullmatch(id_) is None:
            raise self.wrong(
                node.at,
                "bad-reference",
                f"{what} should be an id, not `{shortened(node)}`",
                "an id is lower-case letters, digits and hyphens, such as `town-hall`",
                len(node),
            )
        return Ref(id_, (kind,) if colon else kinds, node.at)

    def slug(self, node: Text, what: str) -> Text:
        """A lower-case name."""
        if SLUG.fullmatch(node):
            return node
        raise self.wrong(
            node.at,
            "bad-name",
            f"{what} should be a short lower-case name, not `{shortened(node)}`",
            "use letters a-z, digits and hyphens, such as `town-hall`",
            len(node),
        )

    def language(self, node: Text, what: str) -> Text:
        """A language code."""
        if LANGUAGE.fullmatch(node):
            return node
        message = f"{what} should have a language code, not `{shortened(node)}`"
        hint = "use a code such as `ur` or `pt-BR`"
        raise self.wrong(node.at, "bad-name", message, hint, len(node))

    def _prose(self, node: Text, what: str) -> Text:
        words = node.rstrip()
        if not words:
            raise self.wrong(node.at, "empty", f"{what} is empty", "write it, or delete the line")
        return Text(words, node.at)

    def _date(self, node: Text, what: str) -> Date:
        try:
            return parse_date(node)
        except DateError as error:
            raise self.wrong(
                node.at,
                "bad-date",
                f"{what}: {' '.join(error.message.split())}",
                error.hint,
                len(node),
            ) from None

    def _day(self, node: Text, what: str) -> Text:
        try:
            if DAY.fullmatch(node) and date.fromisoformat(node):
                return node
        except ValueError:
            pass
        message = f"{what} should be a day, not `{shortened(node)}`"
        hint = "write the year, the month and the day, such as `2026-11-20`"
        raise self.wrong(node.at, "bad-date", message, hint, len(node))

    def _place(self, node: Text, what: str) -> From:
        source, _, places = node.partition(" ")
        try:
            if SLUG.fullmatch(source):
                places = tidy(places) if places.strip() else ""
                return From(Ref(source, ("source",), node.at), places, node.at)
        except UnitError:
            pass
        raise self.wrong(
            node.at,
            "bad-place",
            f"{what} should be a source and a place in it, not `{shortened(node)}`",
            "write the source's id and a label, such as `report p3` or `diary s43, s45`",
            len(node),
        )

    def _number(self, node: Text, type_: Number, what: str) -> float | int:
        if NUMBER.fullmatch(node) is None or (type_.whole and "." in node):
            hint = f"write it in digits, such as {'1350' if type_.whole else '1350 or 12.5'}"
            if _GROUPED.fullmatch(node) and not (type_.whole and "." in node):
                hint = f"write {node.replace(',', '').replace(' ', '')}"
            noun = "whole number" if type_.whole else "number"
            message = f"{what} should be a {noun}, not `{shortened(node)}`"
            raise self.wrong(node.at, "not-a-number", message, hint, len(node))
        number = float(node) if "." in node else int(node)
        if not type_.lowest <= number <= type_.highest:
            hint = f"it should lie between {type_.lowest:g} and {type_.highest:g}"
            if type_.lowest == type_.highest:
                hint = f"it should be {type_.lowest:g}"
            message = f"{what} cannot be {node}"
            raise self.wrong(node.at, "out-of-range", message, hint, len(node))
        return number

    def _address(self, node: Text, what: str) -> Text:
        if ADDRESS.fullmatch(node):
            return node
        raise self.wrong(
            node.at,
            "bad-address",
            f"{what} should be a web address, not `{shortened(node)}`",
            "it begins with https:// and has no spaces",
            len(node),
        )

    def _units(self, node: Text, what: str) -> Text:
        try:
            parse_units(node)
        except UnitError as error:
            raise self.wrong(
                node.at,
                "bad-units",
                f"{what} cannot be read: {shortened(str(error))}",
                "write labels and ranges in order, such as `h1, p1-p9`",
                len(node),
            ) from None
        return node


def shortened(words: str) -> str:
    """What was typed, short enough for a message."""
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= 60 else one_line[:57] + "..."
