"""Whether an item is spoken of as going well or badly where its standing says otherwise.

`claims` knows words that are said of results alone, such as "strength" and "weakest". Here is the larger rest:
"masters", "at ease with", "needs work", "only {F9}", "where coaching is needed first", "happy customers". They may be
said of anything, so that they count only in a sentence that cites the item by reference.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from debrief.kernel.patterns import LatePattern
from debrief.summaries.drafting.claims import NOTHING_AS_MUCH
from debrief.summaries.drafting.naming import Mention, Naming
from debrief.summaries.drafting.pictures import is_not_there, wrong_perfection, wrong_picture, wrong_words_beside
from debrief.summaries.drafting.ranking import may_be_called
from debrief.summaries.drafting.sentence import Sentence, words_of
from debrief.summaries.facts.model import Fact


class _Verdict(NamedTuple):
    """An expression that says that something is good, or bad.

    at: its first token. relative: it only says that there is more to gain here than elsewhere.
    """

    at: int
    good: bool
    relative: bool = False


_VERY: Final = r"(?:very|really|quite|so|rather|clearly|most|particularly|especially|truly|fairly|too|much|the)\ "
_GOOD: Final = LatePattern(
    rf"""
    (?<!\S)(?:
      (?:do|does|did|doing)\ (?:{_VERY})*(?:well|great|fine|brilliantly)
    | (?:goes|go|going|went|works?|worked|working|runs?|ran|sits?|established|handled|done|managed
        |mastered)\ (?:{_VERY})*
        (?:well(?!\ (?:below|under|behind|short))|smoothly|comfortably|great|fine|nicely|perfectly|like\ clockwork)
    | (?:well|firmly|safely|comfortably|securely)\ (?:established|mastered|in\ place|in\ hand|in\ hands|handled|above)
    | (?:good|great|skilled|excellent|strong|brilliant|adept|proficient|confident|comfortable|expert|gifted|fluent)
        \ (?:at|in|with|when)
    | (?:at|with)\ (?:ease|home|flying\ colou?rs) | (?:has|have|with)\ (?:a\ )?(?:firm|good|full)\ (?:grip|command|hold)
    | master(?:s|ed|y|ing)? | excel(?:s|led|ling)? | shin(?:es|ing)|shone | nail(?:s|ed) | thriv(?:es|ing) | flourish\w*
    | proud | boast\ of | (?:a|clear|real|big|great)\ plus
    | boasts? | pride | accomplish(?:ed|ment) | achievement | admir\w+ | laudable
        | commendable | praiseworthy
    | (?:comes?|came)\ (?:naturally|easily) | natural(?:ly)?\ (?:at|in|strength) | effortless(?:ly)? | second\ nature
    | textbook | showcase | showpiece | flagship | jewel | calling\ card | (?:strong|strongest)\ suit | hallmark
    | trademark | speciality | specialty | selling\ point
    | highlight | forte | asset | joy | delight\w* | pleasing(?:ly)? | pleasant | pleased
    | impress(?:es|ed|ive|ively) | encouraging | healthy | satisfying | satisfactory | gratifying | splendid | superb
    | close\ to\ (?:a\ )?(?:full|perfect(?:ion)?|flawless)(?:\ (?:score|marks?|result))? | (?:full|perfect)\ marks
    | bright\ spot | fantastic | wonderful | terrific | marvellous | amazing | stellar | brilliant | perfect
    | flawless(?:ly)?
    | exemplary | first-class | first-rate | top-notch | remarkable | enviable | convincing | robust | rock-solid
    | confidently | masterful(?:ly)? | expertly | skilfully
    | in\ (?:{_VERY})*(?:good|great|fine)\ (?:hands|shape|order|form) | under\ control
    | not\ a\ problem | no\ problem | no\ (?:cause|reason|need)\ (?:for|to)\ (?:concern|worry|act|improve)
    | leaves?\ (?:little|nothing)\ to\ be\ desired | (?:is|are)\ (?:{_VERY})*good
    | in\ (?:good|safe|capable)\ hands | (?:is|are|has\ become|have\ become)\ (?:now\ |already\ )?an?\ (?:habit|routine)
    | (?:can|may)\ be\ ticked\ off | (?:is|are)\ (?:sorted|ticked\ off|done\ and\ dusted)
    )(?!\S)
    """,
    re.VERBOSE,
)
_BAD: Final = LatePattern(
    rf"""
    (?<!\S)(?:
      need(?:s|ed|ing)?\ (?:to\ )?(?:(?:the\ |an?\ )?agent's\ |{_VERY}|more\ |some\ |a\ lot\ of\ |further\ |urgent[ ]
          |be\ )*
        (?:work|practi[cs]e|attention|coaching|training|improve\w*|help|support|care|addressed|fixed|looked)
    | (?:coaching|training|practi[cs]e|work|help|support|improvement|attention)\ (?:is|was|are)\ (?:{_VERY})*
        (?:needed|required|necessary|due|called\ for|urgent)
    | (?:where|what)\ (?:coaching|training|practi[cs]e|help|support|attention)
    | (?:areas?|room|scope|need|points?|potential|case)\ (?:for|of|to)\ (?:improve\w*|development|growth|concern|grow
        |work|attention)
    | (?:development|improvement|problem|weak|sore|trouble|blind|pain|critical)\ (?:areas?|points?|spots?|needs?
        |fields?)
    | (?:most|more|much)\ (?:can|could|is|remains)\ (?:still\ )?(?:to\ )?be\ (?:won|gained)
    | leaves?\ (?:much|a\ lot|something|plenty|room)(?:\ (?:to\ be\ desired|to\ (?:grow|improve)|for\ \w+))?
    | (?:a|the|biggest|largest|widest|main|clear|real|serious)\ (?:gap|shortfall|shortcoming|deficit|hole|drag|burden|
        problem|issue|headache|worry|liability|flaw|failing)
    | drags?\ (?:\w+\ ){{0,2}}down | pulls?\ (?:\w+\ ){{0,2}}down | weigh(?:s|ing)?\ (?:on|down)
        | lets?\ (?:\w+\ ){{0,2}}down
    | hold(?:s|ing)?\ (?:\w+\ ){{0,2}}back | fall(?:s|ing)?\ short | falls?\ flat | disappoint\w* | unsatisf\w+
    | struggl\w+ | suffer(?:s|ing)? | stumbl\w+ | trip(?:s|ping)?\ up | falter\w* | ail(?:s|ing) | wanting
        | inadequate(?:ly)?
    | insufficient(?:ly)? | mediocre | dismal | abysmal | awful | terrible | bad | badly | worryingly | alarming(?:ly)?
    | alarm | worrisome | unacceptabl[ey] | sloppy | shaky | patchy | spotty | meagre | paltry | deplorable | lamentable
    | regrettabl[ey] | unfortunate(?:ly)? | sadly | underwhelming | substandard | subpar | hit\ and\ miss
        | too\ (?:low|rare|rarely|seldom|slow|slowly|late|often\ missed|often\ left\ out)
        | could\ (?:hardly\ )?be\ (?:much\ |hardly\ )?
        (?:better|worse) | in\ (?:{_VERY})*(?:bad|poor)\ (?:shape|form) | out\ of\ control | the\ problem
    | a\ problem | at\ fault
    | (?:lacks?|needs?|misses)\ (?:it\ |them\ )?most
    | (?:missing|missed|lacking|left\ out|forgotten|omitted)\ (?:the\ )?most
    )(?!\S)
    """,
    re.VERBOSE,
)
_RELATIVE: Final = re.compile(
    r"(?:most|more|much|needs?|needed|needing|coaching|training|practi[cs]e|work|help|support|improvement|attention"
    r"|where|what"
    r"|areas?|room|scope|points?|potential|case|development|leaves?|could)\b(?!.*(?:urgent|a lot))"
)
_URGENT: Final = words_of("urgently badly desperately seriously serious urgent big huge major severe grave alarming")
_LITTLE: Final = LatePattern(
    r"(?<!\S)(?:only|mere(?:ly)?|just|barely|scarcely|hardly|not even|no more than) (?:(?:at|in|for|by|around|with|a"
    r"|an|the"
    r"|of) )?(?=\{F\d+\}(?!\S))|(?<!\S)(?:at|in|for|by) (?:only|merely|just|barely|scarcely) (?=\{F\d+\}(?!\S))"
)
_FIRST: Final = LatePattern(
    r"(?<!\S)(?:first|foremost|most|least|before (?:all|any|everything)|above (?:all|everything)|more than (?:any"
    r"|anything"
    r"|all)|as much as|as little as|biggest|largest|greatest|number-one|no other|nothing|worse than any|chief|worst"
    r"|best"
    r"|main|hardly be (?:better|worse))(?!\S)"
)
_HAPPY: Final = words_of(
    "happy satisfied pleased content contented delighted glad cheerful positive good great upbeat enthusiastic "
    "excellent smiling smile smiles thrilled grateful relieved elated overjoyed"
)
_UNHAPPY: Final = words_of(
    "unhappy dissatisfied upset annoyed displeased discontent frustrated angry negative bad poor gloomy furious cross "
    "fuming seething irate grumbling sulking rage tears fury disgust"
)
_NEWS: Final = LatePattern(
    r"(?<!\S)(?:(?P<good>right|best|good|great|welcome|encouraging|pleasing|positive|promising|happy|nice)"
    r"|(?P<bad>wrong|worst|bad|sad|worrying|alarming|unwelcome|negative|troubling|disappointing|concerning|poor))"
    r" (?:news|sign|signs|signal|development|step|result|direction|gain|loss|change|movement|turn|trend)(?!\S)"
)
_BETTER_WORSE: Final = LatePattern(r"(?<!\S)from bad to worse(?!\S)")


def judged_wrongly(sentence: Sentence, naming: Naming, facts: Mapping[str, Fact]) -> bool:
    """Whether the sentence says of a cited item that it goes well or badly, and its standing, sign or change
    doesn't."""
    if sentence.is_question:
        return False
    if not sentence.references:
        return not sentence.is_advice and _wrong_item_in_words(sentence, naming, facts)
    if not any(each.is_fact for each in sentence.references):
        return False
    return (
        (
            not sentence.is_advice
            and (
                _wrong_item(sentence, naming, facts)
                or wrong_picture(sentence, facts)
                or wrong_words_beside(sentence, facts)
                or is_not_there(sentence, facts)
            )
        )
        or _wrong_news(sentence, facts)
        or _wrong_mood(sentence, facts)
        or (not sentence.is_advice and wrong_perfection(sentence, facts))
    )


