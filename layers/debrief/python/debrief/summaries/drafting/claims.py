"""What a cited value may be said of, and whether an item may be called strong or weak.

A value belongs to the item that the sentence names, by reference or in words. "Strength" and "weakest" are held against
the item's standing and its pass rate, and one item is called higher than another only where it is.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from debrief.kernel.patterns import LatePattern
from debrief.summaries.drafting.figures import is_told_in_other_words
from debrief.summaries.drafting.naming import Mention, Naming, base_id
from debrief.summaries.drafting.ranking import is_extreme, may_be_called
from debrief.summaries.drafting.sentence import SOFT, Reference, Sentence, words_of
from debrief.summaries.drafting.weeks import names_another_week
from debrief.summaries.facts.model import Fact

_STRONG: Final = words_of(
    "favourite favorite masterclass tidy neat orderly "
    "exceptional exceptionally remarkably dependable trustworthy assured polished accomplished notable convincing "
    "strength strengths strong strongest best highest top excellent excels outstanding exemplary solid reliable great "
    "impressive superb remarkable shines excellence mastered flawless"
)
_WEAK: Final = words_of(
    "weakness weaknesses weak weakest worst lowest poor poorest poorly struggles struggle lags fails failing concern "
    "concerning worrying lacking deficient low problem problematic neglected "
    "trail trails trailed trailing"
)
TELLING_OF_RESULTS: Final = frozenset({*_STRONG, *_WEAK})
"""English words that say of results that they are good or bad."""
_MOST: Final = words_of("strongest best highest top")
_SUPERB: Final = words_of(
    "exemplary excellent excels outstanding superb flawless exceptional exceptionally excellence mastered impressive"
)
_SUPERB_FROM: Final = 80.0
"""A rate below which nothing is called superb that isn't among the strongest."""
_LEAST: Final = words_of("weakest worst lowest poorest")
_RELATIVE: Final = (
    _MOST | _LEAST | words_of("strength strengths room most least tops leads topped led trail trails trailed trailing")
)
"""Those that only say that something stands above or below the others."""
_SEVERAL: Final = words_of("items areas strengths weaknesses ones rates skills behaviours behaviors results points")
_AMONG: Final = words_of("among amongst some several")
_HIGHER: Final = words_of("higher stronger better above ahead")
_LOWER: Final = words_of("lower weaker worse below behind")


NOTHING_AS_MUCH: Final = LatePattern(
    r"(?<!\S)(?:nothing|no other|no(?: line)? item|no skill|no question|no area|none|nowhere) "
    r".*(?:as much as|more than|more \w+(?: \w+){0,2} than|like|worse than|(?:weaker|lower|stronger|higher|better) than)(?!\S)"
)
"""That nothing else is so: "no item is weaker than …" says of the last that it is the weakest."""


def misattributed(sentence: Sentence, naming: Naming, facts: Mapping[str, Fact]) -> bool:
    """Whether a value is said of something else than what it is of, or of nothing that is named."""
    values = [each for each in sentence.references if each.is_fact and each.part == "value" and each.id in facts]
    if _holds_of_another(sentence, values, facts) or names_another_week(sentence, facts):
        return True
    if _follow_in_order(values, naming, facts):
        return _wrong_score(sentence)
    if _of_another_channel(sentence, values, facts):
        return True
    bound: list[tuple[tuple[Mention, ...], str]] = []
    for each in values:
        fact = facts[each.id]
        if fact.kind == "count":
            continue
        if fact.kind == "change" and fact.of is None:
            continue
        if _is_no_such_time(sentence, each, fact):
            return True
        mentions = naming.of(each.at)
        if is_told_in_other_words(sentence, each, fact):
            continue
        if not mentions:
            if fact.kind == "change" or _told_by_standing(sentence, fact, facts) or _takes(sentence, each, fact):
                continue
            return True
        if fact.kind == "week" and any(facts[each].kind == "average" for mention in mentions for each in mention.ids):
            continue
        if not any(base_id(fact) in mention.ids for mention in mentions):
            if _is_agents_own(sentence, each, fact) or _is_of_the_channel_after(sentence, each, fact):
                continue
            if all(_is_said_of_another(sentence, mention.at, each, values, facts) for mention in mentions):
                before = [mention for mention in naming.mentions if mention.at < min(m.at for m in mentions)]
                if before and base_id(fact) in before[-1].ids:
                    continue
            following = naming.after(each.at)
            if not any(base_id(fact) in mention.ids for mention in following) or not _leads_on(sentence, each):
                return True
            continue
        bound.append((mentions, base_id(fact)))
    return any(_out_of_order(mentions, bound) for mentions, _ in bound) or _wrong_score(sentence)


