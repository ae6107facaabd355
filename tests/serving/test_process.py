"""The service as a process of its own, and what it imports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx2 as httpx
import pytest

from tests.serving import issuer as issuers

ROOT = Path(__file__).parents[2]


def environment(folder: Path, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RETTPLASS_", "PORT"))}
    paths = {
        "RETTPLASS_DATABASE_URL": f"sqlite:///{folder / 'test.db'}",
        "RETTPLASS_MODEL_DIR": str(folder / "champion"),
        "RETTPLASS_AUDIT_LOG": str(folder / "audit.log"),
    }
    return kept | paths | settings


def start(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "serving", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(folder, **settings), capture_output=True, text=True, timeout=60, check=False
    )


def test_it_answers_where_it_says_and_stops_when_asked(tmp_path, matcher):
    matcher.save(tmp_path / "champion")
    command = [sys.executable, "-m", "serving", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, env=environment(tmp_path), stdout=subprocess.PIPE, text=True) as process:
        try:
            said = next(line for line in process.stdout if line.startswith("Rettplass svarer på "))
            address = said.split()[-1]
            assert address.startswith("http://127.0.0.1:")
            with httpx.Client(base_url=address, trust_env=False) as client:
                assert client.get("/internal/isalive").status_code == 200
                assert client.get("/internal/isready").status_code == 200
                assert client.get("/v1/model").json()["version"] == "7"
                assert "server" not in client.get("/internal/metrics").headers
        finally:
            process.terminate()
            lines = process.stdout.read().splitlines()
            process.wait(timeout=20)
    assert process.returncode in (0, -15)
    assert [json.loads(line)["route"] for line in lines if '"call"' in line] == [
        "/internal/isalive", "/internal/isready", "/v1/model", "/internal/metrics",
    ]  # fmt: skip


def test_with_tokens_it_answers_on_any_address_and_logs_neither_token_nor_person(tmp_path, matcher):
    matcher.save(tmp_path / "champion")
    with issuers.running() as issuer:
        known = {
            "RETTPLASS_AUTH": "oidc",
            "RETTPLASS_OIDC_ISSUER": issuer.address,
            "RETTPLASS_OIDC_AUDIENCE": "rettplass",
            "RETTPLASS_ROLE_GROUPS": '{"specialist": "g-spec"}',
        }
        command = [sys.executable, "-m", "serving", "--host", "0.0.0.0", "--port", "0"]
        environ = environment(tmp_path, **known)
        with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as process:
            try:
                said = next(line for line in process.stdout if line.startswith("Rettplass svarer på "))
                port = said.split(":")[-1].strip()
                claims = {"iss": issuer.address, "aud": "rettplass", "exp": 2**40, "NAVident": "Z990001"}
                token = issuer.token(claims | {"groups": ["g-spec"]})
                with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
                    bearer = {"Authorization": f"Bearer {token}"}
                    assert client.get("/v1/participants/p-secret", headers=bearer).status_code == 404
                    assert client.get("/v1/participants/p-secret").status_code == 401
                    assert client.get("/v1/model", headers={"Authorization": f"Bearer {token}x"}).status_code == 401
            finally:
                process.terminate()
                log = process.stdout.read()
                process.wait(timeout=20)
    assert token.split(".")[1] not in log
    assert "p-secret" not in log
    assert "Z990001" not in log
    (line,) = (tmp_path / "audit.log").read_text().splitlines()
    assert "flexString1=Deny" in line
    assert "suid=Z990001 duid=p-secret" in line


@pytest.mark.parametrize(
    ("arguments", "settings", "said"),
    [
        (("--host", "0.0.0.0"), {}, "loopback only"),
        ((), {"RETTPLASS_HOST": "0.0.0.0"}, "loopback only"),
        ((), {"RETTPLASS_AUTH": "oidc"}, "RETTPLASS_OIDC_ISSUER"),
        (
            (),
            {"RETTPLASS_AUTH": "oidc", "RETTPLASS_OIDC_ISSUER": "https://login.example.no"},
            "RETTPLASS_OIDC_AUDIENCE",
        ),
        ((), {"RETTPLASS_AUDIT_LOG": "/proc/nothing/audit.log"}, "RETTPLASS_AUDIT_LOG"),
        ((), {"RETTPLASS_ROLE_GROUPS": "specialist"}, "role_groups"),
        ((), {"RETTPLASS_ROLE_GROUPS": '{"director": "g"}'}, "role_groups"),
        ((), {"RETTPLASS_AUTH": "none"}, "auth"),
        ((), {"PORT": "many"}, "PORT"),
        ((), {"RETTPLASS_DATABASE_URL": "nonsense"}, "RETTPLASS_DATABASE_URL"),
    ],
    ids=str,
)
def test_it_refuses_to_start_with_one_clear_line(tmp_path, arguments, settings, said):
    ended = start(tmp_path, *arguments, **settings)
    assert ended.returncode == 1
    assert said in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert "svarer" not in ended.stdout


def test_serving_imports_nothing_that_only_training_needs():
    unwanted = ("mlflow", "torch", "sentence_transformers", "alembic", "training", "features.simulator")
    code = f"import sys, serving.app; print([m for m in {unwanted!r} if m in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"