def verdict_within(sentence: Sentence, begin: int, end: int) -> bool:
    """Whether an expression that calls something good or bad begins at a token from `begin` to before `end`."""
    return any(
        begin <= sentence.token_at(found.start()) < end
        for pattern in (_GOOD, _BAD)
        for found in pattern.finditer(sentence.spaced)
    )


def _wrong_item(sentence: Sentence, naming: Naming, facts: Mapping[str, Fact]) -> bool:
    for verdict in _verdicts(sentence):
        items = _items(sentence, naming, verdict.at, facts)
        if not items:
            continue
        if (direction := _told_of_a_change(sentence, verdict.at, items, facts)) is not None:
            if direction != ("up" if verdict.good else "down"):
                return True
            continue
        superlative = len(items) == 1 and _is_first(sentence, verdict.at)
        if any(
            not may_be_called(fact, facts, strong=verdict.good, superlative=superlative, relative=verdict.relative)
            for fact in items
        ):
            return True
    return False


def _wrong_item_in_words(sentence: Sentence, naming: Naming, facts: Mapping[str, Fact]) -> bool:
    """ "Letting customers finish is the item in most need of work": of one item that is named in words alone."""
    ids = {each for mention in naming.mentions for each in mention.ids}
    if len(ids) != 1 or not {"item", "items", "skill", "area", "point", "step", "most"} & set(sentence.words):
        return False
    item = facts[next(iter(ids))]
    return item.kind == "line_item" and any(
        not may_be_called(
            item, facts, strong=each.good, superlative=_is_first(sentence, each.at), relative=each.relative
        )
        for each in _verdicts(sentence)
    )


