"""What the browsers are shown: the last site that could be built, or what is wrong now."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from casebook.serve.build import Built
from casebook.serve.editors import NO_EDITOR, Editor
from casebook.serve.margin import Added, as_html, margin
from casebook.serve.media_types import media_type
from casebook.serve.problem_page import LAST, problem_page, with_last

RECENT = 8
"""How many pages are made before all others: those asked for last, as the ones looked at are."""

EVERYTHING = "*"
"""A path that stands for the whole page, in livereload's protocol."""

_PAGE = media_type("index.html")
_WORDS = media_type("words.txt")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a request: a file of the site, or something said in its place."""

    status: int
    type: str
    data: bytes
    elsewhere: str = ""
    """Where to look instead, for a redirect."""
    page: str = ""
    """The page of the site that it is, or that it stands for."""
    is_last: bool = False
    """Is it of the last good site, while there are problems?"""

    @property
    def is_page(self) -> bool:
        """Whether it is HTML, and so can be told to reload."""
        return self.type.startswith("text/html")


class Preview:
    """The state of the preview. It changes only between two requests, never during one.

    After an edit the pages that are looked at are shown ahead of the others; whoever asks for
    another meanwhile waits for it, so that nobody takes an old page for a new one.
    """

    def __init__(self, editor: Editor = NO_EDITOR) -> None:
        """`editor` is what links to the files open."""
        self.editor = editor
        self.stamp = 0
        """Another number for each thing shown, also after a restart of the server: a page says
        which it shows, and one that missed the news is told again."""
        self.read = Built()
        """What was last found: problems, the texts they stand in, and where pages come from."""
        self._files: Mapping[str, bytes] = {}
        self._good: Mapping[str, bytes] = {}
        """The last site that was made as a whole."""
        self._ahead: Mapping[str, bytes] | None = {}
        """All that may be shown yet; None where that is everything."""
        self._told: list[str] = []
        """What browsers were told when that was shown."""
        self._notice: bytes | None = None
        self._recent: dict[str, None] = {"index.html": None}
        self._open: dict[object, str] = {}
        """The pages that browsers have open, by who tells of them."""
        self._waited: dict[str, None] = {}
        self._margins: dict[tuple[str, bool], Added] = {}
        self._news = asyncio.Event()

    @property
    def looked_at(self) -> Sequence[str]:
        """The pages to be made before others: those open, then those asked for, the last first."""
        there = list(self._open.values())
        asked = list(self._recent)
        return list(dict.fromkeys((*reversed(there), *reversed(asked))))[:RECENT]

    @property
    def waited(self) -> Collection[str]:
        """The pages that somebody asked for and that are not made yet."""
        return list(self._waited)

    def opened(self, who: object, path: str) -> None:
        """A browser has a page open, by the path of its address."""
        self._open[who] = _name(path.removeprefix(f"/{LAST}"))

    def closed(self, who: object) -> None:
        """It has it open no more."""
        self._open.pop(who, None)

    def margin(self, page: str, is_last: bool) -> Added:
        """What is added to a page, made once for what was last found."""
        found = self._margins.get((page, is_last))
        if found is None:
            found = as_html(margin(self.read, page, self.editor, is_last))
            self._margins[page, is_last] = found
        return found

    async def news(self) -> None:
        """Wait until something else is shown."""
        await self._news.wait()

    def show_ahead(self, built: Built) -> list[str]:
        """Show these files from now on, and no others until more come; gives what to reload."""
        files = built.files or {}
        if self._ahead is not None and built.homes is self.read.homes:
            # More of the same build, that somebody waits for: it is told to whoever asked.
            changed = [] if self._told == [EVERYTHING] else self._differing(files)
            self._ahead = {**self._ahead, **files}
        else:
            changed = self._differing(files)
            self._ahead, self._told = files, []
        if self._notice is not None:
            changed = [EVERYTHING]
        self._files, self._notice, self.read = {**self._files, **files}, None, built
        told = self._tell(changed)
        self._told = told or self._told
        return told

    def _differing(self, files: Mapping[str, bytes]) -> list[str]:
        return [path for path, data in files.items() if self._files.get(path) != data]

    def show(self, built: Built) -> list[str]:
        """Show what was built from now on; gives what browsers must reload to see it.

        That is nothing if nothing differs, the style sheets if only they do (a page can take
        them in place, and stays where it was scrolled to), and everything otherwise.
        """
        notice = None
        if built.files is None:
            notice = problem_page(built, self._good.keys(), self.editor)
        files = self._files if built.files is None else built.files
        if notice != self._notice:
            changed = [EVERYTHING]
        elif notice is not None:
            changed = []
        elif self._told == [EVERYTHING]:
            changed = []  # every browser has asked again since
        else:
            changed = _changed(self._files, files)
        self._files, self._ahead, self._notice, self._told = files, None, notice, []
        self._good = files if notice is None else self._good
        self.read = built
        return self._tell(changed)

    def _tell(self, changed: list[str]) -> list[str]:
        if changed:
            self.stamp = max(self.stamp + 1, time.time_ns() // 1_000_000)
        self._waited, self._margins = {}, {}
        news, self._news = self._news, asyncio.Event()
        news.set()
        return changed if all(path.endswith(".css") for path in changed) else [EVERYTHING]

    def answer(self, path: str) -> Answer | None:
        """What is at a decoded path that begins with a slash; None where that is not made yet.

        While there are problems they are shown at every address but those of static files, so
        that nobody takes an old page for the new one; the last good site is beside them, and
        says on every page that it is old.
        """
        if path.startswith(f"/{LAST}"):
            return self._last(path.removeprefix(f"/{LAST[:-1]}"))
        name = _name(path)
        if name.endswith(".html"):
            self._look_at(name)
        if self._notice is not None and not (name.startswith("static/") and name in self._files):
            return Answer(503, _PAGE, with_last(self._notice, name, self._good.keys()))
        if self._ahead is not None and name not in self._ahead:
            self._waited[name] = None
            return None
        if name in self._files:
            return Answer(200, media_type(name), self._files[name], page=name)
        if f"{name}/index.html" in self._files:
            return Answer(302, _WORDS, b"", f"/{name}/")
        if "404.html" in self._files:
            return Answer(404, _PAGE, self._files["404.html"])
        return Answer(404, _WORDS, b"There is no such page.\n")

    def _last(self, path: str) -> Answer:
        """What was at a path when the site was last good; its place now, if it is good again."""
        name = _name(path)
        if self._notice is None:
            return Answer(302, _WORDS, b"", path)
        if name in self._good:
            return Answer(200, media_type(name), self._good[name], page=name, is_last=True)
        return Answer(404, _WORDS, b"There was no such page.\n")

    def _look_at(self, name: str) -> None:
        self._recent.pop(name, None)
        self._recent[name] = None
        if len(self._recent) > RECENT:
            del self._recent[next(iter(self._recent))]


def _name(path: str) -> str:
    """The file of the site that stands at a path."""
    name = path.removeprefix("/")
    return f"{name}index.html" if name == "" or name.endswith("/") else name


def _changed(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[str]:
    return sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path))
