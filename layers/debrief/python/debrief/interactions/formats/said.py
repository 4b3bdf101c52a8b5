"""Whether a document has a conversation in it, whatever its fields are called: what was said is never metadata.

Judged is by shape: a list of things of which each has words, and something that tells whose they are, of which there
are several or who take turns; what recognisers write; captions. A label beside a value is no speaker.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from debrief.interactions.formats.said_names import (
    DESCRIBING,
    KEPT_BESIDE,
    OF_A_CALL,
    SAID,
    WHEN,
    WHO,
    WORD,
    Who,
    is_called_transcript,
    is_transcript_name,
    names_no_speaker,
    plain,
    side_and_rest,
    words_in,
)
from debrief.interactions.formats.values import Json, is_numbered, read_json, record, records

_DEEPEST: Final = 40
_LOOKED_AT: Final = 60
"""Items of a list, and fields of an item, that are looked at: a conversation shows in its first turns."""

_FEWEST_WORDS: Final = 4
"""Words of the longest thing said: labels, names and products have fewer."""

_WRITTEN_OUT: Final = 8
"""Words of a text called a transcript: fewer say that there is none, or where it lies."""

_FEWEST_TIMED: Final = 3
_BEGINS: Final = frozenset({"start", "starttime", "startms", "begin", "offset", "ts", "s"})
_LARGEST_INNER: Final = 1_000_000  # bytes of JSON that stands as text within JSON
_LONGEST_LABEL: Final = 60
_ROLES: Final = re.compile(
    r"(?:the )?(agent|customer|advisor|adviser|operator|representative|rep|client|caller|callee|user|bot|assistant|"
    r"system|consumer|visitor|guest|member|patient|support|staff|employee)(?: ?\d+)?",
    re.IGNORECASE,
)
_CALLED: Final = re.compile(r"name$|address$|title$|ur[il]$|link$|key$|path$")
"""Fields whose text is what something is called, however many words that has."""

_AT: Final = r"[ \t]*(?:[\[(]?\d[\d:., >-]*[\])]?[ \t]+|[\[(][\d:., >-]+[\])][ \t]*)?"
_LABELLED: Final = re.compile(
    rf"{_AT}(?:[\[(<](?P<b>[^\])>\n:]{{1,40}})[\])>][ \t]*:?[ \t]*\S|(?P<a>[^:\n]{{1,40}}?)[ \t]*:[ \t]+\S)"
)
_ROLE_BEFORE: Final = re.compile(rf"{_AT}(?P<a>{_ROLES.pattern})[ \t]*(?::|[ \t][\u2013\u2014-]+[ \t])[ \t]*\S", re.I)
_CAPTIONS: Final = re.compile(r"\d{1,2}:\d{2}[.,]\d{3}[ \t]*-->[ \t]*\d{1,2}:\d{2}")
_BREAK: Final = re.compile(r"<(?:br ?/?|/p|/div|/li|/tr)>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-z][a-z0-9]{0,9}(?: [^<>\n]{0,200})?>")
_SPEAKS: Final = re.compile(r"\?|\b(?:i|i'm|you|my|your|me|we|hello|hi|thanks?)\b", re.IGNORECASE)
"""How people speak, and notes about them aren't written."""


def is_said_in(document: Json) -> bool:
    """Whether somewhere in the document, at any depth, stands what people said to each other."""
    return any(_is_conversation(name, value) for name, value in _values(document))


def _values(document: object) -> Iterator[tuple[str, object]]:
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
        return _is_text_said(name, value)
    if isinstance(value, Mapping):
        if _is_numbered_list(value):
            return _are_items(name, list(value.values()))
        return _are_columns(value) or _are_sides(name, value)
    return isinstance(value, list) and _are_items(name, value)


def _is_text_said(name: str, value: str) -> bool:
    if value[:1] in ("{", "[") and len(value) <= _LARGEST_INNER:
        try:
            inner = read_json(value)
        except (ValueError, RecursionError):
            inner = None
        # JSON in JSON in JSON is nobody's form.
        if isinstance(inner, Mapping | list) and any(
            not isinstance(each, str) and _is_conversation(called or name, each) for called, each in _values(inner)
        ):
            return True
    if _CAPTIONS.search(value) or value.lstrip().startswith("WEBVTT"):
        return True
    plain = _TAG.sub("", _BREAK.sub("\n", value)) if "<" in value else value
    if "\n" in plain and (_are_labelled(name, value.splitlines()) or _are_labelled(name, plain.splitlines())):
        return True
    return is_called_transcript(name) and _is_written_out(value)


