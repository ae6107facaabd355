from __future__ import annotations

import csv
import io

from serving.pages.suggestions.order import Order, in_order
from serving.pages.suggestions.sheet import BYTE_ORDER_MARK, COLUMNS, as_csv
from serving.schemas import LIST_EXAMPLE

ONE = LIST_EXAMPLE["suggestions"][0]


def suggestion(rank, **parts):
    return ONE | {"rank": rank} | parts


def ranks(order, *suggestions):
    return [s["rank"] for s in in_order(suggestions, order)]


def need(day, status="known"):
    return {"status": status, "text": "Hjelp", "recorded_on": day, "source": "visit"}


def stays(share):
    return ONE["outlook"] | {"stays_26w": {"estimate": share, "low": 0.0, "high": 1.0}}


def test_the_shortest_travel_first_and_the_unknown_last():
    three = suggestion(1, travel_minutes=None), suggestion(2, travel_minutes=30.0), suggestion(3, travel_minutes=5.0)
    assert ranks(Order.TRAVEL, *three) == [3, 2, 1]


def test_those_who_stay_longest_first():
    three = suggestion(1, outlook=stays(0.4)), suggestion(2, outlook=None), suggestion(3, outlook=stays(0.6))
    assert ranks(Order.STAYS, *three) == [3, 1, 2]


def test_the_newest_need_first_then_the_outdated_then_the_unknown():
    four = (
        suggestion(1, need=None),
        suggestion(2, need=need("2026-01-01")),
        suggestion(3, need=need("2026-01-20", "outdated")),
        suggestion(4, need=need("2026-01-10")),
    )
    assert ranks(Order.NEED, *four) == [4, 2, 3, 1]


def test_equals_stand_as_the_list_has_them():
    two = suggestion(1, travel_minutes=5.0), suggestion(2, travel_minutes=5.0)
    assert [ranks(order, *two) for order in Order] == [[1, 2]] * len(Order)


def test_the_csv_has_a_line_for_each_suggestion_and_nothing_about_the_person():
    text = as_csv(LIST_EXAMPLE)
    assert text.startswith(BYTE_ORDER_MARK)
    header, line = csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK)), delimiter=";")
    assert tuple(header) == COLUMNS
    cells = dict(zip(header, line, strict=True))
    assert cells["navn"] == "EKSEMPEL KOLONIAL AVD SØR"
    assert cells["fortsatt i jobb etter 26 uker"] == "0,620"
    assert LIST_EXAMPLE["participant_id"] not in text
    assert "Tilskudd" not in text


def test_a_cell_that_a_spreadsheet_would_run_is_text():
    for hostile in ("=HYPERLINK(1)", "+1", "-1", "@a", "\tx"):
        place = ONE["workplace"] | {"name": hostile}
        (_, line) = csv.reader(
            io.StringIO(as_csv(LIST_EXAMPLE | {"suggestions": [suggestion(1, workplace=place)]})), delimiter=";"
        )
        assert line[2] == "'" + hostile
