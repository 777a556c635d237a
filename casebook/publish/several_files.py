"""Changing several files of the record together: all of them, or as far as can be none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from casebook.publish.errors import PublishError


def write_together(changes: Mapping[Path, bytes | None]) -> None:
    """Give each file its new bytes; None takes a file away. PublishError if that cannot be.

    All new files are written beside the old ones and brought to the disk before the first is
    put in its place; what is taken away goes last. If a step fails, the files that were
    changed before it get their old bytes back. A power cut between two steps can leave some
    changed and some not, and never a file that is half old and half new.
    """
    # A link stays a link: the file it leads to is the one that changes.
    targets = {Path(os.path.realpath(path)): data for path, data in changes.items()}
    before = {path: _bytes(path) for path in targets}
    staged: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for path, data in targets.items():
            if data is not None:
                staged[path] = _stage(path, data)
        for path, temporary in staged.items():
            done.append(path)
            temporary.replace(path)
        for path, data in targets.items():
            if data is None:
                done.append(path)
                path.unlink(missing_ok=True)
    except BaseException as error:
        lost = [path for path in done if not _put_back(path, before[path])]
        if isinstance(error, OSError) or lost:
            raise PublishError(*_words(error, lost)) from error
        raise
    finally:
        for temporary in staged.values():
            temporary.unlink(missing_ok=True)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PublishError(*_words(error, [])) from error


def _stage(path: Path, data: bytes) -> Path:
    """The bytes in a hidden file beside the one they are for, with its permissions."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _put_back(path: Path, data: bytes | None) -> bool:
    """Give a file its old bytes back; False if even that cannot be done."""
    try:
        if _bytes(path) == data:
            return True
        if data is None:
            path.unlink(missing_ok=True)
        else:
            staged = _stage(path, data)
            try:
                staged.replace(path)
            finally:
                staged.unlink(missing_ok=True)
    except (OSError, PublishError):
        return False
    return True


def _words(error: BaseException, lost: list[Path]) -> tuple[str, str]:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    name = error.filename2 or error.filename if isinstance(error, OSError) else None
    message = f"the files could not be changed: {reason or type(error).__name__}"
    if name:
        message += f" ({name})"
    if lost:
        names = ", ".join(str(path) for path in lost)
        return message, f"put back by hand what stood in {names}"
    return message, "nothing was changed"


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
