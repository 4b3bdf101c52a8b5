"""Comparisons with the team, with colleagues, with targets: no fact holds one, so no sentence may."""

import re
from typing import Final

from debrief.kernel.patterns import LatePattern
from debrief.summaries.drafting.sentence import Sentence

_OTHERS: Final = (
    r"(?:team(?:mate)?s?|peers?|colleagues?|co-?workers?|others|other (?:agents?|people|teams?|members?)|department"
    r"|group"
    r"|floor|cent(?:re|er)|company|industry|benchmarks?|targets?|goals?|norms?|quotas?|kpis?|standards?|thresholds?"
    r"|everyone|everybody|anyone|anybody|the rest|expectations?|crowd|shift|site|rivals?|competitors?|house|others'"
    r"|average agents?|top performers?|most agents?|any agent|market|class)"
)
_COMPARISON: Final = LatePattern(
    rf"""
    \bthan\ (?:\w+\ ){{0,4}}?(?:that\ of\ |those\ of\ )?(?:\w+\ ){{0,2}}?{_OTHERS}\b
    | \b(?:compared|relative|next|opposed|contrast|similar|equal|inferior|superior|comparison)\ (?:with
        |to)\ (?:\w+\ ){{0,3}}?{_OTHERS}\b
    | \b(?:against|behind|ahead\ of|above|below|beyond|beats?|beating|unlike|outside|under|over|meets?|met|meeting
        |misses
        |missed|missing|reach(?:es|ed)?|hits?|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|short\ of|on\ par\ with
            |level\ with
        |on\ a\ par\ with|trail(?:s|ing|ed)?|lag(?:s|ging)?(?:\ behind)?|lead(?:s|ing)?|top(?:s|ping)|like|as|on|at
            |in\ line\ with|within|off)
        \ (?:the\ |its\ |his\ |her\ |their\ |our\ |any\ |most\ |all\ |every\ |of\ )*(?:\w+\ )?
        (?:targets?|goals?|benchmarks?|norms?|quotas?|kpis?|standards?|thresholds?|peers?|team\ average
            |average\ agent|expectations?
        |industry\ \w+|other\ agents|team's|colleagues)\b
    | \b(?:behind|ahead\ of|above|below|beats?|unlike|trails?|lags?|leads?|outshines?
        |tops)\ (?:\w+\ ){{0,3}}?{_OTHERS}\b
    | \b(?:out(?:perform|rank|shine|class|do|pace|strip)\w*|outdid|second\ only|unmatched|unrivalled|unrivaled
        |peerless|unsurpassed
        |rank(?:s|ed|ing|ings)?|league\ table|leaderboard|top\ performer\w*|low\ performer\w*|star\ performer\w*
            |role\ model
        |best\ in\ class|second\ best|underperform\w*|overperform\w*|above\ average|below\ average|above-average
            |below-average
        |better\ than\ (?:average|most|any|all)|worse\ than\ (?:average|most|any|all))\b
    | \b(?:best|worst|top|strongest|weakest|highest|lowest|fastest|slowest|most\ \w+|least\ \w+|bottom)\b
        (?:\ \w+){{0,4}}?\ (?:in|on|of|among|across|within|at)\ (?:the\ |this\ |our\ |their\ |all\ |his\ |her[ ]
            |its\ )*(?:\w+\ )?{_OTHERS}\b
    | \bthe\ (?:best|worst|top|strongest|weakest|fastest|slowest)\ (?:agent|performer|adviser|advisor|representative
        |colleague)\b
    | \b(?:no\ other\ (?:agent|one|colleague)|nobody\ else|no\ one\ else|(?:no\ one|nobody)\ (?:in|on
        |at))\b.{{0,40}}?\b(?:so|as|like|better|than|does|can)\b
    | ^few(?:\ others|\ people|\ of\ them)?\ (?:others|\w+)\b.{{0,40}}
        \b(?:so\ well|as\ well|this\ well|like\ this|better)\b
    | \b(?:other|most|many)\ agents\b | \bteam(?:'s)?\ (?:average|mean|median|norm|rate|score)\b
    | \b(?:top|bottom|upper|lower)\ (?:half|tier|quartile|group|performers)\b
    | \b(?:targets?|goals?|benchmarks?|quotas?|kpis?|expectations?)\ (?:was|were|is|are|has\ been
        |have\ been)\ (?:\w+ly\ |not\ )*
        (?:met|missed|reached|exceeded|hit|surpassed|beaten)\b
    | \b(?:colleagues|peers|team-?mates|co-?workers|other\ agents|few\ agents|fellow\ agents|no\ agent)\b
        .{{0,60}}\b(?:\w{{2,}}er|more|less|better|worse|so\ well|as\ well|this\ well|like\ this)\b
    | \bsets\ the\ (?:standard|bar|benchmark)\b | \bstands?\ out\ (?:from|among)\ (?:\w+\ )?{_OTHERS}\b
    | \b(?:envy|pride)\ of\ (?:the|any|every)\b | \b(?:line|kind|sort|type)\ of\ (?:work|business|job)\b
    | \bby\ (?:any|all|most|every|usual|normal)\ (?:standards?|measures?|accounts?)\b
    | \b(?:unlike|like|than|as)\ (?:some|others|most|many|anyone|anybody|everyone|no\ other)\b(?!\ (?:of|calls|chats|items))
    | \bprefers?\ (?:this|the)\ agent\b | \b(?:this|the)\ agent\ (?:to|over|above|before)\ (?:all\ |any\ |the\ )?others?\b
    | \b(?:top|upper|highest|lowest|bottom|first|second|premier)\ (?:bracket|league|tier|percentile|drawer|flight|decile|rank|class|division
        |third|quarter|spot|seed)s?\b
    | \bthan\ (?:the\ )?(?:customers?|callers?|clients?)\ (?:do|does|did)\b
    | \b(?:older|younger|elderly|foreign|female|male|rich|poor|black|white|migrant)\ (?:customers?|callers?|people|clients?)\b
    | \b(?:any|every|most|many)\ teams?\b
    | ^(?:the|this|our|a|their|his|her)\ (?:\w+\ )?(?:team|department|group|floor|company|cent(?:re|er)|unit|crew|staff)(?:'s)?\ (?!lead|average)\w
    | \bour\ (?:\w+\ )?(?:team|department|group|floor|company|cent(?:re|er)|unit|crew|staff|agents|people|customers|average|score|rate|result)s?\b
    | \b(?:in|within|across|throughout|around)\ (?:this|our|the\ (?:whole|entire))\ (?:company|firm|organi[sz]ation|business|cent(?:re|er)|team
        |department|group|house|office|place)\b
    | \bin\ (?:the|this)\ (?:trade|industry|business|profession)\b | \b(?:well\ |deep\ |firmly\ )?in\ the\ (?:green
        |red)\b
    | \b(?:unusual|abnormal|extraordinar|atypical|surprising|suspicious)\w*\ (?:high|low|good|bad|strong|weak|fast
        |slow|long|short)\b
    | \b(?:than|what|as|so)\ (?:is|are|was)\ (?:normal|usual|common|typical|customary|expected|standard|average
        |allowed)\b
    | \b(?:any|hardly\ any|no|every|few|a)\ (?:colleagues?|team-?mates?|co-?workers?|peers?)\b
    | \b(?:company|management|client|business|team|unit)\ (?:wants?|expects?|demands?|requires?|asks\ for|is\ proud)\b
    | \b(?:up\ to|below|above|beyond)\ (?:par|scratch|standards?|the\ mark)\b | \b(?:anywhere|elsewhere)\b
    | \bfew\ (?:\w+\ ){{0,5}}(?:reach|manage|match|get|do)\b | \bbest-in-\w+ | \bworld-class\b
    | \bthe\ agent\ is\ (?:simply\ |clearly\ |by\ far\ )?the\ (?:best|worst|strongest|weakest)\b
    """,
    re.VERBOSE,
)


def compares_with_others(sentence: Sentence) -> bool:
    """Whether the agent is compared with the team, a colleague, a target: no fact does that."""
    if sentence.is_question:
        return False
    bare = sentence.bare
    if any(each.part == "name" for each in sentence.references):
        bare = _AMONG_ITEMS.sub(" ", bare)
    return _COMPARISON.search(bare) is not None and not (sentence.is_advice and "than" not in sentence.words)


_AMONG_ITEMS: Final = re.compile(
    r"\branks? (?=(?:the )?(?:highest|lowest|first|last|top|at the (?:top|bottom)|among the (?:strong|weak)\w*)\b)"
)
"""A line item that is named ranks among line items; whether it does, its standing tells."""
