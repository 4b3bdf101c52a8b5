"""Whether a document has a conversation in it, whatever its fields are called: what was said is never metadata.

Judged is by shape: a list of things of which each has words, and something that tells whose they are.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from debrief.interactions.formats.values import Json, record, records

_DEEPEST: Final = 40
_LOOKED_AT: Final = 60
"""Items of a list that are looked at: a conversation shows in its first turns."""

_FEWEST_WORDS: Final = 4
"""Words of the longest thing said: labels, names and products have fewer."""

_LONGEST_LABEL: Final = 60
_ROLES: Final = re.compile(
    r"(?:the )?(agent|customer|advisor|adviser|operator|representative|rep|client|caller|callee|user|bot|assistant|"
    r"system|consumer|visitor|guest|member|patient|support|staff|employee)(?: ?\d+)?",
    re.IGNORECASE,
)
_WHO: Final = (
    "who", "speaker", "role", "from", "sender", "author", "participant", "party", "person", "voice", "spk", "talker",
    "side", "leg", "channel", "by", "actor", "name", "user", "identity", "source",
)  # fmt: skip
_WHEN: Final = ("start", "begin", "time", "ts", "offset", "at", "when", "sec", "ms")
_OTHER_LISTS: Final = re.compile(
    r"note|comment|survey|question|participant|parties|party|tag|topic|categor|product|action|task|disposition|"
    r"attribute|skill|link|crm|case|ticket|summar|highlight|issue|order|item[s]?bought|contact|address|person|people"
)
"""How lists are called that belong to metadata and may have sentences in them too."""

_CALLED: Final = re.compile(r"name$|address$|title$|ur[il]$|link$|key$|path$")
"""Fields whose text is what something is called, however many words that has."""

_LABELLED: Final = re.compile(r"[ \t]*(?:[\[(][\d:., >-]+[\])][ \t]*)?([^:\n]{1,40}?)[ \t]*:[ \t]+\S")


def is_said_in(document: Json) -> bool:
    """Whether somewhere in the document, at any depth, stands what people said to each other."""
    return any(_is_conversation(name, value) for name, value in _values(document))


def _values(document: Json) -> Iterator[tuple[str, object]]:
    """Every list and text of a document with the name that it has, or that the list has in which it lies."""
    left: list[tuple[str, object, int]] = [("", document, 0)]
    while left:
        name, value, depth = left.pop()
        yield name, value
        if depth >= _DEEPEST:
            continue
        if isinstance(value, Mapping):
            left += [(str(inner), each, depth + 1) for inner, each in value.items()]
        elif isinstance(value, list):
            left += [(name, each, depth + 1) for each in value[:_LOOKED_AT] if isinstance(each, Mapping | list)]


def _is_conversation(name: str, value: object) -> bool:
    if isinstance(value, str):
        return "\n" in value and _are_labelled(value.splitlines())
    if isinstance(value, Mapping):
        return _are_items(name, list(value.values())) if _is_numbered(value) else _are_columns(value)
    return isinstance(value, list) and _are_items(name, value)


def _is_numbered(value: Json) -> bool:
    return len(value) > 1 and all(str(each).isdecimal() for each in value)


def _are_items(name: str, items: Sequence[object]) -> bool:
    some = list(items[:_LOOKED_AT])
    if len(some) > 1 and all(isinstance(each, str) for each in some):
        return _are_labelled([str(each) for each in some])
    pairs = [each for each in some if isinstance(each, list)]
    if len(pairs) > 1 and len({len(each) for each in pairs}) == 1:
        return _are_turns(name, [{str(place): one for place, one in enumerate(each)} for each in pairs])
    return _are_turns(name, [_flat(each) for each in records(some)])


def _are_columns(value: Json) -> bool:
    """Words and whose they are as lists beside each other: `{"speakers": ["A", "B"], "lines": ["Hello", "Hi"]}`."""
    lists = {name: each for name, each in value.items() if isinstance(each, list) and len(each) > 1}
    if len(lists) < 2 or len({len(each) for each in lists.values()}) != 1:
        return False
    length = len(next(iter(lists.values())))
    return _are_turns("", [{name: each[place] for name, each in lists.items()} for place in range(length)])


def _flat(item: Json) -> Json:
    """An item with what stands one level deeper beside its own fields: `{"from": {"name": "A"}, "body": {…}}`."""
    inner = {f"{name}.{below}": each for name in item for below, each in record(item, name).items()}
    return {**item, **inner}


def _are_turns(name: str, items: Sequence[Json]) -> bool:
    """Whether these are turns: a field with sentences, and one that tells by whom or when."""
    if not items:
        return False
    fields = {field for item in items for field in item}
    words = [
        field
        for field in fields
        if not _CALLED.search(field.casefold()) and _are_sentences([item.get(field) for item in items])
    ]
    return any(
        _are_whose(name, other, [it.get(other) for it in items]) for other in fields if words and other not in words
    )


def _are_sentences(values: Sequence[object]) -> bool:
    texts = [each.strip() for each in values if isinstance(each, str) and each.strip()]
    if not texts or len(texts) * 2 < len(values) or len(set(texts)) * 2 < len(texts):
        return False
    if any(each.startswith(("http:", "https:", "s3:", "arn:")) for each in texts):
        return False
    # In scripts without blanks a sentence is one word.
    return any(len(each.split()) >= _FEWEST_WORDS or _is_unspaced_sentence(each) for each in texts)


def _is_unspaced_sentence(text: str) -> bool:
    return sum(each >= "\u2e80" for each in text) >= 2 * _FEWEST_WORDS


def _are_whose(name: str, field: str, values: Sequence[object]) -> bool:
    given = [
        each for each in values if isinstance(each, str | int | float) and not isinstance(each, bool) and each != ""
    ]
    labels = [str(each).strip() for each in given]
    if not labels or len(labels) * 2 < len(values) or any(len(each) > _LONGEST_LABEL for each in labels):
        return False
    roles = {match[1].casefold() for each in labels if (match := _ROLES.fullmatch(each))}
    if len(roles) > 1:
        return True
    if _OTHER_LISTS.search(name.casefold()):
        return False
    called = field.casefold().rpartition(".")[2].replace("_", "").replace("-", "")
    if called.startswith(_WHO) or field.casefold().startswith(_WHO) or roles:
        return True
    if called.startswith(_WHEN) or called.endswith(("time", "ms", "sec", "start", "begin", "at")):
        return len(values) > 1
    # However the field is called: few who take turns.
    return 1 < len(set(labels)) < len(labels) and all(isinstance(each, str) for each in given)


def _are_labelled(lines: Sequence[str]) -> bool:
    """Whether lines begin with who says them: by role, or with the same names again and again."""
    told = [line for line in lines if line.strip()][:_LOOKED_AT]
    labels = [match[1].strip() for line in told if (match := _LABELLED.match(line))]
    if len(labels) < 2 or len(labels) * 2 < len(told):
        return False
    roles = {match[1].casefold() for each in labels if (match := _ROLES.fullmatch(each))}
    return len(roles) > 1 or (1 < len(set(labels)) <= len(labels) / 2)