def _follow_in_order(values: Sequence[Reference], naming: Naming, facts: Mapping[str, Fact]) -> bool:
    """Whether several items are named, and then as many values follow in the order of the items."""
    named = [each for each in naming.mentions if each.explicit or _is_average(each, facts)]
    bases = [base_id(facts[each.id]) for each in values if facts[each.id].kind != "count"]
    if len(bases) < 2 or len(named) != len(bases) or named[-1].at > min(each.at for each in values):
        return False
    return all(base in mention.ids for base, mention in zip(bases, named, strict=True))


def _is_average(mention: Mention, facts: Mapping[str, Fact]) -> bool:
    return len(mention.ids) == 1 and all(facts[each].kind == "average" for each in mention.ids)


def _leads_on(sentence: Sentence, value: Reference) -> bool:
    """Whether the value says by its next word that what it is of comes after it: "{F9} for …", "{F9} in …"."""
    return sentence.text_at(value.at + 1) in {"for", "in", "on", "of", "("}


def _told_by_standing(sentence: Sentence, fact: Fact, facts: Mapping[str, Fact]) -> bool:
    """ "The strongest line item passes at {F9}" names it well enough."""
    said_strong = any(word in _MOST for word in sentence.words)
    said_weak = any(word in _LEAST for word in sentence.words)
    if fact.kind != "line_item" or not {"item", "items"} & set(sentence.words):
        return False
    return (said_strong and is_extreme(fact, facts, most=True)) or (said_weak and is_extreme(fact, facts, most=False))


_SO_DOES: Final = LatePattern(
    r"(?<!\S)(?:so (?:does|do|did|is|are|was|were|has|have)|as (?:does|do|is|are)|likewise|the same (?:holds|goes"
    r"|is true)"
    r"|the same \{F\d+\}) (?:for |of )?(?:the )?"
)


def _holds_of_another(sentence: Sentence, values: Sequence[Reference], facts: Mapping[str, Fact]) -> bool:
    """ "… and so does {F23.name}": what holds of a value is said of an item with another one."""
    found = _SO_DOES.search(sentence.spaced)
    if found is None or not values:
        return False
    begin = sentence.token_at(found.end() - 1)
    others = {
        facts[each.id].text
        for each in sentence.references
        if each.part == "name" and each.at >= begin and each.id in facts
    }
    own = {facts[each.id].text for each in values if each.at < begin and facts[each.id].kind != "change"}
    return bool(others and own) and not others <= own


_CHANNELS: Final[Mapping[str, str]] = {
    "chat": "chat", "chats": "chat", "voice": "voice", "phone": "voice", "telephone": "voice", "email": "email",
    "e-mail": "email", "e-mails": "email", "emails": "email",
}  # fmt: skip


def _of_another_channel(sentence: Sentence, values: Sequence[Reference], facts: Mapping[str, Fact]) -> bool:
    """ "On chat, the {F27.name} is {F27}": of all channels together, or of another one."""
    for each in values:
        fact = facts[each.id]
        if fact.kind in {"count", "week"} or (fact.kind == "change" and fact.of is None):
            continue
        of = facts.get(fact.of or "", fact) if fact.kind == "change" else fact
        said = {
            _CHANNELS[word]
            for at in sentence.clause(each.at)
            if (word := sentence.text_at(at)) in _CHANNELS
            and not _is_said_of_another(sentence, at, each, values, facts)
        }
        before = [sentence.text_at(at) for at in range(sentence.clause(each.at).start)]
        if not said and before[-1:] == [","] and before[:1] in (["on"], ["in"], ["for"]):
            said = {_CHANNELS[word] for word in before if word in _CHANNELS}
        own = {_CHANNELS[word] for word in _letters(of.name) if word in _CHANNELS}
        if said and len(said) == 1 and not said & own:
            return True
    return False


def _is_said_of_another(
    sentence: Sentence, at: int, value: Reference, values: Sequence[Reference], facts: Mapping[str, Fact]
) -> bool:
    """ "An average of {F9} against {F7} for chat": the channel right behind the other average is that one's."""
    if facts[value.id].kind != "average" or sentence.text_at(at - 1) not in {"for", "on", "in"}:
        return False
    return any(each.at == at - 2 and each.id != value.id and facts[each.id].kind == "average" for each in values)


