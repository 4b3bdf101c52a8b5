"""Taking values out of JSON whose shape isn't certain, without ever failing on a missing or odd one."""

import json
import re
from collections.abc import Mapping
from typing import Final

from debrief.interactions.conversations.model import Speaker
from debrief.interactions.formats.times import LONGEST_MS

Json = Mapping[str, object]


_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ESCAPED_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(document: str) -> object:
    """The value of a JSON text. Half a character (an unpaired surrogate) becomes U+FFFD: it could be stored nowhere.

    Raises:
        ValueError, RecursionError: it isn't JSON, or nested too deeply.
    """
    value: object = json.loads(document)
    return _mended(value) if _ESCAPED_SURROGATE.search(document) else value


def _mended(value: object) -> object:
    """The value with its texts mended where they stand: documents are large, and there isn't room for two."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        value[:] = map(_mended, value)
    elif isinstance(value, dict):
        for name in list(value):
            value[_SURROGATE.sub("\ufffd", name)] = _mended(value.pop(name))
    return value


def record(value: object, *path: str) -> Json:
    """The object at `path` below `value`; an empty one where there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def records(value: object) -> list[Json]:
    """The objects in a list; nothing where it is no list."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def text(value: object) -> str | None:
    """Text that says something, or None. A number becomes its text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def number(value: object) -> float | None:
    """A finite number, also one written as text, or None."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if abs(found) < 1e15 else None


def milliseconds(value: object, unit_ms: int = 1) -> int | None:
    """A time not below 0 in whole milliseconds, or None. Beyond a year it is no time within a conversation."""
    found = number(value)
    return round(found * unit_ms) if found is not None and 0 <= found * unit_ms <= LONGEST_MS else None


def within(value: object, lowest: float, highest: float) -> float | None:
    """A number within the bounds, or None: a score outside its scale says nothing."""
    found = number(value)
    return found if found is not None and lowest <= found <= highest else None


_ROLES: Final = {
    "agent": Speaker.AGENT, "advisor": Speaker.AGENT, "representative": Speaker.AGENT, "rep": Speaker.AGENT,
    "operator": Speaker.AGENT, "employee": Speaker.AGENT, "callee": Speaker.AGENT,
    "customer": Speaker.CUSTOMER, "caller": Speaker.CUSTOMER, "client": Speaker.CUSTOMER, "user": Speaker.CUSTOMER,
    "enduser": Speaker.CUSTOMER, "consumer": Speaker.CUSTOMER, "contact": Speaker.CUSTOMER,
    "colleague": Speaker.COLLEAGUE, "supervisor": Speaker.COLLEAGUE,
    "system": Speaker.SYSTEM, "bot": Speaker.SYSTEM, "custombot": Speaker.SYSTEM, "ivr": Speaker.SYSTEM,
    "systemmessage": Speaker.SYSTEM, "virtualagent": Speaker.SYSTEM, "aiagent": Speaker.SYSTEM,
    "voicebot": Speaker.SYSTEM, "chatbot": Speaker.SYSTEM, "aiassistant": Speaker.SYSTEM,
    "virtualassistant": Speaker.SYSTEM, "visitor": Speaker.CUSTOMER,
    **dict.fromkeys((
        "agentin", "mitarbeiter", "mitarbeiterin", "berater", "beraterin", "kundenberater", "kundenberaterin",
        "kundenbetreuer", "kundenbetreuerin", "kundenservice", "kundendienst", "sachbearbeiter", "sachbearbeiterin",
        "agente", "agenta", "operador", "operadora", "asesor", "asesora", "teleoperador", "teleoperadora", "atendente",
        "conseiller", "conseillère", "téléconseiller", "téléconseillère", "opérateur", "opératrice", "serviceclient",
        "operatore", "operatrice", "medewerker", "konsultant", "konsultantka", "оператор", "агент",
        "temsilci", "müşteritemsilcisi", "オペレーター", "オペレータ", "担当者", "エージェント",
        "atenciónalcliente", "atencionalcliente", "servicioalcliente", "agentedeatenciónalcliente",
        "conseillerclientèle", "conseillèreclientèle", "serviceclientèle", "klantenservice", "assistenzaclienti",
        "servizioclienti", "atendimentoaocliente", "suporteaocliente", "obsługaklienta", "kundtjänst", "kundeservice",
        "службаподдержки", "カスタマーサポート", "客户服务", "고객센터", "خدمةالعملاء",
        "客服", "客服人员", "坐席", "座席", "상담원", "상담사", "الموظف", "موظف", "الوكيل",
    ), Speaker.AGENT),
    **dict.fromkeys((
        "kunde", "kundin", "cliente", "clienta", "klant", "klient", "klientka", "клиент", "клиентка", "müşteri",
        "お客様", "お客さま", "顧客", "客户", "客戶", "顾客", "고객", "العميل", "عميل", "الزبون",
        "anrufer", "anruferin", "appelant", "appelante", "llamante", "chiamante",
    ), Speaker.CUSTOMER),
}  # fmt: skip
"""Roles as vendors write them, and as people do who speak other languages. What names people as well isn't here."""


_NUMBERED: Final = re.compile(
    r"\s*(?:user|speaker|spk|participant|person|voice)[\s_#-]*(?:\d+|[a-z])\s*", re.IGNORECASE
)
DIALLING: Final = frozenset({"caller", "callee"})
"""Roles that say who dialled. Only on inbound calls is the caller the customer, which `speaker_of` takes them for."""

_DIALLING: Final = DIALLING | {"anrufer", "anruferin", "appelant", "appelante", "llamante", "chiamante"}
"""Also as it is said in other languages."""


def speaker_of(role: object) -> Speaker:
    """The speaker that a vendor's role means; `unknown` for a role that isn't known, and for voices with a number."""
    return Speaker.UNKNOWN if is_numbered(role) else _ROLES.get(_letters(role), Speaker.UNKNOWN)


def is_numbered(role: object) -> bool:
    """Whether a recogniser's number is all that tells the voice: `User 2`, `spk_0`, `Speaker A`."""
    return _NUMBERED.fullmatch(str(role)) is not None


def is_dialling(role: object) -> bool:
    """Whether the role says who dialled, and not who is the customer."""
    return _letters(role) in _DIALLING


def _letters(role: object) -> str:
    return "".join(character for character in str(role).lower() if character.isalpha())
