"""What follow-up writes is whole and once, in SQLite and PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from features.follow_up.hand_over import Transfer
from features.follow_up.tables import FRICTION_LINKS
from serving.friction import one_row
from serving.friction_links import Links, link_row, new_link_id, press
from serving.hand_over import hand_over
from tests.serving.conftest import TODAY
from tests.serving.followed_people import NOW, at, headers, placement

KEY = b"a key that is at least 32 bytes long"


@pytest.fixture
def county(served, tmp_path, matcher, either_url):
    with served(tmp_path, matcher, database_url=either_url) as made, at(made):
        made.store("placements", placement(), placement(placement_id="s-2", participant_id="p-2"))
        yield made


def test_pressing_at_the_same_time_makes_one_task(county):
    link_id = new_link_id()
    row = one_row(FRICTION_LINKS, **link_row(link_id, "s-1", "worker", "Z990001", NOW))
    county.database.store(FRICTION_LINKS.name, row, "test", True, TODAY)
    links = Links(KEY)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: press(links, county.database, links.token(link_id), NOW), range(6)))
    assert len(county.database.read("frictions")) == 1
    assert len(county.database.read("outbox")) == 1
    assert county.database.read("follow_ups")["with_whom"].to_list() == ["employer", "worker"]


def test_handing_over_at_the_same_time_happens_once(county):
    def over(to):
        body = {"from": "Z990001", "to": to}
        return county.client.post("/v1/hand-overs", json=body, headers=headers()).status_code

    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(over, ["Z990021", "Z990022", "Z990023", "Z990024"]))
    assert sorted(codes) == [201, 422, 422, 422]
    owners = county.database.read("placements")["owner_id"].to_list()
    assert len(set(owners)) == 1
    assert owners[0].startswith("Z99002")


def test_a_hand_over_that_fails_on_the_way_changes_nothing(county):
    class StopError(Exception):
        pass

    def everything():
        names = ("participants", "placements", "frictions", "hand_overs", "outbox")
        return {name: county.database.read(name).rows() for name in names}

    before = everything()
    transfer = Transfer("Z990001", "Z990002", frozenset())

    def fails():
        with county.database.writing() as writing:
            made = hand_over(writing, ["p-1", "p-2"], transfer, "Z990001", NOW.date(), NOW, chosen=True)
            assert made.before == made.after
            raise StopError

    with pytest.raises(StopError):
        fails()
    assert everything() == before


def test_friction_from_a_report_to_its_end(county):
    made = county.client.post("/v1/placements/s-1/friction", json={"reported_by": "employer"}, headers=headers())
    assert made.status_code == 201
    body = {"reason": "Løst", "asked": ["worker", "employer"]}
    key = made.json()["friction_id"]
    closed = county.client.post(f"/v1/frictions/{key}/close", json=body, headers=headers())
    assert closed.status_code == 200, closed.text
    assert county.client.get("/v1/frictions", headers=headers()).json() == {"items": []}
    assert county.database.read("follow_ups")["done_on"].null_count() == 0
