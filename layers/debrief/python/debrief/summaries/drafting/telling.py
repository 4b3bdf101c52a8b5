"""Whether what is told of a cited item is told in words that some rule understands.

The other rules hold known words against the facts, so that a lie in an expression that nobody thought of passes them:
"went through the roof", "is rock bottom", "trails everything else". Here it is the other way round: right after a cited
item, and between the agent and a cited item, the verb and what it leads to must be words that tell of a value, a
standing, a movement or advice, all of which some rule looks at.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from debrief.summaries.drafting.claims import TELLING_OF_RESULTS
from debrief.summaries.drafting.judging import verdict_within
from debrief.summaries.drafting.languages import is_foreign, is_plain_english
from debrief.summaries.drafting.movements import MOVING, compares_in_time
from debrief.summaries.drafting.naming import Mention, Naming, base_id, same_word
from debrief.summaries.drafting.sentence import IMPERATIVES, Sentence, words_of
from debrief.summaries.facts.model import Fact

_BE: Final = words_of("is are was were isn't aren't wasn't weren't be been being 's")
_SEEM: Final = words_of(
    "remains remain remained stays stay stayed seems seem seemed looks look looked appears appear become becomes became"
)
_HAVE: Final = words_of("has have had hasn't haven't hadn't")
_DO: Final = words_of("do does did don't doesn't didn't not never neither nor")
_MODALS: Final = words_of("can can't cannot could should would may might must will won't ought shall couldn't")
_GO: Final = words_of("goes go going went gone comes come came coming gets get got turns turn turned")
_WHERE_TO: Final = words_of(
    "up down well on first last next together before naturally easily in out back to right wrong better worse "
    "unnoticed unchanged smoothly hand with"
)
"""What "goes" and "comes" lead to, that other rules look at or that tells of no result."""

_VERBS: Final = words_of(
    """
    achieve achieves achieved attain demonstrates requires deserves
    stands stand stood standing passes pass passed passing reaches reach reached sits sit sat lies lie lay scores score
    scored averages average averaged amounts equals measures measured hits hit meets meet met attains attained
    holds hold held keeps keep kept shows show showed shown tells tell told says say hints hint suggests suggest points
    point indicates indicate means mean reflects reflect confirms confirm marks mark covers cover counts count applies
    apply applied takes take took lasts last lasted varies vary varied differs differ leads lead led tops top ranks rank
    ranked belongs belong starts start started begins begin began ends end ended ended opens open opened closes close
    continues continue continued follows follow followed precedes needs need needed deserves deserve merits merit wants
    want matters matter helps help helped supports support supported works work worked leaves leave left offers offer
    gives give gave makes make made brings bring brought adds add sets set puts put stops stop invites invite calls call
    moved moves move change changed changes changing fluctuates swings fails fail failed misses miss missed lacks lack
    lags lag lagged shines shine does remains depends depend explains explain happens happen happened occurs occur
    occurred appears contributes contribute contributed provides provide allows allow lets let asks ask speaks speak
    improves improve decides decide requires require involves involve benefits benefit builds build saves save spares
    form forms formed build built create creates created underline underlines illustrate illustrates demonstrate
    demonstrates prove proves remain remained land lands landed settle settles settled hover hovers dip dips present
    presents represent represents include includes
    prevents prevent sees see saw finds find found feels feel sounds sound runs run ran fits fit helps carried carries
    carry carrying rests rest rested outweigh outweighs outnumber outnumbers
    """
)
"""Verbs that tell of a value, a standing, a movement or advice, or of nothing that is measured."""

_SAYS_LITTLE: Final = words_of(
    """
    a an the its it their his her agent's one two of among amongst between some several both all any each every more
    most less least too so as than at in on with for from to by over under above below within across per around near
    not no yet still also even just now only already again always often never rarely usually mostly nearly almost
    about roughly clearly well very quite rather fairly really much far further slightly somewhat particularly
    especially far-off currently today overall together there here where when what how why which who whose that this
    these those throughout and or but if while because since until before after during though although
    """
)
_COMPLEMENTS: Final = words_of(
    """
    area areas item items line place places point points skill skills step steps part parts topic topics theme goal
    focus priority priorities opportunity opportunities candidate candidates chance behaviour behaviors behavior habit
    practice reason reasons question questions subject example examples conversation conversations work worth time
    result results value values rate rates share score scores level levels change changes difference gap progress data
    evaluation evaluations period periods week weeks month months call calls customer customers agent list rank
    direction way attention praise care help support coaching training talk look thought word words session 1-to-1
    positive negative neutral zero unclear clear clearest visible noticeable measurable possible needed missing missed
    shown met given present absent available known unknown same similar close equal different stable steady flat
    constant unchanged consistent reliable solid good fine great high higher highest low lower lowest strong stronger
    strongest weak weaker weakest best better worst worse biggest largest smallest greatest main first second third last
    next another other others rest half middle new current main short shorter long longer quick quicker slow slower
    enough little few many small large big room potential strength strengths weakness weaknesses number numbers top
    bottom-line important useful helpful relevant interesting promising encouraging ready likely easy easier hard harder
    difficult open common frequent rare able evident apparent established judged seen measured counted covered done
    handled mastered practised practiced addressed raised discussed improved improving moving rising falling growing
    growth rise drop fall decline gain loss movement trend movement average mean typical usual expected
    forgotten omitted skipped personal natural careful start work tend tends frequent infrequent
    marked significant considerable substantial noticeable steady slight sharp modest mild marginal minor major key
    primary central effective consistently communication performance interaction interactions skillset competency
    competencies feedback outcome outcomes indicator indicators metric metrics
    habit habits routine routines foundation base field ground list picture pattern patterns moment moments opening
    openings close closing greeting greetings welcome recap recaps message tone voice hold holds notice reply replies
    answer answers explanation explanations request requests solution solutions option options alternative alternatives
    fee fees deadline process procedure meeting action actions plan technique method approach detail details information
    knowledge product channel channels chat phone issue case cases side spot trademark move
    territory range zone figures side plus minus shape sign signs signal proof evidence basis right wrong track judge
    judging
    promoters detractors gaps scorecard scorecards spent base call tell say start starting end ending opening closing
    """
)
"""What a cited item may be said to be; whether it is so, other rules look at."""

_AGENT: Final = words_of("agent they he she")
_HANDLING: Final = words_of(
    """
    does do did shows show showed shown meets met passes passed reaches reached keeps kept applies applied uses used
    handles handled manages managed follows followed practises practised practices practiced needs need needed remembers
    remembered includes included covers covered offers offered gives gave takes took makes made gets got has had have
    starts started begins began works worked wants wanted stands scores scored delivers delivered achieves achieved
    misses missed skips skipped leaves left forgets forgot fails failed improves improved combines combined focuses
    focused is was remains at on in with for by from through moved moves excels struggles masters mastered
    """
)
"""What the agent may be said to do with a cited item."""

_PREPOSITIONS: Final = words_of("in at with on over through past up for from by about to into of around out")
_LONGEST: Final = 3
"""Words of what a verb leads to that are looked at: behind them stands where, when and for whom."""


def tells_in_unknown_words(sentence: Sentence, naming: Naming, facts: Mapping[str, Fact]) -> bool:
    """Whether a cited item, or the agent with it, is said to be or do something that no rule understands."""
    if sentence.is_question or sentence.is_advice or is_foreign(sentence):
        return False
    return any(not _is_understood(sentence, at) for at in _predicates(sentence, naming, facts)) or any(
        not _is_handling(sentence, each.at) for each in sentence.references if each.part == "name"
    )


def _predicates(sentence: Sentence, naming: Naming, facts: Mapping[str, Fact]) -> Iterator[int]:
    """Where what is told of each cited item begins: the token of its verb.

    Items that are named in words count only as averages and metrics with their value or change beside: the words of a
    line item tell of behaviour as well.
    """
    cited = {base_id(facts[each.id]) for each in sentence.references if each.id in facts and each.part == "value"}
    for mention in naming.mentions:
        kinds = {facts[each].kind for each in mention.ids}
        if not mention.explicit and (kinds & {"line_item", "week"} or not mention.ids & cited):
            continue
        if not mention.explicit and sentence.text_at(mention.at) == "overall":
            continue
        if not _is_subject(sentence, mention, facts):
            continue
        at = _after_subject(sentence, _end_of_name(sentence, mention, facts))
        if sentence.text_at(at) and sentence.tokens[at].kind == "word":
            yield at


def _is_of_name(sentence: Sentence, at: int, mention: Mention, facts: Mapping[str, Fact]) -> bool:
    word = sentence.text_at(at)
    return bool(word) and any(
        same_word(word, own)
        for each in mention.ids
        for own in (*_WORD.findall(facts[each].name.casefold()), "contacts")
    )


def _end_of_name(sentence: Sentence, mention: Mention, facts: Mapping[str, Fact]) -> int:
    at = mention.at + 1
    while not mention.explicit and _is_of_name(sentence, at, mention, facts):
        at += 1
    return at


def _is_subject(sentence: Sentence, mention: Mention, facts: Mapping[str, Fact]) -> bool:
    """Whether the item's name begins its clause, or only words that tell nothing stand before it."""
    begin = sentence.clause(mention.at).start
    before = [
        sentence.text_at(at)
        for at in range(begin, mention.at)
        if mention.explicit or not _is_of_name(sentence, at, mention, facts)
    ]
    while before and before[-1] in _ARTICLES:
        before.pop()
    if not before or (len(before) == 2 and before[0].startswith("{") and before[1] in {"for", "in", "on", "of"}):
        return True
    if _PEOPLE & set(before):
        return False
    known = all(
        word.startswith("{") or word in _SAYS_LITTLE or word in _VERBS or word in _COMPLEMENTS or _is_adverb(word)
        for word in before
    )
    return known and before[-1] not in _PREPOSITIONS | _VERBS | _BE | _HAVE | _SEEM


