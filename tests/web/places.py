"""Every address of the console, with things of the sample in the place of its parameters."""

import json
import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from local.settings import REPOSITORY
from local.waiting import Waiter
from tests.integration import documents
from tests.web.world import World

PAGES = REPOSITORY / "web" / "src" / "app" / "pages.tsx"


@dataclass(frozen=True)
class Place:
    """One address to go to. route: as app/pages.tsx has it. role: whose page it is first."""

    route: str
    address: str
    role: str = "admin"

    def __str__(self) -> str:
        return f"{self.address} as {self.role}"

    def seen_by(self, role: str) -> "Place":
        """The same for somebody else."""
        return replace(self, role=role)


def routes(pages: Path = PAGES) -> set[str]:
    """All routes that the console has below its shell."""
    return set(re.findall(r"path: '([^']+)'", pages.read_text(encoding="utf-8")))


def places(world: World) -> list[Place]:
    """Every page at least once, and what opens beside a list."""
    admin, people = world.sessions.admin, world.people
    agent = people["agent"]
    interaction = _first(admin.pages("/interactions", {"contact_reference": world.recorded}))
    evaluations = list(admin.pages("/evaluations", {"agent_id": agent.id, "from": "2020-01-01T00:00:00Z"}))
    automatic = next(each["id"] for each in evaluations if each["type"] == "automatic")
    blended = next(each["id"] for each in evaluations if each["type"] == "blended")
    meetings = list(admin.pages("/meetings", {"participant_id": agent.id}))
    held = next(each["id"] for each in meetings if each["status"] != "scheduled")
    ahead = next(each["id"] for each in meetings if each["status"] == "scheduled")
    scorecard = _first(admin.pages("/scorecards", {"status": "published"}))
    asked = admin.get(f"/scorecards/{scorecard}")["version"]["sections"]
    question = asked[0]["questions"][0]["id"]
    waiting = _first(admin.pages("/intake", {"status": "held"}))
    bulk = _first(admin.pages("/imports"))
    plan = coaching_plan(world)["id"]
    summary = summary_of(world)
    calibration = closed_calibration(world)
    assignment, group = coached(world)
    check = blind_check(world)
    scenario, attempt = practised(world)
    flag = flagged(world)
    log = logged(world)
    # Nothing of it is new, so it has ended at once.
    same = {"csv": f"name,email\n{agent.name},{agent.email}\n"}
    people_import = admin.post("/people/imports", same)["id"]
    return [
        Place("/", "/"),
        Place("/", "/", "manager"),
        Place("/", "/", "supervisor"),
        Place("/", "/", "evaluator"),
        Place("/", "/", "agent"),
        Place("/conversations", "/conversations"),
        Place("/conversations/$interactionId", f"/conversations/{interaction}"),
        Place("/conversations/$interactionId", f"/conversations/{interaction}", "agent"),
        Place("/conversations/intake", "/conversations/intake"),
        Place("/conversations/intake", f"/conversations/intake?open={waiting}"),
        Place("/conversations/intake", "/conversations/intake?reason=queue_missing"),
        Place("/conversations/intake/batches", "/conversations/intake/batches"),
        Place("/conversations/intake/names", "/conversations/intake/names"),
        Place("/conversations/intake/$intakeId", f"/conversations/intake/{waiting}"),
        Place("/conversations/intake/sources", "/conversations/intake/sources"),
        Place("/conversations/intake/name-patterns", "/conversations/intake/name-patterns"),
        Place("/conversations/intake/imports", "/conversations/intake/imports"),
        Place("/conversations/intake/imports/$importId", f"/conversations/intake/imports/{bulk}"),
        Place("/evaluations", "/evaluations"),
        Place("/evaluations", "/evaluations?status=draft", "evaluator"),
        Place("/evaluations", "/evaluations?status=draft&order=due", "evaluator"),
        Place("/evaluations", "/evaluations?status=draft&order=given", "supervisor"),
        Place("/evaluations", "/evaluations", "agent"),
        Place("/evaluations/disputes", "/evaluations/disputes?whose=everybody"),
        Place("/evaluations/disputes", "/evaluations/disputes", "agent"),
        Place("/evaluations/calibrations", "/evaluations/calibrations", "evaluator"),
        Place("/evaluations/calibrations/$calibrationId", f"/evaluations/calibrations/{calibration}"),
        Place("/evaluations/checks/$checkId", f"/evaluations/checks/{check}", "evaluator"),
        Place("/evaluations/$evaluationId", f"/evaluations/{automatic}"),
        Place("/evaluations/$evaluationId", f"/evaluations/{blended}", "agent"),
        Place("/flags", "/flags?whose=everybody"),
        Place("/flags", "/flags?queue=quality", "supervisor"),
        Place("/flags", f"/flags?whose=everybody&open={flag}"),
        Place("/flags/$flagId", f"/flags/{flag}"),
        Place("/setup/scorecards", "/setup/scorecards"),
        Place("/setup/scorecards/$scorecardId", f"/setup/scorecards/{scorecard}"),
        Place("/setup/scorecards/new", "/setup/scorecards/new"),
        Place("/setup/scorecards/import", f"/setup/scorecards/import?into={scorecard}"),
        Place("/setup/scorecards/$scorecardId/edit", f"/setup/scorecards/{scorecard}/edit?question={question}"),
        Place("/setup/scorecards/$scorecardId/try", f"/setup/scorecards/{scorecard}/try"),
        Place("/performance", "/performance"),
        Place("/performance", f"/performance?agent={agent.id}", "supervisor"),
        Place("/performance", "/performance?report=line-items", "supervisor"),
        Place("/performance", "/performance?report=responses", "supervisor"),
        Place("/performance", "/performance?report=line-items&by=version", "supervisor"),
        Place("/performance", "/performance?report=responses&by=evaluator", "supervisor"),
        Place("/performance", "/performance?report=agreement", "evaluator"),
        Place("/performance/inquiries", "/performance/inquiries", "supervisor"),
        Place("/performance/inquiries", "/performance/inquiries", "agent"),
        Place("/performance/inquiries", f"/performance/inquiries?agent={agent.id}&work=yes", "supervisor"),
        Place("/performance/improvement", "/performance/improvement", "supervisor"),
        Place("/performance/improvement", f"/performance/improvement?agent={agent.id}", "supervisor"),
        Place("/performance/fairness", "/performance/fairness", "agent"),
        Place("/performance/fairness", f"/performance/fairness?agent={agent.id}&open={blended}", "supervisor"),
        Place("/coaching/meetings", "/coaching/meetings", "supervisor"),
        Place("/coaching/meetings/$meetingId", f"/coaching/meetings/{held}", "agent"),
        Place("/coaching/meetings/$meetingId", f"/coaching/meetings/{ahead}", "supervisor"),
        Place("/coaching/assignments", "/coaching/assignments", "supervisor"),
        Place("/coaching/assignments", "/coaching/assignments", "agent"),
        Place("/coaching/assignments/$assignmentId", f"/coaching/assignments/{assignment}", "supervisor"),
        Place("/coaching/assignments/$assignmentId", f"/coaching/assignments/{assignment}", "agent"),
        Place("/coaching/groups/$groupId", f"/coaching/groups/{group}"),
        Place("/coaching/marked", "/coaching/marked", "supervisor"),
        Place("/coaching/marked", "/coaching/marked?tab=groups&open=new", "evaluator"),
        Place("/coaching/monitor", "/coaching/monitor?compare=yes", "supervisor"),
        Place("/coaching/monitor", f"/coaching/monitor?open={assignment}"),
        Place("/coaching/plans", "/coaching/plans", "supervisor"),
        Place("/coaching/plans", "/coaching/plans", "agent"),
        Place("/coaching/plans/new", "/coaching/plans/new", "agent"),
        Place(
            "/coaching/plans/new", f"/coaching/plans/new?channel=voice&inquiry={quote(talked_about(world))}", "agent"
        ),
        Place("/coaching/plans/$planId", f"/coaching/plans/{plan}", "agent"),
        Place("/coaching/plans/$planId", f"/coaching/plans/{plan}", "supervisor"),
        Place("/coaching/pairings", "/coaching/pairings", "supervisor"),
        Place("/coaching/pairings", "/coaching/pairings", "agent"),
        Place("/coaching/pairings/new", f"/coaching/pairings/new?agent={agent.id}", "supervisor"),
        Place("/coaching/pairings/$pairingId", f"/coaching/pairings/{paired(world)}", "agent"),
        Place("/coaching/logs", "/coaching/logs"),
        Place("/coaching/logs", f"/coaching/logs?open={log}"),
        Place("/coaching/logs", "/coaching/logs", "agent"),
        Place("/coaching/logs/$logId", f"/coaching/logs/{log}"),
        Place("/coaching/practice", "/coaching/practice", "supervisor"),
        Place("/coaching/practice", "/coaching/practice", "agent"),
        Place("/coaching/practice/new", f"/coaching/practice/new?agent={agent.id}", "supervisor"),
        Place("/coaching/practice/$scenarioId", f"/coaching/practice/{scenario}", "agent"),
        Place("/coaching/practice/$scenarioId", f"/coaching/practice/{scenario}", "supervisor"),
        Place("/coaching/practice/$scenarioId/$attemptId", f"/coaching/practice/{scenario}/{attempt}", "agent"),
        Place("/coaching/proposals", "/coaching/proposals", "supervisor"),
        Place("/coaching/proposals", "/coaching/proposals", "agent"),
        Place("/summaries/$summaryId", f"/summaries/{summary}", "supervisor"),
        Place("/people", "/people"),
        Place("/people", f"/people?open={agent.id}"),
        Place("/people", "/people?open=new"),
        Place("/people", "/people", "supervisor"),
        Place("/people/imports", "/people/imports"),
        Place("/people/imports/$importId", f"/people/imports/{people_import}"),
        Place("/people/shifts", "/people/shifts", "supervisor"),
        Place("/people/$personId", f"/people/{agent.id}", "supervisor"),
        Place("/people/$personId", f"/people/{agent.id}", "agent"),
        Place("/preferences", "/preferences", "agent"),
        Place("/calendar", "/calendar", "agent"),
        Place("/setup/account", "/setup/account"),
        Place("/setup/account", "/setup/account?tab=flags"),
        Place("/setup/account", "/setup/account?tab=teams"),
        Place("/setup/account", "/setup/account?tab=groups&open=new"),
        Place("/setup/roles", "/setup/roles"),
        Place("/setup/roles", "/setup/roles?open=supervisor"),
        Place("/setup/channels", "/setup/channels"),
        Place("/setup/channels", "/setup/channels?open=new"),
        Place("/setup/ai-answers", "/setup/ai-answers"),
        Place("/setup/ai-answers", f"/setup/ai-answers?open={_first(admin.pages('/ai-questions'))}", "evaluator"),
        Place("/setup/automations", "/setup/automations"),
        Place("/setup/automations", "/setup/automations?open=new", "supervisor"),
        Place("/setup/goals", "/setup/goals"),
        Place("/setup/goals", "/setup/goals?open=new", "supervisor"),
        Place("/performance/goals", "/performance/goals", "supervisor"),
        Place("/setup/indicators", "/setup/indicators?open=in_cancel"),
        Place("$", "/no-such-page", "agent"),
    ]


