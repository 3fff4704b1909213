"""How a workbook is opened, made or built as the demo: what runs on the worker, and what runs beside the window.

Plain functions without Qt. The core is imported inside them: it costs more than the first window may take.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auditdesk import paths
from auditdesk.core.errors import WrongPassphrase
from auditdesk.core.progress import Progress

if TYPE_CHECKING:
    from auditdesk.core.database import Key
    from auditdesk.core.workbook import Workbook
    from auditdesk.seal.findings import Verification

SUFFIX = ".auditdesk"
_WARM = ("auditdesk.core.workbook", "auditdesk.core.queries", "auditdesk.core.planning")
"""What opening needs. Signatures are not among it: their libraries take as much memory as all the rest."""


def warm(progress: Progress) -> None:
    """Import what the next step will need, while the person still reads."""
    for done, name in enumerate(_WARM):
        progress(done, len(_WARM))
        importlib.import_module(name)


# ---- an existing workbook -------------------------------------------------------------------------------------------
def looking_at(path: Path) -> Callable[[Progress], None]:
    """A job that raises what is wrong with a file whatever the passphrase may be; nothing when it may be a workbook."""

    def _look(_progress: Progress) -> None:
        from auditdesk.core import database

        with suppress(WrongPassphrase):
            database.unlock(path, "")

    return _look


def unlocking(path: Path, passphrase: str) -> Callable[[Progress], Key]:
    """A job that derives the key of a workbook. Raises every FileProblem of `database.unlock`."""

    def _unlock(_progress: Progress) -> Key:
        from auditdesk.core import database

        key = database.unlock(path, passphrase)
        importlib.import_module("auditdesk.core.workbook")
        return key

    return _unlock


# ---- a new workbook -------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Wanted:
    """What a new workbook shall hold."""

    path: Path
    client: str
    vendor: str
    packs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """What the worker got ready for a new workbook: its key and the content of its checklists."""

    key: Key
    contents: tuple[bytes, ...]


def preparing(wanted: Wanted, passphrase: str) -> Callable[[Progress], Prepared]:
    """A job that derives a new key and reads the checklists. Raises FileExists, Refused('weak_passphrase')."""

    def _prepare(_progress: Progress) -> Prepared:
        from auditdesk.core import database
        from auditdesk.core.errors import FileExists
        from auditdesk.packs.loading import to_content
        from auditdesk.packs.shelf import find

        if wanted.path.exists():
            raise FileExists(str(wanted.path))
        contents = tuple(to_content(find(pack)) for pack in wanted.packs)
        key = database.new_key(passphrase)
        importlib.import_module("auditdesk.core.workbook")
        return Prepared(key, contents)

    return _prepare


def make(wanted: Wanted, prepared: Prepared, actor: str) -> Workbook:
    """The new workbook with its audit and checklists, open on this thread. When it fails no file is left behind."""
    from auditdesk.core import planning
    from auditdesk.core.workbook import Workbook

    workbook = Workbook.create_with(wanted.path, prepared.key, actor=actor)
    try:
        workbook.do(planning.start_audit, client=wanted.client, vendor=wanted.vendor)
        for content in prepared.contents:
            workbook.do(planning.add_pack, content)
    except BaseException:
        workbook.close()
        _forget(wanted.path)
        raise
    return workbook


def file_name(vendor: str) -> str:
    """A file name made of the vendor's name: letters of any script stay, what file systems dislike goes."""
    kept = "".join(" " if c in '\\/:*?"<>|.' or unicodedata.category(c)[0] in "CZ" else c for c in vendor)
    return (re.sub(r"\s+", " ", kept).strip()[:80] or "Audit") + SUFFIX


def suffixed(path: Path) -> Path:
    """The path with the suffix of workbooks, unless it has it."""
    return path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)


# ---- the demo -------------------------------------------------------------------------------------------------------
def demo_path() -> Path:
    """Where the demo audit lives on this computer."""
    return paths.config_dir() / "demo" / f"demo{SUFFIX}"


def demo_opening() -> Callable[[Progress], Key]:
    """A job that unlocks the demo audit, and builds it first when it is not there. Nothing half-made stays."""

    def _open(progress: Progress) -> Key:
        from auditdesk import demo

        path = demo_path()
        if not path.exists():
            _build(path, progress)
        return unlocking(path, demo.PASSPHRASE)(progress)

    return _open


def demo_again() -> Callable[[Progress], Key]:
    """A job that builds the demo audit afresh; the former one goes only when the new one is complete."""

    def _again(progress: Progress) -> Key:
        from auditdesk import demo

        path = demo_path()
        _build(path, progress)
        return unlocking(path, demo.PASSPHRASE)(progress)

    return _again


def has_demo() -> bool:
    """Whether this auditdesk comes with the demo audit."""
    return importlib.util.find_spec("auditdesk.demo") is not None


def demo_passphrase() -> str:
    """The demo's published passphrase."""
    from auditdesk import demo

    return demo.PASSPHRASE


def _build(path: Path, progress: Progress) -> None:
    from auditdesk import demo
    from auditdesk.core.files import file_error
    from auditdesk.packs.loading import to_content
    from auditdesk.packs.shelf import find

    part = path.with_name(f"building{SUFFIX}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _forget(part)
        demo.build_workbook(part, to_content(find("ethics-labour")), progress)
        _forget(path)
        part.replace(path)
    except OSError as error:
        raise file_error(error, path) from error
    finally:
        _forget(part)


def _forget(path: Path) -> None:
    for leftover in ("", "-wal", "-shm"):
        Path(f"{path}{leftover}").unlink(missing_ok=True)


# ---- opening on the GUI thread --------------------------------------------------------------------------------------
def open_demo(path: Path, key: Key, actor: str) -> Workbook:
    """Open the demo audit; without a name of one's own its lead auditor does the work."""
    from auditdesk.core import queries
    from auditdesk.core.workbook import Workbook

    workbook = Workbook.open_with(path, key, actor=actor)
    if not actor:
        team = queries.people(workbook.connection)
        workbook.actor = team[0].name if team else "Demo"
    return workbook


# ---- a signed report ------------------------------------------------------------------------------------------------
def verifying(path: Path) -> Callable[[Progress], Verification]:
    """A job that checks a signed report. Raises FileMissing, BadInput."""

    def _verify(_progress: Progress) -> Verification:
        from auditdesk.seal.verify import verify_file

        return verify_file(path)

    return _verify


# ---- passphrases ----------------------------------------------------------------------------------------------------
MIN_PASSPHRASE = 12


def passphrase_score(passphrase: str, known: Sequence[str] = ()) -> tuple[int, bool]:
    """How well a passphrase stands against guessing (0 to 4), and whether that is enough; `known` is guessed first."""
    from auditdesk.seal.identity import strength

    words = [word for text in known for word in (text, *text.split()) if word]
    return strength(passphrase, words)
