from __future__ import annotations

import json
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving.audit import LONGEST_VALUE, Audit, Look, in_header
from serving.problems import ProblemError

LOOK = Look(True, "Z990001", "p-1", "GET /v1/participants/{participant_id}", 1_770_000_000.1234, "call-1")


def read(line: str) -> tuple[list[str], dict[str, str]]:
    """A CEF line as a reader of it would take it apart: the header's fields, and the extension."""
    *header, extension = re.split(r"(?<!\\)\|", line, maxsplit=7)
    pairs = re.split(r"(?:^| )(\w+)=", extension)[1:]
    return header, {name: unescaped(value) for name, value in zip(pairs[::2], pairs[1::2], strict=True)}


def unescaped(value: str) -> str:
    meant = {"\\\\": "\\", "\\=": "=", "\\n": "\n", "\\r": "\r"}
    return re.sub(r"\\.", lambda found: meant[found.group()], value)


def looks(service) -> list[tuple[str, str, str, str]]:
    """Decision, who, whom and what of every line so far."""
    lines = (service.settings.audit_log).read_text().splitlines()
    said = [read(line)[1] for line in lines]
    return [(one["flexString1"], one["suid"], one["duid"], one["msg"]) for one in said]


def test_a_line_as_the_audit_log_takes_it():
    assert LOOK.line() == (
        "CEF:0|Rettplass|AuditLogger|1.0|audit:access|Sporingslogg|INFO|"
        "flexString1Label=Decision flexString1=Permit msg=GET /v1/participants/{participant_id} suid=Z990001 duid=p-1 "
        "end=1770000000123 sproc=call-1"
    )


def test_a_refusal_is_a_warning():
    header, said = read(Look(False, "Z990001", "p-1", "GET /", 0.0, "call-1").line())
    assert (header[-1], said["flexString1"]) == ("WARN", "Deny")


def test_escaping_in_header_and_extension():
    assert in_header("a|b\\c=d") == "a\\|b\\\\c=d"
    assert "duid=a|b\\\\c\\=d\\ne\\rf end=" in Look(True, "u", "a|b\\c=d\ne\rf", "m", 0.0, "c").line()


ANYTHING = st.text(st.characters(), max_size=LONGEST_VALUE + 50) | st.text("=\\|\n\r dui", max_size=30)


@given(ANYTHING, ANYTHING, ANYTHING, st.booleans())
def test_whatever_stands_in_a_value_stays_there(user, participant_id, errand, permitted):
    line = Look(permitted, user, participant_id, errand, 1.0, "call-1").line()
    assert len(line.splitlines()) == 1
    line.encode()
    header, said = read(line)
    assert header == ["CEF:0", "Rettplass", "AuditLogger", "1.0", "audit:access", "Sporingslogg", header[-1]]
    assert list(said) == ["flexString1Label", "flexString1", "msg", "suid", "duid", "end", "sproc"]
    assert said["flexString1"] == ("Permit" if permitted else "Deny")
    for name, value in (("suid", user), ("duid", participant_id), ("msg", errand)):
        assert said[name] == as_one_line(value[:LONGEST_VALUE])


def as_one_line(value: str) -> str:
    gone = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return "".join(" " if unicodedata.category(c) in gone and c not in "\n\r" else c for c in value)


def test_lines_of_many_threads_stand_whole(tmp_path):
    audit = Audit(tmp_path / "audit.log")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: audit.write([Look(True, "u", f"p-{n}", "m" * 300, 0.0, "c")] * 3), range(50)))
    lines = (tmp_path / "audit.log").read_text().splitlines()
    assert sorted(read(line)[1]["duid"] for line in lines) == sorted(f"p-{n}" for n in range(50) for _ in range(3))


def test_a_log_that_is_moved_away_is_begun_anew(tmp_path):
    audit = Audit(tmp_path / "audit.log")
    audit.write([LOOK])
    (tmp_path / "audit.log").rename(tmp_path / "audit.log.1")
    audit.write([LOOK, LOOK])
    assert len((tmp_path / "audit.log").read_text().splitlines()) == 2


