"""Whether something is said to have gone up or down, or stayed, that no change bears out.

"Up" needs the change of the very item that is named, and that change must be clearly up; "no clear improvement", "did
not drop" and "stayed the same" are held against it too. What is wished for, asked or advised moves nothing yet.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from debrief.kernel.patterns import LatePattern
from debrief.summaries.drafting.naming import Mention, Naming
from debrief.summaries.drafting.rankings_of_changes import UNMATCHED, listed_behind
from debrief.summaries.drafting.sentence import Sentence, words_of
from debrief.summaries.drafting.weeks import way_of_weeks, weeks_stand_beside
from debrief.summaries.facts.model import Fact

Way = Literal["up", "down", "same", "moved"]
Fault = Literal["movement", "contradiction"]


class Claim(NamedTuple):
    """A word that says that something moved, or didn't. denied: "no clear improvement"; noun: "the rise"."""

    at: int
    way: Way
    denied: bool
    noun: bool


_UP: Final = words_of(
    """
    improve improved improves improving improvement improvements increase increased increases increasing surge surged
    soar soared skyrocketed rocketed rebound rebounded progressed upward upwards uptick upturn upswing bettered
    """
)
_DOWN: Final = words_of(
    """
    decline declined declines declining decrease decreased decreases decreasing worsen worsened worsens worsening
    deteriorate deteriorated deteriorates deteriorating deterioration plunge plunged plummet plummeted regress regressed
    regression downward downwards downturn downhill setback backslid backslide slumped slump
    """
)
_UP_OF_ITEMS: Final = words_of(
    """
    rise rose risen rises rising gain gained gains gaining grow grew grown growing growth grows climb climbed climbs
    climbing jump jumped jumps leap leapt advance advanced advances strengthen strengthened strengthens strengthening
    recover recovered recovers recovering recovery lifted stronger higher better boosted boost picked raised progress
    """
)
_DOWN_OF_ITEMS: Final = words_of(
    """
    drop dropped drops dropping fall fell fallen falls falling weaken weakened weakens weakening slip slipped slips
    slipping slippage dip dipped dips dipping sink sank sunk sinking slide slid slides sliding tumble tumbled collapse
    loss losses deficit decay collapsed shrink shrank shrunk erode eroded eroding weaker lower worse
    """
)
MOVING: Final = frozenset({*_UP, *_DOWN, *_UP_OF_ITEMS, *_DOWN_OF_ITEMS, "lost", "ground", "trend", "up", "down"})
"""English words that tell of a movement."""
_COMPARATIVES: Final = words_of(
    "stronger higher better weaker lower worse shorter longer faster slower fewer more less quicker calmer warmer "
    "clearer"
)
_STATES: Final = words_of("is are was were be been got become becoming became getting looks stands much clearly")
_MOVED: Final = words_of("change changed changes changing moved movement shift shifted shifts swing swung")
_STABLE: Final = words_of("same stable steady flat level unchanged constant static stagnant")
_STAYED: Final = words_of(
    "stayed stays staying stay remained remains remain remaining held holds holding kept has have is was been"
)
_ALWAYS_SAME: Final = words_of("unchanged stagnated stagnates plateaued plateau stagnant")
_BASES: Final = words_of(
    """
    improve increase surge soar rebound decline decrease worsen deteriorate plunge plummet regress rise gain grow climb
    jump leap advance strengthen recover drop fall weaken slip dip sink slide tumble collapse shrink erode change shift
    improving increasing strengthening raising growing boost improvement
    """
)
"""Forms that may be wished for: "to improve", "could rise", "for improvement"."""

