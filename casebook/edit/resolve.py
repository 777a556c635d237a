"""Every reference of a record, in fields, prose, citations and excerpts, resolved or reported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from casebook.edit.edition import Edge, Entry, inner_spot
from casebook.edit.index import Index
from casebook.edit.walk import Value, walk
from casebook.load.manuscript import Manuscript
from casebook.model.documents import Excerpt, Page
from casebook.model.record import From, Ref
from casebook.model.sources import Source
from casebook.model.types import PlaceInSource, Reference, Who
from casebook.model.types import Prose as ProseType
from casebook.model.units import UnitError, parse_places, parse_units
from casebook.problem import Problem, did_you_mean
from casebook.prose import Citation, Form, Mention, Prose, parse_prose
from casebook.spot import Spot, Text, locate


@dataclass
class Resolver:
    """Walks the whole manuscript once; what it found is in its attributes."""

    manuscript: Manuscript
    index: Index
    report: Callable[[Problem], None]
    resolved: dict[Spot, Entry] = field(default_factory=dict)
    prose: dict[Spot, Prose] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    accounted: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _units: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def everything(self) -> None:
        """Resolve every record, page and excerpt."""
        for of_kind in self.index.entries.values():
            for entry in of_kind.values():
                for value in walk(entry.record):
                    self._value(entry, value)
        for page in self.manuscript.pages.values():
            entry = self.index.entries[Page.declares.name][page.id]
            self._text(entry, page.body, Form.PAGE, "", f"page `{page.id}`")
        for excerpt in self.manuscript.excerpts:
            self._excerpt(excerpt)
        self._text_alone(self.manuscript.site.notice)

    def _value(self, entry: Entry, value: Value) -> None:
        what = f"`{value.path}` of {entry.kind.name} `{entry.id}`"
        match value.type:
            case Reference() | Who():
                if isinstance(value.value, Ref):
                    self._ref(entry, value.value, value.path, value.type.back, what)
            case PlaceInSource():
                self._from(entry, value.value, value.path, value.type.back, what)
            case ProseType():
                form = Form.BLOCK if value.type.block else Form.LINE
                self._text(entry, value.value, form, value.path, what)
            case _:
                pass

    def _ref(self, entry: Entry, ref: Ref, path: str, back: str, what: str) -> Entry | None:
        if not ref.id:
            return None
        found = self.index.resolve(ref.id, ref.kinds, what, ref.at, len(ref.id))
        if isinstance(found, Problem):
            self.report(found)
            return None
        self.resolved[ref.at] = found
        self.edges.append(Edge(entry, found, path, back, ref.at))
        return found

    def _from(self, entry: Entry, place: From, path: str, back: str, what: str) -> None:
        source = self._ref(entry, place.source, path, back, what)
        if source is not None:
            start = place.at.column + len(place.source.id) + 1
            at = place.at._replace(column=start) if place.places else place.at
            self._places(source, place.places, at, what)

    def _places(self, source: Entry, places: str, at: Spot, what: str) -> tuple[str, ...]:
        """The units a citation names, or the problem with it."""
        record = source.record
        assert isinstance(record, Source)
        if not record.is_held:
            message = f"{what} cites `{source.id}`, whose text the editors do not hold"
            hint = "cite the source that quotes it, and name it in the words"
            self.report(Problem(at, "source-not-held", message, hint, length=len(source.id)))
            return ()
        units = self.units(source)
        if not places:
            if units:
                message = f"{what} says which source but not where in it"
                hint = f"add the place, such as `{source.id} {units[-1]}`"
                self.report(Problem(at, "no-place", message, hint, length=len(source.id)))
            return ()
        try:
            return parse_places(places, units)
        except UnitError as error:
            hint = did_you_mean(str(error).strip("`"), units) if units else ""
            if not hint:
                hint = (
                    f"its places are {record.units}" if units else "the source declares no `units`"
                )
            message = f"{source.id} has no place {error} ({what})"
            self.report(Problem(at, "unknown-place", message, hint, length=len(places)))
            return ()

    def units(self, source: Entry) -> tuple[str, ...]:
        """The labels of a source's units, in order."""
        if source.id not in self._units:
            record = source.record
            assert isinstance(record, Source)
            try:
                self._units[source.id] = parse_units(record.units) if record.units else ()
            except UnitError:
                self._units[source.id] = ()
        return self._units[source.id]

    def _excerpt(self, excerpt: Excerpt) -> None:
        found = self.index.resolve(
            excerpt.source.id, ("source",), "`source` of the excerpt", excerpt.source.at,
            len(excerpt.source.id),
        ) if excerpt.source.id else None  # fmt: skip
        if isinstance(found, Problem):
            self.report(found)
            found = None
        entry = found
        if entry is not None:
            self.resolved[excerpt.source.at] = entry
        where = f"the excerpt of `{excerpt.source.id}`"
        cited = self._text(entry, excerpt.body, Form.EXCERPT, "excerpt", where)
        if entry is not None:
            self.accounted[entry.id].update(unit for source, unit in cited if source == entry.id)

    def _text_alone(self, text: Text | None) -> None:
        if text is not None:
            self._text(None, text, Form.LINE, "", "site.yaml")

    def _text(
        self, entry: Entry | None, text: Text, form: Form, path: str, what: str
    ) -> list[tuple[str, str]]:
        """Parse one text and resolve what it refers to; gives the (source, unit) pairs it cites."""
        file = self.manuscript.files.get(text.at.file, "")
        prose = parse_prose(text, form, self.report, file)
        self.prose[text.at] = prose
        for mention in prose.mentions:
            self._mention(entry, text, mention, path, what, file)
        cited = []
        for citation in prose.citations:
            cited += self._citation(entry, text, citation, path, what, file)
        return cited

    def _mention(
        self, entry: Entry | None, text: Text, mention: Mention, path: str, what: str, file: str
    ) -> None:
        kinds = (mention.kind,) if mention.kind else tuple(self.index.entries)
        at = locate(file, text, mention.offset)
        if mention.kind and mention.kind not in self.index.entries:
            message = f"there is no kind of record called `{mention.kind}` ({what})"
            hint = did_you_mean(mention.kind, self.index.entries) or "the kinds are " + ", ".join(
                self.index.entries
            )
            self.report(Problem(at, "wrong-kind", message, hint, length=mention.length))
            return
        found = self.index.resolve(mention.id, kinds, what, at, mention.length)
        if isinstance(found, Problem):
            self.report(found)
            return
        self.resolved[inner_spot(text, mention)] = found
        if entry is not None:
            self.edges.append(Edge(entry, found, path, "", at))

    def _citation(
        self, entry: Entry | None, text: Text, citation: Citation, path: str, what: str, file: str
    ) -> list[tuple[str, str]]:
        at = locate(file, text, citation.offset)
        found = self.index.resolve(citation.source, ("source",), what, at, citation.length)
        if isinstance(found, Problem):
            self.report(found)
            return []
        if entry is not None:
            self.edges.append(Edge(entry, found, path, "", at))
        return [(found.id, unit) for unit in self._places(found, citation.places, at, what)]
