"""The whole way by keyboard alone, in a real window: answer, note, paste, raise, close, reopen, sign, read the PDF."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from auditdesk.core import database, planning
from auditdesk.core.database import Key
from auditdesk.core.models.enums import Role
from auditdesk.core.workbook import Workbook
from auditdesk.packs.detect import read_any
from auditdesk.packs.loading import to_content
from auditdesk.packs.shelf import find
from auditdesk.seal.identity import create_identity
from tests.e2e import keyboard
from tests.e2e.keyboard import Person

PHRASE = "correct horse battery staple"
NOTE = "åke såg 14 av 20 pass i skåpet; grün; Зорване сказал: нет"
CAUSE = "Agency practice accepted by the site"
EFFECT = "Workers cannot leave without asking"
ANSWERS = 20
SHARED = Path(os.environ.get("AUDITDESK_SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data")
LIBRARY = SHARED / "ciso-assistant-cisa-vendor-scrm.yaml"

pytestmark = [
    pytest.mark.skipif(bool(keyboard.missing_tools()), reason=f"not installed: {', '.join(keyboard.missing_tools())}"),
    pytest.mark.skipif(sys.platform != "linux", reason="needs an X server"),
    pytest.mark.timeout(300),
]


class Watcher:
    """Looks into the workbook from outside while the program has it open: reading is allowed, writing is not."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._key: Key = database.unlock(path, PHRASE)

    def one(self, query: str) -> Any:
        """The first value of a query."""
        connection = database.connect(self._path, self._key, readonly=True)
        try:
            return connection.execute(query).fetchone()[0]
        finally:
            connection.close()


@pytest.fixture
def who(tmp_path: Path) -> Iterator[Person]:
    config = tmp_path / "config"
    config.mkdir()
    settings = {"my_name": "Ingrid Solvang-Ek", "theme": "light", "auto_lock_minutes": 0}
    (config / "settings.json").write_text(json.dumps(settings), "utf-8")
    with keyboard.person(tmp_path) as somebody:
        yield somebody


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A planned audit with a real set of vendor questions; the desk does the rest."""
    path = tmp_path / "walk.auditdesk"
    pack = read_any(LIBRARY).pack if LIBRARY.exists() else find("ethics-labour")
    with Workbook.create(path, PHRASE, actor="Ingrid Solvang-Ek") as opened:
        ids = opened.do(planning.start_audit, client="Fjällvarde", vendor="Zorvane").value
        frame = {"code": "WALK", "objective": "To find out.", "scope": "Site S2.", "summary": "As found."}
        opened.do(planning.change_audit, ids.audit, **frame)
        opened.do(planning.add_person, "Ingrid Solvang-Ek", roles=(Role.LEAD_AUDITOR,), organisation="Tindra & Holm")
        opened.do(planning.add_pack, to_content(pack))
    return path


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "clip.png"
    picture = Image.new("RGB", (640, 400), "#c8b89a")
    ImageDraw.Draw(picture).rectangle((80, 80, 560, 320), fill="#7a6a4c")
    picture.save(path)
    return path


def _open(who: Person, workbook: Path) -> None:
    """The passphrase field has the keyboard; Enter opens."""
    who.until("the passphrase field", lambda: _focused(who))
    who.type(PHRASE)
    who.key("Return")
    who.until("the workbook is open", lambda: bool(_titles(who, "Zorvane")))
    who.focus("Zorvane")


def _focused(who: Person) -> bool:
    return bool(_titles(who, "auditdesk"))


def _titles(who: Person, words: str) -> list[str]:
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", words], env=who.environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    return found.stdout.split()


def _answer(who: Person, look: Watcher, key: str, wanted: int) -> None:
    who.key(*key)
    count = "SELECT count(*) FROM answer WHERE result IS NOT NULL"
    who.until(f"answer {wanted}", lambda: look.one(count) == wanted)


def _finish_finding(who: Person, look: Watcher) -> None:
    """Ctrl+Enter names what is missing and goes to the first of it; what is typed there goes into it."""
    for column, words in (("cause", CAUSE), ("effect", EFFECT)):
        who.key("ctrl+Return")
        who.type(words)
        query = f"SELECT {column} FROM finding"
        who.until(f"the {column} is saved", lambda query=query, words=words: look.one(query) == words)  # type: ignore[misc]
    who.key("ctrl+Return", "h")
    who.until("the confidence is saved", lambda: look.one("SELECT confidence FROM finding") is not None)
    who.key("ctrl+Return")
    who.until("the finding is final", lambda: look.one("SELECT state FROM finding") == "finalised")


def test_an_audit_is_walked_by_keyboard_alone_and_the_signed_pdf_holds_all_of_it(
    who: Person, workbook: Path, photo: Path, tmp_path: Path
) -> None:
    look = Watcher(workbook)
    with keyboard.desk(who, str(workbook)) as program:
        _open(who, workbook)

        _answer(who, look, "4", 1)
        who.key("n")
        who.type(NOTE)
        who.until("the note is saved", lambda: look.one("SELECT max(note) FROM answer") == NOTE)
        who.key("Escape")
        who.clip(photo, "image/png")
        who.key("ctrl+v")
        who.until("the picture is evidence", lambda: look.one("SELECT count(*) FROM evidence_link") == 1)
        who.key("ctrl+f")
        who.until("the finding is raised", lambda: look.one("SELECT count(*) FROM finding") == 1)
        _finish_finding(who, look)

        who.key("ctrl+2")
        for done in range(2, ANSWERS + 1):
            who.key("Return")
            _answer(who, look, ["51", "1", "3", "2", "4"][done % 5], done)
        who.picture("walked")
        who.key("ctrl+q")
        assert program.wait(20) == 0

    assert not list(tmp_path.glob("*-wal")), "a closed workbook is one file"
    (tmp_path / "pw").write_text(PHRASE, "utf-8")
    identity = create_identity(tmp_path, "Ingrid Solvang-Ek", "Tindra & Holm", "SE", "", PHRASE, _rounds=2000)
    words = [
        "export", str(workbook), "--out", str(tmp_path / "out"), "--sign", str(identity.identity), "--passphrase-file",
        str(tmp_path / "pw"), "--sign-passphrase-file", str(tmp_path / "pw"),
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "auditdesk", *words], env=who.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    pdf = next((tmp_path / "out").glob("*.pdf"))
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    said = " ".join(text.split())
    for wanted in (NOTE, CAUSE, EFFECT, "EV-001", "F-01"):
        assert wanted in said
    assert "Access refused" in said
