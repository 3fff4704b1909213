"""The start screen: the welcome, and the pages that open, make, or verify something.

Painted before the core is imported: everything heavy is imported by jobs, the first of which only warms the imports.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from auditdesk.core.errors import AuditdeskError
from auditdesk.core.progress import Progress
from auditdesk.gui import messages, opening
from auditdesk.gui.desk import Desk
from auditdesk.gui.jobs import Job
from auditdesk.gui.opening import Prepared, Wanted
from auditdesk.gui.screen import Screen
from auditdesk.gui.screens.start.parts import Page
from auditdesk.gui.screens.start.welcome import WelcomePage
from auditdesk.gui.widgets.layouts import column

if TYPE_CHECKING:
    from auditdesk.core.database import Key
    from auditdesk.gui.screens.start.making import NewPage
    from auditdesk.gui.screens.start.unlock import UnlockPage
    from auditdesk.gui.screens.start.verifying import VerifyPage
    from auditdesk.packs.shelf import PackInfo
    from auditdesk.seal.findings import Verification

WARM_AFTER_MS = 100


class StartScreen(Screen):
    """Here a person opens the demo, makes or opens a workbook, goes on after a lock, or verifies a signed report."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._job: Job | None = None
        self._warming: Job | None = None
        self._warm = False
        self._name = ""
        self._wanted: Wanted | None = None
        self._verified = Path()
        self.stack = QStackedWidget(self)
        column(self, gap=0).addWidget(self.stack)
        self.welcome = WelcomePage(self.stack)
        self._pages: list[Page] = []
        self._take(self.welcome)
        self.welcome.demo.connect(self.open_demo)
        self.welcome.demo_again.connect(self._on_demo_again)
        self.welcome.new.connect(self.new_workbook)
        self.welcome.open.connect(self.choose_workbook)
        self.welcome.verify.connect(self.choose_report)
        desk.opened.connect(self._on_opened)
        desk.settings_changed.connect(self._on_settings)
        self.setAcceptDrops(True)
        self.welcome.fill(opening.demo_path().exists(), opening.has_demo())

    # ---- the pages, each made when first needed ---------------------------------------------------------------------
    def _take(self, page: Page) -> None:
        self._pages.append(page)
        self.stack.addWidget(page)
        page.back.connect(self._on_back)

    @cached_property
    def unlock(self) -> UnlockPage:
        """The page that asks for a passphrase."""
        from auditdesk.gui.screens.start.unlock import UnlockPage

        page = UnlockPage(self.stack)
        page.wanted.connect(self._on_unlock)
        page.other_file.connect(self.choose_workbook)
        self._take(page)
        return page

    @cached_property
    def making(self) -> NewPage:
        """The form of a new workbook."""
        from auditdesk.gui.screens.start.making import NewPage

        page = NewPage(self.stack)
        page.wanted.connect(self._on_make)
        self._take(page)
        return page

    @cached_property
    def verifying(self) -> VerifyPage:
        """The page with the verdict on a signed report."""
        from auditdesk.gui.screens.start.verifying import VerifyPage

        page = VerifyPage(self.stack)
        page.other_file.connect(self.choose_report)
        self._take(page)
        return page

    # ---- what the window calls --------------------------------------------------------------------------------------
    def shown(self) -> None:
        if self.stack.currentWidget() is self.welcome:
            self.welcome.fill(opening.demo_path().exists(), opening.has_demo())
            self.welcome.begin()

    def show_object(self, kind: str, identity: object) -> None:
        """ "open" and "locked" with the path of a workbook, "verify" with that of a report, "new" or "demo"."""
        if kind in ("open", "locked") and isinstance(identity, Path):
            self._ask(identity, locked=kind == "locked")
        elif kind == "verify" and isinstance(identity, Path):
            self._verify(identity)
        elif kind == "demo":
            self.open_demo()
        elif kind == "new":
            self.new_workbook()

    # ---- before anything is needed ----------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._warm:
            self._warm = True
            QTimer.singleShot(WARM_AFTER_MS, self, self._on_painted)

    @Slot()
    def _on_painted(self) -> None:
        if self._job is None and self.desk.workbook is None:
            self._warming = self.desk.jobs.start(
                opening.warm, title=self.tr("Getting ready"), quiet=True, on_done=self._on_warm, on_error=self._on_warm,
                on_cancelled=self._on_cool,
            )  # fmt: skip

    def _on_warm(self, _done: object) -> None:
        self._warming = None

    def _on_cool(self) -> None:
        self._warming = None

    def _make_way(self) -> None:
        """What the person waits for goes before the warming."""
        if self._warming is not None:
            self._warming.cancel()
            self._warming = None

    # ---- an existing workbook ---------------------------------------------------------------------------------------
    @Slot()
    def choose_workbook(self) -> None:
        """Ask which workbook to open."""
        from auditdesk.gui import dialogs

        kinds = [self.tr("Workbooks (*.auditdesk)"), self.tr("All files (*)")]
        path = dialogs.choose_open_file(self, self.tr("Open a workbook"), kinds=kinds)
        if path is not None:
            self._ask(path, locked=False)

    def _ask(self, path: Path, *, locked: bool) -> None:
        self._drop_job()
        demo = path == opening.demo_path() and opening.has_demo()
        hint = ""
        if demo:
            hint = self.tr("This is the demo audit. Its passphrase is no secret: {passphrase}").format(
                passphrase=opening.demo_passphrase()
            )
        self.stack.setCurrentWidget(self.unlock)
        self.unlock.ask(path, ask_name=not self.desk.settings.my_name and not demo, locked=locked, hint=hint)
        self.desk.awaited.emit()
        if not locked:
            self.desk.jobs.start(
                opening.looking_at(path), title=self.tr("Looking at the file"), quiet=True, on_done=self._on_looked,
                on_error=self._on_not_a_workbook,
            )  # fmt: skip

    def _on_looked(self, _done: None) -> None:
        pass

    def _on_not_a_workbook(self, error: AuditdeskError) -> None:
        if self.stack.currentWidget() is self.unlock and getattr(error, "path", "") == str(self.unlock.path):
            self.unlock.refuse(error)

    @Slot(object, str, str)
    def _on_unlock(self, path: Path, passphrase: str, name: str) -> None:
        self._make_way()
        self._keep_name(name)
        self._job = self.desk.jobs.start(
            opening.unlocking(path, passphrase), title=self.tr("Opening the workbook"), quiet=True,
            on_done=self._on_unlocked, on_error=self._on_refused, on_cancelled=self._on_stopped,
        )  # fmt: skip

    def _on_unlocked(self, key: Key) -> None:
        self._job = None
        path = self.unlock.path
        try:
            if path == opening.demo_path() and not self.desk.settings.my_name:
                self.desk.adopt(opening.open_demo(path, key, ""))
            else:
                self.desk.open_with(path, key, self.desk.settings.my_name or self._name)
        except AuditdeskError as error:
            self.unlock.refuse(error)

    def _on_refused(self, error: AuditdeskError) -> None:
        self._job = None
        self.unlock.refuse(error)

    # ---- a new workbook ---------------------------------------------------------------------------------------------
    @Slot()
    def new_workbook(self) -> None:
        """Show the form of a new workbook."""
        self._drop_job()
        self.stack.setCurrentWidget(self.making)
        self.making.ask(ask_name=not self.desk.settings.my_name)
        if not self.making.packs:
            self.desk.jobs.start(
                _own_packs, title=self.tr("Reading the checklists"), quiet=True,
                on_done=self._on_packs, on_error=self._on_no_packs,
            )  # fmt: skip

    def _on_packs(self, packs: list[PackInfo]) -> None:
        self.making.offer_packs(packs)

    def _on_no_packs(self, error: AuditdeskError) -> None:
        self.making.offer_packs(())
        self.making.problem.tell(messages.words(error))

    @Slot(object, str, str)
    def _on_make(self, wanted: Wanted, passphrase: str, name: str) -> None:
        self._make_way()
        self._keep_name(name)
        self._wanted = wanted
        self._job = self.desk.jobs.start(
            opening.preparing(wanted, passphrase), title=self.tr("Making the workbook"), quiet=True,
            on_done=self._on_prepared, on_error=self._on_not_made, on_cancelled=self._on_stopped,
        )  # fmt: skip
        self.desk.awaited.emit()

    def _on_prepared(self, prepared: Prepared) -> None:
        self._job = None
        wanted = self._wanted
        if wanted is None:
            return
        try:
            workbook = opening.make(wanted, prepared, self.desk.settings.my_name or self._name)
        except AuditdeskError as error:
            self.making.refuse(error)
            return
        self.desk.adopt(workbook)

    def _on_not_made(self, error: AuditdeskError) -> None:
        self._job = None
        self.making.refuse(error)

    # ---- the demo ---------------------------------------------------------------------------------------------------
    @Slot()
    def open_demo(self) -> None:
        """Open the demo audit; the first time it is built."""
        self._start_demo(again=False)

    @Slot()
    def _on_demo_again(self) -> None:
        from auditdesk.gui import dialogs

        question = self.tr("Build the demo audit again?")
        explain = self.tr("What was changed in it is lost. Your own workbooks are not touched.")
        if dialogs.confirm(self, question, self.tr("Start afresh"), self.tr("Keep it"), explain=explain):
            self._start_demo(again=True)

    def _start_demo(self, *, again: bool) -> None:
        if self._job is not None:
            return
        self._make_way()
        self.stack.setCurrentWidget(self.welcome)
        self.welcome.problem.hide()
        built = again or not opening.demo_path().exists()
        self._job = self.desk.jobs.start(
            opening.demo_again() if again else opening.demo_opening(),
            title=self.tr("Building the demo audit") if built else self.tr("Opening the demo audit"),
            quiet=not built, on_done=self._on_demo, on_error=self._on_no_demo, on_cancelled=self._on_stopped,
        )  # fmt: skip
        self.desk.awaited.emit()

    def _on_demo(self, key: Key) -> None:
        self._job = None
        try:
            self.desk.adopt(opening.open_demo(opening.demo_path(), key, self.desk.settings.my_name))
        except AuditdeskError as error:
            self._on_no_demo(error)

    def _on_no_demo(self, error: AuditdeskError) -> None:
        self._job = None
        self.welcome.fill(opening.demo_path().exists(), opening.has_demo())
        self.welcome.problem.tell(messages.words(error))

    # ---- a signed report --------------------------------------------------------------------------------------------
    @Slot()
    def choose_report(self) -> None:
        """Ask which report to verify."""
        from auditdesk.gui import dialogs

        kinds = [self.tr("Signed reports (*.pdf)"), self.tr("All files (*)")]
        path = dialogs.choose_open_file(self, self.tr("Verify a signed report"), kinds=kinds)
        if path is not None:
            self._verify(path)

    def _verify(self, path: Path) -> None:
        self._drop_job()
        self._make_way()
        self._verified = path
        self.stack.setCurrentWidget(self.verifying)
        self.verifying.wait_for(path)
        self._job = self.desk.jobs.start(
            opening.verifying(path), title=self.tr("Verifying {name}").format(name=path.name),
            on_done=self._on_verified, on_error=self._on_not_verified, on_cancelled=self._on_stopped,
        )  # fmt: skip

    def _on_verified(self, found: Verification) -> None:
        self._job = None
        self.verifying.show_result(found, self._verified)

    def _on_not_verified(self, error: AuditdeskError) -> None:
        self._job = None
        self.verifying.refuse(error, self._verified)

    # ---- between the pages ------------------------------------------------------------------------------------------
    def _keep_name(self, name: str) -> None:
        if name:
            self._name = name
            self.desk.change_settings(my_name=name)

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.drop()
            self._job = None

    @Slot()
    def _on_back(self) -> None:
        self._drop_job()
        self._on_stopped()

    def _on_stopped(self) -> None:
        self._job = None
        self._leave_forms()
        self.shown()

    @Slot()
    def _on_opened(self) -> None:
        self._leave_forms()

    def _leave_forms(self) -> None:
        for page in self._pages:
            page.leave()
        self.stack.setCurrentWidget(self.welcome)

    @Slot()
    def _on_settings(self) -> None:
        if self.desk.settings.my_name:
            for page in self._pages:
                page.know_name()

    # ---- dropping a file --------------------------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is None:
            return
        event.acceptProposedAction()
        if path.suffix.lower() == ".pdf":
            self._verify(path)
        else:
            self._ask(path, locked=False)


def _dropped(event: QDropEvent) -> Path | None:
    """The one workbook or PDF that is dragged, or None."""
    urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
    if len(urls) != 1:
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in (".pdf", opening.SUFFIX) else None


def _own_packs(_progress: Progress) -> list[PackInfo]:
    import auditdesk.seal.identity  # noqa: F401 - judges the passphrase, with the first letter of it
    from auditdesk.packs.shelf import own_packs

    return own_packs()
