"""A figure has a number, and stands beside its like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from casebook.edit.edition import Edition, Entry
from casebook.edit.rules.select import sound
from casebook.model.events import Event
from casebook.model.figures import Comparison, Figure
from casebook.problem import Problem


def have_a_number(edition: Edition) -> Iterator[Problem]:
    """`value`, or `low` and `high`; never both, and never the wrong way round."""
    for entry, figure in sound(edition, Figure):
        has_range = figure.low is not None and figure.high is not None
        half = (figure.low is None) != (figure.high is None)
        if half or has_range == (figure.value is not None):
            yield Problem(
                figure.at,
                "no-value",
                f"figure `{entry.id}` needs either `value`, or `low` and `high`",
                "`value` for one number, `low` and `high` for a printed range",
                length=len(entry.id),
            )
        elif (figure.low or 0) > (figure.high or 0):
            yield Problem(
                figure.spot("low"),
                "range-backwards",
                f"figure `{entry.id}` has a `low` above its `high`",
                "exchange them",
            )


def compare_like_with_like(edition: Edition) -> Iterator[Problem]:
    """Figures drawn on one axis share their unit and place."""
    groups: dict[Entry, list[tuple[Entry, Figure]]] = defaultdict(list)
    for entry, figure in sound(edition, Figure):
        if figure.compare is not None:
            group = edition.find(figure.compare)
            if group is not None:
                groups[group].append((entry, figure))
    for group, members in groups.items():
        comparison = group.record
        assert isinstance(comparison, Comparison)
        if comparison.axis != "shared":
            continue
        _, first = members[0]
        for entry, figure in members[1:]:
            for field in ("unit", "place"):
                one, other = _scope(edition, first, field), _scope(edition, figure, field)
                if one != other and _UNKNOWN not in (one, other):
                    yield Problem(
                        figure.spot(field),
                        "unlike-figures",
                        f"figure `{entry.id}` shares an axis with others of another {field}",
                        f"write `axis: apart` in comparison `{group.id}`, or compare it elsewhere",
                    )


_UNKNOWN = object()


def _scope(edition: Edition, figure: Figure, field: str) -> object:
    """The unit or place; a figure without a place has that of its only event."""
    if field == "unit":
        return str(figure.unit)
    if figure.place is not None:
        return edition.find(figure.place) or _UNKNOWN
    if len(figure.events) != 1:
        return None
    event = edition.find(figure.events[0])
    if event is None:
        return _UNKNOWN
    assert isinstance(event.record, Event)
    places = [edition.find(ref) or _UNKNOWN for ref in event.record.places]
    return places[0] if len(places) == 1 else None
