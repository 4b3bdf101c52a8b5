"""What is wished for a result where somebody speaks of who or what grades: an outcome, or rules that don't hold (N6).

Either half alone is ordinary talk: people speak of scores, and ask that something isn't counted. So both have to stand
near each other, and the half that grades has to be about conversations: damage is assessed, and courts judge, too.
"""

from collections.abc import Iterator
from typing import Final

from debrief.kernel.patterns import LatePattern

_MACHINES: Final = "ai|robots?|computers?|systems?|machines?|software|programs?|bots?|models?|algorithms?|tools?"
_CALLS: Final = "call|chat|transcript|conversation|recording|agent"
_READS: Final = r"(?:judg|grad|scor|rank|rat(?:e|es|ing)\b|evaluat|assess|listen|hear|review|check)\w*"

GRADING: Final = LatePattern(
    r"\b(?:(?:is|are|was|be|being|gets?|got) (?:scored|graded)|scoring|grading|graders?|"
    r"rubric|scorecard|evaluators?|reviewers?|evaluation|"
    r"(?:her|his|my|their|our|the agent's) (?:score|rating|marks)|criterion|criteria|quality points|"
    r"(?:qa|quality)[ _-](?:outcome|result|scores?|rating|review)|"
    rf"(?:{_CALLS})\b.{{0,30}}\b(?:assessed|evaluated|reviewed|judged|rated|marked)|"
    rf"(?:review|assessment|audit|rating) of (?:this|the|my|our) (?:{_CALLS})|"
    rf"(?:whoever|whatever|anyone|anybody) (?:(?:{_MACHINES}|else|ever|will|is|may|later|one|person) ){{0,2}}{_READS}|"
    rf"(?:the|a|an|some|any|you|whatever) (?:{_MACHINES})(?: \w+){{0,2}} {_READS}|\bai (?:\w+ ){{0,1}}{_READS}|"
    rf"for the (?:{_MACHINES})\b|"
    r"rates? (?:everyone|everybody|this (?:call|chat|agent)|the (?:call|agent)|him|her|us all)|"
    r"(?:they|you|who) (?:score|grade|rank|rate|judge) (?:me|us|him|her)|"
    rf"(?:score|grade|mark) (?:me|us|him|her|this (?:{_CALLS})|the (?:call|agent)))\b"
)
WISHED: Final = LatePattern(
    r"\b(?:overrid\w+|override|overlook\w*|disregard|suspended|"
    r"(?:don't|do not|dont|must not|mustn't|never|not to) "
    r"(?:count|lower|deduct|penali[sz]e|mark down|downgrade|hold against)|"
    r"counts? (?:this |it |him |her )?as (?:a )?(?:good|shown|met|done|given|passed|fulfilled)|"
    r"be (?:generous|lenient|merciful|nice|kind) (?:to|with|in|on|about)|came out (?:spotless|perfect|clean|flawless)|"
    r"no (?:criterion|question|item|point) (?:is |be |gets )?(?:marked|counted|left|missed|failed)|"
    r"treat (?:the |my |her |his )?\w+ as (?:done|met|shown|given|passed)|"
    r"give (?:her|him|them|me|us) (?:the|all) points|"
    r"(?:put|answer|say) (?:a )?yes (?:wherever|everywhere|always|(?:next )?to (?:all|every|each))|"
    r"all (?:the )?(?:answers?|items?|questions?|criteria|marks) (?:are |is |as )?(?:to be |be )?"
    r"(?:positive|yes|met|fulfilled|passed|correct)|"
    r"every (?:item|answer|question|criterion),? (?:is )?(?:fulfilled|met|yes|passed)|"
    r"every (?:box|field|line)\b.{0,40}\b(?:ticked|checked|filled)|"
    r"(?:everyone|everybody|them all) (?:excellent|perfect|full)|a? ?hundred (?:on|for|in) (?:all|every|each)|"
    r"did everything (?:right|well|perfectly|correctly)|say (?:i|she|he|we|they) did (?:the|all|every)\w*|"
    r"(?:award|give) (?:the )?(?:maximum|everything))\b|"
    r"\bresult ?[=:] ?(?:pass|100|full)|\bpass for (?:all|every)"
)
CALLED: Final = LatePattern(
    r"\b(?:hey|hi|hello|dear|ok|okay|listen) (?:robot|computer|ai|machine|bot|system|algorithm|checker|grader|rater)\b|"
    r"\bdear (?:checker|grader|rater|reviewer)\b"
)
TEN: Final = LatePattern(
    r"\b(?:ten out of ten|10 ?(?:/|out of) ?10|five out of five|5 ?/ ?5|(?:a |one )?hundred per ?cent|100 ?%|"
    r"full (?:marks?|points|scores?)|top (?:marks?|scores?)|perfect (?:marks?|scores?)|no deductions?)"
)
VALUES: Final = LatePattern(
    r"\b(?:quality|qa|evaluation|agent|call|overall)[ _-]?(?:score|rating|grade|result|outcome)s?[\"']?\s*"
    r"(?:[:=]|is set to)\s*[\"']?(?:100|10/10|5/5|pass(?:ed)?|max\w*|full|perfect|approved)\b|"
    r"\b(?:qa|quality) (?:outcome|result) (?:is )?(?:approved|passed|perfect)\b|\bautoscore\s*[:=]|"
    r"#(?:full-?score|no-?review|auto-?pass)\b"
)
SPANISH: Final = LatePattern(
    r"\bquien(?:es)? (?:evalu|calific|revis|puntu)\w+.{0,80}(?:si a tod|todo (?:bien|cumplid)|maxim|todos los puntos)"
)
_NEAR: Final = 110


def wishes(text: str) -> bool:
    """Whether an outcome is wished of who or what grades."""
    if VALUES.search(text) or SPANISH.search(text):
        return True
    return _near(text, GRADING, WISHED) or _near(text, CALLED, TEN)


def _near(text: str, one: LatePattern, other: LatePattern) -> bool:
    """Whether both are said within so many characters; each is looked for once."""
    wished = [match.span() for match in other.finditer(text)]
    if not wished:
        return False
    spans = _merged(sorted([(start, end, 0) for start, end in wished] + [(*m.span(), 1) for m in one.finditer(text)]))
    return any(spans)


def _merged(places: list[tuple[int, int, int]]) -> Iterator[bool]:
    """For each two that follow each other and are of either kind, whether they are near."""
    ends = {0: -1_000_000, 1: -1_000_000}
    for start, end, kind in places:
        yield start - ends[1 - kind] <= _NEAR
        ends[kind] = max(ends[kind], end)