_RANKED: Final = LatePattern(
    r"\b(?P<channel>chat|voice|phone|telephone|email|e-mail) (?:is|was|remains|stays) (?:clearly |still |again )?the "
    r"(?:(?P<up>stronger|better|higher|strongest|best)|(?P<down>weaker|worse|lower|weakest|worst)) "
    r"(?:channel|of the two)"
)


def _ranks_channels_wrongly(sentence: Sentence, facts: Mapping[str, Fact]) -> bool:
    """Whether the channel with the lower average is called the stronger one."""
    found = _RANKED.search(sentence.bare)
    if found is None or sentence.is_question:
        return False
    averages = {
        channel: fact.value
        for fact in facts.values()
        if fact.kind == "average" and fact.value is not None
        for channel in {_CHANNELS[word] for word in _letters(fact.name) if word in _CHANNELS}
    }
    own = averages.get(_CHANNELS[found["channel"]])
    if own is None or len(averages) < 2:
        return True
    return own != (max if found["up"] else min)(averages.values())


def _letters(text: str) -> list[str]:
    return "".join(each if each.isalpha() or each == "-" else " " for each in text.casefold()).split()


def _takes(sentence: Sentence, value: Reference, fact: Fact) -> bool:
    """ "Calls take {F20} on average", "calls are short, at {F20}" name the handling time well enough."""
    if fact.unit != "ms" or _WAITING & set(sentence.words):
        return False
    taking = sentence.text_at(value.at - 1) in {"take", "takes", "took", "last", "lasts", "lasted"}
    told = sentence.words[:1] in {("calls",), ("conversations",), ("chats",)} and sentence.words[1:2] in {
        ("are",),
        ("were",),
    }
    return taking or told


_WAITING: Final = words_of("wait waits waited waiting hold queue queues silence silences pause pauses ring rings late")


_LASTING: Final = words_of("lasts last lasted take takes took spend spends spent within")
_ENDING: Final = words_of("end ends ended over finish finishes finished done answered closed solved resolved")


def _is_no_such_time(sentence: Sentence, value: Reference, fact: Fact) -> bool:
    """ "Calls end after {F7}" of a share, "customers wait {F20}" of the handling time: no fact says how long."""
    if fact.unit == "ms":
        named = any(each.id == fact.id and each.part == "name" for each in sentence.references)
        clause = sentence.clause(value.at)
        if not named and any(not each.is_fact and each.at in clause for each in sentence.references):
            return True
        return not named and any(sentence.text_at(at) in _WAITING for at in sentence.clause(value.at))
    before = sentence.before(value.at, 3)
    if fact.kind == "change" or not before:
        return False
    return before[-1] in _LASTING or (before[-1] == "after" and bool(_ENDING & set(before)))


def _is_of_the_channel_after(sentence: Sentence, value: Reference, fact: Fact) -> bool:
    """ "The average is {F7} for chat and {F9} for voice": of averages, the channel tells which."""
    after = sentence.after(value.at, 2)
    said = _CHANNELS.get(after[1]) if len(after) == 2 and after[0] in {"for", "on", "in"} else None
    own = {_CHANNELS[word] for word in _letters(fact.name) if word in _CHANNELS}
    return fact.kind == "average" and said in own and bool({"average", "score", "scores"} & set(sentence.words))


def _is_agents_own(sentence: Sentence, value: Reference, fact: Fact) -> bool:
    """ "While the agent's own is {F25}": of sentiments, whose it is tells which."""
    clause = {sentence.text_at(at) for at in sentence.clause(value.at)}
    return fact.unit == "sentiment" and fact.name.casefold().startswith("agent") and "agent's" in clause


def _out_of_order(mentions: tuple[Mention, ...], bound: Sequence[tuple[tuple[Mention, ...], str]]) -> bool:
    """Whether values of several items, named together, come in another order than the items."""
    ids = [base for group, base in bound if group == mentions]
    if len(mentions) < 2 or len(ids) < 2:
        return False
    places = [next(place for place, each in enumerate(mentions) if base in each.ids) for base in ids]
    return any(one > other for one, other in pairwise(places))


