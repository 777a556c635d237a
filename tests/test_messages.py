"""Slips that editors make, each in a copy of the record of Karachi, and what they are told.

Somebody who edits YAML in a browser must be able to act on each message: at the line of the
slip, in the words of the record and not in ours, with what to write instead, on the terminal
and as an annotation of the pull request.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import casebook
from casebook.commands.github import as_annotation
from casebook.commands.report import as_text, rule_page
from casebook.commands.site import Draft, read
from casebook.problem import Problem, in_order

ROOT = Path(__file__).resolve().parents[1]
OURS = {"casebook", "tests", "tools", "bench", "docs", "layouts", "static", "output", "build"}


@dataclass(frozen=True)
class Slip:
    """One thing mistyped: in a file, `right` became `wrong`."""

    name: str
    file: str
    right: str
    wrong: str
    told: str
    """The rule that is broken."""
    mark: str
    """The words at which the place is marked; where they begin is the line and the column."""
    advice: tuple[str, ...]
    """What the message must have in it, for whoever mends it."""
    also: tuple[str, ...] = ()
    """Rules that the same slip breaks elsewhere."""
    elsewhere: str = ""
    """The file in which it is told, if that is another."""


EVENT = "four-days-of-violence:\n  kind: violence\n"
CLAIM = "protesters-on-the-crackdown:\n  kind: allegation\n"

SLIPS = (
    Slip(
        "an id misspelt in a sentence", "content/excerpts/cable.md",
        "[[faisal-sabzwari]], deputy", "[[faisal-sabzwary]], deputy",
        "unknown-reference", "[[faisal-sabzwary]]", ("did you mean `faisal-sabzwari`?",),
    ),
    Slip(
        "an id misspelt in a list", "timeline.yaml",
        "  after: beheaded-worker-found\n  accounts:",
        "  after: beheaded-workers-found\n  accounts:",
        "unknown-reference", "beheaded-workers-found", ("did you mean `beheaded-worker-found`",),
    ),
    Slip(
        "a name where an id belongs", "claims/cable.yaml",
        "  about: federal-government\n  says: >\n    Protesters",
        "  about: Federal Government\n  says: >\n    Protesters",
        "bad-reference", "Federal Government", ("lower-case letters, digits and hyphens",),
    ),
    Slip(
        "a party among people", "timeline.yaml",
        EVENT, EVENT + "  people: mqm\n",
        "wrong-kind", "mqm\n", ("`mqm`", "is a party", "name a person"),
    ),
    Slip(
        "a date with the day first", "timeline.yaml",
        EVENT + "  title: Four days of violence centred on Lyari\n  date: 2010-01-07/2010-01-10",
        EVENT + "  title: Four days of violence centred on Lyari\n  date: 7/1/2010",
        "bad-date", "7/1/2010", ("2010-01-07", "2010-07-01"),
    ),
    Slip(
        "a date in words", "sources.yaml",
        "  sent: 2010-01?", "  sent: January 2010",
        "bad-date", "January 2010", ("write 2010-01",),
    ),
    Slip(
        "a day that there is not", "people.yaml",
        "  died: 2022-02-23", "  died: 2022-02-31",
        "bad-date", "2022-02-31", ("01 to 28",),
    ),
    Slip(
        "an event after its source", "timeline.yaml",
        "  date: 2010-01-07/2010-01-10", "  date: 2011-01-07/2011-01-10",
        "date-after-source", "2011-01-07/2011-01-10", ("`cable`", "11 January 2010"),
        also=("outside-its-whole", "date-after-source"),
    ),
    Slip(
        "a field misspelt", "people.yaml",
        "  living: dead\n  died: 2022-02-23", "  livng: dead\n  died: 2022-02-23",
        "unknown-field", "livng", ("did you mean `living`?",), also=("missing-field",),
    ),
    Slip(
        "a field left out", "people.yaml",
        "  living: presumed-alive\n  summary: >\n    The president in August",
        "  summary: >\n    The president in August",
        "missing-field", "asif-ali-zardari:", ("add `living:`",),
    ),
    Slip(
        "a field without a value", "timeline.yaml",
        EVENT, EVENT + "  places:\n",
        "yaml-null", "places:\n  title: Four", ("write the value or delete the line",),
    ),
    Slip(
        "a field twice", "timeline.yaml",
        EVENT, EVENT + "  kind: unrest\n",
        "duplicate-key", "kind: unrest", ("first on line",),
    ),
    Slip(
        "a record copied and its id kept", "people.yaml",
        "yousaf-raza-gilani:\n", "asif-ali-zardari:\n",
        "duplicate-key", "asif-ali-zardari:\n  name: Yousaf", ("first on line",),
        also=("unknown-reference", "address-lost"),
    ),
    Slip(
        "a word that may not stand there", "claims/cable.yaml",
        CLAIM, "protesters-on-the-crackdown:\n  kind: accusation\n",
        "not-a-choice", "accusation", ("did you mean `allegation`?",),
    ),
    Slip(
        "an allegation without its reply", "claims/cable.yaml",
        "  quote: targeted only them and not MQM supports\n  replies: none-printed\n",
        "  quote: targeted only them and not MQM supports\n",
        "no-reply", "protesters-on-the-crackdown:", ("`replies: none-printed`",),
    ),
    Slip(
        "an allegation that nobody is said to make", "claims/cable.yaml",
        "    [[faisal-sabzwari]] of the [[mqm]] laid the blame", "    The [[mqm]] laid the blame",
        "unsaid-speaker", ">\n    The [[mqm]] laid", ("begin with [[faisal-sabzwari]]",),
    ),
    Slip(
        "a place that the source has not", "claims/cable.yaml",
        "  from: cable p3\n  quote: targeted only", "  from: cable p30\n  quote: targeted only",
        "unknown-place", "p30", ("did you mean `p3`?",),
    ),
    Slip(
        "a source without the place", "claims/cable.yaml",
        "  from: cable p3\n  quote: targeted only", "  from: cable\n  quote: targeted only",
        "no-place", "cable\n  quote: targeted", ("add the place", "cable "),
    ),
    Slip(
        "a citation of no source", "content/excerpts/cable.md",
        "local\ngovernment in [[sindh]], whose law had run out on *31 December*[^law]. [@cable p5]",
        "local\ngovernment in [[sindh]], whose law had run out on *31 December*[^law]. [@cabel p5]",
        "unknown-reference", "cabel", ("did you mean `cable`?",), also=("awaiting-proof",),
    ),
    Slip(
        "a quotation changed", "claims/cable.yaml",
        "  quote: ignited four days of violence", "  quote: ignited four days of violance",
        "awaiting-proof", "ignited four days of violance", ("put the old words back",),
    ),
    Slip(
        "a quotation too long", "content/excerpts/cable.md",
        '"seems to be a battle"', '"' + " ".join(["seems to be a battle"] * 6) + '"',
        "long-quotation", '"seems to be a battle seems', ("in your own words",),
        also=("awaiting-proof",),
    ),
    Slip(
        "a quotation mark without its partner", "content/excerpts/cable.md",
        'The latest round "seems to be a battle"[^seems]', 'The latest round "seems to be a battle',
        "unpaired-quotation", '"seems to be', ("mark",), also=("note-unused", "unused-seal"),
    ),
    Slip(
        "words in quotation marks and no source", "content/pages/home.md",
        "\n---\n", '\n---\n\nIt was "a war".\n',
        "quotation-without-source", '"a war"', ("such as [@report p3]",),
    ),
    Slip(
        "curly quotation marks around a title", "timeline.yaml",
        "  title: Four days of violence centred on Lyari",
        "  title: “Four days of violence” in Lyari",
        "quotation-without-source", "“Four", ("in your own words",),
    ),
    Slip(
        "a link in a title", "timeline.yaml",
        "  title: Four days of violence centred on Lyari",
        "  title: Four days of violence centred on [[lyari]]",
        "markup-in-plain", "Four days of violence centred on [[", ("field of prose",),
    ),
    Slip(
        "the mark of a note misspelt", "content/excerpts/cable.md",
        "*31 December*[^law]", "*31 December*[^laws]",
        "note-undefined", "[^laws]", ("[^laws]:",), also=("note-unused",),
    ),
    Slip(
        "a comma before the mark of a note", "content/excerpts/cable.md",
        "*31 December*[^law]", "*31 December*, [^law]",
        "note-without-anchor", "[^law]. [@cable p5]", ("directly after",),
    ),
    Slip(
        "HTML", "content/pages/home.md",
        "\n---\n", "\n---\n\nThis is <b>important</b>.\n",
        "raw-html", "<b>", ("**",),
    ),
    Slip(
        "a number with a comma", "figures/cable.yaml",
        "  value: 152\n", "  value: 1,152\n",
        "not-a-number", "1,152", ("write 1152",),
    ),
    Slip(
        "an address without https", "people.yaml",
        "cite: http://www.theguardian.com/world/2011/aug/28/karachi-gang-wars-intervention",
        "cite: www.theguardian.com/world/2011/aug/28/karachi-gang-wars-intervention",
        "bad-address", "www.theguardian.com", ("https://",),
    ),
    Slip(
        "a colon in a title", "timeline.yaml",
        "  title: Four days of violence centred on Lyari", "  title: Lyari: four days of violence",
        "yaml-syntax", ": four days", ("quotation marks",), also=("unknown-reference",),
    ),
    Slip(
        "a hash in a title", "timeline.yaml",
        "  title: Four days of violence centred on Lyari", "  title: Violence in Lyari #2",
        "yaml-comment", "#2", ("quotation marks",),
    ),
    Slip(
        "quotation marks that are not closed", "timeline.yaml",
        '  date: "[..2010-01-10]"', '  date: "[..2010-01-10]',
        "yaml-syntax", '"[..2010-01-10]', ("never closed", 'close it with "'),
        also=("unknown-reference",),
    ),
    Slip(
        "brackets without quotation marks", "timeline.yaml",
        '  date: "[..2010-01-10]"', "  date: [..2010-01-10]",
        "not-text", "[..2010-01-10]", ("quotation marks",),
    ),
    Slip(
        "a line indented too far", "timeline.yaml",
        EVENT, "four-days-of-violence:\n  kind: violence\n   part: one\n",
        "yaml-syntax", ": one", ("indent",), also=("unknown-reference",),
    ),
    Slip(
        "a tab", "timeline.yaml",
        EVENT, "four-days-of-violence:\n\tkind: violence\n",
        "yaml-syntax", "\tkind", ("space",), also=("unknown-reference",),
    ),
    Slip(
        "what git leaves of two changes", "timeline.yaml",
        EVENT, "<<<<<<< HEAD\n" + EVENT + "=======\n" + EVENT + ">>>>>>> main\n",
        "merge-marks", "<<<<<<< HEAD", ("delete the three",),
    ),
    Slip(
        "an id changed by hand", "communities.yaml",
        "mohajirs:\n", "muhajirs:\n",
        "address-lost", "mohajirs:\n", ("`rename community mohajirs muhajirs`",),
        also=("unknown-reference", "unmentioned", "unregistered"), elsewhere="register.yaml",
    ),
    Slip(
        "a number changed by hand", "register.yaml",
        "    number: E02\n", "    number: E1\n",
        "bad-number", "E1\n", ("at least two digits",), also=("number-lost",),
    ),
    Slip(
        "a page without its head", "content/pages/home.md",
        "---\n", "",
        "no-front-matter", "", ("begin with a line `---`",), also=("address-lost",),
    ),
)  # fmt: skip
"""More than twenty-five kinds of slips, the likeliest among them."""


@pytest.fixture(scope="module")
def karachi(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what editors write, without layouts."""
    copy = tmp_path_factory.mktemp("karachi")
    for path in ROOT.iterdir():
        if path.name[0] == "." or path.name in OURS:
            continue
        if path.is_dir():
            shutil.copytree(path, copy / path.name)
        elif path.suffix == ".yaml":
            shutil.copy(path, copy)
    return copy


