"""The closed vocabularies of the workbook. Stored by value, guarded by a CHECK in the database.

Terms follow ISO 19011 and the field's usage; each axis is its own enum, never derived from another.
"""

from __future__ import annotations

from enum import StrEnum


class AuditKind(StrEnum):
    """Why this audit takes place."""

    PERIODIC = "periodic"
    FOR_CAUSE = "for_cause"
    PREQUALIFICATION = "prequalification"
    FOLLOW_UP = "follow_up"
    EXIT = "exit"


class Role(StrEnum):
    """What a person does in this audit. Author, reviewer and decider are never the same person."""

    LEAD_AUDITOR = "lead_auditor"
    AUDITOR = "auditor"
    TECHNICAL_EXPERT = "technical_expert"
    INTERPRETER = "interpreter"
    REVIEWER = "reviewer"
    CLIENT_SPONSOR = "client_sponsor"
    VENDOR_CONTACT = "vendor_contact"
    OBSERVER = "observer"


class QuestionKind(StrEnum):
    """What kind of answer a question asks for."""

    CONFORMITY = "conformity"
    FACT = "fact"
    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    PERCENTAGE = "percentage"
    DATE = "date"
    TEXT = "text"
    TABLE = "table"
    INDICATOR = "indicator"
    MATURITY = "maturity"
    LIST_CHECK = "list_check"
    SAMPLE = "sample"
    OBSERVATION = "observation"
    INTERVIEW_THEME = "interview_theme"
    TECHNICAL_TEST = "technical_test"
    CLAIM_PAIR = "claim_pair"


class EvidenceDemand(StrEnum):
    """Kinds of evidence a question asks for."""

    DOCUMENT = "D"
    RECORDS = "R"
    INTERVIEW = "I"
    MANAGEMENT = "M"
    OBSERVATION = "O"
    EXTERNAL = "X"
    LIST = "L"
    TEST = "T"


class Result(StrEnum):
    """What the auditor concludes about a question. *Unable to verify* is an answer, distinct from all others."""

    CONFORMS = "conforms"
    OTHER_MEANS = "other_means"
    PARTLY = "partly"
    NONCONFORMING = "nonconforming"
    UNABLE = "unable_to_verify"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASSESSED = "not_assessed"


class AnswerState(StrEnum):
    """How far the work on an answer has come; says nothing about its result."""

    UNANSWERED = "unanswered"
    DRAFT = "draft"
    ANSWERED = "answered"
    EVIDENCED = "evidenced"
    REVIEWED = "reviewed"
    LOCKED = "locked"


class Confidence(StrEnum):
    """How sure the auditor is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class UnableReason(StrEnum):
    """Why something could not be verified; printed in the report's limitations."""

    ACCESS_REFUSED = "access_refused"
    AREA_CLOSED = "area_closed"
    RECORDS_REFUSED = "records_refused"
    RECORDS_ABSENT = "records_absent"
    INTERVIEW_UNSAFE = "interview_unsafe"
    INTERPRETER_NOT_INDEPENDENT = "interpreter_not_independent"
    MINDER_PRESENT = "minder_present"
    LEGAL_BAR = "legal_bar"
    TECHNICAL_LIMIT = "technical_limit"
    TIME = "time"


class NotApplicableReason(StrEnum):
    """Why a question does not apply to this vendor or site."""

    NO_SUCH_ACTIVITY = "no_such_activity"
    NO_SUCH_GROUP = "no_such_group"
    NO_SUCH_PRODUCT = "no_such_product"
    OUT_OF_SCOPE = "out_of_scope"
    OTHER_QUESTION_COVERS = "other_question_covers"


class EvidenceKind(StrEnum):
    """What an evidence item is."""

    DOCUMENT = "document"
    RECORD = "record"
    PHOTO = "photo"
    WEB_CAPTURE = "web_capture"
    EMAIL = "email"
    INTERVIEW_NOTE = "interview_note"
    TEST_REPORT = "test_report"
    LIST_EXTRACT = "list_extract"
    OBSERVATION = "observation"
    OTHER = "other"


class CollectionMethod(StrEnum):
    """How an evidence item came to the auditor."""

    RECEIVED = "received"
    DOWNLOADED = "downloaded"
    PHOTOGRAPHED = "photographed"
    OBSERVED = "observed"
    TESTED = "tested"
    COPIED = "copied"


class LinkRole(StrEnum):
    """What an evidence item does for the thing it is linked to. Contrary evidence is recorded as such."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    CONTEXT = "context"


class Distribution(StrEnum):
    """The widest circle that may see a record: internal, client, vendor, public."""

    INTERNAL = "internal"
    CLIENT = "client"
    VENDOR = "vendor"
    PUBLIC = "public"


class FindingKind(StrEnum):
    """ISO 19011 clause 6.4.8: nonconformity, conformity, good practice, and what lies between."""

    NONCONFORMITY = "nonconformity"
    OBSERVATION = "observation"
    OPPORTUNITY = "opportunity_for_improvement"
    GOOD_PRACTICE = "good_practice"


class Nature(StrEnum):
    """Whether a finding states what is, or what may happen."""

    FACT = "fact"
    RISK = "risk"


class Grade(StrEnum):
    """How far from the criterion. Not severity, not likelihood."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    NONE = "none"


class FindingState(StrEnum):
    """Where a finding stands. The states of hearing the vendor and of follow-up come with their own verbs."""

    DRAFT = "draft"
    CHALLENGED = "challenged"
    FINALISED = "finalised"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


class Edition(StrEnum):
    """Whom a report is made for."""

    CLIENT = "client"
