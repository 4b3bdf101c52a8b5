"""Which comments on an evaluation a summary may read (N6).

A comment is a colleague's, and may have been pasted out of a conversation. One that tries to instruct the model is no
evidence; that a comment speaks of AI, instructions or marks is nothing strange.
"""

import re
from functools import cache


def is_evidence(comment: str) -> bool:
    """Whether a comment is read: not where it seems to instruct whoever writes the report."""
    # Patterns of many languages are loaded with the first comment, and not by whoever reads none.
    from debrief.kernel.untrusted.instructions import instructions_in
    from debrief.kernel.untrusted.written import instructs

    return not (_to_the_writer().search(_plain(comment)) or instructions_in(comment) or instructs(comment))


def _plain(comment: str) -> str:
    """The comment with one blank or line end where there are many, which the pattern would try again and again."""
    return "\n".join(words for line in comment.splitlines() if (words := " ".join(line.split())))


@cache
def _to_the_writer() -> re.Pattern[str]:
    """What speaks to whoever writes reports and says what to write, in English; else the rules for talk hold."""
    writer = r"(?:summari[sz]er|(?:language )?model|a\.?i\.?|assistant|bot|report writer)"
    deed = r"(?:write|call|rate|recommend|answer|praise|mention|leave out|omit|replace|ignore|state|conclude|list|say)"
    return re.compile(
        rf"\b(?:note|message|instructions?|order)s? (?:to|for) the {writer}\b"
        rf"|(?:^|[.!?\n]\s*)(?:dear )?{writer}\s*[:,]\s[^.!?\n]{{0,60}}\b{deed}\b"
        r"|\bin your (?:report|summary)\b"
        rf"|\b(?:ignore|forget|disregard) (?:all |any |the |your )+(?:instructions?|facts|rules|guidelines)\b"
        r"|\bwhoever (?:writes|makes|drafts) (?:the|this) (?:report|summary)\b[^.!?\n]{0,30}"
        r"\b(?:must|should|shall|has to)\b"
        r"|</?(?:evidence|facts|transcript|system|evaluations?)>",
        re.IGNORECASE,
    )