def _is_written_out(value: str) -> bool:
    said = value.strip()
    if _is_address(said):
        return False
    return len(said.split()) >= _WRITTEN_OUT or ("\n" in said and len(said.split()) >= _FEWEST_WORDS)


def _is_numbered_list(value: Json) -> bool:
    return len(value) > 1 and all(str(each).isdecimal() for each in value)


def _are_items(name: str, items: Sequence[object]) -> bool:
    some = list(items[:_LOOKED_AT])
    if len(some) > 1 and all(isinstance(each, str) for each in some):
        return _are_labelled(name, [str(each) for each in some])
    pairs = [each[:_LOOKED_AT] for each in some if isinstance(each, list)]
    if len(pairs) > 1 and len({len(each) for each in pairs}) == 1:
        return _are_turns(name, [{str(place): one for place, one in enumerate(each)} for each in pairs])
    return _are_turns(name, [_flat(each) for each in records(some)])


def _are_columns(value: Json) -> bool:
    """Words and whose they are as lists beside each other: `{"speakers": ["A", "B"], "lines": ["Hello", "Hi"]}`."""
    lists = [(name, each) for name, each in value.items() if isinstance(each, list) and len(each) > 1][:_LOOKED_AT]
    if len(lists) < 2 or len({len(each) for _, each in lists}) != 1:
        return False
    length = min(_LOOKED_AT, len(lists[0][1]))
    return _are_turns("", [{name: each[place] for name, each in lists} for place in range(length)])


def _are_sides(name: str, value: Json) -> bool:
    """Whether each side's words stand together: `{"agent_transcript": "…", "customer_transcript": "…"}`."""
    sides: dict[str, set[str]] = {}
    numbered: set[str] = set()
    for field, each in value.items():
        if not _has_sentence(each):
            continue
        side, rest = side_and_rest(str(field))
        if side and (is_transcript_name(rest) or plain(rest) in SAID or (not rest and is_transcript_name(name))):
            sides.setdefault(plain(rest), set()).add(side)
        elif is_numbered(field):
            numbered.add(str(field))
    return len(numbered) > 1 or any(len(each) > 1 for each in sides.values())


def _has_sentence(value: object) -> bool:
    texts = value[:_LOOKED_AT] if isinstance(value, list) else [value]
    return any(isinstance(each, str) and _is_sentence(each.strip()) for each in texts)


def _flat(item: Json) -> Json:
    """An item with what stands one level deeper beside its own fields: `{"from": {"name": "A"}, "body": {…}}`."""
    some = list(item)[:_LOOKED_AT]
    inner = {f"{name}.{below}": each for name in some for below, each in list(record(item, name).items())[:_LOOKED_AT]}
    return {**{name: item[name] for name in some}, **inner}


def _are_turns(name: str, items: Sequence[Json]) -> bool:
    """Whether these are turns: a field with sentences, and one that tells by whom or when; or a recogniser's words."""
    if not items:
        return False
    fields = list(dict.fromkeys(field for item in items for field in item))[: 2 * _LOOKED_AT]
    columns = {field: [item.get(field) for item in items] for field in fields}
    if _are_timed_words(name, columns):
        return True
    words = {
        field for field, values in columns.items() if not _CALLED.search(field.casefold()) and _are_sentences(values)
    }
    others = [field for field in fields if field not in words]
    return any(_are_said(name, field, other, columns) for field in words for other in others)


def _are_timed_words(name: str, columns: Mapping[str, Sequence[object]]) -> bool:
    """Whether these are single words with times, as recognisers write them."""
    if not any(_last(field) in _BEGINS and _are_numbers(values) for field, values in columns.items()):
        return False
    of_a_call = bool(words_in(name) & (KEPT_BESIDE | OF_A_CALL))
    for field, values in columns.items():
        single = [each for each in values if isinstance(each, str) and each.strip() and len(each.split()) == 1]
        is_word = _last(field) in ("word", "punctuatedword")
        enough = len(single) >= (1 if is_word else _FEWEST_TIMED) and len(single) * 2 > len(values)
        if enough and (is_word or (_last(field) in WORD and not of_a_call)):
            return True
    return False


