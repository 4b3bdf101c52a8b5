"""Names that are at hand when a summary is made: no sentence says them, and no prompt has them (N1, N8)."""

import time

import pytest

from debrief.interactions.conversations.model import SourceFormat, Speaker, Transcript, Turn
from debrief.kernel.storage.tables import find
from debrief.people.rows_store import PeopleRow, user_row
from debrief.summaries.drafting.filtering import known_of
from debrief.summaries.drafting.guard import checked
from debrief.summaries.drafting.people import names_in, voices_of
from debrief.summaries.facts.dossier import Dossier
from debrief.summaries.store import DOSSIER
from tests.unit.coaching.world import LEAD
from tests.unit.summaries.test_filtering import dossier
from tests.unit.summaries.test_further_rounds import lying
from tests.unit.summaries.test_summary_workflow import asked
from tests.unit.summaries.world import World


@pytest.mark.feature("N1", "N8")
def test_the_line_stands_in_the_dossier_by_ids_and_in_no_prompt(filled: World) -> None:
    id, steps = asked(filled), filled.steps()
    steps.gather(id, 1)
    summary = filled.store.summary(id)
    assert summary is not None
    made = filled.store.object(summary, DOSSIER, Dossier)
    assert made is not None
    lead = filled.people.find_user(LEAD)
    assert lead is not None
    assert lead.id in made.line
    assert summary.agent_id not in made.line
    assert lead.name not in made.model_dump_json()
    steps.cap(id, 1)
    steps.prompt(id, 1)
    assert filled.asked
    assert not any(lead.name in prompt for prompt in filled.asked)
    filled.store.delete_objects(id, None)
    assert filled.store.object(summary, DOSSIER, Dossier) is None


@pytest.mark.feature("N1")
def test_no_sentence_of_the_report_says_one(filled: World) -> None:
    lead = filled.people.find_user(LEAD)
    assert lead is not None
    begin = lead.name.split()[0].lower() + lead.name[len(lead.name.split()[0]) :]
    lying(filled, f"A word with {begin} may help.", part="talking_points")
    filled.repairs = lambda *_: {"places": []}
    body = filled.ready(LEAD).body
    assert {each["reason"]: each["count"] for each in body["report"]["dropped"]} == {"name": 1}


@pytest.mark.feature("N1")
@pytest.mark.parametrize(
    "sentence",
    [
        "In {E1} customer Nkechi left without an answer.",
        "In {E1} Okonkwo left early.",
        "In {E1} wartete Kundin Okonkwo lange.",
        "in {E1} the caller, a certain brannigan, hung up.",
        "In {E1} a customer by the name of hollis hung up.",
    ],
)
def test_a_name_goes_whatever_the_language(sentence: str) -> None:
    assert checked(sentence, known_of(dossier())).dropped == ("name",)


@pytest.mark.feature("N1")
def test_a_known_name_goes_in_part_and_in_small_letters() -> None:
    known = known_of(dossier(), ["Ngozi Adeyemi-Wells"])
    for sentence in ("Adeyemi waited in {E1}.", "Wells called again in {E1}.", "In {E1} ngozi adeyemi-wells waited."):
        assert checked(sentence, known).dropped == ("name",), sentence
    assert checked("The customer waited in {E1}.", known).kept


@pytest.mark.feature("N8")
def test_who_is_erased_is_in_nobodys_dossier_and_is_looked_for_no_more(filled: World) -> None:
    id, steps = asked(filled), filled.steps()
    steps.gather(id, 1)
    summary = filled.store.summary(id)
    lead = filled.people.find_user(LEAD)
    assert summary is not None
    assert lead is not None
    made = filled.store.object(summary, DOSSIER, Dossier)
    assert made is not None
    assert lead.name in steps._people(summary, made)
    row = find(PeopleRow, f"USER#{LEAD}", "USER")
    assert row is not None
    erased = user_row(lead.model_copy(update={"name": "Erased person", "erased_at": filled.clock.now()}))
    erased.revision = row.revision
    erased.save()
    assert not {lead.name, "Erased person"} & set(steps._people(summary, made))


WORDS = ["Will", "Bill", "An", "Long", "Mark", "Refund", "Private", "May"]


@pytest.mark.feature("N1")
@pytest.mark.parametrize(
    "sentence",
    [
        "The agent will confirm the next step in {E1}.",
        "A long wait in {E1} was explained, and the bill was corrected.",
        "In {E1} an upset customer may have wanted a private talk about the refund.",
        "Long calls end with a clear next step, as in {E1}.",
        "Refund requests are handled with care in {E1}.",
        "Private details are asked for in {E1}.",
        "Mark the moment in {E1} where the agent listens.",
    ],
)
def test_a_known_name_that_is_a_word_as_well_drops_no_sentence_with_the_word(sentence: str) -> None:
    assert checked(sentence, known_of(dossier(), WORDS)).kept == (sentence,)


@pytest.mark.feature("N1")
@pytest.mark.parametrize(
    "sentence",
    [
        "In {E1} the customer Will was upset.",
        "In {E1} Refund called twice.",
        "Okonkwo hung up in {E1}.",
        "Okonkwo's question stays open in {E1}.",
        "In {E1} will turner waited.",
        "In {E1} 山田太郎 waited.",
    ],
)
def test_known_names_still_go(sentence: str) -> None:
    known = known_of(dossier(), [*WORDS, "Okonkwo", "Will Turner", "山田太郎"])
    assert checked(sentence, known).dropped == ("name",)


@pytest.mark.feature("N1")
def test_many_names_take_no_longer_than_few() -> None:
    letters = "abcdefghijklmno"
    names = [f"X{a}{b}{c} Muster" for a in letters for b in letters for c in letters][:2_000]
    known = known_of(dossier(), names)
    sentence = "The agent greets the customer in {E1} and listens until the end."
    assert checked(sentence, known).kept
    begin = time.process_time()
    for _ in range(20):
        checked(sentence, known)
    assert time.process_time() - begin < 0.5


def test_what_looks_like_a_name_is_one_and_codes_and_roles_are_not() -> None:
    values = ["Ngozi Adeyemi", "C-4711", "vip", "Agent", "speaker 1", None, "", "山田太郎", "Ngozi Adeyemi", "Zoë"]
    assert names_in(values) == ("Ngozi Adeyemi", "山田太郎", "Zoë")


def test_voices_of_others_than_the_agent_are_names() -> None:
    turns = tuple(
        Turn(index=at, speaker=speaker, text="Hello", voice=voice)
        for at, (speaker, voice) in enumerate(
            [(Speaker.AGENT, "Kim Park"), (Speaker.CUSTOMER, "Ngozi Adeyemi"), (Speaker.CUSTOMER, "spk_1")]
        )
    )
    transcript = Transcript(interaction_id="int_1", turns=turns, source_format=SourceFormat.VCON)
    assert voices_of([transcript]) == ("Ngozi Adeyemi",)
