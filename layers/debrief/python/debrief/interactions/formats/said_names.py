"""How fields and lists are called, in documents of unknown form, that have words, speakers and times in them or not."""

import re
from enum import Enum
from typing import Final


class Who(Enum):
    """How sure it is that a field tells who speaks.

    SPEAKER: it says nothing else. PERSON: it names who did something. PERHAPS: it may be the name of anything.
    """

    SPEAKER = 1
    PERSON = 2
    PERHAPS = 3


WHO: Final = {
    **dict.fromkeys(
        (
            "speaker", "speakers", "speakerid", "speakername", "speakerlabel", "speakerrole", "speakertag", "spk",
            "spkid", "talker", "who", "voice", "utterer", "speakernumber", "saidby", "spokenby",
        ),
        Who.SPEAKER,
    ),
    **dict.fromkeys(
        (
            "role", "sender", "senderid", "sendername", "author", "authorid", "authorname", "participant",
            "participantid", "participantrole", "participantname", "participanttype", "party", "partyid", "person",
            "personname", "actor", "identity", "displayname",
        ),
        Who.PERSON,
    ),
    **dict.fromkeys(
        (
            "from", "name", "user", "userid", "username", "by", "side", "leg", "channel", "channelid", "source",
            "contact", "type", "kind", "origin",
        ),
        Who.PERHAPS,
    ),
}  # fmt: skip
"""What fields are called that tell who speaks."""

WHEN: Final = ("start", "begin", "time", "ts", "offset", "at", "when", "sec", "ms")

SAID: Final = frozenset({
    "text", "texts", "message", "messages", "transcript", "content", "utterance", "utterances", "sentence", "sentences",
    "displaytext", "spokentext", "words", "originaltext", "transcripttext", "speech", "body", "phrase", "phrases",
    "msg", "caption", "captions", "says", "said", "line", "lines", "spoken", "heard", "saying", "talk", "turns",
})  # fmt: skip
"""What fields are called that have what somebody said."""

WORD: Final = frozenset({"word", "punctuatedword", "text", "w", "token", "content"})
"""What fields are called that have one word each."""

DESCRIBING: Final = frozenset({
    "reason", "description", "desc", "note", "notes", "comment", "comments", "remark", "remarks", "label", "value",
    "values", "title", "outcome", "summary", "prompt", "detail", "details", "explanation", "status", "criterion",
    "offer", "cause", "result", "resolution", "event", "action", "answer", "question", "wrapupnote", "memo", "info",
    "information", "instruction", "purpose", "subject", "feedback", "definition", "hint", "help", "default", "option",
    "rule", "condition", "topic", "goal", "activity", "state", "step", "task", "disposition", "wrapup", "stringvalue",
})  # fmt: skip
"""What fields are called that say something about a thing, and aren't what anybody said in the conversation."""

KEPT_BESIDE: Final = frozenset({
    "note", "comment", "survey", "question", "participant", "party", "tag", "topic", "category", "product", "action",
    "task", "disposition", "attribute", "skill", "link", "crm", "case", "ticket", "summary", "summarie", "highlight",
    "issue", "order", "contact", "address", "addresse", "person", "people", "remark", "partie", "categorie", "review",
    "evaluation", "feedback",
})  # fmt: skip
"""Words in the names of lists that belong to metadata and may have sentences of several people in them too."""

OF_A_CALL: Final = frozenset({
    "leg", "device", "endpoint",
    "hold", "pause", "mute", "transfer", "offer", "score", "wrapup", "wrap", "menu", "ivr", "event", "step", "alert",
    "marker", "bookmark", "chapter", "consent", "label", "field", "custom", "metadata", "meta", "variable", "property",
    "propertie", "setting", "option", "config", "reason", "code", "metric", "kpi", "checklist", "form", "answer",
    "history", "log", "audit", "activity", "activitie", "queue", "team", "agent", "customer", "user", "reminder",
    "appointment", "callback", "rule", "flag", "warning", "error", "detail", "parameter", "param", "segment",
})  # fmt: skip
"""Words in the names of lists that tell what happened in a call, or what is known of it."""

_TRANSCRIPT: Final = frozenset({
    "transcript", "transcription", "conversation", "dialog", "dialogue", "utterance", "chat", "message", "caption",
    "subtitle", "turn", "speech", "line", "channel", "speaker", "sentence",
})  # fmt: skip
_WHOLE: Final = frozenset({"transcript", "transcription", "dialog", "dialogue", "subtitle", "caption", "utterance"})
_NOT_ITSELF: Final = frozenset({
    "url", "uri", "link", "id", "status", "state", "language", "lang", "key", "path", "file", "filename", "name",
    "note", "provider", "engine", "vendor", "format", "source", "location", "type", "reason", "version", "model",
    "topic", "summary", "subject", "title", "error", "confidence", "count", "category", "outcome", "context", "tag",
    "comment", "description", "queue", "group", "skill", "quality", "score", "hash", "date", "time", "address",
    "setting", "config", "job", "available", "availability", "mode", "policy", "request", "requested", "option",
})  # fmt: skip
"""Words behind "transcript" that make a name one of something about it."""

_NO_SPEAKER: Final = frozenset({
    "type", "kind", "status", "state", "code", "category", "event", "action", "result", "severity", "priority",
    "level", "reason", "language", "currency", "unit", "format", "id", "version", "date", "day", "outcome", "topic",
    "label", "tag", "group", "queue", "skill", "team", "score", "rating", "answer", "method", "direction", "mode",
    "field", "key", "system", "product", "value", "url", "href", "media", "phase", "step", "color", "colour",
})  # fmt: skip
_SIDES: Final = {
    **dict.fromkeys(("agent", "advisor", "operator", "representative", "rep", "employee", "internal"), "agent"),
    **dict.fromkeys(("customer", "client", "caller", "consumer", "user", "external", "contact"), "customer"),
}


def plain(name: str) -> str:
    """A name without case and separators."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _parts(name: str) -> list[str]:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name[:200])
    return [part for part in re.split(r"[\W_]+", spaced.casefold()) if part]


def words_in(name: str) -> set[str]:
    """The words of a name, each as it is and without the `s` of several: `interactions_log` has no `action` in it."""
    parts = _parts(name)
    return {each for part in parts for each in (part, part.removesuffix("s"))} | {plain(name)}


def is_transcript_name(name: str) -> bool:
    """Whether something called so is what was said, and not something about it such as its address."""
    parts = [part.removesuffix("s") for part in _parts(name)]
    return bool(parts) and bool(set(parts) & _TRANSCRIPT) and not set(parts) & _NOT_ITSELF


def is_called_transcript(name: str) -> bool:
    """Whether one text that is called so is a whole conversation; a message, a line or a channel may be described."""
    return is_transcript_name(name) and bool({part.removesuffix("s") for part in _parts(name)} & _WHOLE)


def names_no_speaker(called: str) -> bool:
    """Whether a field, by its name, tells something else than who speaks."""
    return called in _NO_SPEAKER


def side_and_rest(name: str) -> tuple[str | None, str]:
    """Whose side a name tells, and what else it says: `agentTranscript` is the agent's, and a transcript."""
    parts = _parts(name)
    sides = [side for part in parts if (side := _SIDES.get(part))]
    rest = "_".join(part for part in parts if part not in _SIDES)
    return (sides[0] if len(sides) == 1 else None), rest
