"""Evidence items and what they are linked to."""

from __future__ import annotations

from auditdesk.core import queries
from auditdesk.core.collecting import add_evidence, link_to_question
from auditdesk.core.models.enums import LinkRole
from tests.builders import Desk


def test_linking_again_keeps_the_role_and_the_pinpoint_that_are_there(desk: Desk) -> None:
    item = desk.do(add_evidence, sha256=desk.stage(b"once"), filename="a.txt", media_type="text/plain")
    link = desk.do(link_to_question, item, desk.questions[0], LinkRole.CONTRADICTS, "page 3")

    again = desk.do(link_to_question, item, desk.questions[0])
    named = {"sha256": desk.stage(b"once"), "filename": "a.txt", "media_type": "text/plain"}
    desk.do(add_evidence, to_question=desk.questions[0], **named)

    (shown,) = queries.question_page(desk.connection, desk.questions[0]).evidence  # type: ignore[union-attr]
    assert again == link
    assert (shown.role, shown.pinpoint) == (LinkRole.CONTRADICTS, "page 3")
