"""What is done and looked at, one step after the other; each says what it saw, or what was missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from local.client import ApiClient, ApiError
from local.settings import let_import_the_layer
from local.story.basics import BASICS
from local.waiting import WaitedTooLong, Waiter
from tools.smoke.conversation import call
from tools.smoke.people import People
from tools.smoke.stack import Stack, StackError

Json = dict[str, Any]
Say = Callable[[str], None]

EVERY_S: Final = 0.5


class Missing(Exception):
    """What a step waited for isn't there. The text says what came instead."""


@dataclass
class Result:
    """How it went. missing: of each step that didn't come to its end, why; not_reached: those behind it."""

    missing: dict[str, str] = field(default_factory=dict)
    not_reached: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.missing


class Walk:
    """One conversation's way. seconds: how long a step may take. recording: see `conversation.call`."""

    def __init__(
        self,
        stack: Stack,
        suffix: str,
        *,
        seconds: float,
        recording: Path | None = None,
        waiter: Waiter | None = None,
    ) -> None:
        self._stack, self._suffix, self._seconds, self._recording = stack, suffix, seconds, recording
        self._waiter = waiter or Waiter()
        self._people = People(stack, suffix)
        self._s3 = stack.boto("s3")
        self._undo: list[Callable[[], str]] = []

    def run(self, say: Say) -> Result:
        """Go the way, and take away what was made for it."""
        result = Result()
        steps = [*self._steps()]
        try:
            with self._telling(result, say):
                for place, (name, step) in enumerate(steps):
                    result.not_reached = [later for later, _ in steps[place + 1 :]]
                    try:
                        say(f"{name}: {step()}")
                    except (ApiError, Missing, StackError, WaitedTooLong) as error:
                        result.missing[name] = str(error)
                        say(f"MISSING {name}: {error}")
                        break
        finally:
            self._tidy_up(result, say)
        return result

    @contextmanager
    def _telling(self, result: Result, say: Say) -> Iterator[None]:
        """What nobody expected is missing too, and what was made is taken away all the same."""
        try:
            yield
        except Exception as error:
            result.missing["the walk itself"] = repr(error)
            say(f"MISSING: {error!r}")

    def _steps(self) -> Iterator[tuple[str, Callable[[], str]]]:
        yield "people", self._arrive
        yield "scorecard", self._publish
        yield "held", self._hold
        yield "completed", self._complete
        yield "transcribed", self._transcribed
        yield "analysed", self._analysed
        yield "scored", self._scored
        yield "rolled up", self._rolled_up
        yield "a 1-to-1", self._meet
        yield "a summary ready", self._summarise

    # The steps ----------------------------------------------------------------------------------------------------

    def _arrive(self) -> str:
        self._undo.append(self._people.leave)
        return self._people.arrive()

    def _publish(self) -> str:
        """A scorecard for this conversation's queue only: whatever else arrives meanwhile isn't evaluated with it."""
        self._call = call(self._suffix, self._people.reference, datetime.now(UTC), self._recording)
        content = {**BASICS["content"], "applies_to": {"queues": [self._call.queue]}}
        name = f"Smoke test {self._suffix}"
        made = self._admin.post("/scorecards", {"name": name, "content": content})
        self._scorecard_id = made["id"]
        # A draft can be archived as well, and would stay if it can't be published.
        self._undo.append(self._archive)
        self._admin.post(f"/scorecards/{made['id']}/publication")
        return f"{name}, for the queue {self._call.queue}"

    def _hold(self) -> str:
        """Drop the recording alone: it lacks its queue, so it has to wait."""
        dropped = self._call
        self._undo.append(self._empty)
        self._put(".wav", dropped.recording)
        item = self._until("the intake of the recording", self._item)
        if item["status"] != "held":
            raise Missing(f"the item is {item['status']}, though it has no queue: {_why(item)}")
        return f"{dropped.stem}.wav, {len(dropped.recording) // 1024} KB: {_why(item)}"

    def _complete(self) -> str:
        """Drop what it lacks; it is released by itself."""
        if self._call.transcript is not None:
            self._put(".json", self._call.transcript)
        self._put(".metadata.json", self._call.metadata)

        def ended() -> Json | None:
            item = self._item()
            return item if item and item["status"] in ("loaded", "failed") else None

        item = self._until("the end of the pipeline", ended)
        if item["status"] == "failed":
            raise Missing(item["failure"]["sentence"])
        self._interaction_id = item["interaction_id"]
        self._undo.append(lambda: f"the interaction {self._interaction_id} stays: nothing can delete it")
        return f"the interaction {self._interaction_id}"

    def _transcribed(self) -> str:
        turns = self._admin.get(f"/interactions/{self._interaction_id}/transcript")["turns"]
        if not turns:
            raise Missing("the transcript has no turns")
        return f"{len(turns)} turns, from {'Transcribe' if self._recording else 'the file beside the recording'}"

    def _analysed(self) -> str:
        analysis = self._admin.get(f"/interactions/{self._interaction_id}")["analysis"] or {}
        readings = sorted(
            name for name, reading in analysis.items() if isinstance(reading, dict) and "value" in reading
        )
        if "summary" not in readings:
            raise Missing(f"there is no summary among {', '.join(readings) or 'no readings at all'}")
        return f"{len(readings)} readings: {', '.join(readings)}"

    def _scored(self) -> str:
        def evaluated() -> Json | None:
            found = self._admin.pages("/evaluations", {"interaction_id": self._interaction_id})
            return next((each for each in found if each["scorecard_id"] == self._scorecard_id), None)

        line = self._until("the automatic evaluation", evaluated)
        percent = self._admin.get(f"/evaluations/{line['id']}")["score"]["percent"]
        if percent is None:
            raise Missing(f"the evaluation {line['id']} has no score")
        return f"{percent:.1f} % in the evaluation {line['id']}"

    def _rolled_up(self) -> str:
        today = datetime.now(UTC).date()
        days = {"from": str(today - timedelta(days=2)), "to": str(today + timedelta(days=1))}
        query: Json = {"agent_id": self._people.agent_id, **days}

        def counted() -> tuple[int, int] | None:
            conversations = self._supervisor.get("/reports/conversations", query)["totals"]["count"]
            evaluations = sum(self._supervisor.get("/reports/evaluations", query)["by_type"].values())
            return (conversations, evaluations) if conversations and evaluations else None

        conversations, evaluations = self._until("that the reports count them", counted)
        return f"the agent's reports count conversations: {conversations}, evaluations: {evaluations}"

    def _meet(self) -> str:
        asked = {
            "title": f"Smoke test {self._suffix}",
            "participant_id": self._people.agent_id,
            "scheduled_at": datetime.now(UTC).replace(microsecond=0).isoformat(),
            "agenda": "To see whether everything works",
        }
        meeting = self._supervisor.post("/meetings", asked)
        self._meeting_id = meeting["id"]
        self._undo.append(self._cancel)
        return f"{meeting['id']} of {meeting['facilitator_name']} with {meeting['participant_name']}"

    def _summarise(self) -> str:
        wanted = {"meeting_id": self._meeting_id, "period": {"kind": "last_4_weeks"}, "scorecard_type": "all"}
        summary_id = self._supervisor.post("/summaries", wanted)["id"]
        self._undo.append(lambda: self._delete_summary(summary_id))

        def ended() -> Json | None:
            found: Json = self._supervisor.get(f"/summaries/{summary_id}")
            return found if found["status"] != "generating" else None

        summary = self._until("the summary", ended)
        if summary["status"] == "failed":
            raise Missing(summary["failure"]["sentence"])
        provenance = summary.get("provenance") or {}
        return f"{summary_id}, drafted by {provenance.get('model', 'an unknown model')}"

    # Taking away --------------------------------------------------------------------------------------------------

    def _tidy_up(self, result: Result, say: Say) -> None:
        """Take away what was made, the last thing first; what can't be is said, and keeps nothing else."""
        while self._undo:
            undo = self._undo.pop()
            try:
                say(f"  removed: {undo()}")
            except Exception as error:
                result.left.append(str(error))
                say(f"  NOT removed: {error}")

    def _delete_summary(self, summary_id: str) -> str:
        self._supervisor.change(f"/summaries/{summary_id}", None, method="DELETE")
        return f"the summary {summary_id}"

    def _cancel(self) -> str:
        self._supervisor.post(f"/meetings/{self._meeting_id}/cancellation")
        return f"the 1-to-1 {self._meeting_id} cancelled"

    def _archive(self) -> str:
        self._admin.post(f"/scorecards/{self._scorecard_id}/archiving")
        return f"the scorecard {self._scorecard_id} archived"

    def _empty(self) -> str:
        bucket, prefix = self._stack.recordings_bucket, f"smoke/{self._suffix}/"
        found = self._s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])
        for each in found:
            self._s3.delete_object(Bucket=bucket, Key=each["Key"])
        return f"{len(found)} objects below {prefix}"

    # Helpers ------------------------------------------------------------------------------------------------------

    @property
    def _admin(self) -> ApiClient:
        return self._people.admin

    @property
    def _supervisor(self) -> ApiClient:
        return self._people.supervisor

    def _put(self, end: str, body: bytes) -> None:
        self._s3.put_object(Bucket=self._stack.recordings_bucket, Key=f"{self._call.stem}{end}", Body=body)

    def _item(self) -> Json | None:
        """The intake item, or None while nobody has heard of its objects."""
        let_import_the_layer()
        from debrief.kernel.ids import derived_id

        intake_id = derived_id("in", self._stack.recordings_bucket, self._call.stem)
        try:
            found: Json = self._admin.get(f"/intake/{intake_id}")
        except ApiError as error:
            if error.status == HTTPStatus.NOT_FOUND:
                return None
            raise
        return found

    def _until(self, what: str, ask: Callable[[], Any]) -> Any:
        return self._waiter.until(what, ask, seconds=self._seconds, every=EVERY_S)


def _why(item: Json) -> str:
    return " ".join(reason["sentence"] for reason in item["reasons"]) or "no reason"
