"""Evidence for the question in view: files, the clipboard, drops, and items the workbook already has."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Slot
from PySide6.QtGui import QGuiApplication

from auditdesk import labels
from auditdesk.core import collecting
from auditdesk.core.queries import LinkedEvidence
from auditdesk.gui import dialogs
from auditdesk.gui.intake import Intake

if TYPE_CHECKING:
    from auditdesk.gui.screens.checklists.screen import ChecklistScreen


class EvidenceWork(QObject):
    """Answers to the chips and the chooser of the page."""

    def __init__(self, screen: ChecklistScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self.intake = Intake(screen.desk, self)
        page = screen.page
        page.evidence.opened.connect(self._on_opened)
        page.evidence.removed.connect(self._on_removed)
        page.evidence.adding.connect(self.offer)
        page.chooser.files.connect(self._on_files)
        page.chooser.paste.connect(self._on_paste)
        page.chooser.linked.connect(self._on_linked)

    @Slot()
    def offer(self) -> None:
        """Show the ways to add evidence, or put them away."""
        page, chooser = self._screen.page.page, self._screen.page.chooser
        if page is None:
            return
        if chooser.isVisibleTo(self._screen):
            self._screen.put_away()
            return
        self._screen.step_aside()
        chooser.open_for(page.evidence)

    def take(self, mime: QMimeData, *, text: bool = False) -> bool:
        """Add files or a picture to the question in view, with `text` words too; False when there are none."""
        question = self._screen.question
        return question is not None and self.intake.add_clipboard(mime, question=question, text=text)

    def paste(self, *, text: bool = False) -> bool:
        """Add what the clipboard holds, or say why not."""
        mime: QMimeData | None = QGuiApplication.clipboard().mimeData()  # some systems give none when it is empty
        if mime is not None and self.take(mime, text=text):
            return True
        if mime is not None and mime.hasText() and mime.text().strip():
            words = self.tr("The clipboard holds words. To add them as evidence press E, then 2.")
        else:
            words = self.tr("The clipboard holds no file, picture or text.")
        self._screen.desk.said.emit(words, False)
        return False

    @Slot()
    def _on_files(self) -> None:
        question = self._screen.question
        paths = dialogs.choose_files(self._screen, self.tr("Add evidence"))
        if paths:
            self.intake.add_files(paths, question=question)
            self._screen.put_away()

    @Slot()
    def _on_paste(self) -> None:
        if self.paste(text=True):
            self._screen.put_away()

    @Slot(object)
    def _on_linked(self, item: uuid.UUID) -> None:
        screen = self._screen
        if screen.question is not None and screen.do(collecting.link_to_question, item, screen.question) is not None:
            screen.put_away()

    @Slot(object)
    def _on_removed(self, evidence: LinkedEvidence) -> None:
        change = self._screen.do(collecting.unlink, evidence.link)
        if change is not None:
            self._screen.desk.said.emit(labels.change(change.verb, change.label), True)

    @Slot(object)
    def _on_opened(self, item: uuid.UUID) -> None:
        self._screen.go.emit("evidence_item", item)
