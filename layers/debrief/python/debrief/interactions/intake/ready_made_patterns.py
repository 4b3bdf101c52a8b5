"""Patterns for the names that telephony systems give their files, as their makers tell it publicly (S2.1).

Of each: what it is called, the pattern, what holds for all of its files, and a name that it fits. They are offered, and
used only once somebody settles them. What a system's makers don't tell isn't guessed at (decision 0115).
"""

from typing import Final

from debrief.interactions.intake.name_patterns import NamePatternSaid
from debrief.kernel.model import Entity


class ReadyMade(Entity):
    """A pattern that is offered. example: a name that it fits. told_by: where its maker tells it. without: what the
    names of this system don't tell, so that it comes from elsewhere or the file is held."""

    pattern: NamePatternSaid
    example: str
    told_by: str
    without: tuple[str, ...]


def _made(
    name: str,
    pattern: str,
    example: str,
    told_by: str,
    without: str,
    *,
    time_zone: str | None = None,
    values: dict[str, str] | None = None,
) -> ReadyMade:
    said = NamePatternSaid(name=name, pattern=pattern, time_zone=time_zone, values=values or {})
    return ReadyMade(pattern=said, example=example, told_by=told_by, without=tuple(without.split()))


_FREEPBX: Final = "The dial plan of FreePBX's module Call Recording"
_WHEN: Final = "{date:YYYYMMDD-HHmmss}-{reference}"

READY_MADE: Final = (
    _made(
        "Amazon Connect",
        "{reference}_{date:YYYYMMDDTHH:mm}_UTC",
        "2f0c1d9a-5b7e-4c3a-9a51-0d6f3b8e7c21_20260513T14:05_UTC.wav",
        "Amazon Connect administrator guide, recordings and transcripts",
        "agent queue",
        time_zone="UTC",
    ),
    _made(
        "Genesys Cloud, bulk export to S3",
        "year={date:YYYY}/month={date:M}/day={date:D}/hour={date:H}/conversation_id={reference}/{any}",
        "year=2026/month=5/day=13/hour=14/conversation_id=6f1b2c3d-0a1b-4c2d-8e3f-4a5b6c7d8e9f/9a8b7c6d.ogg",
        "Genesys Cloud Resource Center, exported recordings in an S3 bucket",
        "agent queue minute",
        time_zone="UTC",
    ),
    _made(
        "Zoom Contact Center",
        "GMT{date:YYYYMMDD-HHmmss}_{reference}_{any}",
        "GMT20260513-140507_aB3dE6gH9jK2mN5pQ8sT1v_VoiceRecording.mp3",
        "Zoom support, naming convention of Zoom Contact Center files (KB0079123)",
        "agent queue",
        time_zone="UTC",
    ),
    _made(
        "FreePBX, calls out",
        f"out-{{number}}-{{agent}}-{_WHEN}",
        "out-0301234567-214-20260513-140507-1778673907.214.wav",
        _FREEPBX,
        "queue",
        values={"direction": "outbound"},
    ),
    _made(
        "FreePBX, calls to an extension",
        f"external-{{agent}}-{{number}}-{_WHEN}",
        "external-214-0301234567-20260513-140507-1778673907.12.wav",
        _FREEPBX,
        "queue",
        values={"direction": "inbound"},
    ),
    _made(
        "FreePBX, calls through a queue",
        f"q-{{queue}}-{{number}}-{_WHEN}",
        "q-600-0301234567-20260513-140507-1778673907.9.wav",
        _FREEPBX,
        "agent",
        values={"direction": "inbound"},
    ),
    _made(
        "Puzzel, files over FTP",
        "{reference}_{any:digits}",
        "7402918365_1.mp3",
        "Puzzel help centre, recording files delivered to FTP",
        "agent date queue",
    ),
    _made(
        "Telesis, automatic records",
        "{agent}_{date:YYMMDD_HHmmss}_A{direction:I=inbound,O=outbound}_{any}_{any}_{number}_{reference}_{any}",
        "3843658_260513_140507_AI_001OPERATOR_001_4837583_4B4F46C2_C0A80541.mp3",
        "Telesis wiki, file name format for automatic voice records",
        "queue",
    ),
)
