"""The words for stable keys: enum values, reason codes, changes, gates. No Qt; shared by desk and commands."""

from __future__ import annotations

from enum import StrEnum

WORDS: dict[str, str] = {
    # results
    "conforms": "Conforms",
    "other_means": "Conforms by other means",
    "partly": "Partly conforms",
    "nonconforming": "Does not conform",
    "unable_to_verify": "Unable to verify",
    "not_applicable": "Not applicable",
    "not_assessed": "Not assessed",
    # states of an answer
    "unanswered": "Open",
    "draft": "Draft",
    "answered": "Answered",
    "evidenced": "Evidence complete",
    "reviewed": "Reviewed",
    "locked": "Locked",
    # unable to verify, because
    "access_refused": "Access refused",
    "area_closed": "Area closed",
    "records_refused": "Records refused",
    "records_absent": "Records destroyed or absent",
    "interview_unsafe": "Interview unsafe",
    "interpreter_not_independent": "Interpreter not independent",
    "minder_present": "Minder present",
    "legal_bar": "Legal bar to collection",
    "technical_limit": "Technical limit",
    "time": "Time ran out",
    # not applicable, because
    "no_such_activity": "The vendor has no such activity",
    "no_such_group": "No such group of people here",
    "no_such_product": "No such product",
    "out_of_scope": "Outside the agreed scope",
    "other_question_covers": "Covered by another question",
    # confidence
    "low": "Low",
    "medium": "Medium",
    "high": "High",
    # evidence
    "document": "Document",
    "record": "Record",
    "photo": "Photo",
    "web_capture": "Web capture",
    "email": "E-mail",
    "interview_note": "Interview note",
    "test_report": "Test report",
    "list_extract": "List or register extract",
    "observation": "Observation",
    "other": "Other",
    "received": "Received",
    "downloaded": "Downloaded",
    "photographed": "Photographed",
    "observed": "Observed",
    "tested": "Tested",
    "copied": "Copied on site",
    "supports": "Supports",
    "contradicts": "Contradicts",
    "context": "Context",
    "internal": "Internal",
    "client": "Client",
    "vendor": "Vendor",
    "public": "Public",
    "D": "document",
    "R": "records sample",
    "I": "worker interviews",
    "M": "management interview",
    "O": "observation or photo",
    "X": "external source",
    "L": "list or register extract",
    "T": "technical test",
    # findings
    "nonconformity": "Nonconformity",
    "opportunity_for_improvement": "Opportunity for improvement",
    "good_practice": "Good practice",
    "fact": "Fact",
    "risk": "Risk",
    "finding": "Finding",
    "answer": "Answer",
    "critical": "Critical",
    "major": "Major",
    "minor": "Minor",
    "none": "No grade",
    "challenged": "Challenged",
    "finalised": "Finalised",
    "signed": "Signed",
    "withdrawn": "Withdrawn",
    "title": "Title",
    "criterion": "Criterion",
    "condition": "Condition",
    "evidence": "Evidence",
    "cause": "Cause",
    "effect": "Effect",
    "confidence": "Confidence",
    # roles
    "lead_auditor": "Lead auditor",
    "auditor": "Auditor",
    "technical_expert": "Technical expert",
    "interpreter": "Interpreter",
    "reviewer": "Reviewer",
    "client_sponsor": "Audit client",
    "vendor_contact": "Vendor contact",
    "observer": "Observer",
    # kinds of audit
    "periodic": "Periodic audit",
    "for_cause": "For-cause audit",
    "prequalification": "Pre-qualification audit",
    "follow_up": "Follow-up audit",
    "exit": "Exit audit",
}

