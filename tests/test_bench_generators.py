"""The bench beside other generators: one record, equal pages, and tables that tell the truth."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bench.builders import OURS, PEERS, PEERS_OF_OURS, STANDARD
from bench.equal import differences, pages, read
from bench.generators import DOCUMENT, EXTRAS, edit, edition_of, look, prove_equal
from bench.measure import BenchError, Times, busy, peak_memory, preview, timed
from bench.site_record import KEEPER, SENTENCE, edited, files, sentence_of, write_record
from bench.table import BEGIN, END, Made, Setting, Size, Told, document, tables
from casebook.commands.site import read as read_record
from casebook.edit.edition import Edition

# It measures what is built, and is no part of it.
pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[1]
EVENTS = 24


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return edition_of(tmp_path_factory.mktemp("record") / "record", EVENTS)


# The record


def test_the_record_is_the_same_each_time_and_another_for_another_seed() -> None:
    assert files(EVENTS) == files(EVENTS)
    assert files(EVENTS) != files(EVENTS, seed=1)


@pytest.mark.parametrize("events", [12, 300])
def test_check_finds_nothing_to_say_of_the_record(tmp_path: Path, events: int) -> None:
    draft = read_record(write_record(tmp_path / "record", events), lambda words: None)
    assert [problem.message for problem in draft.problems] == []
    assert draft.counts["event"] == events


def test_ten_thousand_events_make_about_thirteen_thousand_pages() -> None:
    ids = re.compile(r"^[a-z]+-\d+:$", re.MULTILINE)
    counts = [len(ids.findall(text)) for text in files(10_000).values()]
    assert 12_900 < sum(counts) < 13_100


def test_dates_are_of_several_precisions() -> None:
    dates = set(re.findall(r"^  date: (.*)$", "".join(files(400).values()), re.MULTILINE))
    shapes = {re.sub(r"\d", "0", date) for date in dates}
    assert {"0000", "0000-00", "0000-00-00", "0000-00-00~", "0000-00-00/0000-00-00"} <= shapes


def test_an_edit_changes_one_sentence_of_one_file(tmp_path: Path) -> None:
    found = [text for text in files(EVENTS).values() if SENTENCE in text]
    assert len(found) == 1
    assert found[0].count(SENTENCE) == 1
    changed = edited(found[0], sentence_of(3))
    assert changed.replace(sentence_of(3), SENTENCE) == found[0]
    assert edited(edited(changed, sentence_of(4))) == found[0]


# The pages


def test_other_generators_make_the_same_pages(tmp_path: Path, edition: Edition) -> None:
    present = [one for one in PEERS_OF_OURS if one.version()]
    if not present:
        pytest.skip("none is installed: `make bench` does that")
    compared = prove_equal(tmp_path, [OURS, *present], EVENTS)
    records = sum(len(of_kind) for of_kind in edition.entries.values())
    lists = sum(bool(of_kind) for of_kind in edition.entries.values())
    assert compared == records + lists + len(("front page", "timeline"))


def test_what_others_get_is_all_there(tmp_path: Path, edition: Edition) -> None:
    """Even where none of them is installed: each file of theirs is made, with its prose."""
    for peer in PEERS_OF_OURS:
        site = peer.write(tmp_path / peer.name, EVENTS, edition)
        text = site.edited.read_text(encoding="utf-8")
        assert text.count(SENTENCE) == 1
        assert "[[" not in text.partition("\n\n")[2], "every reference is a link by then"
        event = edition.entries["event"][KEEPER]
        assert event.title in text
        for person in edition.linked(event, "person"):
            assert f"people/{person.id}" in text
        made = {path.stem for path in site.folder.rglob("event-*.md")}
        assert made == set(edition.entries["event"])


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> Path:
    """Our site of the record in its own layouts; the folder that was built."""
    folder = tmp_path_factory.mktemp("ours")
    site = OURS.write(folder / "site", EVENTS, edition)
    timed(OURS.build(site), site.folder, folder / "log.txt")
    edit(site, sentence_of(7))
    with pytest.raises(BenchError, match="without the edit"):
        look(OURS, site, 7)
    timed(OURS.build(site), site.folder, folder / "log.txt")
    look(OURS, site, 7)
    return site.output


def test_our_pages_are_those_of_the_record_and_the_named_extras(
    ours: Path, edition: Edition
) -> None:
    records = {
        entry.path.removesuffix(".html") for of in edition.entries.values() for entry in of.values()
    }
    lists = {edition.kind(name).folder for name, of in edition.entries.items() if of}
    assert set(pages(ours)) == records | lists | {".", "timeline"} | EXTRAS


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("words", "Nobody At All", "Somebody"),
        ("title", "<title>", "<title>The "),
        ("links", 'href="../people/index.html"', 'href="../places/index.html"'),
        ("ids", 'id="accounts"', 'id="account"'),
        ("shape", "<time>", "<time></time><time>"),
    ],
)
def test_a_page_that_differs_is_found(
    tmp_path: Path, ours: Path, what: str, old: str, new: str
) -> None:
    place = f"events/{KEEPER}"
    text = pages(ours)[place].read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "events").mkdir()
    other = tmp_path / "events" / f"{KEEPER}.html"
    other.write_text(text, encoding="utf-8")
    assert list(differences(ours, tmp_path, [place])) == []
    other.write_text(text.replace(old, new, 1), encoding="utf-8")
    [found] = differences(ours, tmp_path, [place])
    assert (found.path, found.what) == (place, what)
    [missing] = differences(ours, tmp_path, ["timeline"])
    assert missing.what == "pages"


def test_the_form_of_an_address_is_no_difference(tmp_path: Path) -> None:
    one, other = tmp_path / "a" / "events", tmp_path / "b" / "events" / "e"
    one.mkdir(parents=True)
    other.mkdir(parents=True)
    (one / "e.html").write_text('<p>Here <a href="../people/p.html">P</a></p>', encoding="utf-8")
    (other / "index.html").write_text(
        '<p>Here\n<a href="../../people/p/">P</a></p>', encoding="utf-8"
    )
    assert list(differences(tmp_path / "a", tmp_path / "b", ["events/e"])) == []
    assert read(one / "e.html", tmp_path / "a").links == ("people/p",)


# The measure


def python(words: str) -> list[str]:
    return [sys.executable, "-c", words]


def test_time_and_work_are_those_of_all_processes(tmp_path: Path) -> None:
    child = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    run = timed(
        python(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"),
        tmp_path, tmp_path / "log.txt",
    )  # fmt: skip
    assert 0.3 <= run.work <= run.seconds + 0.2


def test_memory_is_that_of_all_processes(tmp_path: Path) -> None:
    child = "import time; held = bytearray(60_000_000); time.sleep(0.3)"
    most = peak_memory(
        python(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"),
        tmp_path, tmp_path / "log.txt",
    )  # fmt: skip
    assert 60_000_000 < most < 200_000_000


def test_what_fails_is_not_timed(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="no such thing"):
        timed(python("raise SystemExit('no such thing')"), tmp_path, tmp_path / "log.txt")


def test_a_preview_is_watched_until_it_shows_the_edit_and_then_ended(
    tmp_path: Path,
) -> None:
    page = tmp_path / "page.html"
    page.write_text("before", encoding="utf-8")
    serve = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1"]
    log = tmp_path / "log.txt"
    with preview(lambda port: [*serve, str(port)], tmp_path, "page.html", log) as shown:
        shown.shows("before")
        shown.settle()
        page.write_text("after", encoding="utf-8")
        shown.shows("after")
    assert shown.get() == "", "nothing is left running"


def test_a_busy_core_is_seen() -> None:
    with subprocess.Popen(python("while True: pass")) as other:
        try:
            assert busy(0.5) > 0.5
        finally:
            other.kill()


# The tables


def a_time(seconds: float) -> Times:
    return Times(seconds, seconds - 0.1, seconds + 0.1)


def told(**changed: object) -> Told:
    second = a_time(2.0)
    plain = Told(Made(12, 10, 4_200_000), second, second, second, second, second, 100 * 2**20)
    return replace(plain, **changed)  # type: ignore[arg-type]


SETTING = Setting("A machine, 2 cores", "1 May 2020", 0.0, ("Casebook 1", "Hugo 2"))


def test_a_target_that_is_missed_is_said_to_be_missed() -> None:
    fast, slow = told(cold=a_time(1.0)), told(cold=a_time(1.3))
    for ours, words in (
        (fast, "0.50, met (at most 0.6)"),
        (slow, "0.65, **missed** (at most 0.6)"),
    ):
        size = Size(10_000, 13_000, 3, {OURS.name: ours, STANDARD.name: told(), "Hugo": told()})
        text = "\n".join(tables(SETTING, [size]))
        assert f"| cold build / Hugo's | {OURS.name} | {words} |" in text
        assert f"| cold build / Hugo's | {STANDARD.name} | 1.00 |" in text


def test_a_table_shows_median_and_spread_and_leaves_out_who_is_not_there() -> None:
    [*lines] = tables(SETTING, [Size(100, 148, 3, {OURS.name: told(), STANDARD.name: told()})])
    assert "| cold build | 2.00 s (1.90–2.10) | 2.00 s (1.90–2.10) |" in lines
    assert not any("Hugo's" in line for line in lines)


def test_a_busy_machine_is_told() -> None:
    quiet, busy = (tables(replace(SETTING, busy=load), []) for load in (0.1, 4.0))
    assert "busy" not in quiet[0]
    assert "busy with other things** (4.0 cores" in busy[0]


def test_tables_are_put_in_place_of_the_old_and_nothing_else_is_touched() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    once = document(text, ["one table"])
    assert document(once, ["one table"]) == once
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    assert once == f"{before}{BEGIN}\n\none table\n\n{END}{after}"
    with pytest.raises(ValueError, match="no lines"):
        document("nothing", [])


# The others' locks


def test_what_is_installed_beside_is_pinned_by_hash() -> None:
    lock = json.loads((PEERS / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((PEERS / "package.json").read_text(encoding="utf-8"))
    packages = {path: one for path, one in lock["packages"].items() if path}
    for name, version in (wanted["dependencies"] | wanted["optionalDependencies"]).items():
        assert packages[f"node_modules/{name}"]["version"] == version, "pinned, and not a range"
    for path, one in packages.items():
        assert one["integrity"].startswith("sha512-"), path
        assert "resolved" not in one, f"{path} is tied to one registry"
    pinned = (PEERS / "requirements.txt").read_text(encoding="utf-8")
    assert re.search(
        r"^hugo==[\d.]+ \\\n(?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+$", pinned, re.M
    )


def test_only_the_bench_installs_them() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    using = re.findall(r"^([a-z]+):.*\n(?:\t.*\n)*?\t.*bench/peers/install", makefile, re.MULTILINE)
    assert using == ["bench"]
    parsed = subprocess.run(["sh", "-n", PEERS / "install"], check=False)
    assert parsed.returncode == 0
