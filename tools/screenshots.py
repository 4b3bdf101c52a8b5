"""A picture of every page of the console: `python -m tools.screenshots [--only NAME …]`, printed as they are made.

It needs `make run` beside it: the pictures show the sample company, as the person who uses the page most.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from local.cloud import ADMIN_EMAIL, CloudError, running
from local.loading.company import loaded_sample
from local.sessions import Sessions
from local.settings import REPOSITORY, LocalSettings
from tools.browser import chromium, count_requests, settled, sign_in

FOLDER = REPOSITORY / "docs" / "screenshots"
DESK, PHONE = (1360, 900), (390, 844)

Do = Callable[[Page], None]


@dataclass(frozen=True)
class Shot:
    """One picture. who: as whom. do: what to do before the picture is taken."""

    name: str
    who: str
    path: str
    size: tuple[int, int] = DESK
    dark: bool = False
    whole: bool = False
    do: Do | None = None


class Account:
    """Things of the sample company that pages are about."""

    def __init__(self, sessions: Sessions) -> None:
        sample = loaded_sample(sessions.admin)
        if sample is None:
            raise CloudError("The sample company isn't loaded: start `make run` and let it finish.")
        star = sample.star
        outsider = next(each for each in sample.people if each.role == "Evaluator")
        self.emails = {
            "supervisor": star.manager_email,
            "agent": star.email,
            "evaluator": outsider.email,
            "admin": ADMIN_EMAIL,
        }
        self.looking = sessions.of(star.manager_email)
        self.agent_id: str = sessions.person(star.email)["id"]
        for email in self.emails.values():
            sessions.of(email)

    def meeting(self) -> str:
        """The agent's meeting with a summary, else their latest one."""
        meetings = list(self._some("/meetings", participant_id=self.agent_id))
        return str(next((each for each in meetings if each["summary_id"]), meetings[0])["id"])

    def evaluation(self, kind: str) -> str:
        """The latest evaluation of a type."""
        return str(next(self._some("/evaluations", type=kind))["id"])

    def call(self) -> str:
        """A call with a recording."""
        calls = self._some("/interactions", agent_id=self.agent_id, channel="voice")
        return str(next(each for each in calls if each["recording"])["id"])

    def scorecard(self) -> str:
        """A scorecard that the agent was evaluated with."""
        return str(next(self._some("/evaluations", agent_id=self.agent_id))["scorecard_id"])

    def _some(self, path: str, **query: str) -> Iterator[Any]:
        return self.looking.pages(path, query)