_THEN: Final = LatePattern(
    r"\bthan (?:before|last|previously|earlier|ever|usual|in (?:the )?(?:previous|period|past|last|earlier|weeks?"
    r"|months?)"
    r"|(?:they|it|he|she) (?:used|was|were|did|once)|(?:the )?(?:previous|last) )"
    r"|\b(?:took|takes|taken|taking) off\b|\b(?:reach|hit)\w* new (?:heights?|highs?|lows?|depths?)\b"
    r"|\bused to\b|\bno longer\b|\bcome (?:a long|some) way\b|\bturned (?:a corner|around|things)\b"
    r"|\bcompared (?:with|to) (?:last|before|earlier|the (?:previous|period|last|past|weeks?|months?))"
    r"|\b(?:become|became|becoming|becomes|get|getting|got|grown|growing|grew|gotten) (?:much |even |far |a lot "
    r"|ever |so |noticeably "
    r"|clearly |steadily |somewhat |an? )?(?:more|less|better|worse|(?!custom|call|oth|ev|nev|und|ov|aft|eith|neith"
    r"|answ)\w{2,}er)\b"
    r"|\b(?:shorter|longer|faster|slower|fewer|more|less|better|worse|higher|lower) (?:\w+ )?(?:lately|recently"
    r"|these days|over time|by the week)\b"
    r"|\bon the (?:rise|decline|up|mend|wane)\b|\b(?:upward|downward) (?:path|trend)|\btrend(?:s|ed|ing)?\b"
    r"|\bmade (?:\w+ )?(?:progress|strides|gains|headway)\b|\b(?:making|makes) (?:\w+ )?(?:progress|strides|headway)\b"
    r"|\b(?:gain|los)(?:ing|es) ground\b|\b(?:gained|lost) ground\b|\bbounc(?:ed|ing|es) back\b|\b(?:caught|catching"
    r"|catches) (?:up|on)\b"
    r"|\bclos(?:ing|ed|es) the gap\b|\bmak(?:ing|es) a comeback\b|\bfall(?:ing|en|s) behind\b|\bback on track\b"
    r"|\bturning around\b"
    r"|\b(?:keeps?|kept|is|are|was|were|has been|have been|had been|started|begun|began) (?:\w+ly )?"
    r"(?:heading|moving|creeping|inching|edging|crawling|trending|drifting|narrowing|widening|shrinking|growing"
    r"|picking up"
    r"|coming (?:down|up|along|on)|going (?:up|down|the (?:right|wrong) way)|on (?:its|their) way (?:up|down)"
    r"|catching up"
    r"|easing|deepening|mounting|piling up|building up|turning)\b"
    r"|\b(?:in|heading|going) the (?:right|wrong) (?:direction|way)\b|\bon (?:its|their|the) way (?:up|down|back)\b"
    r"|\b(?:more and more|less and less|ever more|ever less)\b|\bturn for the (?:better|worse)\b"
    r"|\bafter a (?:weak|slow|poor|strong|good|bad) (?:start|begin\w*)\b"
    r"|\b(?:finished|ended|closed|started|began) (?:the period )?(?:strongly|weakly|well|badly|strong|weak)\b"
    r"|\b(?:slipped|lapsed|crept|edged|inched|drifted) (?:a little |a bit |slightly )?(?:up|down|back|away|to"
    r"|further)?\b"
    r"|\bhas (?:lifted|raised|brought up|turned around|cut|brought down|reduced|pushed)\b|\bcome down\b"
    r"|\bfewer\b.*\bthan\b(?! half)|\b(?:steps?|leaps?|jumps?|strides?) (?:forwards?|ahead|backwards?|back)\b"
    r"|\b(?:gone|went|going|goes|moved|moving) (?:forwards?|ahead|backwards?)\b"
)
"""Expressions that compare with an earlier time."""

_THEN_BEFORE: Final = re.compile(
    r"\b(?:up|down) from (?:the |its |a )?(?:period|last|previous|earlier|before|month|week|year|quarter|low|high)"
)
_UP_OR_DOWN_AFTER: Final = words_of(
    "is are was were went gone go goes going moved came heading headed trending slightly well 's points crept crawled "
    "been pointing shot inched edged nudged moving coming creeping edging inching climbing drifting sliding turned turning "
    "getting brought headed"
)
_OF_SOMEBODY: Final = words_of(
    "agent agent's performance score scores rate rates quality result results sentiment satisfaction mood resolution "
    "complaints handling figures numbers average everything overall trend it this that they empathy greetings skills "
    "behaviour calls waits escalations refunds"
)
_OF_TIME: Final = words_of(
    "since last month months week weeks period before lately recently steadily previously ago now"
)
_OBJECTS: Final = words_of(
    "outside within under over below beyond the a an his her their customer's caller's customers' callers' trust "
    "calls confidence out off back to into short in "
    "silent asleep apart behind for from on at understanding empathy rapport"
)
_MODALS: Final = words_of(
    "could should would may might can must will help helps let lets wants want hopes hope aim goal"
)
_ONGOING: Final = words_of(
    "continue continues continued continuing manage managed manages start started starts begin began begun begins seem "
    "seems seemed appear appears appeared tend tends keeps kept able"
)
_ADVERBS: Final = words_of("further more even clearly steadily slowly also really much clear any further greater some")
_WISHED: Final = words_of("to for on by before when whether if how toward towards need needs needing about at and or")
_ARTICLES: Final = words_of("the a an this that its no any clear recent slight strong sharp such what's behind")


