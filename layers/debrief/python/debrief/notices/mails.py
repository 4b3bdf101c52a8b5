"""A notice as an e-mail: plain text, and the same in HTML, in which every word from outside is escaped."""

from collections.abc import Mapping
from html import escape
from typing import Final, NamedTuple

from debrief.notices.kinds import KINDS, path, sentence
from debrief.notices.listed import listed_in
from debrief.notices.model import Notice
from debrief.notices.sentences import conversation
from debrief.notices.wording import Wording

PREFERENCES_PATH: Final = "/preferences"
"""Where a person chooses what they hear of, in the console."""

_WHY = "You get this e-mail because somebody works with you in Debrief."


class Invitation(NamedTuple):
    """A calendar file that goes along. media_type: with what a calendar program is to do with it."""

    name: str
    media_type: str
    content: str


class Mail(NamedTuple):
    """What is sent. settings_url: where the recipient chooses what they get. invitation: for their calendar, if any."""

    subject: str
    text: str
    html: str
    settings_url: str
    invitation: Invitation | None = None


def mail_of(
    notice: Notice,
    names: Mapping[str, str],
    *,
    recipient: str,
    time_zone: str,
    console_url: str,
    scorecard: str | None = None,
) -> Mail:
    """The e-mail that tells `recipient` (a name) of the notice. console_url: the console's, without a slash at its end.

    It carries what the console would say in its list, with what scorecard something is to be evaluated (by its name,
    where it is known), and a link to each of several conversations; nothing of what was said: that is behind the
    sign-in.
    """
    said = one_line(sentence(notice, names, time_zone))
    kind, place = KINDS.get(notice.kind), path(notice) or "/"
    opens, url = kind.opens if kind else "Open Debrief", f"{console_url}{place}"
    settings_url = f"{console_url}{PREFERENCES_PATH}"
    zone = f"Times are those of {time_zone}."
    hello = f"Hello {one_line(recipient)},"
    words = Wording(notice, names, time_zone)
    listed = [
        (_begun(one_line(conversation(words, each))), f"{console_url}/evaluations/{each.evaluation_id}")
        for each in listed_in(notice)
    ]
    more = _more(notice, len(listed))
    facts = [f"Scorecard: {one_line(scorecard)}"] if scorecard else []
    text = "\n\n".join(
        [
            hello,
            f"{said}.",
            *facts,
            *(["\n".join([*(f"{what}: {where}" for what, where in listed), *more])] if listed else []),
            f"{opens}: {url}",
            zone,
            f"-- \n{_WHY} Choose what you hear of: {settings_url}",
            "",
        ]
    )
    middle = "".join(f'<p style="margin:0 0 16px">{escape(each)}</p>' for each in facts)
    if listed:
        lines = [f"<li>{escape(what)}: {_link(where, 'Open')}</li>" for what, where in listed]
        lines += [f"<li>{escape(each)}</li>" for each in more]
        middle += f'<ul style="margin:0 0 24px;padding-left:20px">{"".join(lines)}</ul>'
    return Mail(said, text, _html(said, hello, middle, (url, opens), (zone, settings_url)), settings_url)


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _more(notice: Notice, listed: int) -> list[str]:
    """How many there are beside those that are listed."""
    number = notice.parameters.get("number", "")
    left = int(number) - listed if number.isdecimal() else 0
    return [f"And {left} more"] if left > 0 else []


def _link(url: str, text: str) -> str:
    return f'<a href="{escape(url)}" style="color:#0b6e69">{escape(text)}</a>'


def _html(said: str, hello: str, middle: str, link: tuple[str, str], foot: tuple[str, str]) -> str:
    (url, opens), (zone, settings_url) = link, foot
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(said)}</title></head>"
        '<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1f2328;background:#ffffff">'
        f'<p style="margin:0 0 16px">{escape(hello)}</p>'
        f'<p style="margin:0 0 24px;max-width:36em">{escape(said)}.</p>{middle}'
        f'<p style="margin:0 0 24px">{_link(url, opens)}</p>'
        f'<p style="margin:0;font-size:13px;color:#57606a">{escape(zone)} {escape(_WHY)} '
        f'<a href="{escape(settings_url)}" style="color:#57606a">Choose what you hear of</a></p>'
        "</body></html>"
    )


def one_line(text: str) -> str:
    """Without breaks and control characters: a name must not end a header and begin another."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
