"""Every route as everybody: who is let in, who is refused, and that a refusal doesn't tell what exists.

A row has the status for each of `ORDER`. A route that isn't in the table fails, and so does a row without a route.
"""

import importlib
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from infra.folders import module_of
from infra.stacks.api.roots import ROOTS
from tests.contract.api_world import CALLERS, Account
from tests.doubles import metered
from tests.unit.coaching.world import ADMIN, AGENT, EVALUATOR, HEAD
from tests.unit.helpers import Answer

ORDER = ("nobody", "agent", "peer", "other", "lead", "head", "evaluator", "admin")


class Row(NamedTuple):
    """statuses: in the order of `ORDER`. path: other ids in the place of the rule's, or a query."""

    statuses: str
    body: Any = None
    path: str = ""
    query: dict[str, str] = {}


FORM = {"Title": "Voice", "Items": [{"Section": {"Title": "Opening", "RefId": "s1", "Items": []}}]}
"""An evaluation form of Amazon Connect, as small as it may be."""

PRACTICE = {"title": "A parcel", "situation": "It is late.", "customer": "Annoyed.", "opening": "Where is it?"}
"""What a practice scenario says."""

TABLE: dict[str, Row] = {
    "GET /roles": Row("401 403 403 200 200 200 200 200"),
    "POST /roles": Row("401 403 403 403 403 403 403 201", body={"name": "New role", "permissions": []}),
    "GET /roles/<role_id>": Row("401 403 403 200 200 200 200 200"),
    "PATCH /roles/<role_id>": Row("401 403 403 403 403 403 403 200", body={"name": "Other"}),
    "DELETE /roles/<role_id>": Row("401 403 403 403 403 403 403 204"),
    "GET /feature-flags": Row("401 403 403 403 403 403 403 200"),
    "GET /feature-flags/<name>": Row("401 403 403 403 403 403 403 200"),
    "PATCH /feature-flags/<name>": Row("401 403 403 403 403 403 403 200", body={"on": True}),
    "GET /settings": Row("401 403 403 403 403 403 403 200"),
    "PATCH /settings": Row("401 403 403 403 403 403 403 200", body={"minimum_sample": 6}),
    "GET /openapi.json": Row("401 200 200 200 200 200 200 200"),
    "GET /me": Row("401 200 200 200 200 200 200 200"),
    "GET /people": Row("401 200 200 200 200 200 200 200"),
    "POST /people": Row("401 403 403 403 403 403 403 201", body={"name": "New Person", "email": "new@example.com"}),
    "GET /people/evaluators": Row("401 403 403 200 200 200 200 200"),
    "GET /people/imports/template": Row("401 403 403 403 403 403 403 200"),
    "POST /people/imports": Row(
        "401 403 403 403 403 403 403 202", body={"csv": "name,email\nA Sample,a@example.com\n"}
    ),
    "GET /people/imports/<import_id>": Row("401 403 403 403 403 403 403 200", path="/people/imports/{people_import}"),
    "GET /people/<user_id>": Row("401 200 404 404 200 200 200 200"),
    "PATCH /people/<user_id>": Row("401 403 403 403 403 403 403 200", body={"name": "Other Name"}),
    "POST /people/<user_id>/invitation": Row("401 403 403 403 403 403 403 201"),
    "POST /people/<user_id>/deactivation": Row("401 403 403 403 403 403 403 200"),
    "POST /people/<user_id>/activation": Row("401 403 403 403 403 403 403 200"),
    "GET /people/<user_id>/reports": Row("401 200 404 404 200 200 200 200"),
    "GET /people/<user_id>/line": Row("401 200 404 404 200 200 200 200"),
    "GET /teams": Row("401 403 403 200 200 200 200 200"),
    "POST /teams": Row("401 403 403 403 403 403 403 201", body={"name": "New team"}),
    "GET /teams/<team_id>": Row("401 403 403 200 200 200 200 200"),
    "PATCH /teams/<team_id>": Row("401 403 403 403 403 403 403 200", body={"name": "Other"}),
    "DELETE /teams/<team_id>": Row("401 403 403 403 403 403 403 204"),
    "GET /groups": Row("401 403 403 200 200 200 200 200"),
    "POST /groups": Row("401 403 403 403 403 403 403 201", body={"name": "New group"}),
    "GET /groups/<group_id>": Row("401 403 403 200 200 200 200 200"),
    "PATCH /groups/<group_id>": Row("401 403 403 403 403 403 403 200", body={"name": "Other"}),
    "DELETE /groups/<group_id>": Row("401 403 403 403 403 403 403 204"),
    "GET /interactions": Row("401 200 404 404 200 200 200 200", query={"agent_id": "{user_id}"}),
    "POST /interactions": Row(
        "401 403 403 422 201 201 201 201",
        body={"agent_id": "{user_id}", "started_at": "2026-03-01T09:00:00Z", "about": "A visit"},
    ),
    "PATCH /interactions/<interaction_id>": Row(
        "401 403 403 404 200 403 200 200", body={"about": "Other"}, path="/interactions/{offline_id}"
    ),
    "DELETE /interactions/<interaction_id>": Row("401 403 403 404 204 403 204 204", path="/interactions/{offline_id}"),
    "GET /interactions/<interaction_id>/comments": Row("401 200 404 404 200 200 200 200"),
    "POST /interactions/<interaction_id>/comments": Row("401 403 404 404 201 201 201 201", body={"text": "Good."}),
    "PATCH /interactions/<interaction_id>/comments/<comment_id>": Row(
        "401 403 404 404 200 403 403 403", body={"text": "Better."}
    ),
    "DELETE /interactions/<interaction_id>/comments/<comment_id>": Row("401 403 404 404 204 403 403 204"),
    "GET /interactions/indicators": Row("401 200 200 200 200 200 200 200"),
    "GET /interactions/indicator-rules": Row("401 403 403 403 403 403 403 200"),
    "PUT /interactions/indicator-rules": Row("401 403 403 403 403 403 403 200", body={"rules": []}),
    "GET /interactions/<interaction_id>": Row("401 200 404 404 200 200 200 200"),
    "GET /interactions/<interaction_id>/transcript": Row("401 200 404 404 200 200 200 200"),
    "GET /interactions/<interaction_id>/vcon": Row("401 200 404 404 200 200 200 200"),
    "GET /interactions/<interaction_id>/webvtt": Row("401 200 404 404 200 200 200 200"),
    "GET /interactions/<interaction_id>/speakers": Row("401 200 404 404 200 200 200 200"),
    "POST /interactions/<interaction_id>/speakers": Row("401 403 403 404 202 202 202 202", body={"swap": True}),
    "GET /interactions/<interaction_id>/media": Row(
        "401 200 404 404 200 200 200 200", path="/interactions/{recorded}/media"
    ),
    "GET /intake": Row("401 403 403 403 403 403 200 200"),
    "GET /intake/counts": Row("401 403 403 403 403 403 200 200"),
    "POST /intake/batches": Row("401 403 403 403 403 403 202 202", body={"act": "release", "reason": "queue_missing"}),
    "GET /intake/batches": Row("401 403 403 403 403 403 200 200"),
    "GET /intake/batches/<batch_id>": Row("401 403 403 403 403 403 200 200"),
    "GET /intake/names": Row("401 403 403 403 403 403 200 200"),
    "GET /intake/names/<known_id>": Row("401 403 403 403 403 403 200 200"),
    "DELETE /intake/names/<known_id>": Row("401 403 403 403 403 403 204 204"),
    "POST /intake/uploads": Row("401 403 403 403 403 403 201 201", body={"name": "a.wav", "size": 1}),
    "GET /intake/sources": Row("401 403 403 403 403 403 200 200"),
    "PUT /intake/sources": Row(
        "401 403 403 403 403 403 200 200", body={"sources": [{"folder": "calls/north/", "agent_channel": 1}]}
    ),
    "GET /intake/name-patterns": Row("401 403 403 403 403 403 200 200"),
    "PUT /intake/name-patterns": Row(
        "401 403 403 403 403 403 200 200", body={"patterns": [{"name": "North", "pattern": "{{agent}}_{{reference}}"}]}
    ),
    "POST /intake/name-patterns/trials": Row(
        "401 403 403 403 403 403 200 200", body={"names": ["calls/north/a_b.wav"]}
    ),
    "POST /intake/sources/speakers": Row("401 403 403 403 403 403 202 202", body={"folder": "calls/north/"}),
    "GET /intake/sources/speakers": Row("401 403 403 403 403 403 200 200", query={"folder": "calls/south/"}),
    "GET /intake/<intake_id>": Row("401 403 403 403 403 403 200 200"),
    "PATCH /intake/<intake_id>": Row("401 403 403 403 403 403 200 200", body={"fields": {"queue": "orders"}}),
    "POST /intake/<intake_id>/release": Row("401 403 403 403 403 403 200 200", body={}),
    "POST /intake/<intake_id>/dismissal": Row("401 403 403 403 403 403 200 200", body={"reason": "A test call"}),
    "GET /imports": Row("401 403 403 403 403 403 200 200"),
    "GET /imports/<import_id>": Row("401 403 403 403 403 403 200 200"),
    "POST /imports/<import_id>/retries": Row("401 403 403 403 403 403 202 202"),
    "POST /imports/<import_id>/speakers": Row(
        "401 403 403 403 403 403 202 202", body={}, path="/imports/{whole_import}/speakers"
    ),
    "GET /imports/<import_id>/speakers": Row(
        "401 403 403 403 403 403 200 200", path="/imports/{whole_import}/speakers"
    ),
    "GET /imports/<import_id>/lines": Row("401 403 403 403 403 403 200 200"),
    "GET /evaluations": Row("401 200 200 200 200 200 200 200", query={"agent_id": "{user_id}"}),
    "POST /evaluations": Row(
        "401 403 403 404 201 201 201 201",
        body={"interaction_id": "{other_interaction}", "scorecard_id": "{scorecard_id}"},
    ),
    "POST /evaluations/assignments": Row(
        "401 403 403 404 201 201 201 201",
        body={
            "interaction_id": "{other_interaction}",
            "scorecard_id": "{scorecard_id}",
            "evaluator_ids": ["{admin}"],
            "due_on": "2099-12-31",
        },
    ),
    "GET /evaluations/assignments": Row("401 403 403 200 200 200 200 200"),
    "GET /evaluations/assigned": Row("401 403 403 200 200 200 200 200"),
    "GET /evaluations/<evaluation_id>/draw": Row(
        "401 200 404 404 200 200 200 200", path="/evaluations/{drawn_evaluation}/draw"
    ),
    "GET /automations": Row("401 403 403 200 200 200 403 200"),
    "POST /automations": Row(
        "401 403 403 201 201 201 403 201",
        body={
            "name": "New",
            "then": [{"kind": "assign", "scorecard_id": "{scorecard_id}", "evaluator_ids": ["{evaluator}"]}],
        },
    ),
    "PUT /automations/order": Row(
        "401 403 403 200 200 200 403 200", body={"ids": ["{automation_id}"]}, path="/automations/order"
    ),
    "GET /automations/decisions/<interaction_id>": Row("401 200 404 404 200 200 200 200"),
    "GET /automations/<automation_id>": Row("401 403 403 200 200 200 403 200"),
    "PATCH /automations/<automation_id>": Row("401 403 403 200 200 200 403 200", body={"enabled": False}),
    "DELETE /automations/<automation_id>": Row("401 403 403 204 204 204 403 204"),
    "GET /conditions/fields": Row("401 200 200 200 200 200 200 200"),
    "POST /conditions/trials": Row(
        "401 200 404 404 200 200 200 200",
        body={"condition": {"kind": "all", "of": []}, "interaction_id": "{interaction_id}"},
    ),
    "GET /goals": Row("401 403 403 200 200 200 403 200"),
    "POST /goals": Row(
        "401 403 403 422 201 201 403 201",
        body={
            "name": "New",
            "scorecard_id": "{scorecard_id}",
            "evaluator_ids": ["{evaluator}"],
            "first_on": "2026-03-02",
            "agent_ids": ["{user_id}"],
        },
    ),
    "GET /goals/<goal_id>": Row("401 403 403 404 200 200 403 200"),
    "PATCH /goals/<goal_id>": Row("401 403 403 404 200 200 403 200", body={"count": 2}),
    "DELETE /goals/<goal_id>": Row("401 403 403 404 204 204 403 204"),
    "GET /goals/<goal_id>/draws": Row("401 403 403 404 200 200 403 200"),
    "GET /draws": Row("401 200 404 404 200 200 200 200", query={"agent_id": "{user_id}"}),
    "GET /draws/<draw_id>": Row("401 403 403 404 200 200 403 200"),
    "GET /draws/<draw_id>/agents": Row("401 403 403 404 200 200 403 200"),
    "GET /draws/<draw_id>/evaluations": Row("401 403 403 404 200 200 403 200"),
    "GET /draws/<draw_id>/file": Row("401 403 403 404 200 200 403 200"),
    "GET /draws/<draw_id>/csv": Row("401 403 403 404 200 200 403 200"),
    "POST /forecasts": Row(
        "401 403 403 403 403 403 403 202", body={"plan": {"kind": "threshold", "score_threshold": 70}}
    ),
    "GET /forecasts/<forecast_id>": Row("401 403 403 404 404 404 404 200"),
    "POST /evaluations/next": Row("401 403 403 404 201 201 200 201", body={}),
    "GET /evaluations/<evaluation_id>": Row("401 200 404 404 200 200 200 200"),
    "PATCH /evaluations/<evaluation_id>/answers": Row(
        "401 403 403 404 404 404 200 404", body={"comment": "Fine."}, path="/evaluations/{draft_id}/answers"
    ),
    "POST /evaluations/<evaluation_id>/ai-answers": Row(
        "401 403 403 404 404 404 202 404", path="/evaluations/{draft_id}/ai-answers"
    ),
    "POST /evaluations/<evaluation_id>/completion": Row(
        "401 403 403 404 404 404 200 404", path="/evaluations/{draft_id}/completion"
    ),
    "PATCH /evaluations/<evaluation_id>": Row("401 403 403 404 403 403 200 403", body={"comment": "Fine."}),
    "POST /evaluations/<evaluation_id>/score": Row("401 403 403 404 403 403 200 403", body={"comment": "Fine."}),
    "DELETE /evaluations/<evaluation_id>": Row("401 404 404 404 404 404 204 404", path="/evaluations/{draft_id}"),
    "POST /evaluations/<evaluation_id>/acknowledgement": Row("401 200 404 404 403 403 403 403"),
    "GET /evaluations/<evaluation_id>/grounds": Row("401 200 404 404 200 200 200 200"),
    "GET /evaluations/<evaluation_id>/history": Row("401 200 404 404 200 200 200 200"),
    "GET /evaluations/<evaluation_id>/disputes": Row("401 200 404 404 200 200 200 200"),
    "POST /evaluations/<evaluation_id>/disputes": Row(
        "401 201 404 404 403 403 403 403", body={"answers": [{"question_id": "qn_greet", "reason": "I did."}]}
    ),
    "GET /disputes": Row("401 200 200 200 200 200 200 200"),
    "GET /disputes/<dispute_id>": Row("401 200 404 404 200 200 200 200"),
    "POST /disputes/<dispute_id>/decision": Row(
        "401 403 403 404 403 403 200 403", body={"answers": [{"question_id": "qn_greet", "response": "I see."}]}
    ),
    "GET /disputes/<dispute_id>/similar": Row(
        "401 403 403 404 200 200 200 200",
        path="/disputes/{upheld_dispute}/similar",
        query={"question_id": "qn_greet"},
    ),
    "POST /disputes/<dispute_id>/rescorings": Row(
        "401 403 403 404 202 202 202 202",
        body={"question_id": "qn_greet", "evaluation_ids": ["{evaluation_id}"]},
        path="/disputes/{upheld_dispute}/rescorings",
    ),
    "GET /disputes/<dispute_id>/rescorings": Row(
        "401 403 403 404 200 200 200 200", path="/disputes/{upheld_dispute}/rescorings"
    ),
    "GET /disputes/<dispute_id>/rescorings/<rescoring_id>": Row(
        "401 403 403 404 200 200 200 200", path="/disputes/{upheld_dispute}/rescorings/{rescoring_id}"
    ),
    "POST /disputes/<dispute_id>/definition": Row(
        "401 403 403 404 201 201 403 201",
        body={"question_id": "qn_greet", "description": "Any greeting counts."},
        path="/disputes/{upheld_dispute}/definition",
    ),
    "GET /scorecards/<scorecard_id>/question-drafts": Row("401 403 403 200 200 200 403 200"),
    "POST /scorecards/<scorecard_id>/question-drafts/<question_id>/publication": Row(
        "401 403 403 200 200 200 403 200", path="/scorecards/{scorecard_id}/question-drafts/qn_greet/publication"
    ),
    "DELETE /scorecards/<scorecard_id>/question-drafts/<question_id>": Row(
        "401 403 403 204 204 204 403 204", path="/scorecards/{scorecard_id}/question-drafts/qn_greet"
    ),
    "GET /evaluations/<evaluation_id>/ai-standing": Row("401 200 404 404 200 200 200 200"),
    "GET /ai-questions": Row("401 403 403 200 200 200 200 200"),
    "GET /ai-questions/<ai_question_id>": Row("401 403 403 200 200 200 200 200"),
    "GET /ai-questions/<ai_question_id>/checks": Row("401 403 403 200 200 200 200 200"),
    "GET /blind-checks": Row("401 403 403 200 200 200 200 200"),
    "GET /blind-checks/<check_id>": Row("401 403 403 404 404 404 200 404"),
    "POST /blind-checks/<check_id>/answers": Row(
        "401 403 403 404 404 404 200 404", body={"answers": [{"question_id": "qn_greet", "option_id": "yes"}]}
    ),
    "GET /calibrations": Row("401 200 200 200 200 200 200 200"),
    "POST /calibrations": Row(
        "401 403 403 404 201 201 201 201",
        body={
            "name": "April",
            "interaction_id": "{interaction_id}",
            "scorecard_id": "sc_1",
            "assessor_ids": [HEAD, ADMIN],
        },
    ),
    "GET /calibrations/<calibration_id>": Row("401 404 404 404 200 200 200 200"),
    "PATCH /calibrations/<calibration_id>": Row("401 403 403 404 200 200 200 200", body={"name": "May"}),
    "POST /calibrations/<calibration_id>/exchanges": Row(
        "401 403 403 404 200 200 200 200", body={"assessor_id": HEAD, "by_id": EVALUATOR}
    ),
    "POST /calibrations/<calibration_id>/closing": Row("401 403 403 404 200 200 200 200"),
    "GET /calibrations/<calibration_id>/results": Row("401 404 404 404 409 409 409 409"),
    "DELETE /calibrations/<calibration_id>": Row("401 403 403 404 204 204 204 204"),
    "GET /scorecards": Row("401 403 403 200 200 200 200 200"),
    "POST /scorecards": Row("401 403 403 201 201 201 403 201", body={"name": "New card"}),
    "GET /scorecards/<scorecard_id>": Row("401 403 403 200 200 200 200 200"),
    "PATCH /scorecards/<scorecard_id>": Row("401 403 403 200 200 200 403 200", body={"name": "Other"}),
    "POST /scorecards/<scorecard_id>/publication": Row(
        "401 403 403 200 200 200 403 200", path="/scorecards/{card_id}/publication"
    ),
    "POST /scorecards/<scorecard_id>/archiving": Row("401 403 403 200 200 200 403 200"),
    "GET /scorecards/<scorecard_id>/versions": Row("401 403 403 200 200 200 200 200"),
    "GET /scorecards/<scorecard_id>/versions/<number>": Row("401 403 403 200 200 200 200 200"),
    "GET /scorecards/<scorecard_id>/versions/<number>/changes": Row(
        "401 403 403 200 200 200 200 200", query={"from": "1"}
    ),
    "POST /scorecards/checks": Row("401 403 403 200 200 200 403 200", body={"content": {}}),
    "POST /scorecards/scores": Row("401 403 403 200 200 200 200 200", body={"content": {}}),
    "GET /scorecards/template": Row("401 403 403 200 200 200 403 200"),
    "POST /scorecards/imports": Row("401 403 403 201 201 201 403 201", body={"csv": "row,text\nscorecard,Voice\n"}),
    "POST /scorecards/<scorecard_id>/imports": Row(
        "401 403 403 200 200 200 403 200", body={"connect": FORM}, query={"dry_run": "true"}
    ),
    "GET /scorecards/<scorecard_id>/csv": Row("401 403 403 200 200 200 200 200"),
    "GET /scorecards/<scorecard_id>/connect-form": Row("401 403 403 200 200 200 200 200"),
    "GET /reports/line-items": Row("401 200 404 404 200 200 200 200", query={"agent_id": "{user_id}"}),
    "GET /reports/evaluations": Row("401 200 404 404 200 200 200 200", query={"agent_id": "{user_id}"}),
    "GET /reports/responses": Row(
        "401 200 404 404 200 200 200 200", query={"agent_id": "{user_id}", "scorecard_id": "{scorecard_id}"}
    ),
    "GET /reports/breakdown": Row(
        "401 200 404 404 200 200 200 200",
        query={"agent_id": "{user_id}", "scorecard_id": "{scorecard_id}", "by": "version"},
    ),
    "GET /reports/conversations": Row("401 200 404 404 200 200 200 200", query={"agent_id": "{user_id}"}),
    "GET /reports/agreement": Row("401 403 403 200 200 200 200 200", query={"scorecard_id": "{scorecard_id}"}),
    "GET /improvement/metrics": Row("401 200 404 404 200 200 200 200", query={"agent_id": "{user_id}"}),
    "GET /improvement/criteria": Row("401 200 404 404 200 200 200 200", query={"agent_id": "{user_id}"}),
    "GET /improvement/flagged": Row("401 200 404 404 200 200 200 200", query={"agent_id": "{user_id}"}),
    "GET /improvement/practice": Row("401 200 404 404 200 200 200 200", query={"agent_id": "{user_id}"}),
    "GET /performance/channels": Row("401 200 404 404 200 200 200 200", query={"agent_id": "{user_id}"}),
    "GET /performance/overview": Row(
        "401 200 404 404 200 200 200 200", query={"agent_id": "{user_id}", "channel": "voice"}
    ),
    "GET /performance/inquiries": Row(
        "401 200 404 404 200 200 200 200", query={"agent_id": "{user_id}", "channel": "voice"}
    ),
    "GET /performance/inquiries/details": Row(
        "401 200 404 404 200 200 200 200",
        query={"agent_id": "{user_id}", "channel": "voice", "inquiry": "Late parcel"},
    ),
    "GET /performance/leaderboard": Row("401 403 403 200 200 200 200 200", query={"channel": "voice"}),
    "GET /meetings": Row("401 200 404 404 200 200 200 200", query={"participant_id": "{user_id}"}),
    "POST /meetings": Row(
        "401 403 403 404 201 201 201 201",
        body={"title": "1-to-1", "participant_id": "{user_id}", "scheduled_at": "2026-12-24T10:00:00Z"},
    ),
    "GET /meetings/<meeting_id>": Row("401 200 404 404 200 200 200 200"),
    "PATCH /meetings/<meeting_id>": Row("401 403 403 404 200 403 403 200", body={"notes": "Bring tea."}),
    "DELETE /meetings/<meeting_id>": Row("401 403 403 404 204 403 403 204"),
    "POST /meetings/<meeting_id>/start": Row("401 403 403 404 200 403 403 200"),
    "POST /meetings/<meeting_id>/completion": Row("401 403 403 404 200 403 403 200"),
    "POST /meetings/<meeting_id>/reopening": Row(
        "401 403 403 404 200 403 403 200", path="/meetings/{held_meeting}/reopening"
    ),
    "POST /meetings/<meeting_id>/acknowledgement": Row(
        "401 200 404 404 403 403 403 403", path="/meetings/{held_meeting}/acknowledgement"
    ),
    "POST /meetings/<meeting_id>/cancellation": Row("401 403 403 404 200 403 403 200"),
    "GET /meetings/clashes": Row(
        "401 403 403 404 200 200 200 200",
        query={"participant_id": "{user_id}", "scheduled_at": "2026-12-24T10:00:00Z"},
    ),
    "GET /meetings/slots": Row(
        "401 403 403 404 200 200 200 200",
        query={"participant_id": "{user_id}", "first_day": "2026-12-21", "last_day": "2026-12-22"},
    ),
    "GET /meetings/volume": Row("401 403 403 404 200 200 200 200", query={"participant_id": "{user_id}"}),
    "GET /meetings/<meeting_id>/calendar": Row("401 200 404 404 200 200 200 200"),
    "GET /shifts": Row(
        "401 200 404 404 200 200 200 200",
        query={"user_id": "{user_id}", "first_day": "2026-12-21", "last_day": "2026-12-22"},
    ),
    "GET /shifts/template": Row("401 403 403 200 200 200 200 200"),
    "POST /shifts/imports": Row("401 403 403 200 200 200 200 200", body={"text": "person,date,start,end\n"}),
    "POST /shifts/calendars": Row(
        "401 403 403 404 200 200 200 200",
        body={"user_id": "{user_id}", "text": "BEGIN:VCALENDAR\nEND:VCALENDAR\n"},
    ),
    "GET /calendar-feeds/mine": Row("401 200 200 200 200 200 200 200"),
    "PUT /calendar-feeds/mine": Row("401 200 200 200 200 200 200 200"),
    "POST /calendar-feeds/mine/revocation": Row("401 204 204 204 204 204 204 204"),
    "GET /flags": Row("401 403 403 200 200 200 200 200"),
    "GET /flags/waiting": Row("401 403 403 200 200 200 200 200", path="/flags/waiting"),
    # Of a conversation that one doesn't see, there is nothing, as of one that has no flags.
    "GET /flags/of-conversations/<interaction_id>": Row("401 403 403 404 200 200 200 200"),
    "GET /flags/<flag_id>": Row("401 403 403 404 200 200 200 200"),
    "POST /flags/<flag_id>/snooze": Row("401 403 403 404 200 200 200 200", body={"until": "{tomorrow}"}),
    "POST /flags/<flag_id>/waking": Row("401 403 403 404 200 200 200 200", path="/flags/{snoozed_flag}/waking"),
    "POST /flags/<flag_id>/hand-over": Row("401 403 403 404 200 200 200 200", body={"to_id": "{evaluator}"}),
    "POST /flags/<flag_id>/resolution": Row("401 403 403 404 200 200 200 200", body={"outcome": "coached"}),
    "POST /flags/<flag_id>/reopening": Row("401 403 403 404 200 200 200 200", path="/flags/{resolved_flag}/reopening"),
    "GET /plans": Row("401 200 404 404 200 200 200 200", query={"agent_id": "{user_id}"}),
    "GET /plans/advice": Row(
        "401 200 200 200 200 200 200 200", query={"channel": "voice", "inquiry": "billing"}, path="/plans/advice"
    ),
    "GET /plans/poor-conversations": Row(
        "401 200 200 200 200 200 200 200",
        query={"channel": "voice", "inquiry": "billing", "metric": "handle_time"},
        path="/plans/poor-conversations",
    ),
    # Everybody commits to what is their own, and only the agent has conversations to begin from.
    "POST /plans": Row(
        "401 201 422 422 422 422 422 422",
        body={
            "channel": "voice",
            "inquiry": "billing",
            "metric": "handle_time",
            "percent": 10,
            "ends_on": "{ends_on}",
            "planned_actions": ["Sum up"],
            "assistance": ["Role play"],
        },
    ),
    "GET /plans/<plan_id>": Row("401 200 404 404 200 200 200 200"),
    "PATCH /plans/<plan_id>/planned-actions/<number>": Row("401 200 404 404 403 403 403 403", body={"done": True}),
    "POST /plans/<plan_id>/cancellation": Row("401 200 404 404 403 403 403 403"),
    "GET /actions": Row("401 200 404 404 200 200 200 200", query={"assignee_id": "{user_id}"}),
    "POST /actions": Row("401 403 403 404 201 201 201 201", body={"title": "Try it", "assignee_id": "{user_id}"}),
    "GET /actions/<action_id>": Row("401 200 404 404 200 200 200 200"),
    "PATCH /actions/<action_id>": Row("401 403 403 404 200 200 200 200", body={"title": "Try again"}),
    "DELETE /actions/<action_id>": Row("401 403 403 404 204 204 204 204"),
    "POST /actions/<action_id>/completion": Row("401 200 404 404 200 200 200 200"),
    "POST /actions/<action_id>/reopening": Row(
        "401 403 403 404 200 200 200 200", path="/actions/{done_action}/reopening"
    ),
    "GET /feedback": Row("401 200 404 404 200 200 200 200", query={"agent_id": "{user_id}"}),
    "POST /feedback": Row("401 403 403 404 201 201 201 201", body={"agent_id": "{user_id}", "text": "Well done."}),
    "GET /feedback/<feedback_id>": Row("401 200 404 404 200 200 200 200"),
    "GET /coaching-marks": Row("401 403 403 200 200 200 200 200"),
    "POST /coaching-marks": Row(
        "401 403 403 201 404 404 201 201", body={"agent_id": "{stranger}", "areas": [{"name": "Pace"}]}
    ),
    "GET /coaching-marks/<mark_id>": Row("401 403 403 404 200 200 200 200"),
    "PATCH /coaching-marks/<mark_id>": Row("401 403 403 404 200 200 200 200", body={"areas": [{"name": "Pace"}]}),
    "DELETE /coaching-marks/<mark_id>": Row("401 403 403 404 204 204 204 204"),
    "GET /coaching-groups": Row("401 403 403 200 200 200 200 200"),
    "GET /coaching-groups/names": Row("401 403 403 200 200 200 200 200", query={"name": "Another"}),
    "POST /coaching-groups": Row(
        "401 403 403 201 201 201 201 201", body={"name": "Another", "areas": [{"name": "Pace"}]}
    ),
    "GET /coaching-groups/<group_id>": Row("401 403 403 404 404 200 200 200", path="/coaching-groups/{full_group}"),
    "PATCH /coaching-groups/<group_id>": Row(
        "401 403 403 404 404 200 200 200", body={"description": "Why"}, path="/coaching-groups/{full_group}"
    ),
    "DELETE /coaching-groups/<group_id>": Row("401 403 403 404 204 404 204 204", path="/coaching-groups/{empty_group}"),
    "POST /coaching-groups/<group_id>/dispatch": Row(
        "401 403 403 404 404 202 202 202",
        body={"name": "Listen first", "follow_up": "2099-12-31"},
        path="/coaching-groups/{full_group}/dispatch",
    ),
    "GET /coaching-groups/<group_id>/assignment": Row(
        "401 403 403 404 404 404 200 200", path="/coaching-groups/{sent_group}/assignment"
    ),
    "GET /coaching-groups/<group_id>/assignments": Row(
        "401 403 403 404 404 404 200 200", path="/coaching-groups/{sent_group}/assignments"
    ),
    "GET /bookmarks": Row("401 403 403 200 200 200 200 200"),
    "POST /bookmarks": Row("401 403 403 404 201 201 201 201", body={"interaction_id": "{other_interaction}"}),
    "DELETE /bookmarks/<bookmark_id>": Row("401 403 403 404 204 404 404 404"),
    "GET /pairings": Row("401 200 404 404 200 200 200 200", query={"agent_id": "{user_id}"}),
    "GET /pairings/criteria": Row(
        "401 403 403 404 200 200 200 200", path="/pairings/criteria", query={"agent_id": "{user_id}"}
    ),
    "GET /pairings/suggestions": Row(
        "401 403 403 404 200 200 200 200",
        path="/pairings/suggestions",
        query={"learner_id": "{user_id}", "scorecard_id": "{scorecard_id}", "question_id": "qn_greet"},
    ),
    "GET /pairings/willingness": Row("401 200 200 200 200 200 200 200"),
    "PUT /pairings/willingness": Row("401 200 200 200 200 200 200 200", body={"may_be_asked": False}),
    "POST /pairings": Row(
        "401 403 403 404 422 422 422 422",
        body={
            "learner_id": "{user_id}",
            "colleague_id": "{colleague}",
            "scorecard_id": "{scorecard_id}",
            "question_id": "qn_greet",
        },
    ),
    "GET /pairings/<pairing_id>": Row("401 200 200 404 200 200 200 200"),
    "GET /pairings/<pairing_id>/sheet": Row("401 200 200 404 200 200 200 200"),
    "GET /pairings/<pairing_id>/slots": Row(
        "401 403 403 404 200 200 200 200", query={"first_day": "2027-01-04", "last_day": "2027-01-05"}
    ),
    "GET /pairings/<pairing_id>/clashes": Row(
        "401 403 403 404 200 200 200 200", query={"scheduled_at": "2027-01-04T10:00:00Z"}
    ),
    "POST /pairings/<pairing_id>/acceptance": Row(
        "401 404 200 404 403 403 403 403", body={}, path="/pairings/{asked_pairing}/acceptance"
    ),
    "POST /pairings/<pairing_id>/refusal": Row("401 200 200 404 403 403 403 403", body={}),
    "POST /pairings/<pairing_id>/meeting": Row(
        "401 403 403 404 200 200 200 200", body={"scheduled_at": "2099-01-04T10:00:00Z"}
    ),
    "POST /pairings/<pairing_id>/completion": Row("401 200 403 404 200 200 200 200", body={}),
    "POST /pairings/<pairing_id>/withdrawal": Row("401 403 403 404 200 200 200 200", body={}),
    "GET /proposals": Row("401 200 404 404 200 200 200 200", query={"agent_id": "{user_id}"}),
    "POST /proposals": Row(
        "401 201 404 404 404 404 404 404", body={"interaction_id": "{recorded}", "note": "I let them finish"}
    ),
    "GET /proposals/<proposal_id>": Row("401 200 404 404 200 200 200 200"),
    "DELETE /proposals/<proposal_id>": Row("401 204 404 404 404 404 404 404"),
    "POST /proposals/<proposal_id>/acceptance": Row("401 403 403 404 200 200 200 200", body={}),
    "POST /proposals/<proposal_id>/refusal": Row("401 403 403 404 200 200 200 200", body={"reason": "Asked twice"}),
    "GET /coaching-logs": Row("401 200 404 404 200 200 200 200", query={"agent_id": "{user_id}"}),
    # Of a conversation that one doesn't see, there is none, as of one that has none.
    "GET /coaching-logs/of-conversations/<interaction_id>": Row("401 200 200 200 200 200 200 200"),
    "GET /coaching-logs/<log_id>": Row("401 200 404 404 200 200 200 200", path="/coaching-logs/{released_log}"),
    "POST /coaching-logs/<log_id>/release": Row("401 403 403 404 200 200 200 200", body={}),
    "POST /coaching-logs/<log_id>/notes": Row("401 403 403 404 200 200 200 200", body={"text": "Ask what kept them"}),
    "POST /coaching-logs/<log_id>/acknowledgement": Row(
        "401 200 404 404 404 404 404 404", body={}, path="/coaching-logs/{released_log}/acknowledgement"
    ),
    "GET /practice": Row("401 200 404 404 200 200 200 200", query={"agent_id": "{user_id}"}),
    "POST /practice": Row(
        "401 403 403 404 201 201 201 201",
        body={"agent_id": "{user_id}", "scorecard_id": "{scorecard_id}", "question_id": "qn_greet", "text": PRACTICE},
    ),
    "GET /practice/<scenario_id>": Row("401 200 404 404 200 200 200 200"),
    "PATCH /practice/<scenario_id>": Row(
        "401 403 403 404 200 200 200 200", body=PRACTICE, path="/practice/{waiting_scenario}"
    ),
    "POST /practice/<scenario_id>/approval": Row(
        "401 403 403 404 200 200 200 200", body={}, path="/practice/{waiting_scenario}/approval"
    ),
    "POST /practice/<scenario_id>/refusal": Row(
        "401 403 403 404 200 200 200 200", body={"reason": "Too easy"}, path="/practice/{waiting_scenario}/refusal"
    ),
    "POST /practice/<scenario_id>/redraft": Row(
        "401 403 403 404 202 202 202 202", path="/practice/{waiting_scenario}/redraft"
    ),
    "POST /practice/<scenario_id>/closing": Row("401 403 403 404 200 200 200 200"),
    "GET /practice/<scenario_id>/attempts": Row("401 200 404 404 200 200 200 200"),
    "POST /practice/<scenario_id>/attempts": Row(
        "401 201 404 404 404 404 404 404", path="/practice/{free_scenario}/attempts"
    ),
    "GET /practice/<scenario_id>/attempts/<attempt_id>": Row("401 200 404 404 200 200 200 200"),
    "POST /practice/<scenario_id>/attempts/<attempt_id>/turns": Row(
        "401 202 404 404 404 404 404 404", body={"text": "I am sorry."}
    ),
    "POST /practice/<scenario_id>/attempts/<attempt_id>/retry": Row(
        "401 202 404 404 404 404 404 404", path="/practice/{scenario_id}/attempts/{failed_attempt}/retry"
    ),
    "POST /practice/<scenario_id>/attempts/<attempt_id>/completion": Row("401 202 404 404 404 404 404 404"),
    "POST /practice/<scenario_id>/attempts/<attempt_id>/pause": Row("401 200 404 404 404 404 404 404"),
    "POST /practice/<scenario_id>/attempts/<attempt_id>/resumption": Row(
        "401 200 404 404 404 404 404 404", path="/practice/{free_scenario}/attempts/{left_attempt}/resumption"
    ),
    "POST /practice/<scenario_id>/attempts/<attempt_id>/score": Row(
        "401 403 403 404 200 200 200 200",
        body={"option_id": "yes"},
        path="/practice/{scenario_id}/attempts/{reviewed_attempt}/score",
    ),
    "GET /assignments": Row("401 200 404 404 200 200 200 200", query={"agent_id": "{user_id}"}),
    "POST /assignments": Row(
        "401 403 403 404 201 201 201 201",
        body={
            "agent_id": "{user_id}",
            "areas": [{"name": "Pace"}],
            "interactions": [{"interaction_id": "{other_interaction}"}],
            "name": "Listen first",
            "follow_up": "2099-12-31",
        },
    ),
    "GET /assignments/in-coaching": Row("401 403 403 200 200 200 200 200"),
    "GET /assignments/<assignment_id>": Row("401 200 404 404 200 200 200 200"),
    "PATCH /assignments/<assignment_id>": Row("401 403 403 404 200 200 200 200", body={"feedback": "Better."}),
    "DELETE /assignments/<assignment_id>": Row("401 403 403 404 204 204 204 204"),
    "POST /assignments/<assignment_id>/looks": Row(
        "401 200 404 404 403 403 403 403", body={"interaction_id": "{other_interaction}"}
    ),
    "GET /coaching-monitor": Row("401 403 403 200 200 200 200 200"),
    "GET /coaching-monitor/<assignment_id>": Row("401 403 403 404 200 200 200 200"),
    "GET /assignments/<assignment_id>/best-responses/<interaction_id>": Row(
        "401 200 404 404 200 200 200 200", path="/assignments/{assignment_id}/best-responses/{best_response}"
    ),
    "GET /home": Row("401 200 200 200 200 200 200 200"),
    "GET /home/standings": Row("401 200 200 200 200 200 200 200", query={"agent_id": "{user_id}"}),
    "GET /notices": Row("401 200 200 200 200 200 200 200"),
    "GET /notices/count": Row("401 200 200 200 200 200 200 200"),
    "POST /notices/readings": Row("401 200 200 200 200 200 200 200", body={"up_to": "{notice_id}"}),
    "POST /notices/<notice_id>/reading": Row("401 200 404 404 404 404 404 404"),
    "GET /preferences": Row("401 200 200 200 200 200 200 200"),
    "PATCH /preferences": Row("401 200 200 200 200 200 200 200", body={"notices": {"meeting_moved": {"email": False}}}),
    "GET /channels": Row("401 403 403 403 403 403 403 200"),
    "POST /channels": Row(
        "401 403 403 403 403 403 403 201",
        body={"type": "hubspot", "name": "Tasks", "access": {"token": "sample"}},
    ),
    "GET /channels/<channel_id>": Row("401 403 403 403 403 403 403 200"),
    "PATCH /channels/<channel_id>": Row("401 403 403 403 403 403 403 200", body={"name": "Other"}),
    "DELETE /channels/<channel_id>": Row("401 403 403 403 403 403 403 204"),
    "PUT /channels/<channel_id>/signing-key": Row("401 403 403 403 403 403 403 200", body={"overlap_hours": 1}),
    "POST /channels/<channel_id>/test": Row("401 403 403 403 403 403 403 202"),
    "POST /channels/<channel_id>/retries": Row("401 403 403 403 403 403 403 200"),
    "GET /summaries/periods": Row("401 200 404 404 200 200 403 403", query={"agent_id": "{user_id}"}),
    "GET /summaries/sources": Row(
        "401 200 404 404 200 200 403 403", query={"agent_id": "{user_id}", "period": "last_week"}
    ),
    # Their head assesses a conversation of those days in a calibration, and sees nothing of it until that is closed.
    "POST /summaries": Row(
        "401 202 404 404 202 409 403 403", body={"agent_id": "{user_id}", "period": {"kind": "last_week"}}
    ),
    "GET /summaries": Row("401 200 404 404 200 200 200 200", query={"agent_id": "{user_id}"}),
    "GET /summaries/<summary_id>": Row("401 200 404 404 200 200 200 200"),
    "PATCH /summaries/<summary_id>": Row("401 403 404 404 200 403 403 403", body={"strengths": ["Calm."]}),
    "DELETE /summaries/<summary_id>": Row("401 403 404 404 204 403 403 403"),
    "POST /summaries/<summary_id>/sharing": Row(
        "401 404 404 404 200 403 403 403", path="/summaries/{private_summary}/sharing"
    ),
    "DELETE /summaries/<summary_id>/sharing": Row("401 403 404 404 200 403 403 403"),
    "POST /summaries/<summary_id>/retries": Row("401 403 404 404 409 403 403 403"),
    "GET /summaries/<summary_id>/pdf": Row("401 200 404 404 200 200 200 200"),
    "GET /summaries/<summary_id>/provenance": Row("401 200 404 404 200 200 200 200"),
    "GET /summaries/<summary_id>/facts/<fact_id>/sources": Row(
        "401 200 404 404 200 200 200 200", path="/summaries/{summary_id}/facts/F1/sources"
    ),
    "POST /summaries/<summary_id>/opening": Row("401 403 404 404 200 403 403 403"),
    "POST /summaries/<summary_id>/actions": Row("401 403 404 404 201 403 403 403", body={"recommendation_index": 0}),
    "POST /summaries/<summary_id>/replays": Row("401 403 404 404 202 403 403 403"),
    "GET /summaries/<summary_id>/replays": Row("401 403 404 404 200 403 403 403"),
    "GET /summaries/<summary_id>/replays/<replay_id>": Row("401 403 404 404 200 403 403 403"),
}