def _wrong_score(sentence: Sentence) -> bool:
    """Whether an evaluation's score stands beside another evaluation."""
    named = [each for each in sentence.references if each.part == "itself"]
    scores = [each.id for each in sentence.references if each.part == "score"]
    if len(scores) == 1 and len({each.id for each in named}) > 1 and {"both", "each", "all"} & set(sentence.words):
        return True
    follow = len(scores) > 1 and len(named) == len(scores) and named[-1].at < sentence.references[-1].at
    if follow and [each.id for each in named] != scores:
        return True
    for score in (each for each in sentence.references if each.part == "score"):
        before = [each for each in named if each.at < score.at]
        near = before[-1:] or [each for each in named if each.at > score.at][:1]
        if near and near[0].id != score.id and score.id not in {each.id for each in before}:
            return True
    return False


def wrong_standing(sentence: Sentence, naming: Naming, facts: Mapping[str, Fact]) -> bool:
    """Whether an item is called strong or weak, or the strongest or weakest, and isn't."""
    for at, token in enumerate(sentence.tokens):
        strong, weak = _side(sentence, at, token.text)
        before = [each for each in naming.of(at) if each.at < at]
        if token.text in _PASSING and _has_no_value(before, facts) and not sentence.is_question:
            return not sentence.is_advice
        if not strong and not weak:
            continue
        if sentence.is_question or _is_loose(sentence, at, token.text):
            continue
        mentions = _subject(sentence, naming, at, token.text)
        if sentence.is_advice:
            mentions = tuple(each for each in mentions if each.explicit)
        unmatched = NOTHING_AS_MUCH.search(sentence.spaced) is not None
        if sentence.is_negated(at) and not unmatched:
            strong, weak = weak, strong
        items = [[facts[each] for each in mention.ids if facts[each].kind == "line_item"] for mention in mentions]
        superlative = unmatched or (_is_superlative(sentence, at, len(mentions)) and not sentence.is_negated(at))
        for candidates in items:
            if strong and token.text in _SUPERB and candidates and not any(_is_superb(fact) for fact in candidates):
                return True
            if candidates and not any(
                may_be_called(fact, facts, strong=strong, superlative=superlative, relative=token.text in _RELATIVE)
                for fact in candidates
            ):
                return True
    return (
        _wrong_order(sentence, naming, facts)
        or _wrong_sign(sentence, naming, facts)
        or _ranks_channels_wrongly(sentence, facts)
        or _has_no_measure(sentence, facts)
    )


_TOO: Final = LatePattern(r"\b(?:too|overly|excessively|unduly) (?:long|short|slow|fast|quick|high|low|brief)\b")


def _has_no_measure(sentence: Sentence, facts: Mapping[str, Fact]) -> bool:
    """ "{F20.name} of {F20} is too long": of a metric without a target no fact tells what is too much."""
    cited = {each.id for each in sentence.references if each.is_fact}
    metrics = bool(cited) and all(each in facts and facts[each].kind == "metric" for each in cited)
    return metrics and not sentence.is_question and not sentence.is_advice and _TOO.search(sentence.bare) is not None


def _is_superb(fact: Fact) -> bool:
    return fact.standing == "strongest" or (fact.value is not None and fact.value >= _SUPERB_FROM)


def _wrong_sign(sentence: Sentence, naming: Naming, facts: Mapping[str, Fact]) -> bool:
    """Whether a value below zero is called positive, or one above it negative."""
    for at, token in enumerate(sentence.tokens):
        if token.text not in {"positive", "negative"} or sentence.is_question:
            continue
        values = [
            value
            for mention in naming.of(at)
            for each in mention.ids
            if facts[each].unit in {"sentiment", "points"} and (value := facts[each].value) is not None
        ]
        positive = (token.text == "positive") != sentence.is_negated(at)
        if values and not any(value > 0 if positive else value < 0 for value in values):
            return True
    return False


def _side(sentence: Sentence, at: int, word: str) -> tuple[bool, bool]:
    """Whether the word at `at` calls something strong, or weak."""
    after = sentence.text_at(at + 1)
    if word in {"most", "least"} and after in {"often", "frequently", "reliably", "consistently"}:
        missed = bool(_LEFT_OUT & set(sentence.before(at, 4)))
        return (word == "most") != missed, (word == "least") != missed
    if word in {"tops", "leads", "topped", "led"} and after in {"the", "all", "every"}:
        return True, False
    if word == "room" and after == "to":
        return False, sentence.text_at(at + 2) in _GROWING
    return word in _STRONG, word in _WEAK


