"""The story that `make demo` tells: a recording comes in, and a performance summary comes out."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from local.client import ApiClient, ApiError
from local.cloud import ADMIN_EMAIL, Cloud
from local.loading import DemoError as DemoError
from local.loading import loaded_sample, wait_for_reports
from local.report_text import clock_text, report_text
from local.sample import audio, documents
from local.sample.build import recorded_call
from local.sample.model import Conversation, Sample
from local.sessions import Sessions
from local.waiting import WaitedTooLong, Waiter

Json = dict[str, Any]
Say = Callable[[str], None]

LOADED_S: Final = 120.0
READY_S: Final = 180.0


def demo(cloud: Cloud, say: Say, *, waiter: Waiter | None = None) -> str:
    """Drop a recording, show what becomes of it, and prepare its agent's 1-to-1; the id of the summary.

    Raises DemoError.
    """
    try:
        return _Story(cloud, say, waiter or Waiter()).tell()
    except (ApiError, WaitedTooLong) as error:
        raise DemoError(str(error)) from error


def import_demo(
    cloud: Cloud, path: Path, agent: str, first: date, last: date, say: Say, *, waiter: Waiter | None = None
) -> str:
    """Load a file of vCons and print the summary of one of its agents; the id of the summary.

    agent: as the file names them, or the id of a user. first, last: days of the period, both included.

    Raises DemoError.
    """
    from local.import_demo import run

    try:
        return run(cloud, path, agent, (first, last), say, waiter or Waiter())
    except (ApiError, WaitedTooLong) as error:
        raise DemoError(str(error)) from error


def print_sign_ins(cloud: Cloud, *, stays_up: bool = True, missing: str | None = None) -> None:
    """Print where the console and the API are, and who can sign in.

    stays_up: whether they can be reached now. missing: why the console is an old one or none, as one sentence.
    """
    settings = cloud.settings
    if stays_up:
        print(f"\nConsole: {settings.console_url}" + (f" — {missing}" if missing else ""))
        print(f"API:     {cloud.api_url}")
    else:
        print(f"\n`make run` goes on from here and stays up, with the console at {settings.console_url}.")
    print(f"Sign in with the password {cloud.password} as")
    sessions = Sessions(cloud)
    sample = loaded_sample(sessions.admin)
    for email, who in [(ADMIN_EMAIL, "administrator"), *(_shown(sample) if sample else ())]:
        # A start that was broken off may have loaded people and not yet let them in.
        sessions.of(email)
        print(f"  {email:<42} {who}")
    print(f"(user pool {cloud.user_pool_id}, client {cloud.client_id})", flush=True)


def _shown(sample: Sample) -> list[tuple[str, str]]:
    """One person of each kind, by e-mail address: what the console shows them differs."""
    star = sample.star
    supervisor = sample.person(star.manager_email)
    evaluator = next(person for person in sample.people if person.role == "Evaluator")
    outsider = next(
        person for person in sample.people if person.role == "Supervisor" and person.team not in ("", star.team)
    )
    return [
        (supervisor.email, f"supervisor of {star.name}'s team, {supervisor.team}"),
        (star.email, f"agent of {star.team}, whose 1-to-1 was prepared"),
        (evaluator.email, "evaluator"),
        (outsider.email, f"supervisor of {outsider.team}: none of the above report to them"),
        (supervisor.manager_email, "operations manager, above all supervisors"),
    ]


def await_summary(client: ApiClient, wanted: Json, say: Say, waiter: Waiter) -> Json:
    """Ask for a summary and wait until it is there, telling each step.

    Raises:
        DemoError: it failed, with its reason.
    """
    summary_id = client.post("/summaries", wanted)["id"]
    say(f"summary {summary_id} is being generated")
    told: set[str] = set()

    def ended() -> Json | None:
        summary: Json = client.get(f"/summaries/{summary_id}")
        progress = summary.get("progress")
        if progress and progress["sentence"] not in told:
            told.add(progress["sentence"])
            say(f"  {progress['step']}: {progress['sentence']}")
        return summary if summary["status"] != "generating" else None

    summary = waiter.until("The summary", ended, seconds=READY_S, every=0.15)
    if summary["status"] == "failed":
        raise DemoError(f"The summary failed: {summary['failure']['sentence']}")
    return summary


def show_summary(summary: Json, say: Say) -> None:
    """Print a finished summary, its id, and what it was drafted by."""
    say(f"the summary is ready: {summary['id']}")
    print()
    print(report_text(summary))
    provenance = summary.get("provenance") or {}
    if summary["report"]["offline"]:
        by = "It was drafted by the offline model, by rule: set DEBRIEF_MODEL=bedrock for Amazon Bedrock."
    else:
        by = f"It was drafted by {provenance.get('model', 'a model')}."
    print(f"\n{by}\nSummary id: {summary['id']}", flush=True)


class _Story:
    """One telling of the story."""

    def __init__(self, cloud: Cloud, say: Say, waiter: Waiter) -> None:
        self._cloud, self._say, self._waiter = cloud, say, waiter
        self._sessions = Sessions(cloud)

    def tell(self) -> str:
        admin = self._sessions.admin
        sample = loaded_sample(admin)
        if sample is None:
            raise DemoError("The sample organisation isn't loaded")
        call = recorded_call(sample, datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1))
        item = self._drop(call)
        self._show(item["interaction_id"])
        supervisor = self._sessions.of(sample.star.manager_email)
        self._settle(supervisor, sample)
        meeting = self._schedule(supervisor, sample)
        wanted = {"meeting_id": meeting["id"], "period": {"kind": "since_last_meeting"}, "scorecard_type": "all"}
        summary = await_summary(supervisor, wanted, self._say, self._waiter)
        show_summary(summary, self._say)
        summary_id: str = summary["id"]
        return summary_id

    def _drop(self, call: Conversation) -> Json:
        """The recording comes first and lacks its queue; the transcript and the sidecar make it complete."""
        s3, bucket, say = self._cloud.boto("s3"), self._cloud.recordings_bucket, self._say
        stem = f"demo/{file_stem(call)}"
        recording = audio.stereo_wav(call)
        say(f"dropping a stereo recording of {clock_text(call.duration_ms)} min ({len(recording) // 1024} KB):")
        say(f"  {stem}.wav")
        s3.put_object(Bucket=bucket, Key=f"{stem}.wav", Body=recording)
        item = self._waiter.until("The intake of the recording", lambda: self._at_intake(stem), seconds=LOADED_S)
        if item["status"] == "held":
            say("held: " + " ".join(reason["sentence"] for reason in item["reasons"]))
        say("dropping its transcript, and its metadata with the queue")
        transcript = json.dumps(documents.call_analytics(call)).encode()
        s3.put_object(Bucket=bucket, Key=f"{stem}.json", Body=transcript)
        known = json.dumps(documents.metadata(call)).encode()
        s3.put_object(Bucket=bucket, Key=f"{stem}.metadata.json", Body=known)
        told = {"held"}

        def loaded() -> Json | None:
            found: Json = self._sessions.admin.get(f"/intake/{item['id']}")
            if found["status"] not in told:
                told.add(found["status"])
                say(f"{found['status']}" + (f": {found['interaction_id']}" if found["interaction_id"] else ""))
            return found if found["status"] in ("loaded", "failed") else None

        ended = self._waiter.until("The loading of the recording", loaded, seconds=LOADED_S, every=0.2)
        if ended["status"] == "failed":
            raise DemoError(f"The recording couldn't be loaded: {ended['failure']['sentence']}")
        return ended

    def _at_intake(self, stem: str) -> Json | None:
        for status in ("held", "processing", "failed"):
            for item in self._sessions.admin.get("/intake", {"status": status, "limit": 100})["items"]:
                if item["unit_key"] == stem:
                    found: Json = item
                    return found
        return None

    def _show(self, interaction_id: str) -> None:
        """The interaction's analysis, the beginning of its transcript, and its automatic evaluation."""
        admin, say = self._sessions.admin, self._say
        interaction = admin.get(f"/interactions/{interaction_id}")
        analysis = interaction["analysis"] or {}
        say(
            f"interaction {interaction['contact_reference']}: {interaction['channel']}, {interaction['queue']}, "
            f"{', '.join(interaction['inquiry'])}; handle time {clock_text(interaction['handle_ms'] or 0)} min"
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

    def _settle(self, supervisor: ApiClient, sample: Sample) -> None:
        """Wait until the reports on the agent count all that there is."""
        agent_id = self._sessions.person(sample.star.email)["id"]
        since: Json = {"agent_id": agent_id, "from": f"{sample.first_day}T00:00:00Z"}
        conversations = sum(1 for _ in supervisor.pages("/interactions", since))
        evaluations = sum(1 for _ in supervisor.pages("/evaluations", since))
        today = datetime.now(UTC).date()
        period = (sample.first_day, today)
        wait_for_reports(supervisor, agent_id, period, conversations, evaluations, self._waiter)
        self._say(f"{sample.star.name}: {conversations} conversations and {evaluations} evaluations are in the reports")

    def _schedule(self, supervisor: ApiClient, sample: Sample) -> Json:
        agent = self._sessions.person(sample.star.email)
        at = datetime.now(UTC).replace(second=0, microsecond=0)
        meeting: Json = supervisor.post(
            "/meetings",
            {
                "title": f"1-to-1 with {sample.star.name}",
                "participant_id": agent["id"],
                "scheduled_at": at.isoformat(),
                "agenda": "The performance summary, and what was agreed last time",
            },
        )
        self._say(f"1-to-1 {meeting['id']} of {meeting['facilitator_name']} with {meeting['participant_name']}")
        return meeting


def file_stem(call: Conversation) -> str:
    """The name of a call's files without their ends; it tells agent, reference and time, but no queue."""
    return f"call_GUID_{call.reference}_AGENT_{call.agent.reference}_DT_{call.started_at:%Y-%m-%dT%H-%M-%SZ}"


def _reading(analysis: Json, name: str) -> Any:
    reading = analysis.get(name)
    return "unknown" if reading is None else reading["value"]


def _origin(analysis: Json, name: str) -> str:
    reading = analysis.get(name)
    return "nobody" if reading is None else str(reading["origin"]).replace("_", " ")