def routes() -> Iterator[str]:
    for api in ROOTS:
        for method, rule in importlib.import_module(module_of(api)).app.whole().admissions:
            yield f"{method} {rule}"


def test_a_route_lies_in_a_module_that_is_imported_for_the_first_part_of_its_path() -> None:
    for api, roots in ROOTS.items():
        app = importlib.import_module(module_of(api)).app.whole()
        assert set(app.rooms) <= set(roots)
        for route in (*app._static_routes, *app._dynamic_routes) if app.rooms else ():
            modules = {module_of(api), *app.rooms.get(route.path.split("/")[1], ())}
            assert route.func.__module__ in modules, route.path


def test_every_route_is_in_the_table() -> None:
    assert set(TABLE) == set(routes())


def filled(value: Any, ids: dict[str, str]) -> Any:
    """`value` with `{name}` replaced by ids."""
    if isinstance(value, dict):
        return {key: filled(each, ids) for key, each in value.items()}
    if isinstance(value, list):
        return [filled(each, ids) for each in value]
    return value.format_map(ids) if isinstance(value, str) and re.fullmatch(r".*\{\w+\}.*", value) else value


AS_READ = (
    "/dismissal",
    "/speakers",
    "/acknowledgement",
    "/disputes",
    "/decision",
    "/publication",
    "/exchanges",
    "/cancellation",
    "/acceptance",
    "/refusal",
    "/withdrawal",
    "/meeting",
    "/completion",
    "/snooze",
    "/waking",
    "/hand-over",
    "/resolution",
    "/reopening",
    "/release",
    "/notes",
    "/approval",
    "/redraft",
    "/closing",
    "/turns",
    "/retry",
    "/pause",
    "/resumption",
    "/score",
)
"""What is done to a thing as it was read, though it is a POST."""


