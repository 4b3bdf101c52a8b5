"""What it costs to read what somebody has to do, what was drawn, and how the AI stands, among few and among many.

As in `tools.measure_quality`: rows as the stores write them, copied. Of so many conversations one is given to somebody,
one is drawn by a goal, and one is checked blindly.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from debrief.interactions.conversations.words import Channel
from debrief.kernel.clock import iso
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import User
from debrief.quality.drawing.lot import Lot
from debrief.quality.earning.model import Check, Checked, Draw, Result, Sealed, Term
from debrief.quality.earning.store import EarningStore
from debrief.quality.evaluations.model import Assignment, Evaluation
from debrief.quality.evaluations.scoring import score
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.goals.model import AgentDraw, Goal, GoalContent, Picked
from debrief.quality.goals.model import Draw as GoalDraw
from debrief.quality.goals.store import GoalStore
from tools.kept_rows import Kept, clock, ids, text_of, write
from tools.measure_quality import CARD, DAYS, MODEL, QUESTION, Asked, scorecard_version

GIVEN, DRAWN, CHECKED = 10, 10, 50
"""Of so many conversations one is given to somebody to do, drawn by a goal, checked blindly."""

OPEN: Final = 10
"""Checks that are still open: nobody has more at a time."""

GOAL: Final = "gl_00000000000000000BENCHGOAL"
TERM: Final = "aiq_00000000000000000BENCHTERM"
TERMS: Final = 40
"""They don't grow with what is evaluated: one for each question, model and prompt."""

_AT = datetime(2001, 2, 3, 4, 5, 6, 789_000, tzinfo=UTC)
_LATER = _AT + timedelta(days=7)
_THING, _CONVERSATION, _AGENT = "thing_PATTERN", "int_PATTERN", "us_PATTERN"


