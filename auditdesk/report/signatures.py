"""The signature page: always the last, always one page, with an empty box for each of three signatures."""

from __future__ import annotations

from reportlab.platypus.flowables import Flowable

from auditdesk.core.models.enums import Role
from auditdesk.core.reportdata import ReportData
from auditdesk.report import fonts, pages
from auditdesk.report.parts import Rule
from auditdesk.report.sections import Setting, Story
from auditdesk.report.styles import HAIRLINE, INK, MUTED, WIDTH, style
from auditdesk.report.text import paragraph

ROLES = ("author", "reviewer", "client")
BOX_WIDTH, BOX_HEIGHT = 270.0, 84.0
_HOLDERS = {"author": Role.LEAD_AUDITOR, "reviewer": Role.REVIEWER, "client": Role.CLIENT_SPONSOR}


def signatures(setting: Setting) -> Story:
    """What a signature means, then the boxes. Role, sentence and name stand outside, so that no stamp covers them."""
    words = setting.words
    story = setting.heading("signatures", words("signatures.title"))
    story += [paragraph(words("signatures.intro"), style("body")), paragraph(words("signatures.order"), style("body"))]
    if setting.data.demo:
        story += [paragraph(words("signatures.demo"), style("body"))]
    for role in ROLES:
        name, organisation = holder(setting.data, role)
        story += [Rule(16, 12), SignatureBox(role, words(f"signatures.{role}"), name, organisation)]
        story += [paragraph(words(f"signatures.{role}_says"), style("caption"))]
    return story


def holder(data: ReportData, role: str) -> tuple[str, str]:
    """Name and organisation of the person the box is meant for, where exactly one is known."""
    found = [who for who in data.team if _HOLDERS[role] in who.roles]
    return (found[0].name, found[0].organisation) if len(found) == 1 else ("", "")


class SignatureBox(Flowable):  # type: ignore[misc]
    """An empty frame with role and name beside it; tells the ledger where on which page it stands."""

    def __init__(self, role: str, caption: str, name: str, organisation: str) -> None:
        super().__init__()
        self.role, self.caption, self.name, self.organisation = role, caption, name, organisation
        self.width, self.height = WIDTH, BOX_HEIGHT

    def draw(self) -> None:
        canvas: pages.ReportCanvas = self.canv
        left = WIDTH - BOX_WIDTH
        canvas.setFillColor(INK)
        canvas.setFont(fonts.SEMIBOLD, 10.5)
        canvas.drawString(0, BOX_HEIGHT - 12, self.caption)
        pages.draw_line(canvas, self.name, 0, BOX_HEIGHT - 29, 9.5, left - 14, colour=INK)
        pages.draw_line(canvas, self.organisation, 0, BOX_HEIGHT - 43, 8.5, left - 14, colour=MUTED)
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.8)
        # on whole points of the page, where the field of the signature will be, so that the frame stands even around it
        x, y = canvas.absolutePosition(left, 0)
        x1, y1 = round(x), round(y)
        canvas.rect(left + x1 - x, y1 - y, BOX_WIDTH, BOX_HEIGHT, stroke=1, fill=0)
        inside = (x1 + 1.0, y1 + 1.0, x1 + BOX_WIDTH - 1, y1 + BOX_HEIGHT - 1)
        canvas.ledger.rectangles[self.role] = (canvas.getPageNumber() - 1, inside)
