"""One function a command: takes the parsed arguments, returns the exit code, lets AuditdeskError through."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from auditdesk import labels
from auditdesk.core import collecting, content, database, log, media, planning, projection, queries
from auditdesk.core.errors import BadInput, Refused, SigningRefused
from auditdesk.core.files import make_folder, write_atomically
from auditdesk.core.models.enums import Edition
from auditdesk.core.workbook import SUFFIX, Workbook
from auditdesk.messages import plain as line
from auditdesk.terminal import bar, bar_off, complain, new_passphrase, passphrase, say, say_json

Arguments = argparse.Namespace
Command = Callable[[Arguments], int]


def _open(arguments: Arguments) -> Workbook:
    path = Path(arguments.file)
    if not os.path.isfile(path):  # before asking for a passphrase that nothing needs
        database.unlock(path, "")
    phrase = passphrase(arguments.passphrase_file, "Passphrase of the workbook")
    return Workbook.open(path, phrase, actor=_name(arguments))


def _name(arguments: Arguments) -> str:
    from auditdesk.gui.settings import load

    given = getattr(arguments, "name", None)
    return str(load()[0].my_name if given is None else given).strip()


def demo(arguments: Arguments) -> int:
    """Build the demo audit in a new folder, sign its report, verify it and list what was made."""
    from auditdesk.demo_output import build_demo

    made = build_demo(Path(arguments.folder), bar)
    bar_off()
    say("Made the demonstration audit. Its companies, people and places are invented; its authority proves nothing.")
    for path, about in made.files:
        say(f"  {path}  {about}")
    return _say_verification(made.verification)


def new(arguments: Arguments) -> int:
    """Make a workbook with client, vendor and checklists."""
    from auditdesk.packs.loading import to_content
    from auditdesk.packs.shelf import find

    contents = [to_content(find(pack)) for pack in arguments.pack]
    path = Path(arguments.file)
    path = path.with_suffix(SUFFIX) if path.name and not path.suffix else path
    name = _name(arguments)
    if not name:
        raise Refused("no_name")
    phrase = new_passphrase(arguments.passphrase_file, "Passphrase for the new workbook")
    came = []
    workbook = Workbook.create(path, phrase, actor=name)
    try:
        workbook.do(planning.start_audit, client=arguments.client, vendor=arguments.vendor)
        for data in contents:
            added = workbook.do(planning.add_pack, data)
            came.append(f"{line(added.label)}: {added.value.questions} questions in {added.value.sections} sections")
        workbook.close()
    except BaseException:
        workbook.discard()
        raise
    for words in came:
        say(words)
    say(f"Made {line(path)}")
    return 0


def status(arguments: Arguments) -> int:
    """Counts, gates hit and what waits, for people or as JSON."""
    with _open(arguments) as workbook:
        facts = queries.audit_facts(workbook.connection)
        counts, hit = queries.counts(workbook.connection), queries.gates_hit(workbook.connection)
        gates = queries.gates(workbook.connection) if facts else ()
        waits = [gate for gate in gates if not gate.met]
        packs = queries.packs(workbook.connection)
    if arguments.json:
        say_json(_status_json(facts, counts, hit, packs, waits))
        return 0
    if facts is None:
        say("This workbook holds no audit yet.")
        return 0
    say(f"{line(facts.vendor)} for {line(facts.client)}{' (demonstration)' if facts.demo else ''}")
    for pack in packs:
        say(f"  {line(pack.title)} {line(pack.version)}: {pack.questions - pack.open} of {pack.questions} answered")
    for result, number in sorted(counts.results.items()):
        say(f"  {labels.label(result)}: {number}")
    say(f"  Gates hit: {', '.join(hit) or 'none'}")
    say(f"  Evidence {counts.evidence}, findings {counts.findings}, signed reports {counts.reports}")
    for gate in waits:
        lead = "Blocks signing" if gate.blocks else "Look at"
        say(f"  {lead}: {labels.GATES_UNMET[gate.key]} {' '.join(gate.codes)}".rstrip())
    return 0


def _status_json(
    facts: Any, counts: queries.Counts, hit: tuple[str, ...], packs: Any, waits: list[queries.Gate]
) -> dict[str, Any]:
    return {
        "schema": "auditdesk-status/1",
        "client": facts.client if facts else None,
        "vendor": facts.vendor if facts else None,
        "demo": bool(facts and facts.demo),
        "questions": counts.questions,
        "open": counts.open,
        "flagged": counts.flagged,
        "results": {str(result): number for result, number in sorted(counts.results.items())},
        "gates_hit": list(hit),
        "evidence": counts.evidence,
        "findings": counts.findings,
        "reports": counts.reports,
        "packs": [
            {"id": pack.pack_id, "version": pack.version, "questions": pack.questions, "open": pack.open}
            for pack in packs
        ],
        "waits": [{"gate": gate.key, "blocks": gate.blocks, "codes": list(gate.codes)} for gate in waits],
    }


def answer(arguments: Arguments) -> int:
    """Write answers from CSV; each line is printed only after it is on the disk."""
    from auditdesk.exchange import answers_csv

    with _open(arguments) as workbook:
        rows = answers_csv.read(Path(arguments.source), workbook.connection)
        answers_csv.rehearse(workbook, Path(arguments.source), rows)
        for row in rows:
            change = workbook.do(answers_csv.write, row)
            say(f"{line(row.code)}\t{row.result or 'noted'}\t{'saved' if change.number else 'already so'}")
    return 0


def evidence_add(arguments: Arguments) -> int:
    """Take files in as evidence; each is printed only after it is sealed and registered."""
    with _open(arguments) as workbook:
        asked = arguments.to is not None
        question = queries.question_by_code(workbook.connection, arguments.to) if asked else None
        if asked and question is None:
            raise BadInput(arguments.to, "no question has this code", None, "See `auditdesk status` or `pack show`.")
        for name in arguments.paths:
            path = Path(name)
            with workbook.writer() as writer:
                sealed = content.stage_file(writer, path, bar)
            kind = media.kind_of(content.read(workbook.connection, sealed.sha256, 4096), path.name)
            change = workbook.do(
                collecting.add_evidence, sha256=sealed.sha256, filename=path.name, media_type=kind,
                kind=media.evidence_kind(kind), to_question=question,
            )  # fmt: skip
            bar_off()
            say(f"{change.label}\t{sealed.sha256}\t{line(path.name)}{' (was there already)' if sealed.known else ''}")
    return 0


def pack_list(_arguments: Arguments) -> int:
    """The shipped checklists."""
    from auditdesk.packs.shelf import own_packs

    for info in own_packs():
        title = planning.said(info.title, "en")
        say(f"{info.id}\t{info.version}\t{info.questions} questions, {info.gates} gates\t{title}")
    return 0


def pack_show(arguments: Arguments) -> int:
    """The questions of a shipped checklist."""
    from auditdesk.packs.shelf import find

    pack = find(arguments.id)
    say(f"{planning.said(pack.title, 'en')} {pack.version} · {pack.publisher} · {pack.licence}")
    for question in pack.questions():
        gate = " · GATE" if question.gate else ""
        say(f"{question.code or question.id}{gate}\t{planning.said(question.title, 'en')}")
    return 0


def pack_check(arguments: Arguments) -> int:
    """Every problem of a checklist file with its line and remedy; 1 when there are errors."""
    from auditdesk.packs.checking import Level, check_pack

    remarks = check_pack(Path(arguments.path))
    for remark in remarks:
        where = f"{arguments.path}:{remark.line}" if remark.line else arguments.path
        say(line(f"{where}: {remark.level}: {remark.problem} {remark.remedy}").rstrip())
    errors = sum(remark.level is Level.ERROR for remark in remarks)
    say(f"{errors} errors, {len(remarks) - errors} warnings")
    return 1 if errors else 0


def pack_import(arguments: Arguments) -> int:
    """Read a checklist file in any known format and add it to the workbook, saying what came in."""
    from auditdesk.packs.detect import read_any
    from auditdesk.packs.loading import to_content

    report = read_any(Path(arguments.path))
    with _open(arguments) as workbook:
        added = workbook.do(planning.add_pack, to_content(report.pack), next(iter(report.languages), "en"))
    for name, number in report.counts.items():
        say(f"{name.replace('_', ' ')}\t{number}")
    say(f"languages\t{', '.join(report.languages)}")
    say(f"licence\t{line(report.licence) or 'not stated'}")
    for remark in report.remarks:
        say(f"{'line ' + str(remark.line) if remark.line else remark.place}\t{line(remark.said)}")
    say(f"Added {line(added.label)}: {added.value.questions} questions in {added.value.sections} sections")
    return 0


def export(arguments: Arguments) -> int:
    """Make the signed PDF or the JSON of an edition. Without an identity there is no PDF."""
    from auditdesk import issuing
    from auditdesk.seal.identity import load_identity

    edition, folder = Edition(arguments.edition), Path(arguments.out)
    if arguments.format == "pdf" and not arguments.sign:
        raise SigningRefused("no_identity")
    with _open(arguments) as workbook:
        make_folder(folder)
        if arguments.format == "json":
            name, data = issuing.as_json(workbook, edition, bar)
            write_atomically(folder / name, data)
            say(line(folder / name))
            return 0
        phrase = passphrase(arguments.sign_passphrase_file, "Passphrase of the identity")
        identity = load_identity(Path(arguments.sign), phrase)
        issued, _ = issuing.issue_and_record(workbook, edition, folder, identity, bar)
    bar_off()
    say(line(issued.signed.path))
    return _say_verification(issued.signed.verification)


def verify(arguments: Arguments) -> int:
    """Judge a signed PDF. The exit code is the verdict."""
    from auditdesk.seal.identity import read_certificate
    from auditdesk.seal.trust import authority_from, load_trust
    from auditdesk.seal.verify import verify_file

    trust = load_trust()
    extra = [authority_from(read_certificate(Path(name)), name) for name in arguments.trust]
    found = verify_file(
        Path(arguments.path), authorities=(*trust.authorities, *extra), crls=trust.crls,
        expected=_roster(arguments.expect) or None, unreadable=trust.unreadable,
    )  # fmt: skip
    if arguments.json:
        say_json(_verification_json(found))
        return int(found.verdict)
    return _say_verification(found)


def _roster(given: list[str]) -> dict[str, frozenset[str]]:
    roster: dict[str, set[str]] = {}
    for entry in given:
        role, _, fingerprint = entry.partition("=")
        pins = roster.setdefault(role.strip().capitalize(), set())
        if fingerprint:
            pins.add("".join(fingerprint.split()).replace(":", "").lower())
    return {role: frozenset(pins) for role, pins in roster.items()}


def _say_verification(found: Any) -> int:
    from auditdesk.seal.identity import grouped
    from auditdesk.seal.wording import headline, sentence

    say(headline(found.verdict))
    for reason in found.reasons:
        say(f"  {line(sentence(reason))}")
    for signature in found.signatures:
        who = ", ".join(part for part in (signature.signer, signature.organisation) if part)
        when = signature.claimed_time.isoformat() if signature.claimed_time else "not stated"
        say(f"  {line(signature.role)}: {line(who)}, time according to the signer's computer {when}")
        say(f"    certificate {grouped(signature.fingerprint)}")
    for note in found.notes:
        say(f"  Note: {line(sentence(note))}")
    return int(found.verdict)


def _verification_json(found: Any) -> dict[str, Any]:
    from auditdesk.seal.wording import sentence

    def _reason(reason: Any) -> dict[str, Any]:
        verdict = reason.verdict.name.lower()
        return {"key": reason.key, "role": reason.role, "verdict": verdict, "text": sentence(reason)}

    return {
        "schema": "auditdesk-verification/1",
        "verdict": found.verdict.name.lower(),
        "sha256": found.sha256,
        "size": found.size,
        "ours": found.ours,
        "reasons": [_reason(reason) for reason in found.reasons],
        "notes": [_reason(note) for note in found.notes],
        "signatures": [
            {
                "role": one.role, "signer": one.signer, "organisation": one.organisation,
                "fingerprint": one.fingerprint, "authority": one.authority,
                "claimed_time": one.claimed_time.isoformat() if one.claimed_time else None,
                "covers_whole_file": one.covers_whole_file, "known_signer": one.known_signer, "demo": one.demo,
            }
            for one in found.signatures
        ],
    }  # fmt: skip


def check(arguments: Arguments) -> int:
    """Integrity of the file, the history and every evidence hash; 1 when something is wrong."""
    with _open(arguments) as workbook:
        if arguments.rebuild:
            workbook.rebuild()
        connection = workbook.connection
        problems = [f"file: {line}" for line in database.damaged_pages(connection)]
        problems += [f"history: {one.kind} at {one.where}" for one in log.verify(connection)]
        problems += [f"table differs from history: {name}" for name in projection.differences(connection)]
        problems += [f"evidence altered: {name}" for name in content.altered(connection, bar)]
        entries, root = log.count(connection), log.root(connection)
    bar_off()
    for problem in problems:
        complain(problem)
    say(f"{'Sound' if not problems else f'{len(problems)} problems'}: {entries} entries in the history, root {root}")
    return 1 if problems else 0


def identity_new(arguments: Arguments) -> int:
    """Make an identity: three files, and the fingerprint to pass on by another way."""
    from auditdesk.seal.identity import create_identity, grouped
    from auditdesk.seal.trust import trust_authority

    folder = Path(arguments.folder)
    make_folder(folder, 0o700)
    phrase = new_passphrase(arguments.passphrase_file, "Passphrase for the identity")
    made = create_identity(
        folder, arguments.person, arguments.organisation, arguments.country, arguments.email, phrase
    )
    trust_authority(made.authority_certificate)
    say(f"{made.identity}  signs reports; keep it outside the workbook")
    say(f"{made.authority_key}  the authority's key: move it to a stick in a safe")
    say(f"{made.authority_certificate}  the authority's certificate, to hand out; trusted on this computer from now on")
    say(f"Fingerprint of {made.name}, to read aloud: {grouped(made.fingerprint)}")
    return 0


def identity_show(arguments: Arguments) -> int:
    """Whose identity or authority a file holds."""
    from auditdesk.seal.identity import grouped, load_identity, public_facts

    path = Path(arguments.path)
    if path.suffix.lower() in (".pem", ".crt", ".cer"):
        facts: Any = public_facts(path)
    else:
        facts = load_identity(path, passphrase(arguments.passphrase_file, "Passphrase of the identity"))
    say(f"{line(facts.name)}, {line(facts.organisation)}{' (demonstration)' if facts.demo else ''}")
    say(f"Valid {facts.not_before:%Y-%m-%d} to {facts.not_after:%Y-%m-%d}")
    say(f"Fingerprint {grouped(facts.fingerprint)}")
    return 0
