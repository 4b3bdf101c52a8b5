"""Numbers in words, in many languages, and words for how many: "most", "every single", "hardly ever", "die Hälfte".

English has rules of its own here, other languages the tables of `number_tables`. What only looks like one ("one-to-
one", "double-check", "second to none") is taken out first.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from debrief.kernel.patterns import LatePattern
from debrief.kernel.untrusted.tongues import small_words_in
from debrief.summaries.drafting.foreign import is_told_to_do
from debrief.summaries.drafting.languages import is_foreign, is_german
from debrief.summaries.drafting.number_tables import WORD, in_tables
from debrief.summaries.drafting.occasions import without_counts_of_occasions
from debrief.summaries.drafting.rankings_of_changes import without_listed_changes
from debrief.summaries.drafting.sentence import Sentence, any_of, words_of
from debrief.summaries.drafting.shares_in_words import without_proven_shares
from debrief.summaries.facts.model import Fact

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

_NOT_AFTERWARDS: Final = (
    r"(?!\ (?:it|they|he|she|this|that|there|everything|(?:the|a|an)\ \w+(?:\ \w+)?\ (?:is|are|was|were|has|have)))"
)
"""Behind "once" where it doesn't mean as soon as."""

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
    | (?:this|that|which|the|another|each|every|any|some|last|next|new|right|good|only|previous|first|second|other|same
        |open|overdue|wrong|final|former|latter|earlier|later|better|shorter|longer)\ one(?:s
        |'s)?\b(?!-|\ (?:of|in|out)\b)
    | an?\ (?:\w+\ )?\w+\ one(?=\s*(?:[.,;:!?)]|$)|\ (?:and|but|or|for|to|with|instead)\b)
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
    | one\ (?:good|short|simple|small|quick|clear|open|single|further|calm|friendly)
        \ (?:question|sentence|word|step|recap|reply|message|phrase|pause)\b
    | one\ (?:request|question|topic|step|item|thing|point|message|matter)\ (?:after|at)\ (?:the\ other|another|a\ time)
    | pair(?:s|ed|ing)?\ (?:up|with|the|it)\b
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
        | (?:about\ |just\ )?as\ often\ as\ not | for\ (?:hours|days|minutes|ages|weeks)(?!\ (?:to\ come|ahead))
    | (?:frequently|regularly|usually|routinely|mostly|typically|consistently)\ (?:goes?|is|are|ends?|gets?|stays?|remains?)\ un\w+
    | whenever | (?:^|[,;]\ (?:and\ )?)(?:all|every|each)\ (?:of\ the\ |the\ )?(?:\w+\ )?(?:line\ )?(?:items?|actions?|questions?\ of\ the\ scorecard)
    | each\ and\ every | each\ time | each\ of\ (?:the|his|her|their|these)
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
        |ideas))\b | few\ (?:of\ |\w+\ )?{_NOUNS} | fewer\ than(?!\ before)
    | (?:a\ |the\ |one\ )?(?:handful|fistful|smattering|bunch|slew|string|raft|flurry|host|multitude|myriad|plethora
        |stream|flood|wave|mountain)s?\ of
    | (?:a\ |great\ |large\ |good\ |small\ |fair\ |vast\ |huge\ |high\ |low\ |tiny\ |significant\ |considerable[ ]
        |substantial\ )+(?:number|share|part|portion|proportion|percentage|amount|fraction|majority|minority|deal)s?\ of
        (?!\ (?:the|that|this|what)\ (?:picture|story|success|strength|work|job|result|effect|makes))
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
    | (?<!not\ )(?:only|just|more\ than|at\ least|not\ even)\ once{_NOT_AFTERWARDS}
    | (?:once|twice)\ (?:or|in|every|per|a\ (?:day|week|month))
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
    r"\b(?:every|each|all|whenever|always|never|both|few|several|time after time|at all times|multiple|many|most)\b"
)
"""What may stand in advice, where it counts nothing: "always verify", "greet every caller"."""

_INNOCENT_IDEOGRAPHS: Final = re.compile(
    "一[起样樣致般直定些旦边邊下步会會时時点點向同贯貫緒番方]|[唯统統同专專]一|[万萬]一|万が一"
    "|[进進]一步|第一[时時][间間]|再三|三思|[十充]分[に な]"
)
"""Words of Chinese and Japanese with the sign of a number in them that count nothing."""