_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PEOPLE: Final = words_of("agent they he she customer customers caller callers")
_ARTICLES: Final = words_of("the a an agent's their his her both overall current average own 's customer's customers'")


def _after_subject(sentence: Sentence, at: int) -> int:
    """The token after what stands beside an item's name: "(…)", ", at {F9},", "for chat"."""
    while True:
        text, after = sentence.text_at(at), sentence.text_at(at + 1)
        if text == "(":
            while sentence.text_at(at) not in {")", ""}:
                at += 1
            at += 1
        elif text.startswith("{") or _is_adverb(text) or text in _NOUNS:
            at += 1
        elif text == "," and after in {"which", "that"}:
            at += 2
        elif text in {",", "at", "of", "with", "over", "across"} and (after.startswith("{") or after in {"at", "with"}):
            at += 1
        elif text in {"for", "on", "in"} and sentence.text_at(at + 2) and sentence.tokens[at + 1].kind == "word":
            at += 2
        else:
            return at


_NOUNS: Final = words_of(
    "interactions performance conversations calls result results rate rates figure figures value item step"
)


def _is_adverb(word: str) -> bool:
    return word in _ADVERBS or (len(word) > 4 and word.endswith("ly"))


_ADVERBS: Final = words_of("also now still just both already again even yet only too all never always often well")


