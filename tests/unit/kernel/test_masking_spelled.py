"""Masks over what is spelled by letters and alphabets, hidden by marks, parted by tags, or said in other languages."""

from time import process_time

import pytest

from debrief.kernel.masking.finding import found_in
from debrief.kernel.masking.kinds import Kind, Segment
from debrief.kernel.masking.masks import masked_text

pytestmark = pytest.mark.feature("N8")

NUMBERS = frozenset(Kind) - {Kind.NAME}
GERMAN, BRITISH = "DE89370400440532013000", "GB82WEST12345698765432"


@pytest.mark.parametrize(
    "address",
    [
        "petra [at] web [dot] de",
        "petra(at)web.de",
        "petra at web dot de",
        "petra{at}web{dot}de",
        "petra&#64;web&#46;de",
        "petra Klammeraffe web punkt de",
        "p e t r a at web dot de",
        "p. e. t. r. a. at w e b dot d e",
        "P-E-T-R-A at web dot de",
        "double t i m at gmail dot com",
        "papa echo tango romeo alpha at web dot at",
        "Paula Emil Theodor Richard Anton at web punkt de",
        "p wie Paula e wie Emil t wie Theodor r wie Richard a wie Anton at web punkt de",
        "p for papa, e for echo, t for tango, r for romeo, a for alpha at gmail dot com",
        "t as in tom, i as in ivy, m as in mary, four two at yahoo dot co dot uk",
    ],
)
def test_an_address_is_found_however_it_is_spelled_or_hidden(address: str) -> None:
    shown = masked_text(f"you can write to {address} please", NUMBERS)
    assert shown == f"you can write to {'email'.ljust(len(address), '•')} please"
    assert masked_text(shown, NUMBERS) == shown


@pytest.mark.parametrize(
    "said",
    [
        "go to our page at debrief dot com",
        "look at amazon dot com for it",
        "I was at home. Me and my wife",
        "plan a b c d was fine at the office dot",
        "we met Anton and Emil at the station, at point four",
        "model golf, model delta, model echo",
        "j'ai attendu quatre-vingt-dix minutes et vingt et un jours",
        "it costs four hundred and twenty dollars and it is double",
        "<p>five <b>items</b> of 12</p>",
    ],
)
def test_letters_and_alphabets_in_ordinary_talk_stay(said: str) -> None:
    assert masked_text(said, NUMBERS) == said


@pytest.mark.parametrize(
    "said",
    [
        " ".join(GERMAN),
        "delta echo " + " ".join(GERMAN[2:]),
        "Dora Emil " + GERMAN[2:6] + " uh " + " ".join(GERMAN[6:]),
        "D wie Dora E wie Emil " + GERMAN[2:],
        " ".join(BRITISH),
        "golf bravo eight two whiskey echo sierra tango " + " ".join(BRITISH[8:]),
    ],
)
def test_an_iban_is_found_whoever_spells_it(said: str) -> None:
    assert masked_text(f"it is {said}, thanks", NUMBERS) == f"it is {'account'.ljust(len(said), '•')}, thanks"


@pytest.mark.parametrize(
    "written",
    [
        "<b>4111</b><b>1111</b> <span class='n'>1111</span>&nbsp;<i>1111",
        "4111<br>1111<br/>1111<br />1111",
        "4111&nbsp;1111&nbsp;1111&nbsp;1111",
        "4111\u200b1111\u200b1111\u200b1111",
    ],
)
def test_tags_and_what_nobody_sees_part_no_card(written: str) -> None:
    (found,) = found_in([Segment("customer", f"it is {written} ok")], NUMBERS)
    assert found.kind is Kind.CARD
    assert masked_text(written, NUMBERS).count("1111") == 0


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("quarante et un onze, onze onze, onze onze, onze onze", "card"),
        ("cuarenta y uno uno uno, uno uno uno uno, uno uno uno uno, uno uno uno uno", "card"),
        ("quarantuno undici, undici undici, undici undici, undici undici", "card"),
        ("einundvierzig eins eins, eins eins eins eins, eins eins eins eins, eins eins eins eins", "card"),
        ("vier eins eins eins, viermal die eins, viermal die eins, viermal die eins", "card"),
        ("four double one one, triple one one, double one double one, one triple one", "card"),
    ],
)
def test_a_card_is_told_by_its_check_digit_in_several_languages(said: str, digits: str) -> None:
    (found,) = found_in([Segment("customer", said)], NUMBERS)
    assert (found.start, found.end, found.kind.value) == (0, len(said), digits)


