"""Gatherings laid out in processes, each no more often than it must be, and bound into one PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from casebook.memory.blobs import Damaged
from casebook.problem import Problem, RecordError
from casebook.render.book.bounded import Stopped, in_processes
from casebook.render.book.cache import Cache
from casebook.render.book.faces import subset
from casebook.render.book.gatherings import Gathering
from casebook.render.book.letters import MissingLetters
from casebook.render.book.merge import merge
from casebook.render.book.press import Press
from casebook.render.book.sheet import Sheet, Sheets, unpacked_sheet
from casebook.render.parts import Order
from casebook.spot import Spot

SECONDS = 60.0
"""Of work that any gathering may be."""
SECONDS_EACH = 1.0
"""And of each thousand characters of its markup: some twenty times what they take."""
_LIBRARIES = ("weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5")
_FILES = re.compile(r"""(?:src|href)="(file:[^"]*)"|url\(\s*["']?([^"')]+)""")
_WHY = {
    "endless": ("takes too long to lay out", "look for a very long table or text in it"),
    "large": ("takes too much memory to lay out", "look for a very long table or text in it"),
    "crashed": (
        "cannot be laid out: what lays it out crashed",
        "look for something nested very deeply in it, and report this if nothing is",
    ),
}


class Bindery:
    """Lays out a book's gatherings and joins them."""

    def __init__(self, order: Order, cache: Cache) -> None:
        """BookUnavailable is raised once libraries are needed that the system lacks."""
        self._order = order
        self._paper = order.paper or str(order.edition.site.paper or "A4")
        self._direction = order.edition.interface.direction
        self._cache = cache
        self._base = _digest_of(self._standing())
        self._press: Press | None = None
        self._round = 0

    def lay_out(self, gatherings: Sequence[Gathering], texts: Sequence[str]) -> Sheets:
        """The sheets of some texts; those that were laid out before are not again.

        After the first round, in which numbers are guessed, they come with their pieces.
        RecordError where one cannot be laid out, MissingLetters where letters are missing.
        """
        self._round += 1
        with_piece = self._round > 1
        keys = [f"{with_piece} {self._key(text)}" for text in texts]
        found = [self._kept(key) for key in keys]
        missing = [number for number, sheet in enumerate(found) if sheet is None]
        if missing:
            self._lay_out(gatherings, texts, keys, missing, found)
        return Sheets([sheet for sheet in found if sheet is not None])

    def bind(self, sheets: Sheets) -> bytes:
        """The PDF of finished sheets."""
        pieces = [sheet.piece for sheet in sheets.sheets if sheet.piece is not None]
        assert len(pieces) == len(sheets.sheets)
        return merge(pieces, self._subset, self._order.jobs)

    def _lay_out(
        self,
        gatherings: Sequence[Gathering],
        texts: Sequence[str],
        keys: Sequence[str],
        missing: Sequence[int],
        found: list[Sheet | None],
    ) -> None:
        press = self._press = self._press or Press(
            self._order.layouts, self._order.static, self._paper, self._direction
        )
        with_piece = self._round > 1

        def work(task: int) -> bytes:
            number = missing[task]
            return _sheet(press, texts[number], gatherings[number].id, with_piece)

        seconds = [SECONDS + SECONDS_EACH * len(texts[n]) / 1000 for n in missing]
        letters: dict[int, str] = {}
        try:
            for done, (task, data) in enumerate(
                in_processes(work, seconds, self._order.jobs), start=1
            ):
                self._order.pulse()
                number = missing[task]
                if data[:1] == b"?":
                    letters[number] = data[1:].decode()
                else:
                    found[number] = self._take(keys[number], data[1:])
                if len(missing) > 1:
                    self._order.progress(
                        f"Laying out the book, pass {self._round}, part {done} of {len(missing)}"
                    )
        except Stopped as stopped:
            raise RecordError([_problem(gatherings[missing[stopped.task]], stopped)]) from stopped
        if letters:
            in_order = "".join(letters[number] for number in sorted(letters))
            raise MissingLetters("".join(dict.fromkeys(in_order)))

    def _take(self, key: str, data: bytes) -> Sheet:
        """A sheet as it came, kept; the font files in it are kept once for all sheets."""
        sheet = unpacked_sheet(data)
        for digest, file in (sheet.files or {}).items():
            if self._cache.get(f"face {digest}") is None:
                self._cache.put(f"face {digest}", file)
        sheet.files = None
        self._cache.put(key, sheet.packed())
        return sheet

    def _kept(self, key: str) -> Sheet | None:
        """What was laid out before, where it is whole."""
        data = self._cache.get(key)
        if data is None:
            return None
        try:
            sheet = unpacked_sheet(data)
        except Damaged:
            return None
        faces = sheet.piece.faces if sheet.piece else []
        if any(self._cache.get(f"face {face.file}") is None for _, face in faces):
            return None
        return sheet

    def _subset(self, file: str, glyphs: tuple[int, ...]) -> bytes:
        key = f"subset {self._base} {file} {glyphs}"
        data = self._cache.get(key)
        if data is None:
            whole = self._cache.get(f"face {file}")
            assert whole is not None
            data = subset(whole, glyphs)
            self._cache.put(key, data)
        return data

    def _key(self, text: str) -> str:
        """Of all that a layout hangs on: the text, what it opens, and what stands."""
        files = [_bytes(_path(match[1])) for match in _FILES.finditer(text) if match[1]]
        return _digest_of([self._base.encode(), text.encode(), *files])

    def _standing(self) -> Iterator[bytes]:
        """What all layouts hang on: libraries, this generator, styles, fonts, paper."""
        yield " ".join(f"{name} {version(name)}" for name in _LIBRARIES).encode()
        yield f"{self._paper} {self._direction}".encode()
        for path in sorted(Path(__file__).parent.glob("*.py")):
            yield path.read_bytes()
        for folder in self._order.layouts:
            for path in sorted(p for p in (folder / "book").rglob("*") if p.is_file()):
                yield path.relative_to(folder).as_posix().encode()
                data = path.read_bytes()
                yield data
                if path.suffix == ".css":
                    for match in _FILES.finditer(data.decode("utf-8", "replace")):
                        if match[2]:
                            yield _bytes(path.parent / match[2])


def _sheet(press: Press, text: str, owner: str, with_piece: bool) -> bytes:
    """In a process of its own: a sheet as bytes, or the letters that are missing."""
    try:
        layout = press.lay_out(text)
        piece, files = press.piece(layout, owner) if with_piece else (None, {})
    except MissingLetters as missing:
        return b"?" + missing.letters.encode()
    return (
        b"+"
        + Sheet(
            layout.count,
            layout.anchors(),
            list(layout.links()),
            list(layout.printed()),
            piece,
            files,
        ).packed()
    )


def _problem(gathering: Gathering, stopped: Stopped) -> Problem:
    what, hint = _WHY[stopped.why]
    message = f"“{gathering.title}” in the book, from #{gathering.id} on, {what}"
    return Problem(Spot("site.yaml", 1, 1), "book-layout", message, hint)


def _path(url: str) -> Path:
    return Path(url2pathname(urlsplit(url).path))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError):  # whoever opens it will say so
        return b""


def _digest_of(parts: Iterator[bytes] | Sequence[bytes]) -> str:
    digest = sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()
