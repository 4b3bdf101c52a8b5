"""A transcript says the same alone and inside a vCon, and no words beside it are lost."""

import json
from typing import Any

import pytest

from debrief.interactions.conversations.model import Direction
from debrief.interactions.conversations.roles import RolesFrom
from debrief.interactions.formats.parsed import ParsedConversation
from debrief.interactions.formats.segments import plain_segments
from debrief.interactions.holds import HoldCode
from tests.unit.interactions import samples
from tests.unit.interactions.test_intake_documents import call
from tests.unit.interactions.test_who_is_who import ASKS, HELPS, captions, deepgram, read, told, twilio, who

pytestmark = pytest.mark.feature("S2.1")

NOBODY = {"parties": [{"name": "Cara Line"}, {"name": "Ana Post"}]}


def inside(body: Any, **changes: Any) -> dict[str, Any]:
    """A recorded call with the body as its transcript; its parties have no roles, its recording has no parties."""
    whole = {**call(body), **NOBODY, **changes}
    return {**whole, "dialog": [{**whole["dialog"][0], "parties": None}]}


def transcribe_channels(*said: str) -> dict[str, Any]:
    channels = [
        {"channel_label": f"ch_{place}", "items": [samples.word(words, float(place))] if words else []}
        for place, words in enumerate(said)
    ]
    return samples.transcribe(channel_labels={"channels": channels}, items=[])


def transcribe_speakers(*said: str) -> dict[str, Any]:
    items = [samples.word(words, float(place), f"spk_{place}") for place, words in enumerate(said)]
    return samples.transcribe(items=items)


def twilio_channels(*said: str) -> dict[str, Any]:
    sentences = [
        {"media_channel": place, "transcript": words, "start_time": str(place)}
        for place, words in enumerate(said, start=1)
        if words
    ]
    return {"sentences": sentences}


def segments(*said: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"start": at, "end": at + 1, "text": words, "speaker": voice} for at, (voice, words) in enumerate(said)]


def wtf(*said: tuple[str, str]) -> dict[str, Any]:
    return {"transcript": {"text": "all", "language": "en"}, "segments": segments(*said)}


def whisper(*said: tuple[str, str]) -> dict[str, Any]:
    return {"segments": segments(*said)}


def zoom(*said: tuple[str, str]) -> dict[str, Any]:
    items = [
        {"ts": f"00:00:0{at}", "text": words, "users": [{"username": who}]} for at, (who, words) in enumerate(said)
    ]
    return {"timeline": items}


BY_CHANNEL = [deepgram, twilio_channels, transcribe_channels]
BY_NAME = [captions, wtf, whisper, zoom]


def same(alone: ParsedConversation, within: ParsedConversation) -> None:
    assert who(within) == who(alone)
    assert told(within) == told(alone)


# Alone and inside -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", BY_CHANNEL)
@pytest.mark.parametrize("said", [(HELPS, ASKS), (ASKS, HELPS)])
@pytest.mark.parametrize("agent_channel", [None, 0, 1])
def test_channels_have_the_same_roles_inside(body: Any, said: tuple[str, str], agent_channel: int | None) -> None:
    document = body(*said)
    alone = read(document, agent_channel=agent_channel)
    within = read(inside(document), agent_channel=agent_channel)
    same(alone, within)
    assert within.agent_channel == agent_channel
    first = "agent" if agent_channel == 0 or (agent_channel is None and said[0] == HELPS) else "customer"
    assert who(alone)[0] == first
    assert told(alone) == ((RolesFrom.WORDING, True) if agent_channel is None else (RolesFrom.METADATA, False))


@pytest.mark.parametrize("body", BY_CHANNEL)
@pytest.mark.parametrize("said", [("Please call back.", ""), ("", "Please call back.")])
@pytest.mark.parametrize("agent_channel", [0, 1])
def test_one_channel_that_speaks_has_the_same_role_inside(body: Any, said: tuple[str, str], agent_channel: int) -> None:
    alone = read(body(*said), agent_channel=agent_channel)
    same(alone, read(inside(body(*said)), agent_channel=agent_channel))
    assert who(alone) == ["agent" if bool(said[agent_channel]) else "customer"]


@pytest.mark.parametrize("body", BY_CHANNEL)
@pytest.mark.parametrize("said", [(HELPS, ASKS), ("", HELPS)])
def test_the_parties_of_a_recording_say_who_speaks_in_its_channels(body: Any, said: tuple[str, str]) -> None:
    """The wording is that of the other one: who the parties are is given and stands before it."""
    parsed = read(call(body(*said)))
    assert who(parsed) == ["customer", "agent"][-sum(map(bool, said)) :]
    assert told(parsed) == (RolesFrom.DOCUMENT, False)


@pytest.mark.parametrize("body", BY_NAME)
@pytest.mark.parametrize("voices", [("Speaker 1", "Speaker 2"), ("Cole Hill", "Dana Reed"), ("Agent", "Customer")])
def test_voices_have_the_same_roles_inside(body: Any, voices: tuple[str, str]) -> None:
    document = body((voices[0], HELPS), (voices[1], ASKS))
    alone = read(document)
    same(alone, read(inside(document)))
    assert who(alone) == ["agent", "customer"]
    assert told(alone) == ((RolesFrom.DOCUMENT, False) if voices[0] == "Agent" else (RolesFrom.WORDING, True))


