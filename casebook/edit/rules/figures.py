"""A figure has a number, and stands beside its like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from casebook.edit.edition import Edition, Entry
from casebook.edit.rules.select import sound
from casebook.edit.scope import only_event, period_of, place_of
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
    """Figures drawn on one axis count the same: one measure, unit, place and span."""
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
            for field, words in SCOPE.items():
                one, other = _scope(edition, first, field), _scope(edition, figure, field)
                if one != other and _UNKNOWN not in (one, other):
                    yield Problem(
                        figure.spot(field),
                        "unlike-figures",
                        f"figure `{entry.id}` shares an axis with others of another {words}",
                        f"write `axis: apart` in comparison `{group.id}`, or compare it elsewhere",
                    )


SCOPE = {"measure": "measure", "unit": "unit", "place": "place", "period": "span"}
"""What figures on one axis must have alike, with the word for it."""
_UNKNOWN = object()


def _scope(edition: Edition, figure: Figure, field: str) -> object:
    """What a figure has for one of these; of a sole event's if it has none of its own."""
    if field in ("measure", "unit"):
        return str(getattr(figure, field))
    if getattr(figure, field) is None and any(edition.find(ref) is None for ref in figure.events):
        return _UNKNOWN
    if field == "place":
        if figure.place is not None:
            return edition.find(figure.place) or _UNKNOWN
        event = only_event(edition, figure)
        if event is not None and any(edition.find(ref) is None for ref in event.places):
            return _UNKNOWN
        return place_of(edition, figure)
    period, _ = period_of(edition, figure)
    if period is None:
        return None
    return period.earliest, period.latest, tuple(str(one) for one in period.members)