@pytest.fixture(scope="module")
def sound(karachi: Path) -> frozenset[Problem]:
    """What is said of the record as it is."""
    return frozenset(read(karachi, lambda words: None).problems)


@pytest.fixture
def slipped(karachi: Path, slip: Slip) -> Iterator[Draft]:
    """The record with a slip in it, read."""
    file = karachi / slip.file
    words = file.read_text(encoding="utf-8")
    assert slip.right in words, "the record no longer has what this slip is made from"
    file.write_text(words.replace(slip.right, slip.wrong, 1), encoding="utf-8")
    yield read(karachi, lambda words: None)
    file.write_text(words, encoding="utf-8")


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_slip_is_told_where_it_is_and_how_to_mend_it(
    slip: Slip, slipped: Draft, sound: frozenset[Problem]
) -> None:
    found = [problem for problem in in_order(slipped.problems) if problem not in sound]
    told = [problem for problem in found if problem.rule == slip.told]
    shown = "\n".join(as_text(problem, slipped.files) for problem in found)
    file = slip.elsewhere or slip.file
    source = (slipped.edition.manuscript.root / file).read_text(encoding="utf-8")
    line, column = place(source, slip)
    here = [p for p in told if p.where[:3] == (file, line, column)]
    assert here, f"nothing is told of {file}:{line}:{column}\n{shown}"
    assert {p.rule for p in found} <= {slip.told, *slip.also}, shown
    (problem,) = here
    text = as_text(problem, slipped.files).replace("\u00a0", " ")
    first, *rest = text.splitlines()
    assert first.startswith(f"{file}:{line}:{column}: ")
    assert first.endswith(f" ({slip.told})")
    typed = source.split("\n")[line - 1]
    if file in slipped.files and len(typed) < 100:
        assert rest[0] == f"    | {typed}".replace("\t", " ").rstrip()
        assert rest[1].index("^") == len("    | ") + column - 1
    for words in slip.advice:
        assert words in text, text
    annotation = as_annotation(problem).replace("\u00a0", " ")
    assert re.fullmatch(
        rf"::error file={re.escape(file)},line={line},col={column},title={slip.told}::.+",
        annotation,
    )
    assert "\n" not in annotation
    for words in slip.advice:
        assert words.replace("%", "%25") in annotation
    assert rule_page(slip.told) is not None
    for one in found:
        _says_nothing_of_ours(f"{one.message}\n{one.hint}")


