"""Where shipped resources live, and where the user's own settings and trust list live."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Path of a shipped file: inside the package in a wheel, beside it in a checkout. Raises FileNotFoundError."""
    for base in (_HERE / "resources", _HERE.parent / "resources"):
        path = base.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError("/".join(parts))


def config_dir() -> Path:
    """The user's folder for settings, identities and trusted authorities; created private (0700) when first asked for.

    AUDITDESK_CONFIG overrides it, so that tests and portable installations leave the home directory alone.
    """
    given = os.environ.get("AUDITDESK_CONFIG")
    if given:
        path = Path(given)
    elif sys.platform == "win32":
        path = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "auditdesk"
    elif sys.platform == "darwin":
        path = Path.home() / "Library" / "Application Support" / "auditdesk"
    else:
        path = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "auditdesk"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path
