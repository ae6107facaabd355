"""How much a caller may ask, and how long a call may take."""

from __future__ import annotations

import asyncio
import json

import pytest

from serving.deadline import Deadline
from serving.limits import Rates
from serving.problems import ProblemError


def taken(rates, caller, *moments):
    """How many of the calls at these moments were let through."""
    return sum(let_through(rates, caller, moment) for moment in moments)


def let_through(rates, caller, moment):
    """Whether the call was let through; what is not is refused as one too many."""
    try:
        rates.take(caller, moment)
    except ProblemError as refused:
        return refused.status != 429
    return True


def test_a_stock_of_calls_that_is_refilled():
    rates = Rates(per_second=2, stock=3)
    assert taken(rates, "a", *[0.0] * 5) == 3
    assert taken(rates, "a", *[1.0] * 5) == 2
    assert taken(rates, "a", *[100.0] * 5) == 3


def test_a_caller_never_spends_what_is_anothers():
    rates = Rates(per_second=1, stock=1)
    assert [taken(rates, caller, 0.0, 0.0) for caller in "abc"] == [1, 1, 1]


@pytest.mark.parametrize(("per_second", "wait"), [(2, "1"), (0.1, "10"), (0.25, "4")])
def test_it_says_how_long_to_wait(per_second, wait):
    rates = Rates(per_second=per_second, stock=1)
    rates.take("a", 0.0)
    with pytest.raises(ProblemError) as refused:
        rates.take("a", 0.0)
    assert refused.value.headers == {"Retry-After": wait}


def test_over_http_it_is_a_problem_with_when_to_come_back(tmp_path, served, matcher):
    with served(tmp_path, matcher, calls_per_second=0.001, calls_at_once=2) as service:
        answers = [service.client.get("/v1/model") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[-1].headers["content-type"] == "application/problem+json"
        assert int(answers[-1].headers["retry-after"]) > 1
        other = {"X-Development-User": "Z990002", "X-Development-Roles": "specialist"}
        assert service.client.get("/v1/model", headers=other).status_code == 200
        assert service.client.get("/internal/isalive").status_code == 200


class App:
    """An application that waits before it answers, and between two parts of its answer."""

    def __init__(self, before, between=None):
        self.before, self.between, self.finished = before, between, False

    async def __call__(self, scope, receive, send):
        await self.before.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        if self.between is not None:
            await self.between.wait()
        await send({"type": "http.response.body", "body": b"done"})
        self.finished = True


def answered(app, seconds, then):
    """What a caller is sent, while `then` goes on beside."""
    sent = []

    async def call():
        async def send(message):
            sent.append(message)

        class Application:
            state = None

        scope = {"type": "http", "method": "GET", "path": "/v1/model", "headers": [], "app": Application}
        await asyncio.gather(Deadline(app, seconds)(scope, None, send), then(sent))
        await asyncio.sleep(0)

    asyncio.run(asyncio.wait_for(call(), 20))
    return sent


async def until(sent, number):
    while len(sent) < number:
        await asyncio.sleep(0)


def test_a_call_that_takes_too_long_is_answered_and_its_work_goes_on():
    app = App(asyncio.Event())

    async def then(sent):
        await until(sent, 2)
        app.before.set()

    start, body = answered(app, 0, then)
    assert start["status"] == 503
    assert (b"retry-after", b"5") in start["headers"]
    assert json.loads(body["body"])["status"] == 503
    assert app.finished


def test_an_answer_that_has_begun_may_take_its_time():
    app = App(asyncio.Event(), asyncio.Event())
    app.before.set()

    async def then(sent):
        await until(sent, 1)
        app.between.set()

    assert [message["type"] for message in answered(app, 0, then)] == ["http.response.start", "http.response.body"]


def test_a_call_in_time_is_left_as_it_is():
    app = App(asyncio.Event())
    app.before.set()

    async def then(sent):
        await until(sent, 2)

    assert answered(app, 10, then)[1]["body"] == b"done"
