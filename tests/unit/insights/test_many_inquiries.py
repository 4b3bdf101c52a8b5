"""Agents with more inquiries in a day, or longer names of them, than an item of DynamoDB holds (S1.1, S1.5)."""

from collections import Counter
from typing import Any
from urllib.parse import quote

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.insights.benchmarks.store import BenchmarkStore
from debrief.insights.effectiveness.effectiveness_reader import EffectivenessReader
from debrief.insights.projection.inquiry_sums import ALL
from debrief.insights.projection.model import Days
from debrief.insights.projection.packing import SourceKey
from debrief.insights.projection.rollups import (
    additions,
    counter_name,
    counter_parts,
    counters_by_parts,
    inquiry_counter,
)
from debrief.insights.projection.shares import conversation_share
from debrief.insights.projection.store import RollupStore
from debrief.interactions.conversations.words import Channel
from debrief.kernel.storage.transactions import Transaction
from tests.unit.insights.test_performance import ask
from tests.unit.insights.world import FIRST, LAST, World, conversation, on_day

DAYS = Days(FIRST, LAST)
READ = {"predicted_satisfaction": 4, "predicted_resolution": 1}
MOST_BYTES = 400_000
"""Of an item of DynamoDB, which counts names of attributes too."""

LONG = "請求書の内容についてのお問い合わせ" * 50
"""850 letters of three bytes."""


def _reader() -> EffectivenessReader:
    return EffectivenessReader(RollupStore(), BenchmarkStore())


def _row_sizes(inquiries: list[str]) -> dict[str, int]:
    """How large the rows of a day are in which an agent had these, each in a conversation of its own."""
    rows: dict[str, Counter[str]] = {}
    for number, name in enumerate(inquiries):
        made = conversation(f"int_{number}", READ, inquiry=(name,), handle_ms=400_000)
        for place, counters in additions(conversation_share(made, "UTC")).items():
            if place.pk.endswith("#INQUIRIES"):
                rows.setdefault(place.sk, Counter()).update(counters)
    # A number takes a byte for two digits, and one more.
    return {sk: sum(len(name.encode()) + len(str(n)) // 2 + 2 for name, n in row.items()) for sk, row in rows.items()}


@pytest.mark.feature("S1.1")
@pytest.mark.parametrize(
    "name",
    [
        "Rechnung und Zahlung: Mahnung erhalten trotz Zahlung {}",
        "Вопрос по счёту и оплате, повторное обращение {}",
        "請求書の内容についてのお問い合わせ{}",
    ],
)
def test_two_hundred_inquiries_of_a_day_fit_into_a_row_in_whatever_letters(name: str) -> None:
    sizes = _row_sizes([name.format(number) for number in range(200)])
    assert len(sizes) == 2, "all conversations, and their inquiries"
    assert max(sizes.values()) < 0.75 * MOST_BYTES


@pytest.mark.feature("S1.1")
@given(st.lists(st.text(max_size=60), min_size=1, max_size=3))
def test_a_counter_reads_as_it_was_written_in_either_way(parts: list[str]) -> None:
    assert counter_parts(inquiry_counter(*parts)) == tuple(parts)
    assert counter_parts(counter_name(*parts)) == tuple(parts)
    assert all(letter not in inquiry_counter(*parts) for letter in "#[] ")


@pytest.mark.feature("S1.1", "S1.5")
def test_a_day_that_was_counted_before_is_read_with_what_comes_later(world: World) -> None:
    """Rows of before hold all conversations and quoted names together."""
    name = "Вопрос по счёту"
    sk = f"{on_day(3).date()}#voice#0"
    counters = {":n": 2, f"{quote(name, safe='')}:n": 2}
    boto3.client("dynamodb").update_item(
        TableName="test-insights",
        Key={"PK": {"S": "AGENT#us_a#INQUIRIES"}, "SK": {"S": sk}},
        UpdateExpression="SET kind = :k ADD #a :a, #b :b",
        ExpressionAttributeNames={"#a": ":n", "#b": f"{quote(name, safe='')}:n"},
        ExpressionAttributeValues={":k": {"S": "rollup"}, ":a": {"N": "2"}, ":b": {"N": "2"}},
    )
    world.converse("int_1", READ, inquiry=(name,), handle_ms=5000, started_at=on_day(3))
    sums = _reader().sums("us_a", Channel.VOICE, DAYS)
    assert {inquiry: own.number for inquiry, own in sums.items()} == {ALL: 3, name: 3}
    assert counters_by_parts(counters | {inquiry_counter(name, "n"): 1}) == {(ALL, "n"): 2, (name, "n"): 3}


@pytest.mark.feature("S1.1", "S1.5")
def test_what_a_full_row_has_no_room_for_is_counted_without_its_name_and_told(world: World) -> None:
    made: dict[str, Any] = {"handle_ms": 400_000, "started_at": on_day(3)}
    for number in range(5):
        world.converse(f"int_{number}", READ, inquiry=tuple(f"{number}{each}{LONG}" for each in "abcd"), **made)
    world.converse("int_short", READ, inquiry=("bill",), **made)
    table = ask("us_a", "inquiries").body
    named = {each["inquiry"][0]: each["number"] for each in table["items"] if each["inquiry"] != "bill"}
    assert set(named) < set("01234"), "not all of them fit"
    assert table["number"] == 6
    left = 5 - len(named)
    assert table["unnamed"] == left > 0
    assert [each["number"] for each in table["items"] if each["inquiry"] == "bill"] == [1], (
        "there is room for short ones"
    )
    # Of each by itself nothing is lost.
    assert len(_reader().newest("us_a", f"4a{LONG}", Channel.VOICE, most=5)) == 1
    # Counted again it is the same, and nothing of it is left when it is gone.
    before = _reader().sums_and_unnamed("us_a", Channel.VOICE, DAYS)
    world.keeper.count([SourceKey("INT", f"int_{number}") for number in range(5)])
    assert _reader().sums_and_unnamed("us_a", Channel.VOICE, DAYS) == before
    for number in range(5):
        found = world.interactions.interaction(f"int_{number}")
        assert found is not None
        with Transaction(world.clock, world.ids) as tx:
            world.interactions.delete(tx, found)
        world.keeper.count_conversation(f"int_{number}")
    sums, unnamed = _reader().sums_and_unnamed("us_a", Channel.VOICE, DAYS)
    assert ({inquiry: own.number for inquiry, own in sums.items()}, unnamed) == ({ALL: 1, "bill": 1}, 0)
