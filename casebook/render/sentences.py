"""Plain sentences about the record, for outputs that are read without their page."""

from __future__ import annotations

from collections.abc import Iterator

from casebook.model.parts import Basis
from casebook.render.desk import Desk


def sentence(words: str) -> str:
    """The same words with a capital at their head."""
    return words[:1].upper() + words[1:]


def stopped(words: str, stop: str = ".") -> str:
    """The same words with a full stop at their end, unless they end in a stop of their own."""
    return words if words.endswith((".", "?", "!", "…", "۔", "؟")) else words + stop


def basis_sentences(desk: Desk, what: str, basis: Basis | None) -> Iterator[str]:
    """How something is known that no source states; nothing where all is stated.

    `what` begins them, a phrase of the interface: "Its date", "That the accounts are of one event".
    """
    if basis is None:
        return
    if basis.inferred is not None:
        yield desk.interface.say(
            "%(what)s is inferred: %(clues)s",
            what=desk.interface.say(what),
            clues=stopped(desk.plain(basis.inferred), desk.interface.stop),
        )
    if basis.outside is not None:
        cite = f" ({basis.cite})" if basis.cite else ""
        fact = sentence(desk.plain(basis.outside)).rstrip(".۔")
        yield desk.interface.say(
            "%(what)s is known from outside the sources: %(fact)s.",
            what=desk.interface.say(what),
            fact=fact + cite,
        )
