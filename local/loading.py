"""Loads the sample organisation through the doors that real data use: the API and the recordings bucket.

May be run again: what is there stays, what is missing is added. Which sample an account has, is told by the name of
its bulk import, `sample/conversations-<day>-<size>.jsonl`: its day and size make the same sample again.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Lock
from typing import Any, Final, TypeVar

from local.client import ApiClient, ApiError
from local.cloud import Cloud
from local.sample.build import FULL, SMALL, generate
from local.sample.documents import json_lines
from local.sample.model import Person, PlannedAction, PlannedEvaluation, PlannedMeeting, Sample
from local.sessions import Sessions
from local.waiting import WaitedTooLong, Waiter

Json = dict[str, Any]
Say = Callable[[str], None]
T = TypeVar("T")

STALLED_S: Final = 600.0
"""How long a bulk import may show no progress before something is wrong: a file may have any number of lines, but runs
that were lost are started again by the sweep long before."""

SETTLED_S: Final = 300.0
"""How long the reports may lag behind."""

_SIZES: Final = {"full": FULL, "small": SMALL}
_KEY = re.compile(r"sample/conversations-(\d{4}-\d\d-\d\d)-(full|small)\.jsonl")
_COLUMNS = ("name", "email", "kind", "roles", "manager_email", "team", "groups", "agent_references")


class DemoError(Exception):
    """The story can't go on. The text is one sentence. exit_code: 2 where what was asked for can't be."""

    def __init__(self, sentence: str, exit_code: int = 1) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code


def load_sample(
    cloud: Cloud, say: Say, *, small: bool = False, waiter: Waiter | None = None, sample: Sample | None = None
) -> Sample:
    """Load the sample organisation, or what is missing of it.

    small: fewer conversations, for a short demonstration; ignored where a sample is loaded already.
    sample: another one than these, for an account that has none; it isn't found again later.

    Raises:
        DemoError: the API refused something, or the import doesn't come to an end.
    """
    try:
        return _Loading(cloud, say, waiter or Waiter()).run("small" if small else "full", sample)
    except (ApiError, WaitedTooLong) as error:
        raise DemoError(f"The sample can't be loaded: {error}") from error


def loaded_sample(admin: ApiClient) -> Sample | None:
    """The sample that the account has; none where none was loaded."""
    for bulk in admin.pages("/imports"):
        if match := _KEY.fullmatch(bulk["key"]):
            return generate(date.fromisoformat(match[1]), size=_SIZES[match[2]])
    return None


def people_csv(people: Iterable[Person]) -> str:
    """People as the file that POST /people/imports takes."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for person in people:
        groups = ";".join(person.groups)
        writer.writerow(
            (person.name, person.email, person.kind, person.role, person.manager_email, person.team, groups,
             person.reference)
        )  # fmt: skip
    return text.getvalue()


