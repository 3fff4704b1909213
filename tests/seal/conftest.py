"""Fixtures: one firm, its three people and one report signed by them, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditdesk.seal.identity import Identity

from .making import Firm, Stages, report, with_fields


@pytest.fixture(autouse=True)
def _own_config(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDITDESK_CONFIG", str(tmp_path_factory.mktemp("config")))


@pytest.fixture(scope="session")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Firm:
    return Firm.founded(tmp_path_factory.mktemp("firm"))


@pytest.fixture(scope="session")
def people(firm: Firm) -> tuple[Identity, ...]:
    return firm.person("Ann Author"), firm.person("Rémy Reviewer"), firm.person("Cleo Client")


@pytest.fixture(scope="session")
def stages(people: tuple[Identity, ...]) -> Stages:
    return Stages.of(with_fields(report()), people)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "out"
    place.mkdir()
    return place
