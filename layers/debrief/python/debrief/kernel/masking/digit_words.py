"""What digits are called: in the languages of `_SPOKEN`, one by one and in pairs (N8)."""

import re
import unicodedata
from functools import cache
from typing import Final, NamedTuple

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

UNSURE: Final = frozenset(
    re.findall(
        r"\S+",
        """
    won to tree fore ate sicks fife sevin ein un une um uma een en ni six sex sei due hat otto bir meia hét acht fire
    fem tre nove dos sept öt egy uno doi dua ett lima nio opt एक दो null zero один
    """,
    )
)
"""Words that are digits only beside others: they mean something else as well."""

NEVER_ALONE_ENGLISH: Final = frozenset({"won", "to", "tree", "fore", "ate", "sicks"})
"""What a recogniser makes of digits: one when a sure one stands before and behind it."""

OH: Final = frozenset({"oh", "o", "ought", "nil", "aught"})
TIMES: Final = {
    "double": 2, "triple": 3, "treble": 3, "doppel": 2, "doppelt": 2, "dreimal": 3, "zweimal": 2, "doble": 2,
    "doppia": 2, "doppio": 2, "duplo": 2, "quadruple": 4, "dubbel": 2, "dubbele": 2, "viermal": 4, "funfmal": 5,
    "zweifach": 2, "dreifach": 3, "vierfach": 4, "triplo": 3, "podwojne": 2,
}  # fmt: skip

ENGLISH_TENS: Final = {
    word: 10 * value
    for value, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
} | {"fourty": 40}
TEENS: Final = {
    word: value
    for value, word in enumerate(
        (
            *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
            *("sixteen", "seventeen", "eighteen", "nineteen"),
        ),
        start=10,
    )
}
HUNDREDS: Final = {"hundred": "00", "thousand": "000"}


_MOREHUNDREDS: Final = (
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos",
    "cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos",
    "cento duecento trecento quattrocento cinquecento seicento settecento ottocento novecento",
    "sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset",
)


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
        "dziesięć jedenaście dwanaście trzynaście czternaście piętnaście "
        "szesnaście siedemnaście osiemnaście dziewiętnaście",
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
    for words in _MOREHUNDREDS:
        found |= {word: str(100 * value) for value, word in enumerate(words.split(), start=1)}
    polish_tens = "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt"
    found |= {word: str(10 * value) for value, word in enumerate(f"{polish_tens} dziewięćdziesiąt".split(), start=2)}
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
            digits.setdefault(bare_of(word), str(value))
    digits |= dict.fromkeys(OH, "0")
    return Words(digits, {bare_of(word): value for word, value in _two_digits().items()})


def bare_of(word: str) -> str:
    """A word for comparing: small, without accents and apostrophes."""
    small = word.casefold()
    if small.isascii():
        return small.replace("'", "")
    bare = "".join(each for each in unicodedata.normalize("NFD", small) if unicodedata.category(each) != "Mn")
    return unicodedata.normalize("NFC", bare).replace("'", "").replace("’", "")
