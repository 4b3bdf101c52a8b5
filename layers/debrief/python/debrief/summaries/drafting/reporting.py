"""What somebody is said to have said, without quotation marks: as much a quote as one in marks."""

import re
from typing import Final

from debrief.summaries.drafting.sentence import LatePattern, Sentence

_WHO: Final = (
    r"(?:agent|customer|caller|client|user|buyer|supervisor|manager|evaluator|they|he|she|who|both|person|[a-z]+ one)s?"
)
_SAYING: Final = (
    r"(?:sa(?:y|ys|id)|t(?:ell|ells|old)|repl(?:y|ies|ied)|answer(?:s|ed)?|shout(?:s|ed)?|yell(?:s|ed)?|scream(?:s"
    r"|ed)?|claim(?:s|ed)?"
    r"|stat(?:e|es|ed)|remark(?:s|ed)?|promis(?:e|es|ed)|admit(?:s|ted)?|complain(?:s|ed)?|declar(?:e|es|ed)"
    r"|insist(?:s|ed)?|mention(?:s|ed)?"
    r"|sw(?:ear|ears|ore)|call(?:s|ed)|threaten(?:s|ed)?|warn(?:s|ed)?|announc(?:e|es|ed)|mutter(?:s|ed)?"
    r"|whisper(?:s|ed)?|exclaim(?:s|ed)?"
    r"|respond(?:s|ed)?|wr(?:ites|ote)|quot(?:es|ed)|conced(?:es|ed)|confess(?:es|ed)?|accus(?:es|ed)|vow(?:s|ed)?"
    r"|joked?|lied|lies|retorted"
    r"|snapped|describ(?:es|ed)|thinks?|thought|believ(?:es|ed)|feels|felt|wish(?:es|ed)|prais(?:es|ed)|begg(?:ed|s)"
    r"|assur(?:es|ed)|commented)"
)
_REPORTED: Final = LatePattern(
    rf"""
    \b{_WHO}\ (?:then\ |also\ |even\ |once\ |later\ |simply\ |just\ |had\ |has\ |openly\ |angrily\ |loudly[ ]
        |repeatedly\ |clearly\ )*{_SAYING}
        (?:\ (?:the|a|an|to|his|her|their|this|him|them|it)\ ?(?:\w+\ ?)?|\ (?:him|her|them|us))?
        \s*(?::|\bthat\b|\bhow\b|\bnot\ to\b|\bto\b|\bhe\b|\bshe\b|\bthey\b|\bit\ (?:was|is)\b|\bnothing\b|\bno\b
            |\bnever\b|\bthe\b|\ba\b|\bsorry\b|,)
    | \b(?:as\ (?:the\ )?{_WHO}\ (?:put|said|says|wrote|told|called|described)|in\ (?:the\ )?{_WHO}(?:'s
        |')?\ (?:own\ |exact\ )?words
        |in\ (?:his|her|their)\ own\ words\ it|(?:his|her|their|the|{_WHO}'s?)\ (?:exact\ |last\ |own[ ]
            |first\ )*words\ (?:were|are)|to\ quote|quote|verbatim|according\ to\ (?:the\ |a\ |some\ )?{_WHO}
        |words\ to\ the\ effect|were\ the\ words|went\ on\ record|went\ like\ this|quoting)\b
    | \b{_SAYING}\ (?:the\ |a\ )?{_WHO}\s*(?:[.,:!]|$)
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
    r"\b(?:that said|having said that|needless to say|goes without saying|say(?:s|ing)? (?:hello|goodbye|thank you"
    r"|no|yes|sorry)"
    r"|so to speak|strictly speaking|feels? (?:that|the|a)? ?(?:heard|understood)|felt (?:heard|understood|safe"
    r"|calmer?)"
    r"|answer(?:s|ed)? (?:the|every|a|their|all|customers'|questions?|to)|mention(?:s|ed|ing) the|warn(?:s"
    r"|ed)? the customer before)\b"
)


def reports_speech(sentence: Sentence) -> bool:
    """Whether it tells what somebody said, without quotation marks: "the customer said that …"."""
    if _MARKS.search(sentence.text):
        return True
    if sentence.is_question or sentence.is_advice:
        return False
    return _REPORTED.compiled.search(_NOT_REPORTED.compiled.sub(" ", sentence.bare)) is not None
