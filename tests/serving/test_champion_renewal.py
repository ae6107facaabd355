"""The service and its champion: a new one is taken up while it runs, a bad one never, and our own history says when."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.bundle import OUTLOOK, RANKER, Matcher
from models.exchange import put_in_place
from models.manifest import MANIFEST, read_manifest, write_manifest
from tests.serving.conftest import Service

ROOT = Path(__file__).parents[2]


def live(service: Service) -> str:
    version: str = service.client.get("/v1/model").json()["version"]
    return version


def history(service: Service) -> list[str]:
    return [item["version"] for item in service.client.get("/v1/model/history").json()["items"]]


def promoted(service: Service, matcher: Matcher, version: str) -> None:
    """Put a version in the champion's place, as a promotion does."""
    staged = service.settings.model_dir.with_name(".staged")
    matcher.named(version).save(staged)
    put_in_place(staged, service.settings.model_dir)


def rewritten(file: str) -> Callable[[Path], None]:
    def harm(folder: Path) -> None:
        whole = (folder / file).read_bytes()
        (folder / file).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))

    return harm


def cut_off(folder: Path) -> None:
    (folder / RANKER).write_text((folder / RANKER).read_text(encoding="utf-8")[:200], encoding="utf-8")


def renamed(folder: Path) -> None:
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    (folder / MANIFEST).write_text(text.replace('"8"', '"9"'), encoding="utf-8")


def for_other_features(folder: Path) -> None:
    said = read_manifest(folder)
    write_manifest(folder, said | {"features": said["features"][1:]})


def half_copied(folder: Path) -> None:
    (folder / OUTLOOK).unlink()


def gone(folder: Path) -> None:
    shutil.rmtree(folder)


def test_a_new_champion_answers_the_next_call_and_the_history_says_since_when(
    service: Service, matcher: Matcher
) -> None:
    before = datetime.now(UTC)
    promoted(service, matcher, "8")
    assert live(service) == "8"
    assert service.client.post("/v1/suggestions", json={"participant_id": "p-1"}).json()["model"]["version"] == "8"
    assert history(service) == ["8", "7"]
    since = service.client.get("/v1/model/history").json()["items"][0]["live_from"]
    assert before <= datetime.fromisoformat(since) <= datetime.now(UTC)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # numpy leaves a broken zip open
@pytest.mark.parametrize(
    "harm",
    [rewritten(RANKER), rewritten(OUTLOOK), cut_off, renamed, for_other_features, half_copied, gone],
    ids=["ranker altered", "outlook altered", "cut off", "manifest altered", "other features", "half copied", "gone"],
)
def test_a_broken_or_altered_bundle_is_refused_and_the_old_one_goes_on(
    harm: Callable[[Path], None], service: Service, matcher: Matcher
) -> None:
    shown = service.client.post("/v1/suggestions", json={"participant_id": "p-1"}).json()["suggestions"]
    matcher.named("8").save(service.settings.model_dir)
    harm(service.settings.model_dir)
    assert live(service) == "7"
    assert service.client.get("/internal/isready").status_code == 200
    again = service.client.post("/v1/suggestions", json={"participant_id": "p-1"})
    assert again.json()["suggestions"] == shown
    assert history(service) == ["7"]
    promoted(service, matcher, "8")
    assert live(service) == "8"


def test_while_champions_change_no_call_goes_without_one(service: Service, matcher: Matcher) -> None:
    def ask(_: int) -> tuple[int, str]:
        answer = service.client.post("/v1/suggestions", json={"participant_id": "p-1", "shown": False})
        return answer.status_code, answer.json()["model"]["version"]

    versions = [str(number) for number in range(8, 14)]
    with ThreadPoolExecutor(4) as pool:
        asked = pool.map(ask, range(40))
        for version in versions:
            promoted(service, matcher, version)
        answers = list(asked)
    assert {status for status, _ in answers} == {200}
    assert {version for _, version in answers} <= {"7", *versions}
    assert live(service) == versions[-1]


def test_the_same_champion_loaded_again_is_no_new_line_in_the_history(service: Service, matcher: Matcher) -> None:
    for _ in range(3):
        promoted(service, matcher, "7")
        assert live(service) == "7"
    assert history(service) == ["7"]


def test_the_service_has_nothing_to_do_with_the_store_of_runs() -> None:
    """So that it goes on when that is down: the program that serves never loads the library that reaches it."""
    code = "import sys, serving.app; print('mlflow' in sys.modules)"
    unreachable = {"MLFLOW_TRACKING_URI": "http://127.0.0.1:9", "PATH": "/usr/bin"}
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=unreachable, capture_output=True, text=True)
    assert said.stdout.strip() == "False", said.stderr