@pytest.mark.parametrize(
    "said",
    [
        "mon numéro est le zéro six quatre vingt douze soixante dix huit vingt et un soixante et onze",
        "mi número es seiscientos doce, treinta y cuatro, cincuenta y seis, setenta y ocho",
        "mój numer to sześćset pięć sto dwadzieścia trzy czterysta pięćdziesiąt sześć",
        "the number is oh seven nine triple oh double four five six one two",
    ],
)
def test_a_telephone_number_is_found_in_pairs_and_hundreds(said: str) -> None:
    (found,) = found_in([Segment("customer", said)], NUMBERS)
    assert (found.kind, found.end) == (Kind.PHONE, len(said))


@pytest.mark.parametrize(
    "many", ["a ", "at ", "a at b dot ", "p wie p ", "DE89 ", "D E 8 ", "double ", "<b>4</b>", "<", "&"]
)
def test_spelling_costs_what_its_length_costs(many: str) -> None:
    began = process_time()
    list(found_in([Segment("customer", many * (12_000 // len(many)))], NUMBERS))
    assert process_time() - began < 3


ALL = frozenset(Kind)


@pytest.mark.parametrize("many", ["soy ", "x at y ", "my name is "])
def test_many_beginnings_of_names_and_addresses_cost_what_their_length_costs(many: str) -> None:
    began = process_time()
    list(found_in([Segment("customer", many * (60_000 // len(many)))], ALL))
    assert process_time() - began < 4


@pytest.mark.parametrize(
    "said",
    [
        "Ich bin Kunde seit 2010 und zahle immer pünktlich mit der Karte.",
        "Ich bin Rentner und brauche nur das, was ich auch nutze.",
        "Hier ist Stromausfall, und das seit gestern.",
        "Soy Cliente desde hace diez años y no me ayuda el servicio.",
        "C'est Lundi que le colis arrive chez nous.",
    ],
)
def test_what_somebody_is_is_not_who(said: str) -> None:
    assert masked_text(said, ALL) == said


@pytest.mark.parametrize(
    "said",
    [
        "The light is Amber; the status says Outdated.",
        "Die Lieferung nach Osnabrück kam nicht an, sagt die Zentrale.",
        "Le colis pour Grenoble est bloqué chez Chronopost depuis lundi.",
        "Welcome to Brightwater Insurance.",
        "The toll was charged by Telepass twice.",
        "Our cat Pickles broke it before Noon.",
        "Escalated to Tier Two. Ticket priority is High.",
    ],
)
def test_states_tiers_companies_and_nouns_of_other_languages_are_no_names(said: str) -> None:
    assert masked_text(said, ALL) == said


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Your engineer will be Agnieszka. She arrives on Friday.", "Agnieszka"),
        ("Is that Kwabena? Go ahead.", "Kwabena"),
        ("Hola, soy Iker Zubiri y llamo por la factura de la luz.", "Iker Zubiri"),
        ("Hallo, hier ist Wiebke Petersen, der Techniker kam nicht.", "Wiebke Petersen"),
        ("Noted by Yusuf Demirel on Monday.", "Yusuf Demirel"),
    ],
)
def test_who_is_said_to_be_somebody_is_a_name(said: str, name: str) -> None:
    assert masked_text(said, ALL) == said.replace(name, "name".ljust(len(name), "•"))


def test_a_name_is_one_wherever_it_is_said_again() -> None:
    said = [Segment("agent", "May I have your name?"), Segment("customer", "My name is Ottoline Farr."),
            Segment("agent", "Is Ottoline's account the one in Leeds?")]  # fmt: skip
    found = [(each.segment, said[each.segment].text[each.start : each.end]) for each in found_in(said, ALL)]
    assert found == [(1, "Ottoline Farr"), (2, "Ottoline")]
