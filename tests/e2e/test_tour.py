"""The tour that `make run` takes without a display: the same window, through the demo audit, to a signed report."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from auditdesk.gui.places import PLACES
from auditdesk.seal.findings import Verdict
from auditdesk.seal.trust import load_trust
from auditdesk.seal.verify import verify_file


@pytest.mark.timeout(300)
def test_the_tour_leaves_pictures_of_every_place_a_signed_report_and_a_list(tmp_path: Path) -> None:
    out = tmp_path / "demo-output"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}

    for _ in range(2):  # the second one clears away what the first left
        done = subprocess.run(
            [sys.executable, "-m", "auditdesk.tour", "--output", str(out)], env=environment, capture_output=True,
            text=True, check=False, timeout=200,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    listed = [line.split("\t")[0] for line in (out / "LIST.txt").read_text("utf-8").splitlines()]
    assert all((out / name).stat().st_size > 10_000 for name in listed)
    for place in PLACES:
        for look in ("dark", "dark-1366x768", "light-1366x768"):
            assert any(name.endswith(f"-{place}-{look}.png") for name in listed), (place, look)
    (report,) = out.glob("*.pdf")
    assert report.name in listed
    trust = load_trust(out / "kept-apart" / "trust")
    assert verify_file(report, authorities=trust.authorities, crls=trust.crls).verdict is Verdict.GOOD


def test_the_tour_never_clears_a_folder_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep me", "utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "auditdesk.tour", "--output", str(tmp_path)], capture_output=True, text=True,
        check=False, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir() if path.name != "config"] == ["mine.txt"]