_TOO_EARLY: Final = re.compile(r"\btoo (?:early|soon) (?:yet )?(?:to|for)\b")


def unproven_movement(
    sentence: Sentence, naming: Naming, facts: Mapping[str, Fact], *, must_cite: bool
) -> Fault | None:
    """Why a movement that the sentence claims can't stay; None where there is none, or its change bears it out.

    must_cite: the change has to be cited also where a question or an advice only takes it for granted.
    """
    cited = [facts[each.id] for each in sentence.references if each.id in facts and facts[each.id].kind == "change"]
    if not cited and _TOO_EARLY.search(sentence.bare):
        return None
    for claim in _claims(sentence, naming, cited=bool(cited)):
        mentions = naming.after(claim.at) if claim.noun and _leads_on(sentence, claim.at) else naming.of(claim.at)
        mentions = listed_behind(sentence, naming, claim.at) or mentions
        fault = _unproven(claim, mentions, cited, sentence, facts, must_cite=must_cite)
        if fault:
            return fault
    return _from_to(sentence, facts)


def _unproven(
    claim: Claim,
    mentions: tuple[Mention, ...],
    cited: list[Fact],
    sentence: Sentence,
    facts: Mapping[str, Fact],
    *,
    must_cite: bool,
) -> Fault | None:
    if not mentions:
        # Whose movement? "The drop ({F12})" says it by its reference, "the agent improved: {F10}" says another's.
        if not cited:
            return None if _true_of_all(claim, sentence, facts) or way_of_weeks(sentence, facts) else "movement"
        if not claim.noun and not _of_the_reference(sentence, claim.at):
            return "movement"
        return None if _bears_out(claim, {fact.direction for fact in cited}) else "contradiction"
    weeks = way_of_weeks(sentence, facts)
    if weeks is not None and not cited:
        return None if _bears_out(claim, {weeks}) else "contradiction"
    if weeks is not None and weeks_stand_beside(sentence, claim.at, facts):
        return None if _bears_out(claim, {weeks}) else "contradiction"
    for mention in mentions:
        changes = [fact for fact in cited if fact.of is None or fact.of in mention.ids]
        supposed = sentence.is_question or sentence.is_advice or (claim.noun and mention.explicit)
        if not changes and (claim.denied or (supposed and not must_cite)):
            changes = [fact for fact in facts.values() if fact.kind == "change" and fact.of in mention.ids]
        if not changes:
            return "movement"
        if not _bears_out(claim, {fact.direction for fact in changes}):
            return "contradiction"
    return None


def _bears_out(claim: Claim, directions: set[str | None]) -> bool:
    if claim.way == "same":
        same = "unclear" in directions and not directions & {"up", "down"}
        return same if not claim.denied else not same
    wanted = {"up", "down"} if claim.way == "moved" else {claim.way}
    return not directions & wanted if claim.denied else bool(directions & wanted)


def _true_of_all(claim: Claim, sentence: Sentence, facts: Mapping[str, Fact]) -> bool:
    """ "Nothing changed clearly": without a name it is said of everything, and may be so."""
    nothing_moved = claim.denied or claim.way == "same"
    moved = any(fact.kind == "change" and fact.direction != "unclear" for fact in facts.values())
    return nothing_moved and not moved and not set(sentence.words) & {"agent", "agent's"}


def _of_the_reference(sentence: Sentence, at: int) -> bool:
    """ "It fell ({F12})", "This improved": a pronoun and nothing else before the movement."""
    return sentence.words[:1] in {("it",), ("this",), ("that",), ("which",)} and at <= 3


# What is claimed --------------------------------------------------------------------------------------------------


