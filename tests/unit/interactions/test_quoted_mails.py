"""What an e-mail quotes of the ones before is no word of who answers."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.formats.detect import read_conversation
from debrief.interactions.formats.quoted_mails import without_quoted
from debrief.interactions.formats.voices import Segment

pytestmark = pytest.mark.feature("S2.1", "N7")

FIRST = "My bill of March is wrong.\nPlease look at it."


def own(*texts: str) -> list[str]:
    return [each.text for each in without_quoted([Segment(text=text) for text in texts])]


@pytest.mark.parametrize(
    "quoting",
    [
        "\n\n> My bill of March is wrong.\n> Please look at it.",
        "\n\nOn Mon, 2 Mar 2026 at 10:00, Jonas wrote:\n> My bill of March is wrong.\n> Please look at it.",
        "\nAm 2. März 2026 schrieb Jonas:\n\nMy bill of March is wrong.\nPlease look at it.",
        "\n-----Original Message-----\nFrom: Jonas\nSubject: Bill\n\nMy bill of March is wrong.\nPlease look at it.",
        "\nFrom: Jonas\nTo: Support\nMy bill of March is wrong. Please look at it.",
    ],
)
def test_what_is_quoted_of_an_earlier_message_is_left_out(quoting: str) -> None:
    assert own(FIRST, f"I am sorry for that.{quoting}") == [FIRST, "I am sorry for that."]


@pytest.mark.parametrize(
    "text",
    [
        "See below.\n> The terms say thirty days of notice.",
        "My bill of March is wrong.\nPlease look at it.",
        "You wrote:\nMy bill of March is wrong.",
        "I answer below.\n> My bill of March is wrong.\nIt was mended.",
        "Thanks.\n> Please look",
        "> My bill of March is wrong.\n> Please look at it.",
    ],
)
def test_what_is_said_nowhere_else_or_is_an_answer_between_stays(text: str) -> None:
    assert own(FIRST, text) == [FIRST, text]


def test_a_thread_of_several_is_each_ones_own() -> None:
    second = f"Sorry.\nOn Monday Jonas wrote:\n> {FIRST}".replace("\nPlease", "\n> Please")
    third = "Thank you.\nOn Tuesday Kim wrote:\n" + "\n".join(f"> {line}" for line in second.split("\n"))
    assert own(FIRST, second, third) == [FIRST, "Sorry.", "Thank you."]


def test_a_vcon_of_mails_is_read_so() -> None:
    mails = [
        (0, "10:00", FIRST),
        (
            1,
            "11:00",
            "I am sorry for that.\n\nOn Monday, Jonas wrote:\n> My bill of March is wrong.\n> Please look at it.",
        ),
    ]
    document = {
        "vcon": "0.3.0",
        "uuid": "018e3f72-c3a8-8b8e-b468-6ebf29e2c195",
        "created_at": "2026-03-02T12:00:00Z",
        "parties": [{"name": "Jonas", "role": "customer"}, {"name": "Kim", "role": "agent"}],
        "dialog": [
            {
                "type": "text",
                "start": f"2026-03-02T{at}:00Z",
                "parties": [who],
                "body": body,
                "encoding": "none",
                "mediatype": "text/plain",
            }
            for who, at, body in mails
        ],
    }
    turns = read_conversation(json.dumps(document).encode(), time_zone="UTC").turns
    assert [(each.speaker.value, each.text) for each in turns] == [
        ("customer", FIRST),
        ("agent", "I am sorry for that."),
    ]


@given(
    st.lists(
        st.lists(st.sampled_from(["> a b c", "a b c", "On x wrote:", "", "From: x", "new words here"])), max_size=4
    )
)
def test_nothing_is_lost_but_what_was_said_before(messages: list[list[str]]) -> None:
    texts = ["\n".join(lines) for lines in messages]
    before = ""
    for text, kept in zip(texts, own(*texts), strict=True):
        assert text.startswith(kept)
        left = text[len(kept) :]
        assert ("new words here" not in left) or ("new words here" in before)
        before += text
