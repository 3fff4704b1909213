"""A report of 1,000 findings with 50 photographs against bare reportlab with the same text. Prints JSON.

    python benchmarks/report.py [findings] [photos]

The yardstick is what a person would write who only wants the text on paper: SimpleDocTemplate, one face, Paragraphs and
100-row tables of Paragraphs, photographs from JPEG files, no contents list, no page totals, no marks. Each side runs in
its own process, alternating, three times; the figures are the best of each.
"""

from __future__ import annotations

import io
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from auditdesk.core.reportdata import EvidenceLine, FindingSheet, ReportData  # noqa: E402
from tests.report.samples import FINDINGS, photo, sample  # noqa: E402

ROUNDS = 3


def big(findings: int, photos: int) -> ReportData:
    """The demo audit, blown up: findings of about 900 characters each, and photographs of 1600 x 1200."""
    data = sample()
    padding = " Seen on site, confirmed in the records and by the people asked; 6 of 52 files, week 31, line 3." * 2
    sheets = [
        replace(
            FINDINGS[number % len(FINDINGS)],
            code=f"F-{number:04d}",
            condition=FINDINGS[number % len(FINDINGS)].condition + padding,
            effect=FINDINGS[number % len(FINDINGS)].effect + padding,
        )
        for number in range(findings)
    ]
    item = data.evidence[2]
    evidence = [replace(item, code=f"EV-{n:03d}", picture=noisy(n)) for n in range(photos)]
    return replace(data, findings=tuple(sheets), evidence=tuple(evidence))


def noisy(seed: int) -> bytes:
    """A photograph of 1600 x 1200 with the grain, and so about the size, of a real one."""
    with Image.open(io.BytesIO(photo(seed=seed))) as image:
        grain = Image.frombytes("L", image.size, random.Random(seed).randbytes(image.width * image.height))
        mixed = Image.blend(image.convert("RGB"), grain.convert("RGB"), 0.1)
    out = io.BytesIO()
    mixed.save(out, "JPEG", quality=80)
    return out.getvalue()


def ours(data: ReportData) -> tuple[int, int]:
    """Pages and bytes of our build."""
    from auditdesk.report.document import build

    built = build(data)
    return built.pages, len(built.pdf)


def bare(data: ReportData) -> tuple[int, int]:
    """Pages and bytes of the yardstick."""
    from reportlab import rl_config
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Flowable, Image, Paragraph, SimpleDocTemplate

    rl_config.useA85 = 0
    pdfmetrics.registerFont(TTFont("Noto", str(ROOT / "resources/fonts/NotoSans-Regular.ttf")))
    body = ParagraphStyle("body", fontName="Noto", fontSize=10, leading=14.5, leftIndent=96, spaceAfter=5)
    head = ParagraphStyle("head", fontName="Noto", fontSize=12.5, leading=17)
    small = ParagraphStyle("small", fontName="Noto", fontSize=8.5, leading=11.5)
    story: list[Flowable] = []
    for sheet in data.findings:
        story += [Paragraph(escaped(text), head if place == 0 else body) for place, text in enumerate(_texts(sheet))]
    with tempfile.TemporaryDirectory() as folder:
        story += bare_tables(data, small)
        for number, line in enumerate(data.evidence):
            path = Path(folder) / f"{number}.jpg"
            path.write_bytes(line.picture or b"")
            story += [Image(str(path), 362, 272), Paragraph(escaped(f"{line.code} {line.title}"), small)]
        out = io.BytesIO()
        document = SimpleDocTemplate(out, leftMargin=70, rightMargin=70, topMargin=76, bottomMargin=68)
        document.build(story)
    return document.page, len(out.getvalue())


def bare_tables(data: ReportData, small: object) -> list[object]:
    """Answers and evidence as plain tables."""
    from reportlab.platypus import Paragraph, Table

    rows = [
        [line.code, Paragraph(escaped(f"{line.title} {line.text} {line.note}"), small), line.result or "", ""]
        for line in data.answers
    ]
    tables: list[object] = [Table(rows, colWidths=[46, 213, 112, 84], splitInRow=1)]
    register = [_register_row(line, small) for line in data.evidence]
    tables += [
        Table(register[start : start + 100], colWidths=[50, 227, 178], splitInRow=1)
        for start in range(0, len(register), 100)
    ]
    return tables


def _register_row(line: EvidenceLine, small: object) -> list[object]:
    from reportlab.platypus import Paragraph

    item = f"{line.title} {line.kind} {line.filename} {line.source} {line.captured_at} {line.registered_at}"
    return [line.code, Paragraph(escaped(item), small), Paragraph(f"{line.sha256} {' '.join(line.used_in)}", small)]


def _texts(sheet: FindingSheet) -> list[str]:
    links = [f"{link.role}: {link.code} {link.title} {link.pinpoint}" for link in sheet.evidence]
    terms = f"{sheet.grade} {sheet.kind} {sheet.nature} {sheet.confidence} {sheet.state}"
    parts = [f"Criterion {sheet.criterion}", f"Condition {sheet.condition}", *links, f"Cause {sheet.cause}"]
    return [f"{sheet.code} {sheet.title}", terms, *parts, f"Effect {sheet.effect}", f"Questions {sheet.questions}"]


def escaped(text: str) -> str:
    """Text as reportlab markup."""
    from xml.sax.saxutils import escape

    return escape(text)


def measure(side: str, findings: int, photos: int) -> None:
    """One build in this process."""
    data = big(findings, photos)
    start = time.perf_counter()
    pages, size = (ours if side == "ours" else bare)(data)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "pages": pages, "bytes": size, "peak_mb": peak}))


def main() -> None:
    """Both sides by turns, the best of each."""
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
        return
    size = [*sys.argv[1:], *["1000", "50"][len(sys.argv) - 1 :]]
    runs: dict[str, list[dict[str, float]]] = {"ours": [], "bare": []}
    for _ in range(ROUNDS):
        for side, results in runs.items():
            command = [sys.executable, __file__, "--measure", side, *size]
            results.append(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
    best = {side: min(results, key=lambda run: run["seconds"]) for side, results in runs.items()}
    ratio = best["ours"]["seconds"] / best["bare"]["seconds"]
    print(json.dumps({"findings": int(size[0]), "photos": int(size[1]), **best, "ratio": round(ratio, 3)}, indent=2))


if __name__ == "__main__":
    main()
