"""What is said before or after a number that tells what it is: `my card number is`, `IBAN`, `geboren am`."""

import re
from functools import cache
from typing import Final

from debrief.kernel.masking.kinds import FILLER, Kind

_CUES: Final[dict[Kind, str]] = {
    Kind.CVV: (
        r"(?:cv[vcn]\d?|security (?:code|number)|verification (?:code|number|value)|"
        r"(?:three|3|four|4)[- ]digits? (?:code|number|on the)|(?:three|3) digits|"
        r"(?:digits|number|last (?:three|3|four|4)|(?<!error )(?<!bar )(?<!qr )code)"
        r"(?= (?:(?:that'?s|that is|which is|is) )?(?:on|at|from) the (?:back|front|reverse)))"
        # "… on the back of my card": the card is where it stands, not what is told.
        r"(?: (?:that'?s|that is|which is|is))?(?: (?:on|at|from) the (?:back|front|reverse))?(?: side)?"
        r"(?: (?:of|on|for) (?:it|(?:the|my|your|this|that|his|her) (?:\w+ )?card))?|"
        r"(?:on|at) the (?:back|front|reverse)(?: of (?:it|(?:the|my|your) card))? it (?:says|reads)|"
        r"codes? (?:that )?(?:they|you|we|i)(?:'ve| have| just| had)* (?:sent|texted|received|got)(?: (?:me|you|us))?|"
        r"codes? (?:from|in) (?:the|my|your) (?:text|sms|message|app|e-?mail)(?: message)?|"
        r"pin(?: ?code| number)?|pass ?code|one[- ]time (?:code|password|pin)|otp|prüf(?:nummer|ziffern?|zahl)|"
        r"kartenprüfnummer|cryptogramme|code (?:de sécurité|secret|pin)|c[óo]digo (?:de seguridad|de segurança)|"
        r"codice di sicurezza|beveiligingscode|geheimzahl"
    ),
    Kind.CARD: (
        r"(?:credit|debit|bank|cash|gift|payment|master|prepaid)? ?cards?(?: (?:number|no|num|nr|ending)\w*)?|"
        r"(?<!\d )cc|"
        r"visa|master ?card|amex|american express|maestro|discover|"
        r"(?:kredit|bank|giro|ec-?)?karten?(?:nummer)?|carte(?: bancaire| bleue)?|tarjeta|carta|cart[ãa]o|"
        r"kaart(?:nummer)?|kart[aęy]?|карт[аыуе]\w*"
    ),
    Kind.NATIONAL_ID: (
        r"ss[nm]|s\.s\.n|social(?: security)?(?: number)?|social|itin|tin|national (?:insurance|id)\w*|nino|passport|"
        r"driv(?:er|ing)(?:'?s|s’)? licen[cs]e|licen[cs]e (?:number|no)|tax (?:id|number|payer)\w*|nhs|medicare|"
        r"(?:id|identity) (?:card|number|no)|last (?:four|4)|steuer-?(?:id|nummer|identifikationsnummer)|"
        r"(?:personal)?ausweis\w*|(?:reise)?pass(?:nummer)?|sozialversicherung\w*|rentenversicherung\w*|dni|nie|nif|"
        r"curp|cpf|cnpj|rg|bsn|pesel|nip|codice fiscale|sécurité sociale|seguridad social|personnummer|aadhaar|"
        r"pan (?:card|number)|burgerservicenummer|rijbewijs|пасп\w+|снилс|инн"
    ),
    Kind.ACCOUNT: (
        r"acc?(?:oum?nt|t|n?t)s?|ac(?= ?(?:no|num|number|nr|ending|is|\d))|a/c|iban|bic|swift|routing|aba|sort code|"
        r"checking|savings|polic(?:y|ies)|claim|member(?:ship)?(?= ?(?:no|num|id|\d))|"
        r"(?:customer|client|member|patient|user|subscriber|insured|employee) (?:number|no|id|code)|"
        r"konto\w*|kunden-?nummer|versicherungs\w*nummer|vertragsnummer|bankleitzahl|blz|compte|cuenta|conto|conta|"
        r"rekening(?:nummer)?|rachun\w+|sürüm|hesap|счет\w*|счёт\w*"
    ),
    Kind.BIRTH: (
        r"born|birth(?:day|date|s)?(?: date)?|date of birth|d\.?o\.?b\.?|geburts(?:datum|tag)|geboren|n[ée]e? le|"
        r"(?:date de )?naissance|nac[ií](?:do|da|miento)?|nascita|nat[oa] il|nascimento|geboorte(?:datum)?|urodz\w+|"
        r"doğum\w*|рожд\w+"
    ),
    Kind.PHONE: (
        r"phones?|cell(?:phone| phone)?|mobile|(?:tele)?phone|landline|tel(?:ephone|efon\w*)?|fax|whatsapp|sms|texts?|"
        r"call(?:ed|ing)?(?: (?:me|us|him|her|them|back|you))?|dial\w*|reach(?:ed)?|contact|ring|handy\w*|"
        r"(?:ruf|mobil|telefon)nummer|t[ée]l[ée]phone|portable|tel[ée]fono|m[óo]vil|celular|cellulare|telemóvel|"
        r"telefoon\w*|numer|nummer|numéro|n[úu]mero|numero|number|office|home|work|тел\w*|номер\w*"
    ),
    Kind.ADDRESS: r"zip(?: ?code)?|post(?:al)? ?codes?|plz|postleitzahl|code postal|c[óo]digo postal|cap|cep",
}  # fmt: skip


