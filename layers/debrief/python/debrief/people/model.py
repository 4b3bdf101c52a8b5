"""People and what the account has settled: users, teams, groups, roles, feature flags and settings."""

from enum import StrEnum
from typing import Annotated, Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    Field,
    StrictBool,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from debrief.kernel.auth import Permission, Reach
from debrief.kernel.masking.kinds import Masking
from debrief.kernel.model import Aggregate, Entity, is_kept

ERASED_NAME = "Erased person"
"""How somebody is called whose data was erased."""

# A change of one person has to fit into one transaction of 100 items.
MOST_GROUPS = 10
MOST_REFERENCES = 10
MOST_ROLES = 5


class UserKind(StrEnum):
    """Whether a person or a machine answers. Bots are never summarised."""

    HUMAN = "human"
    BOT = "bot"


class UserStatus(StrEnum):
    """Inactive users can't sign in and take no new work; what they did stays."""

    ACTIVE = "active"
    INACTIVE = "inactive"


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        raise ValueError("is not a time zone of the IANA database, such as Europe/Berlin") from error
    return name


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Email = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=254, pattern=r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+$")
]
Reference = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
"""What a telephony or chat system calls an agent."""
TimeZone = Annotated[str, AfterValidator(_known_zone)]
UsDollars = Annotated[float, Field(ge=0, le=10_000_000, allow_inf_nan=False)]
Inquiry = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class User(Aggregate):
    """Somebody who works with Debrief, or whose conversations it looks at.

    email: unique whatever its case; None only for bots and for people who were erased.
    manager_id: the next one up the reporting line.
    agent_references: what other systems call this agent; each belongs to one user only.
    reports: how many users have this one as their manager, inactive ones included.
    """

    id: str
    name: Name
    email: Email | None
    kind: UserKind = UserKind.HUMAN
    status: UserStatus = UserStatus.ACTIVE
    role_ids: Annotated[frozenset[str], Field(max_length=MOST_ROLES)] = frozenset()
    manager_id: str | None = None
    team_id: str | None = None
    group_ids: Annotated[frozenset[str], Field(max_length=MOST_GROUPS)] = frozenset()
    agent_references: Annotated[tuple[Reference, ...], Field(max_length=MOST_REFERENCES)] = ()
    reports: Annotated[int, Field(ge=0)] = 0

    @property
    def active(self) -> bool:
        """Whether the user may sign in and take work."""
        return self.status is UserStatus.ACTIVE

    @property
    def is_bot(self) -> bool:
        """Whether a machine answers."""
        return self.kind is UserKind.BOT

    @property
    def erased(self) -> bool:
        """Whether the person was erased: their id stays, so that what refers to it still reads, and nothing else."""
        return self.kind is UserKind.HUMAN and self.email is None

    def without_identity(self) -> "User":
        """What stays when the person is erased: id, kind and place in the line, which say nothing of who it was."""
        return User(
            id=self.id,
            revision=self.revision,
            name=ERASED_NAME,
            email=None,
            kind=UserKind.HUMAN,
            status=UserStatus.INACTIVE,
            manager_id=self.manager_id,
            reports=self.reports,
        )


class Change(NamedTuple):
    """A user before and after; before is None for a new one. Both have the same id and revision."""

    before: User | None
    after: User


class Team(Aggregate):
    """Where somebody works; a person is in one at most. Names are unique."""

    id: str
    name: Name
    supervisor_id: str | None = None


class Group(Aggregate):
    """A set of agents that are looked at together; a person may be in several. Names are unique."""

    id: str
    name: Name


class Role(Aggregate):
    """What somebody may do (`permissions`) and with whose work (`reach`).

    built_in: comes with Debrief; it may be changed but not deleted.
    """

    id: str
    name: Name
    permissions: frozenset[Permission]
    reach: Reach
    built_in: bool = False

    @field_validator("permissions", mode="before")
    @classmethod
    def _known(cls, value: Any, info: ValidationInfo) -> Any:
        """A permission of a later version permits nothing here, and takes nothing from the others."""
        return [each for each in value if each in set(Permission)] if is_kept(info) else value


class FeatureFlag(Aggregate):
    """A part of the product that is switched on or off by its technical name."""

    name: str
    on: bool
    description: str


