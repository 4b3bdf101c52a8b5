"""Numbers as they are written or spelled aloud, as runs of digits with their place: `four one double five`, `41 55`.

Speech recognisers write what they hear as words or as figures, in one turn or in several, with fillers between. What a
digit is called is known in the languages of `_SPOKEN`.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile
from typing import Final, NamedTuple

from debrief.kernel.masking.kinds import FILLER

_SPOKEN: Final = """
en: zero one two three four five six seven eight nine
en: nought won to tree fore fife sicks sevin ate niner
de: null eins zwei drei vier fünf sechs sieben acht neun
de: null ein zwo drei vier fuenf sechs sieben acht neun
fr: zéro un deux trois quatre cinq six sept huit neuf
fr: zero une deux trois quatre cinq six sept huit neuf
es: cero uno dos tres cuatro cinco seis siete ocho nueve
it: zero uno due tre quattro cinque sei sette otto nove
pt: zero um dois três quatro cinco seis sete oito nove
pt: zero uma duas tres quatro cinco meia sete oito nove
nl: nul een twee drie vier vijf zes zeven acht negen
nl: nul één twee drie vier vijf zes zeven acht negen
pl: zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć
cs: nula jedna dva tři čtyři pět šest sedm osm devět
sv: noll ett två tre fyra fem sex sju åtta nio
da: nul en to tre fire fem seks syv otte ni
no: null en to tre fire fem seks sju åtte ni
fi: nolla yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän
tr: sıfır bir iki üç dört beş altı yedi sekiz dokuz
ro: zero unu doi trei patru cinci șase șapte opt nouă
hu: nulla egy kettő három négy öt hat hét nyolc kilenc
ru: ноль один два три четыре пять шесть семь восемь девять
uk: нуль один два три чотири п'ять шість сім вісім дев'ять
el: μηδέν ένα δύο τρία τέσσερα πέντε έξι επτά οκτώ εννέα
id: nol satu dua tiga empat lima enam tujuh delapan sembilan
hi: शून्य एक दो तीन चार पांच छह सात आठ नौ
ar: صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة
""".strip()

_UNSURE: Final = frozenset(
    re.findall(
        r"\S+",
        """
    won to tree fore ate sicks fife sevin ein un une um uma een en ni six sex sei due hat otto bir meia hét acht fire
    fem tre nove dos sept öt egy uno doi dua ett lima nio opt एक दो null zero один
    """,
    )
)
"""Words that are digits only beside others: they mean something else as well."""

_NEVER_ALONE_ENGLISH: Final = frozenset({"won", "to", "tree", "fore", "ate", "sicks"})
"""What a recogniser makes of digits: one when a sure one stands before and behind it."""

_OH: Final = frozenset({"oh", "o", "ought", "nil", "aught"})
_TIMES: Final = {
    "double": 2, "triple": 3, "treble": 3, "doppel": 2, "doppelt": 2, "dreimal": 3, "zweimal": 2, "doble": 2,
    "doppia": 2, "doppio": 2, "duplo": 2, "quadruple": 4, "dubbel": 2, "dubbele": 2,
}  # fmt: skip

_ENGLISH_TENS: Final = {
    word: 10 * value
    for value, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
} | {"fourty": 40}
_TEENS: Final = {
    word: value
    for value, word in enumerate(
        (
            *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
            *("sixteen", "seventeen", "eighteen", "nineteen"),
        ),
        start=10,
    )
}
_HUNDREDS: Final = {"hundred": "00", "thousand": "000"}


def _two_digits() -> dict[str, str]:
    """Words of two digits in languages that say telephone numbers in pairs or join tens and units to one word."""
    found: dict[str, str] = {}
    german = ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
    german_tens = ("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
    dutch = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
    dutch_tens = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
    for tens, link, units in ((german_tens, "und", german), (dutch_tens, "en", dutch), (dutch_tens, "ën", dutch)):
        for ten, word in enumerate(tens, start=2):
            found[word] = str(10 * ten)
            found |= {f"{unit}{link}{word}": str(10 * ten + value) for value, unit in enumerate(units, start=1)}
    italian = ("uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove")
    italian_tens = ("venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta")
    for ten, word in enumerate(italian_tens, start=2):
        found[word] = str(10 * ten)
        found |= {
            (word[:-1] if unit[0] in "uo" else word) + unit: str(10 * ten + value)
            for value, unit in enumerate(italian, start=1)
        }
    lists = (
        "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn",
        "dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
        "diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve",
        "dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove",
        "dez onze doze treze catorze quinze dezesseis dezessete dezoito dezenove",
        "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien",
    )
    for words in lists:
        found |= {word: str(value) for value, word in enumerate(words.split(), start=10)}
    in_tens = (
        "vingt trente quarante cinquante soixante",
        "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
        "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    )
    for words in in_tens:
        found |= {word: str(10 * value) for value, word in enumerate(words.split(), start=2)}
    found |= {"quatre-vingt": "80", "quatre-vingts": "80", "soixante-dix": "70", "quatre-vingt-dix": "90"}
    found |= {f"veinti{unit}": str(20 + value) for value, unit in enumerate(
        ("uno", "dós", "trés", "cuatro", "cinco", "séis", "siete", "ocho", "nueve"), start=1)}  # fmt: skip
    # These mean something else in English.
    return {word: value for word, value in found.items() if word not in {"once", "elf"}}


class Words(NamedTuple):
    """digits: words of one digit. pairs: words of two."""

    digits: dict[str, str]
    pairs: dict[str, str]


@cache
def words() -> Words:
    """The tables, made once."""
    digits: dict[str, str] = {}
    for line in _SPOKEN.splitlines():
        for value, word in enumerate(line.partition(": ")[2].split()):
            digits.setdefault(_bare(word), str(value))
    digits |= dict.fromkeys(_OH, "0")
    return Words(digits, {_bare(word): value for word, value in _two_digits().items()})


def _bare(word: str) -> str:
    """A word for comparing: small, without accents and apostrophes."""
    small = word.casefold()
    if small.isascii():
        return small.replace("'", "")
    bare = "".join(each for each in unicodedata.normalize("NFD", small) if unicodedata.category(each) != "Mn")
    return unicodedata.normalize("NFC", bare).replace("'", "").replace("’", "")


_FILLERS: Final = frozenset(
    re.findall(
        r"\S+",
        """
        uh um uhm erm er em hm hmm mm ah eh and then dash hyphen minus space like äh ähm und dann euh et tiret
        este y guion e trattino ehm en streepje okay ok so
        """,
    )
)
"""What may stand between two digits of one number."""

_BACKCHANNEL: Final = _FILLERS | frozenset(
    re.findall(
        r"\S+",
        """
        yes yeah yep yup right sure alright mhm uhhuh huh go on ahead please continue got it thanks thank you
        perfect great good i see one moment sorry pardon what was that again is next the rest ja genau oui sí si
        sim da claro vale danke merci gracias bitte d'accord d accord no nope wait a second hold
        """,
    )
)
"""What somebody says who only listens."""


class Token(NamedTuple):
    """A word or a figure.

    digits: those it stands for; empty for any other word. times: how often the next one counts. unsure: whether it is
    a digit only beside others.
    """

    start: int
    end: int
    bare: str
    digits: str = ""
    times: int = 1
    spoken: bool = False
    unsure: bool = False


_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+(?:['’\-][^\W\d_]+)*")


def tokens_of(text: str, opaque: Sequence[tuple[int, int]]) -> list[Token]:
    """The words and figures of a text. opaque: places that hold no digits of a number: times, sums, masks."""
    table = words()
    found: list[Token] = []
    # Long mails have thousands of each: both are gone through once, side by side.
    places, at, covered = sorted(opaque), 0, 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        while at < len(places) and places[at][0] < end:
            covered, at = max(covered, places[at][1]), at + 1
        if start < covered:
            found.append(Token(start, end, FILLER))
        elif _is_extension(text, start, end):
            continue
        elif match[0][0].isdigit():
            mixed = _touches_letters(text, start, end)
            digits = "" if mixed else "".join(str(unicodedata.decimal(each, 0)) for each in match[0])
            found.append(Token(start, end, match[0], digits))
        else:
            found += _spoken(match[0], start, end, table)
    return found


def _touches_letters(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if _is_extension(text, start - 1, start) or _is_extension(text, end, end + 1):
        return False
    return before.isalpha() or after.isalpha() or "_" in (before, after)


def _is_extension(text: str, start: int, end: int) -> bool:
    """Whether it is the `x` between a telephone number and an extension."""
    return start > 0 and text[start:end] in {"x", "X"} and text[start - 1].isdigit() and text[end : end + 1].isdigit()


def _spoken(word: str, start: int, end: int, table: Words) -> Iterator[Token]:
    bare = _bare(word)
    if "-" in word and bare not in table.pairs:
        tens, _, unit = (_bare(part) for part in word.partition("-"))
        whole = str(_ENGLISH_TENS.get(tens, "")) or table.pairs.get(tens, "")
        if whole.endswith("0") and len(table.digits.get(unit, "")) == 1 and unit not in _OH:
            yield Token(start, end, bare, whole[0] + table.digits[unit], 1, True)
            return
        at = start
        for part in word.split("-"):
            yield from _spoken(part, at, at + len(part), table) if part else ()
            at += len(part) + 1
        return
    if bare in table.digits:
        yield Token(start, end, bare, table.digits[bare], 1, True, bare in _UNSURE or bare in _OH)
    elif bare in _ENGLISH_TENS:
        yield Token(start, end, bare, str(_ENGLISH_TENS[bare]), 1, True)
    elif bare in _TEENS:
        yield Token(start, end, bare, str(_TEENS[bare]), 1, True, bare == "ten")
    elif bare in table.pairs:
        yield Token(start, end, bare, table.pairs[bare], 1, True, True)
    elif bare in _HUNDREDS:
        yield Token(start, end, bare, _HUNDREDS[bare], 1, True, True)
    else:
        yield Token(start, end, bare, "", _TIMES.get(bare, 1), bare in _TIMES)


class Run(NamedTuple):
    """Digits of one number. parts: where they stand, by segment. spoken: whether any of them was said as a word.

    written: as it stands in the text of its first part. first, last: whether nothing but fillers stand before it in
    its first segment, and after it in its last one. alone: whether a short turn holds hardly anything but numbers.
    in_turns: what of it was said in each turn, where those are several.
    """

    digits: str
    parts: tuple[tuple[int, int, int], ...]
    spoken: bool
    written: str
    first: bool
    last: bool
    alone: bool = False
    in_turns: tuple["Run", ...] = ()

    @property
    def pieces(self) -> tuple["Run", ...]:
        """What of it was said in one turn each."""
        return self.in_turns or (self,)


_BETWEEN: Final = re.compile(r"[\s\-–—‐‑./()+xX]*")
_LONGEST_GAP: Final = 4


def runs_of(segment: int, text: str, opaque: Sequence[tuple[int, int]]) -> list[Run]:
    """The numbers of one text, each as the longest run of digits that belong together."""
    tokens = tokens_of(text, opaque)
    if not any(token.digits for token in tokens):
        return []
    runs: list[list[Token]] = []
    current: list[Token] = []
    pending: Token | None = None
    fillers = 0
    for token in tokens:
        if token.digits:
            begins = pending or token
            if current and not _joins(text, current[-1], begins, fillers):
                runs.append(current)
                current = []
            current.append(token._replace(start=begins.start, times=pending.times if pending else 1))
            pending, fillers = None, 0
        elif token.times > 1:
            if pending is not None and current:
                runs.append(current)
                current = []
            pending = token
        elif token.bare in _FILLERS:
            pending, fillers = None, fillers + 1
        else:
            pending = None
            if current:
                runs.append(current)
                current = []
            fillers = 0
    if current:
        runs.append(current)
    kept = [trimmed for run in runs if (trimmed := _trimmed(run))]
    return [_run(segment, text, tokens, run) for run in kept]


def _joins(text: str, before: Token, after: Token, fillers: int) -> bool:
    gap = text[before.end : after.start]
    if fillers:
        # Two figures with a word between them are two numbers.
        return fillers <= 3 and (before.spoken or after.spoken or len(before.digits) == len(after.digits) == 1)
    if "\n" in gap:
        return False
    if "," in gap or ";" in gap:
        alike = len(before.digits) == len(after.digits) and len(before.digits) in {1, 2, 4}
        spoken = before.spoken and after.spoken
        return gap.strip() in {",", ";"} and (alike or spoken)
    if before.spoken != after.spoken and len(before.digits) > 4:
        return False
    if before.spoken and gap in {"... ", "… "}:
        return True
    return len(gap) <= _LONGEST_GAP and _BETWEEN.fullmatch(gap) is not None


def _trimmed(run: list[Token]) -> list[Token]:
    """The run without words at its ends that are digits only between others; nothing where no sure one is left."""
    while run and run[-1].bare in _NEVER_ALONE_ENGLISH:
        run = run[:-1]
    while run and (run[0].bare in _NEVER_ALONE_ENGLISH or run[0].bare in _HUNDREDS):
        run = run[1:]
    return run if len(run) > 1 or (run and not run[0].unsure) else []


def _run(segment: int, text: str, tokens: Sequence[Token], run: Sequence[Token]) -> Run:
    start, end = run[0].start, run[-1].end
    # From either end of the text: hardly ever more than one has to be looked at.
    before = takewhile(lambda token: token.end <= start, tokens)
    after = takewhile(lambda token: token.start >= end, reversed(tokens))
    return Run(
        digits=_digits(run),
        parts=((segment, start, end),),
        spoken=any(token.spoken for token in run),
        written=text[start:end],
        first=all(token.bare in _BACKCHANNEL for token in before),
        last=all(token.bare in _BACKCHANNEL for token in after),
        alone=_is_alone(tokens),
    )


_ANSWERS: Final = _BACKCHANNEL | frozenset(
    re.findall(
        r"\S+",
        """
        its it's it is that that's this the my name i i'm im am number no and
        """,
    )
)
_MOST_BESIDE: Final = 3


def _is_alone(tokens: Sequence[Token]) -> bool:
    """Whether a turn is an answer that gives numbers, and at most somebody's name with them."""
    if len(tokens) > _LONGEST_ANSWER:
        return False
    beside = [token for token in tokens if not token.digits and token.bare not in _ANSWERS and token.times == 1]
    return len(beside) <= _MOST_BESIDE


_LONGEST_ANSWER: Final = 40


def _digits(run: Sequence[Token]) -> str:
    found: list[str] = []
    before: Token | None = None
    for token in run:
        tens = before is not None and before.spoken and before.bare in _ENGLISH_TENS
        if tens and token.spoken and len(token.digits) == 1 and token.digits != "0" and token.times == 1 and found:
            found[-1] = found[-1][:-1] + token.digits
        else:
            found.append(token.digits * token.times)
        before = token
    return "".join(found)


def only_listens(text: str) -> bool:
    """Whether somebody only listens, or says digits back."""
    tokens = tokens_of(text, ())
    return len(tokens) <= 24 and all(token.bare in _BACKCHANNEL or token.digits or token.times > 1 for token in tokens)
