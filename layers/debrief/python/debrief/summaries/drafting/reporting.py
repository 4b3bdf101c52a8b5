"""What somebody is said to have said, without quotation marks: as much a quote as one in marks."""

import re
from collections.abc import Collection, Iterable
from typing import Final

from debrief.kernel.patterns import LatePattern
from debrief.summaries.drafting.naming import stem
from debrief.summaries.drafting.sentence import Sentence, words_of

_WHO: Final = (
    r"(?:agent|customer|caller|client|user|buyer|supervisor|manager|evaluator|they|he|she|who|both|person|[a-z]+ one)s?"
)
_HOW: Final = r"(?:then|also|even|once|later|simply|just|had|has|openly|angrily|loudly|repeatedly|clearly|again|only)\ "
_INSISTING: Final = (
    r"(?:sa(?:y|ys|id)|claim(?:s|ed)?|insist(?:s|ed)?|complain(?:s|ed)?|declar(?:e|es|ed)|sw(?:ear|ears|ore)"
    r"|admit(?:s|ted)?"
    r"|shout(?:s|ed)?|yell(?:s|ed)?|scream(?:s|ed)?|threaten(?:s|ed)?|accus(?:es|ed)|exclaim(?:s|ed)?|retort(?:s|ed)"
    r"|snap(?:s|ped)|jok(?:es|ed)|vow(?:s|ed)?|confess(?:es|ed)?|conced(?:es|ed)|begg(?:ed|s)|whisper(?:s|ed)?"
    r"|mutter(?:s|ed)?"
    r"|thinks?|thought|believ(?:e|es|ed)|lied|wish(?:es|ed)?)"
)
"""What somebody said or thought themselves, whatever the tense."""
_TOLD: Final = (
    r"(?:told|replied|answered|stated|remarked|promised|mentioned|warned|announced|responded|wrote|assured|commented"
    r"|described"
    r"|quoted|praised|called)"
)
"""What was said on an occasion. "The agent tells customers that …" is behaviour instead, and needs no occasion."""
_TELLS: Final = r"(?:tells?|repl(?:y|ies)|answers?|states?|promises?|warns?|announces?|responds?|writes?|assures?)"
_TO: Final = (
    r"(?:\ (?:to\ )?(?:the\ |a\ |an\ |his\ |her\ |their\ |this\ )?(?:agent|customer|caller|client|supervisor|manager"
    r"|us|him|her|them"
    r"|everyone|everybody|\w+\ line)s?)?"
)
_REPORTED: Final = LatePattern(
    rf"""
    \b{_WHO}\ (?:{_HOW})*(?:{_INSISTING}|{_TOLD}){_TO}
        \s*(?::|,|\bthat\b|\bnot\ to\b|\bhe\b|\bshe\b|\bthey\b|\bit\ (?:was|is)\b|\bnothing\b|\bnever\b|\bthere\b
            |\bsorry\b)
    | \b{_WHO}\ (?:{_HOW})*(?:{_INSISTING}|called){_TO}\s*\b(?:no|the|a|an|to|how|you|we|i)\b
    | \b{_WHO}\ (?:{_HOW})*(?:told|promised|warned|assured)\ (?:the\ |a\ |an\ )?\w+\ (?:to|a|an|the|how|no)\b
    | \b{_WHO}\ (?:{_HOW})*{_TELLS}{_TO}\s*:
    | \b{_WHO}\ (?:{_HOW})*tells\ the\ (?:customer|caller|agent)\ (?:that|to|not)\b
    | \b(?:said|says|asked|replied|wrote|shouted|claimed|answered)\ (?:the\ |a\ )(?:{_WHO})\s*(?:[.,:!]|$)
    | \b(?:customer|caller|client|user)s\ (?:all\ |often\ |really\ )*(?:say|claim|think|tell\ us|report|swear|believe
        |love|hate|adore)\b
    | \b(?:as\ (?:the\ )?{_WHO}\ (?:put|said|says|wrote|told|called|described)|in\ (?:the\ )?{_WHO}(?:'s
        |')?\ (?:own\ |exact\ )?words
        |in\ (?:his|her|their)\ own\ words\ it|(?:his|her|their|the|{_WHO}'s?)\ (?:exact\ |last\ |own[ ]
            |first\ )*words\ (?:were|are)|to\ quote|quote|verbatim|according\ to\ (?:the\ |a\ |some\ )?{_WHO}
        |words\ to\ the\ effect|were\ the\ words|went\ on\ record|went\ like\ this|quoting)\b
    | \b(?:supervisor|manager|evaluator|reviewer|management|team\ lead(?:er)?|quality\ team|compliance|hr
        |head\ of\ \w+|leadership|director)s?
        \ (?:has\ |have\ |had\ |already\ |also\ |just\ )*
        (?:approv\w+|confirm\w+|agree[sd]?|decid\w+|signed|waiv\w+|want(?:s|ed)?|ask(?:s|ed)|request\w*|instruct\w*
            |order(?:s|ed)|reject\w*|accept\w*|is\ aware)
    | \b(?:saying|stating|claiming|replying|telling|shouting|promising|admitting|declaring|insisting|yelling|adding
        |answering)
        \ (?:\w+\ ){{0,3}}?(?:that|:|he|she|they|it|i|you|we|no|nothing|goodbye)\b
    """,
    re.VERBOSE,
)
_MARKS: Final = re.compile(r"[ʻʽ❛❜❝❞〝〞〟]|(?<!\w)ʼ|ʼ(?!\w)")
"""Quotation marks that aren't in the ordinary set."""
_NOT_REPORTED: Final = LatePattern(
    r"\b(?:that said|having said that|needless to say|goes without saying|so to speak|strictly speaking"
    r"|says? (?:how (?:long|much|many|soon|to)|what|when|where|which)"
    r"|sa(?:y|ys|id|ying) (?:hello|goodbye|thank you|no|yes|sorry|so|little|more|less|the right|much))\b"
)