def test_speaker_labels_of_transcribe_have_the_same_roles_inside() -> None:
    document = transcribe_speakers(ASKS, HELPS)
    same(read(document), read(inside(document)))
    assert told(read(inside(document))) == (RolesFrom.WORDING, True)


@pytest.mark.parametrize("body", BY_NAME)
@pytest.mark.parametrize("direction", [None, Direction.INBOUND, Direction.OUTBOUND])
def test_who_dialled_is_told_by_the_direction_inside_too(body: Any, direction: Direction | None) -> None:
    document = body(("Caller", "Hello."), ("Callee", "Hi."))
    alone = read(document, direction=direction)
    same(alone, read(inside(document), direction=direction))
    assert who(alone) == (["agent", "customer"] if direction is Direction.OUTBOUND else ["customer", "agent"])
    assert told(alone) == (RolesFrom.DIALLING, direction is None)


def test_captions_tell_the_direction_of_their_call_inside_too() -> None:
    document = captions(("Caller", "Hello."), ("Callee", "Hi.")).replace(
        "WEBVTT", "WEBVTT\n\nNOTE\ndirection: outbound"
    )
    same(read(document), read(inside(document)))
    assert who(read(inside(document))) == ["agent", "customer"]


def test_a_party_keeps_its_role_beside_a_voice_of_who_dialled() -> None:
    body = [{"text": "Nice", "party": 0, "start": 1}, {"text": "Yes", "party": 1, "start": 3}]
    parsed = read(call([*body, {"text": "Hm", "speaker": "Caller", "start": 4}]), direction=Direction.OUTBOUND)
    assert who(parsed) == ["customer", "agent", "agent"]


def test_who_dialled_is_no_role_of_a_segment() -> None:
    items = [
        {"text": HELPS, "role": "caller", "speaker": "Jane", "start": 0},
        {"text": ASKS, "role": "callee", "speaker": "Bob", "start": 1},
    ]
    parsed = read({"segments": items}, direction=Direction.OUTBOUND)
    assert (who(parsed), told(parsed)) == (["agent", "customer"], (RolesFrom.WORDING, True))
    # One without a name is called by who dialled, so that the direction decides.
    assert [each.voice for each in plain_segments([{**one, "speaker": at} for at, one in enumerate(items)])] == [
        "caller",
        "callee",
    ]


def test_roles_that_wording_tells_are_a_guess_though_parties_tell_who_dialled() -> None:
    parties = [{"role": "caller", "name": "Cara Line"}, {"role": "callee", "name": "Ana Post"}]
    document = inside(captions(("Speaker 1", HELPS), ("Speaker 2", ASKS)), parties=parties)
    assert told(read(document, direction=Direction.INBOUND)) == (RolesFrom.WORDING, True)


def test_captions_that_are_lost_are_told_inside_too() -> None:
    document = captions(("Agent", HELPS), ("Customer", ASKS)) + "\n\n00:xx.000 --> 00:09.000\nLost\n"
    (remark,) = [each for each in read(document).warnings if "captions couldn't be read" in each]
    assert remark in read(inside(document)).warnings


def test_speakers_of_another_recording_are_others() -> None:
    whole = {**call(), **NOBODY}
    one = {**whole["dialog"][0], "parties": None}
    body = transcribe_speakers(HELPS, ASKS)
    analysis = [{"type": "transcript", "dialog": at, "encoding": "json", "body": json.dumps(body)} for at in (0, 1)]
    parsed = read({**whole, "dialog": [one, {**one, "start": "2026-02-01T10:05:00Z"}], "analysis": analysis})
    assert len({turn.voice for turn in parsed.turns}) == 4


def test_channels_of_twilio_begin_with_the_first() -> None:
    assert [turn.voice for turn in read(inside(twilio())).turns] == ["channel 0", "channel 1"]


# Words that would be lost ---------------------------------------------------------------------------------------------


def two_recordings(*analysis: dict[str, Any]) -> dict[str, Any]:
    whole = call()
    body = [{"text": "Hello", "party": 1, "start": 0}]
    parts = [{"type": "transcript", "encoding": "json", "body": body, **each} for each in analysis]
    second = {**whole["dialog"][0], "start": "2026-02-01T10:05:00Z"}
    return {**whole, "dialog": [whole["dialog"][0], second], "analysis": parts}


@pytest.mark.parametrize("second", [{}, {"dialog": True}, {"dialog": [0, 1]}])
def test_a_transcript_that_is_left_out_counts_for_no_recording(second: dict[str, Any]) -> None:
    parsed = read(two_recordings({"dialog": 0}, second))
    assert len(parsed.turns) == 1
    (reason,) = parsed.hold
    assert (reason.code, "dialog 1" in reason.sentence) == (HoldCode.DOCUMENT_UNSUPPORTED, True)