def _told_of_a_change(sentence: Sentence, at: int, items: list[Fact], facts: Mapping[str, Fact]) -> str | None:
    """ "Progress on {F18.name} ({F19}) is encouraging": the direction of the cited change that is judged, not the item.

    None where the item itself is judged, or its change isn't cited.
    """
    clause = sentence.clause(at)
    moves = [place for place in clause if place < at and sentence.text_at(place) in _MOVES]
    named = [each.at for each in sentence.references if each.part == "name" and each.at in clause]
    if not moves or sentence.text_at(moves[0] + 1) not in {"on", "in", "of", "for", "with"}:
        return None
    if [each for each in named if moves[0] < each < at] != named or len(named) != 1 or len(items) != 1:
        return None
    changes = [facts[each.id] for each in sentence.references if each.id in facts]
    own = [fact.direction for fact in changes if fact.kind == "change" and fact.of == items[0].id]
    return own[0] if len(own) == 1 else None


_MOVES: Final = words_of(
    "progress rise gain improvement growth movement recovery development step drop fall decline loss change trend climb"
)


def _verdicts(sentence: Sentence) -> Iterator[_Verdict]:
    for good, pattern in ((True, _GOOD), (False, _BAD)):
        for found in pattern.finditer(sentence.spaced):
            at = sentence.token_at(found.start())
            said = found[0]
            if _is_wished(sentence, at) and not said.startswith(("could", "need", "where", "what", "proud")):
                continue
            if said.startswith("could"):
                yield _Verdict(at, good=("better" in said) == ("hardly" in said), relative=True)
                continue
            relative = _RELATIVE.match(said) is not None and not _URGENT & set(sentence.before(at, 3))
            turned = sentence.is_negated(at) and not NOTHING_AS_MUCH.search(sentence.spaced)
            yield _Verdict(at, good != turned, relative)
    for found in _LITTLE.finditer(sentence.spaced):
        yield _Verdict(sentence.token_at(found.start()), False)


