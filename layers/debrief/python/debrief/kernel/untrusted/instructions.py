"""Whether a text tries to instruct the model that reads it, and in what way (N6).

Rules, not a model: each looks for two or more things near each other that people who talk about their own matters
hardly ever say together, such as who grades and the best answer, or all questions and full marks. What customers are
asked afterwards (surveys, stars) is ordinary talk.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from debrief.kernel.patterns import LatePattern
from debrief.kernel.untrusted import english, forms, outcomes
from debrief.kernel.untrusted.disguises import hides_words, readings_of
from debrief.kernel.untrusted.kinds import InstructionKind
from debrief.kernel.untrusted.lexicons import LANGUAGES, OF_FORMS, OF_SOMETHING, Lexicon

_PIECE, _OVERLAP = 3_000, 600
"""Characters of a long text that are looked at together, and of the next piece that belong to this one too."""

_EACH_SIDE: Final = 3
_NEAR: Final = 110
"""Characters between two things that are said about each other."""


def instructions_in(text: str, *, short: bool = False) -> frozenset[InstructionKind]:
    """The ways in which `text` tries to instruct a model; none in ordinary talk.

    short: it is the value of a short field, such as a queue's name, in which marks and lists of results are nothing
    strange: only what the words say is looked at.
    """
    found: set[InstructionKind] = {InstructionKind.DISGUISE} if hides_words(text) else set()
    for part in _parts(text):
        for place, reading in enumerate(readings_of(part)):
            kinds = _short(reading.text) if short else _kinds(reading.text, whole=place == 0)
            if kinds and reading.disguised:
                found.add(InstructionKind.DISGUISE)
            found |= kinds
    return frozenset(found)


def _parts(text: str) -> Iterator[str]:
    """Pieces that overlap, so that the work grows with the length of the text and no faster."""
    for start in range(0, max(1, len(text) - _OVERLAP), _PIECE - _OVERLAP):
        yield text[start : start + _PIECE]


def _short(text: str) -> set[InstructionKind]:
    return set(_of_words(text)) - {InstructionKind.RESULT} if _TRIGGER.search(text) else set()


def _kinds(text: str, *, whole: bool) -> set[InstructionKind]:
    """whole: the text as it looks; another reading of it is looked at for words only."""
    found = set(_of_words(text)) if _TRIGGER.search(text) else set()
    found |= {kind for kind, pattern in forms.FORMS if pattern.search(text)}
    if InstructionKind.TURN in found and forms.pasted(text):
        found.discard(InstructionKind.TURN)
    if not whole:
        found |= {InstructionKind.OVERRIDE} if forms.COMPACT.search(text) else set()
    return found


class _English(NamedTuple):
    override: LatePattern
    rules: LatePattern
    bare_rules: LatePattern
    grader: LatePattern
    top: LatePattern
    met: LatePattern
    every: LatePattern
    questions: LatePattern
    grade: LatePattern
    call: LatePattern
    big: LatePattern
    grants: LatePattern
    graded: LatePattern


_EN: Final = _English(
    *map(
        LatePattern,
        (
            english.OVERRIDE,
            english.RULES,
            english.BARE_RULES,
            english.GRADER,
            english.TOP,
            english.MET,
            english.EVERY,
            english.ALL_QUESTIONS,
            english.GRADE,
            english.CALL,
            english.BIG,
            english.GRANTS,
            english.GRADED,
        ),
    )
)


def _near(text: str, one: LatePattern, other: LatePattern, most: int = _NEAR) -> Iterator[str]:
    """The passages in which both are, with a little around them."""
    places = [match.span() for match in other.finditer(text)]
    starts = [start for start, _ in places]
    for match in one.finditer(text):
        # Of many places the next ones on either side are enough, and the work stays that of one look at the text.
        at = bisect_left(starts, match.start())
        for start, end in places[max(0, at - _EACH_SIDE) : at + _EACH_SIDE]:
            if start <= match.end() + most and match.start() - end <= most:
                yield text[max(0, min(start, match.start()) - 60) : max(end, match.end()) + 60]


def _any_near(text: str, one: LatePattern, other: LatePattern, most: int = _NEAR) -> bool:
    return next(_near(text, one, other, most), None) is not None


def _of_words(text: str) -> Iterator[InstructionKind]:
    survey = bool(english.SURVEY.search(text))
    grader = bool(_EN.grader.search(text) or english.ADDRESSED.search(text))
    if _overrides(text, grader=grader):
        yield InstructionKind.OVERRIDE
    if _demands(text, grader=grader, survey=survey):
        yield InstructionKind.DEMAND
    if not survey and any(_EN.graded.search(each) or english.SCORES.search(each) for each in _granted(text)):
        yield InstructionKind.AUTHORITY
    for match in english.YOU_ARE.finditer(text):
        if english.ROLE_WORDS.search(text, match.end(), match.end() + 160):
            yield InstructionKind.ROLE
            break
    if english.READINGS.search(text) or any(
        english.FOR_REPORTS.search(text, match.start(), match.end() + 160) for match in english.DICTATED.finditer(text)
    ):
        yield InstructionKind.WORDING
    if english.DISCLOSE.search(text):
        yield InstructionKind.DISCLOSURE
    if english.ABOUT_AI.search(text):
        yield InstructionKind.OVERRIDE
    if (
        english.RESULT.search(text)
        or any(
            not english.HARMLESS_QUESTIONS.search(text, max(0, match.start() - 20), match.end() + 40)
            for match in english.ALL_MET.finditer(text)
        )
        or (english.SELF.search(text) and sum(bool(each.search(text)) for each in english.PRAISED) >= 3)
    ):
        yield InstructionKind.RESULT
    for script, language in _languages():
        if script is None or script.search(text):
            yield from language.kinds(text)


def _granted(text: str) -> Iterator[str]:
    """What is said to be decided by somebody important, a hundred characters or so of each."""
    for match in english.BY_BIG.finditer(text):
        yield text[max(0, match.start() - 20) : match.end() + _NEAR]


def _overrides(text: str, *, grader: bool) -> bool:
    """Whether instructions are to be ignored: those that were given before, or any where results are spoken of too."""
    if any(not english.OWN.search(passage) for passage in _near(text, _EN.override, _EN.rules, 40)):
        return True
    results = grader or any(
        each.search(text) for each in (english.SCORES, _EN.questions, english.PASS_IT, english.AS_PASSED)
    )
    return results and any(not english.OWN.search(passage) for passage in _near(text, _EN.override, _EN.bare_rules, 40))


def _demands(text: str, *, grader: bool, survey: bool) -> bool:
    if english.IF_AI.search(text):
        return True
    if grader and (
        _any_near(text, english.GRADERS, _EN.top)
        or _any_near(text, english.GRADERS, _EN.questions)
        or _any_near(text, english.GRADERS, english.PASS_IT)
    ):
        return True
    if survey:
        return False
    if outcomes.wishes(text):
        return True
    for passage in _near(text, _EN.top, _EN.every):
        rest = _EN.every.sub(" … ", _EN.top.sub(" … ", passage))
        if (
            not english.PRAISE.search(passage)
            and english.GIVES.search(rest)
            and not english.HARMLESS_QUESTIONS.search(passage)
        ):
            return True
    for passage in _near(text, _EN.met, _EN.questions, 60):
        if english.HARMLESS_QUESTIONS.search(passage) or not english.GIVES.search(passage):
            continue
        # Devices and programs are checked too.
        if not english.CHECKS_ALONE.search(passage) or english.AIMED.search(passage):
            return True
    for passage in _near(text, _EN.grade, _EN.call, 60):
        if english.PRAISE.search(passage) or (english.WISHES.search(passage) and not english.MARKS.search(passage)):
            continue
        if _EN.top.search(passage) or english.AS_PASSED.search(passage):
            return True
    return bool(english.PASS_IT.search(text))


# Other languages --------------------------------------------------------------------------------------------------


class _Language(NamedTuple):
    override: LatePattern
    rules: LatePattern
    top: LatePattern
    every: LatePattern
    grader: LatePattern
    agree: LatePattern
    call: LatePattern
    survey: LatePattern
    prior: LatePattern

    def kinds(self, text: str) -> Iterator[InstructionKind]:
        top = self.top.search(text)
        every = self.every.search(text)
        aimed = bool(self.grader.search(text) or self.call.search(text) or (top and every))
        if any(
            aimed or (self.prior.search(passage) and not OF_SOMETHING.search(passage))
            for passage in _near(text, self.override, self.rules, 50)
        ):
            yield InstructionKind.OVERRIDE
        if self.grader.search(text) and (
            (top and _any_near(text, self.grader, self.top))
            or (every and self.agree.search(text) and _any_near(text, self.grader, self.every))
        ):
            yield InstructionKind.DEMAND
        elif self.survey.search(text):
            return
        elif (top and self.call.search(text)) or (
            top and every and not OF_FORMS.search(text) and _any_near(text, self.top, self.every, 80)
        ):
            yield InstructionKind.DEMAND


_SCRIPTS: Final = {
    "ru": LatePattern("[\u0400-\u04ff]"),
    "zh": LatePattern("[\u4e00-\u9fff]"),
    "ja": LatePattern("[\u3040-\u30ff]"),
    "hi": LatePattern("[\u0900-\u097f]"),
    "ar": LatePattern("[\u0600-\u06ff]"),
}


@cache
def _languages() -> Sequence[tuple[LatePattern | None, _Language]]:
    """The languages, each with what a text in it must hold."""
    return [(_SCRIPTS.get(name), _compiled(each)) for name, each in LANGUAGES.items()]


def _compiled(lexicon: Lexicon) -> _Language:
    spaced = re.search(r"[a-zа-я]", lexicon.rules) is not None
    return _Language(*(LatePattern(rf"\b(?:{each})" if spaced else f"(?:{each})") for each in lexicon))


_TRIGGER: Final = LatePattern(
    r"[\u0400-\u04ff\u0600-\u06ff\u0900-\u097f\u3040-\u9fff]|ignor|disreg|forget|overr|bypass|overw|discard|neglect|"
    r"skip|no attention|no heed|follow|"
    r"obey|aside|throw|aband|told|apply|evalua|grad|scor|rate|rating|assess|quality|analys|language model|llm|gpt|"
    r"whoever|whatever|anyone|ai\b|a\.i|"
    r"model|machine|bot|review|audit|examin|judg|full|perfect|flawless|max|highest|top|best|100|hundred|ten|question|"
    r"criteri|line item|mark|award|"
    r"pass|approve|superv|manager|summar|sentiment|satisf|promoter|nps|prompt|instruction|preten|imagine|act as|"
    r"hey|ok |quien|override|suspend|count|everything|"
    r"from now|you are|role|mode|yes|zero|greet|"
    r"empath|e\d{1,4} |vergiss|vergess|missacht|beacht|weisung|frage|bewert|note|oubl|consign|compte|olvid|caso|"
    r"instruc|regla|pregunt|esque|"
    r"\bki\b|pruf|kreuz|\bia\b|descons|pergunt|avalia|dimentic|istruz|regol|domand|valut|negeer|vraag|vragen|beoord|"
    r"zapomn|pytan|ocen|unut|gel\b|talimat|soru|puan|degerlen|kural"
)
"""What any of the rules over words needs; many turns hold nothing of it."""
