"""What somebody is said to have said, without quotation marks: as much a quote as one in marks."""

import re
from typing import Final

from debrief.summaries.drafting.sentence import LatePattern, Sentence

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
    r"|sa(?:y|ys|id|ying) (?:hello|goodbye|thank you|no|yes|sorry|so|little|more|less|the right|much))\b"
)


def reports_speech(sentence: Sentence) -> bool:
    """Whether it tells what somebody said, without quotation marks: "the customer said that …"."""
    if _MARKS.search(sentence.text):
        return True
    if sentence.is_question or sentence.is_advice:
        return False
    return _REPORTED.compiled.search(_NOT_REPORTED.compiled.sub(" ", sentence.bare)) is not None
