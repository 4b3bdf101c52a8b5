"""What is personal by its form alone: e-mail addresses, IBANs, numbers with letters, postal addresses; and dates."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import Final

from debrief.kernel.masking import addresses, checks, spelled
from debrief.kernel.masking.kinds import FILLER, Found, Kind

_MONTHS: Final = (
    r"jan(?:uary|uar|vier|ner|eiro)?|feb(?:ruary|ruar)?|f[ée]vrier|febrero|febbraio|fevereiro|mar(?:ch|s|zo|ço)?|märz|"
    r"apr(?:il|ile)?|avril|abril|may|mai|mayo|maggio|maio|june?|juni|juin|junio|giugno|junho|july?|juli|juillet|julio|"
    r"luglio|julho|aug(?:ust)?|ao[ûu]t|agosto|sep(?:t|tember|tembre|tiembre|tembro)?|settembre|setembro|"
    r"oct(?:ober|obre|ubre)?|okt(?:ober)?|ottobre|outubro|nov(?:ember|embre|iembre|embro)?|dec(?:ember)?|"
    r"dez(?:ember|embro)?|"
    r"d[ée]cembre|diciembre|dicembre"
)
_ORDINAL_WORDS: Final = (
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|"
    r"fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|"
    r"(?:twenty|thirty)[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|"
    r"(?:twenty|thirty)[- ](?:one|two|three|four|five|six|seven|eight|nine)|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen|twenty|thirty|ersten|zweiten|dritten|vierten|fünften|sechsten|siebten|achten|neunten|zehnten"
)
_UNITS: Final = r"(?:one|two|three|four|five|six|seven|eight|nine|oh|o)"
_TENS: Final = (
    r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety)"
)
_GERMAN_UNIT: Final = "(?:eins?|zwei|zwo|drei|vier|fünf|fuenf|sechs|sieben|acht|neun)"
_GERMAN_TENS: Final = "(?:zwanzig|dreißig|dreissig|vierzig|fünfzig|fuenfzig|sechzig|siebzig|achtzig|neunzig)"
_GERMAN_TEENS: Final = "(?:(?:drei|vier|fünf|fuenf|sech|sieb|acht|neun)?zehn|elf|zwölf|zwoelf)"
_GERMAN_PAIR: Final = rf"(?:{_GERMAN_UNIT}[- ]?und[- ]?{_GERMAN_TENS}|{_GERMAN_TEENS}|{_GERMAN_TENS}|{_GERMAN_UNIT})"
_GERMAN_YEAR: Final = (
    rf"(?:neunzehn[- ]?hundert|zwanzig[- ]?hundert|zwei[- ]?tausend)(?:[- ]?(?:und[- ]?)?{_GERMAN_PAIR})?"
)
"""As it is said, in one word or in several: `neunzehnhundertfünfundachtzig`, `zweitausend und drei`."""

_GERMAN_DAY: Final = (
    r"(?:ers|zwei|drit|vier|fünf|fuenf|sechs|sieb|sieben|ach|neun)te[nrs]?|"
    rf"{_GERMAN_TEENS}te[nrs]?|(?:{_GERMAN_UNIT}[- ]?und[- ]?)?(?:zwanzig|dreißig|dreissig)ste[nrs]?"
)
_YEAR_WORDS: Final = (
    rf"(?:nineteen|twenty)[- ](?:hundred|{_TENS}(?:[- ]{_UNITS})?|oh[- ]{_UNITS})|"
    rf"two thousand(?: and)?(?: {_TENS})?(?:[- ]{_UNITS})?|{_GERMAN_YEAR}"
)


@cache
def _dates() -> re.Pattern[str]:
    day = rf"(?:\d{{1,2}}(?:st|nd|rd|th|\.|º)?|(?:{_ORDINAL_WORDS}|{_GERMAN_DAY}))"
    year = rf"(?:'?\d{{2}}(?:\d{{2}})?|{_YEAR_WORDS})"
    month = rf"(?:{_MONTHS})\.?"
    return re.compile(
        r"(?<![\w.])(?:"
        r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|"
        r"(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|[12]\d|3[01])\1(?:19|20)?\d\d|"
        rf"(?:the )?{day}(?: of| de| di)? ?[-. ]?{month}(?:(?:,| of| de| di)?[- ]{{1,2}}{year})?|"
        rf"{month}[- ](?:the )?{day}(?:,? {{1,2}}{year})?|"
        rf"{month} {year}|"
        rf"(?:{_GERMAN_DAY}) (?:{_GERMAN_DAY}),? "
        rf"(?:{_GERMAN_YEAR}|(?:{_GERMAN_UNIT}und)?{_GERMAN_TENS}|\d{{2}}(?:\d{{2}})?)"
        r")(?![\w])",
        re.IGNORECASE,
    )


def dates_in(text: str) -> Iterator[tuple[int, int]]:
    """Where dates stand, in figures and in words."""
    if not any(each.isalnum() for each in text):
        return
    for match in _dates().finditer(text):
        yield match.span()


UNITS: Final = (
    r"dollars?|usd|euros?|eur|pounds?|gbp|rupees?|inr|rs|cents?|bucks|pence|quid|francs?|chf|yen|zł|złot\w+|kronor|"
    r"kr|reais|pesos?|percent|per cent|prozent|pour ?cent|%|points?|minutes?|hours?|days?|weeks?|months?|years?|"
    r"times|seconds?|miles?|km|kilomet\w+|people|customers?|items?|pieces?|euro|stunden|minuten|tage|jahre"
)
"""What sums and counts are of."""


@cache
def _no_numbers() -> re.Pattern[str]:
    return re.compile(
        # From where the word begins, and whole: a word of thousands of figures isn't gone through from each of them.
        rf"(?:(?<!\w)\w++)?{FILLER}{{2,}}|"
        r"https?://\S+|"
        r"\b\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?:\s?[ap]\.?m\b\.?)?|"
        r"\b\d{4}-\d{2}-\d{2}(?!\d)(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?|"
        r"\b(?:0?[1-9]|[12]\d|3[01])[/.](?:0?[1-9]|[12]\d|3[01])[/.](?:19|20)?\d\d(?![\d.])|"
        r"(?<![\d/.-])(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|[12]\d|3[01])(?![\d/.-]*\d)|"
        r"\b(?:0?[1-9]|[12]\d|3[01])-(?:0?[1-9]|1[0-2])-(?:19|20)\d\d\b|"
        r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}\b(?!\.?\d)|"
        # No sum is longer: an endless row of figures would be gone through again from each of them.
        r"[$€£¥₹]\s?\d[\d,.]{0,40}|"
        rf"\b\d[\d,.]{{0,40}}\s?(?:{UNITS})(?!\w)|"
        r"\b\d{1,3}(?:,\d{3}){1,10}(?:\.\d{1,20})?\b|"
        # A sum with its hundredths, which says no currency: 12,50 or 1.250,00. Groups of a number are more than two.
        r"(?<![\w.,/-])(?:\d{1,3}(?:\.\d{3}){1,4},\d{2}|\d{1,6}[.,]\d{2})(?![\d]|[.,/-]\d|\w)",
        re.IGNORECASE,
    )


def no_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where figures stand that are no number of anybody: times, dates, sums of money, addresses of machines, masks."""
    for match in _no_numbers().finditer(text):
        yield match.span()