def test_a_look_that_cannot_be_written_does_not_happen(tmp_path):
    audit = Audit(tmp_path)
    audit.write([])
    with pytest.raises(ProblemError) as refused:
        audit.write([LOOK])
    assert refused.value.status == 503


def test_nobody_is_shown_while_the_log_cannot_be_written(service):
    log = service.settings.audit_log
    log.unlink()
    log.mkdir()
    for call in (("GET", "/v1/participants/p-1"), ("GET", "/v1/participants"), ("GET", "/")):
        answer = service.client.request(*call)
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "5"
        assert "Butikk" not in answer.text
    log.rmdir()
    assert service.client.get("/v1/participants/p-1").status_code == 200


ONE = "GET /v1/participants/{participant_id}"
OWN = ["p-1", "p-2", "p-left"]


def test_every_look_at_a_person_leaves_a_line(service, specialist):
    client = service.client
    client.get("/v1/participants/p-1", headers=specialist)
    client.get("/v1/participants/p-3", headers=specialist)
    client.get("/v1/participants/p-protected", headers=specialist)
    client.get("/v1/participants/nobody", headers=specialist)
    client.get("/v1/participants", headers=specialist)
    client.get("/deltakere", headers=specialist)
    assert looks(service) == [
        ("Permit", "Z990001", "p-1", ONE),
        *(("Deny", "Z990001", who, ONE) for who in ("p-3", "p-protected", "nobody")),
        *(("Permit", "Z990001", who, "GET /v1/participants") for who in OWN),
        *(("Permit", "Z990001", who, "GET /deltakere") for who in OWN if who != "p-left"),
    ]


def test_a_page_of_people_is_as_many_looks_as_it_shows(service, specialist):
    service.client.get("/v1/participants?limit=2", headers=specialist)
    assert [whom for _, _, whom, _ in looks(service)] == OWN[:2]


def test_lists_and_their_pages_leave_lines(service, specialist):
    client = service.client
    made = client.post("/v1/suggestions", json={"participant_id": "p-1"}, headers=specialist).json()["list_id"]
    client.post("/v1/suggestions", json={"participant_id": "p-3"}, headers=specialist)
    client.get(f"/v1/suggestions/{made}", headers=specialist)
    client.get(f"/v1/suggestions/{made}", headers={"X-Development-User": "Z990009", "X-Development-Roles": "auditor"})
    client.get(f"/v1/suggestions/{made}", headers={"X-Development-User": "Z990002"})
    client.post("/forslag", data={"participant_id": "p-1"}, headers=specialist)
    one, page = "GET /v1/suggestions/{list_id}", "GET /forslag/{list_id}"
    assert looks(service) == [
        ("Permit", "Z990001", "p-1", "POST /v1/suggestions"),
        ("Deny", "Z990001", "p-3", "POST /v1/suggestions"),
        ("Permit", "Z990001", "p-1", one),
        ("Permit", "Z990009", "p-1", one),
        ("Deny", "Z990002", "p-1", one),
        ("Permit", "Z990001", "p-1", "POST /forslag"),
        ("Permit", "Z990001", "p-1", page),
    ]


def test_a_person_in_the_address_of_a_route_that_is_not_theirs_is_a_look(service):
    service.client.get("/v1/participants/p-1", headers={"X-Development-Roles": "operator"})
    service.client.get("/v1/participants", headers={"X-Development-Roles": "operator"})
    assert looks(service) == [("Deny", "Z990000", "p-1", ONE)]


def test_an_inline_person_is_not_looked_up(service, inline):
    assert service.client.post("/v1/suggestions", json={"participant": inline()}).status_code == 200
    assert looks(service) == []


def test_a_line_carries_the_calls_id_and_the_other_log_no_person(service, capsys):
    capsys.readouterr()
    service.client.get("/v1/participants/p-1%20suid=Z1%0aCEF:0|x", headers={"Nav-Call-Id": "abc-123"})
    (line,) = service.settings.audit_log.read_text().splitlines()
    said = read(line)[1]
    assert (said["sproc"], said["suid"], said["duid"]) == ("abc-123", "Z990000", "p-1 suid=Z1\nCEF:0|x")
    assert "suid=Z1" not in json.dumps(capsys.readouterr().out)
