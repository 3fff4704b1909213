"""The settings: kept as they are chosen, an identity made and opened, authorities trusted after a look."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit

from auditdesk import paths
from auditdesk.core import planning
from auditdesk.gui import settings as settings_file
from auditdesk.gui.desk import Desk
from auditdesk.gui.screens.settings import SettingsScreen
from auditdesk.gui.settings import Settings
from auditdesk.seal import identity, trust
from tests.builders import make_workbook
from tests.gui.helpers import Heard, wait_until

GOOD = "mango velvet orbit chalk tulip"


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch):
    made = identity.create_identity
    monkeypatch.setattr(identity, "create_identity", lambda *given, **named: made(*given, **named, _rounds=2048))


class Kept:
    """What the program does with changed settings: written, and in force."""

    def __init__(self, first: Settings) -> None:
        self.now = first
        self.changes: list[dict[str, object]] = []

    def __call__(self, **changes: object) -> Settings:
        self.now = self.now.replace(**changes)
        self.changes.append(changes)
        settings_file.save(self.now)
        return self.now


@pytest.fixture
def kept():
    return Kept(Settings(my_name="Petra Lindqvist", my_organisation="Lindqvist AB", my_email="p@l.example"))


@pytest.fixture
def screen(jobs, kept):
    desk = Desk(jobs, kept.now, keep_settings=kept)
    screen = SettingsScreen(desk)
    screen.resize(1100, 700)
    screen.show()
    screen.activateWindow()
    screen.shown()
    at_rest(screen)
    yield screen
    desk.close()
    desk.deleteLater()


def at_rest(screen: SettingsScreen) -> None:
    wait_until(lambda: not screen.desk.jobs.busy)


def make_identity(screen: SettingsScreen, folder: Path, passphrase: str = GOOD) -> None:
    screen.identity.create_button.click()
    form = screen.identity.form
    form.country.setText("se")
    form.folder.setText(str(folder))
    form.passphrase.first.field.setText(passphrase)
    form.passphrase.second.field.setText(passphrase)
    form.make_button.click()
    at_rest(screen)


# ---- who I am -------------------------------------------------------------------------------------------------------
def test_another_name_stands_on_the_next_change(screen, tmp_path):
    made = make_workbook(tmp_path)
    screen.desk.adopt(made.workbook)
    screen.person.name.selectAll()
    QTest.keyClicks(screen.person.name, "Rut Holm")

    screen.flush()
    screen.desk.do(planning.change_client, made.engagement.client, country="SE")

    assert screen.desk.settings.my_name == "Rut Holm"
    actors = [row[0] for row in made.connection.execute("SELECT actor FROM change ORDER BY n")]
    assert actors[-1] == "Rut Holm" and actors[0] != "Rut Holm"


def test_a_name_is_saved_a_moment_after_the_last_key(screen, kept):
    QTest.keyClicks(screen.person.organisation, " och Co")

    wait_until(lambda: kept.now.my_organisation == "Lindqvist AB och Co")


def test_an_empty_name_is_refused_in_words_and_the_rest_is_kept(screen, kept):
    screen.person.name.selectAll()
    QTest.keyClick(screen.person.name, Qt.Key.Key_Delete)
    QTest.keyClicks(screen.person.email, "x")

    screen.flush()

    assert kept.now.my_name == "Petra Lindqvist" and kept.now.my_email == "p@l.examplex"
    assert "A name is needed" in screen.person.remark.text()


# ---- look and lock --------------------------------------------------------------------------------------------------
def test_theme_size_and_idle_time_are_in_force_at_once(screen, kept):
    screen.look.themes["dark"].click()
    screen.look.text_size.setCurrentIndex(4)
    screen.look.text_size.activated.emit(4)
    screen.look.minutes.setValue(0)

    assert kept.changes == [{"theme": "dark"}, {"text_scale": 125}, {"auto_lock_minutes": 0}]
    assert screen.look.minutes.text() == "Never"
    assert settings_file.load()[0].theme == "dark"


def test_no_list_of_workbooks_is_kept(screen, kept, tmp_path):
    screen.desk.adopt(make_workbook(tmp_path, name="secret-client").workbook)
    screen.look.themes["dark"].click()

    written = (paths.config_dir() / settings_file.FILE).read_text()

    assert "secret-client" not in written and str(tmp_path / "secret") not in written


# ---- the signing identity -------------------------------------------------------------------------------------------
def test_an_identity_is_made_shown_kept_and_trusted(screen, kept, tmp_path):
    make_identity(screen, tmp_path / "keys")

    said = screen.identity.result.words()
    assert kept.now.identity_file == str(tmp_path / "keys" / "petra-lindqvist.p12")
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0
    assert "petra-lindqvist.authority.p12" in said and "Move it to a stick" in said
    (authority,) = trust.trusted_authorities()
    assert identity.grouped(authority.fingerprint) in said
    assert screen.identity.form.passphrase.passphrase() == ""
    assert screen.trust._list.itemAt(0).widget().authority.fingerprint == authority.fingerprint


def test_an_identity_is_not_made_twice(screen, tmp_path):
    make_identity(screen, tmp_path)
    before = sorted(tmp_path.glob("*.p12"))

    make_identity(screen, tmp_path)

    assert "not overwritten" in screen.identity.problem.words()
    assert screen.identity.form.isVisible() and screen.identity.form.passphrase.passphrase() == GOOD
    assert sorted(tmp_path.glob("*.p12")) == before


def test_a_country_that_is_none_is_told(screen, tmp_path):
    screen.identity.create_button.click()
    form = screen.identity.form
    form.country.setText("9")
    form.folder.setText(str(tmp_path))
    for field in (form.passphrase.first.field, form.passphrase.second.field):
        field.setText(GOOD)
    form.submit()
    at_rest(screen)

    said = screen.identity.problem.words()
    assert "“9” is not a two-letter country code" in said and "Not signed" not in said


def test_a_weak_passphrase_makes_no_identity(screen, kept, tmp_path):
    make_identity(screen, tmp_path, "Petra Lindqvist AB")

    assert screen.identity.form.missing.text() == "Long enough, but quickly guessed."
    assert kept.now.identity_file == "" and not list(tmp_path.glob("*.p12"))


def test_an_existing_identity_opens_with_its_passphrase_only(screen, kept, tmp_path, answers):
    made = identity.create_identity(tmp_path, "Jo Berg", "Berg & Co", "SE", "", GOOD)
    answers.will(str(made.identity))
    screen.identity.load_button.click()
    check = screen.identity.check
    check.passphrase.field.setText("something else")
    check.submit()
    at_rest(screen)
    assert "does not open with this passphrase" in screen.identity.problem.words()
    assert check.passphrase.field.selectedText() and kept.now.identity_file == ""

    check.passphrase.field.setText(GOOD)
    QTest.keyClick(check.passphrase.field, Qt.Key.Key_Return)
    at_rest(screen)

    said = screen.identity.result.words()
    assert "Jo Berg, Berg & Co" in said and "Valid from 20" in said
    assert identity.grouped(made.fingerprint) in said
    assert kept.now.identity_file == str(made.identity)
    assert GOOD not in (paths.config_dir() / settings_file.FILE).read_text()


def test_something_that_is_no_identity_is_told(screen, tmp_path):
    path = tmp_path / "letter.p12"
    path.write_bytes(b"Dear auditor")
    screen.identity.ask_for(path)
    screen.identity.check.passphrase.field.setText("x")
    screen.identity.check.submit()
    at_rest(screen)

    assert "letter.p12" in screen.identity.problem.words()


def test_a_chosen_identity_that_is_gone_is_told(screen, tmp_path):
    screen.desk.change_settings(identity_file=str(tmp_path / "gone.p12"))
    screen.shown()
    at_rest(screen)

    assert "File not found" in screen.identity.problem.words()


def test_leaving_the_settings_forgets_a_passphrase(screen):
    screen.identity.create_button.click()
    screen.identity.form.passphrase.first.field.setText("half")

    screen.hide()

    assert screen.identity.form.passphrase.passphrase() == ""


# ---- whom I trust ---------------------------------------------------------------------------------------------------
def test_an_authority_is_trusted_only_after_its_fingerprint_was_shown(screen, tmp_path, answers):
    made = identity.create_identity(tmp_path, "Jo Berg", "Berg & Co", "SE", "", GOOD)
    answers.will(str(made.authority_certificate))
    screen.trust.add_button.click()
    at_rest(screen)
    assert screen.trust.asked.digits.text() == identity.grouped(made.authority_fingerprint)
    assert trust.trusted_authorities() == ()

    said = Heard(screen.desk.said)
    screen.trust.asked.trust_button.click()
    at_rest(screen)

    assert [one.fingerprint for one in trust.trusted_authorities()] == [made.authority_fingerprint]
    assert said.values == [("The authority is trusted from now on.", False)]


def test_an_authority_is_forgotten_when_confirmed(screen, tmp_path, answers):
    made = identity.create_identity(tmp_path, "Jo Berg", "Berg & Co", "SE", "", GOOD, demo=True)
    trust.trust_authority(made.authority_certificate)
    screen.trust.fill()
    at_rest(screen)
    line = screen.trust._list.itemAt(0).widget()
    answers.will(False)
    line.forget.emit(line.authority)
    assert len(trust.trusted_authorities()) == 1

    answers.will(True)
    line.forget.emit(line.authority)
    at_rest(screen)

    assert trust.trusted_authorities() == ()
    assert "Nobody yet" in screen.trust._list.itemAt(0).widget().text()


@pytest.mark.parametrize("button", ["add_button", "crl_button"])
def test_a_file_that_is_neither_certificate_nor_list_is_told(screen, tmp_path, answers, button):
    path = tmp_path / "letter.pem"
    path.write_bytes(b"Dear auditor")
    answers.will(str(path))
    screen.trust.crl_button.setEnabled(True)

    getattr(screen.trust, button).click()
    at_rest(screen)

    assert "letter.pem" in screen.trust.problem.words() and "Nothing of it was taken in" in screen.trust.problem.words()


# ---- the screen -----------------------------------------------------------------------------------------------------
def test_the_licences_carry_the_notice_of_sqlcipher(screen):
    screen.about.button.click()

    assert screen.about.notices.isVisible()
    assert "Copyright (c) 2008-2025, ZETETIC LLC" in screen.about.notices.text()


def test_every_control_has_a_name(screen):
    parts = [part for kind in (QLineEdit, QComboBox, QAbstractButton) for part in screen.findChildren(kind)]

    assert [
        part
        for part in parts
        if not part.accessibleName()
        and not (isinstance(part, QAbstractButton) and part.text())
        and part.objectName() != "qt_spinbox_lineedit"
    ] == []