# Found by form ---------------------------------------------------------------------------------------------------


def found_in(segment: int, text: str) -> Iterator[Found]:
    """What of the text is personal by its form."""
    taken: list[tuple[int, int]] = []
    for start, end, kind in (
        *_cards(text),
        *spelled.found_in(text),
        *_emails(text),
        *addresses.found_in(text),
        *_lettered(text),
    ):
        at = bisect_left(taken, (start, end))
        free = (at == 0 or taken[at - 1][1] <= start) and (at == len(taken) or end <= taken[at][0])
        if free:
            taken.insert(at, (start, end))
            yield Found(segment, start, end, kind)


_Place = tuple[int, int, Kind]

_PROVIDERS: Final = (
    r"g?mail|gmai|gmial|googlemail|yahoo|hotmail|outlook|aol|icloud|live|msn|protonmail|ymail|rediffmail|gmx|"
    r"web|comcast|"
    r"verizon|att|sbcglobal|me"
)
_NOT_BEFORE_AT: Final = (
    "is|its|it's|at|are|was|to|my|the|on|by|email|e-mail|mail|address|that's|thats|as|for|with|you|your|me|id|also|"
    "contact|reach|send|and|or|im|i'm|look|looking|be|here|there|us|yes|yeah|ok|okay|sure|so|said|of|in|have|"
    "ist|lautet|est|es|è|é|page|pages|site|website|shop|store|online|portal|find|visit|link|form|profile|it|this|that"
)


@cache
def _written_mail() -> re.Pattern[str]:
    return re.compile(
        r"[\w.+%'’\-]{1,64}\s?@\s?[\w\-]{1,63}(?:\s?\.\s?[\w\-]{1,63}){0,6}\.[^\W\d_]{2,24}(?![\w])|"
        r"[\w.+%\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){0,6}"
    )


_AT_MARKED: Final = r"[(\[{<]\s?(?:at|ät|@)\s?[)\]}>]|&#(?:64|x40);|&commat;"
_DOT_MARKED: Final = r"[(\[{<]\s?(?:dot|punkt|point|punto|ponto|\.)\s?[)\]}>]|&#(?:46|x2e);|&period;"
"""As people write them who don't want machines to read an address."""