def _first(items: Any) -> str:
    found: str = next(iter(items))["id"]
    return found


def summary_of(world: World) -> str:
    """A summary of the star agent that is ready; one is made when there is none yet."""
    supervisor, agent = world.sessions.of(world.people["supervisor"].email), world.people["agent"]
    there = supervisor.get("/summaries", {"agent_id": agent.id})["items"]
    ready: str | None = next((each["id"] for each in there if each["status"] == "ready"), None)
    if ready is None:
        wanted = {"agent_id": agent.id, "period": {"kind": "last_4_weeks"}, "scorecard_type": "all"}
        ready = supervisor.post("/summaries", wanted)["id"]

        def made() -> bool | None:
            return None if supervisor.get(f"/summaries/{ready}")["status"] == "generating" else True

        Waiter().until("The summary", made, seconds=240)
    return ready


QUESTION = {
    "id": "",
    "text": "Did they greet?",
    "kind": "yes_no",
    "options": [{"id": "yes", "label": "Yes", "points": 1, "passes": True}, {"id": "no", "label": "No"}],
}


PRACTICE = {
    "title": "A late parcel",
    "situation": "A customer asks where a parcel is.",
    "customer": "You are annoyed, since nothing has come.",
    "opening": "My parcel has not come, and nobody tells me why.",
}