def _claims(sentence: Sentence, naming: Naming, *, cited: bool) -> Iterator[Claim]:
    found = [
        Claim(at, way, _is_denied(sentence, at), noun=_is_noun(sentence, at))
        for at, token in enumerate(sentence.tokens)
        if token.kind == "word" and (way := _way(sentence, naming, at, cited=cited)) and not _wished(sentence, at)
    ]
    yield from found or _then(sentence)


def _is_denied(sentence: Sentence, at: int) -> bool:
    """ "No other item changed as clearly as {F9.name}" says that this one did."""
    return (sentence.is_negated(at) or _is_not_clear(sentence, at)) and UNMATCHED.search(sentence.bare) is None


def _is_not_clear(sentence: Sentence, at: int) -> bool:
    """ "The change isn't clear", "the movement of {F11.name} is not clear yet": none is claimed."""
    if sentence.text_at(at) not in _MOVED:
        return False
    after = [
        word for word in sentence.after(at, 7) if not word.startswith("{") and word not in {"(", ")", "of", "in", "yet"}
    ]
    return after[:2] in (["isn't", "clear"], ["wasn't", "clear"]) or after[:3] in (
        ["is", "not", "clear"],
        ["was", "not", "clear"],
    )


def _way(sentence: Sentence, naming: Naming, at: int, *, cited: bool) -> Way | None:
    word, before, after = sentence.text_at(at), sentence.text_at(at - 1), sentence.text_at(at + 1)
    if word == "up" and sentence.before(at, 2) == ("time", "is"):
        return None
    if word in {"up", "down"}:
        how = len(before) > 4 and before.endswith("ly")
        told = (
            before in _UP_OR_DOWN_AFTER
            or (how and sentence.text_at(at - 2) in _UP_OR_DOWN_AFTER)
            or after in {"against", "since", "compared"}
            or (bool(naming.of(at)) and before == "is")
        )
        if sentence.after(at, 3)[:1] == ("from",) and _THEN_BEFORE.search(sentence.bare):
            return "up" if word == "up" else "down"
        told = told and not (after == "to" and before in {"is", "are", "was", "were", "been"})
        return ("up" if word == "up" else "down") if told and after not in {"with"} | (_OBJECTS - {"to"}) else None
    if word in _COMPARATIVES:
        told = before in _STATES and cited and "than" not in sentence.words
        if not _THEN.search(sentence.bare) and not told:
            return None
        return "up" if word in _UP_OF_ITEMS else "down" if word in _DOWN_OF_ITEMS else None
    if word in _ALWAYS_SAME or (word in _STABLE and before in {"the", "very", *_STAYED} and _stayed(sentence, at)):
        return "same" if cited or naming.of(at) or word in _ALWAYS_SAME else None
    if word in _UP:
        return "up" if not _acts_on_something(sentence, at) else None
    if word in _DOWN:
        return "down" if not _acts_on_something(sentence, at) else None
    if word in _UP_OF_ITEMS | _DOWN_OF_ITEMS and _of_an_item(sentence, naming, at, cited=cited):
        return "up" if word in _UP_OF_ITEMS else "down"
    if word in _MOVED and (cited or _named_near(sentence, naming, at)) and not _acts_on_something(sentence, at):
        return "moved"
    return None


def _stayed(sentence: Sentence, at: int) -> bool:
    return any(word in _STAYED - {"is", "was", "has", "have"} for word in sentence.before(at, 3))


def _named_near(sentence: Sentence, naming: Naming, at: int) -> bool:
    clause = sentence.clause(at)
    return any(each.at in clause for each in naming.mentions)


def _of_an_item(sentence: Sentence, naming: Naming, at: int, *, cited: bool) -> bool:
    """Whether a word that may tell of anything tells of an item here, or of results in time."""
    word, before, after = sentence.text_at(at), sentence.before(at, 6), sentence.text_at(at + 1)
    if word == "progress":
        return bool({"made", "makes", "making", "shows", "steady", "good", "clear", "real"} & set(before[-3:]))
    if word == "picked" and after != "up":
        return False
    if cited:
        return True
    clause = [sentence.text_at(place) for place in sentence.clause(at)]
    values = any(text.startswith("{F") for text in clause)
    if _named_near(sentence, naming, at) or values:
        return not (after in _OBJECTS - {"to", "in", "for", "from"} and word not in {"rise", "drop", "fall"})
    if after in _OBJECTS or (word == "picked" and sentence.text_at(at + 2) in _OBJECTS):
        return False
    return bool(set(before[-2:]) & _OF_SOMEBODY) or bool(set(sentence.words) & _OF_TIME)


