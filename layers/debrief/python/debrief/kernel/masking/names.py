"""Names of people in what is said: after what introduces one, and where they stand as nothing else could (N8).

Without a model nobody can tell every name from every other word. So names are masked only where somebody asks for it,
and what is masked then is rather a word too many.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from debrief.kernel.masking.kinds import FILLER, Found, Kind, Segment
from debrief.kernel.masking.name_context import is_of_thing, is_placed, stands_alone
from debrief.kernel.masking.name_words import JOINING, NO_NAMES, PARTICLES, WORD, Word, close, is_ordinary
from debrief.kernel.masking.name_words import words as words_in


@cache
def _leads() -> re.Pattern[str]:
    """What introduces a name, whichever word follows."""
    return re.compile(
        r"\b(?:(?:my|his|her|the|full|first|last|maiden|sur|account|customer)\s?names?(?:'s|’s|\s(?:is|was|"
        r"will be|are|should be))?"
        r"(?:\s(?:on (?:it|the account)\s)?is)?|names?(?:\sis|\s?:|(?=\s[a-z]+(?:\s[a-z]+)?(?:$|\s(?:ssn|and|"
        r"account|last))))|"
        r"(?:mr|mrs|ms|miss|mister|dr|prof|sir|madam|herr|frau|señor|señora|monsieur|madame|signor|signora)\.?|"
        r"(?:speaking|spoke|talking|speak) (?:with|to)|i am called|they call me|call me|"
        r"hier ist|hier spricht|ich heiße|ich bin|mein name ist|soy|sono|c['’]est|je suis|aqui é|spreekt met|"
        r"me llamo|mi nombre es|je m['’]appelle|mi chiamo|o meu nome é|ik heet|mijn naam is|"
        r"nazywam się|jag heter|меня зовут)\s*[:,]?\s+",
        re.IGNORECASE,
    )


@cache
def _hints() -> re.Pattern[str]:
    """What stands before a name, or before something else."""
    return re.compile(
        r"\b(?:this is|it'?s|it is|i am|i['’]?m|i m|im|dear|hi|hii|hello|hey|thanks?|thank you|regards|sincerely|"
        r"with|to|from|"
        r"by|for|sure|yes|sorry|and|name)\s*[:,]?\s+",
        re.IGNORECASE,
    )


_SELVES: Final = re.compile(r"(?:hier|ich bin|soy|sono|c['’]est|je suis|aqui)\b", re.IGNORECASE)
"""What introduces a name, and as often what somebody is, or what is the matter."""

_NO_SELVES: Final = words_in("""
    kunde kundin kunden neukunde neukundin stammkunde bestandskunde geschäftskunde privatkunde rentner rentnerin
    student studentin schüler schülerin mieter mieterin vermieter vermieterin mitglied besitzer besitzerin inhaber
    inhaberin eigentümer eigentümerin mitarbeiter mitarbeiterin angestellter angestellte beamter beamtin lehrer
    lehrerin azubi vegetarier vegetarierin veganer diabetiker anfänger laie vater mutter sohn tochter ehemann
    ehefrau deutscher deutsche österreicher schweizer ausländer ende anfang mitte montag dienstag mittwoch
    donnerstag freitag samstag sonntag januar februar märz april juni juli september oktober november dezember
    weihnachten ostern stromausfall feierabend funkstille schluss stau nacht ruhe internet kundendienst
    kundenservice service support cliente clienta clientes client cliente usuario usuaria jubilado jubilada
    estudiante abonné abonnée locataire propriétaire retraité retraitée étudiant étudiante propietario inquilino
    pensionato pensionata studente studentessa lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes
    miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato français française
    mexicano mexicana español española italiano italiana
    """)
"""What people say they are, or when it is, in languages in which it may have a capital."""

_MOST: Final = 4
"""Words of a name."""


def found_in(segments: Sequence[Segment]) -> Iterator[Found]:
    """Names of people in a conversation."""
    foreign = _is_foreign(segments)
    found = [_spans(segment.text, foreign=foreign) for segment in segments]
    known = _known(segments, found)
    for number, segment in enumerate(segments):
        again = [match.span() for match in _SAID.finditer(segment.text) if match[0] in known] if known else []
        for start, end in _merged([*found[number], *again]):
            yield Found(number, start, end, Kind.NAME)


_SAID: Final = re.compile(r"(?<![^\W_])[^\W\d_]{3,}(?![^\W_])")


def _known(segments: Sequence[Segment], found: Sequence[Sequence[tuple[int, int]]]) -> frozenset[str]:
    """Words with a capital that are names somewhere in the conversation: they are wherever they are said again."""
    said = (segments[number].text[start:end] for number, spans in enumerate(found) for start, end in spans)
    return frozenset(
        word for each in said for word in _SAID.findall(each) if word[0].isupper() and not is_ordinary(word.casefold())
    )


_ENGLISH: Final = 0.5
"""Share of words in small letters that are known, from which on a conversation is an English one."""


_ENGLISH_JOINS: Final = words_in("""
    the and is are was to of my your for with that this it you he she they have has had not on in at from by we our will
    """)
_JOINS: Final = {
    "de": words_in("""
        der die das und ist nicht ein eine einen mein meine meinen ich sie wir es zu von mit nach bei für auf kam kommt
        wird sind aus dem
        """),
    "fr": words_in(
        "le la les des est et ne pas pour mon ma mes je vous nous chez depuis sur dans avec du une un que qui"
    ),
    "es": words_in("el la los las es y por para mi mis yo con del una un que de se ha está llamo factura"),
    "it": words_in("il la lo gli le è e non per mio mia con del della una un che di ha sono dal chiamo"),
    "pt": words_in("os é não por para meu minha com da uma que de se foi está"),
    "nl": words_in("de het een en niet voor mijn met van ik wij bij naar op dat die wordt heeft"),
}
"""Words that join others in a language: they tell it where a text is short."""


def _is_foreign(segments: Sequence[Segment]) -> bool:
    """Whether it is in another language: there a word that isn't known, or has a capital, is no name for that."""
    said = [word for segment in segments for word in re.findall(r"(?<!\w)[^\W\d_]{2,}", segment.text) if word.islower()]
    joined = sum(word in _ENGLISH_JOINS for word in said)
    if max((sum(word in joins for word in said) for joins in _JOINS.values()), default=0) >= max(2, joined + 1):
        return True
    return bool(said) and sum(is_ordinary(word) for word in said) / len(said) < _ENGLISH


