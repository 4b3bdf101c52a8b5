"""Other people, hearsay, and decisions: what no text about an agent's work may tell, whatever it is about."""

import re
from collections.abc import Collection
from typing import Final

from debrief.kernel.patterns import LatePattern

_GROUPS: Final = LatePattern(
    r"\b(?:new (?:hires|starters|joiners|recruits|staff|employees|agents|colleagues)|newcomers|beginners|trainees"
    r"|recruits|novices|veterans|apprentices|seniors|juniors|old hands|rookies"
    r"|the rest of (?:the|this|our|their|his|her) (?:\w+ )?(?:team|floor|group|staff|department|cent(?:re|er)|company"
    r"|crew|shift|site|house|agents|office|people|workforce|field|pack)"
    r"|(?:top|best|great|real|experienced|seasoned|average|typical|ordinary|good|decent|skilled|trained) "
    r"(?:advis[eo]rs?|agents?|staff|employees?|representatives?|colleagues?|people)"
    r"|unlike (?:her|his|their|the|most|all|other|some) (?:other )?(?:colleagues|peers|others|agents|team-?mates)"
    r"|industry(?:'s)? (?:benchmarks?|averages?|standards?|norms?)|(?:nobody|no one)(?: else)? (?:on|in) the "
    r"(?:floor|team)"
    r"|other (?:teams?|departments?|sites?|cent(?:re|er)s|companies|advis[eo]rs|employees|staff|representatives)"
    r"|(?:whole|entire) (?:floor|team|department|cent(?:re|er)|company|site|industry|staff|crew))\b"
)
_HANDED_OVER: Final = LatePattern(
    r"\b(?:example|model|training|material|lesson) for (?:new |other )?(?:colleagues|hires|starters|joiners|agents"
    r"|people)\b|"
    r"\b(?:to|from|with|by|via|through) (?:an|the|some)?other (?:team|department|site|cent(?:re|er)|adviser"
    r"|advisor)s?\b"
)

_HEARSAY: Final = LatePattern(
    r"\bit is (?:well |widely |generally |commonly |no secret |said |rumou?red |known |an open secret )+that\b"
    r"|\b(?:rumou?rs?|reportedly"
    r"|allegedly|supposedly|word has it|everybody knows|everyone knows|as is known|it is said|is said to|are said to"
    r"|is rumou?red)\b"
    r"|\b(?:recordings?|audio|video|footage|camera|logs?) (?:\w+ly )?(?:shows?|proves?|reveals?|confirms?)\b"
    r"|\b(?:studies|research|science|experts|statistics|surveys|psychology|scientists|analysts|experience) (?:\w+ "
    r")?(?:show|shows|prove|proves"
    r"|say|says|suggest|suggests|agree|confirm|confirms|tell|tells|teach|teaches)\b"
    r"|\b(?:law|laws|regulator|regulation|regulations|policy|legislation|authorities|gdpr|rules) (?:\w+ "
    r")?(?:requires?|demands?|forbids?|says?"
    r"|prescribes?|prohibits?|obliges?)\b"
)

