"""One place's keys and values, read into what is known about a conversation."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone, tzinfo
from functools import partial
from typing import Final

from debrief.interactions.conversations.model import Channel, Direction
from debrief.interactions.formats.beside_dates import ZONE_NAMES, is_time_alone, zone_of
from debrief.interactions.formats.contradictions import Given, contradiction
from debrief.interactions.formats.language_names import read_language
from debrief.interactions.formats.metadata import DATES, FoundIn, Metadata
from debrief.interactions.formats.metadata_texts import SHOWN, TooMuch, cut, plain, read_text
from debrief.interactions.formats.spellings import (
    CHANNEL_WORDS,
    CRM_KIND_OF,
    DIALLED,
    DIRECTION_WORDS,
    DURATION_OF,
    FIELD_OF,
    RANKS_OF_DIALLING,
    SPELLINGS,
    UNIT_OF,
    UNITLESS,
    UNITS,
    WAS_DIALLED,
    squashed,
)
from debrief.interactions.formats.times import (
    is_date_alone,
    is_year_last,
    on_day,
    read_duration_ms,
    read_instant,
    read_time_of_day,
)
from debrief.interactions.formats.values import read_json
from debrief.interactions.formats.zone_letters import doubt_of_gmt

_AGENTS_TIMES: Final = ("talk_ms", "hold_ms", "after_call_work_ms")

_UTC_DATE: Final = re.compile(r"(.+?)(?:in|as)?(utc|gmt|unix|epoch)?(?:s|sec|seconds|ms|millis|milliseconds)?")
"""The name of a date that says its zone, or that it is counted since 1970: `startTimeUtc`, `start_epoch_ms`."""

_MILLISECONDS: Final = re.compile(r"\s*1\d{12}\s*")
"""What a `start_ms` has to be, which may be the place within a recording."""

_DATE_NAMES: Final = frozenset(name for name, (field, _) in FIELD_OF.items() if field in DATES)

_MOST_VALUES: Final = 50  # of a list
_MOST_FURTHER_BYTES: Final = 32_000
_MOST_CRM_BYTES: Final = 8_000
_LONGEST_COMPLAINT: Final = 300


def metadata_from(raw: Mapping[str, object], found_in: FoundIn, time_zone: str) -> Metadata:
    """Read one place's keys and values.

    raw: the JSON of a sidecar or of a person's completion, or S3 object metadata. `agent`, `customer`, `queue` and
    `team` may be objects with an `id` or a `name`; `crm_links` an object, also as JSON text.
    An `Agent` as Amazon Connect writes it also has the hold and the after-call work.
    time_zone: the account's (IANA name); instants without a zone are in it, where no zone stands beside them.
    Nothing is dropped: what can't be read is in `unread`, what isn't known here in `further`.
    """
    reader = _Reader(found_in, time_zone)
    for key, value in raw.items():
        reader.take_zone(str(key), value)
    for key, value in raw.items():
        reader.take(str(key), value)
    return reader.result()


def _dated(name: str, value: object) -> str | None:
    """The field of a date whose squashed name also says that it is in UTC or in milliseconds; None where it doesn't."""
    parts = _UTC_DATE.fullmatch(name)
    if parts is None or parts[1] not in _DATE_NAMES or not (parts[2] or _MILLISECONDS.fullmatch(str(value))):
        return None
    return FIELD_OF[parts[1]][0]