def follow_import(admin: ApiClient, key: str, say: Say, waiter: Waiter) -> Json:
    """Wait until a bulk object has been gone through, telling how far it is; the import as it ended.

    Raises:
        WaitedTooLong. DemoError: the file couldn't be gone through.
    """

    def begun() -> str | None:
        return next((bulk["id"] for bulk in admin.pages("/imports") if bulk["key"] == key), None)

    import_id = waiter.until("The import of the file", begun, seconds=60)
    told, before = -1, None

    def moved() -> Json | None:
        bulk: Json = admin.get(f"/imports/{import_id}")
        return bulk if bulk["status"] != "running" or bulk["counts"] != before else None

    while True:
        bulk = waiter.until("Progress of the import", moved, seconds=STALLED_S, every=1.0)
        before, lines = bulk["counts"], bulk["lines"]
        done = before["loaded"] + before["held"] + before["failed"]
        if lines and (done * 10 // lines > told * 10 // lines or told < 0):
            told = done
            say(f"  conversations loaded {before['loaded']} of {lines}, held {before['held']}")
        if bulk["status"] != "running":
            break
        waiter.sleep(1.0)
    if bulk["status"] == "failed":
        raise DemoError(f"The file couldn't be imported: {bulk['failure']['sentence']}")
    return bulk


def wait_for_reports(
    client: ApiClient, agent_id: str, period: tuple[date, date], conversations: int, evaluations: int, waiter: Waiter
) -> None:
    """Wait until the reports on an agent count all conversations and evaluations. Raises WaitedTooLong."""
    query = {"agent_id": agent_id, "from": period[0].isoformat(), "to": period[1].isoformat()}

    def settled() -> bool | None:
        counted = client.get("/reports/conversations", query)["totals"]["count"]
        evaluated = sum(client.get("/reports/evaluations", query)["by_type"].values())
        return True if counted >= conversations and evaluated >= evaluations else None

    waiter.until(f"That the reports count all {conversations} conversations", settled, seconds=SETTLED_S, every=1.0)


class Progress:
    """Tells how far work has come that several threads do, at every fifth of it. what: what is counted, in words."""

    PARTS: Final = 5

    def __init__(self, what: str, total: int, say: Say) -> None:
        self._what, self._total, self._say = what, total, say
        self._done = 0
        self._one_at_a_time = Lock()

    def through(self, items: Iterable[T]) -> Iterator[T]:
        """The items; each counts as done when the next one is asked for."""
        for item in items:
            yield item
            with self._one_at_a_time:
                self._done += 1
                if self._done * self.PARTS // self._total > (self._done - 1) * self.PARTS // self._total:
                    self._say(f"{self._what}: {self._done} of {self._total}")


class _Loading:
    """One run of the loading."""

    def __init__(self, cloud: Cloud, say: Say, waiter: Waiter) -> None:
        self._cloud, self._say, self._waiter = cloud, say, waiter
        self._sessions = Sessions(cloud)

    def run(self, size: str, given: Sample | None) -> Sample:
        admin, say = self._sessions.admin, self._say
        known = None if given else loaded_sample(admin)
        sample = given or known or generate(datetime.now(UTC).date(), size=_SIZES[size])
        if known:
            say(f"the account has the sample of {sample.first_day} to {sample.last_day}; adding only what is missing")
        self._people(sample)
        self._settings(sample)
        scorecards = self._scorecards(sample)
        self._conversations(sample, None if known else "given" if given else size)
        since = {"from": f"{sample.first_day}T00:00:00Z"}
        interactions = {each["contact_reference"]: each["id"] for each in admin.pages("/interactions", since)}
        progress = Progress("evaluations by people", len(sample.evaluations), say)
        by_evaluator = _by(sample.evaluations, lambda plan: plan.evaluator_email)
        self._side_by_side(
            partial(self._evaluate, email, progress.through(plans), scorecards, interactions)
            for email, plans in by_evaluator.items()
        )
        progress = Progress("1-to-1s", len(sample.meetings), say)
        by_facilitator = _by(sample.meetings, lambda plan: plan.facilitator_email)
        self._side_by_side(
            partial(self._meet, email, progress.through(plans), scorecards) for email, plans in by_facilitator.items()
        )
        self._feedback(sample, interactions)
        return sample

    def _people(self, sample: Sample) -> None:
        admin, say = self._sessions.admin, self._say
        result = admin.post("/people/imports", {"csv": people_csv(sample.people)}, query={"create_missing": True})
        directory = self._sessions.learn()
        for team in admin.pages("/teams"):
            leader = next((one for one in sample.people if one.team == team["name"] and one.role == "Supervisor"), None)
            if leader is not None and team["supervisor_id"] is None:
                admin.change(f"/teams/{team['id']}", {"supervisor_id": directory[leader.email]["id"]})
        for person in sample.people:
            if person.kind == "human" and result["created"]:
                self._cloud.sign_in_for(directory[person.email]["id"], person.email)
        teams = len({person.team for person in sample.people if person.team})
        agents = sum(person.role == "Agent" for person in sample.people)
        say(f"people: {len(sample.people)} in {teams} teams, {agents} of them agents ({result['created']} new)")

    def _settings(self, sample: Sample) -> None:
        admin = self._sessions.admin
        if not admin.get("/settings")["inquiries"]:
            admin.change("/settings", sample.settings)
        if not admin.get("/flags/feature_ai_coaching")["on"]:
            admin.change("/flags/feature_ai_coaching", {"on": True})
        if not admin.get("/interactions/indicator-rules")["rules"]:
            admin.change("/interactions/indicator-rules", {"rules": list(sample.indicator_rules)}, method="PUT")

    def _scorecards(self, sample: Sample) -> dict[str, str]:
        """The ids of the sample's scorecards by name."""
        admin = self._sessions.admin
        there = {each["name"]: each for each in admin.pages("/scorecards", {"status": ["draft", "published"]})}
        for name, content in sample.scorecards.items():
            if name not in there:
                there[name] = admin.post("/scorecards", content)
            if there[name]["status"] == "draft":
                there[name] = admin.post(f"/scorecards/{there[name]['id']}/publication")
        self._say(f"scorecards: {', '.join(sample.scorecards)}")
        return {name: there[name]["id"] for name in sample.scorecards}

    def _conversations(self, sample: Sample, size: str | None) -> None:
        """Drop the conversations. size: none where they were dropped by an earlier run."""
        s3, bucket, admin = self._cloud.boto("s3"), self._cloud.recordings_bucket, self._sessions.admin
        today = sample.last_day + timedelta(days=1)
        if size is None:
            key = next(bulk["key"] for bulk in admin.pages("/imports") if _KEY.fullmatch(bulk["key"]))
        else:
            key = f"sample/conversations-{today}-{size}.jsonl"
            # The single files first: if this is cut short, the import that names the sample isn't there yet.
            for dropped in sample.singles:
                s3.put_object(Bucket=bucket, Key=dropped.key, Body=dropped.body)
            s3.put_object(Bucket=bucket, Key=key, Body=json_lines(sample.conversations))
            self._say(f"dropped {len(sample.conversations)} conversations as one file, and {len(sample.singles)} files")
        follow_import(admin, key, self._say, self._waiter)
        self._waiter.until("That the single files are loaded", self._nothing_processing, seconds=120)
        for item in admin.pages("/intake", {"status": "held"}):
            sentences = " ".join(reason["sentence"] for reason in item["reasons"])
            self._say(f"  held for a person: {item['unit_key']}: {sentences}")

    def _nothing_processing(self) -> bool | None:
        page = self._sessions.admin.get("/intake", {"status": "processing", "limit": 1})
        return None if page["items"] else True

    def _evaluate(
        self, email: str, plans: Iterable[PlannedEvaluation], scorecards: dict[str, str], interactions: dict[str, str]
    ) -> None:
        client = self._sessions.of(email)
        mine: Json = {"evaluator_id": self._sessions.person(email)["id"]}
        done = {(each["interaction_id"], each["scorecard_id"]) for each in client.pages("/evaluations", mine)}
        drafts = {
            (each["interaction_id"], each["scorecard_id"]): each["id"]
            for each in client.pages("/evaluations", {**mine, "status": "draft"})
        }
        for plan in plans:
            interaction_id = interactions.get(plan.contact_reference)
            scorecard_id = scorecards[plan.scorecard]
            if interaction_id is None or (interaction_id, scorecard_id) in done:
                continue
            evaluation_id = drafts.get((interaction_id, scorecard_id))
            if evaluation_id is None:
                opened = {"interaction_id": interaction_id, "scorecard_id": scorecard_id}
                evaluation_id = client.post("/evaluations", opened)["id"]
            evaluation = f"/evaluations/{evaluation_id}"
            client.change(f"{evaluation}/answers", answers_of(plan), of=evaluation)
            client.post(f"{evaluation}/completion")

    def _meet(self, email: str, plans: Iterable[PlannedMeeting], scorecards: dict[str, str]) -> None:
        client = self._sessions.of(email)
        mine = self._sessions.person(email)["id"]
        there = {
            (each["participant_id"], each["title"]): each
            for each in client.pages("/meetings", {"facilitator_id": mine})
        }
        for plan in plans:
            participant = self._sessions.person(plan.participant_email)["id"]
            meeting = there.get((participant, plan.title))
            if meeting is None:
                meeting = client.post("/meetings", meeting_of(plan, participant))
            if meeting["status"] == "scheduled" and plan.held:
                self._hold(client, meeting, plan, scorecards)
                if plan.acknowledged:
                    self._sessions.of(plan.participant_email).post(f"/meetings/{meeting['id']}/acknowledgement")

    def _hold(self, client: ApiClient, meeting: Json, plan: PlannedMeeting, scorecards: dict[str, str]) -> None:
        agreed = {each["title"] for each in client.pages("/actions", {"attached_to": meeting["id"]})}
        for planned in plan.actions:
            if planned.title not in agreed:
                action = client.post("/actions", action_of(planned, meeting, scorecards))
                if planned.closed:
                    client.post(f"/actions/{action['id']}/completion")
        client.post(f"/meetings/{meeting['id']}/completion")

    def _feedback(self, sample: Sample, interactions: dict[str, str]) -> None:
        for email, plans in _by(sample.feedback, lambda plan: plan.agent_email).items():
            client, agent_id = self._sessions.of(plans[0].author_email), self._sessions.person(email)["id"]
            given = {each["interaction_id"] for each in client.pages("/feedback", {"agent_id": agent_id})}
            for plan in plans:
                interaction_id = interactions.get(plan.contact_reference)
                if interaction_id and interaction_id not in given:
                    body = {"agent_id": agent_id, "text": plan.text, "interaction_id": interaction_id}
                    client.post("/feedback", body)
        self._say(f"feedback: {len(sample.feedback)}")

    @staticmethod
    def _side_by_side(jobs: Iterable[Callable[[], None]]) -> None:
        with ThreadPoolExecutor(max_workers=4) as pool:
            for job in [pool.submit(job) for job in jobs]:
                job.result()


def answers_of(plan: PlannedEvaluation) -> Json:
    """A planned evaluation as PATCH /evaluations/{id}/answers takes it."""
    answers = [
        {"question_id": question, "comment": plan.comments.get(question, "")}
        | ({"not_applicable": True} if option is None else {"option_id": option})
        for question, option in plan.answers.items()
    ]
    return {"answers": answers, "comment": plan.comment}


def meeting_of(plan: PlannedMeeting, participant_id: str) -> Json:
    """A planned 1-to-1 as POST /meetings takes it."""
    return {
        "title": plan.title,
        "participant_id": participant_id,
        "kind": plan.kind,
        "scheduled_at": plan.scheduled_at.isoformat(),
        "agenda": plan.agenda,
        "notes": plan.notes,
        "private_notes": plan.private_notes,
        "goals": [{"text": text, "status": status} for text, status in plan.goals],
    }


def action_of(planned: PlannedAction, meeting: Json, scorecards: dict[str, str]) -> Json:
    """A planned action as POST /actions takes it."""
    body: Json = {
        "title": planned.title,
        "description": planned.description,
        "assignee_id": meeting["participant_id"],
        "due_date": planned.due.isoformat(),
        "meeting_id": meeting["id"],
    }
    if planned.target is not None:
        scorecard, question = planned.target
        body["target"] = {
            "scorecard_id": scorecards[scorecard],
            "question_id": question,
            "text": _question_text(scorecard, question),
        }
    return body


def _question_text(scorecard: str, question: str) -> str:
    from local.sample.scorecards import scorecards

    sections = scorecards()[scorecard]["content"]["sections"]
    return next(str(each["text"]) for section in sections for each in section["questions"] if each["id"] == question)


def _by(plans: Iterable[Any], key: Callable[[Any], str]) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = defaultdict(list)
    for plan in plans:
        grouped[key(plan)].append(plan)
    return dict(grouped)
