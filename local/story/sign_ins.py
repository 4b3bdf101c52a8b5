"""Who can sign in, and where."""

from __future__ import annotations

from local.cloud import ADMIN_EMAIL, Cloud
from local.console.mail import MAIL
from local.sample.model import Sample


def print_sign_ins(cloud: Cloud, sample: Sample | None, *, stays_up: bool = True, missing: str | None = None) -> None:
    """Print where the console, the e-mail and the API are, and who can sign in.

    sample: the company that is loaded, if one is. stays_up: whether the addresses can be reached now. missing: why the
    console is an old one or none, as one sentence.
    """
    settings = cloud.settings
    if stays_up:
        print(f"\nConsole: {settings.console_url}" + (f" — {missing}" if missing else ""))
        print(f"E-mail:  {settings.console_url}{MAIL} (what was sent, and would have left the account in AWS)")
        print(f"API:     {cloud.api_url}")
    else:
        print(f"\n`make run` goes on from here and stays up, with the console at {settings.console_url}.")
    print(f"Sign in with the password {cloud.password} as")
    for email, who in [(ADMIN_EMAIL, "administrator"), *(shown(sample) if sample else ())]:
        print(f"  {email:<42} {who}")
    print(f"(user pool {cloud.user_pool_id}, client {cloud.client_id})", flush=True)


def shown(sample: Sample) -> list[tuple[str, str]]:
    """One person of each kind, by e-mail address: what the console shows them differs."""
    star = sample.star
    supervisor = sample.person(star.manager_email)
    evaluator = next(person for person in sample.people if person.role == "Evaluator")
    outsider = next(
        person for person in sample.people if person.role == "Supervisor" and person.team not in ("", star.team)
    )
    return [
        (supervisor.email, f"supervisor of {star.name}'s team, {supervisor.team}"),
        (star.email, f"agent of {star.team}, whose 1-to-1 was prepared"),
        (evaluator.email, "evaluator"),
        (outsider.email, f"supervisor of {outsider.team}: none of the above report to them"),
        (supervisor.manager_email, "operations manager, above all supervisors"),
    ]