def practised(world: World) -> tuple[str, str]:
    """A practice of the agent, given by who leads them, and an attempt at it that is open or was made."""
    agent = world.people["agent"]
    supervisor, own = world.sessions.of(world.people["supervisor"].email), world.sessions.of(agent.email)
    there = next(iter(own.pages("/practice")), None)
    if there is None:
        admin = world.sessions.admin
        question = QUESTION | {"id": "sorry", "text": "Did the agent show empathy?", "answerer": "ai"}
        sections = [{"id": "s", "title": "All", "weight": 100, "questions": [question]}]
        card = admin.post("/scorecards", {"name": "Empathy", "content": {"sections": sections}})["id"]
        admin.post(f"/scorecards/{card}/publication")
        given = {"agent_id": agent.id, "scorecard_id": card, "question_id": "sorry", "text": PRACTICE}
        there = supervisor.post("/practice", given)
    scenario: str = there["id"]
    attempts = own.get(f"/practice/{scenario}/attempts")["items"]
    attempt: str = attempts[0]["id"] if attempts else own.post(f"/practice/{scenario}/attempts")["id"]
    return scenario, attempt


def paired(world: World) -> str:
    """A pairing of the agent with a colleague of theirs, who has agreed: the one of the sample, or one on a new
    question.

    On that the colleague is scored well five times, and the agent five times not.
    """
    admin, agent = world.sessions.admin, world.people["agent"]
    supervisor = world.sessions.of(world.people["supervisor"].email)
    there = next((each for each in supervisor.pages("/pairings", {"agent_id": agent.id})), None)
    if there is not None:
        return str(there["id"])
    sections = [{"id": "s", "title": "All", "weight": 100, "questions": [QUESTION | {"id": "greet"}]}]
    card = admin.post("/scorecards", {"name": "Greetings", "content": {"sections": sections}})["id"]
    admin.post(f"/scorecards/{card}/publication")
    others = supervisor.pages("/people", {"role": "agent", "status": "active"})
    colleague = next(each for each in others if each["id"] != agent.id)
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(days=2)
    for who, option in ((agent.id, "no"), (colleague["id"], "yes")):
        for number in range(5):
            started_at = (at + timedelta(hours=number)).isoformat().replace("+00:00", "Z")
            spoken = {"agent_id": who, "started_at": started_at, "about": "A visit", "notes": "Good morning to you."}
            interaction = admin.post("/interactions", spoken)["id"]
            draft = admin.post("/evaluations", {"interaction_id": interaction, "scorecard_id": card})["id"]
            answers = {"answers": [{"question_id": "greet", "option_id": option}]}
            admin.change(f"/evaluations/{draft}/answers", answers, of=f"/evaluations/{draft}")
            admin.post(f"/evaluations/{draft}/completion")
    asked = {"learner_id": agent.id, "scorecard_id": card, "question_id": "greet"}

    def stands_out() -> bool | None:
        found = supervisor.get("/pairings/suggestions", asked)["items"]
        return any(each["agent_id"] == colleague["id"] for each in found) or None

    Waiter().until("the colleague stands out", stands_out, seconds=120)
    made: str = supervisor.post("/pairings", asked | {"colleague_id": colleague["id"]})["id"]
    own = world.sessions.of(colleague["email"])
    own.change(f"/pairings/{made}/acceptance", {}, method="POST", of=f"/pairings/{made}")
    return made