def test_a_transcript_that_names_no_recording_is_of_all() -> None:
    assert read(two_recordings({})).hold == ()


def with_text(*transcripts: Any) -> dict[str, Any]:
    whole = call(*transcripts)
    link = samples.text_dialog(1, "Here is your link.", "2026-02-01T10:00:02Z")
    return {**whole, "dialog": [*whole["dialog"], link]}


def test_a_text_beside_a_recorded_call_stands_among_what_was_said() -> None:
    body = [{"text": "Nice weather.", "party": 0, "start": 1}, {"text": "Yes.", "party": 1, "start": 3}]
    parsed = read(with_text(body))
    assert [turn.text for turn in parsed.turns] == ["Nice weather.", "Here is your link.", "Yes."]
    assert [turn.start_ms for turn in parsed.turns] == [1000, 2000, 3000]
    assert parsed.hold == ()


def test_a_recorded_call_without_a_transcript_beside_a_text_is_held() -> None:
    parsed = read(with_text())
    assert [turn.text for turn in parsed.turns] == ["Here is your link."]
    assert any("there is no transcript that can be read" in each.sentence for each in parsed.hold)


def test_a_text_that_begins_with_the_recording_may_be_its_words() -> None:
    whole = call()
    parsed = read({**whole, "dialog": [*whole["dialog"], samples.text_dialog(1, "Hello", whole["dialog"][0]["start"])]})
    assert parsed.hold == ()
    assert any("there is no transcript" in each for each in parsed.warnings)


def test_a_transcript_of_what_was_written_is_not_told_twice() -> None:
    document = samples.vcon()
    told_again = {"type": "transcript", "encoding": "json", "body": [{"text": "Again", "party": 0}]}
    assert len(read({**document, "analysis": [told_again]}).turns) == len(read(document).turns)


@pytest.mark.parametrize(
    "body", [{"encoding": "json", "body": '{"message": "no thanks"}'}, {"body": ["no thanks"]}, {"body": 5}]
)
def test_a_text_whose_body_is_not_understood_is_damage(body: dict[str, Any]) -> None:
    document = samples.vcon(dialog=[samples.text_dialog(0, "Hello"), {**samples.text_dialog(1, ""), **body}])
    assert any("the body of dialog 1 is of a form" in each.sentence for each in read(document).hold)


@pytest.mark.parametrize(
    "body", [{"body": " "}, {"body": {"text": ""}}, {"body": []}, {"encoding": "json", "body": "{}"}]
)
def test_a_text_that_is_blank_is_no_damage(body: dict[str, Any]) -> None:
    document = samples.vcon(dialog=[samples.text_dialog(0, "Hello"), {**samples.text_dialog(1, ""), **body}])
    assert not any("is of a form" in each.sentence for each in read(document).hold)


def test_damage_is_bounded_once() -> None:
    dialog = [samples.text_dialog(9, "Hello") for _ in range(5)]
    recorded = call([{"text": "Hello", "party": 7, "start": 0}])
    (sentence,) = [each.sentence for each in read({**recorded, "dialog": recorded["dialog"] + dialog}).hold]
    assert "and 3 more. Correct it" in sentence


# Roles within captions ------------------------------------------------------------------------------------------------


def plain(*said: str) -> str:
    return "\n\n".join(["WEBVTT", *(f"00:0{at}.000 --> 00:0{at + 1}.000\n{words}" for at, words in enumerate(said))])


FORM = "Fill in the form. User: your e-mail. System: the new one."


@pytest.mark.parametrize("first", [f"Agent: {FORM}", f"<v Agent>{FORM}"])
def test_words_of_a_sentence_are_no_voice(first: str) -> None:
    parsed = read(plain(first, "Customer: Thanks." if first.startswith("Agent") else "<v Customer>Thanks."))
    assert [(str(turn.speaker), turn.text) for turn in parsed.turns] == [("agent", FORM), ("customer", "Thanks.")]


def test_words_of_a_sentence_are_no_voice_though_it_is_all_that_is_said() -> None:
    assert who(read(plain(f"Agent: {FORM}"))) == ["agent"]


def test_a_name_above_the_times_is_believed_before_what_is_within() -> None:
    document = f"WEBVTT\n\nAgent\n00:00.000 --> 00:01.000\n{FORM}\n\nCustomer\n00:01.000 --> 00:02.000\nUser: me?\n"
    assert read(document).turns[0].text == FORM


@pytest.mark.parametrize("within", ["Agent: Hello. Customer: Hi.", "Agent: Hello.\nCustomer: Hi."])
def test_a_label_that_begins_captions_is_believed_within_them(within: str) -> None:
    parsed = read(plain(within, "Customer: It is me.", "Agent: Yes."))
    assert who(parsed) == ["agent", "customer", "customer", "agent"]


def test_a_caption_of_lines_that_all_begin_with_a_label_is_a_talk() -> None:
    assert who(read(plain("Agent: Hello.\nCustomer: Hi."))) == ["agent", "customer"]
