"""A build that was made before: it does nothing, or as much as was edited, and is never wrong."""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from built_sites import HARBOUR, ROOT
from publishing import tree

from casebook import publish as publishing
from casebook.cli import main
from casebook.commands import build as command
from casebook.commands.site import order, read
from casebook.edit.edition import Edition, Entry
from casebook.memory import pages
from casebook.memory.blobs import pack
from casebook.memory.pages import PageNotes, recall_pages
from casebook.output import Output
from casebook.render.desk import Desk
from casebook.render.outputs import render
from casebook.render.site.again import PageMemory
from casebook.render.site.search import index
from casebook.render.watched import edition as watched
from casebook.render.watched import keys
from casebook.render.watched.edition import WatchedEdition
from casebook.render.watched.reads import Reads
from casebook.render.watched.state import State


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site")


def make_site(folder: Path) -> Path:
    left_out = shutil.ignore_patterns("expected", "output", "copies", "layouts")
    return Path(shutil.copytree(HARBOUR, folder, ignore=left_out))


class Builds:
    """Builds of a record, and whether they found that there was nothing to do."""

    def __init__(self, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.site = site
        self.output = site / "output"
        self.cache = site / command.CACHE
        self.begun = 0
        real = command._build

        def counted(*given: object) -> int:
            self.begun += 1
            return real(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(command, "_build", counted)

    def __call__(self, *options: str, code: int = 0) -> bool:
        """Build; was there anything to do?"""
        begun = self.begun
        given = ["build", "--site", str(self.site), "--only", "html,data", "--jobs", "1", *options]
        assert main(given) == code
        return self.begun > begun


@pytest.fixture
def build(site: Path, monkeypatch: pytest.MonkeyPatch) -> Builds:
    return Builds(site, monkeypatch)


def cold(site: Path) -> dict[str, bytes]:
    """What a first build would publish."""
    draft = read(site, lambda words: None)
    made = render(order(draft, frozenset(("html", "data")), lambda words: None))
    return {output.path: output.data for output in made}


def published(output: Path) -> dict[str, bytes]:
    return tree(output)


def said(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """What was printed, without the stages."""
    out, err = capsys.readouterr()
    stages = ("Reading ", "Checking ", "Rendering ", "Writing ")
    told = [line for line in err.splitlines() if not line.startswith(stages)]
    return re.sub(r"\d+ written, \d+ unchanged", "", out), "\n".join(told)


# Nothing was changed


def test_an_unchanged_record_is_not_built_again(
    build: Builds, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build()
    first = said(capsys)
    assert "unregistered" in first[1]
    before = tree(build.output)
    assert "0 written" not in first[0]
    assert not build()
    again = capsys.readouterr()
    assert again.err.strip() == first[1].strip()
    count = len(before)
    assert f"{count} files, 0 written, {count} unchanged, 0 removed" in again.out
    assert tree(build.output) == before


def append(path: Path, more: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")


def _edit_in_place(output: Path) -> None:
    path = output / "events/crane-falls.html"
    times = path.stat()
    path.write_bytes(path.read_bytes().replace(b"crane", b"krane"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def _swap(output: Path) -> None:
    path = output / "events/crane-falls.html"
    times, data = path.stat(), path.read_bytes()
    path.unlink()
    path.write_bytes(data.replace(b"crane", b"krane"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def _link(output: Path) -> None:
    path = output / "events/crane-falls.html"
    path.unlink()
    path.symlink_to("mole-opened.html")


TAMPERED: dict[str, Callable[[Path], object]] = {
    "edited, with its old size and time": _edit_in_place,
    "replaced, with its old size and time": _swap,
    "touched": lambda output: (output / "index.html").touch(),
    "removed": lambda output: (output / "index.html").unlink(),
    "added": lambda output: (output / "people/more.html").write_text("more"),
    "a new folder": lambda output: (output / "more").mkdir(),
    "a link in its place": _link,
    "another mode": lambda output: (output / "index.html").chmod(0o600),
    "a folder's mode": lambda output: (output / "people").chmod(0o700),
    "the mark of Casebook": lambda output: append(output / ".casebook", "more"),
    "all of it": lambda output: shutil.rmtree(output),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_whatever_is_done_to_the_output_is_put_right(
    standing: Builds, how: str, finished: dict[str, bytes]
) -> None:
    modes = modes_in(standing.output)
    TAMPERED[how](standing.output)
    assert standing()
    assert published(standing.output) == finished
    assert modes_in(standing.output) == modes
    assert not standing()


def modes_in(output: Path) -> dict[Path, int]:
    return {path: path.stat().st_mode for path in (output, *output.rglob("*"))}


@pytest.fixture(scope="module")
def once_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record for all tests that leave it as it was, so that each need not build it first."""
    return make_site(tmp_path_factory.mktemp("standing") / "site")


@pytest.fixture
def standing(once_built: Path, monkeypatch: pytest.MonkeyPatch) -> Builds:
    """Builds of it, after which there is nothing to do, whatever became of the test before."""
    builds = Builds(once_built, monkeypatch)
    if builds():
        assert not builds()
    return builds


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return cold(make_site(tmp_path_factory.mktemp("finished") / "site"))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _elsewhere(path: Path) -> None:
    path.rename(path.with_name("other"))
    path.symlink_to("other")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGED: dict[str, Callable[[Path], object]] = {
    "gone": lambda path: path.unlink(),
    "cut off": _cut,
    "one bit": _flip,
    "empty": lambda path: path.write_bytes(b""),
    "garbage": lambda path: path.write_bytes(os.urandom(5000)),
    "another value": lambda path: path.write_bytes(pack([1, 2, {"format": 1}], [b"abc"])),
    "deep": lambda path: path.write_bytes(pack(0).replace(b"0", b"[" * 100_000)),
    "no pages": lambda path: path.write_bytes(pack([1, "", [], [], [], [["a", "b", 3, 4]]], [b""])),
    "beyond": lambda path: path.write_bytes(pack([1, "", ["w"], [9], ["d"], []], [b""])),
    "a pipe": _pipe,
    "a link": _elsewhere,
    "a folder": _folder,
}


TELLING = {"gone", "one bit", "another value", "deep", "a pipe", "a link"}
"""One of each sort: nothing there, bytes that do not hold, bytes that hold and say something else,
what cannot be read, what is no file. The others are an audit of the same few refusals."""


@pytest.mark.parametrize(
    "how",
    [pytest.param(how, marks=[] if how in TELLING else [pytest.mark.long]) for how in DAMAGED],
)
def test_a_damaged_note_makes_a_first_build(
    build: Builds, how: str, finished: dict[str, bytes]
) -> None:
    build()
    for name in ("last-build", "last-pages"):
        DAMAGED[how](build.cache / name)
    assert build()
    assert published(build.output) == finished


def test_a_build_keeps_nothing_where_it_may_not(build: Builds) -> None:
    assert build("--no-cache")
    assert not build.cache.exists()
    build.cache.symlink_to(build.site.parent, target_is_directory=True)
    assert build()
    assert build()
    assert not (build.site.parent / "last-build").exists()
    build.cache.unlink()
    build.cache.write_text("a file")
    assert build()
    assert build()


def test_what_was_asked_for_counts(build: Builds, tmp_path: Path) -> None:
    build()
    assert build("--output", str(tmp_path / "other"))
    assert not build("--output", str(tmp_path / "other"))
    assert build("--draft", "--output", str(tmp_path / "other"))
    assert build()
    assert not build()
    old = os.umask(0o077)
    try:
        assert build()
        assert (build.output / "index.html").stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(old)


def _own_style(site: Path) -> None:
    (site / "static").mkdir()
    (site / "static/own.css").write_text("p {}", encoding="utf-8")


CHANGES: dict[str, Callable[[Path], object]] = {
    "words": lambda site: append(site / "people.yaml", "\n# more\n"),
    "a file": _own_style,
    "a name": lambda site: (site / "people.yml").write_text("a: b\n"),
    "a layout": lambda site: (site / "layouts").mkdir(),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_a_build_reads_counts(build: Builds, what: str) -> None:
    build()
    (build.site / "people.yaml").touch()
    (build.site / "unread.txt").write_text("nobody reads it")
    assert not build()
    CHANGES[what](build.site)
    assert build()
    assert published(build.output) == cold(build.site)


def test_an_edit_during_a_build_is_not_overlooked(
    build: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = build.site / "people.yaml"
    text, times = path.read_text(encoding="utf-8"), path.stat()
    real = command._Memory.keep

    def keep(self: command._Memory, *given: object) -> None:
        # Somebody edits after the file was read, and takes it back before anybody looks again.
        path.write_text(text + "\n# more\n", encoding="utf-8")
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        real(self, *given)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(command._Memory, "keep", keep)
        assert build()
    assert build()
    assert not build()


def test_an_output_edited_just_after_it_was_published_is_not_taken_for_ours(
    build: Builds, monkeypatch: pytest.MonkeyPatch, finished: dict[str, bytes]
) -> None:
    real = command._Memory.keep

    def keep(self: command._Memory, *given: object) -> None:
        append(build.output / "index.html", "more")
        real(self, *given)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(command._Memory, "keep", keep)
        assert build()
    assert build()
    assert published(build.output) == finished


OPENED = """
import os, sys
seen = set()
def hook(event, given):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(given[0], (str, bytes)):
        seen.add(os.path.realpath(os.fsdecode(given[0])))
sys.addaudithook(hook)
from casebook.cli import main
given = ["--site", sys.argv[1], "--output", sys.argv[3], "--only", "html,data", "--no-cache"]
code = main(["build", *given, "--jobs", "1"])
print("\\n".join(sorted(seen)), file=open(sys.argv[2], "w"))
sys.exit(code)
"""


def test_everything_that_a_build_opens_is_among_what_is_compared(
    site: Path, tmp_path: Path
) -> None:
    from casebook.memory.inputs import _of_generator, _of_record

    subprocess.run(
        [sys.executable, "-c", OPENED, site, tmp_path / "seen", tmp_path / "output"],
        cwd=ROOT,
        # As if our code had never run: compiled code is read instead of it where there is some.
        env={
            **os.environ,
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPYCACHEPREFIX": str(tmp_path / "none"),
        },
        check=True,
        capture_output=True,
    )
    known = {
        os.path.realpath(path)
        for name, path in (*_of_record(site, command._folders()), *_of_generator())
    }
    generator = (str(ROOT / name) for name in ("casebook", "layouts", "static"))
    beside = (str(site.resolve()), *generator)
    opened = (tmp_path / "seen").read_text().splitlines()
    ours = [path for path in opened if path.startswith(beside) and "__pycache__" not in path]
    assert len(ours) > 300
    # Of the record's own folder, only YAML files are looked at, which are all compared.
    assert [path for path in ours if path not in known] == [str(site.resolve())]


def test_nothing_to_do_needs_hardly_an_import(site: Path) -> None:
    code = (
        "import sys; from casebook.cli import main\n"
        "code = main(['build', '--site', sys.argv[1], '--only', 'html'])\n"
        "print(sorted({'yaml', 'jinja2', 'markdown_it', 'casebook.model', 'casebook.render'}"
        " & set(sys.modules)), code)"
    )
    given = [sys.executable, "-c", code, str(site)]
    done = [subprocess.run(given, cwd=ROOT, capture_output=True, text=True) for _ in range(2)]
    assert [one.stdout.splitlines()[-1] for one in done] == [
        "['casebook.model', 'casebook.render', 'jinja2', 'markdown_it', 'yaml'] 0",
        "[] 0",
    ]


# Something was changed


def edits(chance: random.Random, site: Path) -> Iterator[Callable[[], None]]:
    """Edits at random, each of which can be made and taken back; many leave no sound record."""
    files = sorted(
        path
        for path in (*site.glob("*.yaml"), *site.glob("*/*.yaml"), *site.glob("content/*/*.md"))
        if ".casebook" not in str(path) and "output" not in path.parts
    )
    while True:
        path = chance.choice(files)
        yield lambda path=path: path.write_text(  # type: ignore[misc]
            _edited(path.read_text(encoding="utf-8"), chance), encoding="utf-8"
        )


def _edited(text: str, chance: random.Random) -> str:
    entries = re.split(r"(?m)^(?=[a-z0-9-]+:)", text)
    lines = text.split("\n")
    match chance.randrange(7):
        case 0:  # a word more
            number = chance.randrange(len(lines))
            words = lines[number].split(" ")
            if len(words[-1]) > 1 and not lines[number].endswith((":", ">", "|")):
                lines[number] += f" word{chance.randrange(100)}"
            return "\n".join(lines)
        case 1:  # a word less
            number = chance.randrange(len(lines))
            words = lines[number].rstrip().split(" ")
            if len(words) > 6:
                del words[chance.randrange(4, len(words))]
            return "\n".join([*lines[:number], " ".join(words), *lines[number + 1 :]])
        case 2:  # lines that say nothing
            return "\n".join(["# a comment", *lines]) if text[:1] != "-" else text
        case 3:  # an entry elsewhere in its file
            if len(entries) > 2:
                entry = entries.pop(chance.randrange(1, len(entries)))
                entries.insert(chance.randrange(1, len(entries) + 1), entry.rstrip() + "\n")
            return "".join(entries)
        case 4:  # an entry gone
            if len(entries) > 2:
                del entries[chance.randrange(1, len(entries))]
            return "".join(entries)
        case 5:  # one number for another
            found = list(re.finditer(r"\d", text))
            if found:
                at = chance.choice(found).start()
                return text[:at] + str(chance.randrange(10)) + text[at + 1 :]
            return text
        case _:  # an entry once more, by another name
            if len(entries) > 1:
                entry = chance.choice(entries[1:])
                return text.rstrip() + f"\nmore{chance.randrange(99)}-{entry}"
            return text


def edited_in_turn(build: Builds, seed: int, steps: int) -> tuple[list[str], int]:
    """What differs from first builds after edits at random, and how many could be built."""
    chance = random.Random(seed)
    made, wrong = 0, []
    build("--draft")
    for edit in edits(chance, build.site):
        before = {path: path.read_bytes() for path in build.site.glob("**/*") if _is_text(path)}
        for _ in range(chance.choice((1, 1, 2))):
            edit()
        begun = main(
            ["build", "--site", str(build.site), "--only", "html,data", "--jobs", "1", "--draft"]
        )
        if begun != 0:
            for path, data in before.items():
                path.write_bytes(data)
            continue
        made += 1
        draft = read(build.site, lambda words: None, draft=True)
        first = render(order(draft, frozenset(("html", "data")), lambda words: None))
        now, then = published(build.output), {one.path: one.data for one in first}
        wrong += [path for path in now.keys() | then.keys() if now.get(path) != then.get(path)]
        if made == steps:
            return wrong, made
    raise AssertionError


def _is_text(path: Path) -> bool:
    return path.suffix in (".yaml", ".md") and "output" not in path.parts


def test_after_edits_at_random_every_file_is_a_first_builds(build: Builds) -> None:
    assert edited_in_turn(build, 1, 12) == ([], 12)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 12))
def test_after_many_edits_at_random_every_file_is_a_first_builds(build: Builds, seed: int) -> None:
    assert edited_in_turn(build, seed, 20) == ([], 20)


NEW_EVENT = """\
mole-is-repaired:
  kind: repair
  title: The mole is repaired
  date: 1912-07
  accounts:
    - from: log p5
      says: >
        The [[long-mole]] was repaired, after [[crane-falls]].
"""
NEW_TERM = """
mole:
  name: Mole
  meaning: >
    A wall against the sea.
  cite: https://example.org/mole
"""


def _reworded(file: str, old: str, new: str) -> Callable[[Path], object]:
    def edit(site: Path) -> None:
        text = (site / file).read_text(encoding="utf-8")
        assert old in text
        (site / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


SEEN_BY: dict[str, tuple[str, Callable[[Path], object]]] = {
    "a record": (
        keys.RECORD,
        _reworded("timeline.yaml", "because a shackle was worn", "for want of a pin"),
    ),
    "a name": (keys.SHOWN, _reworded("people.yaml", "name: Idris Vane", "name: Idris Vane II")),
    "what refers to it": (keys.TO, lambda site: append(site / "timeline.yaml", NEW_EVENT)),
    "its neighbours": (keys.BESIDE, lambda site: append(site / "timeline.yaml", NEW_EVENT)),
    "which there are": (keys.KIND, lambda site: append(site / "glossary.yaml", NEW_TERM)),
    "an excerpt": (keys.EXCERPT, lambda site: _excerpt(site)),
}


def _excerpt(site: Path) -> None:
    path = min((site / "content/excerpts").glob("*.md"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.rstrip() + " So it ends.\n", encoding="utf-8")


@pytest.mark.parametrize("what", SEEN_BY)
def test_a_read_that_is_not_noticed_leaves_a_page_as_it_was(
    build: Builds, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Else the tests above could not fail: each sort of read is needed for some page.
    sign, edit = SEEN_BY[what]
    real = State.digest

    def blind(self: State, key: str) -> str:
        return "as it was" if key.startswith(sign) else real(self, key)

    monkeypatch.setattr(State, "digest", blind)
    # The claim is called by the name of its speaker, of whom this page shows nothing else.
    (build.site / "content/pages/tides.md").write_text(
        "---\ntitle: Tides\n---\n\nSee [[vane-made-good]].\n", encoding="utf-8"
    )
    assert build()
    edit(build.site)
    assert build()
    assert published(build.output) != cold(build.site)


def test_an_edit_makes_again_only_what_reads_it(
    build: Builds, capsys: pytest.CaptureFixture[str]
) -> None:
    build()
    before = {path: path.stat().st_ino for path in build.output.rglob("*.html")}
    _reworded("timeline.yaml", "because a shackle was worn", "for want of a pin")(build.site)
    made: list[str] = []
    real = PageMemory.take

    def take(self: PageMemory, output: Output) -> Output:
        made.append(output.path)
        return real(self, output)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PageMemory, "take", take)
        assert build()
    assert "events/crane-falls.html" in made
    assert len(made) < len(before) / 2
    assert not {"glossary/tally.html", "reading.html"} & set(made)


def made_for_search(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Of which records search's documents are made, in the builds that follow."""
    made: list[str] = []
    real = index._lines

    def lines(desk: Desk, entry: Entry, *more: Any) -> list[bytes]:
        made.append(entry.key)
        return real(desk, entry, *more)

    monkeypatch.setattr(index, "_lines", lines)
    return made


def test_search_makes_again_only_what_an_edit_changes(
    build: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = made_for_search(monkeypatch)
    build()
    everything = len(made)
    made.clear()
    _reworded("people.yaml", "name: Idris Vane", "name: Idris Vane II")(build.site)
    build()
    # His own, and those that name him; most others stand.
    assert "person-idris-vane" in made
    assert 1 < len(made) < everything / 2
    assert published(build.output) == cold(build.site)


def test_search_gives_no_record_the_words_of_another(
    build: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if somebody had written into the notes: nothing that was noted of pieces is in its place.
    build()
    real = recall_pages

    def mixed(folder: Path) -> PageNotes:
        found = real(folder)
        names = list(found.index.pieces)
        reads = [found.index.pieces[name] for name in (*names[1:], names[0])]
        return replace(
            found, index=replace(found.index, pieces=dict(zip(names, reads, strict=True)))
        )

    monkeypatch.setattr(pages, "recall_pages", mixed)
    made = made_for_search(monkeypatch)
    append(build.site / "glossary.yaml", NEW_TERM)
    build()
    assert 0 < len(made) < 20
    assert published(build.output) == cold(build.site)


@pytest.mark.parametrize("wrong", ["another language", "edited"])
def test_search_is_made_anew_where_what_stands_is_not_known(
    build: Builds, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    build()
    made = made_for_search(monkeypatch)
    if wrong == "edited":
        append(build.output / index.PATH, "more")
        _reworded("people.yaml", "name: Idris Vane", "name: Idris Vane II")(build.site)
    else:
        _reworded("site.yaml", "language: en", "language: de")(build.site)
    build()
    edition = read(build.site, lambda words: None).edition
    assert {entry.key for kind in edition.entries.values() for entry in kind.values()} == {*made}
    made.clear()
    assert published(build.output) == cold(build.site)


def test_a_page_hangs_on_the_order_of_events_and_not_on_their_dates(site: Path) -> None:
    edition = read(site, lambda words: None).edition
    ours = WatchedEdition(edition)
    events, found = ours.reads.of(lambda: ours.in_time(reversed(ours.chronology[:3])))
    assert [event.id for event in events] == [event.id for event in edition.chronology[:3]]
    (key,) = set(found) - {keys.CHRONOLOGY}
    assert State(edition).digest(key) == "True"
    assert ours.reads.of(lambda: ours.in_time(events[:1])) == ([events[0]], ())
    for other in (events[::-1], [events[0], events[2], events[1]]):
        said = keys.ORDER + " ".join(event.id for event in other)
        assert State(edition).digest(said) == "False"
    assert State(edition).digest(f"{key} no-such-event") == "-"


def test_a_watched_edition_lets_nothing_be_read_unseen(site: Path) -> None:
    edition = read(site, lambda words: None).edition
    ours = WatchedEdition(edition)
    with pytest.raises(TypeError):
        hash(ours)
    for look in (
        lambda: ours.manuscript.texts_that_are_not_known,  # type: ignore[attr-defined]
        lambda: ours.manuscript.root,
        lambda: list(ours.resolved),
        lambda: list(ours.excerpts),
        lambda: list(ours.unproved),
        lambda: list(ours.edges_to),
    ):
        with contextlib.suppress(AttributeError):
            assert keys.ALL in ours.reads.of(look)[1]
    (event, *_), read_for = ours.reads.of(lambda: ours.of("event"))
    assert read_for == (keys.KIND + "event",)
    assert ours.reads.of(lambda: event.title)[1] == (keys.SHOWN + event.key,)
    assert ours.reads.of(lambda: event.record)[1] == (keys.RECORD + event.key,)
    # Every field of an Edition is either noted as finely as here, or as all.
    assert {field.name for field in fields(Edition)} == set(watched._FINELY)


def test_what_is_remembered_passes_on_what_it_was_made_of() -> None:
    reads = Reads()

    def made() -> str:
        reads.found.add("a")
        return "made"

    def again() -> str:
        reads.found.add("b")
        return reads.again(kept)

    kept = reads.of(made)
    assert kept == ("made", ("a",))
    made_again, found = reads.of(again)
    assert (made_again, set(found)) == ("made", {"a", "b"})


def test_a_page_that_was_changed_under_our_hands_is_made_anew(
    build: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    _reworded("timeline.yaml", "because a shackle was worn", "for want of a pin")(build.site)
    real, calls = publishing.publish, 0

    def publish(*given: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 1:
            append(build.output / "glossary/tally.html", "more")
        return real(*given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "publish", publish)
        assert build()
    assert calls == 2
    assert published(build.output) == cold(build.site)
    assert not build()


@pytest.mark.long
def test_two_builds_at_once_leave_a_whole_site(site: Path, finished: dict[str, bytes]) -> None:
    given = [sys.executable, "build.py", "build", "--site", str(site), "--only", "html,data"]
    for _ in range(3):
        (site / "people.yaml").write_bytes((site / "people.yaml").read_bytes() + b"\n")
        both = [subprocess.Popen(given, cwd=ROOT, stderr=subprocess.DEVNULL) for _ in range(2)]
        assert [one.wait(timeout=120) for one in both] == [0, 0]
        assert published(site / "output") == finished
