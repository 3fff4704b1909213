"""Files leave the program whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from auditdesk.core.errors import DiskFull, FileMissing, ReadOnly

FULL = {errno.ENOSPC, errno.EDQUOT}


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


def file_error(error: OSError, path: Path) -> Exception:
    """The AuditdeskError for an operating-system error on `path`, or the error itself when it is none of ours."""
    if error.errno in FULL:
        return DiskFull(str(path))
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return ReadOnly(str(path))
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return FileMissing(str(path))
    return error