class ModelBudget(Entity):
    """What the language model and transcription may cost in a calendar month of the account's time zone, in US dollars.

    transcription: of recordings. analysis: of conversations. answers: to scorecards. summary: of performance. practice:
    scenarios, the customer in them, and the scores of attempts. None for no limit; 0 for not at all. Where a limit is
    met, nothing more is begun for this use until the month is over or the limit is raised.
    """

    transcription: UsDollars | None = None
    analysis: UsDollars | None = None
    answers: UsDollars | None = None
    summary: UsDollars | None = None
    practice: UsDollars | None = None


class AutomaticSampling(Entity):
    """Which conversations the AI evaluates by itself, where not all: by lot, so that reports can say how far they err.

    how: `all`; `share`: each with a chance of `percent`; `number`: of each agent `per_agent_month` a calendar month, as
    far as the month's conversations can be foreseen.
    """

    how: Literal["all", "share", "number"] = "all"
    percent: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] = 20.0
    per_agent_month: Annotated[int, Field(ge=1, le=1000)] = 20


PLAN_ASSISTANCE = (
    "Listening to some of my calls together",
    "Sitting beside a colleague who does this well",
    "Practising the conversation with me",
    "Training on the product or the process",
    "Training on our systems",
    "A better article in the knowledge base",
    "More frequent 1-to-1s",
)
"""What agents may ask help with in a coaching plan, unless the account settles others."""


