"""An interaction written as a vCon 0.4.0."""

from datetime import timedelta

from debrief.interactions.conversations.analysis import Analysis
from debrief.interactions.conversations.model import Channel, Interaction, Speaker, Transcript, Turn
from debrief.kernel.clock import iso


def write(interaction: Interaction, transcript: Transcript, *, vcon_uuid: str) -> dict[str, object]:
    """The vCon as JSON: parties, a text dialog for each turn, the metadata, and the analysis with its origins.

    vcon_uuid: the UUID of the vCon; the caller makes it. What is written is read back by `vcon.read` as the same
    conversation: agent id, date, queue, duration and turns. A voice transcript is written as an analysis of type
    `transcript`, because its turns are what a recogniser heard; so are turns without times, as a dialog must have one.
    """
    parties, place_of = _parties(interaction, transcript)
    untimed = any(turn.start_ms is None for turn in transcript.turns)
    analysis: list[dict[str, object]] = []
    dialog: list[dict[str, object]] = []
    if interaction.channel is Channel.VOICE or untimed or not transcript.turns:
        dialog.append(_dialog_without_words(interaction, spoken=bool(transcript.turns)))
        segments = [
            {
                "role": turn.speaker.value,
                **({} if turn.voice is None else {"speaker": turn.voice}),
                "text": turn.text,
                **({} if turn.start_ms is None else {"start_ms": turn.start_ms}),
                **({} if turn.end_ms is None else {"end_ms": turn.end_ms}),
            }
            for turn in transcript.turns
        ]
        made_by = transcript.made_by or "unknown"
        analysis.append(_json_part("transcript", {"segments": segments}, vendor=made_by, dialog=0))
    else:
        for turn in transcript.turns:
            party = place_of[_who(turn)]
            part: dict[str, object] = {
                "type": "text",
                "parties": [0, 1] if party in (0, 1) else [0, 1, party],
                "mediatype": "text/plain",
                "encoding": "none",
                "body": turn.text,
                "originator": party,
                "start": iso(interaction.started_at + timedelta(milliseconds=turn.start_ms or 0)),
            }
            dialog.append(part)
    if interaction.analysis is not None:
        analysis.append(_json_part("debrief_analysis", _analysis(interaction.analysis), vendor="debrief"))
    return {
        "vcon": "0.4.0",
        "uuid": vcon_uuid,
        # What a party's role is belongs to the extension for contact centres.
        "extensions": ["CC"],
        "created_at": iso(interaction.created_at),
        "parties": parties,
        "dialog": dialog,
        "analysis": analysis,
        "attachments": [
            {
                "purpose": "metadata",
                "start": iso(interaction.started_at),
                "party": 0,
                "dialog": 0,
                "mediatype": "application/json",
                "encoding": "json",
                "body": _metadata(interaction),
            }
        ],
    }


def _who(turn: Turn) -> tuple[Speaker, str | None]:
    """Whose turn it is. More than two voices stay more than two, also where nobody knows who they are; the agent is one
    person, whatever the voices are called in which they were heard: a second agent is a colleague."""
    return turn.speaker, None if turn.speaker is Speaker.AGENT else turn.voice


def _parties(
    interaction: Interaction, transcript: Transcript
) -> tuple[list[dict[str, object]], dict[tuple[Speaker, str | None], int]]:
    """The parties, agent and customer first, and which of them each voice is."""
    parties: list[dict[str, object]] = [{"role": "agent", "uuid": interaction.agent_id}, {"role": "customer"}]
    if interaction.customer_reference:
        parties[1]["uuid"] = interaction.customer_reference
    first = {Speaker.AGENT: 0, Speaker.CUSTOMER: 1}
    place_of: dict[tuple[Speaker, str | None], int] = {}
    for speaker, voice in dict.fromkeys(map(_who, transcript.turns)):
        place = first.pop(speaker, len(parties))
        if place == len(parties):
            parties.append({"role": speaker.value})
        if voice:
            parties[place]["name"] = voice
        place_of[speaker, voice] = place
    return parties, place_of


def _dialog_without_words(interaction: Interaction, *, spoken: bool) -> dict[str, object]:
    """The dialog that a transcript and the metadata belong to, where the words aren't dialogs themselves.

    A conversation in which nobody speaks is no recording without its words, which would be missed.
    """
    part: dict[str, object] = {"type": "recording", "start": iso(interaction.started_at), "parties": [0, 1]}
    if interaction.channel is Channel.VOICE and spoken:
        return {**part, "duration": interaction.duration_ms / 1000}
    return {**part, "type": "text", "mediatype": "text/plain", "encoding": "none", "body": ""}


def _json_part(kind: str, body: object, *, vendor: str, dialog: int | None = None) -> dict[str, object]:
    about = {} if dialog is None else {"dialog": dialog}
    return {"type": kind, **about, "vendor": vendor, "mediatype": "application/json", "encoding": "json", "body": body}


def _metadata(interaction: Interaction) -> dict[str, object]:
    known = {
        "contact_reference": interaction.contact_reference,
        "channel": interaction.channel.value,
        "direction": interaction.direction.value,
        "queue": interaction.queue,
        "team": interaction.team_id,
        "language": interaction.language,
        "disposition": interaction.disposition,
        "inquiry": list(interaction.inquiry),
        "topics": list(interaction.topics),
        "started_at": iso(interaction.started_at),
        "ended_at": iso(interaction.ended_at) if interaction.ended_at else None,
        "duration_ms": interaction.duration_ms,
        "talk_ms": interaction.talk_ms,
        "hold_ms": interaction.hold_ms,
        "after_call_work_ms": interaction.after_call_work_ms,
        "crm_links": interaction.crm_links,
    }
    return {name: value for name, value in known.items() if value not in (None, [], {})}


def _analysis(analysis: Analysis) -> dict[str, object]:
    return {
        name: value
        for name, value in analysis.model_dump(mode="json", exclude_none=True).items()
        if value not in ([], {})
    }
