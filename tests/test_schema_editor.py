"""The schemas in a real editor's language server: what it offers, tells and finds wrong."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from language_server import Client, editor
from tiny import LOG, SITE, write

from casebook.cli import main
from casebook.model import KINDS
from casebook.model.record import fields_of
from casebook.schema.fields import DATES

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[1]
WHOLE = (
    "kind: protest\n  title: A thing\n  date: 2010\n  accounts:\n    from: cable p1\n    says: x\n"
)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of this repository, and what `schema` writes for it."""
    folder = tmp_path_factory.mktemp("record")
    for name in [f"{kind.declares.file}" for kind in KINDS] + ["site", "register", "withheld"]:
        if (ROOT / f"{name}.yaml").is_file():
            shutil.copy(ROOT / f"{name}.yaml", folder)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copytree(ROOT / "tests/sites/nahr/words", folder / "words")
    assert main(["schema", "--site", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def client(record: Path) -> Iterator[Client]:
    """The server as an editor runs it, with the settings that `schema` wrote."""
    held = json.loads((record / ".vscode/settings.json").read_text("utf-8"))
    with editor(record, held) as opened:
        yield opened


class Asked:
    """A file as it would be typed, `|` standing where the cursor is."""

    def __init__(self, client: Client, path: Path, text: str) -> None:
        before, _, after = text.partition("|")
        self.client, self.path = client, path
        self.line, self.column = before.count("\n"), len(before.rpartition("\n")[2])
        self.wrong = [found["message"] for found in client.open(path, before + after)]

    def offered(self) -> dict[str, str]:
        """What is offered, each with what is told of it."""
        found = {}
        for item in self.client.complete(self.path, self.line, self.column):
            told = item.get("documentation") or ""
            found[item["label"]] = told["value"] if isinstance(told, dict) else told
        return found

    def typed(self, label: str) -> str:
        """What is typed if that is chosen."""
        items = self.client.complete(self.path, self.line, self.column)
        return next(str(one["insertText"]) for one in items if one["label"] == label)

    def told(self) -> str:
        return self.client.hover(self.path, self.line, self.column)


def asked(client: Client, record: Path, file: str, text: str) -> Asked:
    return Asked(client, record / file, text)


def event(line: str) -> str:
    """An event that lacks nothing, and one line more."""
    return f"a-thing:\n  {WHOLE}  {line}\n"


def test_a_right_file_has_nothing_wrong_and_a_wrong_key_has(client: Client, record: Path) -> None:
    assert asked(client, record, "timeline.yaml", event("# no more|")).wrong == []
    assert asked(client, record, "timeline.yaml", event("kidn: protest|")).wrong == [
        "Property kidn is not allowed."
    ]
    (said,) = asked(client, record, "timeline.yaml", "a-thing:\n  title: A thing|\n").wrong[:1]
    assert said == 'Missing property "kind".'


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("part_of: The Riots", "Write an id: lower-case"),
        ("after: 'a b'", "Write an id: lower-case"),
        ("victims: {unnmed: x}", "Write an id: lower-case"),
        ("extent: partly", 'Valid values: "within", "throughout"'),
        ("basis: of course", "Incorrect type"),
    ],
)
def test_a_wrong_value_is_told_in_words(
    client: Client, record: Path, line: str, words: str
) -> None:
    (said,) = asked(client, record, "timeline.yaml", event(line + "|")).wrong
    assert words in said and len(said) < 200


def test_a_bad_date_is_told_with_good_ones(client: Client, record: Path) -> None:
    text = event("# |").replace("date: 2010", "date: 7/1/2010")
    (said,) = asked(client, record, "timeline.yaml", text).wrong
    assert said.startswith("Write a date such as 2010-01-07")


def test_an_id_that_is_not_there_is_left_to_check(client: Client, record: Path) -> None:
    assert asked(client, record, "timeline.yaml", event("people: nobody-yet|")).wrong == []


