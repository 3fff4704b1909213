"""The settings of this computer, in cards. Everything is in force and kept as soon as it is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from auditdesk.gui.desk import Desk
from auditdesk.gui.screen import Screen
from auditdesk.gui.screens.settings.about import AboutCard
from auditdesk.gui.screens.settings.identity import IdentityCard
from auditdesk.gui.screens.settings.personal import LookCard, PersonCard
from auditdesk.gui.screens.settings.trusted import TrustCard
from auditdesk.gui.widgets.cardpage import CardPage
from auditdesk.gui.widgets.layouts import column


class SettingsScreen(Screen):
    """Here a person says who they are, what they sign with, and whom they trust."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.page = CardPage(self.tr("Settings"), self)
        column(self, gap=0).addWidget(self.page)
        holder = self.page.holder
        self.person = PersonCard(desk, holder)
        self.look = LookCard(desk, holder)
        self.identity = IdentityCard(desk, holder)
        self.trust = TrustCard(desk, holder)
        self.about = AboutCard(holder)
        for card, side in (
            (self.person, 0), (self.look, 0), (self.identity, 1), (self.trust, 1), (self.about, 0),
        ):  # fmt: skip
            self.page.add(card, side)
        self.identity.made.connect(self.trust.fill)
        desk.settings_changed.connect(self._on_settings)
        self._on_settings()

    def shown(self) -> None:
        self._on_settings()
        self.identity.fill()
        self.trust.fill()
        self.person.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.identity.forget()

    def flush(self) -> bool:
        return self.person.save()

    @Slot()
    def _on_settings(self) -> None:
        self.person.fill()
        self.look.fill()
