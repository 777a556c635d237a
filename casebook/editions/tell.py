"""What a change is, in words and by its weight."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from casebook.editions.change import Point, Weight
from casebook.editions.content import EXCERPT, SITE
from casebook.editions.leaves import BODY, Leaf
from casebook.editions.names import KINDS, Names, items, reply_id, text
from casebook.editions.snapshot import Data
from casebook.editions.values import date_words, in_words, shortened
from casebook.editions.wording import differences
from casebook.model import Model
from casebook.model.documents import Excerpt, Page
from casebook.model.record import Fields
from casebook.model.site import Site
from casebook.model.types import (
    Choice,
    Edtf,
    Line,
    Number,
    Part,
    PlaceInSource,
    Prose,
    Reference,
    Slug,
    Who,
)

COUNTED = ("printed", "value", "low", "high", "best")
"""What of a figure is its number, the words of the source first."""
_ACCUSES = ("by", "about", "kind")
"""What of a claim says who accuses whom."""
_MODEL = Model()
_CLASSES: dict[str, type[Fields]] = {
    **_MODEL.by_name,
    Page.declares.name: Page,
    EXCERPT: Excerpt,
    SITE: Site,
}


def cls_of(kind: str) -> type[Fields] | None:
    """The class that declares the fields of a kind; None for one that nothing declares."""
    return _CLASSES.get(kind)


class Teller:
    """Puts the changes between two snapshots into words."""

    def __init__(self, before: Names, after: Names) -> None:
        """The names of what was and of what is; their `say` gives the words."""
        self._before, self._after = before, after
        self.say = after.say

    def added(self, kind: str, id_: str) -> Point:
        """A record that was not there."""
        names, data, say = self._after, self._after.data(kind, id_), self.say
        if kind != "claim":
            facts = [say("%(what)s added") % {"what": self._noun(kind)}]
            if kind == "event" and text(data.get("date")):
                facts.append(date_words(self._after, text(data.get("date"))))
            return Point(Weight.ADDED, tuple(facts))
        noun = say(text(data.get("kind"))) or self._noun(kind)
        facts = [say("%(what)s added") % {"what": noun}, *self._about(data)]
        weight = Weight.CLAIM if text(data.get("kind")) == "allegation" else Weight.ADDED
        if reply := names.reply(id_):
            facts.append(reply)
            weight = Weight.CLAIM
        if data.get("replies") == "none-printed":
            weight = Weight.UNANSWERED
        return Point(weight, tuple(facts))

    def _about(self, data: Data) -> list[str]:
        names, say = self._after, self.say
        about = items(data.get("about"))
        living = [one for one in about if names.living(one)]
        others = [one for one in about if not names.living(one)]
        facts = []
        if len(living) == 1:
            facts.append(say("about a living person: %(who)s") % {"who": names.agents(living)})
        elif living:
            facts.append(say("about living persons: %(who)s") % {"who": names.agents(living)})
        if others:
            facts.append(say("about %(who)s") % {"who": names.agents(others)})
        return facts

    def gone(self, kind: str, why: str) -> Point:
        """A record that is there no longer; `why` is what the register says of it."""
        what = {"what": self._noun(kind)}
        if not why:
            return Point(Weight.GONE, (self.say("%(what)s taken out, without a reason") % what,))
        return Point(Weight.GONE, (self.say("%(what)s withdrawn") % what, why))

    def renamed(self, old: str, new: str) -> Point:
        """A record that goes by another id."""
        said = self.say("renamed: it was %(old)s, and is %(new)s now") % {"old": old, "new": new}
        return Point(Weight.RENAMED, (said,))

    def _noun(self, kind: str) -> str:
        if kind == EXCERPT:
            return self.say("excerpt")
        return self.say(KINDS[kind].name if kind in KINDS else kind)

    def changed(self, kind: str, id_: str, found: list[Leaf]) -> list[Point]:
        """What is other about a record that was there and is."""
        points: list[Point] = []
        if kind == "figure" and any(leaf.path[0] in COUNTED[1:] for leaf in found):
            points.append(self._figure(id_))
            found = [leaf for leaf in found if leaf.path[0] not in COUNTED]
        if kind == "claim" and any(
            leaf.path == ("replies",) or leaf.path[0] == "replies" for leaf in found
        ):
            points += self._replies(id_)
            found = [leaf for leaf in found if leaf.path[0] != "replies"]
        return points + [self._point(kind, id_, leaf) for leaf in found if leaf.path != ("number",)]

    def _figure(self, id_: str) -> Point:
        old, new = self._before.data("figure", id_), self._after.data("figure", id_)
        printed = old.get("printed") != new.get("printed")
        before, after = (
            text(one.get("printed")) if printed else self._counted(one) for one in (old, new)
        )
        said = self.say("from %(old)s to %(new)s") % {"old": before, "new": after}
        return Point(Weight.FIGURE, (said,))

    def _counted(self, data: Data) -> str:
        """A figure's number, where what is printed says the same as before."""
        low, high, best = (
            in_words(self._after, None, data.get(n)) for n in ("low", "high", "best")
        )
        value = in_words(self._after, None, data.get("value"))
        shown = value or "–".join(filter(None, (low, high)))
        return f"{shown} ({best})" if best else shown

    def _replies(self, id_: str) -> list[Point]:
        say = self.say
        old, new = self._before.data("claim", id_), self._after.data("claim", id_)
        before, after = _how(old), _how(new)
        points = []
        for answer in [one for one in before if one not in after]:
            who = self._who(self._before, answer)
            points.append(
                Point(Weight.REPLY_LOST, (say("reply taken out: %(who)s") % {"who": who},))
            )
        for answer in [one for one in after if one not in before]:
            who = self._who(self._after, answer)
            points.append(Point(Weight.REPLY, (say("reply added: %(who)s") % {"who": who},)))
        for answer in [one for one in after if one in before and before[one] != after[one]]:
            said = say("the reply of %(who)s: from %(old)s to %(new)s") % {
                "who": self._who(self._after, answer),
                "old": say(before[answer]),
                "new": say(after[answer]),
            }
            points.append(Point(Weight.REPLY, (said,)))
        words = {one.get("replies") for one in (old, new) if isinstance(one.get("replies"), str)}
        if new.get("replies") == "none-printed" and old.get("replies") != "none-printed":
            points.append(Point(Weight.UNANSWERED, (say("now said to have no printed reply"),)))
        elif not points or "not-adverse" in words:
            known = [text(one.get("replies")).replace("-", " ") for one in (old, new)]
            said = self._changed_to(say("replies"), *(say(one) if one else "" for one in known))
            points.append(Point(Weight.CLAIM, (said,)))
        return points

    def _who(self, names: Names, answer: str) -> str:
        number = names.number("claim", answer)
        return " ".join(filter(None, (names.speakers(answer), f"({number})" if number else "")))

    def _point(self, kind: str, id_: str, leaf: Leaf) -> Point:
        weight = _weight(kind, leaf)
        label = self._label(leaf)
        if leaf.turned:
            return Point(Weight.REST, (self.say("%(field)s: in another order") % {"field": label},))
        if leaf.path == ("date",) and kind == "event":
            return Point(weight, (self._dated(text(leaf.old), text(leaf.new)),))
        both = isinstance(leaf.old, str) and isinstance(leaf.new, str)
        # Data that others wrote may have anything in place of words.
        if leaf.path[-1] == "quote" and all(
            isinstance(one, str | None) for one in (leaf.old, leaf.new)
        ):
            return self._quoted(leaf)
        if both and isinstance(leaf.type, Line | Prose):
            said = self.say("%(field)s, reworded") % {"field": label}
            return self._reworded(weight, said, leaf)
        old = in_words(self._before, leaf.type, self._source(self._before, kind, id_, leaf.old))
        new = in_words(self._after, leaf.type, self._source(self._after, kind, id_, leaf.new))
        return Point(weight, (self._changed_to(label, old, new),))

    def _source(self, names: Names, kind: str, id_: str, value: Any) -> Any:  # noqa: ANN401
        """What `source` stands for in a record: the one that it is drawn from."""
        match names.data(kind, id_).get("from"):
            case {"source": str(source)} if value == "source":
                return {"kind": "source", "id": source}
        return value

    def _dated(self, old: str, new: str) -> str:
        say = self.say
        if not old:
            return say("dated now: %(new)s") % {"new": date_words(self._after, new)}
        if not new:
            return say("no longer dated: it was %(old)s") % {"old": date_words(self._after, old)}
        return say("re-dated from %(old)s to %(new)s") % {
            "old": date_words(self._after, old),
            "new": date_words(self._after, new),
        }

    def _quoted(self, leaf: Leaf) -> Point:
        """Words of a source that stand in quotation marks."""
        say, (opening, closing) = self.say, self._after.interface.quotes
        old, new = (
            f"{opening}{shortened(text(one))}{closing}" if one else ""
            for one in (leaf.old, leaf.new)
        )
        where = self._where(leaf)
        if old and new:
            return self._reworded(Weight.QUOTATION, say("quotation changed") + where, leaf)
        if new:
            said = say("quotation added: %(new)s") % {"new": new}
        else:
            said = say("quotation taken out: %(old)s") % {"old": old}
        return Point(Weight.QUOTATION, (said + where,))

    def _reworded(self, weight: Weight, said: str, leaf: Leaf) -> Point:
        old, new = leaf.old, leaf.new
        if isinstance(leaf.type, Prose):
            old, new = self._before.readable(old), self._after.readable(new)
        shown = differences(old, new)
        if shown:
            return Point(weight, (said,), shown)
        # A reader sees the same words: what they lead to is another, or how they are set.
        said = self.say("%(field)s: links or marks changed") % {"field": self._label(leaf)}
        return Point(Weight.REST, (said,))

    def _changed_to(self, field: str, old: str, new: str) -> str:
        say = self.say
        if not old:
            return say("%(field)s: added, %(new)s") % {"field": field, "new": new}
        if not new:
            return say("%(field)s: taken out, %(old)s") % {"field": field, "old": old}
        return say("%(field)s: from %(old)s to %(new)s") % {"field": field, "old": old, "new": new}

    def _label(self, leaf: Leaf) -> str:
        """What a value is: by its own field, and by what tells the part of a list it is in."""
        if leaf.path in (("title",), ("name",)):
            return self.say("title") if leaf.path == ("title",) else self.say("name")
        if leaf.part is None and self._has_words(leaf.labels):
            return ": ".join(self.say(label) for label in leaf.labels)
        # Where the part itself came or went, what tells it from others is shown as its value.
        part = isinstance(leaf.type, Part)
        label = leaf.labels[0 if part else -1]
        named = self.say(label) if self._has_words((label,)) else self._sort(leaf)
        return named if part else named + self._where(leaf)

    def _has_words(self, labels: Iterable[str]) -> bool:
        """Can these be said in the language? They are words of the model, which is English."""
        ours = self._after.interface
        return ours.language.startswith("en") or all(label in ours.phrases for label in labels)

    def _sort(self, leaf: Leaf) -> str:
        """What sort of value it is, in a language that has no words for the field."""
        match leaf.type:
            case Edtf():
                return self.say("date")
            case Prose() | Line():
                return self.say("wording")
            case PlaceInSource():
                return self.say("source and place")
            case Reference() | Who():
                return self.say("who or what is meant")
            case Number():
                return self.say("number")
        return self.say("particulars")

    def _where(self, leaf: Leaf) -> str:
        """The part of a list that a value is in, in brackets."""
        if leaf.part is None:
            return ""
        named = in_words(self._after, *leaf.part) or in_words(self._before, *leaf.part)
        return f" ({named})" if named else ""


def _how(data: Data) -> dict[str, str]:
    """The claims that answer, each with how directly it does."""
    return {
        answer: text(one.get("reply"))
        for one in items(data.get("replies"))
        if (answer := reply_id(one))
    }


def _weight(kind: str, leaf: Leaf) -> Weight:
    if kind == "claim" and leaf.path[0] in _ACCUSES:
        return Weight.CLAIM
    if kind == "person" and leaf.path[0] in ("living", "died"):
        return Weight.LIFE
    match leaf.type:
        case Line(quoted=True):
            return Weight.QUOTATION
        case Edtf():
            return Weight.DATE
        case PlaceInSource():
            return Weight.ORIGIN
        case Prose() | Line():
            return Weight.WORDING if kind != SITE else Weight.REST
        case Choice() | Slug():
            return Weight.REST
    return Weight.WORDING if leaf.path[-1] == BODY else Weight.REST
