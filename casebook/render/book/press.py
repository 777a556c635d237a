"""WeasyPrint, kept on a short lead: its log is fatal, and it opens nothing but our own files.

This module alone imports it, and only once a book is to be laid out.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from casebook.load.pause import gc_paused
from casebook.problem import Problem, RecordError
from casebook.render.book.letters import MissingLetters, unprintable
from casebook.render.book.pieces import ELSEWHERE, Piece, anchor_elsewhere, collect
from casebook.render.book.tags import amend, languages_of
from casebook.render.book.unavailable import BookUnavailable
from casebook.spot import Spot

ADVICE = (
    "the libraries that lay out the PDF are missing; install them, on Debian or Ubuntu with "
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)
STYLES = ("book/fonts.css", "book/book.css")
RIGHT_TO_LEFT = "book/rtl.css"
_LOGGERS = ("weasyprint", "fontTools")


class LayoutFault(RuntimeError):  # noqa: N818
    """A layout or style of the book is wrong: the message holds what the library said."""


class _Collected(Exception):  # noqa: N818
    """All that is wanted of a PDF was taken: it need not be written."""


class Press:
    """Lays out one book as often as it takes, with the same fonts and styles each time."""

    def __init__(
        self, layouts: list[Path], static: list[Path], paper: str, direction: str = "ltr"
    ) -> None:
        """Read the styles, the first folder of layouts that has one by a name winning.

        `paper` is a page size of CSS, `direction` is `ltr` or `rtl`. BookUnavailable where the
        system lacks libraries; RecordError or LayoutFault where a style is wrong.
        """
        self._weasyprint = _weasyprint()
        self._own = len(layouts) > 1
        self._fetcher = _fetcher(self._weasyprint, [*layouts, *static])
        self._images: dict[str, Any] = {}
        self._fonts = _fonts()
        names = (*STYLES, RIGHT_TO_LEFT) if direction == "rtl" else STYLES
        with self._strictly():
            self._styles = [self._style(filename=_first(layouts, name)) for name in names]
            self._styles.append(self._style(string=f"@page {{ size: {paper} }}"))

    def lay_out(self, html: str) -> Layout:
        """One layout of the whole book.

        RecordError where the record is nested too deeply, or has layouts of its own and the
        library complains; LayoutFault where it complains of ours. MissingLetters, here or when
        the PDF is written, where no face of the styles has a character.
        """
        with self._strictly(), gc_paused():
            page = self._weasyprint.HTML(string=html, url_fetcher=self._fetcher)
            elements = list(page.etree_element.iter())
            for element in elements:
                if "attachment" in str(element.get("rel", "")).lower().split():
                    raise LayoutFault("a layout of the book asks for a file to be attached")
            document = page.render(
                stylesheets=self._styles,
                font_config=self._fonts,
                cache=self._images,
                pdf_variant="pdf/ua-1",
            )
        return Layout(document, elements)

    def pdf(self, layout: Layout) -> bytes:
        """A finished layout as PDF/UA-1 (ISO 14289-1)."""

        def finish(document: object, pdf: object) -> None:
            amend(pdf, layout.languages)

        with self._strictly(), gc_paused():
            data: bytes = layout.document.write_pdf(pdf_variant="pdf/ua-1", finisher=finish)
        return data

    def piece(self, layout: Layout, owner: str) -> tuple[Piece, dict[str, bytes]]:
        """The same as objects to be merged, and the font files they share, by their digests.

        `owner` is an anchor of what was laid out, found nowhere else in the book.
        """
        found = []

        def finish(document: object, pdf: object) -> None:
            amend(pdf, layout.languages)
            found.append(collect(document, pdf, owner))
            raise _Collected

        with self._strictly(), gc_paused(), contextlib.suppress(_Collected):
            layout.document.write_pdf(pdf_variant="pdf/ua-1", finisher=finish)
        return found[0]

    def _style(self, **source: object) -> Any:  # noqa: ANN401
        return self._weasyprint.CSS(url_fetcher=self._fetcher, font_config=self._fonts, **source)

    @contextlib.contextmanager
    def _strictly(self) -> Iterator[None]:
        """Anything the libraries complain of, log or raise for a file is an error."""
        heard: list[str] = []
        try:
            with _listening(heard):
                yield
        except self._weasyprint.urls.FatalURLFetchingError as refused:
            raise self._fault([str(refused.__cause__ or refused)]) from refused
        except RecursionError as error:
            raise RecordError([_problem(
                "site.yaml", "something in the record is nested too deeply to be laid out",
                "look for lists or quotations inside one another",
            )]) from error  # fmt: skip
        if letters := unprintable(heard):
            raise MissingLetters(letters)
        if heard:
            raise self._fault(heard)

    def _fault(self, heard: list[str]) -> Exception:
        """The record's problem where it has layouts of its own, else our mistake."""
        first = heard[0] + (f" (and {len(heard) - 1} more)" if len(heard) > 1 else "")
        if not self._own:
            return LayoutFault("; ".join(heard))
        hint = "mend this record's own layouts or styles of the book"
        return RecordError([_problem("layouts/book", f"the book's layout: {first}", hint)])


