"""The head of an e-mail as programs write it above one that they quote: `From: …`, `Sent: …`, `To: …`, `Subject: …`.

People write such lines as well, of a journey or below their names: `Von: Berlin`, `Nach: Hamburg`, `Datum: 3. Juni`.
"""

import re
from collections.abc import Sequence
from typing import Final

LEAST_HEADERS: Final = 3
"""Lines of `Name: value` that are the head of a message."""

_MOST_HEADERS: Final = 12
"""Lines of `Name: value` that are looked at in a row."""

FROM: Final = re.compile(r"[ \t]{0,4}(?:from|von|de|da|van|från|fra|od)[ \u00a0]?: .{1,200}", re.IGNORECASE)
HEADER: Final = re.compile(
    r"[ \t]{0,4}(?P<name>[aà]|[^\W\d_][\w -]{1,20})[ \u00a0]?: (?P<value>.{0,300})", re.IGNORECASE
)

_SUBJECT: Final = frozenset({
    "subject", "betreff", "objet", "asunto", "assunto", "oggetto", "onderwerp", "ämne", "emne", "temat", "předmět",
})  # fmt: skip
_SENT: Final = frozenset({
    "sent", "gesendet", "envoyé", "envoyé le", "enviado", "enviado el", "enviada", "enviada em", "enviado em",
    "inviato", "verzonden", "skickat", "sendt", "wysłano", "wysłane", "odesláno",
})  # fmt: skip
_DATE: Final = frozenset({"date", "datum", "fecha", "data", "dato"})
_TO: Final = frozenset({
    "to", "an", "à", "para", "a", "aan", "till", "til", "do", "komu", "cc", "bcc", "kopie", "kopia", "kopi", "copie",
})  # fmt: skip
_FIELD: Final = re.compile(
    r"[ \t]{0,4}(?:(?:your |ihre? )?(?:message|nachricht|mitteilung|mensaje|messaggio|mensagem|bericht|comments?|name|"
    r"first name|vorname|nachname|nom|prénom|nombre|nome|e-?mail|phone|telephone|telefon|téléphone|teléfono|telefono))"
    r"[ \u00a0]?:",
    re.IGNORECASE,
)
"""What forms on web sites ask for, and heads never have: whoever fills them in writes to nobody but us."""

_TIME: Final = re.compile(r"(?<![\d.:])\d{1,2}[:.h]\d{2}(?!\.?\d)")


def headers_in(lines: Sequence[str], place: int) -> int:
    """How many lines of `Name: value` stand from a place on without another between them, as far as is looked."""
    found = 0
    while found < _MOST_HEADERS and place + found < len(lines) and HEADER.fullmatch(lines[place + found]):
        found += 1
    return found


def is_head_of_mail(lines: Sequence[str]) -> bool:
    """Whether lines of `Name: value` are the head of a message for certain.

    One tells whom it is from. Of the others two are those of a head, the subject or when it was sent among them; one is
    enough where the sender stands with an address. A day without a time is a day of anything.
    """
    if len(lines) < LEAST_HEADERS:
        return False
    sender = next((line for line in lines if FROM.fullmatch(line)), None)
    names = [name for line in lines if line is not sender and (name := _name_of(line))]
    if sender is None or not names or any(_FIELD.match(line) for line in lines):
        return False
    return "@" in sender or (len(names) > 1 and any(name in _SUBJECT or name in _SENT for name in names))


def _name_of(line: str) -> str | None:
    """The name of a line, where heads have one of this name."""
    match = HEADER.fullmatch(line)
    if match is None:
        return None
    name = match["name"].strip().casefold()
    if name in _SUBJECT or name in _TO:
        return name
    return name if (name in _SENT or name in _DATE) and _TIME.search(match["value"]) else None