_LEFT_OUT: Final = words_of(
    "missed missing omitted skipped forgotten lacking neglected overlooked out fails fail failed"
)
_GROWING: Final = words_of("grow improve gain develop learn get catch raise lift rise become do go strengthen be")
_PASSING: Final = words_of("passes pass passed passing fails fail failed failing")


def _has_no_value(mentions: Sequence[Mention], facts: Mapping[str, Fact]) -> bool:
    """Whether what is named is a line item without enough data to say anything about it."""
    items = [facts[each] for mention in mentions for each in mention.ids if facts[each].kind == "line_item"]
    return bool(items) and all(fact.value is None for fact in items)


def _is_loose(sentence: Sentence, at: int, word: str) -> bool:
    """Expressions that call nothing strong or weak: "the best way to …", "at best", "best practice"."""
    before, after = sentence.text_at(at - 1), sentence.text_at(at + 1)
    if (
        word != "top"
        and word in _MOST | _LEAST
        and after == "of"
        and sentence.text_at(at + 2) in {"the", "all", "these", "both"}
    ):
        return False
    return (
        before in {"at", "do", "does", "what", "works", "which", "how", "as"}
        or (word in {"best", "top", "great", "solid", "strong", "low", "poor", "reliable"} and after in _LOOSE_BEFORE)
        or (word in {"concern", "problem", "low", "poor"} and before in _POSSESSED)
        or (word in _MOST | _LEAST and after in _MOVES)
        or (word == "top" and before in _POSSESSED and after in {"of", "priority", "priorities", "topic", "concern"})
    )


_MOVES: Final = words_of("movement change gain rise improvement growth drop fall decline loss trend development")
_LOOSE_BEFORE: Final = words_of(
    "way ways moment time place practice practices possible of step wishes answer interest part improvement rise gain "
    "drop decline start opening finish result results sense"
)
_POSSESSED: Final = words_of("customer's customers' caller's callers' the a their his her this that every any on")


def _subject(sentence: Sentence, naming: Naming, at: int, word: str) -> tuple[Mention, ...]:
    """What is called so: what comes after "the weakest line item is", else what was named before."""
    following = naming.after(at)
    if following and word in _MOST | _LEAST:
        between = sentence.before(following[0].at, following[0].at - at - 1)
        if set(between) & {"is", "are", ":", "was", "were"} or len(between) <= 2:
            return following
    return naming.of(at)


def _is_superlative(sentence: Sentence, at: int, subjects: int) -> bool:
    word = sentence.text_at(at)
    if word not in _MOST | _LEAST | {"most", "least", "tops", "leads", "topped", "led"} or subjects > 1:
        return False
    if word not in _MOST | _LEAST | {"most", "least"}:
        return True
    before, after = sentence.before(at, 6), sentence.after(at, 3)
    if before[-2:-1] == ("at",) and before[-1:] in {("their",), ("his",), ("her",), ("its",)}:
        return False
    if (
        set(before) & _AMONG
        or "one" in before
        or _belongs_to(before)
        or (set(after) & _SEVERAL and "the" not in before)
    ):
        return False
    own = [text for text in after if text not in SOFT]
    return not (set(own[:2]) & (_SEVERAL - {"items"}) or own[:2] == ["line", "items"])


def _belongs_to(before: Sequence[str]) -> bool:
    """ "Belongs to the strongest", "is part of the weakest": one of them."""
    return any(
        (one in {"belongs", "belong"} and to == "to") or (one in {"part", "group"} and to == "of")
        for one, to in pairwise(before)
    )


def _wrong_order(sentence: Sentence, naming: Naming, facts: Mapping[str, Fact]) -> bool:
    """Whether one item is called higher than another and isn't: "{F13.name} is lower than {F9.name}"."""
    for at, token in enumerate(sentence.tokens):
        higher, lower = token.text in _HIGHER, token.text in _LOWER
        if not (higher or lower) or ("than" not in sentence.after(at, 3) and token.text not in {"above", "below"}):
            continue
        one = naming.of(at)
        other = naming.after(at)
        if not one or not other or one[-1].at > at:
            continue
        a, b = (_value_of(each, facts) for each in (one[-1], other[0]))
        if a is None or b is None:
            return True
        if sentence.is_negated(at):
            higher, lower = lower, higher
        if (higher and a < b) or (lower and a > b):
            return True
    return False


def _value_of(mention: Mention, facts: Mapping[str, Fact]) -> float | None:
    values = [facts[each].value for each in mention.ids]
    return values[0] if len(values) == 1 else None