class _Reader:
    """Collects the fields of one place; the strongest spelling of a field wins."""

    def __init__(self, found_in: FoundIn, time_zone: str) -> None:
        self._found_in = found_in
        self._account = time_zone
        self._time_zone: str | tzinfo = time_zone
        self._zones: dict[str, tzinfo] = {}
        self._unknown_zone: str | None = None
        self._values: dict[str, object] = {}
        self._ranks: dict[str, int] = {}
        self._crm: dict[str, str] = {}
        self._unread: dict[str, str] = {}
        self._written: dict[str, str] = {}
        self._too_large: dict[str, str] = {}
        self._further: dict[str, str] = {}
        self._day: object = None
        self._rank_of_day = 0
        self._time_of_day: object = None
        self._units: dict[str, str] = {}
        self._unitless: dict[str, object] = {}
        self._dialled: object = None
        self._was_dialled: object = None
        self._given: dict[str, list[Given]] = {}

    def take_zone(self, key: str, value: object) -> None:
        """The zone of all instants that have none of their own, where one stands beside them.

        One that is known counts before one that isn't; of several that are, `_instant` asks whether they agree.
        """
        if squashed(key) not in ZONE_NAMES or value in (None, ""):
            return
        try:
            self._zones[plain(value)[:SHOWN]] = self._time_zone = zone_of(value, self._account)
        except ValueError as error:
            self._unknown_zone = str(error)

    def take(self, key: str, value: object) -> None:
        if value is None or (isinstance(value, str) and not value.strip()):
            return
        name = squashed(key)
        if name in ("crmlinks", "crm", "links"):
            self._take_crm(key, value)
        elif name in CRM_KIND_OF:
            self._crm[CRM_KIND_OF[name]] = cut(plain(value))
        elif name in ("calltime", "time", "timeofday"):
            self._time_of_day = value
        elif name in UNIT_OF:
            self._units[UNIT_OF[name]] = cut(plain(value))
            self._further[key] = cut(plain(value))
        elif name in DURATION_OF:
            field, unit_ms = DURATION_OF[name]
            if name in UNITLESS:
                self._unitless[field] = value
            self._set(field, 0, value, partial(read_duration_ms, unit_ms=unit_ms), key)
        elif name in WAS_DIALLED:
            self._was_dialled = value
            self._further[key] = cut(plain(value))
        elif name not in FIELD_OF and (dated := _dated(name, value)):
            # It stands before the same name without a zone, which is in the account's.
            self._set(dated, -1, value, partial(read_instant, time_zone="UTC"), key)
        elif name in FIELD_OF:
            field, rank = FIELD_OF[name]
            if name in DIALLED:
                self._dialled = value
            if field == "agent_reference" and isinstance(value, Mapping):
                self._take_times_of(value)
            if field == "started_at" and is_date_alone(value):
                self._day, self._rank_of_day = value, rank
            elif field == "started_at" and is_time_alone(value):
                self._time_of_day = value
                return
            if name == "calltype" and (is_direction(value) or is_channel(value)):
                field = "direction" if is_direction(value) else "channel"
                rank = len(SPELLINGS[field])
            self._set(field, rank, value, self._reader_of(field), key)
        else:
            self._further[key] = cut(plain(value))

    def _take_times_of(self, agent: Mapping[str, object]) -> None:
        """The hold and the work afterwards that stand with the agent; what isn't given beside wins."""
        for key, value in agent.items():
            field, unit_ms = DURATION_OF.get(squashed(str(key)), ("", 0))
            if field in _AGENTS_TIMES and field not in self._values and value is not None:
                self._set(field, 1, value, partial(read_duration_ms, unit_ms=unit_ms))

    def _take_crm(self, key: str, value: object) -> None:
        links = _json_object(value)
        if links is None:
            self._further[key] = cut(plain(value))
            return
        for kind, link in links.items():
            if link is not None and link != "":
                self._crm[CRM_KIND_OF.get(squashed(kind), kind)] = cut(plain(link))

    def _reader_of(self, field: str) -> Callable[[object], object]:
        if field in DATES:
            return self._instant
        return _READERS.get(field, read_text)

    def _instant(self, given: object) -> datetime:
        return self._in_its_zone(plain(given)[:SHOWN], partial(read_instant, given))

    def _in_its_zone(self, written: str, read: Callable[[str | tzinfo], datetime]) -> datetime:
        """What is read in the zone that stands beside. Raises ValueError where two stand there, or an unknown one, and
        what was written has none of its own."""
        found = read(self._time_zone)
        if any(read(zone) != found for zone in self._zones.values()):
            raise ValueError(f'"{written}" stands beside two zones: {", ".join(self._zones)}')
        if self._unknown_zone is not None and not self._zones and found != read(_ELSEWHERE):
            raise ValueError(f'"{written}" {self._unknown_zone}')
        return found

    def _set(
        self, field: str, rank: int, value: object, read: Callable[[object], object], key: str | None = None
    ) -> None:
        if key is not None:
            self._given.setdefault(field, []).append(Given(key, value, read))
        if field in self._values and self._ranks[field] <= rank:
            return
        try:
            self._values[field] = read(value)
        except TooMuch as error:
            self._values.pop(field, None)
            self._too_large[field] = str(error)
            return
        except ValueError as error:
            self._unread[field] = str(error)[:_LONGEST_COMPLAINT]
            self._written[field] = cut(plain(value))
            return
        self._ranks[field] = rank
        self._written.pop(field, None)
        if field in DATES and is_year_last(value):
            self._written[field] = cut(plain(value))
        self._unread.pop(field, None)
        self._too_large.pop(field, None)

    def result(self) -> Metadata:
        # An instant that is given whole, under a stronger name, needs no day and no time beside it.
        whole = self._day is not None and self._ranks.get("started_at", self._rank_of_day) < self._rank_of_day
        if self._time_of_day is not None and not whole and (self._day is not None or "started_at" not in self._values):
            try:
                if self._day is None:
                    raise ValueError(f'"{plain(self._time_of_day)[:SHOWN]}" is a time without its day')
                at = read_time_of_day(self._time_of_day)
                written = f"{plain(self._day)} {plain(self._time_of_day)}"[:SHOWN]
                self._values["started_at"] = self._in_its_zone(written, partial(on_day, self._day, at))
                if self._unread.pop("started_at", None) is not None:
                    self._written.pop("started_at", None)
            except ValueError as error:
                self._unread["started_at"] = str(error)[:_LONGEST_COMPLAINT]
                self._values.pop("started_at", None)
        self._settle_units()
        self._settle_customer()
        for name, kept, most in (
            ("further", self._further, _MOST_FURTHER_BYTES),
            ("crm_links", self._crm, _MOST_CRM_BYTES),
        ):
            if sum(len(key.encode()) + len(value.encode()) for key, value in kept.items()) > most:
                self._too_large[name] = f"they are more than {most:,} bytes together"
                kept.clear()
        return Metadata.model_validate(
            {
                **self._values,
                "crm_links": self._crm,
                "found_in": dict.fromkeys(self._values, self._found_in),
                "unread": self._unread,
                "written": {
                    field: text
                    for field, text in self._written.items()
                    if field in self._unread or (field in self._values and field in DATES)
                },
                "too_large": self._too_large,
                "against": {
                    **self._doubts(),
                    **{
                        field: how
                        for field, given in self._given.items()
                        if field not in self._unread and (how := contradiction(field, given, self._values))
                    },
                },
                "further": self._further,
            }
        )

    def _doubts(self) -> dict[str, str]:
        """What is to be told of dates in GMT."""
        found: dict[str, str] = {}
        for field in DATES:
            moment = self._values.get(field)
            if isinstance(moment, datetime) and field not in self._unread:
                given = [
                    *(plain(each.value) for each in self._given.get(field, ())),
                    *(f"0 {each}" for each in self._zones),
                ]
                doubts = (doubt_of_gmt(each[:SHOWN].strip(), moment, self._account) for each in given)
                if doubt := next(filter(None, doubts), None):
                    found[field] = doubt
        return found

    def _settle_units(self) -> None:
        """A length whose unit stands beside it is in that unit: `{"duration": 312000, "durationUnit": "ms"}`."""
        for field, unit in self._units.items():
            value = self._unitless.get(field)
            if value is None:
                continue
            if (unit_ms := UNITS.get(squashed(unit))) is None:
                self._values.pop(field, None)
                self._written[field] = cut(plain(value))
                why = f'"{plain(value)[:SHOWN]}" is in a unit that isn\'t known: "{unit[:SHOWN]}"'
                self._unread[field] = why
            else:
                self._set(field, -1, value, partial(read_duration_ms, unit_ms=unit_ms))

    def _settle_customer(self) -> None:
        """Who dialled is the customer only where the customer called; on outbound calls it is who was dialled."""
        by_dialling = self._dialled is not None and self._ranks.get("customer_reference") in RANKS_OF_DIALLING
        if by_dialling and self._values.get("direction") is Direction.OUTBOUND:
            del self._values["customer_reference"]
            del self._ranks["customer_reference"]
            self._further["caller"] = cut(plain(self._dialled))
        outbound = self._values.get("direction") is Direction.OUTBOUND
        if outbound and self._was_dialled is not None:
            self._set("customer_reference", RANKS_OF_DIALLING[-1], self._was_dialled, read_text)


