"""What is asked for and what is installed are the same: a lock that lags behind is found here, and not in AWS."""

import re
from pathlib import Path

import pytest

REQUIREMENTS = Path(__file__).parents[3] / "requirements"
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def pins_of(name: str) -> dict[str, str]:
    text = (REQUIREMENTS / name).read_text(encoding="utf-8")
    return {found[1].lower().replace("_", "-"): found[2] for found in _PIN.finditer(text)}


@pytest.mark.parametrize("asked", sorted(path.name for path in REQUIREMENTS.glob("*.in")))
def test_every_pin_is_in_its_lock_and_nothing_is_left_there_that_nobody_asked_for(asked: str) -> None:
    lock = asked.removesuffix(".in") + ".txt"
    locked, wanted = pins_of(lock), pins_of(asked)
    assert wanted
    assert {name: locked.get(name) for name in wanted} == wanted
    text = (REQUIREMENTS / lock).read_text(encoding="utf-8")
    direct = {
        found[1].lower().replace("_", "-")
        for found in re.finditer(
            rf"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==[^#]*# via -r {re.escape(asked)}$", text, re.MULTILINE
        )
    }
    assert direct <= wanted.keys()