def reports_speech(sentence: Sentence) -> bool:
    """Whether it tells what somebody said, without quotation marks: "the customer said that …"."""
    if _MARKS.search(sentence.text):
        return True
    if sentence.is_question or sentence.is_advice:
        return False
    # "The caller in {E5} threatened …": where they stand in between, references part nobody from their words.
    told = " ".join(_PLACE.sub(" ", sentence.text.casefold().replace("’", "'")).split())
    plain = _NOT_REPORTED.sub(" ", told)
    return _REPORTED.search(plain) is not None or _RETOLD.search(plain) is not None


_PLACE: Final = re.compile(r"(?:\b(?:in|of|from|behind|during|on) )?\{[ef]\d+(?:\.\w+)?\}")


_RETOLD: Final = LatePattern(
    rf"""
    \b{_WHO}\ (?:{_HOW})*(?:made|makes|left)\ (?:it\ )?(?:plain|clear|known|no\ doubt|understood|obvious)\b(?!\ what)
    | \b(?:remark|remarks|words?|comment|comments|verdict|parting\ shot|complaint|message|answer|reply|response
        |opinion|view
        |statement)\ (?:in\ )?\s*(?:was|were|is|are)\ (?:that|to|:)
    | \b{_WHO}\ (?:{_HOW})*(?:told|orders|ordered|wrote|says|said)\ (?:the\ |a\ )?\w+\ (?:to|off|that|how|about)\b
    | \b{_WHO}\ (?:{_HOW})*(?:wrote|replied|answered|said|added|typed)\s*:
    | \b{_WHO}\ (?:{_HOW})*(?:complained|complains|grumbled|moaned|boasted|bragged|hinted|implied|denied
        |argued|objected|threatened|vowed|swore|joked|lied)\ (?:about|of|that|to|at|how|with)\b
    | \b{_WHO}\ (?:{_HOW})*(?:cursed|insulted|suggested\ that)\b
    | \b(?:was|were|is|are|being|been)\ (?:called|said(?!\s*(?:[.,;!?]|$))|described|quoted|accused|blamed
        |referred\ to|lied\ to)\b
    | \b(?:thinks?|thought|considers?|considered|believes?|believed)\ (?:that\ )?(?:the|this|it|nobody
        |no\ one|everything|he|she|they)\b
    | \bcalled\ (?:the\ |this\ |their\ )?(?:service|company|product|offer|support|help|experience|app|website|treatment)
        \ (?!back|again|line|team|desk|cent|number|to|for|about|and|after|before|once|twice)\w
    | \b(?:customer|caller|client)s?\ (?:has\ |had\ )?announce[sd]\b
    | (?<!\ba\ )(?<!\bthe\ )(?<!\bwithout\ )(?<!\bno\ )
        \b(?:swearing|cursing|shouting|yelling|screaming|insulting|threatening|sobbing|ranting)\b
    | \bcalls?\ (?:the|a|his|her|their)\ (?:customer|caller|client|agent)s?\ (?:an?|the|names?|stupid|rude|useless|incompetent)\b
    | \b(?:keeps?|kept|love|loves)\ (?:on\ )?(?:telling|saying|repeating|claiming|insisting)\b
    | \b(?:threats?|ultimatum|insults?|accusations?|compliments?|outbursts?|swear\ ?words?|curses?|vow)
        \ (?:to|of|that|from|about|on|against|at|by)\b
    | \b(?:compliments?|complimented|congratulates?|congratulated|insults?|accuses?|scolds?|scolded|lectures|mocks|mocked
        |ridicules?|ridiculed|flatters?|begs|curses|offends|offended)\ (?:the|a|his|her|their|this)\ (?:agent|customer|caller|client|company)\b
    | \bmade\ fun\ of\b | \b(?:let|lets)\ (?:slip|it\ be\ known|on)\ (?:that|how|to)\b
    """,
    re.VERBOSE,
)
"""Further ways to tell what somebody said or thought."""