_ELSEWHERE: Final = timezone(timedelta(hours=23))
"""A zone in which nobody is: what means the same there has a zone of its own."""


def _json_object(value: object) -> Mapping[str, object] | None:
    if isinstance(value, str):
        try:
            value = read_json(value)
        except (ValueError, RecursionError):
            return None
    return value if isinstance(value, Mapping) else None


def read_list(value: object) -> tuple[str, ...]:
    """A list, or text joined by `|` (or by `;`), without blanks and repeats."""
    parts = value if isinstance(value, list | tuple) else str(value).replace(";", "|").split("|")
    found = tuple(dict.fromkeys(text for part in parts if (text := read_text(part))))
    if len(found) > _MOST_VALUES:
        raise TooMuch(f"it has more than {_MOST_VALUES} values")
    return found


def _channel(value: object) -> Channel:
    found = _channel_in(str(value))
    if found is None:
        raise ValueError(f'"{value}" is no channel (voice, chat, email, offline)')
    return found


def _channel_in(given: str) -> Channel | None:
    """The channel that it is, or that all of its words are which are one: `SMS/Text`, `WhatsApp Business`."""
    if (whole := CHANNEL_WORDS.get(squashed(given))) is not None:
        return whole
    words = {squashed(part) for part in re.split(r"[^\w]+|_", given)} - _ALSO_OTHERS
    found = {CHANNEL_WORDS[word] for word in words if word in CHANNEL_WORDS}
    return found.pop() if len(found) == 1 else None


