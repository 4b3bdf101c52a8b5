"""The numbers in a text, in digits and in words, so that one text's can be looked up in another's (N1)."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_ENGLISH_UNITS: Final = re.findall(
    r"\S+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen",
)
_ENGLISH_TENS: Final = re.findall(r"\S+", "twenty thirty forty fifty sixty seventy eighty ninety")
_ENGLISH: Final = (
    {word: value for value, word in enumerate(_ENGLISH_UNITS)}
    | {word: 10 * value for value, word in enumerate(_ENGLISH_TENS, start=2)}
    | {"nil": 0, "nought": 0, "dozen": 12, "fourty": 40}
)
_SCALES: Final = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_ORDINALS: Final = {
    "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11,
    "twelfth": 12, "twentieth": 20, "twice": 2, "thrice": 3, "triple": 3, "double": 2, "half": 2, "quarter": 4,
    "thirds": 3, "quarters": 4, "doubled": 2, "tripled": 3, "halved": 2, "dozens": 12, "hundreds": 100,
    "thousands": 1000, "millions": 1_000_000,
}  # fmt: skip
_OTHERS: Final[dict[str, int]] = {
    word: value
    for value, words in {
        2: "zwei zweimal doppelt halb hälfte deux double moitié dos doble mitad dois duas dobro metade due doppio metà "
        "twee dubbel helft dwa dwie połowa iki yarım два две половина",
        3: "drei dreimal drittel trois triple tiers tres triple tercio três tre trzy üç три",
        4: "vier viertel quatre quart cuatro cuarto quatro quattro cztery dört четыре",
        5: "fünf cinq cinco cinque vijf pięć beş пять",
        6: "sechs six seis sei zes sześć altı шесть",
        7: "sieben sept siete sete sette zeven siedem yedi семь",
        8: "acht huit ocho oito otto osiem sekiz восемь",
        9: "neun neuf nueve nove negen dziewięć dokuz девять",
        10: "zehn dix diez dez dieci tien dziesięć on десять",
        11: "elf onze once undici elf jedenaście",
        12: "zwölf douze doce doze dodici twaalf dwanaście",
        20: "zwanzig vingt veinte vinte venti twintig dwadzieścia yirmi двадцать",
        30: "dreißig trente treinta trinta trenta dertig trzydzieści otuz тридцать",
        40: "vierzig quarante cuarenta quarenta quaranta veertig czterdzieści kırk сорок",
        50: "fünfzig cinquante cincuenta cinquenta cinquanta vijftig pięćdziesiąt elli пятьдесят",
        100: "hundert cent cien cento honderd sto yüz сто",
        1000: "tausend mille mil duizend tysiąc bin тысяча",
    }.items()
    for word in words.split()
    if word not in {"on", "bin", "sei", "elf", "six", "once", "mil"}
}
"""Words of other languages that count; those that mean something else in one of them are left out."""

_ALSO_ENGLISH: Final[dict[str, tuple[str, ...]]] = {
    "due": ("it",), "venti": ("it",), "otto": ("it",), "mille": ("it", "fr"), "cent": ("fr",), "sept": ("fr",),
    "tiers": ("fr",), "dix": ("fr",), "quart": ("fr",), "dos": ("es",), "doze": ("pt",), "dobro": ("pt",),
    "tien": ("nl",), "elli": ("tr",),
}  # fmt: skip
"""Those that are English words or names too, and of which languages they are: they count in a text of that language
alone ("due to", "a cent", "two tiers")."""

_SMALL_WORDS: Final[dict[str, frozenset[str]]] = {
    language: frozenset(words.split())
    for language, words in {
        "it": "il lo gli di della dello dei delle degli che nel nella dal dalla è ho ha sono una uno ci giorni volte "
        "settimane mesi minuti anni",
        "fr": "le les des du une et est dans avec sur pour par qui j'ai ai jours fois semaines mois heures ans au deux",
        "es": "el los las una que en con del al es está han ha he hace días veces semanas meses horas minutos años "
        "y por para",
        "pt": "o os uma que em com do da das é há dias vezes semanas meses horas minutos anos e por para não",
        "nl": "de het een van ik heb is op voor met dagen keer weken maanden uur minuten jaar en",
        "tr": "bir ve bu için gün kez hafta ay saat dakika yıl lira ben var",
    }.items()
}
_ENGLISH_SMALL_WORDS: Final = frozenset(
    re.findall(r"\S+", "the of to and or was that it for with this they had has he she not are were by")
)

_PER_CENT: Final = frozenset({"percent", "percentage", "pct", "prozent", "pourcent", "procent", "porcento", "percento"})
_IDEOGRAPHS: Final = frozenset("〇零二三四五六七八九十百千万萬億两兩")
_NUMBER: Final = re.compile(r"\d+(?:[.,:'’ \u00a0\u202f]\d+)*|[^\W\d_]+|[%‰]")
_INNOCENT: Final = re.compile(
    r"\b(?:one[- ]to[- ]ones?|one another|no one|first[- ](?:call|contact) resolution|double[- ]check(?:ed|ing|s)?|"
    r"two[- ]way|"
    r"two[- ](?:factor|step)|one of|second[- ]hand|third[- ]part(?:y|ies)|half[- ]?way|one[- ]time)\b",
    re.IGNORECASE,
)
"""Expressions with a number word in them that count nothing."""


def numbers_in(text: str) -> frozenset[str]:
    """The numbers of a text: those in digits as they are written without what parts their groups, and the values of
    those in words; `%` stands for per cent."""
    return frozenset(_each(_INNOCENT.sub(" ", text), _languages([text])))


def said_numbers(texts: list[str]) -> frozenset[str]:
    """The numbers that may be written of what was said: each that was said, and those that were spelled in digits."""
    found: set[str] = set()
    languages = _languages(texts)
    for text in texts:
        found |= set(_each(_INNOCENT.sub(" ", text), languages))
        found |= set(_each(text, languages))
        found |= set(_spelled(text))
        found |= set(_times(text))
    return frozenset(found)


_PAST: Final = re.compile(
    r"\b(half past|quarter past|quarter to|halb|viertel nach|viertel vor) (\w+)|\b(\w+) (thirty|fifteen|"
    r"forty[- ]five)\b",
    re.IGNORECASE,
)


_MINUTES: Final = {
    "quarter to": 45, "viertel vor": 45, "forty five": 45, "quarter past": 15, "viertel nach": 15, "fifteen": 15
}  # fmt: skip


def _times(text: str) -> Iterator[str]:
    """Times of the day that were said in words, as they are written: `half past three` is 3:30, and 15:30."""
    for before, hour_before, hour, minutes in _PAST.findall(text):
        said = (before or minutes).casefold().replace("-", " ")
        word = (hour_before or hour).casefold()
        at = int(word) if word.isdecimal() and len(word) < 3 else _ENGLISH.get(word, _OTHERS.get(word))
        if at is None or not 0 < at <= 24:
            continue
        earlier = said in {"quarter to", "viertel vor", "halb"}
        past = _MINUTES.get(said, 30)
        for full in (at - earlier, at - earlier + 12):
            yield from (f"{full}:{past}", f"{full}.{past}")


def _languages(texts: list[str]) -> frozenset[str]:
    """Of the languages whose number words are English words too, those that the texts may be in.

    None where more of their small words are English than of that language: "he went to the de Jong due date".
    """
    words = [word for text in texts for word in re.findall(r"[^\W\d_]+", text.casefold())]
    english = sum(word in _ENGLISH_SMALL_WORDS for word in words)
    counts = {language: sum(word in small for word in words) for language, small in _SMALL_WORDS.items()}
    return frozenset(language for language, count in counts.items() if count and count >= english)


def _counts(word: str, languages: frozenset[str]) -> bool:
    return word in _OTHERS and (word not in _ALSO_ENGLISH or not languages.isdisjoint(_ALSO_ENGLISH[word]))


def _each(text: str, languages: frozenset[str]) -> Iterator[str]:
    words: list[str] = []
    plain = unicodedata.normalize("NFKC", "".join(_as_digits(each) for each in text))
    plain = re.sub(r"\bper\s+cent\b", "percent", plain, flags=re.IGNORECASE)
    for match in _NUMBER.finditer(plain):
        word = match[0].casefold()
        if word in _ENGLISH or word in _SCALES or (word == "and" and words):
            words.append(word)
            continue
        yield from _value(words)
        words = []
        if word in "%‰" or word in _PER_CENT:
            yield "%"
        elif word[0].isdigit():
            yield from _digits(word)
        elif word in _ORDINALS:
            yield str(_ORDINALS[word])
        elif _counts(word, languages):
            yield str(_OTHERS[word])
        elif any(each in _IDEOGRAPHS for each in word):
            yield from ("".join(run) for run in re.findall(f"[{''.join(_IDEOGRAPHS)}]+", word))
    yield from _value(words)


def _as_digits(character: str) -> str:
    """Numerals of other scripts as digits, and those that stand for themselves (①, Ⅻ, ½) as their value."""
    if character.isascii() or character in _IDEOGRAPHS:
        return character
    value = unicodedata.numeric(character, None)
    if value is None or unicodedata.category(character) == "Lo":
        return character
    return f" {value:g} " if unicodedata.category(character) != "Nd" else f"{value:g}"


def _digits(word: str) -> Iterator[str]:
    """A number in digits, written in one way: `1,200`, `1 200` and `1.200` are the same; `3.50` and `3.5` too."""
    groups = re.split(r"['’ \u00a0\u202f]", word)
    if len(groups) > 1 and not all(len(each) == 3 for each in groups[1:]):
        for each in groups:
            yield from _digits(each)
        return
    joined = "".join(groups)
    if amount := re.fullmatch(r"(\d{1,3}(?:,\d{3})+)\.(\d{1,2})|(\d{1,3}(?:\.\d{3})+),(\d{1,2})", joined):
        # Both marks are there: the last one parts the decimals.
        joined = re.sub(r"[.,]", "", amount[1] or amount[3]) + "." + (amount[2] or amount[4])
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", joined):
        joined = re.sub(r"[.,]", "", joined)
    joined = joined.replace(",", ".")
    if re.fullmatch(r"\d+\.\d+", joined):
        joined = joined.rstrip("0").rstrip(".")
    yield joined.lstrip("0") or "0"


def _value(words: list[str]) -> Iterator[str]:
    """The value of English number words that follow each other: `one hundred and twenty five`.

    One alone is no number: nobody counts with it. Words that make no single number are several.
    """
    words = [word for word in words if word != "and"]
    if not words or words == ["one"]:
        return
    total, current, last = 0, 0, None
    for word in words:
        if word in _SCALES:
            scale = _SCALES[word]
            current = max(1, current) * scale
            if scale > 100:
                total, current = total + current, 0
            last = None
            continue
        value = _ENGLISH[word]
        fits = last is None or (last >= 20 and last % 10 == 0 and 0 < value < 10)
        if not fits:
            yield str(total + current)
            total = current = 0
        current += value
        last = value
    yield str(total + current)


def _spelled(text: str) -> Iterator[str]:
    """Numbers that were spelled digit by digit, in words or figures, and the ends of those: `four five one two`."""
    run: list[str] = []
    for match in re.finditer(r"[^\W_]+", text):
        word = match[0].casefold()
        digit = (
            str(_ENGLISH[word]) if word in _ENGLISH and _ENGLISH[word] < 10 else "0" if word == "oh" and run else word
        )
        if digit.isdecimal():
            run.append(digit)
            continue
        yield from _of_run(run)
        run = []
    yield from _of_run(run)


def _of_run(run: list[str]) -> Iterator[str]:
    whole = "".join(run)
    if len(whole) < 3 or len(run) < 2:
        whole = whole if len(run) == 1 and len(whole) > 4 else whole if len(run) > 1 else ""
    if whole:
        yield whole.lstrip("0") or "0"
        if len(whole) > 4:
            yield from (whole[-3:].lstrip("0") or "0", whole[-4:].lstrip("0") or "0")