_OUR_TERM: Final = re.compile(r"(?<![\w-])1-to-1s?(?![\w-])", re.IGNORECASE)
"""What the meeting of a supervisor and an agent is called here."""

_PER_CENT: Final = re.compile(r"\bper\s+cent|\bper\s+mill?e\b|\bout of (?:ten|hundred)\b", re.IGNORECASE)


_AT_ALL_HOURS: Final = re.compile(r"\b(?:around|round) the clock,? 24/7(?!\d)")
"""What says twice that somebody can be reached at all hours."""


def counts_in_words(
    sentence: Sentence, facts: Mapping[str, Fact], *, of_one: bool = False, months: Collection[str] = ()
) -> bool:
    """Whether the sentence says a number or a quantity of its own, or a day of the calendar.

    of_one: it is about a single conversation, in which something may never have happened, or always. months: those of
    the weeks that it cites.
    """
    bare = _INNOCENT_IDEOGRAPHS.sub(" ", _OUR_TERM.sub(" ~ ", sentence.bare))
    bare = _AT_ALL_HOURS.sub(" ~ ", bare)
    if is_german(sentence):
        bare = re.sub(r"\bhalf\b", " ~ ", bare)
    if any(unicodedata.numeric(each, None) is not None for each in bare) or "%" in bare or "‰" in bare:
        return True
    if _PER_CENT.search(bare):
        return True
    cited = {each.id for each in sentence.references if not each.is_fact}
    bare = without_counts_of_occasions(bare, sentence, cited)
    if is_foreign(sentence) and sentence.tongues:
        return _counts_abroad(sentence, bare, of_one=of_one or len(cited) == 1)
    bare = without_proven_shares(sentence, facts, _without_rare_lapses(bare, sentence))
    bare = without_listed_changes(sentence, facts, bare)
    plain = _INNOCENT.sub(" ~ ", _without_accents(bare))
    if _number_word(plain, _INNOCENT.sub(" ~ ", bare), advice=sentence.is_advice):
        return True
    if any(found["month"] not in months for found in _DAYS.finditer(sentence.text)) and not (
        sentence.is_advice or sentence.is_question
    ):
        return True
    return _vague(plain, sentence, of_one=of_one or len(cited) == 1)


def _counts_abroad(sentence: Sentence, bare: str, *, of_one: bool) -> bool:
    """The same of a sentence in another language, by the words of that alone: what is a number in one is something else
    in another ("ten" is "this" in Polish, "nie" is "not" there and "never" in German)."""
    bare = _INNOCENT_ABROAD.sub(" ~ ", bare)
    if sentence.is_question or is_told_to_do(sentence):
        bare = _EVERY_ABROAD.sub(" ~ ", bare)
    if of_one:
        bare = _ALWAYS_ABROAD.sub(" ~ ", bare)
    if sentence.references:
        bare = _SELDOM_ABROAD.sub(" ~ ", bare)
    own = small_words_in(sentence.words, sentence.tongues)
    if len(own) >= _TELLING_ENOUGH:
        return in_tables(bare, sentence.tongues)
    # Hardly anything tells its language: what isn't a small word of it may be a number of any.
    return in_tables(bare, but=own)


_TELLING_ENOUGH: Final = 2


_INNOCENT_ABROAD: Final = LatePattern(
    r"(?<!\w)(?:am (?:meisten|wenigsten)|halb (?:offen|so)|het (?:meest|minst)|een beetje|un (?:peu|poco)|"
    r"mest av allt|najbardziej)(?!\w)"
)
"""Expressions of other languages with a quantity in them that count nothing."""

_ALWAYS_ABROAD: Final = LatePattern(
    r"(?<!\w)(?:immer|stets|nie|niemals|niemand|nadie|personne|nessuno|ninguém|nikt|никто|selten|mehrfach|ein paar|"
    r"toujours|jamais|plusieurs|siempre|nunca|jamás|sempre|"
    r"mai|altijd|nooit|zawsze|nigdy|alltid|aldrig|alltid|aldri|altid|всегда|никогда|daima|asla|her zaman)(?!\w)|"
    r"いつも|常に|必ず|決して|一度も|总是|總是|从不|從不|从未|永远|항상|언제나|결코|한 번도|دائما|دائمًا|أبدا|أبدًا"
)
"""What counts nothing of a single conversation, or where somebody is told what to do."""