@cache
def _marked() -> re.Pattern[str]:
    return re.compile(_AT_MARKED, re.IGNORECASE)


@cache
def _spoken_mail() -> re.Pattern[str]:
    # Letters that are spelled one by one count as one word, and are taken whole or not at all.
    letters = r"\w(?:[\s,]{1,3}\w(?!\w))"
    word = rf"(?:(?>{letters}{{1,40}})|(?!{letters}|(?:{_NOT_BEFORE_AT})\b)[\w\-]{{1,40}})"
    joins = (
        r"(?:\s{1,3}(?:dot|underscore|dash|hyphen|minus|plus|punkt|point|punto|ponto|unterstrich|"
        r"bindestrich)\s{1,3}|[ .])"
    )
    at = rf"(?:\b(?:at|arroba|arobase|chiocciola|ät|apenstaartje|małpa|klammeraffe)\b|@|{_AT_MARKED})"
    dot = rf"(?:\s{{1,3}}(?:dot|punkt|point|punto|ponto|kropka)\s{{1,3}}|\s{{0,2}}(?:\.|{_DOT_MARKED})\s{{0,2}})"
    top = r"(?:com|net|org|edu|gov|co|io|uk|de|fr|es|it|nl|pl|eu|us|ca|in|au|br|info|biz|ch|at|me)"
    return re.compile(
        rf"(?<![\w\-]){word}(?:{joins}{word}){{0,7}}\s{{0,2}}{at}\s{{0,2}}[\w\-]{{1,40}}(?:\s[\w\-]{{1,40}}){{0,2}}"
        rf"(?:{dot}[\w\-]{{1,40}}){{0,2}}?"
        rf"{dot}{top}(?:{dot}{top})?(?!\w)",
        re.IGNORECASE,
    )


@cache
def _run_on_mail() -> re.Pattern[str]:
    """Addresses that lost their marks on the way: `maria 12 gmailcom`, `jonsmithexamplecom`."""
    return re.compile(
        rf"(?<!\w)(?:(?!(?:{_NOT_BEFORE_AT})\b)[^\W\d_]{{1,40}} (?:\d{{1,6}} )?|"
        rf"\d{{1,6}} )?(?:{_PROVIDERS})\.?(?:com|net|"
        rf"couk|in)(?!\w)|"
        rf"(?<!\w)[^\W\d_]{{1,40}}(?:\d{{1,8}} ?)?[^\W\d_]{{0,40}}(?:{_PROVIDERS})\.?[cxv]om(?!\w)|"
        r"(?<!\w)[a-z]{10,64}(?:com|net|org)(?!\w)|(?<!\w)[a-z]{1,40} \d{1,6} (?:[a-z]{4,40})?(?:com|net|org)(?!\w)",
        re.IGNORECASE,
    )


@cache
def _mail_without_dot() -> re.Pattern[str]:
    """Addresses whose dot nobody said or heard: `jane smith … at gmail com`, `info at web de`."""
    word = rf"(?!(?:{_NOT_BEFORE_AT})\b)[\w\-]{{1,40}}"
    joins = (
        r"(?:\s{1,3}(?:dot|underscore|dash|hyphen|minus|plus|punkt|point|punto|ponto|unterstrich|bindestrich)\s{1,3}|"
        r"\s?(?:\.{2,3}|…)\s?|[ .])"
    )
    provider = rf"(?:{_PROVIDERS}|g mail|hot mail|t-online)"
    return re.compile(
        rf"(?<![\w\-'’]){word}(?:{joins}{word}){{0,7}}(?:\s?(?:\.{{2,3}}|…|,))?\s{{1,2}}(?:at|ät|arroba|chiocciola|@)\s{{1,2}}"
        rf"(?:{provider}\s(?:com|net|org|de|fr|es|it|ch|at|nl|pl|in|co\s?uk)|"
        r"[\w\-]{2,40}\s(?:com|net|org|edu|co\s?uk))(?!\w)",
        re.IGNORECASE,
    )


def _emails(text: str) -> Iterator[_Place]:
    if "@" in text:
        yield from ((*_bare_mail(text, match), Kind.EMAIL) for match in _written_mail().finditer(text))
    small = text.casefold()
    if any(each in small for each in ("com", "net", "org", " dot ", " punkt ", " punto ", " point ", " ponto ")) or (
        _marked().search(small)
    ):
        yield from ((*match.span(), Kind.EMAIL) for match in _spoken_mail().finditer(text))
        yield from ((*match.span(), Kind.EMAIL) for match in _run_on_mail().finditer(text))
    if any(each in small for each in _TOPS):
        yield from ((*match.span(), Kind.EMAIL) for match in _mail_without_dot().finditer(text))


