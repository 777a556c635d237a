"""The words around the project: every example is read, every name, link and command exists."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from casebook.cli import main
from casebook.commands import COMMANDS, errors
from casebook.commands.report import as_text, summarise
from casebook.commands.site import Draft, link_problems, read
from casebook.dates import display, parse_date
from casebook.edit.edition import Edition
from casebook.model import KINDS
from casebook.problem import Severity, in_order
from casebook.problem import errors as errors_of

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/*.md", "tools/*/*.md")
    for path in ROOT.glob(pattern)
)


def tool(name: str) -> ModuleType:
    """A module of tools/docs, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / f"tools/docs/{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


fields, source = tool("fields"), tool("source")


@cache
def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def section(name: str, heading: str) -> str:
    """What stands under a heading, up to the next of its level or above."""
    found = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^\1 |\Z)", text(name), re.M | re.S)
    assert found, f"{name} has no heading `{heading}`"
    return found[2]


def rows(words: str) -> list[list[str]]:
    """The cells of every row of the tables but their heads."""
    lines = [line for line in words.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    borders = {number for number, row in enumerate(cells) if set("".join(row)) == {"-"}}
    heads = {number - 1 for number in borders}
    return [row for number, row in enumerate(cells) if number not in borders | heads]


def blocks(name: str, language: str = "") -> list[tuple[str, str]]:
    """The fenced blocks of a document: what stands after the language, and their text."""
    fences = re.findall(r"^```(\S*) ?(.*)\n((?:.*\n)*?)^```$", text(name), re.M)
    return [(file, words) for found, file, words in fences if found == language]


def code_spans(name: str) -> list[str]:
    without_blocks = re.sub(r"^```.*?^```$", "", text(name), flags=re.M | re.S)
    return re.findall(r"(?<!`)`([^`\n]+)`(?!`)", without_blocks)


# The examples

EXAMPLES = ("CONTRIBUTING.md", "docs/record.md")
"""Documents whose examples are records of this small one; the second builds on the first."""


def small_record(folder: Path) -> Path:
    """The small record with the examples of all documents in it."""
    shutil.copytree(ROOT / "tools/docs/alderby", folder, dirs_exist_ok=True)
    for document in EXAMPLES:
        for name, words in blocks(document, "yaml") + blocks(document, "markdown"):
            assert name, f"an example of {document} does not say which file it is from"
            file = folder / name
            known = file.read_text(encoding="utf-8") if file.exists() else ""
            file.parent.mkdir(parents=True, exist_ok=True)
            # There is one site.yaml; of all other files an example is one more record.
            whole = words if name == "site.yaml" or not known else f"{known}\n{words}"
            file.write_text(whole, encoding="utf-8")
    return folder


def checked(folder: Path) -> Draft:
    draft = read(folder, lambda words: None)
    link_problems(draft, frozenset(("html", "data")), lambda words: None)
    return draft


def said(draft: Draft) -> str:
    shown = [as_text(problem, draft.files) for problem in in_order(draft.problems)]
    words = "\n".join([*shown, summarise(draft.problems)]) + "\n"
    return words.replace("\u00a0", " ")


def test_every_example_can_be_published(tmp_path: Path) -> None:
    draft = checked(small_record(tmp_path))
    assert not draft.problems, said(draft)
    assert {"tannery-gate-blocked"} == set(draft.edition.entries["event"])
    assert set(draft.edition.excerpts) == {"herald"}
    assert [kind for kind, number in draft.counts.items() if not number] == []


@pytest.mark.parametrize("source", ["herald", "minutes"])
def test_quotations_of_the_examples_are_in_their_copies(tmp_path: Path, source: str) -> None:
    """After a change to them: prove them again, and keep what is written to content/proofs/."""
    folder = small_record(tmp_path)
    kept = (folder / f"content/proofs/{source}.yaml").read_bytes()
    copy = folder / f"copies/{source}.numbered.txt"
    assert main(["prove", "--site", str(folder), source, str(copy)]) == 0
    assert (folder / f"content/proofs/{source}.yaml").read_bytes() == kept


def test_an_example_with_a_slip_would_be_found(tmp_path: Path) -> None:
    file = small_record(tmp_path) / "timeline.yaml"
    file.write_text(file.read_text().replace("accounts:", "acounts:"), encoding="utf-8")
    assert [problem.rule for problem in checked(tmp_path).problems][:1] == ["unknown-field"]


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("claims.yaml", "    [[ada-holt]] said", "    [[ada-hold]] said"),
        ("timeline.yaml", "date: 1987-03-02", "date: 2/3/1987"),
    ],
)
def test_the_messages_shown_are_those_that_are_given(
    tmp_path: Path, file: str, right: str, wrong: str
) -> None:
    broken = small_record(tmp_path) / file
    words = broken.read_text(encoding="utf-8")
    assert words.count(right) == 1
    broken.write_text(words.replace(right, wrong), encoding="utf-8")
    assert said(checked(tmp_path)) in [words for _, words in blocks("CONTRIBUTING.md", "text")]