def _acts_on_something(sentence: Sentence, at: int) -> bool:
    """ "A summary improves the call": somebody acts on something, nothing is measured."""
    word, after = sentence.text_at(at), sentence.text_at(at + 1)
    acting = word.endswith(("es", "s", "ing")) or word in {
        "declined",
        "changed",
        "decline",
        "change",
        "shifted",
        "shift",
    }
    return acting and after in words_of(
        "the a an to his her their your offers requests help any tone topic pace plans how"
    )


def compares_in_time(sentence: Sentence) -> bool:
    """Whether an expression in it compares with an earlier time; it is held against the change then."""
    return _THEN.search(sentence.bare) is not None


def _then(sentence: Sentence) -> Iterator[Claim]:
    """Comparisons with an earlier time; with a word for up or down beside them, that word has been judged already."""
    if sentence.is_question:
        return
    for found in _THEN.finditer(sentence.bare):
        at = _token_of(sentence, found)
        if _MODALS & set(sentence.before(at, 2)):
            continue
        yield Claim(at, _way_of(found[0]), sentence.is_negated(at), noun=False)


def _token_of(sentence: Sentence, found: re.Match[str]) -> int:
    """The token at which an expression begins that was found in the bare text."""
    first = found[0].split()[0]
    before = len(re.findall(rf"(?<!\w){re.escape(first)}(?!\w)", sentence.bare[: found.start()]))
    places = [at for at, token in enumerate(sentence.tokens) if token.text == first]
    return places[min(before, len(places) - 1)] if places else 0


def _way_of(expression: str) -> Way:
    words = set(expression.split())
    if expression == "fewer than":
        return "down"
    if words & _UP_EXPRESSIONS:
        return "up"
    return "down" if words & _DOWN_EXPRESSIONS else "moved"


_UP_EXPRESSIONS: Final = words_of(
    "gains gaining gained better stronger rise up upward corner long progress strides headway back caught catching "
    "catches "
    "closing closed closes comeback mend turning forward forwards ahead off height heights high highs"
)
_DOWN_EXPRESSIONS: Final = words_of(
    "loses losing lost worse weaker decline wane down downward behind backward backwards low lows depth depths"
)


def _wished(sentence: Sentence, at: int) -> bool:
    """Whether the movement is wanted, asked for or advised."""
    word, before = sentence.text_at(at), list(sentence.before(at, 5))
    if at == 0 and word.endswith("ing") and _MODALS & set(sentence.words):
        return True
    while before and before[-1] in _ADVERBS:
        before.pop()
    if word in _BASES or word.endswith(("er", "better", "worse")):
        if before and before[-1] in _WISHED:
            return not (len(before) > 1 and before[-2] in _ONGOING)
        if set(before[-4:]) & _MODALS and not set(before[-2:]) & _ARTICLES:
            return True
        if not before and sentence.is_advice:
            return True
        if sentence.is_question and not set(before[-1:]) & _ARTICLES:
            return True
    return sentence.is_question and word in _COMPARATIVES


def _is_noun(sentence: Sentence, at: int) -> bool:
    before = [word for word in sentence.before(at, 3) if word not in _ADVERBS]
    return (bool(before) and before[-1] in _ARTICLES) or sentence.text_at(at + 1) in {"in", "of"} or at == 0


def _leads_on(sentence: Sentence, at: int) -> bool:
    return sentence.text_at(at + 1) in {"in", "of", "for"}


def _from_to(sentence: Sentence, facts: Mapping[str, Fact]) -> Fault | None:
    """From one value to another: a movement that nothing computed, but for two weeks, whose values both stand there."""
    for one, other in pairwise(each for each in sentence.references if each.part in {"value", "score"}):
        if other.at - one.at == 2 and sentence.text_at(one.at + 1) == "to" and sentence.text_at(one.at - 1) == "from":
            if {facts[each.id].kind for each in (one, other) if each.id in facts} != {"week"}:
                return "movement"
            if way_of_weeks(sentence, facts) == "same":
                return "contradiction"
    return None
