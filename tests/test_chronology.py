"""Events in the order of time: by date, after and before what the sources set them by."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import LOG, SITE, judge, rules, write

from casebook.dates import parse_date
from casebook.edit.chronology import in_order
from casebook.edit.circles import circles
from casebook.edit.edition import Entry
from casebook.model.events import Event
from casebook.model.record import Ref
from casebook.problem import Problem
from casebook.spot import Spot, Text


def order(events: dict[str, dict[str, str | list[str]]]) -> tuple[list[str], list[Problem]]:
    """The ids in order, and what was reported; each event by its date, after and before."""
    entries: dict[str, Entry] = {}
    resolved: dict[Spot, str] = {}

    def refs(id_: str, field: str) -> tuple[Ref, ...]:
        found = []
        for number, other in enumerate(events[id_].get(field, ())):
            at = Spot(f"{id_}.yaml", number + 1, 1, field)
            resolved[at] = other
            found.append(Ref(other, ("event",), at))
        return tuple(found)

    for id_, fields in events.items():
        at = Spot(f"{id_}.yaml", 1, 1)
        date = fields.get("date")
        event = Event(
            at=at,
            spots={},
            id=id_,
            kind=Text("fire", at),
            title=Text(id_, at),
            accounts=(),
            date=parse_date(date) if isinstance(date, str) else None,
            after=refs(id_, "after"),
            before=refs(id_, "before"),
        )
        entries[id_] = Entry(Event.declares, id_, event, id_, id_, "")
    targets = {at: entries[id_] for at, id_ in resolved.items() if id_ in entries}
    problems: list[Problem] = []
    return [entry.id for entry in in_order(entries, targets, problems.append)], problems


def test_by_date_the_wider_first_and_the_earlier_limit_before() -> None:
    dates = {"e": "2010-01-02", "d": "2010-01-01", "c": "2010-01", "b": "2010", "a": "[..2009]"}
    assert order({id_: {"date": date} for id_, date in dates.items()})[0] == list("abcde")


def test_of_equal_dates_the_id_decides_and_not_the_file() -> None:
    for ids in ("abc", "cba", "bca"):
        assert order({id_: {"date": "2010"} for id_ in ids})[0] == list("abc")


def test_without_a_date_right_after_what_it_came_after() -> None:
    events: dict[str, dict[str, str | list[str]]] = {
        "z-last": {"date": "2012"},
        "a-first": {"date": "2010"},
        "undated": {"after": ["a-first"], "before": ["z-last"]},
        "between": {"date": "2011"},
    }
    assert order(events)[0] == ["a-first", "undated", "between", "z-last"]


def test_without_a_date_right_before_what_it_came_before() -> None:
    events: dict[str, dict[str, str | list[str]]] = {
        "b": {"date": "2011"},
        "a": {"date": "2010"},
        "undated": {"before": ["b"]},
        "earlier": {"before": ["undated"]},
    }
    assert order(events)[0] == ["a", "earlier", "undated", "b"]


def test_a_chain_hangs_on_its_one_date_from_either_end() -> None:
    events: dict[str, dict[str, str | list[str]]] = {
        "a": {"date": "2009"},
        "m": {"date": "2010"},
        "z": {"date": "2011"},
        "d": {"after": ["c"]},
        "c": {"after": ["b"]},
        "b": {"after": ["m"]},
    }
    for ids in (list(events), list(reversed(events))):
        assert order({id_: events[id_] for id_ in ids})[0] == ["a", "m", "b", "c", "d", "z"]


def test_what_hangs_on_nothing_comes_last() -> None:
    assert order({"a": {}, "b": {"after": ["a"]}, "c": {"date": "2010"}})[0] == ["c", "a", "b"]
    assert order({"b": {"after": ["a"]}, "a": {}}) == (["a", "b"], [])
    assert order({}) == ([], [])


def test_said_order_outweighs_dates_that_leave_it_open() -> None:
    found, problems = order({"a": {"date": "2010", "after": ["b"]}, "b": {"date": "2010-05"}})
    assert (found, problems) == (["b", "a"], [])


def test_dates_that_leave_no_doubt_are_told() -> None:
    _, problems = order({"a": {"date": "2010"}, "b": {"date": "2011", "before": ["a"]}})
    assert [(p.rule, p.where.file, p.where.style) for p in problems] == [
        ("order-against-dates", "b.yaml", "before")
    ]


def test_every_circle_is_told_once_where_it_is_said() -> None:
    events: dict[str, dict[str, str | list[str]]] = {
        "a": {"before": ["b"]},
        "b": {"before": ["a"]},
        "c": {"after": ["d"]},
        "d": {"after": ["c"]},
        "e": {"after": ["e", "a"]},
        "f": {"after": ["a"]},
    }
    found, problems = order(events)
    assert sorted(found) == list("abcdef")
    problems.sort(key=lambda problem: problem.where)
    assert [(p.rule, p.where.file) for p in problems] == [
        ("order-circle", "a.yaml"),
        ("order-circle", "d.yaml"),
        ("order-circle", "e.yaml"),
    ]
    assert "`a`, then `b`, then `a` again" in problems[0].message


def test_long_chains_take_no_long_time() -> None:
    events: dict[str, dict[str, str | list[str]]] = {"e0000": {"date": "2010"}}
    for number in range(1, 4000):
        events[f"e{number:04}"] = {"after": [f"e{number - 1:04}"]}
    backwards = {id_: events[id_] for id_ in reversed(events)}
    assert order(backwards)[0] == list(events)


IDS = [f"e{number}" for number in range(9)]
some_ids = st.lists(st.sampled_from(IDS), max_size=3, unique=True)
dates = st.sampled_from(["2009", "2010", "2010-03", "2010-03-04", "2009/2011", "[..2010]", "2010~"])
events_of = st.dictionaries(
    st.sampled_from(IDS),
    st.fixed_dictionaries({}, optional={"date": dates, "after": some_ids, "before": some_ids}),
)


@given(events_of)
@settings(max_examples=300, deadline=None)
def test_any_events_are_all_there_and_in_the_order_said(
    events: dict[str, dict[str, str | list[str]]],
) -> None:
    found, problems = order(events)
    assert sorted(found) == sorted(events)
    pairs = [(a, id_) for id_, e in events.items() for a in e.get("after", ()) if a in events]
    pairs += [(id_, b) for id_, e in events.items() for b in e.get("before", ()) if b in events]
    if not any(problem.rule == "order-circle" for problem in problems):
        place = {id_: number for number, id_ in enumerate(found)}
        assert all(place[first] < place[second] for first, second in pairs)
        shuffled = {id_: events[id_] for id_ in sorted(events, reverse=True)}
        assert order(shuffled)[0] == found


@given(st.dictionaries(st.sampled_from(IDS), some_ids))
@settings(max_examples=300, deadline=None)
def test_circles_are_circles_and_there_are_none_only_in_what_can_be_sorted(
    leads_to: dict[str, list[str]],
) -> None:
    found = circles(leads_to)
    for circle in found:
        for one, next_ in zip(circle, circle[1:] + circle[:1], strict=True):
            assert next_ in leads_to[one]
    assert len({id_ for circle in found for id_ in circle}) == sum(map(len, found))
    left = dict(leads_to)
    while ends := [id_ for id_, others in left.items() if not any(o in left for o in others)]:
        for id_ in ends:
            del left[id_]
    assert bool(found) == bool(left)


def test_the_edition_has_the_order(tmp_path: Path) -> None:
    account = "  accounts:\n    from: log p1\n    says: It burned.\n"
    event = "{}:\n  kind: fire\n  title: Fire\n  {}\n" + account
    timeline = event.format("late", "date: 2020-02") + event.format("soon", "date: 2020-01")
    write(tmp_path, {"site.yaml": SITE, "sources.yaml": LOG, "timeline.yaml": timeline})
    edition, problems = judge(tmp_path)
    assert rules(problems) == []
    assert [entry.id for entry in edition.chronology] == ["soon", "late"]
