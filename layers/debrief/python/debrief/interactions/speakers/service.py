"""A person says who is who in a conversation: its words are kept, and all that was made of them is made anew.

What follows is what follows when a conversation is replaced by one of other words: the transcript is written anew under
a key of its own, the analysis goes and is made again, and automatic evaluations of the words as they were attributed
before are superseded and leave the rollups (decision 0045). What a person answered stays, and reads that it rests on
earlier words.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final, NamedTuple

from debrief.interactions.analysis.analyse_step import given_by_others
from debrief.interactions.conversations.analysis import Analysis
from debrief.interactions.conversations.events import RECORDED, SPEAKERS_CORRECTED, SpeakersData
from debrief.interactions.conversations.model import (
    Interaction,
    Transcript,
    TranscriptReference,
    Turn,
    transcript_prefix,
)
from debrief.interactions.conversations.postponed_store import PostponedStore
from debrief.interactions.conversations.roles import Roles, RolesFrom
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.conversations.speakers import (
    has_two_sides,
    is_turned,
    told,
    voice_of,
    with_both_swapped,
    with_speakers,
)
from debrief.interactions.conversations.store import InteractionStore
from debrief.interactions.formats.metadata import customer_of, other_side
from debrief.interactions.formats.voices import is_about_roles
from debrief.interactions.intake.model import IntakeItem, IntakeStatus
from debrief.interactions.intake.store import IntakeStore
from debrief.interactions.intake.workflow_client import Workflows
from debrief.interactions.speakers.model import SpeakersSaid
from debrief.kernel.clock import Clock
from debrief.kernel.errors import PASSING, Conflict, FieldError, NotFound, RuleBroken, Stale
from debrief.kernel.faults import log_passing
from debrief.kernel.ids import Ids
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction

MADE_ANEW_WITHIN: Final = timedelta(hours=1)
"""What isn't made anew by then is made up for as what waited for the model's budget is."""


class OfMany(NamedTuple):
    """A conversation is corrected as one of many.

    job: the correction of a whole import or source. takes_back: it takes another one back, so that who is who is told
    again by what told it before.
    """

    job: str
    takes_back: bool = False


class SpeakerCorrection:
    """Corrects who is who in one conversation. Whether the caller may, the API and `InteractionService` have settled.

    agent_sentiment: whether the account has the sentiment of agents turned on.
    """

    def __init__(
        self,
        store: InteractionStore,
        intake: IntakeStore,
        workflows: Workflows,
        clock: Clock,
        ids: Ids,
        *,
        agent_sentiment: Callable[[], bool],
    ) -> None:
        self._store = store
        self._intake = intake
        self._workflows = workflows
        self._clock = clock
        self._ids = ids
        self._agent_sentiment = agent_sentiment
        self._postponed = PostponedStore(store)

    def correct(
        self, interaction: Interaction, said: SpeakersSaid, *, by: str, of_many: "OfMany | None" = None
    ) -> Interaction:
        """Write down what a person says, and let all be made anew that rests on it.

        interaction: as it was read, also without what may not be shown of it; what is stored with it stays. by: the
        user. of_many: the correction that it is part of; what it lacks then is begun with what else waits for a model,
        a few at a time. Where everybody is already who they are said to be, a guess is a guess no more, and nothing has
        to be made anew.

        Raises:
            RuleBroken: a voice isn't known, or there is nobody to swap. Stale: the interaction was changed meanwhile.
            Conflict: it is being taken in just now, was erased, or has no transcript.
        """
        interaction = self._whole(interaction)
        item = self._settled(interaction)
        before = self._transcript(interaction)
        turns = _turns(before.turns, said)
        if turns == before.turns:
            return self._confirmed(interaction, by, of_many)
        after = before.model_copy(update={"turns": turns}).permitted(agent_sentiment=self._agent_sentiment())
        corrected = self._corrected(interaction, before, after, by=by, of_many=of_many)
        now = self._clock.now()
        with Transaction(self._clock, self._ids) as tx:
            if item is not None:
                self._intake.expect_unchanged(tx, item, _taken_in())
            begun = of_many is None
            until = now + MADE_ANEW_WITHIN if begun else now
            moved = corrected.customer_reference != interaction.customer_reference
            earlier = interaction if moved else None
            waiting = self._postponed.keep_anew(tx, corrected, now, until, begun=begun, earlier=earlier)
            self._store.drop_transcript(tx, interaction, now)
            tx.announce(InteractionRow, RECORDED, interaction.id, {"agent_id": interaction.agent_id})
            self._announce(tx, interaction, by, of_many, changed=True)
        if begun:
            self._make_anew(written(waiting))
        return written(waiting)

    def _whole(self, interaction: Interaction) -> Interaction:
        """The interaction as the table has it. Raises Stale where that was changed since it was read."""
        stored = self._store.interaction(interaction.id)
        if stored is None or stored.revision != interaction.revision:
            raise Stale("The interaction was changed meanwhile; read it again")
        return stored

    def _make_anew(self, corrected: Interaction) -> None:
        """Begin the run that makes anew what rests on who is who. Where it can't be begun now, that is made up for."""
        try:
            self._workflows.start_catching_up(corrected, "analysis", f"{corrected.id}-speakers-{corrected.revision}")
        except PASSING as error:
            log_passing("what a person said of speakers is read anew later", error, interaction_id=corrected.id)

    def _settled(self, interaction: Interaction) -> IntakeItem | None:
        """The intake item that the conversation belongs to, if any. Raises Conflict while it is taken in."""
        if interaction.erased_at is not None:
            raise Conflict("It was erased on request")
        claim = self._store.claim(interaction.id)
        item = self._intake.item(claim[0] if claim else interaction.source.intake_id)
        if item is not None and item.interaction_id == interaction.id and item.status is IntakeStatus.PROCESSING:
            raise _taken_in()
        return item

    def _transcript(self, interaction: Interaction) -> Transcript:
        try:
            transcript = self._store.transcript(interaction)
        except NotFound:
            # Retention has removed it.
            transcript = None
        if transcript is None:
            raise Conflict("It has no transcript in which somebody could be somebody else")
        return transcript

    def _corrected(
        self, interaction: Interaction, before: Transcript, after: Transcript, *, by: str, of_many: "OfMany | None"
    ) -> Interaction:
        """The interaction with its corrected transcript, which is written, and without what is made anew."""
        prefix = transcript_prefix(interaction.id, interaction.source.intake_id)
        # A name that no other correction has: one of two at once fails, and mustn't have touched what the other wrote.
        key = f"{prefix}{self._ids.new('said')}.json"
        self._store.put_transcript(key, after)
        own = self._intake.item(interaction.source.intake_id)
        others = given_by_others(interaction.analysis) if interaction.analysis else None
        said = with_speakers(interaction.model_copy(update={"analysis": others}), before.turns, after.turns)
        return said.model_copy(
            update={
                "transcript": _reference(interaction, key, after),
                "analysis": None if said.analysis == Analysis() else said.analysis,
                "customer_reference": _customer(interaction, own, after),
                "inquiry": own.metadata.inquiry if own else (),
                "topics": own.metadata.topics if own else (),
                "indicators": (),
                **self._as_said(interaction, by, of_many),
            }
        )

    def _confirmed(self, interaction: Interaction, by: str, of_many: "OfMany | None") -> Interaction:
        confirmed = interaction.model_copy(update=self._as_said(interaction, by, of_many))
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, confirmed)
            self._announce(tx, interaction, by, of_many, changed=False)
        return written(confirmed)

    def _as_said(self, interaction: Interaction, by: str, of_many: "OfMany | None") -> dict[str, object]:
        roles, now = interaction.roles or UNTOLD, self._clock.now()
        if of_many is not None and of_many.takes_back and roles.changes:
            remarks = dict.fromkeys((*interaction.remarks, *roles.changes[-1].remarks))
            return {"roles": roles.taken_back_by(by, now, job=of_many.job), "remarks": tuple(remarks)}
        over = tuple(filter(is_about_roles, interaction.remarks))
        job = of_many.job if of_many is not None else None
        return {
            "roles": roles.said_by(by, now, job=job, remarks=over),
            "remarks": tuple(remark for remark in interaction.remarks if remark not in over),
        }

    @staticmethod
    def _announce(
        tx: Transaction, interaction: Interaction, by: str, of_many: "OfMany | None", *, changed: bool
    ) -> None:
        job = of_many.job if of_many is not None else None
        data = SpeakersData(agent_id=interaction.agent_id, by=by, changed=changed, job=job)
        tx.announce(InteractionRow, SPEAKERS_CORRECTED, interaction.id, data.model_dump(mode="json"))


