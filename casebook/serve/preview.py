"""What the browsers are shown: the last site that could be built, or what is wrong now."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass

from casebook.serve.build import Built
from casebook.serve.media_types import media_type
from casebook.serve.problem_page import problem_page

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

    @property
    def is_page(self) -> bool:
        """Whether it is HTML, and so can be told to reload."""
        return self.type.startswith("text/html")


class Preview:
    """The state of the preview. It changes only between two requests, never during one.

    After an edit the pages that are looked at are shown ahead of the others; whoever asks for
    another meanwhile waits for it, so that nobody takes an old page for a new one.
    """

    def __init__(self) -> None:
        self.stamp = 0
        """Another number for each thing shown, also after a restart of the server: a page says
        which it shows, and one that missed the news is told again."""
        self._files: Mapping[str, bytes] = {}
        self._ahead: Mapping[str, bytes] | None = {}
        """All that may be shown yet; None where that is everything."""
        self._told: list[str] = []
        """What browsers were told when that was shown."""
        self._notice: bytes | None = None
        self._recent: dict[str, None] = {"index.html": None}
        self._news = asyncio.Event()

    @property
    def looked_at(self) -> tuple[str, ...]:
        """The pages that were asked for last."""
        return tuple(self._recent)

    async def news(self) -> None:
        """Wait until something else is shown."""
        await self._news.wait()

    def show_ahead(self, files: Mapping[str, bytes]) -> list[str]:
        """Show these files from now on, and no others until `show`; gives what to reload."""
        changed = [path for path, data in files.items() if self._files.get(path) != data]
        if self._notice is not None:
            changed = [EVERYTHING]
        self._files, self._ahead, self._notice = {**self._files, **files}, files, None
        self._told = self._tell(changed)
        return self._told

    def show(self, built: Built) -> list[str]:
        """Show what was built from now on; gives what browsers must reload to see it.

        That is nothing if nothing differs, the style sheets if only they do (a page can take
        them in place, and stays where it was scrolled to), and everything otherwise.
        """
        notice = problem_page(built) if built.files is None else None
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
        return self._tell(changed)

    def _tell(self, changed: list[str]) -> list[str]:
        if changed:
            self.stamp = max(self.stamp + 1, time.time_ns() // 1_000_000)
        news, self._news = self._news, asyncio.Event()
        news.set()
        return changed if all(path.endswith(".css") for path in changed) else [EVERYTHING]

    def answer(self, path: str) -> Answer | None:
        """What is at a decoded path that begins with a slash; None where that is not made yet.

        While there are problems they are shown at every address but those of static files, so
        that nobody takes an old page for the new one.
        """
        name = path[1:]
        if name == "" or name.endswith("/"):
            name += "index.html"
        if name.endswith(".html"):
            self._look_at(name)
        if self._notice is not None and not (name.startswith("static/") and name in self._files):
            return Answer(503, _PAGE, self._notice)
        if self._ahead is not None and name not in self._ahead:
            return None
        if name in self._files:
            return Answer(200, media_type(name), self._files[name])
        if f"{name}/index.html" in self._files:
            return Answer(302, _WORDS, b"", f"/{name}/")
        if "404.html" in self._files:
            return Answer(404, _PAGE, self._files["404.html"])
        return Answer(404, _WORDS, b"There is no such page.\n")

    def _look_at(self, name: str) -> None:
        self._recent.pop(name, None)
        self._recent[name] = None
        if len(self._recent) > RECENT:
            del self._recent[next(iter(self._recent))]


def _changed(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[str]:
    return sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path))