_TOPS: Final = (
    " com",
    " net",
    " org",
    " edu",
    " co uk",
    " couk",
    "gmx ",
    "web ",
    "online ",
    "mail ",
    "outlook ",
    "yahoo ",
)


def _bare_mail(text: str, match: re.Match[str]) -> tuple[int, int]:
    start, end = match.span()
    while start < end and not text[start].isalnum():
        start += 1
    return start, end


@cache
def _card() -> re.Pattern[str]:
    apart = r"[ \-–_./\u00a0]"
    return re.compile(
        rf"(?<!\d)(?<!\d{apart})(?:\d{{13,19}}|\d{{4}}({apart})\d{{4}}\1\d{{4}}\1\d{{4}}(?:\1\d{{1,3}})?|"
        rf"\d{{4}}({apart})\d{{6}}\2\d{{5}})(?!{apart}?\d)"
    )


def _cards(text: str) -> Iterator[_Place]:
    """Cards as they are written, whatever stands beside them: letters, the sign of a sum, what is counted."""
    for match in _card().finditer(text):
        if checks.is_card("".join(each for each in match[0] if each.isdigit())):
            yield *match.span(), Kind.CARD


@cache
def _iban() -> re.Pattern[str]:
    return re.compile(r"(?<![^\W_])[A-Z]{2}[ \-]?\d{2}(?:[ \-]?[A-Z0-9]){11,30}(?![^\W_])", re.IGNORECASE | re.ASCII)


@cache
def _forms() -> re.Pattern[str]:
    return re.compile(
        r"(?<![\w•])(?:"
        r"(?P<nino>[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D])|"
        r"(?P<dni>(?:\d{2}\.?\d{3}\.?\d{3}|[XYZ]-?\d{7})[- ]?[A-Z])|"
        r"(?P<cf>[A-Z]{6}[\dL-NP-V]{2}[A-EHLMPRST][\dL-NP-V]{2}[A-Z][\dL-NP-V]{3}[A-Z])|"
        r"(?P<postcode>(?-i:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}))"
        r")(?![\w])",
        re.IGNORECASE | re.ASCII,
    )


@cache
def _cued() -> re.Pattern[str]:
    """A number with letters in it after what says what it is."""
    return re.compile(
        r"(?P<cue>licen[cs]e|passport|polic(?:y|ies)|claim|account|acct|iban|member(?:ship)?|ausweis|reisepass|"
        r"dni|nie|nif|"
        r"national (?:insurance|id)|nino|tax id|zip(?: ?code)?|post(?:al)? ?code|customer)"
        r"(?:\s?(?:id|number|no|num|nr|nummer|code|card))?\.?\W{0,3}(?:\s?(?:is|are|was|ist|lautet|:|#|it'?s|si)\s*)?"
        r"\s?(?P<value>(?=[\w\-]*\d)[A-Z0-9][A-Z0-9\-]{3,24}(?: \d{2,10})?|[A-Z]{2,4} \d{3,13}|"
        r"\d{3,13} [A-Z]{2,4})(?![\w])",
        re.IGNORECASE | re.ASCII,
    )


def _lettered(text: str) -> Iterator[_Place]:
    if not any(each.isdigit() for each in text):
        return
    for match in _iban().finditer(text):
        if (end := _iban_end(match[0])) is not None:
            yield match.start(), match.start() + end, Kind.ACCOUNT
    checked = {"dni": checks.is_dni, "cf": checks.is_codice_fiscale}
    for match in _forms().finditer(text):
        name = str(match.lastgroup)
        if name not in checked or checked[name](match[0]):
            yield *match.span(), Kind.ADDRESS if name == "postcode" else Kind.NATIONAL_ID
    for match in _cued().finditer(text):
        value = match["value"]
        if not any(each.isdigit() for each in value) or not any(each.isalpha() for each in value):
            continue
        cue = match["cue"].casefold()
        own = ("zip", "post")
        of_account = ("polic", "claim", "acc", "iban", "member", "customer")
        kind = Kind.ADDRESS if cue.startswith(own) else Kind.ACCOUNT if cue.startswith(of_account) else Kind.NATIONAL_ID
        yield *match.span("value"), kind


def _iban_end(text: str) -> int | None:
    """Where the IBAN ends that the text begins with: words may follow it without a mark between."""
    for end in range(len(text), 14, -1):
        if text[end - 1].isalnum() and (end == len(text) or not text[end].isalnum()) and checks.is_iban(text[:end]):
            return end
    # Misheard or mistyped, it is still one where nothing else has that form.
    whole = re.match(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}(?![^\W_])", text, re.IGNORECASE | re.ASCII)
    return whole.end() if whole and sum(each.isdigit() for each in whole[0]) >= 10 else None