_OF_A_THING = (
    *("answers", "sharing", "dismissal", "acknowledgement", "disputes", "decision", "exchanges", "acceptance"),
    *("refusal", "withdrawal", "meeting", "completion", "signing-key"),
    *("snooze", "waking", "hand-over", "resolution", "reopening", "release", "notes"),
    *("approval", "redraft", "closing", "turns", "retry", "pause", "resumption", "score"),
)
"""What hangs on a thing, which is read without it."""


def ask(account: Account, route: str, row: Row, user_id: str | None, ids: dict[str, str]) -> Answer:
    """The answer to one try, after which everything is as before."""
    method, rule = route.split(" ")
    path = filled(row.path or re.sub(r"<(\w+)>", r"{\1}", rule), ids)
    headers = {}
    if method in {"PATCH", "PUT", "DELETE"} or (method == "POST" and path.endswith(AS_READ)):
        thing = re.sub(rf"/({'|'.join(_OF_A_THING)})$", "", path)
        etag = account.call(CALLERS["admin"], "GET", thing).headers.get("etag")
        etag = etag or account.call(CALLERS["lead"], "GET", thing).headers.get("etag")
        headers["If-Match"] = etag or '"1"'
    with account.undone():
        return account.call(user_id, method, path, filled(row.body, ids), query=filled(row.query, ids), headers=headers)


