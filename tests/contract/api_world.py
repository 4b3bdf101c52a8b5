"""All APIs over one seeded account on moto: an organisation, conversations, evaluations, coaching and a summary."""

import importlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import moto.backends
import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID

from debrief.coaching.logs.model import Act, CoachingLog
from debrief.coaching.logs.store import LogStore, log_id
from debrief.coaching.pairing.model import Criterion, Figures, Pairing
from debrief.coaching.pairing.store import PairingStore
from debrief.coaching.plans.deadlines import refresh_due
from debrief.coaching.plans.metrics import Metric
from debrief.coaching.plans.model import Plan, PlannedAction, Series
from debrief.coaching.plans.samples import Sample
from debrief.coaching.plans.store import PlanStore
from debrief.coaching.practice.model import (
    Attempt,
    AttemptState,
    PracticeTurn,
    Scenario,
    ScenarioState,
    ScenarioText,
    Words,
    Work,
)
from debrief.coaching.practice.store import PracticeStore
from debrief.interactions.conversations.model import Channel, Interaction, InteractionSource, Recording, SourceFormat
from debrief.interactions.conversations.words import Speaker
from debrief.interactions.held.model import BatchAct, Chosen, HeldBatch
from debrief.interactions.held.store import BatchStore
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.known_names_store import KnownNameStore, name_id
from debrief.interactions.intake.model import BulkImport, IntakeItem, IntakeStatus, KnownName, StoredObject
from debrief.interactions.intake.store import IntakeStore
from debrief.kernel.ai.provenance import AiProvenance
from debrief.kernel.ids import derived_id, derived_id_at
from debrief.kernel.lazy import Lazy
from debrief.kernel.storage.clients import client
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.model import Notice
from debrief.notices.store import NoticeStore
from debrief.people.directory_client import Directory
from debrief.people.imports.model import PeopleImport
from debrief.people.imports.store import ImportStore
from debrief.people.model import Group, SettingsValues, Team
from debrief.people.rows_store import group_row, name_row, team_row
from debrief.quality.automations.model import Taken
from debrief.quality.automations.store import AutomationStore
from debrief.quality.drawing.lot import Lot
from debrief.quality.earning.model import Check, Sealed
from debrief.quality.earning.model import Draw as CheckDraw
from debrief.quality.earning.standing import begun
from debrief.quality.earning.store import EarningStore
from debrief.quality.evaluations.model import Assignment
from debrief.quality.evaluations.reviewing import asked_anew
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.flags.course import raised, resolved, snoozed
from debrief.quality.flags.model import Flagged, FlagGrounds
from debrief.quality.flags.raising import Raised
from debrief.quality.flags.store import FlagStore
from debrief.quality.goals.model import AgentDraw, Draw, GoalContent
from debrief.quality.goals.store import GoalStore
from debrief.quality.scorecards.store import ScorecardStore
from infra.folders import module_of
from infra.stacks.api.roots import ROOTS
from tests.unit.coaching.plan_world import conversation, count
from tests.unit.coaching.world import ADMIN, AGENT, EVALUATOR, HEAD, LEAD, NOW, OTHER_LEAD, PEER, STRANGER
from tests.unit.conftest import REGION
from tests.unit.helpers import LAMBDA_CONTEXT, Answer, answer_of, api_event
from tests.unit.moto_rows import places_of
from tests.unit.summaries.world import World

CALLERS = {
    "nobody": None,
    "agent": AGENT,
    "peer": PEER,
    "lead": LEAD,
    "head": HEAD,
    "other": OTHER_LEAD,
    "evaluator": EVALUATOR,
    "admin": ADMIN,
}
"""Nobody who is signed in; the agent whom all is about, a colleague, their supervisor, that one's, one apart, …"""