def _items(sentence: Sentence, naming: Naming, at: int, facts: Mapping[str, Fact]) -> list[Fact]:
    """The line items that the expression at `at` is said of: named by reference or with their value cited."""
    cited = {each.id for each in sentence.references if each.is_fact}
    mentions: tuple[Mention, ...] = naming.of(at)
    ids = {each for mention in mentions for each in mention.ids}
    if not mentions:
        ids = cited if len(cited) == 1 else set()
    items = {each for each in cited if each in facts and facts[each].kind == "line_item"}
    return [facts[each] for each in ids & items or (items if len(items) == 1 else ())]


def _is_wished(sentence: Sentence, at: int) -> bool:
    return bool(
        {"to", "could", "should", "would", "may", "might", "can", "helps", "help"} & set(sentence.before(at, 4))
    )


def _is_first(sentence: Sentence, at: int) -> bool:
    clause = sentence.clause(at)
    said = " ".join(sentence.text_at(place) for place in clause)
    return _FIRST.search(said) is not None and not (
        {"among", "one", "often"} & set(said.split()) or "most room" in said
    )


def _wrong_news(sentence: Sentence, facts: Mapping[str, Fact]) -> bool:
    """Whether a cited change is welcomed that went down or isn't clear, or the other way round."""
    directions = {facts[each.id].direction for each in sentence.references if each.id in facts} - {None}
    if not directions:
        return False
    for found in _NEWS.finditer(sentence.spaced):
        good = (found["good"] is not None) != sentence.is_negated(sentence.token_at(found.start()))
        if ("up" if good else "down") not in directions:
            return True
    if {"winner", "winners", "champion"} & set(sentence.words) and "up" not in directions:
        return True
    if {"loser", "losers"} & set(sentence.words) and "down" not in directions:
        return True
    return _BETTER_WORSE.search(sentence.spaced) is not None and "down" not in directions


def _wrong_mood(sentence: Sentence, facts: Mapping[str, Fact]) -> bool:
    """Whether customers are called happy beside a sentiment or xNPS below zero, or unhappy beside one above it."""
    cited = {each.id for each in sentence.references if each.is_fact}
    moods = [
        value
        for each in cited
        if each in facts and facts[each].unit in {"sentiment", "points"} and facts[each].kind == "metric"
        if (value := facts[each].value) is not None
    ]
    if len(moods) != 1 or len(cited) != 1:
        return False
    if (_sign_of_words(sentence.bare) or _sign_of_spirits(sentence.bare)) * moods[0] < 0:
        return True
    for at, token in enumerate(sentence.tokens):
        if token.kind != "word" or token.text not in _HAPPY | _UNHAPPY or _is_wished(sentence, at):
            continue
        happy = (token.text in _HAPPY) != sentence.is_negated(at)
        if moods[0] < 0 if happy else moods[0] > 0:
            return True
    return False


_ABOVE_ZERO: Final = re.compile(r"\b(?:above|over) zero\b|\bpromoters (?:clearly |still )?(?:outweigh|outnumber)")
_BELOW_ZERO: Final = re.compile(
    r"\b(?:below|under) zero\b|\bdetractors (?:clearly |still )?(?:outweigh|outnumber)"
    r"|\bpromoters (?:don't|do not|cannot|can't) (?:yet )?(?:outweigh|outnumber)"
)


_SPIRITS: Final = re.compile(
    r"\bin (?:a )?(?:(?P<good>good|high|great|excellent|sunny|cheerful)|(?P<bad>bad|low|poor|foul|terrible)) "
    r"(?:mood|spirits?|humour|temper)\b"
)


def _sign_of_spirits(bare: str) -> int:
    """1 where somebody is said to be in high spirits, -1 where in low ones, else 0."""
    found = _SPIRITS.search(bare)
    return 0 if found is None else 1 if found["good"] else -1


def _sign_of_words(bare: str) -> int:
    """1 where the sentence says that something is above zero, -1 where below, else 0."""
    return -1 if _BELOW_ZERO.search(bare) else 1 if _ABOVE_ZERO.search(bare) else 0
