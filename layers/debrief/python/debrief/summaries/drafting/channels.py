"""Which channel a value is told of, and which of two channels is the stronger one."""

from collections.abc import Mapping, Sequence
from typing import Final

from debrief.kernel.patterns import LatePattern
from debrief.summaries.drafting.sentence import Reference, Sentence, words_of
from debrief.summaries.facts.model import Fact


def is_of_another_channel(sentence: Sentence, facts: Mapping[str, Fact]) -> bool:
    """Whether a value stands beside a channel that it isn't of, as far as all languages call channels alike."""
    values = [each for each in sentence.references if each.is_fact and each.part == "value" and each.id in facts]
    return of_another_channel(sentence, values, facts)


_CHANNELS: Final[Mapping[str, str]] = {
    "chat": "chat", "chats": "chat", "voice": "voice", "phone": "voice", "telephone": "voice", "email": "email",
    "e-mail": "email", "e-mails": "email", "emails": "email",
}  # fmt: skip


def of_another_channel(sentence: Sentence, values: Sequence[Reference], facts: Mapping[str, Fact]) -> bool:
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
            and not any(sentence.text_at(place) in _ELSEWHERE for place in range(each.at + 1, at))
            and not is_said_of_another(sentence, at, each, values, facts)
        }
        before = [sentence.text_at(at) for at in range(sentence.clause(each.at).start)]
        if not said and before[-1:] == [","] and before[:1] in (["on"], ["in"], ["for"]):
            said = {_CHANNELS[word] for word in before if word in _CHANNELS}
        own = {_CHANNELS[word] for word in _letters(of.name) if word in _CHANNELS}
        if said and len(said) == 1 and not said & own:
            return True
    return False


_ELSEWHERE: Final = words_of("how where when why whether that which")
"""With which something else begins to be told: "{F26} shows that it is worth looking at how chats end"."""


def is_said_of_another(
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
    r"|\b(?P<one>chat|chats|voice|phone|calls|email|e-mails?) (?:is|are|was|were|scores?|does|do|fares?|works?"
    r"|performs?) "
    r"(?:clearly |still |much |far )?(?:(?P<above>stronger|better|higher)|(?P<below>weaker|worse|lower)) than "
    r"(?:the )?(?:chats?|voice|phone|calls|e-?mails?)"
)


_LEVEL: Final = LatePattern(
    r"\b(?:chats?|voice|phone|calls) and (?:the )?(?:chats?|voice|phone|calls) (?:are|were|do|score|perform|stand) "
    r"(?:now )?"
    r"(?:on the same level|at the same level|equal|equally|alike|the same|level|on a par)\b"
)
_AS_GOOD_AS_LEVEL: Final = 3.0
"""Points between averages that may be called level."""


def ranks_channels_wrongly(sentence: Sentence, facts: Mapping[str, Fact]) -> bool:
    """Whether the channel with the lower average is called the stronger one."""
    if _LEVEL.search(sentence.bare) is not None and not sentence.is_question:
        values = [each.value for each in facts.values() if each.kind == "average" and each.value is not None]
        return not values or max(values) - min(values) > _AS_GOOD_AS_LEVEL
    found = _RANKED.search(sentence.bare)
    if found is None or sentence.is_question:
        return False
    averages = {
        channel: fact.value
        for fact in facts.values()
        if fact.kind == "average" and fact.value is not None
        for channel in {_CHANNELS[word] for word in _letters(fact.name) if word in _CHANNELS}
    }
    said = found["channel"] or found["one"]
    own = averages.get(_CHANNELS.get(said, "voice"))
    if own is None or len(averages) < 2:
        return True
    return own != (max if found["up"] or found["above"] else min)(averages.values())


def _letters(text: str) -> list[str]:
    return "".join(each if each.isalpha() or each == "-" else " " for each in text.casefold()).split()


def is_of_the_channel_after(sentence: Sentence, value: Reference, fact: Fact) -> bool:
    """ "The average is {F7} for chat and {F9} for voice": of averages, the channel tells which."""
    after = sentence.after(value.at, 2)
    said = _CHANNELS.get(after[1]) if len(after) == 2 and after[0] in {"for", "on", "in"} else None
    own = {_CHANNELS[word] for word in _letters(fact.name) if word in _CHANNELS}
    return fact.kind == "average" and said in own and bool({"average", "score", "scores"} & set(sentence.words))
