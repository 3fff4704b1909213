"""Typed text on its way to the disk: every field by itself, and what cannot be saved stays."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget

from auditdesk.gui.autosave import Autosave, KeptRemark, Unreadable
from tests.gui.helpers import Heard, type_text, wait_until


class Page(QWidget):
    """Two fields and a disk that takes what is not on its list."""

    def __init__(self) -> None:
        super().__init__()
        self.disk: dict[str, object] = {}
        self.broken: set[str] = set()
        self.refused: set[str] = set()
        self.tries: list[str] = []
        self.autosave = Autosave(self._save, self)
        self.first, self.second = QLineEdit(self), QLineEdit(self)
        for name, field in (("first", self.first), ("second", self.second)):
            field.setAccessibleName(name)
            self.autosave.watch(name, field)
        self.remark = KeptRemark(self.autosave, self)

    def _save(self, name: str, value: object) -> bool:
        self.tries.append(name)
        if name in self.refused:
            raise Unreadable("no such thing")
        if name not in self.broken:
            self.disk[name] = value
        return name not in self.broken


@pytest.fixture
def page(app):
    made = Page()
    made.show()
    made.activateWindow()
    made.first.setFocus()
    wait_until(made.first.hasFocus)
    type_text(made.first, "one")
    type_text(made.second, "two")
    return made


def test_a_field_that_cannot_be_saved_does_not_hold_back_the_others(page):
    page.broken = {"first"}

    assert not page.autosave.flush()

    assert page.disk == {"second": "two"} and page.autosave.pending == ("first",)
    assert page.remark.text() == "Not saved yet: first. What you typed stays here until it is."
    page.broken = set()
    assert page.autosave.flush() and page.disk["first"] == "one" and page.remark.isHidden()


def test_a_refused_value_is_told_and_waits_until_it_changes(page):
    doubted = Heard(page.autosave.doubted)
    page.refused = {"first"}
    assert not page.autosave.flush()
    assert doubted.values[-1] == ("first", "no such thing") and page.disk == {"second": "two"}
    page.tries.clear()

    page.second.setFocus()
    page.first.setFocus()
    assert page.tries == [] and page.first.hasFocus()

    page.refused = set()
    type_text(page.first, "!")
    page.second.setFocus()
    assert page.disk["first"] == "one!" and doubted.values[-1] == ("first", "")


def test_stored_text_does_not_replace_text_that_waits(page):
    page.broken = {"first"}
    page.autosave.flush()

    page.autosave.fill("first", "from the disk")
    page.autosave.fill("second", "from the disk")

    assert (page.first.text(), page.second.text()) == ("one", "from the disk")


def test_what_is_given_up_is_no_longer_pending(page):
    page.broken = {"first"}
    page.autosave.flush()

    page.autosave.forget()

    assert page.autosave.flush() and page.autosave.pending == () and page.remark.isHidden()