def _is_understood(sentence: Sentence, at: int) -> bool:
    """Whether the verb at `at` and what it leads to are words that some rule looks at, or that tell of no result."""
    clause = sentence.clause(at)
    end = clause.stop
    word = sentence.text_at(at)
    if verdict_within(sentence, at, end) or compares_in_time(sentence):
        return True
    helped = False
    while word in _DO | _HAVE or _is_adverb(word):
        helped = helped or word in _DO | _HAVE
        at += 1
        word = sentence.text_at(at)
    if not word or at >= end or sentence.tokens[at].kind != "word":
        return True
    if word in _MODALS or word in _CONNECTING or word in _AS_MUCH:
        return True
    if word in MOVING or word in TELLING_OF_RESULTS:
        return True
    if word in _BE and sentence.text_at(at + 1) in _GO:
        at, word = at + 1, sentence.text_at(at + 1)
    if word in _GO:
        after = sentence.text_at(at + 1)
        if after == "from":
            return sentence.text_at(at + 2).startswith("{")
        return not after.isalpha() or after in _WHERE_TO or _is_adverb(after) or after in MOVING
    if word in _BE | _SEEM | _VERBS:
        return _leads_on(sentence, at + 1, end, state=word in _STATES)
    return helped and _leads_on(sentence, at, end, state=True)


