"""The sentences for the reasons core, seal and report refuse with: what is in the way, and what to do.

The keys are the `reason` of Refused and SigningRefused and the `problem` of BadInput; {words} are their details.
"""

from __future__ import annotations


def QT_TRANSLATE_NOOP(_context: str, source: str) -> str:
    """Marks a sentence for the translators, under the name their tool looks for."""
    return source


Sentences = dict[str, tuple[str, str]]

REFUSED_OTHERWISE = (
    QT_TRANSLATE_NOOP("messages", "The workbook's rules do not allow this step ({reason})."),
    QT_TRANSLATE_NOOP("messages", "Check what you entered. If it looks right, report the word in brackets."),
)
SIGNING_OTHERWISE = (
    QT_TRANSLATE_NOOP("messages", "The report could not be signed the way it must be ({reason})."),
    QT_TRANSLATE_NOOP(
        "messages", "Check identity and report, then try again. If it stays, report the word in brackets."
    ),
)

REFUSED: Sentences = {
    "ambiguous_code": (
        QT_TRANSLATE_NOOP("messages", "More than one question is called “{code}”; they are in: {packs}."),
        QT_TRANSLATE_NOOP("messages", "Answer it on the Checklists screen, where the checklist is chosen."),
    ),
    "already_started": (
        QT_TRANSLATE_NOOP("messages", "This workbook already holds an audit."),
        QT_TRANSLATE_NOOP("messages", "Make a new workbook for another audit."),
    ),
    "bad_value": (
        QT_TRANSLATE_NOOP("messages", "“{value}” is not an answer this question takes; it asks for: {kind}."),
        QT_TRANSLATE_NOOP("messages", "Enter it in the form the question asks for."),
    ),
    "changed_since": (
        QT_TRANSLATE_NOOP("messages", "What you want to undo has been changed again since."),
        QT_TRANSLATE_NOOP("messages", "Undo the later change first, or enter the earlier text by hand."),
    ),
    "content_missing": (
        QT_TRANSLATE_NOOP("messages", "The content of this evidence is not in the workbook."),
        QT_TRANSLATE_NOOP("messages", "Add the file again, then record the evidence."),
    ),
    "evidence_used": (
        QT_TRANSLATE_NOOP("messages", "{evidence} is relied on by {findings}, so it stays."),
        QT_TRANSLATE_NOOP("messages", "Unlink it from these findings first."),
    ),
    "finalised": (
        QT_TRANSLATE_NOOP("messages", "{finding} is finalised and cannot be changed."),
        QT_TRANSLATE_NOOP("messages", "Reopen the finding first; its history stays."),
    ),
    "signed": (
        QT_TRANSLATE_NOOP("messages", "{finding} is in a signed report and cannot be changed."),
        QT_TRANSLATE_NOOP("messages", "Write an addendum, or begin a new revision of the report."),
    ),
    "draft": (
        QT_TRANSLATE_NOOP("messages", "{finding} is still a draft."),
        QT_TRANSLATE_NOOP("messages", "Complete and finalise it first."),
    ),
    "challenged": (
        QT_TRANSLATE_NOOP("messages", "{finding} is challenged by the reviewer."),
        QT_TRANSLATE_NOOP("messages", "Answer the challenge first."),
    ),
    "withdrawn": (
        QT_TRANSLATE_NOOP("messages", "{finding} was withdrawn."),
        QT_TRANSLATE_NOOP("messages", "Undo the withdrawal, or raise a new finding."),
    ),
    "finding_incomplete": (
        QT_TRANSLATE_NOOP("messages", "{finding} lacks: {missing}."),
        QT_TRANSLATE_NOOP("messages", "Fill in these parts, then finalise it."),
    ),
    "fixed": (
        QT_TRANSLATE_NOOP("messages", "These fields cannot be changed here: {fields}."),
        QT_TRANSLATE_NOOP("messages", "Withdraw the entry and make a new one if it is wrong."),
    ),
    "gates_unmet": (
        QT_TRANSLATE_NOOP("messages", "The report cannot be signed yet. Still missing: {gates}."),
        QT_TRANSLATE_NOOP("messages", "Complete these first; the Reports screen lists them."),
    ),
    "gone": (
        QT_TRANSLATE_NOOP("messages", "What you want to change is not there any more, or was withdrawn ({table})."),
        QT_TRANSLATE_NOOP("messages", "Look at the history to see who withdrew it; undo brings it back."),
    ),
    "invalid": (
        QT_TRANSLATE_NOOP("messages", "The field “{field}” does not take this value."),
        QT_TRANSLATE_NOOP("messages", "Correct this field and save again."),
    ),
    "locked": (
        QT_TRANSLATE_NOOP("messages", "The answer to {question} is locked."),
        QT_TRANSLATE_NOOP("messages", "It stays as it is; record what is new in a finding or an addendum."),
    ),
    "no_name": (
        QT_TRANSLATE_NOOP("messages", "Changes are recorded under a name, and none is set."),
        QT_TRANSLATE_NOOP("messages", "Enter your name in the settings."),
    ),
    "no_report_language": (
        QT_TRANSLATE_NOOP("messages", "The report has no words in “{language}”; it knows: {known}."),
        QT_TRANSLATE_NOOP("messages", "Choose one of these languages for the report."),
    ),
    "not_finalised": (
        QT_TRANSLATE_NOOP("messages", "{finding} is not finalised, so it cannot be reported."),
        QT_TRANSLATE_NOOP("messages", "Finalise or withdraw it, then try again."),
    ),
    "pack_answered": (
        QT_TRANSLATE_NOOP("messages", "“{title}” already has answers ({answers}), so it stays in the audit."),
        QT_TRANSLATE_NOOP("messages", "Mark its questions as not applicable if they are out of scope."),
    ),
    "pack_present": (
        QT_TRANSLATE_NOOP("messages", "“{title}” is already part of this audit."),
        QT_TRANSLATE_NOOP("messages", "Choose another checklist."),
    ),
    "reason_needed": (
        QT_TRANSLATE_NOOP("messages", "This result is only complete with a reason."),
        QT_TRANSLATE_NOOP("messages", "Choose the reason; it is printed among the limits of the report."),
    ),
    "revision_taken": (
        QT_TRANSLATE_NOOP("messages", "There is already a revision {revision} of the report."),
        QT_TRANSLATE_NOOP("messages", "Use the next number; a signed revision is never replaced."),
    ),
    "unknown_reason": (
        QT_TRANSLATE_NOOP("messages", "“{reason}” is not one of the reasons this result takes."),
        QT_TRANSLATE_NOOP("messages", "Choose a reason from the list."),
    ),
    "weak_passphrase": (
        QT_TRANSLATE_NOOP("messages", "The passphrase is shorter than {minimum} characters."),
        QT_TRANSLATE_NOOP("messages", "Use several words that do not belong together."),
    ),
}

