"""What stands around a word tells whether it is a name: things, places and companies, beginnings of sentences (N8)."""

import re
from collections.abc import Sequence
from typing import Final

from debrief.kernel.masking.name_words import Word, close, words

_THINGS: Final = words("""
    model make car vehicle brand drive driving bike truck phone laptop printer
    """)
_WANTING: Final = words("""
    want wants wanted need needs have has get got did without of the a an my your our any some
    """)
_MEASURES: Final = re.compile(
    r"\s?(?:\d{1,5}\s?)?(?:cc|hp|model|edition|series|version)\b|\s(?:19|20)\d\d\b", re.IGNORECASE
)


def is_of_thing(text: str, said: Sequence[Word], at: int, stop: int) -> bool:
    """Whether words go with a thing: its make or what it is stands before them, or its size or year behind."""
    before = said[at - 1] if at and close(text, said[at - 1], said[at]) else None
    if before is not None and (before.thing or before.small in _THINGS or before.small in _WANTING):
        return True
    return _MEASURES.match(text, said[stop - 1].end) is not None


_DONE_BY_PEOPLE: Final = words("""
    speaking here said told wrote spoke spent began went gave got came left took made lives lived had has was and
    """)
_NEVER_ENDS: Final = ("ly", "ing", "ed", "ies", "tion", "ment", "ness", "able", "ful", "ous")
_BEING: Final = re.compile(r"(?:'s|’s)?\sis\s(?!an?\s(?:\d|[A-Z])|the\b)")
_EXCLAIMED: Final = words("""
    perfect brilliant excellent fantastic wonderful superb lovely apologies cheers congratulations splendid
    """)


def stands_alone(text: str, word: Word, after: str) -> bool:
    """Whether one word that a sentence begins with is a name, though a capital tells nothing there: it is all that the
    sentence or line has, somebody is addressed by it or speaks under it, or does what people do."""
    if word.small.rstrip(".").endswith(_NEVER_ENDS) or word.small.rstrip(".") in _EXCLAIMED:
        return _has_line(text, word) and not word.small.endswith(_NEVER_ENDS[:3])
    behind = text[word.end :].lstrip(" \t\"'”’")
    return (
        _has_line(text, word)
        or behind[:1] in ("", "\n", ",", ":", ".", "?", "!")
        or after in _DONE_BY_PEOPLE
        or _BEING.match(text, word.end) is not None
        or (len(after) > 4 and after.endswith("ed"))
    )


_HELD: Final = words("""
    the a an this that these those another every each our your any some my his her its their
    """)
_WITHIN: Final = words("""
    in at near inside into around via outside press select click choose tap
    """)
_ASKED_FOR: Final = re.compile(r"\bis (?:this|that)\s$", re.IGNORECASE)
"""`Is that Maria?` asks for somebody."""

_SUBJECT: Final = re.compile(
    r"(?P<who>[^\W\d_]+)\s(?:(?:will|would|should|can|may|must)\s)?(?:is|was|are|were|be|turns?|stays?|says?|said|reads?|shows?|displays?|turned|became)\s"
    r"(?:now\s|still\s|not\s)?$",
    re.IGNORECASE,
)
_PEOPLE: Final = words("""
    this that it name names he she who here i you they why how where when what and colleague manager supervisor
    engineer technician adviser advisor agent surveyor doctor husband wife son daughter father mother mum mom dad
    brother sister friend partner contact person driver plumber electrician lawyer broker boss neighbour neighbor
    assistant nurse teacher caller speaker handler representative rep specialist consultant uncle aunt nephew niece
    cousin fiance girlfriend boyfriend
    """)
"""Of whom it is said what they are called: `your engineer is Maria`."""
_AT_WORK: Final = re.compile(
    r"(?:work\w*|employ\w*|job) (?:for|at|by|with)\s$|(?:became|website of|made by|company(?: called| named)?)\s$|"
    r"(?:charged|billed|delivered|shipped|sold|powered|provided|paid|financed|insured|supplied|transfer\w*) "
    r"(?:by|via|through)\s$|\b(?:dog|cat|puppy|kitten|rabbit|horse|pony|pet|hamster|parrot)\s$|"
    r"(?:cancel\w*|bought|buy|order\w*|renew\w*|subscri\w* to|use|using|install\w*|recorded for)\s(?:\w+ and )?$",
    re.IGNORECASE,
)
_TRAVEL: Final = re.compile(
    r"(?:moved|flew|fly|flight|flying|travel\w*|drive|drove|booking .{0,30}|train|ship\w*) (?:from|to)\s"
    r"(?:\w+ to )?$",
    re.IGNORECASE,
)
_OF_COMPANIES: Final = words("""
    office website site store stores shop branch app orchestra support customer
    """)


def _has_line(text: str, word: Word) -> bool:
    """Whether nothing else stands in the word's line but marks."""
    first = text.rfind("\n", 0, word.start) + 1
    last = text.find("\n", word.end)
    rest = text[first : word.start] + text[word.end : last if last >= 0 else len(text)]
    return not any(each.isalnum() for each in rest)


_ENDS_OF_THINGS: Final = ("tion", "ment", "ness", "able", "ance", "ency", "ship")


def _is_state(before: str, word: Word) -> bool:
    """Whether one word says how something is, and not who somebody is: `the light is Amber`, `status says Outdated`."""
    if word.small.rstrip(".").removesuffix("s").endswith(_ENDS_OF_THINGS):
        return True
    subject = _SUBJECT.search(before)
    return subject is not None and subject["who"].casefold() not in _PEOPLE


def is_placed(text: str, run: Sequence[Word], around: Sequence[Word], stop: int) -> bool:
    """Whether what stands before or behind says that it is a company, a thing or a place."""
    before = text[max(0, run[0].start - 50) : run[0].start]
    held = re.findall(r"[^\W\d_]+", before[-12:].casefold())
    beside = before[-1:].isspace() and bool(held)
    if len(run) == 1 and _is_state(before, run[0]):
        return True
    if _ASKED_FOR.search(before):
        return False
    if beside and held[-1] in (_HELD | _WITHIN) and len(run) == 1 and not before.endswith("ed at "):
        return True
    if beside and (_AT_WORK.search(before) or (len(run) == 1 and _TRAVEL.search(before))):
        return True
    return stop < len(around) and around[stop].small in _OF_COMPANIES and close(text, around[stop - 1], around[stop])
