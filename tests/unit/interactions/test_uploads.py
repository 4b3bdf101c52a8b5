"""Handing in files by hand: where they come to lie, and what isn't taken."""

from typing import Any, cast

import pytest

from debrief.interactions.intake.file_names import unit_of
from debrief.interactions.intake.service import UPLOAD_S, IntakeService
from debrief.kernel.errors import RuleBroken
from tests.doubles import SequentialIds


class Recordings:
    """Gives an address for every key."""

    def upload_url(self, key: str, *, seconds: int, size: int, content_type: str) -> str:
        return f"https://store.example/{key}?for={seconds}&size={size}&type={content_type}"


@pytest.fixture
def desk() -> IntakeService:
    unused = cast(Any, None)
    return IntakeService(unused, unused, unused, cast(Any, Recordings()), unused, SequentialIds())


@pytest.mark.feature("S2.1")
def test_files_handed_in_together_make_one_unit(desk: IntakeService) -> None:
    names = ("a.wav", "a.json", "a.metadata.json")
    keys = [desk.upload(name, 1, by="us_1", together="t").key for name in names]
    assert len({unit_of(key).unit_key for key in keys}) == 1


@pytest.mark.feature("S2.1")
def test_a_file_alone_and_those_of_others_have_folders_of_their_own(desk: IntakeService) -> None:
    keys = [
        desk.upload("a.wav", 1, by="us_1").key,
        desk.upload("a.wav", 1, by="us_1").key,
        desk.upload("a.wav", 1, by="us_1", together="t").key,
        desk.upload("a.wav", 1, by="us_1", together="u").key,
        desk.upload("a.wav", 1, by="us_2", together="t").key,
    ]
    assert len(set(keys)) == len(keys)


def test_only_the_name_is_taken_of_a_path(desk: IntakeService) -> None:
    key, url, content_type = desk.upload("..\\..\\manifests/a.wav", 7, by="us_1", together="../../manifests")
    folder, name = key.rsplit("/", 1)
    assert folder.startswith("uploads/up_")
    assert folder.count("/") == 1
    assert name == "a.wav"
    assert content_type == "audio/wav"
    assert url == f"https://store.example/{key}?for={UPLOAD_S}&size=7&type=audio/wav"


@pytest.mark.parametrize("name", ["", "a.exe", "x" * 300 + ".wav", "a\u202evaw.wav", "a\x00.wav"])
def test_what_is_no_part_of_a_conversation_is_refused(desk: IntakeService, name: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        desk.upload(name, 1, by="us_1", together="t")
    assert [error.pointer for error in refused.value.errors] == ["/name"]


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("a.wav", 0),
        ("a.wav", 2 * 1024**3 + 1),
        ("a.vcon.json", 50 * 1024**2 + 1),
        ("a.metadata.json", 1024**2 + 1),
        ("a.jsonl", 5 * 1024**3 + 1),
    ],
)
def test_a_file_of_a_size_that_is_not_read_is_refused(desk: IntakeService, name: str, size: int) -> None:
    with pytest.raises(RuleBroken) as refused:
        desk.upload(name, size, by="us_1")
    assert [error.pointer for error in refused.value.errors] == ["/size"]


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.WAV", "audio/wav"),
        ("a.screen.mp4", "video/mp4"),
        ("a.mp4", "audio/mp4"),
        ("a.vcon.json", "application/json"),
        ("a.vtt", "text/vtt"),
        ("a.jsonl", "application/x-ndjson"),
    ],
)
def test_a_file_has_the_type_that_its_name_says(desk: IntakeService, name: str, media_type: str) -> None:
    assert desk.upload(name, 1, by="us_1").content_type == media_type
