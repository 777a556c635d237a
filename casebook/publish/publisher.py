"""From outputs to a folder that holds exactly them: compared, staged, exchanged, tidied."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from casebook.output import Kept, NotKeptError, Output, by_path, folders_of
from casebook.publish.destination import MARKER, MARKER_DATA, Place, absolute, vet
from casebook.publish.durable import folder_to_disk, to_disk
from casebook.publish.errors import PublishError, plain_words
from casebook.publish.exchange import put_in_place
from casebook.publish.interrupt import tidy_end
from casebook.publish.lock import PATIENCE, Waiting, locked
from casebook.publish.staging import aside, new_staging, strays, tidied
from casebook.publish.standing import Identity, Standing, Twin, identity_of, kept_twin, survey, twin

Progress = Callable[[int, int], None]
"""Is told how many files are done, of how many."""


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing came to, in files; Casebook's own mark is not counted."""

    written: int
    unchanged: int
    """Shared with the old edition."""
    removed: int
    """In the old folder and no longer in the new."""
    leftover: tuple[Path, ...] = ()
    """Old folders that could not be removed, as somebody closed them; the next build tries."""
    files: Mapping[str, Identity] = field(default_factory=dict, repr=False, compare=False)
    """All that stands there now, Casebook's own mark included, as it was written or compared."""


def publish(
    outputs: Iterable[Output | Kept],
    destination: Path,
    *,
    site: Path | None = None,
    progress: Progress | None = None,
    waiting: Waiting | None = None,
    patience: float = PATIENCE,
) -> Published:
    """Replaces the folder `destination` by one that holds exactly these outputs, in one step.

    All outputs are taken before anything is touched, so a renderer that fails costs nothing.
    `site` is the site directory, which is never replaced. While another build publishes to
    the same place, `waiting` is called several times a second, for up to `patience` seconds.
    When everything is as it should be already, nothing is replaced.

    NotKeptError, with the old folder as it was, where a file that was to be kept is not the
    one that it was. Raises ValueError for outputs that cannot stand together (a bug of ours),
    and PublishError, with the old folder as it was, for what people must put right.
    """
    wanted = by_path(outputs, taken=[MARKER])
    path = absolute(destination)
    with plain_words(path), tidy_end():
        vet(destination, site)
        with _made(path.parent), locked(path, patience, waiting):
            with tidied(path):
                done = _replace(wanted, vet(destination, site), progress)
            return replace(done, leftover=tuple(strays(path)))


def _replace(
    wanted: dict[str, Output | Kept], place: Place, progress: Progress | None
) -> Published:
    standing = survey(place.path) if place.standing else Standing()
    staged = new_staging(place.path)
    mark = staged / MARKER
    files = {MARKER: _write(mark, MARKER_DATA)}
    twins = _twins(wanted, standing, place.path, mark.lstat())
    if _is_done(wanted, twins, standing, place.path, staged):
        _tell(progress, len(wanted), len(wanted))
        files = {path: each.identity for path, each in twins.items()}
        files[MARKER] = identity_of((place.path / MARKER).lstat())
        return Published(0, len(wanted), 0, files=files)
    written = _fill(staged, wanted, twins, files, progress)
    to_disk(staged, [mark, *written], [staged / each for each in folders_of(wanted)])
    _refuse_changed(place)
    put_in_place(staged, place.path, aside(place.path), place.standing is not None)
    folder_to_disk(place.path.parent)
    removed = standing.files - wanted.keys() - {MARKER}
    return Published(len(written), len(wanted) - len(written), len(removed), files=files)


def _twins(
    wanted: dict[str, Output | Kept], standing: Standing, old: Path, like: os.stat_result
) -> dict[str, Twin]:
    found = {
        path: _twin(old / path, wanted[path], like)
        for path in sorted(standing.files & wanted.keys())
    }
    return {path: each for path, each in found.items() if each is not None}


def _twin(path: Path, output: Output | Kept, like: os.stat_result) -> Twin | None:
    if isinstance(output, Kept):
        return kept_twin(path, output.mark, like)
    return twin(path, output.data, like)


def _is_done(
    wanted: dict[str, Output | Kept],
    twins: dict[str, Twin],
    standing: Standing,
    old: Path,
    staged: Path,
) -> bool:
    """Whether the old folder is already what the new one would be, modes included."""
    if len(twins) < len(wanted) or standing.files != wanted.keys() | {MARKER}:
        return False
    fresh = survey(staged).folders[""]
    folders = dict.fromkeys(["", *folders_of(wanted)], fresh)
    if standing.others or standing.folders != folders:
        return False
    return twin(old / MARKER, MARKER_DATA, (staged / MARKER).lstat()) is not None


def _fill(
    staged: Path,
    wanted: dict[str, Output | Kept],
    twins: dict[str, Twin],
    files: dict[str, Identity],
    progress: Progress | None,
) -> list[Path]:
    """Writes or links every output, notes what it is in `files`, and gives those written."""
    for folder in sorted(folders_of(wanted)):  # a folder sorts before what is in it
        (staged / folder).mkdir()
    written = []
    for done, (path, output) in enumerate(wanted.items(), start=1):
        target = staged / path
        known = twins.get(path)
        if known is not None and known.link(target):
            files[path] = known.identity
        elif isinstance(output, Kept):
            raise NotKeptError(path)
        else:
            files[path] = _write(target, output.data)
            written.append(target)
        _tell(progress, done, len(wanted))
    return written


def _write(path: Path, data: bytes) -> Identity:
    """Writes a new file, and never one that is there already."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    fd = os.open(path, flags, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(fd, rest) :]
        return identity_of(os.fstat(fd))
    finally:
        os.close(fd)


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)


def _refuse_changed(place: Place) -> None:
    """What is replaced must be what was looked at."""
    try:
        found = place.path.lstat()
    except FileNotFoundError:
        now = None
    else:
        now = (found.st_dev, found.st_ino)
    if now != place.standing:
        raise PublishError(
            f"something else replaced `{place.path.name}` while the site was being written",
            "build again when nothing else works there",
        )


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Makes a folder and those above it where there are none; takes them back on failure."""
    missing = [each for each in (folder, *folder.parents) if not os.path.lexists(each)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for each in missing:
            with suppress(OSError):
                each.rmdir()
        raise