def seen(account: Account, route: str, row: Row, user_id: str | None) -> bool:
    """Whether the caller may see what the route is about, so that saying no to them tells nothing new."""
    path = filled(row.path or re.sub(r"<(\w+)>", r"{\1}", route.split(" ")[1]), account.ids)
    root, thing = path.split("/")[1:3] if path.count("/") > 1 else (path[1:], "")
    about = f"/{root}/{thing}" if "{" in row.path or "<" in route else f"/people/{account.ids['user_id']}"
    return account.call(user_id, "GET", about).status == 200


def without_trace(answer: Answer) -> Any:
    return {**answer.body, "trace_id": ""} if isinstance(answer.body, dict) else answer.body


@pytest.fixture
def account(aws: None, monkeypatch: pytest.MonkeyPatch) -> Account:
    made = Account(monkeypatch)
    made.prepare()
    return made


@pytest.mark.feature("P2", "P4", "S0.2", "S0.3")
@pytest.mark.parametrize("api", ROOTS)
def test_everybody_on_every_route(account: Account, api: str) -> None:
    unknown = {
        name: value if name in {"number", "name"} else re.sub(r"_.*", "_00000000000000000000000000", value)
        for name, value in account.ids.items()
    }
    wrong, leaks, unplaced = {}, [], set[str]()
    for route, row in TABLE.items():
        if route.split("/")[1] not in ROOTS[api]:
            continue
        found = []
        for who in ORDER:
            answer = ask(account, route, row, CALLERS[who], account.ids)
            found.append(str(answer.status))
            if answer.status == 202 and not answer.headers.get("location", "").startswith("/"):
                unplaced.add(route)
            if answer.status in (403, 404):
                other = ask(account, route, row, CALLERS[who], unknown)
                alike = (answer.status, without_trace(answer)) == (other.status, without_trace(other))
                if not alike and not seen(account, route, row, CALLERS[who]):
                    leaks.append((route, who, answer, other))
        if (is_now := " ".join(found)) != row.statuses:
            wrong[route] = f"{is_now} instead of {row.statuses}"
    assert wrong == {}
    assert leaks == []
    assert unplaced == set(), "whoever begins something is told where to look"


