"""SQLModel tables by subject. The database's own text is frozen in `migrations`; a test holds the two together."""

from auditdesk.core.models.audit import Audit, Client, Person, Vendor, VendorAlias
from auditdesk.core.models.base import Entity
from auditdesk.core.models.checklist import Answer, Pack, Question, Section
from auditdesk.core.models.evidence import Chunk, Content, EvidenceItem, EvidenceLink
from auditdesk.core.models.finding import Finding, Report
from auditdesk.core.models.log import ChangeRow, Head, Meta, Op, SearchItem, Tip

LOGGED: tuple[type[Entity], ...] = (
    Client, Vendor, VendorAlias, Audit, Person, Pack, Answer, EvidenceItem, EvidenceLink, Finding, Report,
)  # fmt: skip
"""Every table that is a projection of the log, parents before children."""

__all__ = [
    "LOGGED", "Answer", "Audit", "ChangeRow", "Chunk", "Client", "Content", "Entity", "EvidenceItem", "EvidenceLink",
    "Finding", "Head", "Meta", "Op", "Pack", "Person", "Question", "Report", "SearchItem", "Section", "Tip", "Vendor",
    "VendorAlias",
]  # fmt: skip