def test_fields_are_offered_with_what_they_are_for(client: Client, record: Path) -> None:
    found = asked(client, record, "timeline.yaml", event("|")).offered()
    assert found.keys() >= {"part_of", "victims", "basis", "may_be"}
    assert found["part_of"].startswith("The larger event.")
    assert "title" not in found  # it stands there already
    inside = "a-thing:\n  accounts:\n    - from: cable p1\n      |\n"
    assert {"says", "quote", "points"} <= asked(
        client, record, "timeline.yaml", inside
    ).offered().keys()


def test_words_to_choose_from_are_offered(client: Client, record: Path) -> None:
    found = asked(client, record, "timeline.yaml", event("extent: |")).offered()
    assert set(found) == {"within", "throughout"}
    replies = asked(client, record, "claims.yaml", "a-claim:\n  replies: |\n").offered()
    assert {"none-printed", "not-adverse"} <= set(replies)


def test_ids_are_offered_with_their_titles(client: Client, record: Path) -> None:
    for line in ("people: |", "people: reh|", "people:\n    - |"):
        found = asked(client, record, "timeline.yaml", event(line)).offered()
        assert found["rehman-malik"] == "person: Rehman Malik"
        assert "ppp" not in found
    both = asked(client, record, "timeline.yaml", event("victims: |")).offered()
    assert {"rehman-malik", "ppp", "pashtuns"} <= both.keys()
    claims = asked(client, record, "claims.yaml", "x:\n  replies:\n    - claim: |\n").offered()
    assert claims["app-talk-of-the-parties"].endswith("(answered by malik-on-the-parties)")


def test_sources_are_offered_with_their_places(client: Client, record: Path) -> None:
    text = "x:\n  accounts:\n    - from: |\n"
    place = asked(client, record, "timeline.yaml", text)
    assert "s1-s106" in place.offered()["ft"]
    assert place.typed("ft") == "ft "


def test_words_of_the_record_are_offered_again(client: Client, record: Path) -> None:
    found = asked(client, record, "figures.yaml", "x:\n  measure: |\n").offered()
    assert "people-killed" in found
    points = "x:\n  accounts:\n    - from: ft s1\n      points:\n        |\n"
    assert "toll" in asked(client, record, "timeline.yaml", points).offered()


def test_a_new_record_is_begun_with_what_it_must_have(client: Client, record: Path) -> None:
    new = asked(client, record, "timeline.yaml", f"a-thing:\n  {WHOLE}\n|\n")
    needed = [field.name for field in fields_of(KINDS[0]) if field.required]
    written = new.typed("a new event")
    assert written.startswith("${1:id}:\n")
    assert [line.split(":")[0].strip() for line in written.splitlines()[1:]] == needed


def test_a_field_is_told_under_the_pointer(client: Client, record: Path) -> None:
    title = asked(client, record, "timeline.yaml", event("# x").replace("title", "ti|tle")).told()
    assert title.startswith("What happened, in a few words and without blame. Required.")
    date = asked(client, record, "timeline.yaml", event("# x").replace("date", "da|te")).told()
    assert DATES in date
    people = asked(client, record, "timeline.yaml", event("peo|ple: [rehman-malik, mqm]")).told()
    assert people.startswith("People in it whom no prose links.")


def test_a_reference_is_told_by_its_title(client: Client, record: Path) -> None:
    for line in ("people: rehman|-malik", "people: [rehman|-malik]"):
        told = asked(client, record, "timeline.yaml", event(line)).told()
        assert told.startswith("#### Rehman Malik\n")
        assert "zardari" not in told
    claim = "x:\n  replies:\n    - claim: app-talk-of-|the-parties\n      reply: direct\n"
    told = asked(client, record, "claims.yaml", claim).told()
    assert told.startswith("#### C05 Political parties")
    assert "(answered by malik-on-the-parties)" in told.splitlines()[0]
    account = event("# x").replace("cable p1", "cable| p1")
    assert (
        asked(client, record, "timeline.yaml", account)
        .told()
        .startswith("#### Karachi - Targeted Killings Escalate (h1, p1")
    )