_OTHER_IDENTITY = QT_TRANSLATE_NOOP("messages", "Use another identity, or ask its issuer for a suitable certificate.")
_MAKE_AGAIN = QT_TRANSLATE_NOOP("messages", "Make the report again from the workbook, then sign that file.")
_NAME_AGAIN = QT_TRANSLATE_NOOP("messages", "Correct the field and make the identity again.")

SIGNING: Sentences = {
    "already_signed": (
        QT_TRANSLATE_NOOP("messages", "The report already carries the signature of this role: {role}."),
        QT_TRANSLATE_NOOP("messages", "Begin a new revision if the report must change."),
    ),
    "bad_country": (QT_TRANSLATE_NOOP("messages", "“{country}” is not a two-letter country code."), _NAME_AGAIN),
    "bad_email": (QT_TRANSLATE_NOOP("messages", "The e-mail address is not one."), _NAME_AGAIN),
    "clock_before_journal": (
        QT_TRANSLATE_NOOP("messages", "This computer's clock is before the last entry in the workbook ({last_entry})."),
        QT_TRANSLATE_NOOP("messages", "Set the clock right: the time of signing is printed in the signature."),
    ),
    "encrypted": (
        QT_TRANSLATE_NOOP("messages", "The PDF is encrypted, and an encrypted PDF is not signed here."),
        _MAKE_AGAIN,
    ),
    "expired": (QT_TRANSLATE_NOOP("messages", "The certificate was valid until {until}."), _OTHER_IDENTITY),
    "not_yet_valid": (
        QT_TRANSLATE_NOOP("messages", "The certificate is valid only from {from}."),
        QT_TRANSLATE_NOOP("messages", "Check this computer's clock, or use another identity."),
    ),
    "fields_exist": (QT_TRANSLATE_NOOP("messages", "The PDF already has signature fields."), _MAKE_AGAIN),
    "fields_missing": (
        QT_TRANSLATE_NOOP("messages", "The PDF has no signature field for this role: {role}."),
        _MAKE_AGAIN,
    ),
    "glyph_missing": (
        QT_TRANSLATE_NOOP("messages", "The report's letters have no shape for: {characters}."),
        QT_TRANSLATE_NOOP("messages", "Write the name in letters the report can print."),
    ),
    "key_usage": (QT_TRANSLATE_NOOP("messages", "The certificate was not issued for signing."), _OTHER_IDENTITY),
    "name_missing": (QT_TRANSLATE_NOOP("messages", "The field “{field}” is empty."), _NAME_AGAIN),
    "name_not_plain": (
        QT_TRANSLATE_NOOP("messages", "The field “{field}” holds invisible or control characters."),
        _NAME_AGAIN,
    ),
    "name_too_long": (
        QT_TRANSLATE_NOOP("messages", "The field “{field}” is longer than {longest} characters."),
        _NAME_AGAIN,
    ),
    "no_identity": (
        QT_TRANSLATE_NOOP("messages", "No signing identity was given, and a report is never made without one."),
        QT_TRANSLATE_NOOP("messages", "Create or load an identity in Settings, or name its file with --sign."),
    ),
    "no_key": (QT_TRANSLATE_NOOP("messages", "The identity file holds no private key."), _OTHER_IDENTITY),
    "revoked": (QT_TRANSLATE_NOOP("messages", "The certificate was revoked by its issuer."), _OTHER_IDENTITY),
    "signing_failed": (
        QT_TRANSLATE_NOOP("messages", "Making the signature failed ({problem})."),
        QT_TRANSLATE_NOOP("messages", "Try again; if it stays, report it with the log file."),
    ),
    "unknown_authority": (
        QT_TRANSLATE_NOOP("messages", "The issuer of the certificate is not among the authorities you trust."),
        QT_TRANSLATE_NOOP("messages", "Compare its fingerprint with the issuer by telephone, then add the authority."),
    ),
    "unknown_role": (
        QT_TRANSLATE_NOOP("messages", "Author, reviewer and client sign, not: {roles}."),
        QT_TRANSLATE_NOOP("messages", "Choose one of these roles, each once."),
    ),
    "unreadable": (QT_TRANSLATE_NOOP("messages", "The PDF cannot be read ({problem})."), _MAKE_AGAIN),
    "unsupported_key": (
        QT_TRANSLATE_NOOP(
            "messages", "The kind of key or digest is too weak or not usable for reports ({key} {digest})."
        ),
        _OTHER_IDENTITY,
    ),
    "verification_failed": (
        QT_TRANSLATE_NOOP("messages", "The signed file did not pass its own verification: {reasons}."),
        QT_TRANSLATE_NOOP("messages", "Make the report again and sign it; if it stays, report it with the log file."),
    ),
    "weak_passphrase": (
        QT_TRANSLATE_NOOP("messages", "The passphrase is shorter than {shortest} characters."),
        QT_TRANSLATE_NOOP("messages", "Use several words that do not belong together."),
    ),
    "wrong_order": (
        QT_TRANSLATE_NOOP("messages", "It is not the turn of this role: {role}. Needed before: {needed}."),
        QT_TRANSLATE_NOOP("messages", "Let the others sign first, then try again."),
    ),
    "wrong_passphrase": (
        QT_TRANSLATE_NOOP("messages", "The identity does not open with this passphrase."),
        QT_TRANSLATE_NOOP("messages", "Try again, and look at capital letters and the keyboard language."),
    ),
}