class WorkCrowd:
    """What is to be done and was drawn, as much as so many conversations bring, all of it for one person."""

    def __init__(self, dynamodb: Any, table: str, agents: Sequence[User], who: User) -> None:
        self._dynamodb, self._table = dynamodb, table
        self._agents, self._who = agents, who.id
        self._given, self._drawn = self._draft(), self._draw()
        self._open, self._checked = self._check("open"), self._check("answered")
        self._count = 0
        self._now = datetime.now(UTC)

    def begin(self) -> None:
        """Set the goal, and let the AI have been asked some questions."""
        made: dict[str, Any] = {"created_at": _AT, "created_by": self._who, "updated_at": _AT, "updated_by": self._who}
        with Transaction(clock, ids) as tx:
            GoalStore().put(tx, Goal(id=GOAL, **dict(self._rules()), **made))
        for number in range(TERMS):
            id = TERM if number == 0 else f"aiq_{number:026d}"
            with Transaction(clock, ids) as tx:
                EarningStore().put_term(tx, _term(id))

    def grow(self, total: int) -> None:
        """Have as much as `total` conversations bring."""
        batch: list[dict[str, Any]] = []
        for number in range(self._count, total):
            for text in self._patterns(number):
                batch += self._moved(text, number)
            if len(batch) >= 500:
                write(self._dynamodb, self._table, batch)
                batch = []
        write(self._dynamodb, self._table, batch)
        self._count = total

    def _patterns(self, number: int) -> Iterator[str]:
        if number % GIVEN == 0:
            yield self._given
        if number % DRAWN == 0:
            yield self._drawn
        if number % CHECKED == 0:
            yield self._open if number < CHECKED * OPEN else self._checked

    def _moved(self, text: str, number: int) -> list[dict[str, Any]]:
        at = self._now - timedelta(days=number % DAYS, milliseconds=number % 86_000_000)
        where = {
            _THING: f"w{number:025d}",
            _CONVERSATION: f"int_{number:026d}",
            _AGENT: self._agents[number % len(self._agents)].id,
            iso(_AT): iso(at),
            iso(_LATER): iso(at + timedelta(days=DAYS + 7)),
        }
        for old, new in where.items():
            text = text.replace(old, new)
        found: list[dict[str, Any]] = json.loads(text)
        return found

    def _draft(self) -> str:
        version = scorecard_version()
        draft = Evaluation(
            id=f"ev_{_THING}",
            interaction_id=_CONVERSATION,
            contact_reference="BENCH",
            agent_id=_AGENT,
            channel=Channel.VOICE,
            scorecard_id=CARD,
            scorecard_name="Bench",
            scorecard_version=1,
            type="manual",
            evaluator_id=self._who,
            score=score(version, (), running=True),
            created_at=_AT,
            interaction_started_at=_AT,
            assignment=Assignment(by=self._who, at=_AT, due_at=_LATER),
        )
        rows = Kept()
        EvaluationStore().put_evaluation(rows, draft)
        return text_of(rows.kept)

    def _rules(self) -> GoalContent:
        return GoalContent(
            name="Bench",
            scorecard_id=CARD,
            evaluator_ids=(self._who,),
            first_on=_AT.date(),
            agent_ids=tuple(each.id for each in self._agents),
        )

    def _draw(self) -> str:
        rows, id = Kept(), f"dw_{_THING}"
        days: dict[str, Any] = {"first_on": _AT.date(), "last_on": _AT.date(), "since": _AT, "until": _AT}
        GoalStore().put_draw(
            rows,
            GoalDraw(
                id=id,
                goal_id=GOAL,
                at=_AT,
                seed="0" * 32,
                rules=self._rules(),
                scorecard_version=1,
                set_by=self._who,
                due_at=_LATER,
                agents=(_AGENT,),
                state="done",
                wanted=1,
                drawn=1,
                **days,
            ),
        )
        picked = Picked(interaction_id=_CONVERSATION, evaluator_id=self._who, evaluation_id=f"ev_{_THING}")
        frame = (_CONVERSATION,)
        GoalStore().put_agent_draw(
            rows,
            AgentDraw(
                draw_id=id,
                goal_id=GOAL,
                agent_id=_AGENT,
                at=_AT,
                before=0,
                frame=frame,
                offered=frame,
                picked=(picked,),
                settled=True,
            ),
        )
        return text_of(rows.kept)

    def _check(self, status: str) -> str:
        lot = Lot(seed="0" * 32, frame=(self._who,), chosen=self._who)
        check = Check(
            id=f"chk_{_THING}",
            evaluation_id=f"ev_c{_THING}",
            interaction_id=_CONVERSATION,
            channel=Channel.VOICE,
            agent_id=_AGENT,
            interaction_started_at=_AT,
            scorecard_id=CARD,
            scorecard_name="Bench",
            scorecard_version=1,
            terms={QUESTION: TERM},
            draw=Draw(
                evaluation_id=f"ev_c{_THING}",
                seed="0" * 32,
                percent=2,
                frame=(QUESTION,),
                questions=(QUESTION,),
                checkers=lot,
            ),
            checker_id=self._who,
            drawn_at=_AT,
            until=_LATER,
        )
        rows = Kept()
        if status == "open":
            EarningStore().put_drawn(rows, check, Sealed(choices={QUESTION: "yes"}))
            return text_of(rows.kept)
        answered = (Checked(question_id=QUESTION, ai="yes", human="yes"),)
        done = check.model_copy(update={"status": "answered", "answers": answered, "answered_at": _AT})
        result = Result(check_id=check.id, ai="yes", human="yes", at=_AT)
        EarningStore().put_answered(rows, done, {QUESTION: result})
        return text_of(rows.kept)


def asked(agent_id: str) -> list[Asked]:
    """What is measured, for somebody who sees everybody."""
    pages = [
        Asked("what somebody has to do", "/evaluations/assigned", {}),
        Asked("drafts", "/evaluations", {"status": "draft"}),
        Asked("what somebody gave others", "/evaluations/assignments", {}),
        Asked("the draws of a goal", f"/goals/{GOAL}/draws", {}),
        Asked("an agent's draws", "/draws", {"agent_id": agent_id}),
        Asked("the AI's questions", "/ai-questions", {}),
        Asked("a question's blind checks", f"/ai-questions/{TERM}/checks", {}),
    ]
    limited = [each._replace(name=f"a page of {each.name}", query=each.query | {"limit": "25"}) for each in pages]
    return [*limited, Asked("blind checks to do", "/blind-checks", {})]


def _term(id: str) -> Term:
    return Term(
        id=id,
        scorecard_id=CARD,
        question_id=QUESTION,
        question_text="Question 1",
        meaning="0" * 32,
        model=MODEL.model,
        prompt=MODEL.prompt_version,
        prompt_hash=MODEL.prompt_hash,
        begun_at=_AT,
        since=_AT,
    )