def _are_numbers(values: Sequence[object]) -> bool:
    return all(
        (isinstance(each, int | float) and not isinstance(each, bool))
        or (isinstance(each, str) and re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", each) is not None)
        for each in values
        if each is not None
    ) and any(each is not None for each in values)


def _are_sentences(values: Sequence[object]) -> bool:
    texts = [each.strip() for each in values if isinstance(each, str) and each.strip()]
    if not texts or len(texts) * 2 < len(values) or len(set(texts)) * 2 < len(texts):
        return False
    if any(_is_address(each) for each in texts):
        return False
    return any(map(_is_sentence, texts))


def _is_address(text: str) -> bool:
    return text.startswith(("http:", "https:", "s3:", "arn:"))


def _is_sentence(text: str) -> bool:
    # In scripts without blanks a sentence is one word.
    return len(text.split()) >= _FEWEST_WORDS or sum(each >= "\u0e00" for each in text) >= 2 * _FEWEST_WORDS


def _last(field: str) -> str:
    return plain(field.rpartition(".")[2])


def _are_said(name: str, words: str, other: str, columns: Mapping[str, Sequence[object]]) -> bool:
    """Whether the texts of `words` are what those said who stand in `other`, or what was said at the times there."""
    values = columns[other]
    given = [
        each for each in values if isinstance(each, str | int | float) and not isinstance(each, bool) and each != ""
    ]
    called, beside = _last(words), words_in(name)
    labels = [str(each).strip() for each in given]
    if len(labels) * 2 >= len(values) and labels and all(len(each) <= _LONGEST_LABEL for each in labels):
        roles = {match[1].casefold() for each in labels if (match := _ROLES.fullmatch(each))}
        several, take_turns = len(set(labels)) > 1, 1 < len(set(labels)) < len(labels)
        # Who took part is listed by role as well, with what is known of each.
        listed = called in DESCRIBING or (beside & (KEPT_BESIDE | OF_A_CALL) and called not in SAID)
        if len(roles) > 1 and (take_turns or not listed):
            return True
        if called not in DESCRIBING:
            who = WHO.get(_last(other)) or WHO.get(plain(other.partition(".")[0]))
            if who is Who.SPEAKER and (several or called in SAID or roles):
                return True
            if beside & KEPT_BESIDE:
                return False
            spoken = called in SAID
            if who is Who.PERSON and ((several and (spoken or not beside & OF_A_CALL)) or (roles and spoken)):
                return True
            if not beside & OF_A_CALL:
                if who is Who.PERHAPS and (take_turns or (several and is_transcript_name(name))):
                    return True
                # However the field is called: few who take turns.
                if take_turns and not names_no_speaker(_last(other)) and all(isinstance(each, str) for each in given):
                    return not _are_numbers(given)
    if called in DESCRIBING or beside & (KEPT_BESIDE | OF_A_CALL):
        return False
    if not _tells_when(_last(other)):
        return False
    told = is_transcript_name(name) or plain(name) in SAID
    return (len(values) > 1 or (told and called in SAID)) and _are_offsets(values, told=told)


def _tells_when(called: str) -> bool:
    return (
        called in ("t", "s")
        or called.startswith(WHEN)
        or called.endswith(("time", "ms", "sec", "start", "begin", "at"))
    )


def _are_offsets(values: Sequence[object], *, told: bool) -> bool:
    """Whether these are places within a conversation, one after the other; a date and a time are that of a log.

    told: whether what they lie in is called a transcript, so that dates are believed too.
    """
    firsts = [each[0] if isinstance(each, list) and each else each for each in values]
    if told and all(isinstance(each, str | int | float) for each in firsts):
        return True
    if all(
        isinstance(each, str) and re.fullmatch(r"\[?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?\]?", each) for each in firsts
    ):
        return True
    if not _are_numbers(firsts) or any(each is None for each in firsts):
        return False
    places = [float(str(each)) for each in firsts]
    return places == sorted(places) and len(set(places)) > 1


def _are_labelled(name: str, lines: Sequence[str]) -> bool:
    """Whether lines begin with who says them: by role, or with the same names again and again.

    A note has a line of each of them too: what is called so is a conversation where they take turns, or speak.
    """
    told = [line for line in lines if line.strip()][:_LOOKED_AT]
    found = [match for line in told if (match := _ROLE_BEFORE.match(line) or _LABELLED.match(line))]
    labels = [(match["a"] or match["b"]).strip() for match in found]
    if len(labels) < 2 or len(labels) * 2 < len(told):
        return False
    roles = {match[1].casefold() for each in labels if (match := _ROLES.fullmatch(each))}
    beside = bool(words_in(name) & (KEPT_BESIDE | OF_A_CALL | DESCRIBING))
    if len(roles) > 1:
        return not beside or len(labels) > 3 or any(_SPEAKS.search(line) for line in told)
    return 1 < len(set(labels)) <= len(labels) / 2 and not beside
