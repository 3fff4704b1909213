"""Looking at evidence inside the program: pictures, PDF pages, text, or a sentence. Never launches another program.

Decoding runs as a quiet job when `jobs` is given, so that a large photo does not hold up the keyboard; an answer that
comes after another file was chosen is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QWidget

from auditdesk.core import media
from auditdesk.core.errors import AuditdeskError
from auditdesk.core.progress import Progress
from auditdesk.gui import rendering, theme
from auditdesk.gui.jobs import Job, Jobs
from auditdesk.gui.pictureview import PictureView
from auditdesk.gui.rendering import Picture
from auditdesk.gui.widgets import Caption, PlainLabel, column, row, tool_button


class PreviewPane(QWidget):
    """Shows the bytes of one file."""

    def __init__(self, jobs: Jobs | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job | None = None
        self._data, self._kind, self._name = b"", "", ""
        self._page = 0
        self._build()
        self.setAccessibleName(self.tr("Preview"))
        self.clear()

    def show_bytes(self, data: bytes, media_type: str, name: str) -> None:
        """Show a file. What its bytes say it is goes before `media_type`."""
        self._stop()
        found = media.kind_of(data, name)
        self._data, self._name, self._page = data, name, 0
        self._kind = media_type if found == media.UNKNOWN and media_type not in _DRAWN else found
        self._picture.forget()
        if not data:
            self._tell(self.tr("The file has no content."))
        elif found in rendering.IMAGES or found == media.PDF:
            self._tell(self.tr("Preparing the preview"))
            self._draw()
        elif media.looks_like_text(data):
            self._show_text()
        else:
            self._tell(self.tr("No preview for this kind of file; it is kept unopened."))

    def clear(self) -> None:
        """Show nothing and keep nothing."""
        self._stop()
        self._data, self._kind, self._name = b"", "", ""
        self._picture.forget()
        self._text.setPlainText("")
        self._facts.setText("")
        self._tell("")

    def _build(self) -> None:
        self._sentence = PlainLabel("", self, tone="muted", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture = PictureView(self)
        self._picture.sharpness_wanted.connect(self._on_sharpness_wanted)
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setProperty("readOnly", True)
        self._text.setAccessibleName(self.tr("Text of the file"))
        self._text.setTabChangesFocus(True)
        self._stack = QStackedWidget(self)
        for view in (self._sentence, self._picture, self._text):
            self._stack.addWidget(view)
        self._facts = Caption("", self, wrap=False)
        self._pages = QWidget(self)
        self._back = tool_button(self.tr("Previous page"), self._pages, icon="chevron-left")
        self._next = tool_button(self.tr("Next page"), self._pages, icon="chevron-right")
        self._back.clicked.connect(self._on_back)
        self._next.clicked.connect(self._on_next)
        self._where = Caption("", self._pages, wrap=False)
        pages = row(self._pages, gap=4)
        for part in (self._back, self._where, self._next):
            pages.addWidget(part)
        self._bar = row(gap=4)
        self._bar.addWidget(self._facts, 1)
        self._bar.addWidget(self._pages)
        self._bar.addWidget(self._picture.tools)
        outer = column(self, gap=8)
        outer.addLayout(self._bar)
        outer.addWidget(self._stack, 1)

    def _tell(self, sentence: str) -> None:
        self._sentence.setText(sentence)
        self._show(self._sentence)
        if self._name:
            self._facts.setText(self._say_facts())

    def _show(self, view: QWidget) -> None:
        self._stack.setCurrentWidget(view)
        pictured = view is self._picture
        self._picture.tools.setVisible(pictured)
        self._pages.setVisible(pictured and self._kind == media.PDF)

    def _say_facts(self, more: str = "") -> str:
        size = self.locale().formattedDataSize(len(self._data))
        facts = self.tr("{kind}, {size}").format(kind=self._say_kind(), size=size)
        return self.tr("{facts}, {more}").format(facts=facts, more=more) if more else facts

    def _say_kind(self) -> str:
        if self._kind in rendering.IMAGES:
            return self.tr("{format} picture").format(format=self._kind.removeprefix("image/").upper())
        known = {
            media.PDF: self.tr("PDF document"),
            media.TEXT: self.tr("Text"),
            "text/csv": self.tr("Table as text (CSV)"),
            "text/html": self.tr("Web page, shown as its source"),
            "application/zip": self.tr("Archive (ZIP)"),
            media.UNKNOWN: self.tr("Unknown kind"),
        }
        return known.get(self._kind, self._kind)

    def _show_text(self) -> None:
        found = media.decode_text(self._data)
        self._text.setFont(theme.fixed_font())
        text = found.text.replace("\x00", "\N{REPLACEMENT CHARACTER}")
        shown = media.break_lines(text)
        self._text.setPlainText(shown)
        told = self.tr("read as {encoding}").format(encoding=found.encoding)
        if found.cut:
            told = self.tr("read as {encoding}; only the first {size} are shown").format(
                encoding=found.encoding, size=self.locale().formattedDataSize(media.TEXT_LIMIT)
            )
        if shown is not text:
            told = self.tr("{told}; lines longer than {longest} characters are broken here").format(
                told=told, longest=media.LINE_LIMIT
            )
        self._facts.setText(self._say_facts(told))
        self._show(self._text)

    def _draw(self) -> None:
        work: Callable[[], Picture] = partial(rendering.read_image, self._data, self._kind)
        if self._kind == media.PDF:
            work = partial(rendering.draw_page, self._data, self._page, self._picture.pixels_per_point())
        self._stop()
        if self._jobs is None:
            self._on_drawn(work())
            return
        title = self.tr("Preview")
        self._job = self._jobs.start(
            _Work(work), title=title, on_done=self._on_drawn, on_error=self._on_error, quiet=True
        )

    def _stop(self) -> None:
        if self._job is not None:
            self._job.drop()
            self._job = None

    @Slot(object)
    def _on_drawn(self, picture: Picture) -> None:
        self._job = None
        if picture.image is None:
            self._tell(self._say_problem(picture.problem))
            return
        if self._kind == media.PDF:
            self._picture.show_page(picture.image, picture.width, picture.height)
            told = self.tr("Page {page} of {pages}").format(page=picture.page + 1, pages=picture.pages)
            self._where.setText(told)
            self._picture.setAccessibleName(told)
            self._back.setEnabled(picture.page > 0)
            self._next.setEnabled(picture.page + 1 < picture.pages)
            self._facts.setText(self._say_facts())
        else:
            self._picture.show_image(picture.image)
            size = self.tr("{width} × {height} pixels").format(width=picture.width, height=picture.height)
            self._facts.setText(self._say_facts(size))
            self._picture.setAccessibleName(self.tr("Picture {name}").format(name=self._name))
        self._show(self._picture)

    @Slot(object)
    def _on_error(self, _error: AuditdeskError) -> None:
        self._job = None
        self._tell(self._say_problem("damaged"))

    def _say_problem(self, problem: str) -> str:
        if problem == "passphrase":
            return self.tr("This PDF asks for a passphrase, so it has no preview. It is kept as it was received.")
        if problem == "too_large":
            return self.tr("This picture is too large to be shown here. It is kept as it was received.")
        return self.tr("This file is damaged or incomplete and cannot be shown. It is kept as it was received.")

    @Slot()
    def _on_back(self) -> None:
        self._page -= 1
        self._draw()

    @Slot()
    def _on_next(self) -> None:
        self._page += 1
        self._draw()

    @Slot()
    def _on_sharpness_wanted(self) -> None:
        if self._kind == media.PDF and self._stack.currentWidget() is self._picture:
            self._draw()


_DRAWN = rendering.IMAGES | {media.PDF}


class _Work:
    """A drawing as work for `Jobs`, which reports nothing."""

    def __init__(self, draw: Callable[[], Picture]) -> None:
        self._draw = draw

    def __call__(self, _progress: Progress) -> Picture:
        return self._draw()