def test_a_line_at_the_top_of_a_file_leads_there_as_well(record: Path, tmp_path: Path) -> None:
    folder = tmp_path / "lines"
    shutil.copytree(record, folder)
    (folder / "timeline").mkdir()
    (folder / "timeline.yaml").rename(folder / "timeline/all.yaml")
    assert main(["schema", "--modelines", "--site", str(folder)]) == 0
    with editor(folder, {}) as opened:
        file = folder / "timeline/all.yaml"
        assert opened.open(file) == []
        head = file.read_text("utf-8").splitlines()[0]
        (wrong,) = opened.open(file, f"{head}\na-thing:\n  {WHOLE}  kidn: x\n")
        assert wrong["message"] == "Property kidn is not allowed."


def test_where_there_is_but_one_to_choose_it_is_told_alone(tmp_path: Path) -> None:
    """With one of a kind, the server would find all choices met."""
    person = "ada:\n  name: Ada Lind\n  living: alive\n  summary: Keeps the light.\n"
    text = f"fire:\n  {WHOLE}  people: ada\n".replace("cable", "log")
    files = {"site.yaml": SITE, "sources.yaml": LOG, "people.yaml": person, "timeline.yaml": text}
    write(tmp_path, files)
    assert main(["schema", "--site", str(tmp_path)]) == 0
    held = json.loads((tmp_path / ".vscode/settings.json").read_text("utf-8"))
    with editor(tmp_path, held) as opened:
        for line, begins in (
            ("people: a|da", "#### Ada Lind\n\nPeople in it"),
            ("people: [a|da]", "#### Ada Lind\n\n"),
            ("kind: pro|test", "What sort of event, such as `killing` or"),
            ("from: lo|g p1", "#### The log (p1-p3)\n\nA source"),
        ):
            typed = text.replace(line.replace("|", ""), line)
            if "|" not in typed:
                typed = text.replace("people: ada", line)
            told = asked(opened, tmp_path, "timeline.yaml", typed).told()
            assert told.startswith(begins) and "||" not in told, told


def test_the_server_could_not_reach_the_network(record: Path) -> None:
    """What it runs under ends it at the first try: a catalogue of schemas is one."""
    with (
        pytest.raises(AssertionError, match="network: "),
        editor(record, {"yaml.schemaStore": {"enable": True}}) as opened,
    ):
        opened.open(record / "site.yaml")


def test_no_file_of_the_record_has_anything_wrong(client: Client, record: Path) -> None:
    files = sorted(path for path in record.rglob("*.yaml"))
    assert len(files) > 25
    for file in files:
        assert client.open(file) == [], file
    # Each of them has a schema: what it cannot hold is found.
    for file in files:
        assert client.open(file, "[not, a, record]\n"), file


VALUES = (
    "",
    "nobody-yet",
    "Not An Id",
    "[one, Two Three]",
    "{unnmed: x}",
    "2010",
    "- a\n    - B c",
)


@pytest.mark.parametrize("cls", KINDS, ids=lambda cls: cls.declares.name)
def test_whatever_is_typed_the_pointer_tells_of_one_thing(
    client: Client, record: Path, cls: type
) -> None:
    """The server sets the words of all forms in a row where it takes all for met."""
    file = record / f"{cls.declares.file}.yaml"  # type: ignore[attr-defined]
    for value in VALUES:
        lines = [f"  {field.name}: {value}" for field in fields_of(cls)]
        client.open(file, "\n".join(["a-thing:", *lines, ""]))
        number = 1
        for field, line in zip(fields_of(cls), lines, strict=True):
            for column in (3, len(field.name) + 5):
                told = client.hover(file, number, column)
                assert "||" not in told, (value, field.name, told)
                assert told.count("\n* ") < 12, (value, field.name, told)
            number += line.count("\n") + 1
