"""The pipeline's second step: what was said is read by rule and by the model, and vendors' readings are kept (I2)."""

import re
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from debrief.interactions.analysis.guarding import Conversation, counted
from debrief.interactions.analysis.indicator_store import IndicatorStore
from debrief.interactions.analysis.indicators import hits_of
from debrief.interactions.analysis.instructing import instructing
from debrief.interactions.conversations.analysis import Analysis, Origin, Reading, SentimentQuarter, SentimentScore
from debrief.interactions.conversations.events import ANALYSED
from debrief.interactions.conversations.inquiry import settled_inquiry
from debrief.interactions.conversations.masked import masked_turns
from debrief.interactions.conversations.model import Interaction, Speaker, Transcript, Turn
from debrief.interactions.conversations.postponed_store import PostponedStore
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.ai.model_client import ModelClient
from debrief.kernel.ai.prompts import data_json, harmless, one_line, prompt_template
from debrief.kernel.clock import Clock
from debrief.kernel.errors import BudgetSpent, NotFound
from debrief.kernel.ids import Ids
from debrief.kernel.model import Entity
from debrief.kernel.storage.transactions import Transaction
from debrief.people.store import PeopleStore

TOOL = "record_analysis"
LONGEST_SUMMARY = 1500
LONGEST_TRANSCRIPT = 60_000
"""Characters of a transcript that are sent; of a longer one the beginning and the end, where most is decided."""

_NO_TOPIC = re.compile(r"[<>{}\[\]|\\`@]|://|\bwww\.|\w\.(?:com|net|org|io)\b")
MOST_INQUIRIES = 20


def _plain(topic: str) -> str:
    if not topic or _NO_TOPIC.search(topic):
        raise ValueError("a topic is a few words, without markup or addresses")
    return topic


Topic = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=60),
    AfterValidator(one_line),
    AfterValidator(_plain),
]
"""What was talked about, in a few plain words."""


class AnalysisDraft(Entity):
    """What the conversation shows. Leave out what it doesn't tell."""

    summary: Annotated[str, Field(max_length=LONGEST_SUMMARY)]
    customer_sentiment_quarters: Annotated[tuple[SentimentScore, ...], Field(min_length=4, max_length=4)]
    agent_sentiment: SentimentScore | None = None
    predicted_satisfaction: Annotated[float, Field(ge=1, le=5)] | None = None
    predicted_resolution: Annotated[int, Field(ge=0, le=1)] | None = None
    xnps: Annotated[int, Field(ge=0, le=10)] | None = None
    repeat_contact: bool | None = None
    inquiry: Annotated[tuple[Annotated[str, Field(max_length=100)], ...], Field(max_length=MOST_INQUIRIES)] = ()
    topics: Annotated[tuple[Topic, ...], Field(max_length=8)] = ()