_SELDOM_ABROAD: Final = LatePattern(
    r"(?<!\w)(?:selten|seltener|rarement|raramente|rara vez|zelden|rzadko|sällan|sjældent|sjelden|редко|nadiren)(?!\w)|"
    r"めったに|很少|드물게|نادرا|نادرًا"
)
"""What may stand where something is cited, as "rarely" may."""

_EVERY_ABROAD: Final = LatePattern(
    _ALWAYS_ABROAD.pattern
    + r"|(?<!\w)(?:(?:jeder|jede|jedes|jedem|jeden|alle|allen) \w+|(?:chaque|toute|tous les|toutes les) \w+|"
    r"(?:cada|todas las|todos los) \w+|(?:ogni|tutte le|tutti i) \w+|(?:todas as|todos os) \w+|"
    r"(?:elk|elke|ieder|iedere|alle) \w+|(?:każd\w+|wszystki\w+) \w+|(?:varje|alla|hver|hvert|alle) \w+|"
    r"кажд\w+ \w+|все \w+|her \w+|tüm \w+)(?!\w)|"
    r"毎回|すべての|全ての|每次|每一|每通|所有的?|매번|모든|كل \w+|جميع"
)


_SELDOM_A_LAPSE: Final = LatePattern(
    r"\b(?:rarely|seldom|(?:hardly|scarcely) ever) (?:(?:has|have|needs?) to )?(?:"
    r"interrupts?|rush(?:es)?|hurr(?:y|ies)|argues?|blames?|hesitates?|rambles?|stumbles?|digress(?:es)?|misses|forgets?|"
    r"skips?|ignores?|loses|raises? (?:a|the|their|his|her) voice|talks? over|cuts? (?:\w+ )?(?:off|short)|"
    r"(?:repeats?|corrects?) (?:him|her|them)sel\w+|puts? (?:\w+ ){1,2}on hold|"
    r"(?:uses?|falls? (?:back )?into|slips? into|resorts? to) (?:technical |internal )?(?:jargon|fillers?|filler words|"
    r"acronyms|abbreviations)|"
    r"(?:leaves?|keeps?|lets?) (?:\w+ ){1,3}(?:without|waiting|wait|alone|hanging|in the dark|unanswered|guessing)"
    r")\b"
)
"""That a lapse is rare: told of how somebody acts it counts no more than that they don't interrupt."""


def _without_rare_lapses(text: str, sentence: Sentence) -> str:
    """`text` with a blank for each, where no figure is cited that could tell how rare."""
    if any(each.is_fact for each in sentence.references):
        return text
    return _SELDOM_A_LAPSE.sub(" ~ ", text)


def says_how_often(sentence: Sentence) -> bool:
    """Whether it says how often something happens: no number, but nothing to say without a reference either."""
    bare = _without_rare_lapses(sentence.bare, sentence)
    often = any_of(bare.split(), {"rarely", "seldom"}) or _HOW_OFTEN.search(bare) is not None
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


_OF_ONE: Final = frozenset({"never", "always", "constantly", "invariably", "nobody", "once", "only once", "just once"})
_DAYS: Final = re.compile(
    r"\b(?i:on|since|until|last|next|by|every|this|in|early|late|mid|from|of) "
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|(?P<month>January|February|March|April|June|July|August|September"
    r"|October|November|December"
    r"|May(?=\W*$)))\b"
)


def _number_word(plain: str, bare: str, *, advice: bool) -> bool:
    english = _english()
    for word in WORD.findall(plain):
        parts = (word, word.replace("-", ""), *word.split("-"))
        if any(part in english and not (part == "one" and advice) for part in parts):
            return True
        if any(_is_made_of_numbers(part) for part in parts):
            return True
    if any(_is_hidden(chunk) for chunk in _chunks(plain)):
        return True
    return in_tables(bare)


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


def _without_accents(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