def shots(account: Account) -> list[Shot]:
    """Every page, and the states of it that matter."""
    agent = account.agent_id
    meeting, call = account.meeting(), account.call()
    by_ai = account.evaluation("automatic")

    def dialog(page: Page) -> None:
        page.get_by_role("button", name="Generate").first.click()
        page.get_by_role("dialog").wait_for()

    return [
        Shot("sign-in", "", "/sign-in"),
        Shot("home-supervisor", "supervisor", "/"),
        Shot("home-agent", "agent", "/"),
        Shot("home-evaluator", "evaluator", "/"),
        Shot("home-admin", "admin", "/"),
        Shot("interactions", "supervisor", "/interactions"),
        Shot("interactions-drawer", "supervisor", f"/interactions?open={call}"),
        Shot("interaction", "supervisor", f"/interactions/{call}"),
        Shot("interaction-phone", "supervisor", f"/interactions/{call}", size=PHONE),
        Shot("evaluations", "evaluator", "/evaluations"),
        Shot("evaluation-automatic", "supervisor", f"/evaluations/{by_ai}"),
        Shot("evaluation-blended", "supervisor", f"/evaluations/{account.evaluation('blended')}"),
        Shot("scorecards", "supervisor", "/scorecards"),
        Shot("scorecard", "supervisor", f"/scorecards/{account.scorecard()}"),
        Shot("line-items", "supervisor", f"/reports?report=line-items&agent={agent}"),
        Shot("conversations", "supervisor", f"/reports?report=conversations&agent={agent}"),
        Shot("responses", "supervisor", f"/reports?report=responses&scorecard={account.scorecard()}"),
        Shot("evaluation-report", "supervisor", f"/reports?report=evaluations&agent={agent}"),
        Shot("meetings", "supervisor", "/meetings"),
        Shot("meetings-calendar", "supervisor", "/meetings?view=calendar"),
        Shot("meeting", "supervisor", f"/meetings/{meeting}"),
        Shot("summary-meeting", "supervisor", f"/meetings/{meeting}?tab=summary", whole=True),
        Shot("summary-meeting-dark", "supervisor", f"/meetings/{meeting}?tab=summary", dark=True),
        Shot("summary-meeting-phone", "supervisor", f"/meetings/{meeting}?tab=summary", size=PHONE),
        Shot("summary-participant", "agent", f"/meetings/{meeting}?tab=summary"),
        Shot("profile", "supervisor", f"/people/{agent}"),
        Shot("profile-reports", "supervisor", f"/people/{agent}?tab=reports"),
        Shot("generate-dialog", "supervisor", f"/people/{agent}?tab=reports", do=dialog),
        Shot("people", "admin", "/people"),
        Shot("people-drawer", "admin", f"/people?open={agent}"),
        Shot("people-import", "admin", "/people/imports"),
        Shot("intake", "evaluator", "/intake"),
        Shot("imports", "evaluator", "/intake/imports"),
        Shot("settings", "admin", "/settings"),
        Shot("settings-roles", "admin", "/settings?tab=roles"),
        Shot("settings-flags", "admin", "/settings?tab=flags"),
        Shot("settings-indicators", "admin", "/settings?tab=indicators"),
    ]


class Studio:
    """One browser, and each person signed in once."""

    def __init__(self, browser: Browser, url: str, account: Account, password: str) -> None:
        self._browser, self._url, self._account, self._password = browser, url, account, password
        self._states: dict[str, Any] = {}

    def take(self, shot: Shot) -> Path:
        """Take one picture; where it lies."""
        with self._page(shot) as page:
            page.goto(self._url + shot.path)
            settled(page)
            if shot.do:
                shot.do(page)
                settled(page)
            file = FOLDER / f"{shot.name}.png"
            page.screenshot(path=file, full_page=shot.whole, animations="disabled")
        return file

    @contextmanager
    def _page(self, shot: Shot) -> Iterator[Page]:
        if shot.who and shot.who not in self._states:
            self._states[shot.who] = self._sign_in(self._account.emails[shot.who])
        context = self._browser.new_context(
            viewport={"width": shot.size[0], "height": shot.size[1]},
            color_scheme="dark" if shot.dark else "light",
            reduced_motion="reduce",
            storage_state=self._states.get(shot.who),
        )
        count_requests(context)
        try:
            yield context.new_page()
        finally:
            context.close()

    def _sign_in(self, email: str) -> Any:
        context = self._browser.new_context()
        page = context.new_page()
        page.goto(f"{self._url}/sign-in")
        sign_in(page, email, self._password)
        page.get_by_role("navigation", name="Places").wait_for()
        state = context.storage_state()
        context.close()
        return state


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="make screenshots", description=__doc__)
    parser.add_argument("--only", nargs="*", default=[], help="names of pictures")
    wanted = parser.parse_args(arguments)
    try:
        cloud = running(LocalSettings.from_env())
        account = Account(Sessions(cloud))
    except CloudError as error:
        print(error, file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, chromium(playwright) as browser:
        studio = Studio(browser, cloud.settings.console_url, account, cloud.password)
        for shot in shots(account):
            if not wanted.only or shot.name in wanted.only:
                print(studio.take(shot).relative_to(REPOSITORY), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
