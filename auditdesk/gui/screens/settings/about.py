"""About auditdesk: its version, its licence, and the notices of what is inside."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from auditdesk import __version__
from auditdesk.gui.widgets.buttons import push_button
from auditdesk.gui.widgets.layouts import Card, row
from auditdesk.gui.widgets.text import Caption, PlainLabel, PlainText

PARTS = """SQLCipher 4: BSD-3-Clause, notice below
SQLite: public domain
OpenSSL 3: Apache-2.0
sqlcipher3: zlib, © 2004–2007 Gerhard Häring
PySide6, Qt 6: LGPL-3.0-only, © The Qt Company Ltd.; used unmodified, as shared libraries you may replace
SQLModel, SQLAlchemy, pydantic, PyYAML, zxcvbn, asn1crypto: MIT
reportlab: BSD-3-Clause, © ReportLab Europe Ltd.
pillow: MIT-CMU
pyHanko, pyhanko-certvalidator: MIT, © Matthias Valvekens
cryptography: Apache-2.0 or BSD-3-Clause
pypdfium2, PDFium: BSD-3-Clause and Apache-2.0
Noto Sans, Noto Sans SC: SIL Open Font License 1.1

SQLCipher

Copyright (c) 2008-2025, ZETETIC LLC
All rights reserved.

Redistribution and use in source and binary forms, with or without modification, are permitted provided that the \
following conditions are met:
    * Redistributions of source code must retain the above copyright notice, this list of conditions and the following \
disclaimer.
    * Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the \
following disclaimer in the documentation and/or other materials provided with the distribution.
    * Neither the name of the ZETETIC LLC nor the names of its contributors may be used to endorse or promote products \
derived from this software without specific prior written permission.

THIS SOFTWARE IS PROVIDED BY ZETETIC LLC ''AS IS'' AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED \
TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL \
ZETETIC LLC BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, \
BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS \
INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING \
NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF \
SUCH DAMAGE."""
"""Legal texts: never translated."""


class AboutCard(Card):
    """Version and licences."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self.title.setText(self.tr("About auditdesk"))
        self.title.show()
        self.setAccessibleName(self.title.text())
        self.add(PlainLabel(self.tr("Version {version}, Apache-2.0").format(version=__version__), self))
        told = self.tr(
            "Works without a network and never opens a connection. It keeps no list of the workbooks you opened."
        )
        self.add(Caption(told, self))
        self.notices = PlainText(self, name=self.tr("Licences of the parts inside"), min_lines=10, max_lines=14)
        self.notices.setReadOnly(True)
        self.notices.setProperty("readOnly", True)
        self.notices.set_text(PARTS)
        self.notices.hide()
        self.button = push_button(self.tr("Show the licences"), self, kind="quiet", icon="info")
        self.button.clicked.connect(self._on_licences)
        line = row(gap=8)
        line.addWidget(self.button)
        line.addStretch(1)
        self.add(line)
        self.add(self.notices)

    @Slot()
    def _on_licences(self) -> None:
        shown = self.notices.isHidden()
        self.notices.setVisible(shown)
        words = self.tr("Hide the licences") if shown else self.tr("Show the licences")
        self.button.setText(words)
        self.button.setAccessibleName(words)
