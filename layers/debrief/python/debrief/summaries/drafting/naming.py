"""Which line item, metric or average a sentence speaks of: by `{F3.name}`, or in the words of its name."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from debrief.summaries.drafting.sentence import SOFT, Sentence, words_of
from debrief.summaries.facts.model import Fact


class Mention(NamedTuple):
    """A place in a sentence that names one of these facts. explicit: by reference, not in words."""

    at: int
    ids: frozenset[str]
    explicit: bool


_GENERIC: Final = words_of(
    """
    a about after against agent agents all also an and any are as at average based be before by call calls caller
    callers change chat clear clearly client clients contact contacts conversation conversations correct correctly
    customer customers data do does during each every for from full fully give gives good has have high if in is it item
    its line low make makes more most name needed no not of on only or other our own pass passes period point points
    proper properly provide provides question rate right score show shows strong take takes that the their them
    these they this time to up use uses was weak well when where which while who with work works you your
    """
)
"""Words of names that tell nothing about which one is meant."""

_ENDINGS: Final = (
    "ifications", "ification", "ications", "ication", "ations", "ation", "utions", "ution", "ements", "ement", "ments",
    "ment", "ances", "ance", "ences", "ence", "ities", "ity", "ifies", "ified", "ify", "izes", "ized", "izing", "ises",
    "ised", "ising", "ions", "ion", "ings", "ing", "ies", "ied", "ness", "ers", "ive", "ely", "ed", "er", "es", "ly",
    "al", "ic", "s", "y", "e",
)  # fmt: skip
_LEAST_STEM: Final = 4
_PLAIN_WORD: Final = re.compile(r"[^\W\d_]+")
_APOSTROPHE: Final = re.compile(r"'s?$")


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A word without its ending, so that "verifies" and "verification" have one."""
    word = _APOSTROPHE.sub("", word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word.removesuffix(ending)
    return word


@lru_cache(maxsize=16384)
def same_word(one: str, other: str) -> bool:
    """Whether two words are forms of one, as far as endings tell."""
    if one == other or f"{one}s" == other or f"{other}s" == one:
        return True
    a, b = stem(one), stem(other)
    short, long = sorted((a, b), key=len)
    return a == b or (len(short) > _LEAST_STEM and long.startswith(short) and len(long) - len(short) <= 3)


def words_of_name(fact: Fact) -> tuple[str, ...]:
    """The words by which texts may name a fact; for want of telling ones, all words of its name."""
    return _words_of_name(fact.kind, fact.name.casefold())


@lru_cache(maxsize=1024)
def _words_of_name(kind: str, name: str) -> tuple[str, ...]:
    if kind == "average":
        return ("score", "average", "overall")
    if kind == "week":
        return ("week", "weekly")
    words = tuple(_PLAIN_WORD.findall(name))
    own = tuple(word for word in words if word not in _GENERIC and len(word) > 1)
    extra = {"xnps": ("promoter", "promoters", "recommend")}.get(name, ())
    return (own or words) + extra


def mentions_of(sentence: Sentence, facts: Mapping[str, Fact]) -> tuple[Mention, ...]:
    """Every place where the sentence names a fact that has a value of its own (not a change: it is of another).

    Where names stand as references, words name another fact only with at least two words of its name, or all of them:
    otherwise a single word in passing ("clear", "explains") would.
    """
    explicit = [
        Mention(each.at, frozenset({base_id(facts[each.id])}), explicit=True)
        for each in sentence.references
        if each.is_fact and each.part == "name" and each.id in facts
    ]
    in_words = _in_words(sentence, facts.values(), strict=bool(explicit))
    by_channel = _by_channel(sentence, facts, explicit)
    channels = {each.at for each in by_channel}
    return tuple(sorted([*explicit, *(each for each in in_words if each.at not in channels), *by_channel]))


def _by_channel(sentence: Sentence, facts: Mapping[str, Fact], mentions: Iterable[Mention]) -> list[Mention]:
    """Averages of a channel that only the channel tells: "the average for chat is {F7}, the one for voice {F9}".

    Only where an average is spoken of or nothing else is cited, this one or its change is cited, and no line item is
    named in the clause.
    """
    cited = {base_id(facts[each.id]) for each in sentence.references if each.part == "value" and each.id in facts}
    averages = {
        channel: fact.id
        for fact in facts.values()
        if fact.kind == "average" and fact.id in cited
        if (channel := fact.name.casefold().rpartition("(")[2].rstrip(")")) in _PLAIN_CHANNELS
    }
    told = bool(_OF_AVERAGES & set(sentence.words)) or cited == set(averages.values())
    if not averages or not told:
        return []
    named = [each.at for each in mentions]
    return [
        Mention(at, frozenset({averages[channel]}), explicit=False)
        for at, token in enumerate(sentence.tokens)
        if (channel := _PLAIN_CHANNELS_BY_WORD.get(token.text, "")) in averages
        if not any(each in sentence.clause(at) for each in named)
    ]


_OF_AVERAGES: Final = words_of(
    "average averages averaging averaged score scores performance interactions results result overall"
)
_PLAIN_CHANNELS: Final = words_of("chat voice email")
_PLAIN_CHANNELS_BY_WORD: Final = {
    "chat": "chat", "chats": "chat", "voice": "voice", "phone": "voice", "calls": "voice", "email": "email",
    "e-mail": "email", "e-mails": "email", "emails": "email",
}  # fmt: skip


def base_id(fact: Fact) -> str:
    """The id of what the fact is of: its own, or for a change that of what changed."""
    return fact.of or fact.id if fact.kind == "change" else fact.id


def _in_words(sentence: Sentence, facts: Iterable[Fact], *, strict: bool) -> list[Mention]:
    at_words: dict[int, set[str]] = {}
    tokens = sentence.tokens
    named = [fact for fact in facts if fact.kind not in {"change", "count"}]
    for fact in named:
        own = words_of_name(fact)
        places = [
            (at, word)
            for at, token in enumerate(tokens)
            if token.kind == "word"
            for word in own
            if any(_named(part, word, fact) for part in token.text.split("-")) and not _is_of_an_idiom(sentence, at)
        ]
        if fact.kind == "average":
            places = [(at, word) for at, word in places if not _is_average_of_another(sentence, at)]
        told = {word for _, word in places}
        enough = min(2, len(own)) if strict and fact.kind == "line_item" else 1
        if len(told) >= enough:
            for at, _ in places:
                at_words.setdefault(at, set()).add(fact.id)
    by_id = {fact.id: fact for fact in named}
    return _joined({at: _told_apart(at, ids, sentence, by_id) for at, ids in at_words.items()}, sentence)


def _is_of_an_idiom(sentence: Sentence, at: int) -> bool:
    """ "Holds its level", "holding steady", "closes the gap" tell of a movement, and name no item about holds or
    closings."""
    verb, after = stem(sentence.text_at(at)), sentence.after(at, 2)
    if verb in {"hold", "held"}:
        return after[:1] in {("steady",), ("firm",), ("level",), ("up",)} or after[1:] in {
            ("level",),
            ("ground",),
            ("own",),
            ("place",),
        }
    return verb in {"clos", "close"} and after == ("the", "gap")


def _is_average_of_another(sentence: Sentence, at: int) -> bool:
    """ "On average", "average handling time", "a full score": the score isn't meant."""
    word, after = sentence.text_at(at), sentence.after(at, 1)
    if word in {"score", "scores", "average"} and after[:1] in {("for",), ("in",), ("of",), ("on",)}:
        rest = [each for each in sentence.after(at, 6)[1:] if each not in _BEFORE_WHOLES]
        if rest and rest[0].isalpha() and rest[0] not in _WHOLES:
            return True
    if word == "score" and sentence.text_at(at - 1) in {"full", "perfect"}:
        return True
    return word == "average" and (
        sentence.text_at(at - 1) == "on" or after[:1] in {("handling",), ("time",), ("duration",), ("length",)}
    )


_BEFORE_WHOLES: Final = words_of(
    "the this that all of these those a an agent's their his her both each reviewed only overall"
)
_WHOLES: Final = words_of(
    "agent period week weeks chat chats voice phone call calls email emails e-mail e-mails evaluation evaluations "
    "conversation conversations interaction interactions contact contacts channel channels around about just at over "
    "half month performance average score scores november october september august december january february march "
    "april may june july monday"
)
"""What an average may be of: of anything else ("the score for empathy") no fact is an average."""


def _told_apart(at: int, ids: set[str], sentence: Sentence, facts: Mapping[str, Fact]) -> set[str]:
    """Of facts that share the word at `at`, those whose other words stand in its clause too.

    "Customer sentiment" isn't the agent's, and "the average score for chat" isn't that for calls.
    """
    if len(ids) < 2 or _of_several_averages(at, ids, sentence, facts):
        return ids
    words = {each: frozenset(_PLAIN_WORD.findall(facts[each].name.casefold())) for each in ids}
    shared = frozenset.intersection(*words.values())
    said = {sentence.text_at(place) for place in sentence.clause(at)}
    told = {
        each: sum(any(same_word(one, word) for one in said) for word in own - shared) for each, own in words.items()
    }
    most = max(told.values())
    return {each for each, count in told.items() if count == most}


def _of_several_averages(at: int, ids: set[str], sentence: Sentence, facts: Mapping[str, Fact]) -> bool:
    """ "With an average of {F9} against {F7} for chat": both are averages, each of its own channel."""
    clause = sentence.clause(at)
    cited = {each.id for each in sentence.references if each.part == "value" and each.at in clause}
    return ids == cited & ids and all(facts[each].kind == "average" for each in ids)


def _named(token: str, word: str, fact: Fact) -> bool:
    if fact.kind in {"average", "week"}:
        return token == word or token == f"{word}s"
    return same_word(token, word)


def _joined(at_words: Mapping[int, set[str]], sentence: Sentence) -> list[Mention]:
    """Words beside each other that name the same thing are one place, and name what all of them name."""
    mentions: list[Mention] = []
    for at in sorted(at_words):
        ids = frozenset(at_words[at])
        last = mentions[-1] if mentions else None
        between = {sentence.text_at(place) for place in range(last.at + 1, at)} if last else set()
        near = last is not None and at - last.at <= 3 and not between & SOFT
        if last is not None and near and not any(text.startswith("{") for text in between):
            mentions[-1] = Mention(at, last.ids & ids or last.ids | ids, explicit=False)
        else:
            mentions.append(Mention(at, ids, explicit=False))
    return mentions


_BETWEEN: Final = words_of(", and or & ( ) at with both")


class Naming:
    """The mentions of a sentence, and which of them a word or value belongs to."""

    def __init__(self, sentence: Sentence, facts: Mapping[str, Fact]) -> None:
        self._sentence = sentence
        self.mentions = mentions_of(sentence, facts)

    def of(self, at: int) -> tuple[Mention, ...]:
        """What the token at `at` is said of, with what is named in one breath with it; empty if nothing is named.

        First what its clause names before it, then what its clause names after it, then the nearest before, then the
        nearest after.
        """
        clause = self._sentence.clause(at)
        own = [each for each in self.mentions if each.at in clause]
        return self._group(
            _last([each for each in own if each.at <= at])
            or _first([each for each in own if each.at > at])
            or _last([each for each in self.mentions if each.at <= at])
            or _first([each for each in self.mentions if each.at > at])
        )

    def after(self, at: int) -> tuple[Mention, ...]:
        """What its clause names after the token at `at`: "the rise in …", "the weakest line item is …"."""
        clause = self._sentence.clause(at)
        return self._group(_first([each for each in self.mentions if each.at > at and each.at in clause]))

    def _group(self, mention: Mention | None) -> tuple[Mention, ...]:
        if mention is None:
            return ()
        place = self.mentions.index(mention)
        first = last = place
        while first > 0 and self._together(self.mentions[first - 1], self.mentions[first]):
            first -= 1
        while last + 1 < len(self.mentions) and self._together(self.mentions[last], self.mentions[last + 1]):
            last += 1
        return self.mentions[first : last + 1]

    def _together(self, one: Mention, other: Mention) -> bool:
        """Whether nothing but values, "and" and commas stands between the two."""
        return all(
            token.kind == "reference" or token.text in _BETWEEN
            for token in self._sentence.tokens[one.at + 1 : other.at]
        )


def _first(mentions: list[Mention]) -> Mention | None:
    return mentions[0] if mentions else None


def _last(mentions: list[Mention]) -> Mention | None:
    return mentions[-1] if mentions else None
