"""The story: a recording comes in, and a performance summary comes out.

It is told once for an account. What it made is found again by its names: the recording in the bucket, the 1-to-1 by
its agenda, the summary by its 1-to-1. So a telling that was broken off goes on where it was, and makes nothing twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, Final

from local.client import ApiClient, ApiError
from local.cloud import Cloud
from local.errors import DemoError
from local.loading.following import wait_for_reports
from local.sample import audio, documents
from local.sample.build import recorded_call
from local.sample.model import Sample
from local.sessions import Sessions
from local.settings import let_import_the_layer
from local.story.report_text import clock_text, length_text
from local.story.summaries import await_summary, follow_summary
from local.waiting import WaitedTooLong, Waiter

Json = dict[str, Any]
Say = Callable[[str], None]

LOADED_S: Final = 120.0
FOLDER: Final = "demo/"
AGENDA: Final = "The performance summary, and what was agreed last time"

_STAMP: Final = "%Y-%m-%dT%H-%M-%SZ"


def tell(cloud: Cloud, sample: Sample, say: Say, waiter: Waiter | None = None) -> tuple[Json, bool]:
    """Drop a recording, show what becomes of it, and prepare its agent's 1-to-1.

    Returns the finished summary, and whether it was finished now; what an earlier telling came to is only read.

    Raises:
        DemoError: a step didn't come to its end.
    """
    try:
        return _Story(cloud, sample, say, waiter or Waiter()).tell()
    except (ApiError, WaitedTooLong) as error:
        raise DemoError(str(error)) from error


def dropped_at(keys: list[str]) -> datetime | None:
    """When the call of an earlier telling began, by the objects in its folder; None when there was none."""
    for key in sorted(keys):
        name = key.removesuffix(".wav")
        if name != key:
            return datetime.strptime(name.rsplit("_DT_", 1)[-1], _STAMP).replace(tzinfo=UTC)
    return None


class _Story:
    """One telling of the story."""

    def __init__(self, cloud: Cloud, sample: Sample, say: Say, waiter: Waiter) -> None:
        self._cloud, self._sample, self._say, self._waiter = cloud, sample, say, waiter
        self._sessions = Sessions(cloud)

    def tell(self) -> tuple[Json, bool]:
        supervisor = self._sessions.of(self._sample.star.manager_email)
        meeting = self._meeting(supervisor)
        summary = self._summary(supervisor, meeting) if meeting else None
        if summary and summary["status"] == "ready":
            return summary, False
        if summary is None:
            self._show(self._drop()["interaction_id"])
            self._settle(supervisor)
            meeting = meeting or self._schedule(supervisor)
            wanted = {"meeting_id": meeting["id"], "period": {"kind": "since_last_meeting"}, "scorecard_type": "all"}
            return await_summary(supervisor, wanted, self._say, self._waiter), True
        if summary["status"] == "failed":
            supervisor.post(f"/summaries/{summary['id']}/retries")
        return follow_summary(supervisor, summary["id"], self._say, self._waiter), True

    def _meeting(self, supervisor: ApiClient) -> Json | None:
        """The 1-to-1 that an earlier telling scheduled."""
        agent = self._sessions.person(self._sample.star.email)
        theirs = supervisor.pages("/meetings", {"participant_id": agent["id"]})
        return next((each for each in theirs if each["agenda"] == AGENDA), None)

    def _summary(self, supervisor: ApiClient, meeting: Json) -> Json | None:
        """The latest summary for the 1-to-1, with its report where it is ready."""
        lines = supervisor.get("/summaries", {"meeting_id": meeting["id"]})["items"]
        if not lines:
            return None
        found: Json = supervisor.get(f"/summaries/{lines[0]['id']}")
        return found

    def _drop(self) -> Json:
        """The recording comes first and lacks its queue; the transcript and the sidecar make it complete."""
        s3, bucket, say = self._cloud.boto("s3"), self._cloud.recordings_bucket, self._say
        there = [each["Key"] for each in s3.list_objects_v2(Bucket=bucket, Prefix=FOLDER).get("Contents", [])]
        at = dropped_at(there) or datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
        call = recorded_call(self._sample, at)
        stem = f"{FOLDER}{documents.file_stem(call)}"
        if f"{stem}.wav" not in there:
            recording = audio.stereo_wav(call)
            say(f"dropping a stereo recording of {length_text(call.duration_ms)} ({len(recording) // 1024} KB):")
            say(f"  {stem}.wav")
            s3.put_object(Bucket=bucket, Key=f"{stem}.wav", Body=recording)
        intake_id = self._intake_id(stem)
        item = self._waiter.until("The intake of the recording", lambda: self._item(intake_id), seconds=LOADED_S)
        if item["status"] == "failed":
            # In an earlier telling; what was in the way may be gone.
            item = self._sessions.admin.post(f"/intake/{intake_id}/release", {"replace": False})
        if item["status"] == "held":
            say("held: " + " ".join(reason["sentence"] for reason in item["reasons"]))
            say("dropping its transcript, and its metadata with the queue")
            transcript = json.dumps(documents.call_analytics(call)).encode()
            s3.put_object(Bucket=bucket, Key=f"{stem}.json", Body=transcript)
            known = json.dumps(documents.metadata(call)).encode()
            s3.put_object(Bucket=bucket, Key=f"{stem}.metadata.json", Body=known)
        return self._loaded(intake_id)

    def _loaded(self, intake_id: str) -> Json:
        told = {"held"}

        def loaded() -> Json | None:
            found: Json = self._sessions.admin.get(f"/intake/{intake_id}")
            if found["status"] not in told:
                told.add(found["status"])
                self._say(f"{found['status']}" + (f": {found['interaction_id']}" if found["interaction_id"] else ""))
            return found if found["status"] in ("loaded", "failed") else None

        ended = self._waiter.until("The loading of the recording", loaded, seconds=LOADED_S, every=0.2)
        if ended["status"] == "failed":
            raise DemoError(f"The recording couldn't be loaded: {ended['failure']['sentence']}")
        return ended

    def _intake_id(self, stem: str) -> str:
        let_import_the_layer()
        from debrief.kernel.ids import derived_id

        return derived_id("in", self._cloud.recordings_bucket, stem)

    def _item(self, intake_id: str) -> Json | None:
        """The intake item, or None while nobody has heard of its object."""
        try:
            found: Json = self._sessions.admin.get(f"/intake/{intake_id}")
        except ApiError as error:
            if error.status == HTTPStatus.NOT_FOUND:
                return None
            raise
        return found

    def _show(self, interaction_id: str) -> None:
        """The interaction's analysis, the beginning of its transcript, and its automatic evaluation."""
        admin, say = self._sessions.admin, self._say
        interaction = admin.get(f"/interactions/{interaction_id}")
        analysis = interaction["analysis"] or {}
        say(
            f"interaction {interaction['contact_reference']}: {interaction['channel']}, {interaction['queue']}, "
            f"{', '.join(interaction['inquiry'])}; handle time {length_text(interaction['handle_ms'] or 0)}"
        )
        say(f"  {_reading(analysis, 'summary')}")
        say(
            f"  customer sentiment {_reading(analysis, 'customer_sentiment_start')} → "
            f"{_reading(analysis, 'customer_sentiment_end')} (by {_origin(analysis, 'customer_sentiment_end')}), "
            f"predicted satisfaction {_reading(analysis, 'predicted_satisfaction')}, "
            f"resolution {_reading(analysis, 'predicted_resolution')}, xNPS {_reading(analysis, 'xnps')}"
        )
        for turn in admin.get(f"/interactions/{interaction_id}/transcript")["turns"][:4]:
            say(f"    {clock_text(turn['start_ms'] or 0)} {turn['speaker']}: {turn['text']}")
        for line in admin.pages("/evaluations", {"interaction_id": interaction_id}):
            self._show_evaluation(admin.get(f"/evaluations/{line['id']}"))

    def _show_evaluation(self, evaluation: Json) -> None:
        score = evaluation["score"]
        percent = "not scored" if score["percent"] is None else f"{score['percent']:.1f} %"
        self._say(f"{evaluation['type']} evaluation {evaluation['id']} with {evaluation['scorecard_name']}: {percent}")
        asked = {
            question["id"]: question
            for section in evaluation["version"]["sections"]
            for question in section["questions"]
        }
        for answer in evaluation["answers"]:
            question = asked[answer["question_id"]]
            chosen = next((each["label"] for each in question["options"] if each["id"] == answer["option_id"]), "N/A")
            quote = f" “{answer['quote']['text']}”" if answer["quote"] else ""
            self._say(f"    {question['text']} {chosen}{quote}")

    def _settle(self, supervisor: ApiClient) -> None:
        """Wait until the reports on the agent count all that there is."""
        sample = self._sample
        agent_id = self._sessions.person(sample.star.email)["id"]
        since: Json = {"agent_id": agent_id, "from": f"{sample.first_day}T00:00:00Z"}
        conversations = sum(1 for _ in supervisor.pages("/interactions", since))
        evaluations = sum(1 for _ in supervisor.pages("/evaluations", since))
        today = datetime.now(UTC).date()
        period = (sample.first_day, today)
        wait_for_reports(supervisor, agent_id, period, conversations, evaluations, self._waiter)
        self._say(f"{sample.star.name}: {conversations} conversations and {evaluations} evaluations are in the reports")

    def _schedule(self, supervisor: ApiClient) -> Json:
        agent = self._sessions.person(self._sample.star.email)
        at = datetime.now(UTC).replace(second=0, microsecond=0)
        meeting: Json = supervisor.post(
            "/meetings",
            {
                "title": f"1-to-1 with {self._sample.star.name}",
                "participant_id": agent["id"],
                "scheduled_at": at.isoformat(),
                "agenda": AGENDA,
            },
        )
        self._say(f"1-to-1 {meeting['id']} of {meeting['facilitator_name']} with {meeting['participant_name']}")
        return meeting


def _reading(analysis: Json, name: str) -> Any:
    reading = analysis.get(name)
    return "unknown" if reading is None else reading["value"]


def _origin(analysis: Json, name: str) -> str:
    reading = analysis.get(name)
    return "nobody" if reading is None else str(reading["origin"]).replace("_", " ")
