"""Languages are read by code and by name; what is none is told, and no recording is transcribed in another one."""

import json

import pytest

from debrief.interactions.formats.language_names import language_code
from debrief.interactions.formats.metadata import FoundIn, merge, unread_remarks
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.languages import TRANSCRIBED
from debrief.interactions.intake.model import IntakeStatus
from tests.unit.interactions.test_intake import Desk, desk, wav

__all__ = ["desk"]
pytestmark = pytest.mark.feature("S2.1")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("german", "de"),
        ("Deutsch", "de"),
        ("  ESPAÑOL ", "es"),
        ("日本語", "ja"),
        ("English (UK)", "en-GB"),
        ("English - United States", "en-US"),
        ("british english", "en-GB"),
        ("Portuguese (Brazil)", "pt-BR"),
        ("en", "en"),
        ("EN_gb", "EN_gb"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("tlh", "tlh"),
        ("yue", "yue"),
    ],
)
def test_a_language_is_read_by_its_name_and_its_code_stays(given: str, code: str) -> None:
    known = metadata_from({"language": given}, FoundIn.SIDECAR, "UTC")
    assert (known.language, known.unread) == (code, {})


def test_every_language_that_is_transcribed_is_one() -> None:
    assert {language_code(code) for code in TRANSCRIBED} == TRANSCRIBED


@pytest.mark.parametrize("given", ["xx-YY", "qq", "multi", "the usual", "12", "en-GB, de-DE", "e" * 60])
def test_what_is_no_language_is_told(given: str) -> None:
    known = metadata_from({"language": given}, FoundIn.SIDECAR, "UTC")
    assert known.language is None
    assert known.unread["language"].startswith(f'"{given[:40]}" is no language')
    (remark,) = unread_remarks(known)
    assert remark.endswith("it was left out.")
    both = merge(known, metadata_from({"language": "french"}, FoundIn.DOCUMENT, "UTC"))
    assert both.language == "fr"
    assert unread_remarks(both)[0].endswith("that of the transcript was taken.")


@pytest.mark.parametrize("channels", [1, 2])
def test_a_recording_whose_language_cannot_be_read_waits_for_it(desk: Desk, channels: int) -> None:
    known = {"agent": "AG-1", "queue": "sales", "started_at": "2026-02-01T10:00:00Z", "language": "xx-YY"}
    desk.drop("calls/a.metadata.json", json.dumps(known).encode())
    desk.drop("calls/a.wav", wav(2, channels))
    held = desk.item("calls/a.wav")
    assert [(each.code, each.field, each.given) for each in held.reasons] == [
        (HoldCode.LANGUAGE_UNSUPPORTED, "language", "xx-YY")
    ]
    done = desk.intake.complete(held, {"language": "German"})
    assert (done.status, done.metadata.language) == (IntakeStatus.PROCESSING, "de")
    assert desk.workflows.started[f"{held.id}-1"]["job"]["language_code"] == "de-DE"
