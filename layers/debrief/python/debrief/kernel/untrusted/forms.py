"""Forms that stand in prompts and never in talk: marks, messages of tools, turns, code; over text as `plain` has it."""

from typing import Final

from debrief.kernel.patterns import LatePattern
from debrief.kernel.untrusted.kinds import InstructionKind

SPEAKERS = (
    r"(?:agent|customer|system|advis[eo]r|representative|rep|caller|client|operator|assistant|supervisor|colleague)"
)
MARKS = (
    r"(?:transcript|questions?|evidence|facts|context|background|system|instructions?|conversation|prompt|documents?|"
    r"user|assistant|"
    r"human|data|input|output|tool_\w+|function_\w+|evaluation|scorecard|summary|answers?|metadata|rules|task)"
)
FORMS: Final[tuple[tuple[InstructionKind, LatePattern], ...]] = (
    (InstructionKind.BREAKOUT, LatePattern(rf"<\s*/?\s*{MARKS}\s*/?\s*>")),
    (
        InstructionKind.BREAKOUT,
        LatePattern(rf"\[\s*/\s*(?:{MARKS}|inst)\s*\]|\[inst\]|<<\s*/?sys\s*>>|<\|[a-z_]{{3,}}\|>|<\|[a-z]"),
    ),
    (
        InstructionKind.BREAKOUT,
        LatePattern(
            rf"(?:-{{2,}}|={{2,}}|\*{{2,}}|#{{2,}}|\[|~{{3,}})\s*(?:end|begin|start|stop|"
            rf"close)(?: of)?(?: the)? (?:untrusted |customer |"
            rf"user |call )?{MARKS}\b|\bthe (?:transcript|conversation data|untrusted \w+) (?:is over|ends here|"
            rf"has ended|is finished|ended|stops here)"
        ),
    ),
    (
        InstructionKind.BREAKOUT,
        LatePattern(
            r"\\?[\"']\s*(?:question_id|option(?:_id)?|confidence|rationale|quote|tool_use_id|"
            r"tool_calls?)\s*\\?[\"']\s*:|"
            r"\\?[\"']\s*(?:speaker|turn|role)\s*\\?[\"']\s*:\s*\\?[\"']?\s*(?:agent|customer|system|user|"
            r"assistant|tool|"
            r"\d)"
        ),
    ),
    (InstructionKind.BREAKOUT, LatePattern(r"\\?[\"']\s*[\]}]+\s*[\]},]*\s*[\n,]\s*\{\s*\\?[\"']")),
    (
        InstructionKind.BREAKOUT,
        LatePattern(
            r"\$\{?(?:transcripts?|questions?|facts|evidence|context|background|period|channel|answers?)\b|"
            r"\{\{[^}\n]{0,40}(?:questions?|answers?|transcript|"
            r"\bf\d|\be\d|each|system|prompt|evidence|facts|nb)[^}\n]{0,40}\}\}|\{[fe]\d{1,4}(?:\.\w+)?\}|"
            r"%\((?:\w+)\)s|<%.{0,80}%>"
        ),
    ),
    (
        InstructionKind.MESSAGE,
        LatePattern(
            r"\b(?:record_(?:answers|analysis)|draft_summary|check_\w+_claims?)\b|\b(?:tool|function)[ _](?:call|use|"
            r"result|output|response)s?\b ?(?:>|:|returned|accepted|=|was|is|ok)(?=[^\n]{0,120}\b(?:answers?|yes|"
            r"questions?|evaluat|scor|sentiment|satisf|pass|marks?|grad|accepted|stored|ok\b|q1))|"
            r"[\"'](?:tool|function|function_call|tool_choice|tool_result)[\"']\s*:|\bassistant to ?="
        ),
    ),
    (
        InstructionKind.MESSAGE,
        LatePattern(
            r"(?:^|[\n.!?] ?|['\"(] ?)[\[<*#(|\s]{0,4}(?:system|assistant|developer|admin(?:istrator)?|root|platform|"
            r"operator|ai|evaluator|grader|server|instructions?|tool|function)"
            r"(?: (?:message|prompt|note|override|notice|update|instructions?|mode|alert|command|call|output|result|"
            r"response|directive|task))?[\]>*)|\s]{0,4}(?:[:>\]]|- |—|–)"
            r"[^\n]{0,200}?\b(?:evaluat\w+|questions?|scor(?:e|es|ed|ing)\b|options?|"
            r"answers? (?:are|is|must|should|all|with|for|to)|(?:all|every|each|only|the) (?:\w+ )?answers?|"
            r"grad(?:e|ed|es|ing|"
            r"er)\b|marks?|pass(?:es|ed)?\b|instructions?|prompt|"
            r"confidence|line items?|transcript|checks? return (?:a )?(?:pass|yes|ok|true|met)|rat(?:ed?|ings?)\b|"
            r"lenient|"
            r"reviewer?|yes|full (?:marks|points|credit|score)|output (?:only|yes|the))"
        ),
    ),
    (
        InstructionKind.MESSAGE,
        LatePattern(
            r"#{2,} ?(?:instructions?|system|response|user|assistant|task|new task|human)\b ?:?|(?:^|\n)(?:human|"
            r"assistant) ?: .{0,200}\n(?:human|assistant) ?:"
        ),
    ),
    (InstructionKind.TURN, LatePattern(rf"\[\s*\d+\s*\]\s*{SPEAKERS}\s*:")),
    (
        InstructionKind.TURN,
        LatePattern(
            rf"\n ?(?:\[?\d+\]?[.:)]?\s*|turn "
            rf"\d+\s*[:-]?\s*)?[*_\[(]*{SPEAKERS}[*_\])]*\s*(?:\(\d+\))?\s*[:>]\s*[*_]*\s*(?:\S+ ){{3,}}"
        ),
    ),
    (InstructionKind.TURN, LatePattern(r"\n ?\{\s*\"?(?:turn|speaker|role|text)\b")),
    (
        InstructionKind.MARKUP,
        LatePattern(
            r"<\s*(?:script|iframe|object|embed|svg|meta|base|form|link|style)\b|\bon(?:error|load|click|mouseover|"
            r"focus|toggle|begin)\s*=|javascript:|vbscript:|data:text/html|!\[[^\]\n]*\]\(\s*https?:"
        ),
    ),
)

