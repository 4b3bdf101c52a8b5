"""Sentences that speak to somebody instead of about the work, and addresses in every dress.

A summary tells what happened and what may help. It has no "I", tells nobody how to score, and sends nobody anywhere.
"""

import re
from typing import Final, Literal

from debrief.kernel.patterns import LatePattern
from debrief.kernel.untrusted.others import decides
from debrief.summaries.drafting.sentence import Sentence

_ADDRESS: Final = re.compile(
    r"//|\b(?:localhost|hxxps?|ftp|file|tel|sms)\b:?/?|[a-z0-9-]{2,}\.[a-z]{2,}(?:/\S*)?(?![\w.])|(?:^|\s)@\w"
    r"|^\s*=\s*\w"
    r"|^\s*(?:[-*•+]\s|#+\s?|>\s|\|)|(?<!\w)[_*~]{1,3}\w[^_*~]*\w[_*~]{1,3}(?!\w)|[‹›⟨⟩〈〉《》＜＞]|&\w+;|\$\{"
    r"|\b[a-z0-9_]+\((?!e?s\))\w*\)"
)
_SCORING: Final = (
    r"(?:lenient\w*|generous\w*|kindly"
    r"|as\ (?:passed|pass|correct|met|complete|fulfilled|perfect|yes|successful|full)"
    r"|(?:full|top|perfect|maximum|highest)\ (?:marks?|scores?|ratings?|points))"
)
_PAPERS: Final = (
    r"(?:report|summary|review|evaluation\ form|scorecard|transcript|password|credentials|customer\ (?:list|data)|list"
    r"|database|file|attachment|prompt|instructions?|link|account\ data|card\ number|personal\ data|this\ message"
    r"|the\ message)s?"
)
_SPEAKING: Final = LatePattern(
    rf"""
    \b(?:score|answer|rate|mark|tick|put)\ (?:it\ |them\ |this\ |all\ )?(?:yes|no|passed|failed)\b
        (?!\ (?:before|when|to))
    | \bbenefit\ of\ the\ doubt\b
    | ^(?:please\ )?(?:forward|send|pass|report|escalate|submit|copy|email)\ (?:this|these)\b
    | ^you\ (?:are|were|have|had|did|do|never|always)\b
    | ^(?:see|visit|open|click)\ (?:the|our|your|this)\ (?:\w+\ )?(?:wiki|intranet|website|portal|site|page|link|faq)\b
    | \b(?:rate|score|grade|mark|treat|count|regard|judge|evaluate|assess|consider|record)\b.{{0,60}}?\b{_SCORING}\b
    | \b(?:pass|fail|approve|upgrade)\ (?:this|the)\ (?:agent|evaluation|call|review|person|scorecard)\b
    | ^(?:please\ |kindly\ |now\ |do\ not\ |don't\ |never\ |and\ |then\ |also\ )*
        (?:share|show|send|forward|delete|hide|print|publish|reveal|leak|copy|email|mail|post|upload|download|open
            |click|visit|ignore
        |disregard|output|repeat|translate|append|insert|include|encode|decode|execute|run|install|enter|reset
            |confirm|transfer|wire|pay|buy)
        \ (?:\w+\ ){{0,4}}?{_PAPERS}\b
    | \b(?:should|must|has\ to|have\ to|needs\ to|need\ to|asks?\ you\ to|wants\ you\ to
        |tells\ you\ to)\ (?:\w+\ ){{0,2}}?
        (?:click|visit|log\ ?in|download|install|reset|transfer|wire|pay|forward|upload|approve|ignore|disregard
            |delete|share|reveal|open)\b
    | \b(?:system|site|network|it)\ (?:administrator|admin|operator|support|message|notice|override)s?\b
        | \badministrators?\b
    | \b(?:note|message|memo|warning|instructions?|reminder)\ (?:to|for)\ (?:the\ )?(?:grader|evaluator|reader
        |reviewer|model|ai|assistant|system
        |supervisor|you|whoever)\b
    | \bas\ (?:instructed|requested|an\ ai|a\ language\ model|you\ asked|per\ your)\b | \bnot\ a\ message\ to\b
        | \byou\ asked\ for\b
    | \b(?:between|inside)\ the\ (?:marks|tags|fences|brackets)\b | \b(?:language\ model|(?:this|system|your
        |my)\ prompt|jailbreak|chat-?bot
        |placeholder)s?\b
    | \bfrom\ (?:here|now)\ on,?\ (?:you|rate|score|answer|write|ignore|treat|give|mark|act|reply|output|respond)\b
    | \b(?:here\ (?:is|are)|below\ (?:is|are)|sure,|certainly,|of\ course,)\ (?:the|your|a|an)\ (?:\w+\ )?(?:summary
        |report|draft|answer|json|output)\b
    | \b(?:can't|cannot|can\ not|unable\ to|won't)\ (?:assist|help\ with\ (?:that|this)|comply|fulfil)\b
    | (?:ignor(?:ier|iere|ieren|iert|ez|er|a|e|ad|are|i|en|uj|ujcie|uj)?|missachte|vergiss|vergesst|olvida|olvide
        |oubli(?:e|ez)|dimentica|esqueça
        |negeer|vergeet|игнорируй(?:те)?|забудь(?:те)?|忽略|无视|無視|忘れ|무시|تجاهل)(?![a-z]).{{0,40}}?
        (?:anweisung|instruc|instru[kç]|consigne|istruzion|instructie|regel|règle|regla|regole|polece|инструк|указан
            |правил|指示|指令|規則|规则|지시|تعليمات)
    """,
    re.VERBOSE,
)


_FIRST_PERSON: Final = re.compile(r"\bI(?:['’](?:m|ve|ll|d)\b|\s+(?![^\W\d_]+i\b)[a-z])")
"""The Italian article "I" stands before words in -i: "I clienti"."""


def speaks_to_somebody(sentence: Sentence) -> Literal["instruction", "markup"] | None:
    """Whether it addresses its reader, a model or a grader ("instruction"), or leads anywhere ("markup")."""
    spoken = _FIRST_PERSON.search(sentence.text) or _SPEAKING.search(sentence.bare) or decides(sentence.bare)
    if spoken and not sentence.is_question:
        return "instruction"
    return "markup" if _ADDRESS.search(sentence.bare) else None
