"""Evidence of a finding in columns: what speaks for it, what speaks against it, and what only explains."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QWidget

from auditdesk.core import collecting
from auditdesk.core.models.enums import LinkRole
from auditdesk.core.queries import FindingPage, LinkedEvidence
from auditdesk.gui import dialogs
from auditdesk.gui.desk import Desk
from auditdesk.gui.intake import Intake, can_take
from auditdesk.gui.linkline import LinkLine
from auditdesk.gui.screens.findings.chooser import EvidenceChooser
from auditdesk.gui.vocabulary import Look, evidence_icon
from auditdesk.gui.widgets import Caption, DropVeil, PlainLabel, column, push_button, row


class EvidenceSide(QFrame):
    """The items of one role. `go(id)` to see an item; files dropped here are taken in and linked with this role."""

    go = Signal(object)

    def __init__(self, desk: Desk, by: QObject, intake: Intake, role: LinkRole, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.role = role
        self._desk, self._by, self._intake = desk, by, intake
        self._page: FindingPage | None = None
        self.rows: list[LinkRow] = []
        self._keep: uuid.UUID | None = None
        self.setProperty("kind", "card")
        self.heading = PlainLabel("", self, type="heading")
        self.link = push_button(self.tr("Link"), self, kind="quiet", icon="link", tip=self._tip("link"))
        self.add = push_button(self.tr("New file"), self, kind="quiet", icon="plus", tip=self._tip("add"))
        self.chooser = EvidenceChooser(desk, self)
        self.remark = Caption("", self)
        self.veil = DropVeil(self.tr("Let go to add and link"), self)
        self._lay_out()
        self.link.clicked.connect(self.choose)
        self.add.clicked.connect(self.choose_files)
        self.chooser.chosen.connect(self._on_chosen)
        self.chooser.left.connect(self._on_left)

    def _lay_out(self) -> None:
        outer = column(self, gap=8, margin=12)
        head = row(gap=4)
        head.addWidget(self.heading, 1)
        head.addWidget(self.link)
        head.addWidget(self.add)
        outer.addLayout(head)
        outer.addWidget(self.chooser)
        self._box = column(gap=8)
        outer.addLayout(self._box)
        outer.addWidget(self.remark)
        outer.addStretch(1)

    def show_page(self, page: FindingPage) -> None:
        """Show the links of this side; rows that are still right stay, so that nothing typed or focused is lost."""
        self._page = page
        links = [link for link in page.evidence if link.role is self.role]
        if [link.link for link in links] != [line.link.link for line in self.rows]:
            self._rebuild(links)
        for line, link in zip(self.rows, links, strict=True):
            line.show_link(link, fixed=page.fixed)
        self.heading.setText(self._say_heading(len(links)))
        self.remark.setText(self._say_remark(page, len(links)))
        self.remark.setVisible(bool(self.remark.text()))
        warns = self.role is not LinkRole.CONTEXT and not links
        self.remark.set_tone("partly" if warns else "muted")
        for button in (self.link, self.add):
            button.setVisible(not page.fixed)
        if page.fixed:
            self.chooser.hide()
        self.setVisible(bool(links) or not page.fixed or self.role is not LinkRole.CONTEXT)
        self.setAcceptDrops(not page.fixed)
        if self._keep is not None:
            self._focus(self._keep)

    def stops(self) -> list[QWidget]:
        """Where Tab stops here, in the order it is read."""
        rows = [stop for line in self.rows for stop in (line.way, line.pinpoint, line.role, line.unlink)]
        return [self.link, self.add, self.chooser.field, *rows]

    def flush(self) -> bool:
        """Save what is pending."""
        saved = [line.autosave.flush() for line in self.rows]
        return all(saved)

    def forget(self) -> None:
        """Give up what is pending and close the chooser: another finding is shown now."""
        for line in self.rows:
            line.autosave.forget()
        self.chooser.hide()
        self._keep = None

    @Slot()
    def choose(self) -> None:
        """Find an existing item and link it here."""
        if self._page is not None and not self._page.fixed:
            self.chooser.open_without([link.item for link in self._page.evidence])

    @Slot()
    def choose_files(self) -> None:
        """Take files in and link them here."""
        if self._page is not None and not self._page.fixed:
            paths = dialogs.choose_files(self, self.tr("Add evidence"))
            self._intake.add_files(paths, finding=self._page.id, role=self.role)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if can_take(event.mimeData()):
            self.veil.lift()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.veil.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.veil.hide()
        if self._page is None:
            return
        if self._intake.add_clipboard(event.mimeData(), finding=self._page.id, role=self.role, text=False):
            event.setDropAction(Qt.DropAction.CopyAction)  # a move would delete the person's own file
            event.accept()

    def _rebuild(self, links: list[LinkedEvidence]) -> None:
        for line in self.rows:
            if not line.autosave.flush():
                line.autosave.forget()
            self._box.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.rows = []
        for link in links:
            line = LinkRow(self._desk, self._by, link, self)
            line.go.connect(self._on_go)
            self._box.addWidget(line)
            self.rows.append(line)

    def _focus(self, item: uuid.UUID) -> None:
        for line in self.rows:
            if line.link.item == item:
                self._keep = None
                line.pinpoint.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_heading(self, count: int) -> str:
        words = {
            LinkRole.SUPPORTS: self.tr("For · {count}"),
            LinkRole.CONTRADICTS: self.tr("Against · {count}"),
            LinkRole.CONTEXT: self.tr("Context · {count}"),
        }
        return words[self.role].format(count=count)

    def _say_remark(self, page: FindingPage, count: int) -> str:
        if count:
            return ""
        words = {
            LinkRole.SUPPORTS: self.tr("Nothing supports this finding yet."),
            LinkRole.CONTRADICTS: self.tr(
                "No contrary evidence is recorded. Look for it; if there is none, say in the condition where you"
                " looked."
            ),
            LinkRole.CONTEXT: "" if page.fixed else self.tr("Items that explain, and speak neither for nor against."),
        }
        return words[self.role]

    def _tip(self, verb: str) -> str:
        words = {
            (LinkRole.SUPPORTS, "link"): self.tr("Link an item that speaks for it (Ctrl+E)"),
            (LinkRole.CONTRADICTS, "link"): self.tr("Link an item that speaks against it (Ctrl+Shift+E)"),
            (LinkRole.CONTEXT, "link"): self.tr("Link an item that explains"),
            (LinkRole.SUPPORTS, "add"): self.tr("Add a file that speaks for it"),
            (LinkRole.CONTRADICTS, "add"): self.tr("Add a file that speaks against it"),
            (LinkRole.CONTEXT, "add"): self.tr("Add a file that explains"),
        }
        return words[self.role, verb]

    @Slot(object)
    def _on_chosen(self, item: uuid.UUID) -> None:
        if self._page is not None:
            self._keep = item
            if self._desk.do(collecting.link_to_finding, item, self._page.id, self.role) is None:
                self._keep = None

    @Slot()
    def _on_left(self) -> None:
        self.link.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_go(self, item: uuid.UUID) -> None:
        self.go.emit(item)


class LinkRow(LinkLine):
    """One item as used by the finding: the way to it, which way it speaks, where in it, unlink."""

    go = Signal(object)

    def __init__(self, desk: Desk, by: QObject, link: LinkedEvidence, parent: QWidget) -> None:
        unlink = QCoreApplication.translate("LinkRow", "Unlink {code}").format(code=link.code)
        super().__init__(desk, by, link.link, Look("accent", "", evidence_icon(link.kind), link.code), unlink, parent)
        self.link = link
        self.role.setAccessibleName(self.tr("What {code} does for the finding").format(code=link.code))
        self.second.insertWidget(0, self.pinpoint, 1)
        self.way.clicked.connect(self._on_way)
        self.role.chosen.connect(self._on_role)
        self.unlink.clicked.connect(self._on_unlink)

    def show_link(self, link: LinkedEvidence, *, fixed: bool) -> None:
        """Show how things stand."""
        self.link = link
        self.show_parts(link.title, link.role, link.pinpoint)
        self.role.setVisible(not fixed)
        self.unlink.setVisible(not fixed)
        self.pinpoint.setReadOnly(fixed)
        self.pinpoint.setVisible(not fixed or bool(link.pinpoint))

    @Slot()
    def _on_way(self) -> None:
        self.go.emit(self.link.item)

    @Slot(object)
    def _on_role(self, role: LinkRole) -> None:
        self.autosave.flush()
        if self._desk.do(collecting.change_link, self.link.link, role=role) is None:
            self.role.set_value(self.link.role)

    @Slot()
    def _on_unlink(self) -> None:
        self.autosave.flush()
        change = self._desk.do(collecting.unlink, self.link.link)
        if change is not None:
            self._desk.said.emit(self.tr("{code} unlinked; the item stays").format(code=self.link.code), True)
