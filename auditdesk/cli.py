"""The commands. Same core as the desk; Qt is imported only to open it.

Exit codes: 0 done, 1 checked and found wanting, 2 could not do it (`verify`: 2 cannot tell).
"""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
import threading
from collections.abc import Iterator, Sequence

from auditdesk import __version__, commands, messages, terminal
from auditdesk.core.errors import AuditdeskError

COMMANDS = (
    "demo", "new", "status", "answer", "evidence", "pack", "export", "verify", "check", "identity",
)  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, or open the desk when none is named."""
    given = list(sys.argv[1:] if argv is None else argv)
    _leave_no_core()
    if not given or given[0] not in (*COMMANDS, "-h", "--help", "--version"):
        return open_desk(given)
    terminal.any_character()
    arguments = parser().parse_args(given)
    try:
        with _stoppable():
            code = int(arguments.run(arguments))
        terminal.bar_off()
        return code
    except AuditdeskError as error:
        terminal.complain(str(messages.words(error)))
    except KeyboardInterrupt:
        terminal.complain("Stopped. What was acknowledged is kept.")
    except BrokenPipeError:
        terminal.nobody_reads()
    except Exception as error:  # noqa: BLE001  1 would be a verdict, and a message may hold an answer or a name
        from auditdesk.gui.logfile import places

        terminal.complain(f"A mistake of the program, not yours. What was saved is kept. Report this:\n{places(error)}")
    return 2


def _leave_no_core() -> None:
    """A crash must not write the key and the opened workbook to the disk."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """A closed terminal window or a shutdown stops a command as Ctrl+C does: cleanly, with nothing half done."""
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    numbers = [getattr(signal, name) for name in names] if threading.current_thread() is threading.main_thread() else []
    before = {number: signal.getsignal(number) for number in numbers}
    for number, handler in before.items():
        if handler is signal.SIG_DFL:  # whoever told it to be ignored (nohup) is obeyed
            signal.signal(number, _stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            if handler is not None:
                signal.signal(number, handler)


def _stop(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def open_desk(given: list[str]) -> int:
    """`auditdesk [FILE]` or `auditdesk --demo`."""
    desk = argparse.ArgumentParser(prog="auditdesk", description="Open the desk.")
    desk.add_argument("file", nargs="?", metavar="FILE", help="a workbook to open")
    desk.add_argument("--demo", action="store_true", help="open the demo audit")
    arguments = desk.parse_args(given)
    from auditdesk.gui.main import open_desk as run

    return run(arguments.file, demo=arguments.demo)


def parser() -> argparse.ArgumentParser:
    """All commands with their arguments."""
    top = argparse.ArgumentParser(
        prog="auditdesk",
        description="Offline workbook for supplier audits. Without a command it opens the desk.",
        epilog="Exit codes: 0 done, 1 checked and found wanting, 2 could not do it.",
    )
    top.add_argument("--version", action="version", version=f"auditdesk {__version__}")
    sub = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _demo(sub)
    _workbook(sub)
    _evidence(sub)
    _packs(sub)
    _reports(sub)
    _identity(sub)
    return top


Sub = argparse._SubParsersAction  # what add_subparsers returns; argparse has no public name for it


def _command(sub: Sub, name: str, run: commands.Command, about: str) -> argparse.ArgumentParser:  # type: ignore[type-arg]
    made: argparse.ArgumentParser = sub.add_parser(name, help=about, description=about)
    made.set_defaults(run=run)
    return made


def _with_file(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
    made.add_argument("file", metavar="FILE", help="the workbook")
    made.add_argument("--passphrase-file", metavar="F", help="a file whose first line is the passphrase")
    return made


def _with_name(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
    made.add_argument("--as", dest="name", metavar="NAME", help="whose name stands on the change (else from Settings)")
    return made


def _demo(sub: Sub) -> None:  # type: ignore[type-arg]
    demo = _command(sub, "demo", commands.demo, "build the demo audit, sign and verify its report, list what was made")
    demo.add_argument("folder", metavar="DIR")


def _workbook(sub: Sub) -> None:  # type: ignore[type-arg]
    new = _with_name(_with_file(_command(sub, "new", commands.new, "make a workbook")))
    new.add_argument("--client", required=True)
    new.add_argument("--vendor", required=True)
    new.add_argument("--pack", action="append", default=[], metavar="ID", help="a shipped checklist; may be repeated")
    status = _with_file(_command(sub, "status", commands.status, "counts, gates, what waits"))
    status.add_argument("--json", action="store_true")
    answer = _with_name(_with_file(_command(sub, "answer", commands.answer, "write answers from a CSV file")))
    answer.add_argument("--from", dest="source", required=True, metavar="ANSWERS.csv")
    check = _with_file(_command(sub, "check", commands.check, "integrity of file, history and every evidence hash"))
    check.add_argument("--rebuild", action="store_true", help="make tables that differ from the history again from it")


def _evidence(sub: Sub) -> None:  # type: ignore[type-arg]
    evidence = sub.add_parser("evidence", help="the evidence room", description="the evidence room")
    inner = evidence.add_subparsers(dest="action", required=True, metavar="add")
    add = _with_name(_with_file(_command(inner, "add", commands.evidence_add, "take files in as evidence")))
    add.add_argument("paths", nargs="+", metavar="PATH")
    add.add_argument("--to", metavar="QUESTION", help="link to the answer of this question")


def _packs(sub: Sub) -> None:  # type: ignore[type-arg]
    pack = sub.add_parser("pack", help="checklists", description="checklists")
    inner = pack.add_subparsers(dest="action", required=True, metavar="list|show|check|import")
    _command(inner, "list", commands.pack_list, "the shipped checklists")
    show = _command(inner, "show", commands.pack_show, "the questions of a shipped checklist")
    show.add_argument("id", metavar="ID")
    check = _command(inner, "check", commands.pack_check, "look for mistakes in a checklist file")
    check.add_argument("path", metavar="PATH")
    take = _with_name(_with_file(_command(inner, "import", commands.pack_import, "add a checklist file to a workbook")))
    take.add_argument("path", metavar="PATH")


def _reports(sub: Sub) -> None:  # type: ignore[type-arg]
    export = _with_name(_with_file(_command(sub, "export", commands.export, "make a signed report or its data")))
    export.add_argument("--edition", choices=["client"], default="client")
    export.add_argument("--out", required=True, metavar="DIR")
    export.add_argument("--format", choices=["pdf", "json"], default="pdf")
    export.add_argument("--sign", metavar="ID.p12", help="the identity that signs; a PDF is never made without one")
    export.add_argument("--sign-passphrase-file", metavar="F")
    verify = _command(sub, "verify", commands.verify, "check a signed PDF: 0 good, 1 not good, 2 cannot tell")
    verify.add_argument("path", metavar="PATH")
    verify.add_argument("--json", action="store_true")
    verify.add_argument("--trust", action="append", default=[], metavar="PEM", help="trust this authority for this run")
    verify.add_argument(
        "--expect", action="append", default=[], metavar="ROLE[=FINGERPRINT]",
        help="Author, Reviewer or Client must have signed, with this certificate if one is given",
    )  # fmt: skip


def _identity(sub: Sub) -> None:  # type: ignore[type-arg]
    identity = sub.add_parser("identity", help="signing identities", description="signing identities")
    inner = identity.add_subparsers(dest="action", required=True, metavar="new|show")
    new = _command(inner, "new", commands.identity_new, "make a firm authority and a signing certificate under it")
    new.add_argument("folder", metavar="DIR")
    for name in ("person", "organisation", "country", "email"):
        new.add_argument(f"--{name}", required=name != "email", default="")
    new.add_argument("--passphrase-file", metavar="F")
    show = _command(inner, "show", commands.identity_show, "whose identity or authority a file holds")
    show.add_argument("path", metavar="FILE")
    show.add_argument("--passphrase-file", metavar="F")


if __name__ == "__main__":
    sys.exit(main())
