"""What keeps a site from being published, in words for whoever runs the build."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class PublishError(Exception):
    """The output could not be replaced; what stood there before stands there still."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        """One sentence without a full stop."""
        self.hint = hint
        """What to do about it."""


_AS_IT_WAS = "the earlier output is as it was"
_WORDS: dict[int, tuple[str, str]] = {
    errno.ENOSPC: (
        "there is no room left on the disk for `{name}`",
        f"free some space and build again; {_AS_IT_WAS}",
    ),
    errno.EDQUOT: (
        "`{name}` does not fit into your share of the disk (quota)",
        f"delete what you do not need and build again; {_AS_IT_WAS}",
    ),
    errno.EFBIG: (
        "a file of the site is larger than this disk or account allows",
        f"build on another disk, or raise the limit (ulimit -f); {_AS_IT_WAS}",
    ),
    errno.EACCES: (
        "you may not write in `{parent}`, where `{name}` is to stand",
        "ask for permission to write there, or choose another folder with --output",
    ),
    errno.EROFS: (
        "`{parent}`, where `{name}` is to stand, can only be read",
        "choose a folder on another disk with --output",
    ),
    errno.ENAMETOOLONG: (
        "a name is too long for this disk: `{file}`",
        "shorten the name, or choose a folder on another disk with --output",
    ),
    errno.EBUSY: (
        "`{name}` cannot be replaced, as a disk is mounted there or a program holds it",
        "choose a folder inside it with --output, or close the program",
    ),
    errno.EXDEV: (
        "`{name}` cannot be replaced in one step, as it is spread over several disks or layers",
        "delete it by hand and build again, or choose another folder with --output",
    ),
    errno.ENOTDIR: (
        "`{file}` is a file where a folder is needed",
        "choose another folder with --output",
    ),
    errno.ENOENT: (
        "something else changed `{parent}` while the site was being written",
        f"build again when nothing else works there; {_AS_IT_WAS}",
    ),
    errno.ENOLCK: (
        "the disk that holds `{name}` offers no locks, so two builds could meet there",
        "choose a folder on a local disk with --output",
    ),
}
_WORDS[errno.EPERM] = _WORDS[errno.EACCES]
_WORDS[errno.EEXIST] = _WORDS[errno.ENOENT]
_WORDS[errno.ENOTEMPTY] = _WORDS[errno.ENOENT]


def explain(error: OSError, destination: Path) -> PublishError:
    """The system's complaint about a destination in plain words, with what to do about it."""
    words = _WORDS.get(error.errno or 0)
    if words is None:
        reason = (error.strerror or type(error).__name__).lower()
        return PublishError(f"`{destination.name}` could not be written: {reason}", _AS_IT_WAS)
    values = {
        "name": destination.name,
        "parent": os.fspath(destination.parent),
        "file": _file_of(error, destination),
    }
    message, hint = words
    return PublishError(message.format_map(values), hint)


def _file_of(error: OSError, destination: Path) -> str:
    """The file complained of, without the passing folder that it was being written to."""
    if not isinstance(error.filename, str):
        return destination.name
    file = Path(error.filename)
    beside = f".{destination.name}.casebook-"
    if file.is_relative_to(destination.parent):
        parts = file.relative_to(destination.parent).parts
        if len(parts) > 1 and parts[0].startswith(beside):
            return "/".join(parts[1:])
    return os.fspath(file)


@contextmanager
def plain_words(destination: Path) -> Iterator[None]:
    """Turns any complaint of the system about the work inside into a PublishError.

    A broken pipe is let through: it is never the disk's, but that of whoever is told of
    progress.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise explain(error, destination) from error
