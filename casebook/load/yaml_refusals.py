"""What a record does not take from YAML, each refusal as a problem with its advice."""

from __future__ import annotations

from casebook.problem import Problem
from casebook.spot import Spot, Text


def empty_file(file: str) -> Problem:
    """A file without a document."""
    hint = "write something in it, or delete it"
    return Problem(Spot(file, 1, 1), "yaml-null", "this file holds nothing", hint)


def second_document(where: Spot) -> Problem:
    """A `---` after the first document."""
    message = "a second document begins here, and is not read"
    hint = "one file holds one document: leave the line `---` out"
    return Problem(where, "yaml-documents", message, hint, length=3)


def directive(where: Spot) -> Problem:
    """A `%YAML` or `%TAG` line."""
    message = "a line that starts with `%` gives orders to YAML, which a record does not use"
    return Problem(where, "yaml-syntax", message, "delete the line")


def anchor(where: Spot, name: str) -> Problem:
    """An `&name` before a value."""
    message = f"`&{name}` names a value to repeat it elsewhere, which a record does not use"
    hint = "delete it and write each value out; a text that starts with `&` needs quotation marks"
    return Problem(where, "yaml-alias", message, hint, length=len(name) + 1)


def alias(where: Spot, name: str) -> Problem:
    """A `*name` in place of a value."""
    message = f"`*{name}` repeats a value from elsewhere, which a record does not use"
    hint = "write the value out; a text that starts with `*` needs quotation marks"
    return Problem(where, "yaml-alias", message, hint, length=len(name) + 1)


def tag(where: Spot) -> Problem:
    """A `!tag` before a value."""
    message = "`!` gives the value a type of YAML's, which a record does not use"
    hint = "delete it; a text that starts with `!` needs quotation marks"
    return Problem(where, "yaml-tag", message, hint)


def key(where: Spot, written: str | None) -> Problem:
    """A key that is not a plain word; None where a list or a map was written."""
    if written is None:
        message, length = "a list or a map in brackets cannot be a key", 1
    elif written == "<<":
        message = "`<<` merges another map into this one, which a record does not use"
        return Problem(where, "yaml-merge", message, "write the lines out", length=2)
    elif not written:
        message, length = "a key is missing before the colon", 1
    elif len(written) > 40 or "\n" in written:
        message, length = f"`{written[:30].strip()}...` is too long for a key", 1
    else:
        message, length = f"`{written}` means nothing in YAML and cannot be a key", len(written)
    hint = "a key is a plain word; a text that starts with a bracket needs quotation marks"
    return Problem(where, "yaml-key", message, hint, length=length)


def null(where: Spot, written: str, of: Text | None, rest: str) -> Problem:
    """A value that is nothing: of a key, or an item of a list; `rest` follows on its line."""
    named = f"`{of}`" if of is not None else "this item"
    if written:
        message = f"{named} has the value `{written}`, which YAML reads as nothing"
    else:
        message = f"{named} has no value"
    hint = "write the value or delete the line"
    if rest.lstrip().startswith("#"):
        hint += "; a value that starts with `#` needs quotation marks"
    length = len(of) if of is not None else 1
    return Problem(of.at if of is not None else where, "yaml-null", message, hint, length=length)


def repeated(again: Text, first: Text) -> Problem:
    """A key that its map has already."""
    message = f"`{again}` stands here twice: first on line {first.at.line}"
    hint = "the second is not read: give it another name, or put the two together"
    return Problem(again.at, "duplicate-key", message, hint, length=len(again))


def comment(where: Spot, of: Text | None, length: int) -> Problem:
    """A `#` that ends an unquoted value and may have been meant as part of it."""
    message = "the value ends before this `#`: YAML takes the rest of the line for a comment"
    named = of if of is not None else "says"
    hint = (
        f"put the value in quotation marks, or write it as a block: `{named}: >`; "
        "a comment needs two spaces before its `#` and one after it"
    )
    return Problem(where, "yaml-comment", message, hint, length=length)


def too_deep(where: Spot, most: int) -> Problem:
    """A list or map inside too many others."""
    message = f"more than {most} lists and maps stand one inside the other here"
    hint = "a text that starts with a bracket needs quotation marks"
    return Problem(where, "yaml-depth", message, hint)


def too_many_values(where: Spot, most: int) -> Problem:
    """A file with more in it than memory would hold."""
    hint = "split it: a file may become a folder of the same name"
    return Problem(where, "too-many", f"this file holds more than {most:,} values", hint)


def too_many_problems(where: Spot, most: int) -> Problem:
    """A file with so many mistakes that it can hardly be meant for a record."""
    message = f"more than {most:,} things are wrong in this file, and it was given up here"
    return Problem(where, "too-many", message, "mend those above first")


def too_long(text: Text, most: int) -> Problem:
    """A text over the bound."""
    message = f"this text has {len(text):,} characters, and {most:,} is the most"
    return Problem(text.at, "too-long", message, "divide it")
