"""Parts of a view that are made when they are asked for: a layout pays for what it shows.

A view offers all that any layout may want, and a record's own layouts often show a fifth of it.
What takes work is given to a view as `desk.later(lambda: ...)`, and is made once. Whoever reads the
view sees no difference.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from types import MemberDescriptorType
from typing import Any, TypeVar

from casebook.edit.edition import Edition, Remembered

View = TypeVar("View")


class Later:
    """Something that is made at the first call, and remembered with what was read for it."""

    __slots__ = ("_edition", "_made", "_make")

    def __init__(self, edition: Edition, make: Callable[[], Any]) -> None:
        """`edition` notes what is read, where that is noted: see `render.watched`."""
        self._edition = edition
        self._make: Callable[[], Any] | None = make
        self._made: Remembered[Any] | None = None

    def __call__(self) -> Any:  # noqa: ANN401
        """It, for one more that asks for it."""
        if self._made is None:
            assert self._make is not None
            try:
                self._made = self._edition.remember(self._make)
            except AttributeError as error:
                # Jinja would take it for a part that the view does not have.
                raise RuntimeError(str(error)) from error
            self._make = None  # and all that it held
        return self._edition.again(self._made)


def _part(slot: MemberDescriptorType) -> property:
    """A field of a view, which may hold something that is still to be made."""
    read = slot.__get__

    def of(view: object) -> Any:  # noqa: ANN401
        value = read(view)
        return value() if value.__class__ is Later else value

    # A view of an event has twenty fields: a property writes them without a call of ours.
    return property(of, slot.__set__)


def made_on_use(cls: type[View]) -> type[View]:
    """Marks a dataclass with slots, whose fields may then be given as `desk.later(...)`."""
    for field in fields(cls):  # type: ignore[arg-type]
        slot = cls.__dict__.get(field.name)
        if isinstance(slot, MemberDescriptorType):
            setattr(cls, field.name, _part(slot))
    return cls