class SettingsValues(Entity):
    """What an administrator settles for the whole account.

    time_zone: IANA name; decides where a day begins and ends.
    minimum_sample: fewest applicable answers before a percentage is shown (S0.10).
    minimum_ranked: fewest interactions before an agent is ranked (S1.4).
    agent_channel: on which channel of a stereo recording the agent is, 0 or 1, where nothing else says; None: nobody
        has settled it, and the wording decides. Amazon Connect records the agent on the second one, 1.
    ask_about_queues: which queues that aren't known hold a conversation until somebody says what is meant: those that
        may be slips for a known one, all of them, or none. A queue is known from its first conversation on.
    agent_sentiment: whether the sentiment of agents is inferred; forbidden for voice in the European Union.
    inquiries: the reasons for a contact that conversations are sorted into (I2).
    score_threshold: overall score, 0–100, below which a conversation is flagged (S2.3).
    pattern_length: calls running in which one criterion is low that make a pattern; pattern_threshold: percent of its
        points below which a criterion is low (S2.3).
    alert_keywords: phrases that flag a conversation, whoever says them; as indicators write them.
    policy_indicators: indicators that are violations of a policy, by name: where one holds, a conversation is flagged.
    flag_hang_ups: whether calls are flagged that end as if somebody had hung up.
    accept_and_dispute: whether agents accept or dispute evaluations (S4.8).
    require_acknowledgement: whether silence past acknowledgement_window_days counts as acknowledged; otherwise an
        agent may dispute for so many days, and acknowledge at any time.
    acknowledgement_reminder_days: so many days before the window ends an agent who hasn't answered is reminded; 0 for
        no reminder.
    acknowledge_automatic: whether agents are told of each automatic evaluation too, and asked to acknowledge it; they
        may dispute it in any case.
    dispute_rounds: most rounds of dispute and answer.
    disputes_decided_by: who decides a dispute: the evaluator, the reviewer that dispute_reviewer_id names, or any of
        those with the permission. It is one of those, too, where the evaluation has no evaluator, or whoever should
        decide may not.
    screen_recording: whether screens are recorded and may be shown (S4.14).
    moment_password: whether links for outsiders need a password; moment_link_days: most days that they live (S4.15).
    practice_pass_score: score, 0–100, from which an attempt at a practice passes (S2.6); None: the pass mark of the
        scorecard whose criterion is practised. Fixed for each practice when it is approved.
    summary_check: whether the model looks at each sentence of a report once more, beside what it cites alone; what
        isn't borne out is left out. It costs a further request for each report, of about half a draft (N1, N9).
    reports_overnight: whether the report of each 1-to-1 is made in the night before it, for its facilitator, where
        none is there yet. Off unless wanted: each costs what a report costs (N9).
    answer_check: whether the model looks once more at each of its answers that gives an agent credit, beside nothing
        but the question and the sentence of the agent's; what isn't borne out waits for a person. It costs a further
        request for each evaluation, much shorter than the first (N1, N6, N9).
    ai_must_earn: whether the AI scores alone only where it has earned each question that it answers: else it drafts for
        a person. Off unless wanted: from the day it is switched on everything waits for people until enough is checked.
    ai_checker_ids: who is given blind checks of the AI's answers, by lot; nothing is checked while nobody is named.
    ai_agreement_line: percent that the lower end of the agreement's interval has to exceed; ai_least_checks: fewest
        checks before a question can be earned.
    ai_check_percent: of a hundred automatic evaluations so many are drawn for a check, as long as fewer than
        ai_checks_monthly checks of a question were drawn within 30 days (N13).
    plan_assistance: kinds of assistance that agents choose from in a coaching plan, beside their own words (S1.7).
    model_budget_usd_month: what the language model and transcription may cost in a calendar month, by use; sent as a
        whole (N9).
    automatic_sampling: which conversations scorecards that start by themselves evaluate; sent as a whole (N9).
    masking: where personal data in what was said is masked, by kind; sent as a whole (N8).
    """

    time_zone: TimeZone = "UTC"
    minimum_sample: Annotated[int, Field(ge=1, le=100)] = 5
    minimum_ranked: Annotated[int, Field(ge=1, le=1000)] = 5
    agent_channel: Annotated[int, Field(ge=0, le=1)] | None = None
    ask_about_queues: Literal["similar", "unknown", "never"] = "similar"
    agent_sentiment: StrictBool = False
    inquiries: Annotated[tuple[Inquiry, ...], Field(max_length=200)] = ()
    score_threshold: Annotated[float, Field(ge=0, le=100)] = 65.0
    pattern_length: Annotated[int, Field(ge=2, le=20)] = 3
    pattern_threshold: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] = 65.0
    alert_keywords: Annotated[tuple[Inquiry, ...], Field(max_length=200)] = ()
    policy_indicators: Annotated[tuple[Inquiry, ...], Field(max_length=100)] = ()
    flag_hang_ups: StrictBool = True
    accept_and_dispute: StrictBool = True
    require_acknowledgement: StrictBool = False
    acknowledgement_window_days: Annotated[int, Field(ge=1, le=90)] = 7
    acknowledgement_reminder_days: Annotated[int, Field(ge=0, le=30)] = 2
    acknowledge_automatic: StrictBool = False
    dispute_rounds: Annotated[int, Field(ge=1, le=10)] = 2
    disputes_decided_by: Literal["evaluator", "reviewer", "queue"] = "evaluator"
    dispute_reviewer_id: Annotated[str, Field(max_length=100)] | None = None
    screen_recording: StrictBool = False
    moment_password: StrictBool = True
    moment_link_days: Annotated[int, Field(ge=1, le=365)] = 30
    practice_pass_score: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] | None = None
    summary_check: StrictBool = True
    reports_overnight: StrictBool = False
    answer_check: StrictBool = True
    ai_must_earn: StrictBool = False
    ai_checker_ids: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=100)], ...], Field(max_length=50)
    ] = ()
    ai_agreement_line: Annotated[float, Field(ge=50, le=99, allow_inf_nan=False)] = 80.0
    ai_least_checks: Annotated[int, Field(ge=5, le=100)] = 20
    ai_check_percent: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] = 10.0
    ai_checks_monthly: Annotated[int, Field(ge=1, le=100)] = 20
    plan_assistance: Annotated[tuple[Inquiry, ...], Field(max_length=50)] = PLAN_ASSISTANCE
    model_budget_usd_month: ModelBudget = ModelBudget()
    automatic_sampling: AutomaticSampling = AutomaticSampling()
    masking: Masking = Masking()


class AccountSettings(Aggregate, SettingsValues):
    """The settings as they are stored: one of them for the account."""

    @model_validator(mode="before")
    @classmethod
    def _without_what_was(cls, stored: Any) -> Any:
        """Settings that were written while there was one limit for everything, which nothing obeyed."""
        if isinstance(stored, dict) and "monthly_model_budget_micro_usd" in stored:
            return {name: value for name, value in stored.items() if name != "monthly_model_budget_micro_usd"}
        return stored


class Account(Entity):
    """All that the account has settled, as one read gives it. Roles and flags by their id and name."""

    roles: dict[str, Role]
    flags: dict[str, FeatureFlag]
    settings: AccountSettings
