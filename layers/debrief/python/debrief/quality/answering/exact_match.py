"""Required language: was it said? Decided from the transcript by rule, without a model (S2.2)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from debrief.interactions.conversations.model import Speaker, Turn
from debrief.interactions.conversations.sentences import sentence_around
from debrief.kernel.text import Word, words_of
from debrief.quality.evaluations.model import Answer, VerifiedQuote
from debrief.quality.scorecards.model import MOST_PHRASES, NO, YES, Question, RequiredPhrases


class ExactMatch(NamedTuple):
    """What the search came to.

    option_id: `yes` when the required language was said, else `no`.
    quote: the earliest place where any of it was said; none when nothing was.
    missing: the phrases without which it isn't complete, as the scorecard writes them.
    tolerated: the phrases that were said nearly.
    """

    option_id: str
    quote: VerifiedQuote | None
    missing: tuple[str, ...]
    tolerated: tuple["Nearly", ...] = ()


class Nearly(NamedTuple):
    """A phrase that was said nearly. slips: of recognition, see `tolerance`; 0 for numbers and fillers alone."""

    phrase: str
    quote: VerifiedQuote
    slips: int


class _Heard(NamedTuple):
    """A word that was said, with the turn and the place in it. shown: the words of the turn as they may be quoted."""

    text: str
    turn: Turn
    start: int
    end: int
    shown: str


class _Said:
    """The words that were said, in a form in which a phrase is found in one pass however many words nearly fit.

    Each different word is a letter of an alphabet made for this conversation, and what was said is one text of such
    letters; Python looks a text up in another in a time that grows with their lengths. Runs are parted by a letter
    that stands for no word.
    """

    _PARTED = "\0"

    def __init__(self, runs: Iterable[Iterable[_Heard]]) -> None:
        self._heard: list[_Heard | None] = []
        self._letters: dict[str, str] = {}
        written: list[str] = []
        for run in runs:
            for heard in run:
                written.append(self._letters.setdefault(heard.text, chr(len(self._letters) + 1)))
                self._heard.append(heard)
            written.append(self._PARTED)
            self._heard.append(None)
        self._text = "".join(written)

    def find(self, phrase: str) -> VerifiedQuote | None:
        """The earliest place of the phrase, or None."""
        letters = [self._letters.get(word.text) for word in words_of(phrase)]
        wanted = "".join(letter for letter in letters if letter is not None)
        if not wanted or len(wanted) < len(letters):
            return None
        at = self._text.find(wanted)
        return None if at < 0 else _quote([word for word in self._heard[at : at + len(wanted)] if word is not None])


def match(phrases: RequiredPhrases, turns: Iterable[Turn], shown: Iterable[Turn] = ()) -> ExactMatch:
    """Look for `phrases` in `turns`. shown: the same turns with masks, of which quotes are made; none for no masks.

    Words are compared without case, spaces and punctuation and only as whole words; what isn't found so may be said
    nearly, as far as the phrases tolerate it. A phrase may run over from one
    turn of the speaker into the next when nobody else spoke between them, as recognisers cut sentences; the quote
    then ends with its first turn, where it can be found again. A turn that begins within the limits counts whole,
    because transcripts don't time every word.
    """
    runs = _runs(phrases, sorted(turns, key=lambda turn: turn.index), _texts_of(shown))
    said = _Said(runs)
    found = {phrase: said.find(phrase) for phrase in dict.fromkeys((*phrases.all_of, *phrases.any_of))}
    tolerated: tuple[Nearly, ...] = ()
    if phrases.tolerance == "small":
        lacking = [phrase for phrase in phrases.all_of if found[phrase] is None]
        if phrases.any_of and all(found[phrase] is None for phrase in phrases.any_of):
            lacking += phrases.any_of
        # Older scorecards may have more phrases than may be published: these have to be said word by word.
        tolerated = tuple(_nearly(runs, dict.fromkeys(lacking))) if len(lacking) <= MOST_PHRASES else ()
        found |= {each.phrase: each.quote for each in tolerated}
    missing = [phrase for phrase in phrases.all_of if found[phrase] is None]
    if phrases.any_of and all(found[phrase] is None for phrase in phrases.any_of):
        missing = list(dict.fromkeys((*missing, *phrases.any_of)))
    quotes = [quote for quote in found.values() if quote is not None]
    earliest = min(quotes, key=lambda quote: quote.turn_index, default=None)
    return ExactMatch(NO if missing or not found else YES, earliest, tuple(missing), tolerated)


def answer_exact_match(question: Question, turns: Iterable[Turn], shown: Iterable[Turn] = ()) -> Answer:
    """The answer to an exact-match question, with its evidence; by rule, so with full confidence.

    shown: the same turns with masks over personal data. Words are looked for as they were said, since required ones may
    have a number in them, and quoted as they may be shown (decision 0107).

    What makes it applicable is that whoever has to say the words speaks at all. Where they never do it is N/A, or left
    open where it can't be N/A; unless it always applies. That they speak too late is no excuse.

    Raises:
        ValueError: the question is none to be answered by exact match.
    """
    if question.check != "exact_match" or question.phrases is None:
        raise ValueError(f"question {question.id} is not answered by exact match")
    turns, shown = tuple(turns), tuple(shown)
    opportunity = _first_word(question.phrases.speaker, turns, _texts_of(shown))
    if opportunity is None and not question.always_applies:
        return Answer(
            question_id=question.id,
            not_applicable=question.allow_na,
            no_opportunity=question.allow_na,
            answered_by="ai",
            rationale=_SILENT[question.phrases.speaker],
            confidence=1,
        )
    result = match(question.phrases, turns, shown)
    listed = ", ".join(f"“{phrase}”" for phrase in result.missing)
    return Answer(
        question_id=question.id,
        option_id=result.option_id,
        answered_by="ai",
        opportunity=None if question.always_applies else opportunity,
        quote=result.quote,
        rationale=f"Not said: {listed}"[:4000] if result.missing else _said(result),
        confidence=_TOLERATED if any(each.slips for each in result.tolerated) and not result.missing else 1,
    )


_TOLERATED: Final = 0.9
"""How sure an answer is that rests on words which were recognised nearly as they should be."""


def _said(result: ExactMatch) -> str:
    """That the words were said, and what was tolerated."""
    if not result.tolerated:
        return "The required words were said"
    told = "; ".join(
        f"“{each.quote.text}” for “{each.phrase}” ({f'{each.slips} recognised nearly' if each.slips else 'the same'})"
        for each in result.tolerated
    )
    return f"The required words were said. Tolerated: {told}"[:4000]


def _nearly(runs: Sequence[Sequence[_Heard]], phrases: Iterable[str]) -> Iterator[Nearly]:
    """The phrases that were said nearly, each at its earliest place with the fewest slips."""
    from debrief.quality.answering.tolerance import SaidTokens, Token, phrase_tokens, tokens_of

    searched: list[tuple[SaidTokens, Sequence[Token[int]], Sequence[_Heard]]] = []
    for run in runs:
        tokens: list[Token[int]] = []
        for _, group in groupby(enumerate(run), key=lambda placed: placed[1].turn.index):
            placed = list(group)
            words = [Word(each.text, each.start, each.end) for _, each in placed]
            tokens += tokens_of(placed[0][1].turn.text, words, [at for at, _ in placed])
        searched.append((SaidTokens([each.text for each in tokens]), tokens, run))
    for phrase in phrases:
        wanted = phrase_tokens(phrase)
        best: Nearly | None = None
        for said, those, run in searched:
            found = said.find(wanted)
            if found is not None and (best is None or found.slips < best.slips):
                quote = _quote(run[those[found.first].first : those[found.last].last + 1])
                best = Nearly(phrase, quote, found.slips)
        if best is not None:
            yield best


_SILENT: Final = {
    Speaker.AGENT: "The agent says nothing in the conversation",
    Speaker.CUSTOMER: "The customer says nothing in the conversation",
    Speaker.COLLEAGUE: "No other agent says anything in the conversation",
    Speaker.SYSTEM: "There is no announcement in the conversation",
    Speaker.UNKNOWN: "Nobody speaks in the conversation of whom it isn't known who they are",
}


def _texts_of(shown: Iterable[Turn]) -> dict[int, str]:
    """The words of turns as they may be quoted, by the turn's index."""
    return {turn.index: turn.text for turn in shown}