_AS_MUCH: Final = words_of("even more less so most least neither nor likewise")
"""Words in the place of a verb that was said before: "and {F11.name} even more so"."""

_CONNECTING: Final = words_of(
    "at in of with for from to on against by and or but so as than where when while which who that there because "
    "during over across within under above below than if since after before ever either between without despite"
)
"""Words after an item's name that aren't its verb."""


def _leads_on(sentence: Sentence, at: int, end: int, *, state: bool) -> bool:
    """Whether the first words that tell something from `at` on are known.

    state: of a verb that tells in what state something is, so that "on fire" and "in ruins" are looked at; after others
    such a word tells where and when.
    """
    seen = 0
    for place in range(at, end):
        token = sentence.tokens[place]
        # "Is where the agent shines" tells what the item is; "shows that …" begins something else.
        begins = state and place == at
        if token.kind == "reference" or token.text in {"(", ":", "."} or (token.text in _ANEW and not begins):
            return True
        if token.text in _PREPOSITIONS - {"up", "out", "of"} and (seen or place > at or not state):
            return True
        if token.kind != "word" or token.text in _SAYS_LITTLE or _is_adverb(token.text):
            continue
        parts = token.text.removesuffix("'s").split("-")
        # "Rock solid": whatever makes a word stronger, the word is held against the standing.
        if sentence.text_at(place + 1) in TELLING_OF_RESULTS:
            continue
        if not all(_is_known(part, state=state) for part in parts):
            return False
        seen += 1
        if seen == _LONGEST:
            return True
    return True


_ANEW: Final = words_of(
    "that how where when what which who why whether if because since until before after compared than thanks given"
)
"""Words with which something else begins to be told."""

_STATES: Final = _BE | _SEEM | words_of("stands stand stood sits sit sat lies lie lay runs run ran keeps keep kept")


def _is_known(word: str, *, state: bool) -> bool:
    # What is told in the imperative is a thing as well: "is a walk in the park".
    return (
        word in _COMPLEMENTS
        or word in _VERBS
        or word in MOVING
        or word in TELLING_OF_RESULTS
        or (is_plain_english(word) and not (state and word in IMPERATIVES))
        or (len(word) > 5 and word.endswith("ing"))
    )


def _is_handling(sentence: Sentence, name: int) -> bool:
    """Whether what the agent does with the item named at `name` is known: "the agent aces {F9.name}" isn't."""
    at = name - 1
    while sentence.text_at(at) in _PREPOSITIONS | {"the"} and at > 0:
        at -= 1
    verb, before = at, at - 1
    while before > 0 and _is_adverb(sentence.text_at(before)):
        before -= 1
    if sentence.text_at(before) not in _AGENT or verb == before or sentence.tokens[verb].kind != "word":
        return True
    word = sentence.text_at(verb)
    return (
        word in _HANDLING
        or _is_adverb(word)
        or word in MOVING
        or word in TELLING_OF_RESULTS
        or verdict_within(sentence, verb, name)
    )