@pytest.mark.feature("P4")
@pytest.mark.parametrize(
    "path",
    [
        "/people",
        "/evaluations",
        "/disputes",
        "/interactions",
        "/meetings",
        "/actions",
        "/feedback",
        "/assignments",
        "/plans",
    ],
)
def test_a_list_has_only_what_its_reader_may_see(account: Account, path: str) -> None:
    def agents(who: str) -> set[str]:
        page = account.call(CALLERS[who], "GET", path, query={"limit": "100"})
        assert page.status == 200, page
        names = ("agent_id", "participant_id", "assignee_id", "id")
        return {next(str(item[name]) for name in names if name in item) for item in page.body["items"]}

    assert AGENT in agents("agent")
    assert agents("agent") == {AGENT}
    assert AGENT not in agents("peer")
    assert AGENT not in agents("other")


@pytest.mark.feature("P4", "S2.5")
def test_notices_are_for_the_one_they_are_told(account: Account) -> None:
    for who in ORDER[1:]:
        own = [each["id"] for each in account.call(CALLERS[who], "GET", "/notices").body["items"]]
        assert own == ([account.ids["notice_id"]] if who == "agent" else []), who


@pytest.mark.feature("P2")
@pytest.mark.parametrize(
    ("who", "may"),
    [("agent", ["play"]), ("lead", ["play", "download", "evaluate"]), ("evaluator", ["play", "download", "evaluate"])],
)
def test_listening_is_for_all_who_may_read_and_keeping_for_some(account: Account, who: str, may: list[str]) -> None:
    path = f"/interactions/{account.ids['recorded']}"
    assert account.call(CALLERS[who], "GET", path).body["actions"] == may
    media = account.call(CALLERS[who], "GET", f"{path}/media").body
    assert media["url"]
    assert bool(media["download_url"]) == ("download" in may)


