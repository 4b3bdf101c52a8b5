"""Who hears of what on which channel."""

from collections.abc import Collection, Iterable

from debrief.kernel.errors import FieldError, RuleBroken
from debrief.notices.kinds import KINDS
from debrief.notices.model import NoticeChannel, Preferences

Choices = dict[str, dict[str, bool]]


def wants(preferences: Preferences, kind: str, channel: NoticeChannel) -> bool:
    """Whether a person hears of a kind on a channel: as they chose, else as the kind has it."""
    if channel is NoticeChannel.DIGEST and preferences.digest.every == "never":
        return False
    chosen = preferences.choices.get(kind, {}).get(channel.value)
    if chosen is not None:
        return chosen
    return KINDS[kind].default(channel) if kind in KINDS else channel is NoticeChannel.IN_APP


def channels_for(preferences: Preferences, kind: str, available: Collection[NoticeChannel]) -> list[NoticeChannel]:
    """The channels on which a person is told, of those that the environment has."""
    return [each for each in NoticeChannel if each in available and wants(preferences, kind, each)]


def available_with(leaving: Iterable[NoticeChannel]) -> frozenset[NoticeChannel]:
    """The channels of people where these leave Debrief: with e-mail there are digests as well."""
    found = {NoticeChannel.IN_APP, *leaving}
    return frozenset({*found, NoticeChannel.DIGEST} if NoticeChannel.EMAIL in found else found)


def chosen(preferences: Preferences, changes: Choices) -> Preferences:
    """The preferences after a change; what is chosen as it would be anyway is kept too, should a default change.

    Raises:
        RuleBroken: there is no such kind or channel.
    """
    unknown = [
        *(f"/notices/{kind}" for kind in changes if kind not in KINDS),
        *(
            f"/notices/{kind}/{name}"
            for kind, by in changes.items()
            for name in by
            if name not in _names(NoticeChannel)
        ),
    ]
    if unknown:
        errors = [FieldError(pointer=pointer, message="is nothing that can be chosen") for pointer in unknown]
        raise RuleBroken("Some of this can't be chosen", errors=errors)
    choices = {kind: dict(by) for kind, by in preferences.choices.items()}
    for kind, by in changes.items():
        choices[kind] = {**choices.get(kind, {}), **by}
    return preferences.model_copy(update={"choices": choices})


def _names(channels: Iterable[NoticeChannel]) -> set[str]:
    return {each.value for each in channels}
