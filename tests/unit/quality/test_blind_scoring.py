"""Who is in a conversation never reaches a model that scores it (N12)."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.model import Channel, Interaction, Speaker, Turn
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.text import words_of
from debrief.people.model import Change, Team, User
from debrief.people.organisation.store import write_users
from debrief.people.rows_store import team_row
from debrief.people.store import PeopleStore
from debrief.quality.answering import asking, checking
from debrief.quality.answering.names_reader import names_in
from debrief.quality.answering.placeholders import Blinded, Names
from debrief.quality.evaluations.evidence import evidence_of
from debrief.quality.evaluations.model import Answer, VerifiedQuote
from tests.unit.quality.builders import scorecard
from tests.unit.quality.builders import yes_no as question
from tests.unit.quality.world import World, content, line, yes_no

pytestmark = pytest.mark.feature("N12")

NAMES = Names(
    agent=("Zoë O'Brien-Vogt", "zoe.vogt@quillhaven.example", "ZV-77"),
    customer=("Tomasz Żak",),
    team=("Nordlicht Zwei",),
)


def turns(*said: tuple[str, str], voices: dict[str, str] | None = None) -> tuple[Turn, ...]:
    return tuple(
        Turn(index=at, speaker=Speaker(who), text=text, voice=(voices or {}).get(who))
        for at, (who, text) in enumerate(said)
    )


def blinded(*said: tuple[str, str], names: Names = NAMES, **more: Any) -> list[str]:
    return [turn.text for turn in Blinded(turns(*said, **more), names).turns]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("This is Zoë O'Brien-Vogt speaking.", "This is Agent speaking."),
        ("this is zoe obrien vogt", "this is Agent"),
        ("You spoke to Zoe, and to Vogt's manager.", "You spoke to Agent, and to Agent's manager."),
        ("Write to zoe.vogt@quillhaven.example please", "Write to Agent please"),
        ("Ask for ZV-77.", "Ask for Agent."),
        ("Thank you, Tomasz!", "Thank you, Customer!"),
        ("Mr. Zak, one moment.", "Mr. Customer, one moment."),
        ("You're through to Nordlicht Zwei.", "You're through to Team."),
        ("The zoo is closed, voters.", "The zoo is closed, voters."),
    ],
)
def test_names_are_replaced_however_they_are_said(said: str, read: str) -> None:
    assert blinded(("agent", said)) == [read]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("I will send it. Will is my name.", "I will send it. Agent is my name."),
        ("hi this is will i will help you", "hi this is Agent i will help you"),
        ("Hello, my name is will and I will help you.", "Hello, my name is Agent and I will help you."),
        ("MY NAME IS WILL", "MY NAME IS WILL"),
    ],
)
def test_a_name_that_is_a_word_too_is_replaced_where_it_stands_as_a_name(said: str, read: str) -> None:
    names = Names(agent=("Will Hope",))
    assert blinded(("agent", said), names=names) == [read.replace("NAME IS WILL", "NAME IS Agent")]


def test_what_documents_call_the_voices_and_what_people_call_themselves_is_replaced() -> None:
    said = (
        ("agent", "Hello, you speak with Mirjam."),
        ("customer", "My name is Lena Vogel. I'm calling about my lamp, and I'm late."),
        ("agent", "Thank you, Ms Vogel. Lena, I'm glad you called."),
        ("colleague", "Pieter here."),
    )
    read = blinded(
        *said, names=Names(), voices={"agent": "Mirjam de Wit", "colleague": "Pieter", "customer": "Caller 1"}
    )
    assert read == [
        "Hello, you speak with Agent.",
        "My name is Customer. I'm calling about my lamp, and I'm late.",
        "Thank you, Ms Customer. Customer, I'm glad you called.",
        "Colleague here.",
    ]


def test_whoever_calls_themselves_by_an_ordinary_word_takes_it_from_nobody() -> None:
    read = blinded(("customer", "My name is Sorry."), ("agent", "I am sorry about that."), names=Names())
    assert read[1] == "I am sorry about that."


WORDS = st.sampled_from(
    [
        "zoe",
        "Zoë",
        "O'Brien-Vogt",
        "vogt’s",
        "Tomasz",
        "Żak.",
        "nordlicht zwei",
        "hello",
        "I",
        "am",
        "sorry!",
        "¡sí!",
        "田中",
    ]
)


@given(
    said=st.lists(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), min_size=1, max_size=5), chance=st.randoms()
)
def test_a_quote_of_what_was_read_is_led_back_to_what_was_said(said: list[str], chance: Any) -> None:
    """Whatever part a model quotes, its true words are those that stand there; they read the same once blinded."""
    conversation = turns(*(("agent", text) for text in said))
    blind = Blinded(conversation, NAMES)
    turn = chance.choice(blind.turns)
    found = evidence_of(blind.turns, turn.text)
    if found is None:
        assert not words_of(turn.text)
        return
    true = blind.as_said(found.quote)
    first = conversation[true.turn_index :]
    assert true.text in " ".join(each.text for each in first)
    assert blind.text(true.text) == found.quote.text
    assert true.model_copy(update={"text": ""}) == found.quote.model_copy(update={"text": ""})


def test_words_over_two_turns_are_led_back_as_well() -> None:
    said = turns(("agent", "Thank you, Tomasz, for"), ("agent", "calling Zoë today."), ("customer", "Fine."))
    blind = Blinded(said, NAMES)
    found = evidence_of(blind.turns, "Thank you, Customer, for calling Agent today")
    assert found is not None
    assert blind.as_said(found.quote).text == "Thank you, Tomasz, for calling Zoë today."
    made_up = VerifiedQuote(text="Never said", turn_index=0, speaker=Speaker.AGENT)
    with pytest.raises(ValueError, match="don't stand"):
        blind.as_said(made_up)


SECRETS = st.text(alphabet="bcdfghjkmnpqrstvwxz", min_size=6, max_size=10).map(lambda word: f"Q{word}")
PLACES = ("name", "first", "last", "email", "reference", "team", "customer", "voice")


@pytest.mark.parametrize("place", PLACES)
@given(
    secrets=st.lists(SECRETS, min_size=6, max_size=6, unique=True),
    upper=st.booleans(),
    lead=st.sampled_from(["", "well "]),
)
def test_no_field_of_a_person_or_a_team_is_read_also_where_it_is_said(
    place: str, secrets: list[str], upper: bool, lead: str
) -> None:
    first, last, local, reference, team, other = secrets
    fields = {
        "name": f"{first} {last}",
        "first": first,
        "last": last,
        "email": f"{local}@{other}.example",
        "reference": f"{reference} 7",
        "team": f"{team} Zwei",
        "customer": f"{other} {reference}",
        "voice": f"{local} {team}",
    }
    names = Names(
        agent=(fields["name"], fields["email"], fields["reference"]),
        customer=(fields["customer"],),
        team=(fields["team"],),
    )
    told = fields[place].upper() if upper else fields[place].lower()
    said = turns(
        ("agent", f"{lead}{told} speaking, how can I help?"),
        ("customer", f"Is that {told}? My lamp is broken."),
        voices={"agent": fields["voice"]},
    )
    prompt = asking.prompt_of(Channel.CHAT, Blinded(said, names), [question("q", answerer="ai")]).text.casefold()
    for secret in (each for each in secrets if each.casefold() in fields[place].casefold()):
        assert secret.casefold() not in prompt, place


def _asked(world: World) -> list[str]:
    """All that any model was told for scores, call by call."""
    return [json.dumps([each["system"], each["messages"]], ensure_ascii=False) for each in _calls(world)]


def _calls(world: World) -> list[dict[str, Any]]:
    return [*world.model.asked, *world.model.looked]


def test_nothing_that_is_known_of_a_conversation_beside_its_words_is_read(aws: None) -> None:
    """Every field of the conversation that holds text is filled with something of its own."""
    world = World()
    version = scorecard(question("q", answerer="ai"))
    known = world.add_interaction(1)
    transcript = world.interactions.transcript(known)
    assert transcript is not None
    texts = {"id", "contact_reference", "agent_id", "customer_reference", "queue", "team_id", "language", "disposition"}
    lists = {"topics", "inquiry", "indicators", "remarks"}
    filled: dict[str, Any] = {
        **{name: f"secret {name}" for name in texts},
        **{name: (f"secret {name}",) for name in lists},
        "crm_links": {"secret link": "secret deal"},
    }
    texts_there = {name for name, field in Interaction.model_fields.items() if "str" in str(field.annotation)}
    # Times, whose types only tell how they are written.
    untried = texts_there - filled.keys() - {"ended_at", "erased_at"}
    assert untried == set(), "fields that this test doesn't fill"
    world.model.answers = [{"q1": line("yes")}]
    world.answering.answer(version, known.model_copy(update=filled), transcript)
    assert len(_asked(world)) == 2
    assert "secret" not in "".join(_asked(world))


def _said(agent: str, customer: str) -> tuple[tuple[str, str], ...]:
    greeting = f"Good morning, thank you for calling {customer}. This is {agent} Sample."
    return (("agent", greeting), ("customer", f"My name is {customer}. My parcel has not arrived."))


def test_twins_with_other_names_and_another_history_are_asked_about_in_the_same_words(aws: None) -> None:
    world = World()
    card = world.published(content(yes_no("a", answerer="ai"), start_automatically=True))
    answer = {"q1": line("yes", "Good morning, thank you for calling Customer.")}
    quotes = []
    for number, (agent, customer, history) in enumerate((("kim", "Lena", 0), ("joe", "Tomasz", 3)), start=1):
        for before in range(history):
            other = world.add_interaction(10 + before, agent=agent)
            draft = world.opened("eve", other, card)
            body = {"answers": [{"question_id": "a", "option_id": "no"}]}
            path = f"/evaluations/{draft.body['id']}"
            assert world.call("eve", "PATCH", f"{path}/answers", body, if_match=draft.etag).status == 200
            assert world.call("eve", "POST", f"{path}/completion").status == 200
        world.model.answers = [answer]
        world.add_interaction(number, agent=agent, said=_said(agent.title(), customer))
        (started,) = world.automatic.evaluate(f"int_{number}").evaluations
        made = world.store.evaluation(started.evaluation_id)
        assert made is not None
        quotes.append(made.answers[0].quote)
    told = _asked(world)
    assert (told[0], told[2]) == (told[1], told[3]), "the answers, and the second look at them"
    for secret in ("Kim", "Joe", "Sample", "us_", "Lena", "Tomasz", "int_"):
        assert not re.search(rf"\b{secret}", "".join(told)), secret
    assert "thank you for calling Customer. This is Agent." in told[0]
    assert [each.text for each in quotes if each] == [
        "Good morning, thank you for calling Lena.",
        "Good morning, thank you for calling Tomasz.",
    ], "people read what was said"


def test_the_account_tells_what_the_agent_their_team_and_the_customer_are_called(aws: None) -> None:
    world = World()
    before = PeopleStore().find_user("us_kim")
    assert before is not None
    team = Team(id="te_north", name="Team North")
    after = before.model_copy(update={"team_id": team.id, "agent_references": ("EXT-77",)})
    team_row(team).save()
    with Transaction(world.clock, world.ids) as tx:
        write_users(tx, [Change(before, after)])
    interaction = world.add_interaction(1).model_copy(update={"customer_reference": "Lena Vogel"})
    found = names_in(interaction)
    assert found.agent == ("Kim Sample", "kim@example.com", "EXT-77", "us_kim")
    assert (found.customer, found.team) == (("Lena Vogel",), ("Team North", "te_north"))
    numbered = names_in(interaction.model_copy(update={"customer_reference": "4711", "agent_id": "us_gone"}))
    assert (numbered.customer, numbered.agent) == ((), ("us_gone",))
    known = {"name", "email", "agent_references", "id", "team_id"}
    others = {"kind", "status", "role_ids", "manager_id", "group_ids", "reports", "revision", "schema_version"}
    assert set(User.model_fields) - known <= others, "a field of people that nobody has thought of here"


def test_the_second_look_reads_placeholders() -> None:
    said = turns(("agent", "I am so sorry, Tomasz. This is Zoë."))
    blind = Blinded(said, NAMES)
    quote = VerifiedQuote(text=said[0].text, turn_index=0, speaker=Speaker.AGENT)
    version = scorecard(question("q", answerer="ai"))
    claims = checking.claims_in(
        version, [Answer(question_id="q", option_id="yes", answered_by="ai", quote=quote)], blind.text
    )
    prompt = checking.prompt_of(claims).text
    assert "I am so sorry, Customer. This is Agent." in prompt
    assert "Tomasz" not in prompt