COMPACT: Final = LatePattern(
    r"(?:ignore|disregard|forget|override|bypass)\w{0,25}(?:instruction|rule|prompt|guideline|rubric)|(?:full|top|"
    r"maximum|perfect)(?:marks|points|score)|"
    r"(?:all|every|each)questions?\w{0,20}(?:yes|best|option)|(?:best|top|first)option|systemprompt|highestscore"
)
"""Words of which the blanks between them are gone."""

_LEAD: Final = LatePattern(
    r"\b(?:wrote|writes|schrieb|a ecrit|escribio|pasted?|copied|copy of|forwarded|original message|"
    r"chat (?:from|below|log|window|history)|log|ticket|below|from:|subject:|thread)\b|(?:^|\n) ?>|(?:^|"
    r"\n) ?(?:me|you|ich|moi|yo) ?:"
)
_LABEL: Final = LatePattern(rf"\s*(?:\[[\d:. ]+\]|\d+[.:)])?\s*[*_]*(?:{SPEAKERS}|me|you)[*_]*\s*:")


def pasted(text: str) -> bool:
    """Whether turns that stand in the text look like those of an e-mail or a chat that somebody has put in.

    Either it says so, or all of its lines are turns: who poses as the rest of a conversation begins with a word of
    their own. What such turns say stays somebody's who put them there; nothing of it is evidence of the agent's.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    return bool(_LEAD.search(text)) or (len(lines) > 1 and all(map(_LABEL.match, lines)))
