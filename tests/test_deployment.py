"""What deploys the service agrees with the service: settings, probes, metrics, alarms and what the docs say to do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from features.settings import Settings
from serving.app import create_app
from serving.metrics import Metrics
from serving.settings import ServiceSettings
from training.settings import TrainingSettings

ROOT = Path(__file__).parents[1]
OPERATIONS = (ROOT / "docs/operations.md").read_text("utf-8")
SECRET = re.compile(r"password|passwd|secret|token|key", re.IGNORECASE)


def document(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Every path that the service answers."""
    folder = tmp_path_factory.mktemp("app")
    settings = ServiceSettings(database_url=f"sqlite:///{folder}/x.db", audit_log=folder / "audit.log")
    return set(create_app(settings).openapi()["paths"])


def test_every_setting_is_in_the_docs() -> None:
    for kind in (Settings, ServiceSettings, TrainingSettings):
        for name, field in kind.model_fields.items():
            alias = field.validation_alias
            known = alias if isinstance(alias, str) else f"RETTPLASS_{name.upper()}"
            assert f"`{known}`" in OPERATIONS, known


def test_probes_and_metrics_are_where_nais_asks(paths: set[str]) -> None:
    spec = document("nais.yaml")["spec"]
    asked = {spec[probe]["path"] for probe in ("startup", "liveness", "readiness", "prometheus")}
    assert asked == {"/internal/isalive", "/internal/isready", "/internal/metrics"}
    assert asked <= paths
    assert spec["liveness"]["path"] == "/internal/isalive"


def test_nais_sets_what_exists_and_nothing_secret() -> None:
    spec = document("nais.yaml")["spec"]
    known = {f"RETTPLASS_{name.upper()}" for name in ServiceSettings.model_fields}
    for variable in spec["env"]:
        assert variable["name"] in known
        assert not SECRET.search(variable["name"])
    assert spec["gcp"]["sqlInstances"][0]["databases"][0]["envVarPrefix"] + "_URL" in known
    assert spec["azure"]["application"]["claims"]["groups"]
    assert spec["accessPolicy"].keys() == {"inbound", "outbound"}


def test_what_nais_calls_the_provider_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_OPENID_CONFIG_ISSUER", "https://login.example.no")
    monkeypatch.setenv("AZURE_APP_CLIENT_ID", "rettplass")
    settings = ServiceSettings()
    assert (settings.oidc_issuer, settings.oidc_audience) == ("https://login.example.no", "rettplass")


def test_every_alarm_asks_for_metrics_that_exist_and_the_docs_say_what_to_do() -> None:
    metrics = Metrics()
    names = set(re.findall(r"# TYPE (\w+)", metrics.text().decode()))
    rules = document("alerts.yaml")["spec"]["groups"][0]["rules"]
    for rule in rules:
        asked = set(re.findall(r"rettplass_\w+", rule["expr"]))
        assert {name.removesuffix("_bucket") for name in asked} <= names, rule["alert"]
        assert f"### {rule['alert']}\n" in OPERATIONS
        assert rule["annotations"]["action"] == f"docs/operations.md#{rule['alert'].lower()}"
    assert len({rule["alert"] for rule in rules}) == len(rules)


def test_the_image_runs_as_nobody_special_and_holds_no_secret() -> None:
    text = (ROOT / "Containerfile").read_text("utf-8")
    users = re.findall(r"^USER (\S+)", text, re.MULTILINE)
    assert users == ["1069"]
    stages = text.split("\nFROM ")
    assert "USER" in stages[-1]
    images = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert all(re.fullmatch(r"[a-z]+:[\w.\-]+", image) for image in images)
    assert not SECRET.search(text.partition("FROM")[2])
    assert "http" not in text
    for copied in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        assert all((ROOT / name).exists() for name in copied.split())


def test_the_image_leaves_out_what_it_does_not_name() -> None:
    ignored = (ROOT / ".containerignore").read_text("utf-8").splitlines()
    assert ignored[0] == "*"
    assert (ROOT / ".dockerignore").read_text("utf-8").splitlines() == ignored
