"""Numbers in words, in many languages, and words for how many: "most", "every single", "hardly ever", "die Hälfte".

Words for numbers come from CLDR (`words/number_words.txt`), those of English and of parts and wholes from
`words/quantities.txt`. What only looks like one ("one-to-one", "double-check", "second to none") is taken out first.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Final, NamedTuple

from debrief.kernel.patterns import LatePattern
from debrief.summaries.drafting.languages import is_german
from debrief.summaries.drafting.sentence import Sentence, any_of, words_of

_WORD: Final = re.compile(r"[^\s\d_!-,./:-@\[-`{-~…“”„«»、。，！？；：（）·•–—]+")
"""Words in any script, with the marks above and below letters that some scripts write vowels with."""


class Words(NamedTuple):
    """The tables. numbers: words of all languages; parts: number words by language, for words joined of them.

    spaceless: words in scripts that put no blanks between words, found anywhere. phrases: of several words.
    """

    numbers: frozenset[str]
    parts: tuple[frozenset[str], ...]
    spaceless: re.Pattern[str]
    phrases: re.Pattern[str]


_AMBIGUOUS: Final = words_of(
    """
    none set error min due once opt bin ten div ses pet tri dos fire sta sex anim ottava nasty ein eine hat una sei ste
    ter
    ster trei vent mia mie mii nou nono noni nona mill juta sis tris enam dues drug sto andra andre drugi druga druge
    drugo
    drugih drugim drugog stu sim hai năm satu quarto doce neuf sim div drugie elf altı hét hat inci das des der die den
    ottavo simt saba sada sata sita tano tatu nane nege oje osam deu agt doi divi mija iki elva enda tret tal mal kol
    sätta dem cent cents quint quarta quarte secondi seconda seconde second segundo segunda decima decim primo prima
    tisa nio sju daan walo lima delo unu unua erst erste ersten eerste prvi prva
    """
)
"""Words of the tables that mean something else in another language, or in their own."""

_ENGLISH_NUMBERS: Final = words_of(
    """
    zero nil nought two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fourty fifty sixty seventy eighty ninety hundred thousand million
    billion trillion dozen
    """
)
_ENGLISH_ORDINALS: Final = words_of(
    "third thirds fourth fourths fifth fifths sixth sixths seventh sevenths eighth eighths ninth ninths tenth tenths "
    "eleventh twelfth twelfths thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth "
    "thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth hundredths thousandth"
)
_ENGLISH_OTHERS: Final = words_of(
    """
    one couple half halves halved quarter quarters percent percents percentile pct twice thrice double doubled doubling
    triple tripled treble trebled quadruple quadrupled quintuple majority minority hundreds thousands millions billions
    dozens tens twenties thirties forties fifties sixties seventies eighties nineties umpteen zillion zillions gazillion
    fortnight fortnightly decade decades duo trio quartet quintet sextet brace pair pairs singleton twosome threesome
    foursome tally
    """
)
_MULTIPLIED: Final = re.compile(
    r"^(?:doubl|tripl|trebl|quadrupl|quintupl|sextupl|septupl|octupl|nonupl|decupl|centupl)(?:e|es|ed|ing|y)?$"
)

_NOUNS: Final = (
    r"(?:calls?|customers?|callers?|conversations?|interactions?|evaluations?|cases?|contacts?|chats?|e-?mails?"
    r"|clients?|complaints?"
    r"|weeks?|days?|months?|times?|occasions?|questions?|answers?|greetings?|tickets?|people|agents?|users?|checks?"
    r"|refunds?|requests?"
    r"|transfers?|replies|reply|messages?|criteria|attempts?|minutes?|seconds?|hours?|years?|instances?"
    r"|scores?|problems?|issues?)"
)
_INNOCENT: Final = LatePattern(
    rf"""
    \b(?:
      one[- ](?:to|on)[- ]ones? | one\ another | no\ one(?:'s)?
    | step\ (?:one|two|three) | (?:the|these|those)\ two(?!\ {_NOUNS}) | zero\ in | takes\ two\ to
    | quarter\ (?:after|by|on|over|to)\ quarter | think(?:ing)?\ twice | ask(?:s|ed|ing)?\ twice
    | both\ (?:the\ )?\w+(?:\ \w+)?\ and | not\ always
    | (?:first|second|third|fourth)[- ](?:call|contact|time)\ (?:resolution|fix) | first[- ]line | second[- ]line
        | third[- ]part(?:y|ies)
    | double[- ]?check(?:s|ed|ing)? | double[- ]barrelled | double\ down | double[- ]edged | double[- ]sided
        | on\ the\ double
    | (?:one|two|three|multi)[- ](?:way|step|factor|part|sided|stage|pronged|fold|stop|off|size|minded|dimensional
        |handed)
    | half[- ](?:hearted(?:ly)?|way|listening|finished|time) | halfway | better\ half | half\ the\ (?:battle|job|story)
    | second[- ](?:to\ none|natures?|thoughts?|chances?|guess(?:es|ed|ing)?|hand|opinions?|languages?) | split[- ]second
    | (?:above|below|over|under)\ zero | promoters\ (?:\w+(?:'t)?\ ){{0,3}}outweigh\w*\ detractors
    | too\ few\ (?:calls|evaluations|conversations|cases|answers|chats)(?=.{{0,40}}\b(?:judg\w+|say|tell|appl\w+
        |compar\w+))
    | at\ first | first\ of\ all | first\ things\ first | sixth\ sense | cloud\ nine | back\ to\ square\ one
        | square\ one | twenty[- ]four[- ]seven
    | (?:this|that|which|the|another|each|every|any|some|last|next|new|right|good|only|previous|first)\ one(?:s
        |'s)?\b(?!-|\ (?:of|in|out)\b)
    | one(?:'s)?\ (?:thing|way|area|step|point|moment|idea|option|reason|example|habit|skill|aspect|side|word
        |sentence|place|topic|focus|goal
        |more|that|who|which|to|can|may|might|could|should|would|day|by\ one|at\ a\ time)\b
    | (?:with|as|at|by|is)\ one\ (?:with|at) | one[- ]at[- ]a[- ]time | one[- ]by[- ]one | in\ one\ go | day\ one
        | at\ one
    | one\ of\ (?:the\ |his\ |her\ |their\ |its\ |these\ |those\ |our\ |your[ ]
        |agent's\ )*(?:agent's\ )?(?:clear(?:est)?\ |most\ \w+\ |main\ |few\ |real\ |key\ |biggest\ )?
        (?:strong\w*|weak\w*|best|worst|lowest|highest|line\ items?|strengths?|areas?|things|ways|skills|points
            |habits|goals|topics|open|steps
        |reasons|aspects|behaviou?rs|options|ideas|examples|priorities|open\ actions|overdue\ actions)
    | on\ the\ one\ hand | (?:this|last|next|the|previous|coming|past)\ quarter\b(?!\ of)
    | quarterly | for\ once | at\ once | once\ again | all\ at\ once
    )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Expressions with a number word in them that count nothing."""

_VAGUE: Final = LatePattern(
    rf"""
    \b(?:
      (?<!the\ )(?<!at\ )(?<!\ a\ )most(?:\ of)?\ (?:the\ |these\ |those\ |his\ |her\ |their\ |other[ ]
          |of\ )*(?:\w+\ )?{_NOUNS}
    | (?:at\ )?most\ of\ (?:the|these|those|them|his|her|their|all)
    | (?:nearly|almost|practically|virtually|basically|literally|absolutely|just\ about|close\ to|not\ quite|just
        |more\ or\ less)\ (?:every(?:one|body|thing)?|all|each|always|never|none|nobody|any|no)
    | every\ (?:single\ |last\ |one\ of\ |other\ |second\ |\w+\ )?{_NOUNS} | every\ (?:single|last|other)\ \w+
        | each\ and\ every | each\ of\ (?:the|his|her|their|these)
    | each\ (?:and\ |single\ |reviewed\ )?(?:call|customer|caller|conversation|interaction|evaluation|case|chat
        |client)\b(?!\ (?:with|by|to)\b)
    | every(?:one|body)\ (?:was|is|were|got|who|left|complain\w*|lik\w+|lov\w+|prais\w+|thank\w*|hat\w+|seem\w*
        |agre\w+|want\w*|hung|felt|had|has|knew|said)
    | all\ (?:but|bar)\ \w+ | all\ (?:of\ )?(?:the\ |these\ |those\ |his\ |her\ |their\ |its\ |reviewed\ |evaluated[ ]
        |analysed\ |other\ )*{_NOUNS}
    | ^all\ (?:were|was)\ | all\ of\ them | (?:they|them)\ all
    | none\ (?:of|were|was|had) | nobody | no-?one\ (?:was|were|got|has|had|did|ever|left|complain\w*|receiv\w*|heard)
    | not\ (?:a\ single|one\b|a\ soul|even\ one|any\ (?:customer|call|caller|chat)) | no\ single | not\ once
        | never\ once
    | no\ (?:customer|caller|call|conversation|chat|client|evaluation|interaction|case)s?\b(?!\ (?:wait|to|should))
    | zero | (?:hardly|scarcely|barely|rarely|almost\ never|seldom)\ (?:ever|any|a\ \w+|anyone|anybody|once)
        | hardly\ (?:ever|any)
    | (?:a|the|only\ a|just\ a|quite\ a|very|too|so|only|these|but\ a|precious)\ few(?!\ (?:words|moments|ways
        |ideas))\b | few\ (?:of\ |\w+\ )?{_NOUNS} | fewer\ than
    | (?:a\ |the\ |one\ )?(?:handful|fistful|smattering|bunch|slew|string|raft|flurry|host|multitude|myriad|plethora
        |stream|flood|wave|mountain)s?\ of
    | (?:a\ |great\ |large\ |good\ |small\ |fair\ |vast\ |huge\ |high\ |low\ |tiny\ |significant\ |considerable[ ]
        |substantial\ )+(?:number|share|part|portion|proportion|percentage|amount|fraction|majority|minority|deal)s?\ of
    | (?:chunk|slice|swathe?|proportion|portion|percentage|share|number)s?\ of\ (?:the\ |all\ |these\ |our\ )*{_NOUNS}
    | outnumber\w* | outweigh\w* | (?:bulk|lion's\ share|majority|minority|fraction|lots?|loads|tons|heaps|plenty
        |scores|masses|dozens|hundreds
        |thousands|oodles|piles)\ of
    | (?:lion's\ share|overwhelming|vast\ majority|predominantly|overwhelmingly|nine\ times|ten\ times)
    | many\ (?:of\ |\w+\ )?{_NOUNS} | (?:too|so|how)\ many(?=\ (?:calls|customers|times)) | numerous | countless
        | innumerable | multiple\ {_NOUNS} | several\ {_NOUNS} | various\ {_NOUNS}
    | both\ (?:of\ |the\ |\w+\ )?{_NOUNS} | either\ of\ the | neither\ of\ the
    | always | never | constantly | invariably | perpetually | unfailingly | without\ (?:exception|fail)
        | time\ and\ (?:time\ )?again | every\ time | day\ in,?\ day\ out
    | at\ all\ times | whenever\ a\ customer | more\ often\ than\ not | nine-to-one
    | once(?=\s*(?:[.!?;]|$))
    | (?<!not\ )(?:only|just|more\ than|at\ least|not\ even)\ once | (?:once|twice)\ (?:or|in|every|per|a\ (?:day
        |week|month))
    | (?:single|double|triple|low|high|mid)[- ](?:digits?|figures?) | (?:five|six|seven)[- ]figure
    | for\ the\ (?:first|second|last|umpteenth|nth)\ time | a\ second\ time | times\ (?:more|less|fewer|as|higher
        |lower|over)
    | (?:in\ )?(?:full|total)\ of | a\ total\ of | n\ out\ of | (?:per|out\ of)\ (?:cent|ten|hundred|every)
        | as\ many\ as | (?P<again>call|chat|time|week|day|customer|caller|conversation|month)\ (?:after
        |upon)\ (?P=again)
    | (?:again\ and\ again|over\ and\ over|time\ and\ time) | (?:more|less)\ often\ than\ (?:it|they|not|given|done
        |shown)
    | (?:consistently|routinely|regularly|habitually|repeatedly|continually|systematically)\ (?:fail\w*|miss\w*
        |skip\w*|forg\w+|ignor\w*|interrupt\w*|neglect\w*|talk\w*|omit\w*|avoid\w*|overlook\w*|refus\w*|rude\w*|late
            |poor\w*|bad\w*|lie\w*|break\w*|violat\w*|overpromis\w*)
    | (?:fail\w*|miss\w*|skip\w*|ignor\w*|interrupt\w*|neglect\w*)\ (?:\w+\ )?(?:consistently|every\ time|constantly)
    | the\ entire\ (?:team|week|period|month) | entirely\ of | half
    )\b
    """,
    re.VERBOSE,
)
_UNIVERSAL_ADVICE: Final = re.compile(
    r"\b(?:every|each|all|always|never|both|few|several|time after time|at all times|multiple|many|most)\b"
)
"""What may stand in advice, where it counts nothing: "always verify", "greet every caller"."""

_INNOCENT_IDEOGRAPHS: Final = re.compile(
    "一[起样樣致般直定些旦边邊下步会會时時点點向同贯貫緒番方]|[唯统統同专專]一|[万萬]一|万が一"
    "|[进進]一步|第一[时時][间間]|再三|三思|[十充]分[に な]"
)
"""Words of Chinese and Japanese with the sign of a number in them that count nothing."""

_OUR_TERM: Final = re.compile(r"(?<![\w-])1-to-1s?(?![\w-])", re.IGNORECASE)
"""What the meeting of a supervisor and an agent is called here."""

_WITHIN_ONE: Final = LatePattern(
    r"\b(?:twice|several times|a second time|(?:two|both|several) (?:\w+ )?(?:requests|questions|matters|problems"
    r"|topics"
    r"|options|issues|attempts|steps|points|reasons|errands|wishes|holds) ?(?:at once)?)\b"
)
"""What may be counted within the one conversation that a sentence cites: it is told of that occasion, as all else
is."""

_PER_CENT: Final = re.compile(r"\bper\s+cent|\bper\s+mill?e\b|\bout of (?:ten|hundred)\b", re.IGNORECASE)


def counts_in_words(sentence: Sentence, *, of_one: bool = False, months: Collection[str] = ()) -> bool:
    """Whether the sentence says a number or a quantity of its own, or a day of the calendar.

    of_one: it is about a single conversation, in which something may never have happened, or always. months: those of
    the weeks that it cites.
    """
    bare = _INNOCENT_IDEOGRAPHS.sub(" ", _OUR_TERM.sub(" ~ ", sentence.bare))
    if is_german(sentence):
        bare = re.sub(r"\bhalf\b", " ~ ", bare)
    if any(unicodedata.numeric(each, None) is not None for each in bare) or "%" in bare or "‰" in bare:
        return True
    if _PER_CENT.search(bare):
        return True
    cited = {each.id for each in sentence.references if not each.is_fact}
    if len(cited) == 1 and not any(each.is_fact for each in sentence.references):
        bare = _WITHIN_ONE.sub(" ~ ", bare)
    plain = _INNOCENT.sub(" ~ ", _without_accents(bare))
    if _number_word(plain, _INNOCENT.sub(" ~ ", bare), advice=sentence.is_advice):
        return True
    if any(found["month"] not in months for found in _DAYS.finditer(sentence.text)) and not (
        sentence.is_advice or sentence.is_question
    ):
        return True
    return _vague(plain, sentence, of_one=of_one or len(cited) == 1)


def says_how_often(sentence: Sentence) -> bool:
    """Whether it says how often something happens: no number, but nothing to say without a reference either."""
    often = any_of(sentence.words, {"rarely", "seldom"}) or _HOW_OFTEN.search(sentence.bare) is not None
    return often and not (sentence.is_question or sentence.is_advice)


_HOW_OFTEN: Final = re.compile(
    r"\b(?:customers|callers|clients|conversations|calls|chats|people) "
    r"(?:usually|mostly|generally|typically|normally|largely|mainly|almost)\b"
)


def _vague(plain: str, sentence: Sentence, *, of_one: bool) -> bool:
    """Whether it says how many or how often.

    Advice and questions may say "every" and "always", and of a single conversation "never" counts nothing.
    """
    loose = sentence.is_advice or sentence.is_question
    return any(
        not (loose and _UNIVERSAL_ADVICE.search(found[0])) and not (of_one and found[0].strip() in _OF_ONE)
        for found in _VAGUE.finditer(plain)
    )


_OF_ONE: Final = words_of("never always constantly invariably nobody once")
_DAYS: Final = re.compile(
    r"\b(?i:on|since|until|last|next|by|every|this|in|early|late|mid|from|of) "
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|(?P<month>January|February|March|April|June|July|August|September"
    r"|October|November|December"
    r"|May(?=\W*$)))\b"
)


def _number_word(plain: str, bare: str, *, advice: bool) -> bool:
    table = tables()
    english = _english()
    for word in _WORD.findall(plain):
        parts = (word, word.replace("-", ""), *word.split("-"))
        if any(part in english and not (part == "one" and advice) for part in parts):
            return True
        if any(_is_made_of_numbers(part) for part in parts):
            return True
    if any(_is_hidden(chunk) for chunk in _chunks(plain)):
        return True
    for word in _WORD.findall(bare):
        for part in (word, word.replace("-", ""), *word.split("-")):
            if part in table.numbers or _joined(part):
                return True
    return table.phrases.search(f" {bare} ") is not None or table.spaceless.search(bare) is not None


@cache
def _english() -> frozenset[str]:
    return _ENGLISH_NUMBERS | _ENGLISH_ORDINALS | _ENGLISH_OTHERS


_ENGLISH_JOINED: Final = re.compile(
    rf"^(?:{'|'.join(sorted(_ENGLISH_NUMBERS))}|one|and|percent|first|second|third|fourth|fifth|sixth|seventh|eighth"
    rf"|ninth){{2,}}(?:s|th|ths)?$"
)


@lru_cache(maxsize=4096)
def _is_made_of_numbers(word: str) -> bool:
    """Such as "ninetytwo", "twelvefold", "quintupled", "ninty"."""
    joined = len(word) > 5 and _ENGLISH_JOINED.match(word) is not None
    fold = word.endswith(("fold", "folds")) and word.removesuffix("s").removesuffix("fold") in _english()
    return joined or fold or _MULTIPLIED.match(word) is not None or _misspelt(word)


def _chunks(plain: str) -> Iterator[str]:
    """The letters of each stretch between blanks, and of each two that follow each other: "ni'nety", "nine ty"."""
    stretches = ["".join(each for each in chunk if each.isalpha()) for chunk in plain.split()]
    yield from stretches
    yield from ("".join(pair) for pair in pairwise(stretches) if all(pair) and min(map(len, pair)) > 1)


def _is_hidden(chunk: str) -> bool:
    """Whether letters, read without what stands between them or backwards, are a number of some length."""
    return len(chunk) >= 6 and (chunk in _english_long() or chunk[::-1] in _english_long())


@cache
def _english_long() -> frozenset[str]:
    return frozenset(word for word in _english() if len(word) >= 6 and word not in {"percent", "quarter", "quarters"})


_LONG: Final = tuple(word for word in (*sorted(_ENGLISH_NUMBERS), "twelfth", "percent", "majority") if len(word) >= 6)
_NO_NUMBERS: Final = words_of(
    "thirsty weighty mighty nicety seventh seventies eighty-six sixties trillions twenties thirties hinder hundred's "
    "minority eighteens dozed eleventh fifteens priority"
)


def _misspelt(word: str) -> bool:
    """Such as "ninty" or "twelwe": one letter away from a number word of six letters and more."""
    from rapidfuzz.distance import OSA

    if len(word) < 5 or word in _NO_NUMBERS or not word.isascii():
        return False
    return any(
        abs(len(word) - len(number)) <= 1 and word[0] == number[0] and OSA.distance(word, number, score_cutoff=1) <= 1
        for number in _LONG
    )


_LINKS: Final = words_of("und en ën og och y e et i ett s st te ste er es e en ten ter kaj ja")


@lru_cache(maxsize=4096)
def _joined(word: str) -> bool:
    """Whether a word is joined of the number words of one language, such as "zweiundzwanzig"."""
    return 6 <= len(word) <= _LONGEST_WORD and any(_splits(word, words) for words in tables().parts)


_LONGEST_WORD: Final = 100
_LEAST_PIECE: Final = 3


def _splits(word: str, words: frozenset[str]) -> bool:
    """Whether the word is two number words or more, with nothing but links between and after them.

    Each place of the word is looked at once for each count of pieces so far, however many ways lead there.
    """
    longest = _longest(words)
    reached: list[set[int]] = [{0}, *(set() for _ in word)]
    for begin in range(len(word)):
        for found in reached[begin]:
            for end in range(begin + 1, min(begin + longest, len(word)) + 1):
                piece = word[begin:end]
                if end - begin >= _LEAST_PIECE and piece in words:
                    reached[end].add(min(found + 1, 2))
                if found and piece in _LINKS:
                    reached[end].add(found)
    return 2 in reached[-1]


@cache
def _longest(words: frozenset[str]) -> int:
    return max(map(len, words), default=0)


def _without_accents(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))


@cache
def tables() -> Words:
    """The tables, read once."""
    folder = files("debrief.summaries.drafting.words")
    numbers: set[str] = set()
    parts: list[frozenset[str]] = []
    spaceless: set[str] = set()
    phrases: set[str] = set()
    for name in ("number_words.txt", "quantities.txt"):
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            if not line or line.startswith("#"):
                continue
            language, _, text = line.partition(": ")
            found = frozenset(unicodedata.normalize("NFC", text).casefold().split()) - _AMBIGUOUS
            phrases |= {each.replace("_", " ") for each in found if "_" in each}
            words = frozenset(each for each in found if "_" not in each)
            words |= {each.replace("न्", "ं") for each in words if "न्" in each}
            if _is_spaceless(language, name):
                spaceless |= {each for each in words if len(each) > 1}
            else:
                numbers |= words
                if name == "number_words.txt" and language.split("-")[0] in _JOINING:
                    parts.append(words)
    return Words(frozenset(numbers), tuple(parts), _any(spaceless), _any_phrase(phrases))


_JOINING: Final = words_of("de nl da sv nb nn no fi it hu is et lb af tr")
"""Languages that join number words to one word."""


def _is_spaceless(language: str, table: str) -> bool:
    return language in {"zh", "zh-Hant", "ja", "yue", "th", "lo", "km", "my", "ko"} and (
        table == "quantities.txt" or language == "ko"
    )


def _any(words: set[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)) or r"(?!)")


def _any_phrase(phrases: set[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, phrases), key=len, reverse=True)) or '(?!)'})(?!\w)")