HOME = {
    "agent": {
        "/evaluations": {"limit": "5"},
        "/interactions": {"limit": "5"},
        "/meetings": {"status": "scheduled", "from": "2026-03-01T00:00:00Z", "order": "oldest"},
        "/actions": {"status": "open"},
        "/feedback": {},
        "/summaries": {"agent_id": "{me}"},
        "/people": {"id": "{me}"},
        "/reports/evaluations": {"agent_id": "{me}"},
    },
    "lead": {
        "/evaluations": {"status": "draft"},
        "/interactions": {"limit": "5"},
        "/meetings": {"status": "scheduled", "from": "2026-03-01T00:00:00Z", "order": "oldest"},
        "/actions": {"status": "open", "due_before": "2026-03-10"},
        "/summaries": {"agent_id": "{me}"},
        "/scorecards": {"status": "published"},
        "/teams": {},
        "/reports/evaluations": {},
    },
    "evaluator": {
        "/evaluations": {"status": "draft"},
        "/intake": {"status": "held", "limit": "100"},
        "/imports": {"limit": "5"},
        "/scorecards": {"status": "published"},
        "/actions": {"assignee_id": "{me}", "status": "open"},
        "/meetings": {"participant_id": "{me}"},
    },
    "admin": {
        "/intake": {"status": "held"},
        "/roles": {},
        "/feature-flags": {},
        "/people": {"limit": "5"},
        "/settings": {},
    },
}
"""What the first page of each role asks for: what is theirs, and what needs them."""


