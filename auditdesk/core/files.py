"""Files leave the program whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from auditdesk.core.errors import BadInput, DiskFull, FileExists, FileMissing, FileProblem, ReadOnly

FULL = {errno.ENOSPC, errno.EDQUOT}
OURS = {errno.EBADF, errno.EFAULT}
"""Operating-system errors that no file and no person can cause."""


@contextlib.contextmanager
def writing_atomically(path: Path) -> Iterator[IO[bytes]]:
    """Open a temporary file beside `path`; on a clean exit flush it to the disk and put it in place.

    On any error the temporary file is removed and what stood at `path` stays. Raises DiskFull, ReadOnly, FileMissing.
    """
    try:
        fd, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise file_error(error, path) from error
    temp = Path(name)
    try:
        with os.fdopen(fd, "w+b") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(temp, path)
        sync_folder(path.parent)
    except OSError as error:
        temp.unlink(missing_ok=True)
        raise file_error(error, path) from error
    except BaseException:
        temp.unlink(missing_ok=True)
        raise


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` so that `path` holds either the old or the new bytes, never a part. Raises like the above."""
    with writing_atomically(path) as out:
        out.write(data)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut, where the platform lets a folder be synced."""
    if os.name != "posix":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def read_whole(path: Path, largest: int) -> bytes:
    """All bytes of an ordinary file; a pipe or a device is refused instead of waited for.

    Raises FileMissing, ReadOnly, FileProblem, and BadInput with is_a_folder, not_a_file or too_large.
    """
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise BadInput(str(path), "not_a_file")
            data = file.read(largest + 1)
    except OSError as error:
        raise file_error(error, path) from error
    if len(data) > largest:
        raise BadInput(str(path), "too_large")
    return data


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def make_folder(path: Path, mode: int = 0o777) -> None:
    """Make a folder and those above it where they are missing. Raises FileExists when a file stands there, ReadOnly."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=mode)
    except OSError as error:
        raise file_error(error, path) from error


def file_error(error: OSError, path: Path) -> Exception:
    """The AuditdeskError for an operating-system error on `path`, or the error itself when it is a fault of ours."""
    if error.errno in FULL:
        return DiskFull(str(path))
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return ReadOnly(str(path))
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return FileMissing(str(path))
    if error.errno == errno.EEXIST:
        return FileExists(str(path))
    if error.errno == errno.EISDIR:
        return BadInput(str(path), "is_a_folder")
    return error if error.errno in OURS else FileProblem(str(path))
