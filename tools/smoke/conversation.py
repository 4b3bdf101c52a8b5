"""The conversation that is dropped: a call that never was, with words that say so."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from local.sample import audio, documents
from local.sample.build import DAYS, SMALL, generate
from local.sample.model import Conversation
from local.sample.talk import Frame, compose

_KNOWN = (
    "contact_reference",
    "agent_reference",
    "customer_reference",
    "channel",
    "direction",
    "queue",
    "language",
    "started_at",
    "ended_at",
    "duration_ms",
)


@dataclass(frozen=True)
class Dropped:
    """One call's files. stem: their key without its end. transcript: none where Transcribe is to make it."""

    stem: str
    queue: str
    recording: bytes
    metadata: bytes
    transcript: bytes | None


def call(suffix: str, agent_reference: str, now: datetime, recording: Path | None = None) -> Dropped:
    """A call of the agent an hour ago.

    recording: a WAV file of speech, with the agent on the first of two channels, to be transcribed where it is dropped;
    without one, a sound that nobody could transcribe is dropped, and its transcript beside it.
    """
    made = _composed(suffix, agent_reference, now - timedelta(hours=1))
    known = {name: value for name, value in documents.metadata(made).items() if name in _KNOWN}
    if recording is not None:
        # How long it lasts is found out from the file.
        known = {name: value for name, value in known.items() if name not in ("ended_at", "duration_ms")}
    return Dropped(
        stem=f"smoke/{suffix}/{documents.file_stem(made)}",
        queue=made.queue,
        recording=recording.read_bytes() if recording else audio.stereo_wav(made),
        metadata=json.dumps(known).encode(),
        transcript=None if recording else json.dumps(documents.call_analytics(made)).encode(),
    )


def _composed(suffix: str, agent_reference: str, at: datetime) -> Conversation:
    at = at.astimezone(UTC).replace(microsecond=0)
    sample = generate(at.date(), size=SMALL)
    profile = next(each for each in sample.profiles if each.agent == sample.star)
    agent = replace(profile.agent, reference=agent_reference)
    frame = Frame(f"SMOKE-{suffix}", at, sample.first_day, DAYS)
    made = compose(replace(profile, agent=agent), frame, random.Random(suffix))
    return replace(made, queue=f"smoke-{suffix}")
