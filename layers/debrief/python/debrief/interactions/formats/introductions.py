"""Who introduces themselves by the agent's name: a better cue than wording, and still a guess."""

import re
from functools import lru_cache
from typing import Final

from debrief.interactions.conversations.model import Speaker, Turn
from debrief.interactions.conversations.roles import Roles, RolesFrom
from debrief.interactions.conversations.speakers import voice_of
from debrief.interactions.formats.customers import turned
from debrief.interactions.formats.parsed import ParsedConversation
from debrief.interactions.formats.voices import is_about_roles

BY_INTRODUCTION: Final = "Agent and customer were told apart by who introduces themselves by the agent's name."
_BEFORE: Final = (
    r"my name(?: is|'s)|this is|you(?:'re| are) (?:speaking|talking) (?:with|to)|you(?:'ve| have) reached|i(?:'m| am)"
    r"|mein name ist|hier (?:ist|spricht)|ich bin|ich heiße|sie sprechen mit"
    r"|je m'appelle|mon nom est|je suis|ici|c'est|me llamo|mi nombre es|soy|le (?:habla|atiende|saluda)|habla con"
    r"|mi chiamo|il mio nome è|sono|parla con|meu nome é|me chamo|sou [oa]|fala com"
    r"|mijn naam is|u spreekt met|ik ben|nazywam się|mam na imię|меня зовут|это|с вами говорит"
    r"|اسمي|معك|انا|أنا"
)
_AFTER: Final = (
    r"speaking|here|am (?:apparat|telefon)|à l'appareil|al (?:habla|aparato)|al telefono|aan de (?:lijn|telefoon)"
)
_CLOSE_BEFORE: Final = r"担当の|わたくし|私は|我是|我叫|我的名字是|저는 ?|제 이름은 ?"
_CLOSE_BEHIND: Final = r"と申します|でございます|입니다|이라고 합니다|라고 합니다"
"""Of scripts that write no blank between a name and what stands beside it."""

_TITLE: Final = r"(?:(?:mr|mrs|ms|miss|frau|herr|m|mme|sra?|señora?|dr)\b\.? )?"
_GUESSES: Final = frozenset({RolesFrom.WORDING, RolesFrom.DIALLING, RolesFrom.FIRST_CHANNEL, RolesFrom.UNKNOWN})
_SHORTEST: Final = 2


def introduced(conversation: ParsedConversation, name: str) -> ParsedConversation:
    """The conversation with the one voice as the agent that introduces itself by the agent's name.

    Asked is only where wording, who dialled or habit told who is who, or nothing did. Where it is another voice than
    was taken for the agent, it takes that one's place; of two, the other one is the customer.
    """
    if conversation.roles.basis not in _GUESSES or not (
        conversation.roles.guessed or conversation.roles.basis is RolesFrom.UNKNOWN
    ):
        return conversation
    speaks = {voice_of(turn): turn.speaker for turn in conversation.turns}
    who = {voice_of(turn) for turn in conversation.turns if introduces(turn.text, name)}
    nameless = Speaker.UNKNOWN in {turn.speaker for turn in conversation.turns if turn.voice is None}
    if len(who) != 1 or len(speaks) < 2 or nameless:
        return conversation
    agent = who.pop()
    if speaks[agent] in (Speaker.AGENT, Speaker.SYSTEM):
        return conversation
    both = speaks[agent] is Speaker.CUSTOMER and Speaker.AGENT in speaks.values()
    two = len([each for each in speaks.values() if each is not Speaker.SYSTEM]) == 2

    def speaker_of(turn: Turn) -> Speaker:
        voice = voice_of(turn)
        if voice == agent:
            return Speaker.AGENT
        if turn.speaker is Speaker.AGENT:
            return Speaker.CUSTOMER if both or two else Speaker.UNKNOWN
        if turn.speaker is Speaker.UNKNOWN and two:
            return Speaker.CUSTOMER
        return turn.speaker

    channel = conversation.agent_channel
    return conversation.model_copy(
        update={
            "turns": tuple(turn.model_copy(update={"speaker": speaker_of(turn)}) for turn in conversation.turns),
            "roles": Roles(basis=RolesFrom.NAME, guessed=True),
            "warnings": (*(each for each in conversation.warnings if not is_about_roles(each)), BY_INTRODUCTION),
            "agent_channel": 1 - channel if both and channel in (0, 1) else channel,
            "metadata": turned(conversation.metadata) if both else conversation.metadata,
        }
    )


def introduces(text: str, name: str) -> bool:
    """Whether somebody says that they are who has that name: by all of it, or its first or last part.

    `This is Anna Berg` isn't Anna Elm, and `Is this Anna?` asks.
    """
    forms = _forms(name)
    if not forms:
        return False
    first, last = forms[0].casefold(), forms[-1].casefold()
    for match in _said_so(forms).finditer(" ".join(text.replace("’", "'").split())):
        said, then = (match["name"] or "").casefold(), match["then"]
        if then is None or not then[:1].isupper() or said != first or then.casefold() == last:
            return True
    return False


def _forms(name: str) -> tuple[str, ...]:
    last, comma, first = name.partition(",")
    parts = f"{first} {last}".split() if comma else name.split()
    return tuple(part for part in parts if len(part) >= _SHORTEST)


@lru_cache(maxsize=64)
def _said_so(forms: tuple[str, ...]) -> re.Pattern[str]:
    each = "|".join(re.escape(form) for form in dict.fromkeys((forms[0], forms[-1])))
    whole = " ".join(map(re.escape, forms))
    called = f"(?:{whole}|{each})"
    return re.compile(
        rf"(?<!\w)(?:{_BEFORE})[ ,:]{{1,2}}{_TITLE}(?P<name>{called})(?![\w']|\s?\?)(?: (?P<then>\w+))?"
        rf"|(?<!\w){called},? (?:{_AFTER})(?!\w|\s?\?)"
        rf"|(?:{_CLOSE_BEFORE}){called}|{called}(?:{_CLOSE_BEHIND})(?![?？か까])",
        re.IGNORECASE,
    )
