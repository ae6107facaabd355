"""Many lists in one call: each as it is made, none ahead of the reader, and none after the reader has gone."""

from __future__ import annotations

import asyncio
import json

import pytest

from serving.batch import lines
from serving.problems import ProblemError
from serving.schemas import LIST_EXAMPLE, SuggestionList

TEMPLATE = SuggestionList.model_validate(LIST_EXAMPLE)


def batch(client, ids, headers=None, **asked):
    answer = client.post("/v1/suggestions/batch", json={"participant_ids": ids, **asked}, headers=headers)
    return answer, [json.loads(line) for line in answer.text.splitlines()]


def test_one_line_for_each_in_order(service):
    answer, said = batch(service.client, ["p-2", "p-1"], limit=2)
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert [line["participant_id"] for line in said] == ["p-2", "p-1"]
    assert [len(line["suggestions"]) for line in said] == [2, 2]
    assert service.client.get(f"/v1/suggestions/{said[0]['list_id']}").json() == said[0]
    assert service.database.read("shown_lists").is_empty(), "nobody has seen these lists"


def test_what_is_said_to_be_shown_is_kept_as_shown(service):
    _, said = batch(service.client, ["p-1"], shown=True)
    assert set(service.database.read("shown_lists")["list_id"]) == {said[0]["list_id"]}


def test_who_is_not_there_has_a_line_too_and_the_others_their_lists(client, specialist):
    _, said = batch(client, ["p-3", "p-1", "nobody", "p-protected"], headers=specialist)
    assert [line.get("status") for line in said] == [404, None, 404, 404]
    unseen, _, unknown, protected = ({**line, "participant_id": None} for line in said)
    assert unseen == unknown == protected


@pytest.mark.parametrize(
    "asked",
    [{"participant_ids": []}, {"participant_ids": ["p-1"] * 1001}, {"participant_ids": ["p-1"], "as_of": "2026-02-03"}],
    ids=["nobody", "too many", "a day to come"],
)
def test_what_is_wrong_with_the_whole_is_said_before_it_begins(client, asked):
    assert client.post("/v1/suggestions/batch", json=asked).status_code == 422


def test_without_a_model_it_does_not_begin(untrained):
    assert untrained.post("/v1/suggestions/batch", json={"participant_ids": ["p-1"]}).status_code == 503


class Counting:
    """Makes lists and counts them."""

    def __init__(self):
        self.made = []

    def __call__(self, participant_id):
        self.made.append(participant_id)
        if participant_id == "p-2":
            raise ProblemError(404)
        return TEMPLATE.model_copy(update={"participant_id": participant_id})


def test_no_list_is_made_before_the_one_before_it_is_taken():
    make, ids = Counting(), [f"p-{n}" for n in range(5)]

    async def take(number):
        stream = lines(ids, make)
        taken = [await anext(stream) for _ in range(number)]
        await stream.aclose()
        return [json.loads(line)["participant_id"] for line in taken]

    assert asyncio.run(take(3)) == ids[:3] == make.made


def test_a_reader_that_goes_away_stops_it(shared):
    """The application itself, with a reader that leaves after the first line."""
    body = json.dumps({"participant_ids": ["p-1", "p-2"] * 50}).encode()
    chunks, left = [], asyncio.Event()

    asked = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive():
        if (message := next(asked, None)) is not None:
            return message
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        if message["type"] == "http.response.body" and message.get("body"):
            chunks.append(message["body"])
            left.set()
            await asyncio.sleep(0)

    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": "POST",
        "path": "/v1/suggestions/batch", "raw_path": b"/v1/suggestions/batch", "query_string": b"", "root_path": "",
        "scheme": "http", "server": ("127.0.0.1", 8000), "client": ("127.0.0.1", 1), "state": {},
        "headers": [(b"content-type", b"application/json"), (b"host", b"127.0.0.1")],
    }  # fmt: skip
    asyncio.run(asyncio.wait_for(shared.app(scope, receive, send), 60))
    assert 1 <= len(chunks) < 100