def _spans(text: str, *, foreign: bool) -> list[tuple[int, int]]:
    words = [Word(*match.span(), match[0]) for match in WORD.finditer(text) if not _in_other(text, match)]
    if not words:
        return []
    found = [*_introduced(text, words)]
    if foreign:
        return _merged(found)
    cased = any(word.text[:1].islower() for word in words) and any(word.capital for word in words)
    found += _capitals(text, words) if cased or all(word.capital for word in words[:3]) else _small(text, words)
    return _merged(found)


def _in_other(text: str, match: re.Match[str]) -> bool:
    """Whether the word is a part of a mask, an address or a number."""
    start, end = match.span()
    if text[max(0, start - 1) : start] == "." and text[: start - 1][-1:].isalpha():
        # Of addresses on the web: what follows a dot without a blank.
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    return bool(before and (before in f"@/\\{FILLER}_#" or before.isdigit())) or bool(
        after and (after in f"@/\\{FILLER}_" or after.isdigit() or (after == "." and text[end + 1 : end + 2].isalpha()))
    )


def _introduced(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    begins = [word.start for word in words]
    for lead in _leads().finditer(text):
        at = bisect_left(begins, lead.end())
        following = words[at : at + _MOST]
        if not following or following[0].start - lead.end() > 1:
            continue
        cased = following[0].capital
        taken: list[Word] = []
        for word in following:
            apart = bool(taken) and JOINING.fullmatch(text[taken[-1].end : word.start]) is None
            if apart or (taken and taken[-1].text.endswith(".") and len(taken[-1].text) > 3):
                break
            if word.small.rstrip(".") in NO_NAMES and word.small not in {"june", "april", "may", "august"}:
                break
            if not taken and word.small.rstrip(".") in _NO_SELVES and _SELVES.match(lead[0]):
                break
            if cased and not word.capital and word.small not in PARTICLES:
                break
            if not cased and not word.unknown and (not taken or len(word.text) > 1):
                break
            taken.append(word)
        while taken and taken[-1].small in PARTICLES and not taken[-1].capital:
            taken.pop()
        if taken:
            yield _span(text, taken)


def _small(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Where nobody writes capitals: words that nobody knows, in short answers and after what may introduce a name."""
    short = len(words) <= _SHORT
    hinted = {match.end() for match in _hints().finditer(text)}
    at = 0
    while at < len(words):
        stop = at
        while stop < len(words) and words[stop].telling and (stop == at or close(text, words[stop - 1], words[stop])):
            stop += 1
        if stop > at:
            run = words[at:stop]
            if is_of_thing(text, words, at, stop):
                at = stop
                continue
            # A single letter beside a name is one of its.
            first = at - 1 if at and len(words[at - 1].text) == 1 and close(text, words[at - 1], words[at]) else at
            beside = stop < len(words) and close(text, words[stop - 1], words[stop])
            alone = len(words) == stop - at + 1 and beside and words[stop].small not in NO_NAMES
            last = stop + 1 if beside and (len(words[stop].text) == 1 or alone) else stop
            if len(run) <= _MOST and (short or run[0].start in hinted) and max(len(word.text) for word in run) > 1:
                yield _span(text, words[first:last])
        at = max(stop, at + 1)


_SHORT: Final = 6


def _capitals(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Words with capitals, one after the other, of which one at least is no ordinary word."""
    at = 0
    while at < len(words):
        stop = at
        while (
            stop < len(words)
            and (stop == at or close(text, words[stop - 1], words[stop]))
            and _goes_on(words, at, stop)
        ):
            stop += 1
        run = list(words[at:stop])
        while run and run[-1].small in PARTICLES and not run[-1].capital:
            run.pop()
        while run and (
            run[0].small.rstrip(".") in NO_NAMES or (not run[0].unknown and _begins(text, run[0]) and len(run) > 1)
        ):
            run.pop(0)
        traded = False
        while run and run[-1].small.rstrip(".") in NO_NAMES:
            traded = run.pop().small.rstrip(".") in _COMPANIES or traded
        if run and not traded and _is_name(text, run, words, stop) and not is_placed(text, run, words, stop):
            yield _span(text, run)
        at = max(stop, at + 1)


def _goes_on(words: Sequence[Word], at: int, stop: int) -> bool:
    word = words[stop]
    if word.capital:
        return not (stop > at and _ends(words[stop - 1]))
    return stop > at and word.small in PARTICLES and stop + 1 < len(words) and words[stop + 1].capital


_SHORTENED: Final = words_in("mr mrs ms dr prof sr jr st mme mlle ing")


def _ends(word: Word) -> bool:
    """Whether a sentence ends with the word: its dot is neither an initial's nor a title's."""
    return word.text.endswith(".") and len(word.text) > 2 and word.small.rstrip(".") not in _SHORTENED


def _begins(text: str, word: Word) -> bool:
    """Whether a sentence or a line begins with the word."""
    before = text[: word.start].rstrip(" \t\"'“‘(")
    return not before or before[-1] in ".!?:\n…"


_ORGANISATIONS: Final = words_in("""
        inc ltd llc gmbh corp co company group bank university college hospital school church hotel airport
        station park center centre international global technologies technology solutions systems services
        insurance capital partners associates holdings industries media entertainment association federation
        institute society club street road avenue lane drive city county island river lake mountain records
        studios films pictures games band show orchestra choir ensemble incorporated analytics software research
        consulting investments logistics transport networks laboratories labs foundation agency brothers motors
        """)


_COMPANIES: Final = _ORGANISATIONS - words_in("street avenue road lane drive")
_OF_TRADES: Final = words_in("""
        energy telecom telecoms broadband mobile airlines airways railways rail water gas electric power finance
        financial mortgages mortgage travel holidays pharmacy homes care health healthcare digital online direct plus
        premium package plan contract relay express delivery deliveries utilities leasing cover edition
        """)
"""What companies and what they sell are called by, where it stands right behind."""


def _is_name(text: str, run: Sequence[Word], words: Sequence[Word], stop: int) -> bool:
    if any(word.small.rstrip(".") in _ORGANISATIONS for word in run):
        return False
    after = words[stop].small if stop < len(words) else ""
    if after.rstrip(".") in _ORGANISATIONS:
        return False
    traded = run[-1] if len(run) > 1 else words[stop] if after and close(text, run[-1], words[stop]) else None
    if traded is not None and traded.small.rstrip(".") in _OF_TRADES:
        return False
    if not any(word.telling for word in run) or run[0].thing:
        return False
    if all(len(word.text.rstrip(".")) < 2 for word in run) or all(
        word.text.isupper() and len(word.text) < 5 for word in run
    ):
        return False
    if len(run) == 1 and _begins(text, run[0]):
        return len(run[0].text) > 2 and stands_alone(text, run[0], after)
    return len(run) <= _MOST + 1


def _span(text: str, run: Sequence[Word]) -> tuple[int, int]:
    start, end = run[0].start, run[-1].end
    said = text[start:end]
    if said.endswith("."):
        end -= 1
    for own in ("'s", "’s"):
        if text[start:end].endswith(own):
            end -= 2
    return start, end


def _merged(found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if end - start < 2:
            continue
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(kept[-1][1], end))
        else:
            kept.append((start, end))
    return kept
