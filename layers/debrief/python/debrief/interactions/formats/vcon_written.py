"""What was written in a vCon: its texts, whose they are, and when."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from debrief.interactions.conversations.model import Speaker
from debrief.interactions.formats.values import Json
from debrief.interactions.formats.vcon_bodies import length_of, words_written
from debrief.interactions.formats.vcon_parties import Party, several_agents, voice_of
from debrief.interactions.formats.voices import Segment


def written(
    dialog: Sequence[Json], starts: Sequence[datetime | None], people: Sequence[Party], started_at: datetime | None
) -> tuple[list[Segment], datetime | None]:
    """The texts of the dialog in the order of their times, and from when these are counted; None where nothing tells.

    starts: of the parts of the dialog. started_at: of the conversation, which may have begun before its first text.
    """
    said = [
        (at, part, words)
        for at, part in zip(starts, dialog, strict=True)
        if part.get("type", "text") == "text" and (words := words_written(part)) is not None
    ]
    if all(at is not None for at, _, _ in said):
        said.sort(key=lambda item: item[0] or datetime.min)
    first = min((at for at, _, _ in said if at is not None), default=None)
    origin = min(first, started_at) if first is not None and started_at is not None else first
    several = several_agents(people)
    segments: list[Segment] = []
    for at, part, words in said:
        offset = round((at - origin) / timedelta(milliseconds=1)) if at is not None and origin is not None else None
        who = _said_by(part, people)
        segments.append(
            Segment(
                text=words,
                speaker=who.speaker if who else Speaker.UNKNOWN,
                voice=voice_of(who, several=several) if who else None,
                start_ms=offset,
                end_ms=None if offset is None else offset + (length_of(part) or 0),
            )
        )
    return segments, origin


def _said_by(part: Json, people: Sequence[Party]) -> Party | None:
    """Whose words they are: the originator, else the first of the parties, as the format says."""
    index: object = part.get("originator")
    if index is None:
        parties = part.get("parties")
        index = parties[0] if isinstance(parties, list) and parties else parties
    if isinstance(index, int) and not isinstance(index, bool) and 0 <= index < len(people):
        return people[index]
    return None