CONTENT = {
    "sections": [
        {
            "id": "",
            "title": "All",
            "weight": 100,
            "questions": [
                {
                    "id": "",
                    "text": "Did they greet?",
                    "kind": "yes_no",
                    "options": [
                        {"id": "yes", "label": "Yes", "points": 1, "passes": True},
                        {"id": "no", "label": "No"},
                    ],
                }
            ],
        }
    ]
}


class Account:
    """The seeded account. ids: what path parameters and bodies are filled with."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._forget()
        role = "arn:aws:iam::123456789012:role/any"
        machine = json.dumps({"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 1, "End": True}}})
        for name in ("interaction_pipeline", "bulk_import", "draft_answers", "people_import", "held_batch", "practice"):
            made = client("stepfunctions").create_state_machine(name=name, definition=machine, roleArn=role)
            monkeypatch.setenv(f"{name.upper()}_STATE_MACHINE_ARN", made["stateMachineArn"])
        for name in ("invite", "change_email", "disable", "enable"):
            # moto's user pools need a library more; who may ask for it is what counts here.
            monkeypatch.setattr(Directory, name, lambda *_: None)
        for name, value in {"MODEL_ID": "offline.none", "MODEL_INPUT_USD": "3", "MODEL_OUTPUT_USD": "15"}.items():
            monkeypatch.setenv(name, value)
        self.world = World()
        self.world.fill()
        self.world.connect(monkeypatch)
        self.ids = self._seed()
        self._handlers = {
            root: importlib.import_module(module_of(api)) for api, roots in ROOTS.items() for root in roots
        }

    def _forget(self) -> None:
        """What handlers, and their modules with routes, made of another test's environment."""
        for name, loaded in list(sys.modules.items()):
            if name.startswith("api."):
                for made in vars(loaded).values():
                    if isinstance(made, Lazy):
                        made.forget()
            elif name.startswith("debrief.") and name.endswith("wiring"):
                for made in vars(loaded).values():
                    if hasattr(made, "cache_clear"):
                        made.cache_clear()

    def _seed(self) -> dict[str, str]:
        world, store = self.world, IntakeStore()
        at = NOW - timedelta(days=2)
        held = IntakeItem(
            id="in_1",
            bucket="test-recordings",
            unit_key="chats/a",
            transcript=StoredObject(key="chats/a.vtt", etag="e", size=6),
            status=IntakeStatus.HELD,
            received_at=at,
            updated_at=at,
        )
        bulk = BulkImport(
            id="im_1", bucket="test-recordings", key="a.jsonl", etag="e", size=1, received_at=at, started_at=at
        )
        whole = bulk.model_copy(update={"id": "im_2", "lines": 0})
        recorded = Interaction(
            id="int_recorded",
            contact_reference="C-R",
            agent_id=AGENT,
            started_at=at,
            duration_ms=1000,
            channel=Channel.VOICE,
            queue="orders",
            recording=Recording(bucket="test-recordings", key="r.wav", media_type="audio/wav"),
            source=InteractionSource(intake_id="in_1", format=SourceFormat.AUDIO),
            created_at=at,
        )
        client("s3").put_object(Bucket="test-recordings", Key="chats/a.vtt", Body=b"WEBVTT")
        batch = HeldBatch(
            id="hb_1",
            requested_by=ADMIN,
            created_at=datetime.now(UTC),
            act=BatchAct.RELEASE,
            which=Chosen(reason=HoldCode.DUPLICATE),
        )
        known = KnownName(id=name_id("queue", "Returns"), field="queue", written="Returns", means="Returns", at=at)
        people = PeopleImport(id="pi_1", requested_by=ADMIN, created_at=datetime.now(UTC), people=1, parts=1)
        with Transaction(world.clock, world.ids) as tx:
            ImportStore(lambda: ObjectStore("test-content")).put(tx, people)
            store.put(tx, held, None)
            store.put_import(tx, bulk)
            store.put_import(tx, whole)
            BatchStore().put(tx, batch)
            KnownNameStore().put(tx, known)
            world.interactions.put(tx, recorded.model_copy(update={"inquiry": ("Late parcel",)}))
            for row in (
                team_row(Team(id="tm_1", name="Team")),
                name_row("team", "Team", "tm_1"),
                group_row(Group(id="gr_1", name="Group")),
                name_row("group", "Group", "gr_1"),
            ):
                tx.create(row)
        world.keeper.count_conversation(recorded.id)
        meeting, held_meeting = world.meeting(NOW + timedelta(days=1)), world.held()
        action = world.action()
        made = {
            "user_id": AGENT,
            "stranger": STRANGER,
            "team_id": "tm_1",
            "group_id": "gr_1",
            "name": "feature_ai_coaching",
            "interaction_id": f"int_{1:026d}",
            "recorded": "int_recorded",
            "intake_id": "in_1",
            "import_id": "im_1",
            "whole_import": "im_2",
            "people_import": people.id,
            "batch_id": batch.id,
            "known_id": known.id,
            "scorecard_id": "sc_1",
            "number": "1",
            "evaluation_id": f"ev_{1:026d}",
            "meeting_id": meeting,
            "held_meeting": held_meeting,
            "action_id": action,
        }
        notice = Notice(
            id=derived_id_at("nt", datetime.now(UTC), "evt_1", AGENT),
            kind="meeting_scheduled",
            about=meeting,
            actor_id=LEAD,
            at=datetime.now(UTC),
        )
        with Transaction(world.clock, world.ids) as tx:
            NoticeStore().add(tx, AGENT, notice)
        made["notice_id"] = notice.id
        done = world.action()
        world.actions.complete(world.caller(AGENT), done)
        private = world.ready(kind="last_2_weeks").body
        summary = world.ready().body
        world.call("POST", f"/summaries/{summary['id']}/sharing")
        replay = world.call("POST", f"/summaries/{summary['id']}/replays").body
        world.run(replay["id"])
        return made | {
            "summary_id": summary["id"],
            "private_summary": private["id"],
            "replay_id": replay["id"],
            "done_action": done,
            "other_interaction": f"int_{2:026d}",
            "question_id": "qn_greet",
        }

    def prepare(self) -> None:
        """What is made over the API itself."""
        role = self.call(ADMIN, "POST", "/roles", {"name": "Listener", "permissions": [], "reach": "own"})
        draft = self.call(
            EVALUATOR,
            "POST",
            "/evaluations",
            {"interaction_id": self.ids["interaction_id"], "scorecard_id": "sc_1"},
        )
        feedback = self.call(LEAD, "POST", "/feedback", {"agent_id": AGENT, "text": "Well done."})
        card = self.call(ADMIN, "POST", "/scorecards", {"name": "Draft", "content": CONTENT})
        self._disputed()
        # Of a conversation that nothing else is about: whoever assesses it sees no evaluation of it.
        calibration = self.call(
            HEAD,
            "POST",
            "/calibrations",
            {
                "name": "March",
                "interaction_id": self.ids["recorded"],
                "scorecard_id": "sc_1",
                "assessor_ids": [HEAD, ADMIN],
            },
        )
        offline = self.call(
            LEAD,
            "POST",
            "/interactions",
            {"agent_id": AGENT, "started_at": "2026-03-01T09:00:00Z", "about": "A visit", "notes": "Said."},
        )
        comments = f"/interactions/{self.ids['interaction_id']}/comments"
        comment = self.call(LEAD, "POST", comments, {"text": "Well put."})
        automation = self.call(
            ADMIN,
            "POST",
            "/automations",
            {
                "name": "All",
                "then": [{"kind": "assign", "scorecard_id": "sc_1", "evaluator_ids": [EVALUATOR], "due_days": 3}],
            },
        )
        forecast = self.call(ADMIN, "POST", "/forecasts", {"plan": {"kind": "threshold", "score_threshold": 70}})
        goal = self.call(
            LEAD,
            "POST",
            "/goals",
            {
                "name": "Goal",
                "scorecard_id": "sc_1",
                "evaluator_ids": [EVALUATOR],
                "first_on": NOW.date().isoformat(),
                "agent_ids": [AGENT],
            },
        )
        channel = self.call(
            ADMIN,
            "POST",
            "/channels",
            {"type": "webhook", "name": "Hook", "access": {"address": "https://example.com/hook"}},
        )
        for key, made in (
            ("role_id", role),
            ("channel_id", channel),
            ("draft_id", draft),
            ("feedback_id", feedback),
            ("card_id", card),
            ("calibration_id", calibration),
            ("offline_id", offline),
            ("comment_id", comment),
            ("automation_id", automation),
            ("goal_id", goal),
            ("forecast_id", forecast),
        ):
            assert made.status in {201, 202}, made
            self.ids[key] = made.body["id"]
        self.ids |= {"evaluator": EVALUATOR, "admin": ADMIN, **self._drawn(), **self._checked(), **self._planned()}
        self.ids |= self._coached() | self._flagged() | self._logged()

    def _flagged(self) -> dict[str, str]:
        """Flags of the agent's: one that is open, one that is snoozed, and one that is resolved."""
        now, made = datetime.now(UTC), {}
        about = Flagged(
            agent_id=AGENT,
            interaction_id=self.ids["interaction_id"],
            contact_reference="C-1",
            channel=Channel.VOICE,
            interaction_started_at=now,
        )
        what = Raised("compliance", FlagGrounds(named=("lawyer",)))
        for key in ("flag_id", "snoozed_flag", "resolved_flag"):
            flag = raised(derived_id("fl", key), "keyword", what, about, LEAD, now)
            if key == "snoozed_flag":
                flag = snoozed(flag, now.date() + timedelta(days=3), LEAD, now, "UTC")
            if key == "resolved_flag":
                flag = resolved(flag, "coached", "", LEAD, now)
            with Transaction(self.world.clock, self.world.ids) as tx:
                FlagStore().put(tx, flag, None)
            made[key] = flag.id
        return made | {"tomorrow": str(now.date() + timedelta(days=2))}

    def _logged(self) -> dict[str, str]:
        """Coaching logs of the agent's conversation: one that nobody has shown them, and one that was released."""
        now, made = datetime.now(UTC), {}
        for key, version in (("log_id", 1), ("released_log", 2)):
            log = CoachingLog(
                id=log_id(self.ids["interaction_id"], self.ids["scorecard_id"], version),
                agent_id=AGENT,
                interaction_id=self.ids["interaction_id"],
                started_at=now,
                evaluation_id=self.ids["evaluation_id"],
                scorecard_id=self.ids["scorecard_id"],
                scorecard_version=version,
                written_at=now,
            )
            if key == "released_log":
                log = log.model_copy(update={"released": Act(by=LEAD, at=now)})
            with Transaction(self.world.clock, self.world.ids) as tx:
                LogStore().put(tx, log)
            made[key] = log.id
        return made

    def _coached(self) -> dict[str, str]:
        """A mark, groups of different people, a bookmark, and an assignment of the agent that holds it."""

        def made(who: str, path: str, body: Any) -> Answer:
            answer = self.call(who, "POST", path, body)
            assert answer.status in {201, 202}, answer
            return answer

        def group(who: str, name: str) -> str:
            return str(made(who, "/coaching-groups", {"name": name, "areas": [{"name": name}]}).body["id"])

        said = {"name": "Listen first", "follow_up": "2099-12-31"}
        chosen = [{"interaction_id": self.ids["other_interaction"]}]
        mark = made(LEAD, "/coaching-marks", {"agent_id": PEER, "areas": [{"name": "Empathy"}]})
        empty, full, sent = group(LEAD, "Empty"), group(HEAD, "Full"), group(EVALUATOR, "Sent")
        for who, into in ((HEAD, full), (EVALUATOR, sent)):
            made(who, "/coaching-marks", {"agent_id": AGENT, "interactions": chosen, "group_id": into})
        made(EVALUATOR, f"/coaching-groups/{sent}/dispatch", said)
        # Of somebody else: nobody's own conversation is their best response.
        visit = {"agent_id": PEER, "started_at": "2026-03-01T09:00:00Z", "about": "A visit", "notes": "Said."}
        best_id = made(LEAD, "/interactions", visit).body["id"]
        bookmark = made(LEAD, "/bookmarks", {"interaction_id": best_id})
        given = {"agent_id": AGENT, "areas": [{"name": "Tone"}], "interactions": chosen}
        best = {"best_responses": [bookmark.body["id"]]}
        assignment = made(LEAD, "/assignments", said | given | best)
        return self._paired() | {
            "mark_id": mark.body["id"],
            "empty_group": empty,
            "full_group": full,
            "sent_group": sent,
            "bookmark_id": bookmark.body["id"],
            "best_response": best_id,
            "assignment_id": assignment.body["id"],
        }

    def _paired(self) -> dict[str, str]:
        """The agent paired with a colleague of theirs who has agreed, and with one who is asked; and a proposal."""
        at = datetime.now(UTC)
        made = {}
        for name, id, state in (("pairing_id", "pa_1", "agreed"), ("asked_pairing", "pa_2", "asked")):
            criterion = {"scorecard_id": self.ids["scorecard_id"], "question_id": id}
            pairing = Pairing(
                id=id,
                learner_id=AGENT,
                colleague_id=PEER,
                criterion=Criterion(**criterion, name="Greets", scorecard_name="Voice"),
                by=LEAD,
                proposed_at=at,
                state=state,  # type: ignore[arg-type]
                theirs=Figures(passed=8, applicable=8),
            )
            with Transaction(self.world.clock, self.world.ids) as tx:
                PairingStore().add(tx, pairing)
            made[name] = id
        body = {"interaction_id": self.ids["other_interaction"], "note": "I let them finish"}
        proposal = self.call(AGENT, "POST", "/proposals", body)
        assert proposal.status == 201, proposal
        return made | {"proposal_id": proposal.body["id"], "colleague": PEER} | self._practised()

    def _practised(self) -> dict[str, str]:
        """Practice of the agent: a scenario that waits, one with attempts, and one with an attempt that was left."""
        at = datetime.now(UTC)
        store = PracticeStore()
        text = ScenarioText(title="A parcel", situation="It is late.", customer="Annoyed.", opening="Where is it?")

        def scenario(id: str, state: ScenarioState, open_attempt: str | None = None) -> str:
            made = Scenario(
                id=id,
                agent_id=AGENT,
                created_at=at,
                scorecard_id=self.ids["scorecard_id"],
                scorecard_version=1,
                question_id="qn_greet",
                criterion="Did they greet?",
                state=state,
                text=text,
                pass_score=80,
                open_attempt_id=open_attempt,
            )
            with Transaction(self.world.clock, self.world.ids) as tx:
                store.put(tx, made)
            return id

        def attempt(id: str, scenario_id: str, state: AttemptState, **more: Any) -> str:
            made = Attempt(
                id=id, scenario_id=scenario_id, agent_id=AGENT, number=1, state=state, started_at=at, said=1, **more
            )
            turns = tuple(
                PracticeTurn(speaker=who, text="Hello.", at_ms=0) for who in (Speaker.AGENT, Speaker.CUSTOMER)
            )
            with Transaction(self.world.clock, self.world.ids) as tx:
                store.put_attempt(tx, made)
                store.put_words(tx, scenario_id, Words(attempt_id=id, turns=turns))
            return id

        failed = Work(kind="score", number=1, requested_at=at, sentence="It was too busy.")
        return {
            "waiting_scenario": scenario("ps_1", "waiting"),
            "scenario_id": scenario("ps_2", "approved", "at_1"),
            "free_scenario": scenario("ps_3", "approved"),
            "attempt_id": attempt("at_1", "ps_2", "open"),
            "failed_attempt": attempt("at_2", "ps_2", "unscored", work=failed, works=1),
            "reviewed_attempt": attempt("at_3", "ps_2", "to_review"),
            "left_attempt": attempt("at_4", "ps_3", "given_up", given_up_at=at),
        }

    def _planned(self) -> dict[str, str]:
        """A coaching plan of the agent, and conversations of theirs from which another may begin."""
        at = datetime.now(UTC)
        plan = Plan(
            id="pl_1",
            agent_id=AGENT,
            channel=Channel.VOICE,
            inquiry="billing",
            metric=Metric.EFFECTIVENESS,
            percent=10,
            minimum=5,
            start=Sample(n=20, mean=100.0, variance=4.0),
            start_from=(at - timedelta(days=90)).date(),
            target=90.0,
            begins_on=at.date(),
            ends_on=(at + timedelta(days=30)).date(),
            planned_actions=(PlannedAction(number=1, text="Sum up"),),
            assistance=("Role play",),
            created_at=at,
        )
        with Transaction(self.world.clock, self.world.ids) as tx:
            PlanStore().add(tx, plan, Series(plan_id=plan.id), refresh_due(plan.id, at, "UTC"))
        count(conversation(each, at - timedelta(days=2, hours=each)) for each in range(5))
        return {"plan_id": plan.id, "ends_on": plan.ends_on.isoformat()}

    def _drawn(self) -> dict[str, str]:
        """A draw of the goal, an evaluation that comes from it, and what an automation decided."""
        at, goal_id = datetime.now(UTC), self.ids["goal_id"]
        goal = GoalStore().goal(goal_id)
        evaluation = EvaluationStore().evaluation(self.ids["evaluation_id"])
        assert goal is not None
        assert evaluation is not None
        draw = Draw(
            id="dw_1",
            goal_id=goal_id,
            first_on=NOW.date(),
            last_on=NOW.date(),
            at=at,
            seed="seed",
            rules=GoalContent(**{name: getattr(goal, name) for name in GoalContent.model_fields}),
            scorecard_version=1,
            set_by=LEAD,
            since=at,
            until=at,
            due_at=at,
            agents=(AGENT,),
            state="done",
        )
        about = AgentDraw(draw_id=draw.id, goal_id=goal_id, agent_id=AGENT, at=at, before=0, frame=("int_1",))
        assignment = Assignment(by=LEAD, at=at, due_at=at, goal_id=goal_id, draw_id=draw.id)
        drawn = evaluation.model_copy(update={"id": "ev_drawn", "revision": 0, "assignment": assignment})
        taken = Taken(interaction_id=self.ids["interaction_id"], at=at)
        with Transaction(self.world.clock, self.world.ids) as tx:
            GoalStore().put_draw(tx, draw)
            GoalStore().put_agent_draw(tx, about)
            EvaluationStore().put_evaluation(tx, drawn)
            AutomationStore().put_taken(tx, taken)
        return {"draw_id": draw.id, "drawn_evaluation": drawn.id}

    def _checked(self) -> dict[str, str]:
        """A question that the AI answers, and a check of it that is to be done."""
        at, version = datetime.now(UTC), ScorecardStore().version("sc_1", 1)
        assert version is not None
        question = next(each for each in version.questions() if each.id == "qn_greet")
        said = AiProvenance(
            model="a-model",
            prompt_version="answers.v1",
            prompt_hash="hash",
            input_tokens=0,
            output_tokens=0,
            cost_micro_usd=0,
            latency_ms=0,
        )
        term = begun("sc_1", question, said, at)
        lot = Lot(seed="seed", frame=(EVALUATOR,), chosen=EVALUATOR)
        check = Check(
            id="chk_1",
            evaluation_id="ev_checked",
            interaction_id="int_recorded",
            channel=Channel.VOICE,
            agent_id=AGENT,
            interaction_started_at=at,
            scorecard_id="sc_1",
            scorecard_name="Voice",
            scorecard_version=1,
            terms={"qn_greet": term.id},
            draw=CheckDraw(
                evaluation_id="ev_checked",
                seed="seed",
                percent=100,
                frame=("qn_greet",),
                questions=("qn_greet",),
                checkers=lot,
            ),
            checker_id=EVALUATOR,
            drawn_at=at,
            until=at + timedelta(days=14),
        )
        with Transaction(self.world.clock, self.world.ids) as tx:
            EarningStore().put_term(tx, term)
            EarningStore().put_drawn(tx, check, Sealed(choices={"qn_greet": "no"}))
        return {"ai_question_id": term.id, "check_id": check.id}

    def _disputed(self) -> None:
        """An evaluation that waits for the agent's answer; one they dispute; one that was changed after a dispute."""
        evaluations, now = EvaluationStore(), datetime.now(UTC)
        ids = [f"ev_{number:026d}" for number in (1, 2, 3)]
        for before in evaluations.evaluations(ids):
            with Transaction(self.world.clock, self.world.ids) as tx:
                evaluations.put_evaluation(tx, asked_anew(before, SettingsValues(), now), before)
        body = {"answers": [{"question_id": "qn_greet", "reason": "I did greet."}]}
        for key, id in (("dispute_id", ids[1]), ("upheld_dispute", ids[2])):
            headers = {"If-Match": self.call(AGENT, "GET", f"/evaluations/{id}").headers["etag"]}
            raised = self.call(AGENT, "POST", f"/evaluations/{id}/disputes", body, headers=headers)
            assert raised.status == 201, raised
            self.ids[key] = raised.body["id"]
        path = f"/disputes/{self.ids['upheld_dispute']}"
        before_, headers = raised.body["answers"][0]["choice"]["option_id"], {"If-Match": raised.headers["etag"]}
        upheld = {"question_id": "qn_greet", "response": "So it is.", "option_id": "no" if before_ == "yes" else "yes"}
        decided = self.call(EVALUATOR, "POST", f"{path}/decision", {"answers": [upheld]}, headers=headers)
        assert decided.status == 200, decided
        given = {"question_id": "qn_greet", "evaluation_ids": [ids[0]]}
        rescoring = self.call(EVALUATOR, "POST", f"{path}/rescorings", given)
        self.ids["rescoring_id"] = rescoring.body["id"]
        clearer = {"question_id": "qn_greet", "description": "A greeting in any words."}
        assert self.call(ADMIN, "POST", f"{path}/definition", clearer).status == 201

    def call(self, user_id: str | None, method: str, path: str, body: Any = None, **options: Any) -> Answer:
        """Ask whichever API has the path."""
        handler = self._handlers[path.split("?")[0].split("/")[1]]
        return answer_of(handler.lambda_handler(api_event(method, path, user_id, body, **options), LAMBDA_CONTEXT))

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What happens inside has not happened: rows and objects are as they were."""
        tables = moto.backends.get_backend("dynamodb")[DEFAULT_ACCOUNT_ID][REGION].tables
        rows = {name: places_of(table) for name, table in tables.items()}
        objects = self._objects()
        yield
        for name, items in rows.items():
            tables[name].items = items
        for key, body in objects.items() - self._objects().items():
            client("s3").put_object(Bucket="test-content", Key=key, Body=body)

    def _objects(self) -> dict[str, bytes]:
        kept = moto.backends.get_backend("s3")[DEFAULT_ACCOUNT_ID]["aws"].buckets["test-content"].keys
        return {name: found.value for name, found in kept.items()}