_ALSO_OTHERS: Final = frozenset({"line", "x", "signal", "digital", "social", "in", "out", "message", "text"})
"""Words that are a channel only by themselves: a "support line" is none."""


def _direction(value: object) -> Direction:
    found = _direction_in(squashed(str(value)))
    if found is None:
        raise ValueError(f'"{value}" is no direction (inbound, outbound)')
    return found


_WAYS: Final = {
    "inbound": Direction.INBOUND, "incoming": Direction.INBOUND,
    "outbound": Direction.OUTBOUND, "outgoing": Direction.OUTBOUND,
}  # fmt: skip


def _direction_in(given: str) -> Direction | None:
    """The direction that it is, or the only one of which it has the word: `Inbound call`."""
    if (whole := DIRECTION_WORDS.get(given)) is not None:
        return whole
    words = {way for word, way in _WAYS.items() if word in given}
    return words.pop() if len(words) == 1 else None


def is_channel(value: object) -> bool:
    """Whether the value names a channel."""
    return _channel_in(str(value)) is not None


def is_direction(value: object) -> bool:
    """Whether the value names a direction."""
    return value is not None and _direction_in(squashed(str(value))) is not None


def _language(value: object) -> str:
    return read_language(read_text(value))


def _audio_channel(value: object) -> int:
    text = str(value).strip().lower().removeprefix("ch_")
    if text not in ("0", "1"):
        raise ValueError(f'"{value}" is no audio channel (0, 1)')
    return int(text)


_READERS: Final[Mapping[str, Callable[[object], object]]] = {
    "channel": _channel,
    "direction": _direction,
    "inquiry": read_list,
    "topics": read_list,
    "agent_channel": _audio_channel,
    "language": _language,
}