class ConversationAnalyser:
    """Analyses interactions. Running it again replaces what the model and the rules said; a vendor's values stay.

    Where the month's budget is spent, what rules tell is kept, and the interaction waits for the rest.
    """

    def __init__(
        self,
        store: InteractionStore,
        indicators: IndicatorStore,
        people: PeopleStore,
        model: ModelClient,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._indicators = indicators
        self._people = people
        self._model = model
        self._clock = clock
        self._ids = ids
        self._postponed = PostponedStore(store)

    def run(self, interaction_id: str) -> None:
        """Analyse one interaction. Without a word from the customer or the agent there is nothing to ask a model.

        One that was erased stays as it is: what is counted of it doesn't change any more.

        Raises:
            NotFound: no such interaction. The model client's errors, apart from a spent budget.
        """
        interaction = self._store.interaction(interaction_id)
        if interaction is None:
            raise NotFound("There is no such interaction")
        if interaction.erased_at is not None:
            return
        transcript = self._store.transcript(interaction)
        settings = self._people.settings()
        analysis = given_by_others(interaction.analysis)
        spent = False
        if transcript is not None:
            found = hits_of(self._indicators.rules(), transcript.turns)
            names = tuple(Reading(value=hit.name, origin=Origin.COMPUTED) for hit in found)
            places = instructing(interaction, transcript.turns)
            instructs = tuple(Reading(value=place, origin=Origin.COMPUTED) for place in places)
            analysis = analysis.filled_from(Analysis(indicators=names, instructs=instructs))
            if any(turn.speaker in (Speaker.CUSTOMER, Speaker.AGENT) for turn in transcript.turns):
                try:
                    analysis = analysis.filled_from(self._ask(interaction, transcript, settings.inquiries))
                except BudgetSpent:
                    spent = True
        analysis = analysis.permitted(interaction.channel, agent_sentiment=settings.agent_sentiment)
        if settled := settled_inquiry(interaction):
            # What the model thinks it was about has no place beside what it is known to be about.
            analysis = analysis.model_copy(update={"inquiry": settled})
        analysed = interaction.model_copy(
            update={
                "analysis": analysis,
                "inquiry": interaction.inquiry if settled else tuple(reading.value for reading in analysis.inquiry),
                "inquiry_read": not settled and bool(analysis.inquiry),
                "topics": interaction.topics or tuple(reading.value for reading in analysis.topics),
                "indicators": tuple(reading.value for reading in analysis.indicators),
            }
        )
        with Transaction(self._clock, self._ids) as transaction:
            self._postponed.keep(transaction, analysed, "analysis", spent=spent, now=self._clock.now())
            if not spent:
                self._postponed.look_after(transaction, self._clock.now())
            transaction.announce(InteractionRow, ANALYSED, interaction.id, {"agent_id": interaction.agent_id})

    def _ask(self, interaction: Interaction, transcript: Transcript, inquiries: Sequence[str]) -> Analysis:
        context = {"channel": interaction.channel, "inquiries": list(inquiries)}
        turns = masked_turns(transcript.turns, self._model.masked())
        prompt = prompt_template("debrief.interactions.analysis", "analyse_interaction", 1).fill(
            context=data_json(context), transcript=as_lines(turns)
        )
        answer = self._model.ask(prompt.about(interaction.id), TOOL, AnalysisDraft)
        provenance = answer.provenance.model_copy(update={"inputs": (f"{interaction.id}@{interaction.revision}",)})
        known = (interaction.queue, *interaction.topics, *interaction.inquiry, self._name_of(interaction.agent_id))
        read = readings(answer.value, turns, inquiries, known)
        return read.model_copy(update={"provenance": provenance})

    def _name_of(self, user_id: str) -> str:
        return self._people.names([user_id]).get(user_id, "")


def as_lines(turns: Iterable[Turn]) -> str:
    """A transcript as text for a model: a line a turn, `[index] speaker: words`, harmless inside a fence."""
    lines = [f"[{turn.index}] {turn.speaker}: {one_line(turn.text)}" for turn in turns]
    text = "\n".join(lines)
    if len(text) > LONGEST_TRANSCRIPT:
        half = LONGEST_TRANSCRIPT // 2
        text = f"{text[:half]}\n[…]\n{text[-half:]}"
    return harmless(text)


def given_by_others(analysis: Analysis | None) -> Analysis:
    """Of an analysis, what a vendor or the customer said; our own earlier readings are made anew."""
    if analysis is None:
        return Analysis()
    others = (Origin.VENDOR, Origin.CUSTOMER_SURVEY)
    kept: dict[str, Any] = {}
    for name in type(analysis).model_fields:
        value = getattr(analysis, name)
        if name == "dropped":
            continue
        if isinstance(value, Reading) and value.origin in others:
            kept[name] = value
        elif isinstance(value, tuple):
            kept[name] = tuple(reading for reading in value if reading.origin in others)
        elif isinstance(value, dict):
            kept[name] = value
    return Analysis.model_construct(**kept)


def readings(
    draft: AnalysisDraft, turns: Sequence[Turn], inquiries: Sequence[str], known: Sequence[str] = ()
) -> Analysis:
    """The model's answer as an analysis: only configured inquiries, only texts that the conversation bears out.

    known: names that may be written beside those that were said, such as the queue's.
    """
    quarters = tuple(
        SentimentQuarter(quarter=place, score=score)
        for place, score in enumerate(draft.customer_sentiment_quarters, start=1)
    )
    allowed = {inquiry.casefold(): inquiry for inquiry in inquiries}
    named = [allowed[name.casefold()] for name in draft.inquiry if name.casefold() in allowed]
    conversation = Conversation(turns, (*known, *inquiries))
    summary = conversation.kept(draft.summary, longest=LONGEST_SUMMARY, scores=True)
    topics, unfit = conversation.topics(draft.topics)
    scores = draft.customer_sentiment_quarters
    return Analysis(
        summary=_reading(summary.text) if summary.text else None,
        customer_sentiment_start=_reading(scores[0]),
        customer_sentiment_end=_reading(scores[-1]),
        customer_sentiment_arc=_reading(quarters),
        customer_sentiment=_reading(sum(scores) / len(scores)),
        agent_sentiment=None if draft.agent_sentiment is None else _reading(draft.agent_sentiment),
        predicted_satisfaction=None if draft.predicted_satisfaction is None else _reading(draft.predicted_satisfaction),
        predicted_resolution=None if draft.predicted_resolution is None else _reading(draft.predicted_resolution),
        xnps=None if draft.xnps is None else _reading(draft.xnps),
        repeat_contact=None if draft.repeat_contact is None else _reading(draft.repeat_contact),
        inquiry=tuple(_reading(name) for name in dict.fromkeys(named)),
        topics=tuple(_reading(topic) for topic in topics),
        dropped=counted(summary.dropped, unfit),
    )


def _reading(value: Any) -> Reading[Any]:
    return Reading(value=value, origin=Origin.MODEL)