FIELDS: dict[str, str] = {
    "question_id": "Question",
    "evidence_id": "Evidence item",
    "target_id": "Used for",
    "target_kind": "Used for a",
    "sha256": "SHA-256",
    "unsigned_sha256": "SHA-256 before signing",
    "signer_fingerprint": "Signer's certificate",
    "log_root": "Root of the history",
    "filename": "File name",
    "media_type": "Kind of file",
    "size": "Size in bytes",
    "content_hash": "SHA-256 of the content",
    "pack_id": "Checklist",
    "state": "State",
    "result": "Result",
    "flag": "Flag",
    "note": "Note",
    "value": "Answer given",
    "reason": "Reason",
    "withdrawn": "Withdrawn",
    "ord": "Place in the order",
    "client_id": "Client",
    "vendor_id": "Vendor",
    "scope_excluded": "Outside the scope",
    "mandate_on": "Mandate dated",
    "registry_no": "Registry number",
    "captured_at": "Captured",
    "registered_at": "Registered",
    "signed_at": "Signed",
    "demo": "Demonstration",
}
"""Names of fields that are not clear as they stand."""

CHANGES: dict[str, str] = {
    "start_audit": "started the audit of {label}",
    "change_audit": "audit frame",
    "change_client": "client {label}",
    "change_vendor": "vendor {label}",
    "add_alias": "alias {label}",
    "withdraw_alias": "removal of alias {label}",
    "add_person": "team member {label}",
    "change_person": "details of {label}",
    "withdraw_person": "removal of {label}",
    "add_pack": "checklist {label}",
    "withdraw_pack": "removal of checklist {label}",
    "answer": "answer to {label}",
    "note": "note on {label}",
    "value": "answer to {label}",
    "confidence": "confidence of {label}",
    "flag": "flag on {label}",
    "unflag": "flag removed from {label}",
    "add_evidence": "evidence {label} added",
    "describe_evidence": "details of {label}",
    "withdraw_evidence": "removal of {label}",
    "link_evidence": "link of {label}",
    "change_link": "link of {label}",
    "unlink_evidence": "link of {label} removed",
    "raise_finding": "finding {label} raised",
    "add_finding": "finding {label} added",
    "change_finding": "text of {label}",
    "finalise_finding": "{label} finalised",
    "reopen_finding": "{label} reopened",
    "withdraw_finding": "removal of {label}",
    "sign_report": "report {label} signed",
}

GATES: dict[str, str] = {
    "findings_final": "Every finding is finalised",
    "gates_addressed": "Every gate that does not conform has a finding",
    "lead_named": "A lead auditor is named in the team",
    "scope_written": "Objective and scope are written",
    "summary_written": "The summary is written",
    "questions_open": "All questions are answered",
    "conforms_without_evidence": "Every conforming answer has evidence",
    "no_contrary_evidence": "Contrary evidence is recorded for every nonconformity",
    "evidence_withheld": "All evidence may be shown to the client",
    "evidence_sound": "Every evidence file is as it was taken in",
    "log_sound": "The history is complete and unaltered",
    "identity_ready": "An identity to sign with is chosen",
}

GATES_UNMET: dict[str, str] = {
    "findings_final": "Findings that are not finalised",
    "gates_addressed": "Gates that do not conform and have no finding",
    "lead_named": "No lead auditor is named in the team",
    "scope_written": "Objective or scope is not written",
    "summary_written": "The summary is not written",
    "questions_open": "Questions still open",
    "conforms_without_evidence": "Conforming answers without evidence",
    "no_contrary_evidence": "Nonconformities without contrary evidence on record",
    "evidence_withheld": "Evidence withheld from the client",
    "evidence_sound": "Evidence files changed since they were taken in",
    "log_sound": "The history is incomplete or altered",
    "identity_ready": "No identity to sign with is chosen",
}
"""The same gates while they are not met; the codes they are about follow."""

YES, NO = "Yes", "No"


def label(key: str | StrEnum) -> str:
    """The word for a value; raises KeyError for a key nobody has worded."""
    return WORDS[str(key)]


def change(verb: str, what: str, target_verb: str = "") -> str:
    """A change in words, such as "answer to A17" or "Undid: answer to A17"."""
    known = CHANGES.get(target_verb or verb, "{label}").format(label=what or "…")
    if verb == "undo":
        return f"Undid: {known}"
    if verb == "redo":
        return f"Redid: {known}"
    return known[:1].upper() + known[1:]
