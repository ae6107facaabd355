"""The service as a process of its own, and what it imports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx2 as httpx
import pytest

ROOT = Path(__file__).parents[2]


def environment(folder: Path, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RETTPLASS_", "PORT"))}
    paths = {
        "RETTPLASS_DATABASE_URL": f"sqlite:///{folder / 'test.db'}",
        "RETTPLASS_MODEL_DIR": str(folder / "champion"),
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


@pytest.mark.parametrize(
    ("arguments", "settings", "said"),
    [
        (("--host", "0.0.0.0"), {}, "loopback only"),
        ((), {"RETTPLASS_HOST": "0.0.0.0"}, "loopback only"),
        ((), {"RETTPLASS_AUTH": "oidc"}, "not built yet"),
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