def coached(world: World) -> tuple[str, str]:
    """An assignment of the agent, and a group that was sent to them as well."""
    admin, agent = world.sessions.admin, world.people["agent"]
    audit = next(
        each
        for each in admin.pages("/evaluations", {"agent_id": agent.id, "from": "2020-01-01T00:00:00Z"})
        if each["type"] != "automatic"
    )
    asked = admin.get(f"/scorecards/{audit['scorecard_id']}")["version"]["sections"][0]["questions"][0]
    area = {"name": "Opening", "scorecard_id": audit["scorecard_id"], "question_id": asked["id"]}
    chosen = [{"interaction_id": audit["interaction_id"], "evaluation_id": audit["id"]}]
    said = {"name": "Begin with the customer", "feedback": "Well begun.", "follow_up": "2099-12-31"}
    given = {"agent_id": agent.id, "areas": [area], "interactions": chosen}
    assignment: str = admin.post("/assignments", said | given)["id"]
    group: str = admin.post("/coaching-groups", {"name": "Quick openings", "areas": [area]})["id"]
    admin.post("/coaching-marks", {"agent_id": agent.id, "interactions": chosen, "group_id": group})
    admin.post(f"/coaching-groups/{group}/dispatch", said)
    return assignment, group


def logged(world: World) -> str:
    """A coaching log of the sample's."""
    admin = world.sessions.admin

    def one() -> str | None:
        return next((str(each["id"]) for each in admin.pages("/coaching-logs", {})), None)

    return Waiter().until("a flagged call has its log", one, seconds=60)


def flagged(world: World) -> str:
    """A flag of the sample's, whichever queue it waits in."""
    admin = world.sessions.admin

    def one() -> str | None:
        for queue in ("compliance", "quality"):
            for each in admin.pages("/flags", {"queue": queue, "whose": "everybody"}):
                return str(each["id"])
        return None

    return Waiter().until("something is flagged", one, seconds=60)