def test_the_smallest_record_can_be_published(tmp_path: Path) -> None:
    (example,) = [words for file, words in blocks("README.md", "yaml") if file == "site.yaml"]
    (tmp_path / "site.yaml").write_text(example, encoding="utf-8")
    draft = checked(tmp_path)
    assert not draft.problems, said(draft)


DATES = rows(section("CONTRIBUTING.md", "Dates"))


@pytest.mark.parametrize(("typed", "shown"), [row[:2] for row in DATES], ids=lambda cell: cell)
def test_a_date_is_shown_as_the_table_says(typed: str, shown: str) -> None:
    date = parse_date(typed.strip("`").strip('"'))
    assert display(date).replace("\u00a0", " ") == shown
    assert typed.startswith('`"') == date.text.startswith("["), "brackets need quotation marks"


def test_the_table_of_dates_has_every_precision() -> None:
    dates = [parse_date(row[0].strip("`").strip('"')) for row in DATES]
    assert {date.precision for date in dates} >= {
        "day", "month", "season", "year", "decade", "interval", "set",
    }  # fmt: skip
    assert {date.qualifier for date in dates} == {"", "?", "~", "%"}


# Commands


def help_of(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    from casebook.cli import main

    with pytest.raises(SystemExit):
        main([*command, "--help"])
    return capsys.readouterr().out


def test_the_readme_lists_the_commands_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    listed = [row for row in rows(section("README.md", "Commands")) if len(row) == 3]
    names = [cell.strip("`") for cell, *_ in listed]
    assert names == list(COMMANDS)
    for name, _, options in listed:
        helped = help_of(capsys, name.strip("`"))
        for option in re.findall(r"`(--[a-z]+)", options):
            assert re.search(rf"{option}\b", helped), f"{name} has no {option}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_named_anywhere_exist(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command, rest in re.findall(r"build\.py ([a-z]+)([^`\n#]*)", text(name)):
        assert command in COMMANDS, f"{name}: build.py {command}"
        helped = help_of(capsys, command)
        assert all(option in helped for option in re.findall(r"--[a-z]+", rest))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_targets_named_anywhere_exist(name: str) -> None:
    targets = re.findall(r"^([a-z-]+):.*## ", text("Makefile"), re.M)
    typed = code_spans(name) + [
        line for _, words in blocks(name, "sh") for line in words.split("\n")
    ]
    for line in typed:
        if found := re.match(r"make (?:[A-Z]\S* )?([a-z-]+)", line):
            assert found[1] in targets, f"{name}: {line}"


def test_the_exit_codes_are_those_given() -> None:
    (listed,) = [words for words in text("README.md").split("\n\n") if "| exit code |" in words]
    assert [int(code) for code, _ in rows(listed)] == [
        errors.EXIT_DONE, errors.EXIT_PROBLEMS, errors.EXIT_USAGE, errors.EXIT_BUG,
        errors.EXIT_STOPPED,
    ]  # fmt: skip


# Links and places


@cache
def anchors(path: Path) -> frozenset[str]:
    """The anchors GitHub gives the headings of a document."""
    words = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
    headings = re.findall(r"^#+ (.+)$", words, re.M)
    plain = [re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings]
    return frozenset(heading.strip().replace(" ", "-") for heading in plain)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_and_picture_is_there(name: str) -> None:
    words = re.sub(r"^```.*?^```$|`[^`\n]+`", "", text(name), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", words):
        if re.match(r"https?://|mailto:", target):
            continue
        file, _, anchor = target.partition("#")
        path = (ROOT / name).parent / file if file else ROOT / name
        assert path.exists(), f"{name} links to {target}"
        if anchor and path.suffix == ".md":
            assert anchor in anchors(path), f"{name} links to {target}"


def test_pictures_are_light() -> None:
    pictures = list((ROOT / "docs/images").iterdir())
    assert pictures
    for picture in pictures:
        assert picture.stat().st_size < 150_000, picture.name
        assert f"docs/images/{picture.name}" in text("README.md"), picture.name


def test_the_map_of_the_house_names_what_is_there() -> None:
    listed = rows(section("README.md", "The house"))
    named = {path for cell, _ in listed for path in re.findall(r"`([^`]+)`", cell)}
    missing = [path for path in named if not (ROOT / path).exists()]
    assert not missing
    assert {f"{kind.declares.file}.yaml" for kind in KINDS} | {"site.yaml"} <= named | {
        f"{folder.strip('/')}.yaml" for folder in named if folder.endswith("/")
    }


def test_no_document_names_one_machines_folders() -> None:
    for name in DOCUMENTS:
        assert not re.search(r"(?<![\w./-])/(home|root|tmp|work|Users)/", text(name)), name


# The architecture

ARCHITECTURE = "docs/architecture.md"


FILES = (
    *("yaml", "md", "html", "py", "pdf", "css", "csv", "json", "txt", "toml", "lock", "xml"),
    *("js", "zip", "gz", "br", "woff2", "jsonld", "geojson", "bib", "ris"),
)


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name.startswith("docs/")])
def test_paths_and_functions_named_exist(name: str) -> None:
    known = {path for kind in KINDS for path in source.field_paths(kind)}
    for span in code_spans(name):
        if re.fullmatch(r"(casebook|layouts|tests|tools|static|content|docs)/[a-z_0-9./-]+", span):
            assert (ROOT / span).exists(), f"{name} names {span}"
        elif re.fullmatch(r"[a-z_]+(\.\w+)+(\(\))?", span):
            ending = span.rpartition(".")[2]
            if ending not in FILES and span not in known:
                assert source.is_there(span), f"{name} names {span}"


def test_a_function_that_is_not_there_would_be_found() -> None:
    for there, gone in (("directory.load", "directory.loads"), ("spot.Spot.line", "spot.Spot.row")):
        assert source.is_there(there)
        assert not source.is_there(gone)


def test_every_import_goes_down_the_table_of_layers() -> None:
    """A part of the generator imports from its own row and those above it, and has one."""
    level: dict[str, int] = {}
    for number, (cell, _) in enumerate(rows(section(ARCHITECTURE, "Layers"))):
        level |= dict.fromkeys(re.findall(r"`(?:casebook/)?([a-z_]+)", cell), number)
    for module, _ in source.modules():
        if module in ("casebook", "casebook.__main__"):
            continue
        part = module.split(".")[1]
        assert part in level, f"casebook/{part} is in no row"
        for imported in source.imports(module):
            other = imported.split(".")[1]
            assert level[other] <= level[part], f"{module} imports {imported}"


def walked() -> tuple[str, Edition]:
    """The event that the document walks through, as it stands in the record."""
    draft = read(ROOT, lambda words: None)
    if errors_of(draft.problems):
        pytest.skip("the record has problems of its own: see build.py check")
    (shown,) = [words for _, words in blocks(ARCHITECTURE, "yaml")]
    return shown, draft.edition


def test_the_event_walked_through_is_as_shown() -> None:
    shown, edition = walked()
    id_ = shown.split(":")[0]
    event = edition.entries["event"][id_]
    lines = edition.manuscript.files[event.record.at.file].split("\n")
    start = event.record.at.line - 1
    end = next((n for n in range(start + 1, len(lines)) if lines[n][:1].isalnum()), len(lines))
    here = {line.strip() for line in lines[start:end]}
    gone = [line for line in shown.splitlines() if line.strip() not in here | {"..."}]
    assert not gone, f"{ARCHITECTURE} walks through this event: bring it into step"


def test_its_references_lead_where_the_document_says() -> None:
    shown, edition = walked()
    event = edition.entries["event"][shown.split(":")[0]]
    made = {(edge.field, edge.target.key, edge.back) for edge in edition.edges_from.get(event, ())}
    listed = rows(section(ARCHITECTURE, "Edited: references become edges"))
    told = {(row[0].strip("`"), row[1].strip("`"), row[2].strip("–")) for row in listed}
    assert told == made


# The model and the rules


def test_the_tables_of_fields_are_those_of_the_model() -> None:
    document = text("docs/record.md")
    assert sorted(fields.named(document)) == sorted(fields.tables())
    assert fields.in_step(document) == document, "run tools/docs/fields.py --write"


def test_the_script_says_whether_they_are() -> None:
    ran = subprocess.run(
        [sys.executable, "tools/docs/fields.py"], cwd=ROOT, capture_output=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (0, b"")
    assert "meaning" in fields.in_step("<!-- fields: term -->\nold\n<!-- end -->")
    with pytest.raises(KeyError):
        fields.in_step("<!-- fields: nothing -->\n<!-- end -->")


def test_every_rule_is_explained() -> None:
    listed = {rule_of(row): row[1] for row in rows(text("docs/rules.md"))}
    used = source.rules()
    assert len(used) > 60
    assert sorted(set(used) - set(listed)) == [], "docs/rules.md does not explain these"
    assert sorted(set(listed) - set(used)) == [], "docs/rules.md explains what is no rule"
    weights = {
        rule: "error" if Severity.ERROR in weighs else max(weighs).value
        for rule, weighs in used.items()
    }
    assert weights == listed


def test_rules_are_in_order() -> None:
    for words in text("docs/rules.md").split("\n## ")[1:]:
        names = [rule_of(row) for row in rows(words)]
        assert names == sorted(names)


def rule_of(row: list[str]) -> str:
    """The rule that a row is of; its page is told by `test_rules_docs.py`."""
    return row[0].partition("`")[2].partition("`")[0]


# What is said of files


def test_the_licences_named_are_there() -> None:
    named = section("README.md", "Licences")
    for licence in ("LICENSE", "LICENSE-CONTENT", "THIRD-PARTY.md"):
        assert licence in named and (ROOT / licence).is_file()


def test_the_changelog_begins_with_what_is_unreleased() -> None:
    headings = re.findall(r"^## \[?([^\]\n]+)", text("CHANGELOG.md"), re.M)
    assert headings[0] == "Unreleased"
    assert "### Not yet" in section("CHANGELOG.md", "Unreleased")
