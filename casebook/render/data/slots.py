"""The fields of a record or part, those of single parts inside it in their place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from casebook.model.record import Field, Fields, fields_of
from casebook.model.types import FieldType, ListOf, MapOf, Part, WordOrList


@dataclass(frozen=True, slots=True)
class Slot:
    """A field of a record or part, or of a single part inside it."""

    name: str
    """As its column: `date`, `basis_inferred`."""
    path: tuple[str, ...]
    """The attributes that lead to it."""
    field: Field
    required: bool

    @property
    def type(self) -> FieldType:
        """What may be typed there."""
        return self.field.type

    @property
    def several(self) -> bool:
        """Does it hold several, and so need a table of its own?"""
        return isinstance(self.type, ListOf | MapOf | WordOrList)

    def of(self, holder: Fields) -> Any:  # noqa: ANN401
        """Its value in a record or part; None for none."""
        value: Any = holder
        for attribute in self.path:
            if value is None:
                return None
            value = getattr(value, attribute)
        return value


def slots(cls: type[Fields]) -> tuple[Slot, ...]:
    """Every field of a record or part; single parts give their own fields in their place."""
    declared: Any = cls
    return _slots(declared)


@cache
def _slots(cls: Any) -> tuple[Slot, ...]:  # noqa: ANN401
    found: list[Slot] = []
    for field in fields_of(cls):
        if isinstance(field.type, Part):
            found += (
                replace(
                    inner,
                    name=f"{field.name}_{inner.name}",
                    path=(field.attribute, *inner.path),
                    required=inner.required and field.required,
                )
                for inner in slots(field.type.fields)
            )
        else:
            found.append(Slot(field.name, (field.attribute,), field, field.required))
    return tuple(found)
