"""Words for what a verification found: what it means for the reader, and what to do next."""

# One sentence a line, so that they can be read and compared.
# ruff: noqa: E501

from __future__ import annotations

from auditdesk.seal.findings import Reason, Verdict
from auditdesk.seal.identity import grouped

_HEADLINES = {
    Verdict.GOOD: "Good: the file is as it was signed, and the signers are known to you.",
    Verdict.NOT_GOOD: "Not good: there is evidence against this file. Do not rely on it.",
    Verdict.CANNOT_TELL: "Cannot tell: nothing was found against this file, but not everything could be established.",
}

# {role} is the signature a sentence is about; the other names come from the reason's detail.
_ASK_AGAIN = "Ask the sender for the original file."
_CALL = "Read the fingerprint {grouped} to the signer over a telephone number you already had; if it matches, ask for the firm's authority file and add it to your list."
_SENTENCES = {
    # evidence against the file
    "empty_file": f"The file is empty. {_ASK_AGAIN}",
    "not_a_pdf": "This is not a PDF file, so there is no signature to check. Look whether you chose the right file.",
    "unreadable": f"The file is damaged or was tampered with: its inner structure cannot be read ({{problem}}). {_ASK_AGAIN}",
    "other_file": "These are not the bytes recorded when the report was exported. Ask the author for the file as it was exported.",
    "unsigned": "Nobody has signed this file, so nothing protects its content. Ask for the signed report.",
    "unsigned_stranger": "Nobody has signed this file, so nothing can be said about who made it or whether it was changed. Ask for a signed copy if it matters.",
    "roster_unusual": f"The signatures ({{roles}}) are not those of a report made here: author, reviewer, client, in this order. {_ASK_AGAIN}",
    "signature_missing": f"{{role}}: the signature that should be here is missing; it may have been cut off. {_ASK_AGAIN}",
    "signature_unexpected": "{role}: this signature was not expected. Ask the author who signed, and why.",
    "signature_unreadable": f"{{role}}: the signature is damaged or of a kind that cannot be read ({{problem}}). {_ASK_AGAIN}",
    "not_certified": f"{{role}}: the first signature does not close the report against changes, as every report made here does. {_ASK_AGAIN}",
    "form_fields": f"The file contains form fields whose text can be changed after signing ({{fields}}). {_ASK_AGAIN}",
    "layers": f"The file contains layers that can hide or show content after signing. {_ASK_AGAIN}",
    "scripts": f"The file contains scripts or actions, which no report made here has. Do not open it in other programs. {_ASK_AGAIN}",
    "altered": f"{{role}}: the bytes that were signed have been altered. {_ASK_AGAIN}",
    "wrong_key": f"{{role}}: the signature does not belong to the certificate it shows. {_ASK_AGAIN}",
    "covers_too_little": f"{{role}}: the signature covers only part of the file, so the rest could be anything. {_ASK_AGAIN}",
    "changed_after_signing": f"{{role}}: something was changed after this signature that it does not allow. {_ASK_AGAIN}",
    "bytes_follow": f"{{role}}: something was added to the file after the last signature. {_ASK_AGAIN}",
    "hidden_data": "{role}: data is hidden behind the signature, where nothing should be. Ask the sender how the file was made.",
    "gap": "{role}: the signature leaves out bytes it should cover. Ask the sender how the file was made.",
    "other_signer": "{role}: signed with another certificate ({signer}, {grouped}) than the one agreed for this role. Call the person who should have signed.",
    "revoked": "{role}: the certificate of {signer} was revoked by its authority. Call the signer before you rely on the report.",
    "key_usage": "{role}: the certificate was not issued for signing documents. Ask the signer for a signature with the right certificate.",
    "timestamp_broken": f"{{role}}: the time stamp does not fit the file. {_ASK_AGAIN}",
    # things that cannot be known
    "unreadable_stranger": "The file cannot be read ({problem}), so its signatures cannot be checked. Try the program it was made with, or ask for another copy.",
    "loose_structure": "The file was not made by auditdesk and is written loosely ({problem}). Many programs do this; it makes a full check impossible. Check it with the program it was made with.",
    "encrypted": "The file is encrypted, so its signatures cannot be checked here. Ask for a copy without a password.",
    "took_too_long": "Reading the file took too long and was given up; it may be made to keep a program busy. Try again on a quiet computer, or ask the sender for the original file.",
    "later_additions": "{role}: something was added after this signature. Other programs add proof data this way; compare with the sender's copy if it matters.",
    "unknown_signer": f"{{role}}: signed by {{signer}}, whose authority is not on your list. {_CALL}",
    "same_name_other_authority": f"{{role}}: signed by {{signer}} under an authority with the name of one you trust, but another key. The firm may have made a new authority, or somebody imitates it. {_CALL}",
    "unprovable_signer": f"{{role}}: the certificate of {{signer}} could not be traced to an authority you trust ({{problem}}). {_CALL}",
    "expired": "{role}: the certificate ended on {until} and no time stamp proves that it was used before. Ask the signer to confirm the file's SHA-256.",
    "not_yet_valid": "{role}: the certificate is valid only from {start}. Check the clock of this computer.",
    "weak_algorithm": "{role}: the signature uses an algorithm that is no longer safe. Ask for a signature with SHA-256.",
    "revocation_unknown": "{role}: the revocation list does not answer for {signer}, or is too old. Get the current list from the firm.",
    "claimed_time_outside": "{role}: the signing time it claims ({claimed}) lies outside the certificate's dates. Ask the signer when it was signed.",
    "timestamp_unknown": "{role}: the time stamp comes from an authority that is not on your list. The signing time stays a claim.",
    # what holds
    "same_file": "The file is byte for byte the one recorded when it was exported.",
    "intact": "{role}: what was signed is unchanged, and nothing forbidden came after it.",
    "trusted": "{role}: signed by {signer}, under an authority you trust.",
    "pinned": "{role}: signed by {signer} with exactly the certificate agreed for this role.",
    # to know
    "time_is_claimed": "The signing times come from the signers' own computers; no outside party confirms them.",
    "no_time": "{role}: the signature states no time.",
    "time_in_future": "{role}: the signing time it claims ({claimed}) lies in the future. Check the clock of this computer.",
    "fields_not_signed": "Not signed yet: {fields}. If these should have signed, ask for the complete file.",
    "demo_identity": "{role}: {signer} is a demo identity: it proves nothing about a real person.",
    "revocation_not_checked": "No revocation list of {authority} is at hand, so a certificate reported stolen would not show. Ask the firm for its list if it matters.",
    "trust_file_unreadable": "The file {file} in your trust list could not be read and was left out. Remove it or import it again.",
}  # fmt: skip


def headline(verdict: Verdict) -> str:
    """The verdict in one sentence."""
    return _HEADLINES[verdict]


def sentence(reason: Reason) -> str:
    """One finding in words. Text from the file is put in as it is: the caller shows it as plain text."""
    detail = {"role": reason.role or "Signature", **reason.detail}
    detail["grouped"] = grouped(detail.get("fingerprint", ""))
    return _SENTENCES[reason.key].format_map(detail)


def known_keys() -> frozenset[str]:
    """Every reason there are words for."""
    return frozenset(_SENTENCES)