class Layout:
    """A layout with what can be read from it."""

    def __init__(self, document: Any, elements: list[Any]) -> None:  # noqa: ANN401
        self.document = document
        self.languages = languages_of(elements)
        self._elements = elements

    @property
    def count(self) -> int:
        """How many pages it has."""
        return len(self.document.pages)

    def anchors(self) -> dict[str, int]:
        """The page of every anchor, the first where it is split, in the order of the book."""
        found: dict[str, int] = {}
        for number, page in enumerate(self.document.pages, start=1):
            for name in page.anchors:
                found.setdefault(name, number)
        return found

    def links(self) -> Iterator[tuple[str, int]]:
        """The anchor that each link inside the book leads to, and the page the link is on."""
        for number, page in enumerate(self.document.pages, start=1):
            for kind, target, *_ in page.links:
                if kind == "internal":
                    yield target, number
                elif kind == "external" and (anchor := anchor_elsewhere(target)):
                    yield anchor, number

    def printed(self) -> Iterator[tuple[str, str]]:
        """The anchor that every printed page number leads to, and the number."""
        for element in self._elements:
            if element.tag == "a" and "page" in str(element.get("class", "")).split():
                target = str(element.get("href", ""))
                yield target.removeprefix(ELSEWHERE).removeprefix("#"), str(element.text)


def _weasyprint() -> Any:  # noqa: ANN401
    try:
        # Where a library is missing it prints advice of its own; where the system has no fonts
        # it warns of that, and the book uses none of them.
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import weasyprint
            import weasyprint.urls
    except OSError as error:
        raise BookUnavailable(ADVICE) from error
    return weasyprint


def _fonts() -> Any:  # noqa: ANN401
    """An empty set of fonts, for the faces that the styles name and no others.

    With the system's fonts at hand, one of them would stand in for a letter that our faces lack:
    another on every system, and none on some.
    """
    from weasyprint.text.fonts import FontConfiguration

    before = os.environ.get("FONTCONFIG_FILE")
    with TemporaryDirectory(prefix="casebook-") as folder:
        settings = Path(folder) / "fonts.conf"
        settings.write_text(_NO_FONTS.format(folder), encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(settings)
        try:
            return FontConfiguration()
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


_NO_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><cachedir>{}</cachedir></fontconfig>
"""


def _first(folders: Iterable[Path], name: str) -> str:
    for folder in folders:
        if (folder / name).is_file():
            return str(folder / name)
    raise LayoutFault(f"there is no {name} among the layouts")


def _fetcher(weasyprint: Any, folders: list[Path]) -> Any:  # noqa: ANN401
    """Opens files inside some folders and refuses everything else."""
    allowed = [folder.resolve() for folder in folders]

    class Fetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        """The only way to a file for the layout; what it refuses ends the layout."""

        def fetch(self, url: str, headers: object = None) -> object:
            parts = urlsplit(url)
            if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
                raise ValueError(f"the book may not open {url[:200]}")
            path = Path(url2pathname(parts.path)).resolve()
            if not any(path.is_relative_to(folder) for folder in allowed):
                raise ValueError(f"the book may not open {path}, outside layouts and static")
            return weasyprint.urls.URLFetcherResponse(url, path.read_bytes())

    return Fetcher(fail_on_errors=True)


class _Ear(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.append(record.getMessage())


@contextlib.contextmanager
def _listening(heard: list[str]) -> Iterator[None]:
    """Collect what the libraries log as a warning or worse, and keep it off the terminal."""
    ear = _Ear(heard)
    before = []
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        before.append((logger, logger.level, logger.propagate))
        logger.addHandler(ear)
        logger.setLevel(logging.WARNING)
        logger.propagate = False
    try:
        yield
    finally:
        for logger, level, propagate in before:
            logger.removeHandler(ear)
            logger.setLevel(level)
            logger.propagate = propagate


def _problem(file: str, message: str, hint: str) -> Problem:
    return Problem(Spot(file, 1, 1), "book-layout", message, hint)