_OTHERS: Final = (
    r"orders?|tickets?|rooms?|flights?|models?|extension|ext|version|amounts?|times?|timing|dates?|prices?|"
    r"total|transfer\w*|"
    r"pay(?:ment)?s?|charged?|spent|years?|made|manufactured|engine|page|section|error|tracking|confirmation|invoice|"
    r"booking|reservation|reference|ref|case|serial|sku|item|product|bestell\w*|auftrag\w*|rechnung\w*|commande|pedido|"
    r"facture|factura|fattura|ordine|betrag|preis|montant|importe"
)
"""What says of a number that it is none of anybody."""


@cache
def others() -> re.Pattern[str]:
    """Finds what says that the number behind it leads to nobody."""
    return re.compile(rf"(?<!\w)(?:{_OTHERS})(?!\w)(?:\W+\w+){{0,4}}\W*$", re.IGNORECASE)


@cache
def _pattern() -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{kind.value}>{words})" for kind, words in _CUES.items())
    return re.compile(rf"(?<![\w@])(?:{kinds})(?![\w{FILLER}])", re.IGNORECASE)


_NO_MORE_WORDS: Final = 8
"""Words between a cue and its number."""


def cue_before(text: str) -> Kind | None:
    """What the number after this text is said to be: by the last cue in it that isn't too far off."""
    last: Kind | None = None
    end = 0
    weak = {Kind.PHONE}
    for match in _pattern().finditer(text):
        kind = Kind(str(match.lastgroup))
        near = len(text[match.end() :].split()) <= _NO_MORE_WORDS
        # "account number", "card number": what a number is of says more than that it is one.
        if not near or (kind in weak and last is not None and len(text[end : match.start()].split()) <= 2):
            continue
        last, end = kind, match.end()
    return last


def tells_of(text: str, kind: Kind) -> bool:
    """Whether a text speaks of this kind anywhere."""
    return any(match.lastgroup == kind.value for match in _pattern().finditer(text))


def cue_after(text: str) -> Kind | None:
    """What the number before this text is said to be: `… is the ssn`, `(home)`; also behind a letter that ends it."""
    begin = re.match(
        r"\W*(?:[A-Za-z]\b\W+(?=(?:is|was|that'?s)\b))?"
        r"(?:(?:is|are|was|as|for|that'?s|ist|est|es|è|é)\W+)?(?:(?:the|my|his|her|our|a|an)\W+)*",
        text,
    )
    match = _pattern().match(text, begin.end() if begin else 0)
    return Kind(str(match.lastgroup)) if match else None
