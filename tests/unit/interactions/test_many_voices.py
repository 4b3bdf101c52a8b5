"""More voices, or fewer, than agent and customer: nobody's words are counted for somebody else."""

from typing import Any

import pytest

from debrief.interactions.conversations.roles import RolesFrom
from debrief.interactions.formats.parsed import ParsedConversation
from tests.unit.interactions import samples
from tests.unit.interactions.test_who_is_who import ASKS, HELPS, read, told, who

pytestmark = pytest.mark.feature("S2.1")
ONE_VOICE = "Only one voice is told apart in it"


def labelled(*said: tuple[str, str]) -> dict[str, Any]:
    """What a recogniser writes of a recording of one channel: words, each with the number of its voice."""
    items = [
        {
            "type": "pronunciation",
            "start_time": f"{4 * turn + place / 10:.1f}",
            "end_time": f"{4 * turn + place / 10 + 0.1:.1f}",
            "speaker_label": label,
            "alternatives": [{"content": word, "confidence": "0.9"}],
        }
        for turn, (label, words) in enumerate(said)
        for place, word in enumerate(words.split())
    ]
    return samples.transcribe(items=items)


# One voice alone ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [
        labelled(("spk_0", HELPS), ("spk_0", ASKS)),
        labelled(
            ("spk_0", "This call may be recorded."), ("spk_1", "Press 1 for sales."), ("spk_2", f"{HELPS} {ASKS}")
        ),
        {"segments": [{"start": 0, "end": 3, "text": f"{HELPS} {ASKS}", "speaker": "A"}, {"start": 3, "text": "Yes."}]},
    ],
    ids=["transcribe", "behind announcements", "beside words of nobody"],
)
def test_one_voice_alone_is_not_taken_for_the_agent(document: dict[str, Any]) -> None:
    parsed = read(document)
    assert not {"agent", "customer"} & set(who(parsed))
    assert told(parsed)[0] is RolesFrom.UNKNOWN
    assert parsed.warnings[0].startswith(ONE_VOICE)
    assert not any("told apart by their wording" in each for each in parsed.warnings)


# Agents who take over from each other ---------------------------------------------------------------------------------


def transferred(*agents: dict[str, Any]) -> ParsedConversation:
    phrases = [
        {"text": "First", "participantPurpose": "internal", "startTimeMs": 1000},
        {"text": "Mine", "participantPurpose": "external", "startTimeMs": 4000},
        {"text": "Second", "participantPurpose": "internal", "startTimeMs": 6000},
    ]
    participants = [{"participantPurpose": "agent", **agent} for agent in agents]
    return read({"conversationId": "g", "transcripts": [{"phrases": phrases}], "participants": participants})


@pytest.mark.parametrize(
    "agents",
    [
        [{"userId": "AG-1"}, {"userId": "AG-2"}],
        [{"userId": "AG-1"}, {"name": "Second line"}],
        [{"userId": "AG-1", "startTimeMs": 0}, {"userId": "AG-2", "startTimeMs": 0}],
        [{"userId": "AG-1", "startTimeMs": "early"}, {"userId": "AG-2"}],
    ],
    ids=["no times", "no id", "the same time", "no time that can be read"],
)
def test_words_that_may_be_of_either_agent_are_of_neither(agents: list[dict[str, Any]]) -> None:
    parsed = transferred(*agents)
    assert who(parsed) == ["unknown", "customer", "unknown"]
    assert parsed.metadata.agent_reference == "AG-1"
    assert "doesn't always tell which of them was there" in parsed.warnings[0]
    assert not any("the others as colleagues" in each for each in parsed.warnings)


@pytest.mark.parametrize(
    ("agents", "speakers"),
    [
        ([{"userId": "AG-1", "endTimeMs": 5000}, {"userId": "AG-2", "startTimeMs": 5000}], ["agent", "colleague"]),
        ([{"userId": "AG-1", "startTimeMs": 0}, {"userId": "AG-2", "startTimeMs": 5000}], ["agent", "colleague"]),
        ([{"userId": "AG-1", "startTimeMs": 0}, {"name": "B", "startTimeMs": 5000}], ["agent", "colleague"]),
        ([{"userId": "AG-1"}, {"userId": "AG-2", "startTimeMs": 5000}], ["agent", "unknown"]),
        ([{"userId": "AG-1"}, {"userId": "AG-1"}], ["agent", "agent"]),
    ],
)
def test_each_agent_has_the_words_of_their_time(agents: list[dict[str, Any]], speakers: list[str]) -> None:
    first, _, second = who(transferred(*agents))
    assert [first, second] == speakers


# What documents call languages and lines ------------------------------------------------------------------------------


@pytest.mark.parametrize(("given", "language"), [("english", "en"), ("German", "de"), ("en", "en"), ("en-GB", "en-GB")])
def test_a_language_that_is_written_out_is_its_code(given: str, language: str) -> None:
    segments = [{"start": 0, "end": 1, "text": "Hello."}]
    assert read({"language": given, "segments": segments}).metadata.language == language


@pytest.mark.parametrize("ani", ["tel:+4930111", "TEL:+4930111", "+4930111"])
def test_a_line_is_its_number(ani: str) -> None:
    phrases = [{"text": "Hello", "participantPurpose": "external"}]
    document = {"conversationId": "g", "transcripts": [{"phrases": phrases}]}
    parsed = read({**document, "participants": [{"participantPurpose": "customer", "ani": ani}]})
    assert parsed.metadata.customer_reference == "+4930111"
