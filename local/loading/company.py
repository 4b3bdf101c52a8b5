"""Loads the sample organisation: first what the first report is about, then everybody else.

May be run again, also after it was broken off: what is there stays, what is missing is added. Which sample an account
has, is told by the names of its bulk imports, `sample/first-<day>.jsonl` and `sample/rest-<day>.jsonl`: the day makes
the same sample again, to the byte.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any, Literal

from local.client import ApiClient, ApiError
from local.cloud import Cloud
from local.errors import DemoError
from local.loading.bodies import action_of, answers_of, meeting_of, people_csv, shifts_csv
from local.loading.following import Progress, follow_import, import_people, side_by_side
from local.loading.pairing import pair_with_somebody, propose
from local.loading.planning import commit_to_plan
from local.loading.practising import practise
from local.loading.reading import release_logs
from local.sample.build import generate
from local.sample.documents import json_lines
from local.sample.model import PlannedEvaluation, PlannedMeeting, Sample
from local.sample.parts import first_part, rest
from local.sessions import Sessions
from local.waiting import WaitedTooLong, Waiter

Json = dict[str, Any]
Say = Callable[[str], None]
Part = Literal["first", "rest", "whole"]

_KEY = re.compile(r"sample/(?:first|rest)-(\d{4}-\d\d-\d\d)\.jsonl")
_SINGLES = "single/"


def load_first(cloud: Cloud, sample: Sample, say: Say, waiter: Waiter | None = None) -> None:
    """Load the people, what is set up once, and the star agent's conversations, evaluations and 1-to-1s.

    Raises:
        DemoError: the API refused something, or the import doesn't come to an end.
    """
    _load(cloud, first_part(sample), "first", say, waiter)


def load_rest(cloud: Cloud, sample: Sample, say: Say, waiter: Waiter | None = None) -> None:
    """Load what `load_first` left out. Raises DemoError, as there."""
    _load(cloud, rest(sample), "rest", say, waiter)


def load_sample(cloud: Cloud, sample: Sample, say: Say, waiter: Waiter | None = None) -> Sample:
    """Load a whole sample in one go, for an account that has none; `loaded_sample` doesn't find it.

    Raises DemoError.
    """
    _load(cloud, sample, "whole", say, waiter)
    return sample


def loaded_sample(admin: ApiClient) -> Sample | None:
    """The sample that the account has, or has begun to load; none where none was loaded."""
    for bulk in admin.pages("/imports"):
        if match := _KEY.fullmatch(bulk["key"]):
            return generate(date.fromisoformat(match[1]))
    return None


def _load(cloud: Cloud, sample: Sample, part: Part, say: Say, waiter: Waiter | None) -> None:
    try:
        _Loading(cloud, say, waiter or Waiter()).run(sample, part)
    except (ApiError, WaitedTooLong) as error:
        raise DemoError(f"The sample can't be loaded: {error}") from error


class _Loading:
    """One run of the loading."""

    def __init__(self, cloud: Cloud, say: Say, waiter: Waiter) -> None:
        self._cloud, self._say, self._waiter = cloud, say, waiter
        self._sessions = Sessions(cloud)

    def run(self, sample: Sample, part: Part) -> None:
        if part != "rest":
            self._people(sample)
            self._settings(sample)
        scorecards = self._scorecards(sample, tell=part != "rest")
        self._conversations(sample, part)
        interactions = self._interactions(sample, part)
        progress = Progress("evaluations by people", len(sample.evaluations), self._say)
        by_evaluator = _by(sample.evaluations, lambda plan: plan.evaluator_email)
        side_by_side(
            partial(self._evaluate, email, progress.through(plans), scorecards, interactions)
            for email, plans in by_evaluator.items()
        )
        progress = Progress("1-to-1s", len(sample.meetings), self._say)
        by_facilitator = _by(sample.meetings, lambda plan: plan.facilitator_email)
        side_by_side(
            partial(self._meet, email, progress.through(plans), scorecards) for email, plans in by_facilitator.items()
        )
        self._feedback(sample, interactions)
        self._assignments(sample)
        if part != "rest":
            # The day that it is by now, and not that of the sample: a plan begins today.
            there = commit_to_plan(self._sessions.of(sample.star.email), sample, date.today(), self._waiter)
            self._say(f"coaching plans: {int(there)}")
        if part != "first":
            self._pairings(sample)

    def _people(self, sample: Sample) -> None:
        admin, say = self._sessions.admin, self._say
        result = import_people(admin, people_csv(sample.people), self._waiter)
        directory = self._sessions.learn()
        for team in admin.pages("/teams"):
            leader = next((one for one in sample.people if one.team == team["name"] and one.role == "Supervisor"), None)
            if leader is not None and team["supervisor_id"] is None:
                admin.change(f"/teams/{team['id']}", {"supervisor_id": directory[leader.email]["id"]})
        # Everybody, also those who were there: a start that was broken off may have made them and not yet let them in.
        for person in sample.people:
            if person.kind == "human":
                self._cloud.sign_in_for(directory[person.email]["id"], person.email)
        table = shifts_csv(sample.people, sample.last_day + timedelta(days=1))
        taken = admin.post("/shifts/imports", {"text": table})
        say(f"shifts: {taken['done']} weeks of people")
        teams = len({person.team for person in sample.people if person.team})
        agents = sum(person.role == "Agent" for person in sample.people)
        say(f"people: {len(sample.people)} in {teams} teams, {agents} of them agents ({result['created']} new)")

    def _settings(self, sample: Sample) -> None:
        admin = self._sessions.admin
        if not admin.get("/settings")["inquiries"]:
            admin.change("/settings", sample.settings)
        if not admin.get("/feature-flags/feature_ai_coaching")["on"]:
            admin.change("/feature-flags/feature_ai_coaching", {"on": True})
        if not admin.get("/interactions/indicator-rules")["rules"]:
            admin.change("/interactions/indicator-rules", {"rules": list(sample.indicator_rules)}, method="PUT")
        names = admin.get("/intake/name-patterns")
        if not names["patterns"]:
            # What a telephone system that drops over SFTP would be settled with.
            offered = [each["pattern"] for each in names["ready_made"] if each["pattern"]["name"].startswith("FreePBX")]
            patterns = [each | {"folder": "sftp/pbx-north/"} for each in offered]
            admin.change("/intake/name-patterns", {"patterns": patterns}, method="PUT")
        if not admin.get("/channels")["items"]:
            # A receiver on this machine, which the console's server is.
            hooks = {"address": f"{self._cloud.settings.console_url}/_hooks"}
            kinds = ["coaching_assigned", "dispute_raised", "evaluation_assigned"]
            admin.post("/channels", {"type": "webhook", "name": "Workforce system", "kinds": kinds, "access": hooks})

    def _scorecards(self, sample: Sample, *, tell: bool) -> dict[str, str]:
        """The ids of the sample's scorecards by name."""
        admin = self._sessions.admin
        there = {each["name"]: each for each in admin.pages("/scorecards", {"status": ["draft", "published"]})}
        for name, content in sample.scorecards.items():
            if name not in there:
                there[name] = admin.post("/scorecards", content)
            if there[name]["status"] == "draft":
                there[name] = admin.post(f"/scorecards/{there[name]['id']}/publication")
        if tell:
            self._say(f"scorecards: {', '.join(sample.scorecards)}")
        return {name: there[name]["id"] for name in sample.scorecards}

    def _conversations(self, sample: Sample, part: Part) -> None:
        """Drop the conversations that weren't, and wait until all are through the intake."""
        s3, bucket, admin = self._cloud.boto("s3"), self._cloud.recordings_bucket, self._sessions.admin
        key = f"sample/{part}-{sample.last_day + timedelta(days=1)}.jsonl"
        if sample.singles:
            listed = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=_SINGLES)
            there = {each["Key"] for page in listed for each in page.get("Contents", [])}
            for dropped in sample.singles:
                if dropped.key not in there:
                    s3.put_object(Bucket=bucket, Key=dropped.key, Body=dropped.body)
        if not any(bulk["key"] == key for bulk in admin.pages("/imports")):
            s3.put_object(Bucket=bucket, Key=key, Body=json_lines(sample.conversations))
            also = f", and {len(sample.singles)} single files" if sample.singles else ""
            self._say(f"dropped {len(sample.conversations)} conversations as one file{also}")
        follow_import(admin, key, self._say, self._waiter)
        if sample.singles:
            self._waiter.until("That the single files are loaded", self._nothing_processing, seconds=120)

    def _nothing_processing(self) -> bool | None:
        page = self._sessions.admin.get("/intake", {"status": "processing", "limit": 1})
        return None if page["items"] else True

    def _interactions(self, sample: Sample, part: Part) -> dict[str, str]:
        """Ids of the loaded conversations by their contact references."""
        since: Json = {"from": f"{sample.first_day}T00:00:00Z"}
        if part == "first":
            since["agent_id"] = self._sessions.person(sample.star.email)["id"]
        return {each["contact_reference"]: each["id"] for each in self._sessions.admin.pages("/interactions", since)}

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
                meeting = self._hold(client, meeting, plan, scorecards)
            if meeting["status"] == "completed" and plan.acknowledged:
                self._sessions.of(plan.participant_email).post(f"/meetings/{meeting['id']}/acknowledgement")

    def _hold(self, client: ApiClient, meeting: Json, plan: PlannedMeeting, scorecards: dict[str, str]) -> Json:
        agreed = {each["title"]: each for each in client.pages("/actions", {"attached_to": meeting["id"]})}
        for planned in plan.actions:
            action = agreed.get(planned.title) or client.post("/actions", action_of(planned, meeting, scorecards))
            if planned.closed and action["status"] == "open":
                client.post(f"/actions/{action['id']}/completion")
        held: Json = client.post(f"/meetings/{meeting['id']}/completion")
        return held

    def _feedback(self, sample: Sample, interactions: dict[str, str]) -> None:
        for email, plans in _by(sample.feedback, lambda plan: plan.agent_email).items():
            client, agent_id = self._sessions.of(plans[0].author_email), self._sessions.person(email)["id"]
            given = {each["interaction_id"] for each in client.pages("/feedback", {"agent_id": agent_id})}
            for plan in plans:
                interaction_id = interactions.get(plan.contact_reference)
                if interaction_id and interaction_id not in given:
                    body = {"agent_id": agent_id, "text": plan.text, "interaction_id": interaction_id}
                    client.post("/feedback", body)
        self._say(f"feedback: {len(sample.feedback)} of {len(sample.feedback)}")

    def _pairings(self, sample: Sample) -> None:
        """A colleague for the agent whose report is shown, where one stands out; and what they propose themselves."""
        star = sample.star
        leader = next((one.email for one in sample.people if one.email == star.manager_email), None)
        if leader is None:
            return
        proposed = propose(self._sessions, leader, star.email)
        paired = pair_with_somebody(self._sessions, leader, self._sessions.person(star.email)["id"])
        logs = release_logs(self._sessions, leader, star.email)
        self._say(f"pairings: {int(paired)}; best responses proposed: {proposed}; coaching logs released: {logs}")
        self._say(f"attempts at a practice: {practise(self._sessions, leader, star.email, self._waiter)}")

    def _assignments(self, sample: Sample) -> None:
        """Coaching on two conversations for the agent whose report is shown, a mark of another, and a best response.

        By their supervisor, who has given none yet.
        """
        admin = self._sessions.admin
        star = self._sessions.person(sample.star.email)
        leader = next((one.email for one in sample.people if one.email == sample.star.manager_email), None)
        if leader is None or list(admin.pages("/assignments", {"agent_id": star["id"]})):
            return
        client = self._sessions.of(leader)
        own = [each for each in client.pages("/evaluations", {"agent_id": star["id"]}) if each["type"] != "automatic"]
        others = [
            each
            for each in islice(client.pages("/evaluations", {}), 100)
            if each["agent_id"] not in {star["id"], self._sessions.person(leader)["id"]}
        ]
        if not own or not others:
            return
        asked = admin.get(f"/scorecards/{own[0]['scorecard_id']}")["version"]
        question = asked["sections"][0]["questions"][0]
        area = {"name": question["text"][:120], "scorecard_id": own[0]["scorecard_id"], "question_id": question["id"]}
        best = max(others, key=lambda each: (each["percent"] or 0, each["id"]))
        bookmark = client.post(
            "/bookmarks",
            {"interaction_id": best["interaction_id"], "note": "Note how little is said before the offer."},
        )
        chosen = {each["interaction_id"]: each["id"] for each in own[:2]}
        client.post(
            "/assignments",
            {
                "agent_id": star["id"],
                "areas": [area, {"name": "Product knowledge"}],
                "interactions": [{"interaction_id": of, "evaluation_id": id} for of, id in chosen.items()],
                "name": "Begin with the customer",
                "feedback": "The opening is sure and friendly. What the customer came for is repeated too late.",
                "action_plan": "Listen to the best response. Then say back in a sentence what the customer came for.",
                "follow_up": (datetime.now(UTC) + timedelta(days=7)).date().isoformat(),
                "best_responses": [bookmark["id"]],
            },
        )
        weak = min(others, key=lambda each: (each["percent"] or 0, each["id"]))
        client.post(
            "/coaching-marks",
            {
                "agent_id": weak["agent_id"],
                "areas": [area],
                "interactions": [{"interaction_id": weak["interaction_id"], "evaluation_id": weak["id"]}],
            },
        )
        self._say("coaching: an assignment, a mark and a bookmark")


def _by(plans: Iterable[Any], key: Callable[[Any], str]) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = defaultdict(list)
    for plan in plans:
        grouped[key(plan)].append(plan)
    return dict(grouped)