@pytest.mark.feature("P2", "P4")
@pytest.mark.parametrize("who", HOME)
def test_what_a_first_page_asks_for_is_answered(account: Account, who: str) -> None:
    me = str(CALLERS[who])
    for path, query in HOME[who].items():
        answer = account.call(me, "GET", path, query=filled(query, {"me": me}))
        assert answer.status == 200, (path, answer)
    again = account.call(me, "GET", "/actions", query={"assignee_id": me})
    assert {each["assignee_id"] for each in again.body["items"]} <= {me}


@pytest.mark.feature("P2", "P4")
def test_agents_choose_indicators_by_name_and_are_not_told_the_phrases(account: Account) -> None:
    rules = [
        {"id": "r1", "name": "Apology", "any_of": ["so sorry"]},
        {"id": "r2", "name": "Apology", "any_of": ["pardon"]},
    ]
    read = account.call(CALLERS["admin"], "GET", "/interactions/indicator-rules")
    put = {"headers": {"If-Match": read.etag}}
    assert account.call(CALLERS["admin"], "PUT", "/interactions/indicator-rules", {"rules": rules}, **put).status == 200
    assert account.call(CALLERS["agent"], "GET", "/interactions/indicators").body == {"names": ["Apology"]}
    for who in ("agent", "lead", "evaluator"):
        assert account.call(CALLERS[who], "GET", "/interactions/indicator-rules").status == 403