_CHOOSE = QT_TRANSLATE_NOOP("messages", "Choose another file, or ask the sender for a new one.")

INPUT: Sentences = {
    "changed_while_read": (
        QT_TRANSLATE_NOOP("messages", "The file changed while it was read."),
        QT_TRANSLATE_NOOP("messages", "Wait until nobody writes to it, then add it again."),
    ),
    "crl_of_nobody_trusted": (
        QT_TRANSLATE_NOOP("messages", "The revocation list is not signed by an authority you trust."),
        QT_TRANSLATE_NOOP("messages", "Add the authority first, or get the list from it."),
    ),
    "empty": (QT_TRANSLATE_NOOP("messages", "The file has no content."), _CHOOSE),
    "is_a_folder": (
        QT_TRANSLATE_NOOP("messages", "This is a folder."),
        QT_TRANSLATE_NOOP("messages", "Choose a file in it."),
    ),
    "not_a_certificate": (QT_TRANSLATE_NOOP("messages", "This is not a certificate."), _CHOOSE),
    "not_a_crl": (QT_TRANSLATE_NOOP("messages", "This is not a revocation list."), _CHOOSE),
    "not_a_file": (QT_TRANSLATE_NOOP("messages", "This is not an ordinary file."), _CHOOSE),
    "not_an_authority": (
        QT_TRANSLATE_NOOP("messages", "This certificate may not issue others."),
        QT_TRANSLATE_NOOP("messages", "Choose the certificate of the authority itself."),
    ),
    "not_pkcs12": (
        QT_TRANSLATE_NOOP("messages", "This is not an identity file."),
        QT_TRANSLATE_NOOP("messages", "Choose a file that ends in .p12 or .pfx."),
    ),
    "font_not_truetype": (QT_TRANSLATE_NOOP("messages", "This is not a TrueType font."), _CHOOSE),
    "unknown_pack": (
        QT_TRANSLATE_NOOP("messages", "No checklist that comes with auditdesk has this id."),
        QT_TRANSLATE_NOOP("messages", "Choose one from the list of checklists."),
    ),
    "too_large": (
        QT_TRANSLATE_NOOP("messages", "The file is larger than auditdesk takes in."),
        QT_TRANSLATE_NOOP("messages", "Split it into several files."),
    ),
}
