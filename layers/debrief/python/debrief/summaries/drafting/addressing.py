"""Sentences that speak to somebody instead of about the work, and addresses in every dress.

A summary tells what happened and what may help. It has no "I", tells nobody how to score, and sends nobody anywhere.
"""

import re
from typing import Final, Literal

from debrief.kernel.patterns import LatePattern
from debrief.summaries.drafting.sentence import Sentence

_ADDRESS: Final = re.compile(
    r"//|\b(?:localhost|hxxps?|ftp|file|tel|sms)\b:?/?|[a-z0-9-]{2,}\.[a-z]{2,}(?:/\S*)?(?![\w.])|(?:^|\s)@\w"
    r"|^\s*=\s*\w"
    r"|^\s*(?:[-*•+]\s|#+\s?|>\s|\|)|(?<!\w)[_*~]{1,3}\w[^_*~]*\w[_*~]{1,3}(?!\w)|[‹›⟨⟩〈〉《》＜＞]|&\w+;|\$\{|\b[a-z0-9_]+\((?!e?s\))\w*\)"
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
    \b(?:rate|score|grade|mark|treat|count|regard|judge|evaluate|assess|consider|record)\b.{{0,60}}?\b{_SCORING}\b
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


_DECIDED: Final = (
    r"(?:report|evaluation|summary|scorecard|score|result|rating|grade|review|appeal|flag|audit|dispute|calibration"
    r"|record|form|answers?|questions? of the (?:scorecard|evaluation))s?"
)
_DECIDING: Final = LatePattern(
    rf"""
    ^(?:please\ |kindly\ |now\ |just\ |simply\ |then\ |and\ |do\ not\ |don't\ )*
        (?:mark|treat|approve|accept|sign|close|delete|skip|archive|lock|override|overrule|finali[sz]e|submit|release|waive
        |withdraw|reject|void|amend|correct|falsify|conceal|suppress|clear|remove|ignore|disregard)
        \ (?:off\ )?(?:(?:the|this|that|these|those|all|any|every|its|your|each|of|low|bad|poor|failed|open|pending)\ ){{0,3}}{_DECIDED}\b
    | ^(?:please\ |now\ |do\ not\ |don't\ |never\ )*(?:set|put|switch|flip|turn|change|move)
        \ (?:\w+\ ){{0,2}}?(?:answers?|scores?|ratings?|results?|marks?)\b.{{0,40}}\bto\ (?:yes|no|passed|failed|met|full|max\w*|zero|n/a)\b
    | ^(?:please\ |now\ |do\ not\ |don't\ |never\ )*(?:show|share|hide|print|read|display|discuss|mention|reveal|pass|keep|leave)
        \ (?:on\ |out\ )?(?:this|these|the\ (?:above|below|following))\ (?:paragraph|section|text|page|passage|line|sentence|remark|note|findings?
        |results?|report|summary)s?\b
    | \bdebrief\b | \b(?:the|this|our|an?)\ (?:ai|algorithm|dashboard|language\ model)\b
    | \b(?:system|software|tool|platform|app)\ (?:has|had|will|automatically)\ (?:already\ |now\ |been\ |automatically\ )*
        (?:book|send|sent|schedul|decid|detect|recogni|flag|chang|count|assign|block|calculat|approv|rat|scor|notif|lock|clos)\w*
    | \b{_DECIDED}\ (?:is|are|was|were|has\ been|have\ been|stays|remains|counts\ as)\ (?:now\ |hereby\ |already\ |to\ be\ )?
        (?:final|approved|accepted|closed|confirmed|binding|void|invalid|signed|exempt|complete|verified|certified|official)\b
    | \b(?:no\ need|not\ necessary|unnecessary|needless|no\ reason|pointless)\ to
        \ (?:listen|check|review|read|verify|look|evaluate|score|ask|investigate)\b
    """,
    re.VERBOSE,
)
"""What decides on an evaluation or a report instead of telling of it: that is for people, in other places."""


_FIRST_PERSON: Final = re.compile(r"\bI(?:['’](?:m|ve|ll|d)\b|\s+(?![^\W\d_]+i\b)[a-z])")
"""The Italian article "I" stands before words in -i: "I clienti"."""


def speaks_to_somebody(sentence: Sentence) -> Literal["instruction", "markup"] | None:
    """Whether it addresses its reader, a model or a grader ("instruction"), or leads anywhere ("markup")."""
    spoken = _FIRST_PERSON.search(sentence.text) or _SPEAKING.search(sentence.bare) or _DECIDING.search(sentence.bare)
    if spoken and not sentence.is_question:
        return "instruction"
    return "markup" if _ADDRESS.search(sentence.bare) else None