UNTOLD: Final = Roles.told_by(RolesFrom.UNKNOWN)
"""What told the roles of a conversation that was loaded before that was kept."""


def _taken_in() -> Conflict:
    return Conflict("It is being taken in just now; say who is who once that is done")


def _turns(turns: Sequence[Turn], said: SpeakersSaid) -> tuple[Turn, ...]:
    """The turns as a person says. Raises RuleBroken for unknown voices, and where there is nobody to swap."""
    if said.swap:
        if not has_two_sides(turns):
            refusal = FieldError(pointer="/swap", message="nobody is agent or customer; say who each voice is")
            raise RuleBroken("There is nobody to swap", errors=[refusal])
        return with_both_swapped(turns)
    known = {voice_of(turn) for turn in turns}
    unknown = [voice for voice in said.voices if voice not in known]
    if unknown:
        errors = [FieldError(pointer=f"/voices/{voice}", message="isn't heard in it") for voice in unknown]
        raise RuleBroken("Some of the voices aren't heard in it", errors=errors)
    return told(turns, said.voices)


def _customer(interaction: Interaction, own: IntakeItem | None, after: Transcript) -> str | None:
    """Whose conversation it is: where that followed from who dialled, of the other one once both are swapped."""
    if own is None or other_side(own.metadata) is None:
        return interaction.customer_reference
    return customer_of(own.metadata, turned=is_turned(after.turns))


def _reference(interaction: Interaction, key: str, transcript: Transcript) -> TranscriptReference | None:
    """Where the corrected transcript lies; its note without what holds no longer."""
    known = interaction.transcript
    if known is None:
        return None
    note = known.note or ""
    for remark in filter(is_about_roles, interaction.remarks):
        note = note.replace(remark, "")
    told_anew = " ".join(note.split()) or transcript.made_by
    return known.model_copy(update={"key": key, "digest": transcript.digest, "note": told_anew})