def talked_about(world: World) -> str:
    """What most of the star agent's calls are about."""
    calls = world.sessions.admin.pages("/interactions", {"agent_id": world.people["agent"].id, "channel": "voice"})
    counted = Counter[str](inquiry for each in calls for inquiry in each["inquiry"])
    return min(counted, key=lambda each: (-counted[each], each))


def coaching_plan(world: World) -> dict[str, Any]:
    """A plan of the star agent: the one that they have, or one for what most of their calls are about.

    They have few conversations: for the moment one is enough to begin from.
    """
    admin, own = world.sessions.admin, world.sessions.of(world.people["agent"].email)
    there: dict[str, Any] | None = next(own.pages("/plans"), None)
    if there is not None:
        return there
    minimum = admin.get("/settings")["minimum_ranked"]
    admin.change("/settings", {"minimum_ranked": 1})
    about = {"channel": "voice", "inquiry": talked_about(world)}

    def known() -> bool | None:
        return any(each["targets"] for each in own.get("/plans/advice", about)["metrics"]) or None

    Waiter().until("the agent's calls are counted", known, seconds=60)
    today = datetime.now(UTC).date()
    body = {
        **about,
        "metric": "handle_time",
        "percent": 10,
        "ends_on": (today + timedelta(days=30)).isoformat(),
        "planned_actions": ["Sum up and ask whether that is all"],
        "assistance": ["Listening to some of my calls together"],
    }
    made: dict[str, Any] = own.post("/plans", body)
    admin.change("/settings", {"minimum_ranked": minimum})
    return made


def closed_calibration(world: World) -> str:
    """A calibration of two that both have answered, of a conversation of its own that was entered by hand.

    Its scorecard is archived again, so that no list of scorecards to choose from has one more.
    """
    admin, people = world.sessions.admin, world.people
    evaluator = world.sessions.of(people["evaluator"].email)
    entered = {
        "agent_id": people["agent"].id,
        "started_at": "2026-02-02T09:00:00Z",
        "about": "A visit",
        "notes": "It went well.",
    }
    content = {"sections": [{"id": "", "title": "All", "weight": 100, "questions": [QUESTION]}]}
    card = admin.post("/scorecards", {"name": "Visits", "content": content})["id"]
    admin.post(f"/scorecards/{card}/publication")
    wanted = {
        "name": "Visits",
        "interaction_id": admin.post("/interactions", entered)["id"],
        "scorecard_id": card,
        "assessor_ids": [people["evaluator"].id, people["admin"].id],
    }
    made: str = admin.post("/calibrations", wanted)["id"]
    for session, option in ((admin, "yes"), (evaluator, "no")):
        own = next(each for each in session.get(f"/calibrations/{made}")["assessors"] if each["evaluation_id"])
        path = f"/evaluations/{own['evaluation_id']}"
        question = session.get(path)["version"]["sections"][0]["questions"][0]["id"]
        answers = {"answers": [{"question_id": question, "option_id": option}]}
        session.change(f"{path}/answers", answers, of=path)
        session.post(f"{path}/completion")
    admin.post(f"/scorecards/{card}/archiving")
    return made


def blind_check(world: World) -> str:
    """A check that the evaluator has to do, of a conversation of its own; nothing else is drawn."""
    admin, people = world.sessions.admin, world.people
    evaluator = world.sessions.of(people["evaluator"].email)
    content = {**documents.automatic_scorecard("checked"), "start_automatically": True}
    card = admin.post("/scorecards", {"name": "Checked", "content": content})["id"]
    admin.post(f"/scorecards/{card}/publication")
    admin.change("/settings", {"ai_checker_ids": [people["evaluator"].id], "ai_check_percent": 100})
    reference = admin.get(f"/people/{people['agent'].id}")["agent_references"][0]
    chat = json.dumps(documents.chat(reference, "checked-blindly", queue="checked")).encode()
    key = "chats/checked-blindly.vcon.json"
    world.cloud.boto("s3").put_object(Bucket=world.cloud.recordings_bucket, Key=key, Body=chat)

    def drawn() -> str | None:
        found = evaluator.get("/blind-checks")["items"]
        return str(found[0]["id"]) if found else None

    check = Waiter().until("The blind check", drawn, seconds=120)
    admin.change("/settings", {"ai_checker_ids": [], "ai_check_percent": 10})
    admin.post(f"/scorecards/{card}/archiving")
    return check
