"""Roles that a file writes in another language than English are roles that it gives, and no guess."""

import pytest

from debrief.interactions.conversations.model import Direction, Speaker
from debrief.interactions.conversations.roles import RolesFrom
from debrief.interactions.formats.values import is_dialling, speaker_of
from debrief.interactions.formats.voices import Segment, cast, dialled

pytestmark = pytest.mark.feature("S2.1")


@pytest.mark.parametrize(
    ("agent", "customer"),
    [
        ("Mitarbeiterin", "Kunde"),
        ("Kundenservice", "Kundin"),
        ("Agente", "Cliente"),
        ("Conseillère", "Client"),
        ("Service client", "Cliente"),
        ("Operatore", "Cliente"),
        ("Medewerker", "Klant"),
        ("Оператор", "Клиент"),
        ("Müşteri temsilcisi", "Müşteri"),
        ("オペレーター", "お客様"),
        ("客服", "客户"),
        ("상담원", "고객"),
        ("الموظف", "العميل"),
    ],
)
def test_a_role_in_another_language_is_given(agent: str, customer: str) -> None:
    said = [Segment(text="…", voice=who) for who in (customer, agent, customer)]
    found = cast(said)
    assert [turn.speaker for turn in found.turns] == [Speaker.CUSTOMER, Speaker.AGENT, Speaker.CUSTOMER]
    assert (found.roles.basis, found.roles.guessed, found.warnings) == (RolesFrom.DOCUMENT, False, ())


@pytest.mark.parametrize("caller", ["Anrufer", "Anruferin", "Appelant", "Llamante"])
def test_who_called_is_no_customer_where_the_agent_called(caller: str) -> None:
    assert is_dialling(caller)
    said = [Segment(text="…", voice=who) for who in (caller, "Frau Ilm")]
    turns = dialled(cast(said), said, Direction.OUTBOUND).turns
    assert [turn.speaker for turn in turns] == [Speaker.AGENT, Speaker.CUSTOMER]


@pytest.mark.parametrize("name", ["Klientin Anna", "Kunden", "Berat", "Agneta", "Clienter"])
def test_what_only_resembles_a_role_is_none(name: str) -> None:
    assert speaker_of(name) is Speaker.UNKNOWN