def _first_word(speaker: Speaker, turns: Sequence[Turn], shown: Mapping[int, str]) -> VerifiedQuote | None:
    """The first sentence that somebody says; None where they say nothing."""
    first = next((turn for turn in turns if turn.speaker is speaker and words_of(turn.text)), None)
    if first is None:
        return None
    word = words_of(first.text)[0]
    whole = sentence_around(first.text, word.start, word.end)
    return VerifiedQuote(
        text=shown.get(first.index, first.text)[whole.start : whole.end],
        turn_index=first.index,
        start_ms=first.start_ms,
        speaker=first.speaker,
    )


def _runs(phrases: RequiredPhrases, turns: Sequence[Turn], shown: Mapping[int, str]) -> list[list[_Heard]]:
    """The speaker's words within the limits, parted wherever somebody else spoke."""
    runs: list[list[_Heard]] = []
    unbroken = False
    counted = 0
    for turn in turns:
        if turn.speaker is not phrases.speaker:
            unbroken = False
            continue
        counted += 1
        if _is_within(phrases, turn, counted):
            if not unbroken:
                runs.append([])
            unbroken = True
            text = shown.get(turn.index, turn.text)
            runs[-1].extend(_Heard(word.text, turn, word.start, word.end, text) for word in words_of(turn.text))
    return runs


def _is_within(phrases: RequiredPhrases, turn: Turn, counted: int) -> bool:
    if phrases.within_turns is not None and counted > phrases.within_turns:
        return False
    return phrases.within_ms is None or (turn.start_ms is not None and turn.start_ms <= phrases.within_ms)


def _quote(said: Sequence[_Heard]) -> VerifiedQuote:
    first = said[0]
    last = [word for word in said if word.turn is first.turn][-1]
    return VerifiedQuote(
        text=first.shown[first.start : last.end],
        turn_index=first.turn.index,
        start_ms=first.turn.start_ms,
        speaker=first.turn.speaker,
    )
