"""People's rights, as somebody who calls for them meets them: export, correction, objection, erasure."""

from __future__ import annotations

import polars as pl

from features.database import Database
from serving.pages.suggestions import directory as parts
from tests.builders import orgnr

TEXT = "Vil helst jobbe med blomster, unmistakable"
OTHERS = {"X-Development-User": "Z990002", "X-Development-Roles": "specialist"}


def shown(service, **asked):
    answer = service.client.post("/v1/suggestions", json={"participant_id": "p-1"} | asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def object_to_ranking(service):
    return service.client.post("/v1/participants/p-1/objection")


def test_an_export_holds_rows_former_rows_lists_and_choices(service, person):
    service.store("participants", person(wished_text=TEXT))
    made = shown(service)
    choice = {"participant_id": "p-1", "orgnr": orgnr(1), "kind": "pin", "chosen_on": "2026-02-02"}
    assert service.client.post("/v1/choices", json=choice, headers={"Idempotency-Key": "k-1"}).status_code == 201
    answer = service.client.get("/v1/participants/p-1/export")
    assert answer.status_code == 200
    held = answer.json()
    assert held["participant_id"] == "p-1"
    assert held["tables"]["participants"][0]["wished_text"] == TEXT
    assert held["former"]["participants"][0]["wished_text"] == "Butikk i sentrum"
    assert held["tables"]["participant_rules"][0]["birth_date"] == "1990-01-01"
    assert {row["list_id"] for row in held["tables"]["shown_lists"]} == {made["list_id"]}
    assert [entry["kind"] for entry in held["journal"]] == ["list", "choice"]
    assert held["journal"][0]["said"]["list"] == made
    assert held["answers"][0]["answer"]["kind"] == "pin"
    assert (held["objected_on"], held["legal_hold"]) == (None, None)
    assert any("audit" in place for place in held["elsewhere"])
    assert "p-2" not in answer.text
    assert service.client.get("/v1/participants/p-1/export", headers=OTHERS).status_code == 404


def test_a_correction_is_in_the_next_list(service):
    assert len(shown(service)["suggestions"]) > 0
    row = service.client.get("/v1/participants/p-1").json()
    corrected = row | {"excluded_workplaces": [orgnr(1)], "updated_on": "2026-02-02"}
    assert service.client.put("/v1/participants/p-1", json=corrected).status_code == 200
    assert orgnr(1) not in {s["orgnr"] for s in shown(service)["suggestions"]}


def test_who_objects_gets_every_workplace_by_name_and_no_model(service):
    ranked = shown(service)
    assert object_to_ranking(service).json() == {"participant_id": "p-1", "objected_on": "2026-02-02"}
    made = shown(service, limit=1)
    names = [s["workplace"]["name"] for s in made["suggestions"]]
    assert names == ["EKSEMPEL 1", "EKSEMPEL 2", "EKSEMPEL 3", None]
    assert {s["orgnr"] for s in made["suggestions"]} == {s["orgnr"] for s in ranked["suggestions"]}
    assert made["model"]["name"] == "unranked"
    assert "alfabetisk" in made["abstained"]["reason"]
    for card in made["suggestions"]:
        assert (card["score"], card["order_by"], card["outlook"], card["reasons"]) == (0.0, None, None, [])
        same = next(s for s in ranked["suggestions"] if s["orgnr"] == card["orgnr"])
        for part in ("need", "relation", "capacity", "follow_up_plan", "travel_minutes", "evidence", "subsidies"):
            assert card[part] == same[part], part


def test_an_unranked_list_can_be_narrowed_read_and_made_again_but_trains_nothing(service):
    object_to_ranking(service)
    made = shown(service, filters={"need": "known"})
    assert [s["orgnr"] for s in made["suggestions"]] == [orgnr(1)]
    assert service.client.get(f"/v1/suggestions/{made['list_id']}").json() == made
    assert service.client.post(f"/v1/suggestions/{made['list_id']}/replay").json() == {"identical": True, "list": made}
    shown(service)
    assert service.database.read("shown_lists").is_empty()


def test_who_objects_needs_no_model(served, tmp_path):
    with served(tmp_path, None) as service:
        assert service.client.post("/v1/suggestions", json={"participant_id": "p-1"}).status_code == 503
        object_to_ranking(service)
        assert len(shown(service)["suggestions"]) == 4


def test_the_first_objection_holds_and_can_be_taken_back(service):
    object_to_ranking(service)
    object_to_ranking(service)
    for _ in range(2):
        back = service.client.delete("/v1/participants/p-1/objection")
        assert (back.status_code, back.json()) == (200, {"participant_id": "p-1", "objected_on": None})
    assert shown(service)["model"]["name"] == "rettplass"
    told = [entry.payload for entry in service.database.journal.about("p-1") if entry.kind == "objection"]
    assert ['"objects": true' in text for text in told] == [True, False]


def test_others_are_ranked_as_before(service):
    before = service.client.post("/v1/suggestions", json={"participant_id": "p-2", "shown": False}).json()
    object_to_ranking(service)
    after = service.client.post("/v1/suggestions", json={"participant_id": "p-2", "shown": False}).json()
    assert after["suggestions"] == before["suggestions"]


def test_the_page_of_an_unranked_list_is_searched_and_read_in_parts(service, monkeypatch):
    monkeypatch.setattr(parts, "ON_A_PAGE", 2)
    object_to_ranking(service)
    page = service.client.post("/forslag", data={"participant_id": "p-1"})
    assert page.status_code == 200
    assert "alfabetisk" in page.text
    assert "4 arbeidsplasser" in page.text
    assert "EKSEMPEL 2" in page.text
    assert "EKSEMPEL 3" not in page.text
    assert "Hvorfor står denne over" not in page.text
    assert "EKSEMPEL 3" in service.client.get(f"{page.url.path}?fra=2").text
    sought = service.client.get(page.url.path, params={"sok": "skien eksempel 3"}).text
    assert "1 arbeidsplass for" in sought
    assert "EKSEMPEL 3" in sought
    assert "&lt;b&gt;" in service.client.get(page.url.path, params={"sok": "<b>"}).text


def test_an_erased_person_is_nowhere_in_the_service(service, person):
    service.store("participants", person(wished_text=TEXT))
    made = shown(service)
    inline = person(wished_text=TEXT) | {"simulated": True}
    inline_made = service.client.post("/v1/suggestions", json={"participant": inline}).json()
    assert inline_made["participant_id"] == "p-1"
    answer = service.client.delete("/v1/participants/p-1")
    assert answer.status_code == 200
    assert answer.json()["erased"]["participants"] == 2
    assert service.app.state.held._snapshot is None
    assert service.app.state.journal.read(inline_made["list_id"]).payload["participant_id"] is None
    for method, address in (
        ("GET", "/v1/participants/p-1"),
        ("GET", "/v1/participants/p-1/export"),
        ("GET", f"/v1/suggestions/{made['list_id']}"),
        ("DELETE", "/v1/participants/p-1"),
    ):
        assert service.client.request(method, address).status_code == 404, address
    assert "p-1" not in service.client.get("/v1/participants").text
    folder = service.settings.model_dir.parent
    outside = {service.settings.audit_log}
    for path in (p for p in folder.rglob("*") if p.is_file() and p not in outside):
        content = path.read_bytes()
        assert TEXT.encode() not in content, path
        assert b'"p-1"' not in content, path
    assert service.database.journal.verify().flaws == []


def test_a_person_on_legal_hold_is_answered_409(service, today):
    service.database.rights.hold("p-1", today, "Klagesak")
    answer = service.client.delete("/v1/participants/p-1")
    assert (answer.status_code, "Klagesak" in answer.json()["detail"]) == (409, True)
    assert service.client.get("/v1/participants/p-1/export").json()["legal_hold"]["because"] == "Klagesak"


def test_an_unseen_person_has_no_rights_here_and_none_are_changed(service):
    for method, end in (("POST", "/objection"), ("DELETE", "/objection"), ("GET", "/export"), ("DELETE", "")):
        answer = service.client.request(method, f"/v1/participants/p-1{end}", headers=OTHERS)
        assert answer.status_code == 404, (method, end)
    database: Database = service.database
    assert isinstance(database.read("participants"), pl.DataFrame)
    assert shown(service)["model"]["name"] == "rettplass"