@pytest.mark.feature("S0.1")
def test_with_the_feature_off_no_route_of_summaries_is_there(account: Account) -> None:
    flag = account.call(CALLERS["admin"], "GET", "/feature-flags/feature_ai_coaching")
    off = {"headers": {"If-Match": flag.etag}}
    account.call(CALLERS["admin"], "PATCH", "/feature-flags/feature_ai_coaching", {"on": False}, **off)
    for route, row in TABLE.items():
        if route.split("/")[1] == "summaries":
            found = [ask(account, route, row, CALLERS[who], account.ids) for who in ("agent", "lead", "admin")]
            assert [(each.status, each.body["detail"]) for each in found] == [(404, "There is no such route")] * 3, (
                route
            )


@pytest.mark.feature("P4")
def test_a_refusal_takes_as_many_reads_whether_the_thing_is_there_or_not(account: Account) -> None:
    """For a supervisor of others, who is told 404 of what is there and of what isn't."""
    unknown = {
        name: value if name in {"number", "name"} else re.sub(r"_.*", "_00000000000000000000000000", value)
        for name, value in account.ids.items()
    }
    different, tried = {}, 0
    for route, row in TABLE.items():
        method, rule = route.split(" ")
        if row.statuses.split(" ")[ORDER.index("other")] != "404" or method != "GET":
            continue
        reads = []
        for ids in (account.ids, unknown):
            path = filled(row.path or re.sub(r"<(\w+)>", r"{\1}", rule), ids)
            with metered() as usage:
                answer = account.call(CALLERS["other"], method, path, query=filled(row.query, ids))
            assert answer.status == 404
            reads.append(usage.round_trips)
        tried += 1
        if reads[0] != reads[1]:
            different[route] = reads
    assert tried >= 15
    assert different == {}
