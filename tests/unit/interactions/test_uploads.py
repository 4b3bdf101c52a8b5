"""Handing in files by hand: where they come to lie, and what isn't taken."""

from typing import Any, cast

import pytest

from debrief.interactions.intake.file_names import unit_of
from debrief.interactions.intake.service import UPLOAD_S, IntakeService
from debrief.kernel.errors import RuleBroken
from debrief.kernel.ids import SequentialIds


class Recordings:
    """Gives an address for every key."""

    def upload_url(self, key: str, *, seconds: int) -> str:
        return f"https://store.example/{key}?for={seconds}"


@pytest.fixture
def desk() -> IntakeService:
    unused = cast(Any, None)
    return IntakeService(unused, unused, unused, cast(Any, Recordings()), unused, SequentialIds())


@pytest.mark.feature("S2.1")
def test_files_handed_in_together_make_one_unit(desk: IntakeService) -> None:
    names = ("a.wav", "a.json", "a.metadata.json")
    keys = [desk.upload(name, by="us_1", together="t")[0] for name in names]
    assert len({unit_of(key).unit_key for key in keys}) == 1


@pytest.mark.feature("S2.1")
def test_a_file_alone_and_those_of_others_have_folders_of_their_own(desk: IntakeService) -> None:
    keys = [
        desk.upload("a.wav", by="us_1")[0],
        desk.upload("a.wav", by="us_1")[0],
        desk.upload("a.wav", by="us_1", together="t")[0],
        desk.upload("a.wav", by="us_1", together="u")[0],
        desk.upload("a.wav", by="us_2", together="t")[0],
    ]
    assert len(set(keys)) == len(keys)


def test_only_the_name_is_taken_of_a_path(desk: IntakeService) -> None:
    key, url = desk.upload("..\\..\\manifests/a.wav", by="us_1", together="../../manifests")
    folder, name = key.rsplit("/", 1)
    assert folder.startswith("uploads/up_")
    assert folder.count("/") == 1
    assert name == "a.wav"
    assert url == f"https://store.example/{key}?for={UPLOAD_S}"


@pytest.mark.parametrize("name", ["", "a.exe", "x" * 300 + ".wav"])
def test_what_is_no_part_of_a_conversation_is_refused(desk: IntakeService, name: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        desk.upload(name, by="us_1", together="t")
    assert [error.pointer for error in refused.value.errors] == ["/name"]
