"""When a digest is due and what it says: a person's notices of a day or a week, in one e-mail."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from html import escape
from typing import Final

from debrief.kernel.calendar import day_of, next_local
from debrief.notices.kinds import path, sentence
from debrief.notices.mails import PREFERENCES_PATH, Mail, one_line
from debrief.notices.model import Digest, Notice

DIGEST_KIND: Final = "digest"
"""The kind of the notice that carries a digest; nobody chooses it, and it has no sentence."""

MOST_IN_ONE: Final = 40
"""Notices in one e-mail; what is more follows in another one."""


def next_digest(digest: Digest, after: datetime, account_zone: str) -> datetime | None:
    """The first instant after `after` at which a digest is due; None where none is wanted.

    It is the hour that clocks show where the reader is: on a day with 23 hours or 25 once, and not an hour off.
    """
    if digest.every == "never":
        return None
    zone = digest.time_zone or account_zone
    found = next_local(after, time(digest.hour), zone)
    while digest.every == "week" and day_of(found, zone).weekday() != digest.weekday:
        found = next_local(found, time(digest.hour), zone)
    return found


def digest_mail(
    notices: Sequence[Notice],
    names: Mapping[str, str],
    *,
    every: str,
    recipient: str,
    time_zone: str,
    console_url: str,
) -> Mail:
    """The e-mail with these notices, the oldest first, each as the console says it and with its link."""
    period = "week" if every == "week" else "day"
    number = "1 notice" if len(notices) == 1 else f"{len(notices)} notices"
    subject = f"Your {period} in Debrief: {number}"
    hello = f"Hello {one_line(recipient)},"
    said = [(one_line(sentence(each, names, time_zone)), f"{console_url}{path(each) or '/'}") for each in notices]
    settings_url = f"{console_url}{PREFERENCES_PATH}"
    foot = f"Times are those of {time_zone}."
    why = "You get this e-mail because you asked for a digest of what you are told in Debrief."
    text = "\n\n".join(
        [hello, *(f"{what}.\n{where}" for what, where in said), foot, f"-- \n{why} Change it: {settings_url}", ""]
    )
    items = "".join(
        f'<li style="margin:0 0 12px">{escape(what)}. <a href="{escape(where)}" style="color:#0b6e69">Open</a></li>'
        for what, where in said
    )
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(subject)}</title></head>"
        '<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1f2328;background:#ffffff">'
        f'<p style="margin:0 0 16px">{escape(hello)}</p>'
        f'<ul style="margin:0 0 24px;padding-left:20px;max-width:36em">{items}</ul>'
        f'<p style="margin:0;font-size:13px;color:#57606a">{escape(foot)} {escape(why)} '
        f'<a href="{escape(settings_url)}" style="color:#57606a">Change it</a></p></body></html>'
    )
    return Mail(subject, text, html, settings_url)