_DECIDED: Final = (
    r"(?:report|evaluation|summary|transcript|recording|scorecard|score|result|rating|grade|review|appeal|flag|audit"
    r"|dispute|calibration"
    r"|record|form|answers?|questions? of the (?:scorecard|evaluation))s?"
)
_DECIDING: Final = LatePattern(
    rf"""
    ^(?:please\ |kindly\ |now\ |just\ |simply\ |then\ |and\ |do\ not\ |don't\ )*
        (?:mark|treat|approve|accept|sign|close|delete|skip|archive|lock|override|overrule|finali[sz]e|submit|release|waive
        |withdraw|reject|void|amend|correct|falsify|conceal|suppress|clear|remove|ignore|disregard)
        \ (?:off\ )?(?:[a-z]+\ ){{0,4}}?{_DECIDED}\b
    | ^(?:please\ |now\ |do\ not\ |don't\ |never\ )*(?:set|put|switch|flip|turn|change|move)
        \ (?:\w+\ ){{0,2}}?(?:answers?|scores?|ratings?|results?|marks?)\b.{{0,40}}\bto\ (?:yes|no|passed|failed|met
            |full|max\w*|zero|n/a)\b
    | ^(?:please\ |now\ |do\ not\ |don't\ |never\ )*(?:show|share|hide|print|read|display|discuss|mention|reveal|pass
        |keep|leave)
        \ (?:on\ |out\ )?(?:this|these|the\ (?:above|below|following))\ (?:paragraph|section|text|page|passage|line
            |sentence|remark|note|findings?
        |results?|report|summary)s?\b
    | \bdebrief\b | \b(?:the|this|our|an?)\ (?:ai|algorithm|dashboard|language\ model)\b
    | \b(?:system|software|tool|platform|app)\ (?:has|had|will|automatically)\ (?:already\ |now\ |been\
        |automatically\ )*
        (?:book|send|sent|schedul|decid|detect|recogni|flag|chang|count|assign|block|calculat|approv|rat|scor|notif|lock|clos)\w*
    | \b{_DECIDED}\ (?:above\ |below\ |given\ |here\ )?(?:is|are|was|were|has\ been|have\ been|stays|remains
        |counts\ as)\ (?:now\ |hereby\ |already\
        |to\ be\ )?
        (?:final|approved|accepted|closed|confirmed|binding|void|invalid|signed|exempt|complete|verified|certified|official)\b
    | \b{_DECIDED}\b.{{0,20}}\b(?:is|are|was|were)\ (?:\w+ly\ )?(?:unfair|unjust|undeserved|deserved|wrong|incorrect
        |mistaken|a\ mistake
        |too\ (?:low|high|harsh|strict|lenient)|not\ (?:fair|right|correct|justified))\b
    | \bdeserve[sd]?\ (?:an?\ )?(?:better|higher|lower|worse|full|top)\ (?:score|rating|grade|mark)s?\b
    | \bdeserved\ (?:an?\ )?(?:better|higher|lower|worse)\b
    | \b(?:evaluators?|supervisors?|managers?|reviewers?|graders?|assessors?)\ (?:should|must|may|can|need\ to
        |have\ to|are\ to)
        \ (?:now\ |just\ |simply\ |always\ )*(?:pass|fail|ignore|skip|approve|score|accept|overlook|sign|mark|rate
            |give|disregard)\b
    | ^[a-z]+,\ (?:please|kindly|be|give|mark|score|rate|pass)\b
    | \b(?:no\ need|not\ necessary|unnecessary|needless|no\ reason|pointless)\ to
        \ (?:listen|check|review|read|verify|look|evaluate|score|ask|investigate)\b
    """,
    re.VERBOSE,
)
"""What decides on an evaluation or a report instead of telling of it: that is for people, in other places."""


def tells_of_a_group(bare: str, said: Collection[str] = ()) -> bool:
    """Whether a text, in small letters, tells how other people at work do, or what they are.

    said: words of the conversation that the text tells of; a tour for beginners may have been offered in it.
    """
    return any(found[0] not in said for found in _GROUPS.finditer(_HANDED_OVER.sub(" ", bare)))


def is_hearsay(bare: str) -> bool:
    """Whether it rests on what is said to be known, on studies or on the law."""
    return _HEARSAY.search(bare) is not None


_OF_EVALUATIONS: Final = LatePattern(
    r"\b(?:evaluation|scorecard|score|rating|grade|this report|this summary|answers about)s?\b"
)


def decides_on_an_evaluation(bare: str) -> bool:
    """Whether a text about one conversation, in which much may be approved, decides on its evaluation."""
    found = _DECIDING.search(bare)
    return found is not None and _OF_EVALUATIONS.search(found[0]) is not None


def decides(bare: str) -> bool:
    """Whether it decides on an evaluation or a report, or speaks of Debrief itself."""
    return _DECIDING.search(bare) is not None