_TELLING: Final = words_of(
    """
    a an the and or but that this these those there here with without of in on at to for from by as into about after
    before again when while then once also even just not no never nobody nothing is are was were be been being has have
    had do does did can could will would should may might must it its he she they them his her their agent agent's
    agents
    customer customer's customers caller caller's callers client clients said says say told tells tell asked asks ask
    replied answered wrote writes stated states mentioned complained claimed explained called calls call promised warned
    insisted admitted thanked thinks thought who which what how why where than so very more most some any everyone
    everybody somebody conversation chat if made plain clear remark remarks words word comment parting ever
    """
)
_MOST_UNHEARD: Final = 0.34
"""The share of telling words that needn't have been said: told speech changes the person, the tense and a word or
so."""


_DONE_NEXT: Final = re.compile(
    r",\s+(?=(?:and|but|so)\s+(?:the\s+)?(?:agent|customer|caller|client)\b|without\b)", re.IGNORECASE
)


def bears_out(sentence: Sentence, heard: Collection[str]) -> bool:
    """Whether what is told is made of words that were said. heard: stems of the words of the conversation.

    What somebody did next ("…, and the agent checked it") is no part of what was said.
    """
    parts = [Sentence(part) for part in _DONE_NEXT.split(sentence.text)]
    words = [word for part in parts if reports_speech(part) for word in part.words] or sentence.words
    telling = {stem(word) for word in words if word not in _TELLING and len(word) > 1}
    missing = sum(1 for word in telling if word not in heard)
    return bool(telling) and missing <= _MOST_UNHEARD * len(telling)


def words_heard(texts: Iterable[str]) -> frozenset[str]:
    """The stems of the words of a conversation, as `bears_out` takes them."""
    return frozenset(stem(word) for text in texts for word in Sentence(text).words)