def place(text: str, slip: Slip) -> tuple[int, int]:
    """The line and the column of the marked words; they stand once, near what was mistyped."""
    start = text.find(slip.wrong) if slip.mark in slip.wrong and not slip.elsewhere else 0
    at = text.index(slip.mark, start)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def test_there_are_slips_of_twenty_five_kinds() -> None:
    assert len({slip.name for slip in SLIPS}) == len(SLIPS) >= 25
    assert len({slip.told for slip in SLIPS}) >= 25


INTERNAL = re.compile(
    r"\b(?:casebook\.\w+|NoneType|Traceback|TypeError|KeyError|ValueError|AttributeError"
    r"|dataclass|dict|tuple|frozenset|bool|regex|None|True|False|self|__\w+__)\b"
)


def _says_nothing_of_ours(words: str) -> None:
    """No message names a class, a module or a type of Python's."""
    assert not INTERNAL.search(words), words
    assert not _own_names() & set(re.findall(r"\b[A-Z]\w+\b", words)), words


@cache
def _own_names() -> set[str]:
    """The classes of the generator, but for those that are plain words too."""
    found: set[str] = set()
    for path in Path(casebook.__file__).parent.rglob("*.py"):
        found |= set(re.findall(r"^class (\w+)", path.read_text(encoding="utf-8"), re.M))
    return {name for name in found if re.search(r"[a-z][A-Z]", name)}
