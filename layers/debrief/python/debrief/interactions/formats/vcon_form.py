"""The form that a vCon of ours has: the schema of draft-ietf-vcon-vcon-core-04, as far as we write it.

Stricter than the draft's own, which lets any further field and any place in a list through: no field that isn't written
here, nothing in the place of a text but a text, and each place within its list. A test holds that what this admits the
draft's schema admits.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, JsonValue, model_validator

from debrief.kernel.model import Entity

LONGEST_INSTANT: Final = len("2026-01-01T00:00:00.000000Z")


def _instant(written: str) -> str:
    if len(written) > LONGEST_INSTANT or written[10:11] != "T" or not written.endswith("Z"):
        raise ValueError("must be an instant in UTC, as RFC 3339 has it")
    datetime.fromisoformat(written)
    return written


@cache
def _uuid_pattern() -> re.Pattern[str]:
    return re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _uuid(written: str) -> str:
    if _uuid_pattern().fullmatch(written) is None:
        raise ValueError("must be a UUID in its usual form")
    return written


Written = Annotated[str, AfterValidator(_instant)]
Place = Annotated[int, Field(ge=0)]
Name = Annotated[str, Field(min_length=1)]


class Party(Entity, strict=True):
    """Who took part. role: of the extension for contact centres. uuid: our id of the agent."""

    role: Name
    uuid: Name = ""
    name: Name = ""


class Dialog(Entity, strict=True):
    """What was said, or the recording that it was said in."""

    type: Literal["recording", "text"]
    start: Written
    parties: list[Place]
    duration: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0
    originator: Place = 0
    mediatype: Literal["text/plain"] = "text/plain"
    encoding: Literal["none"] = "none"
    body: str = ""

    @model_validator(mode="after")
    def _is_of_its_type(self) -> Self:
        inline = {"mediatype", "encoding", "body"}
        told = self.model_fields_set & {*inline, "originator", "duration"}
        wanted = inline if self.type == "text" else {"duration"}
        if told - {"originator"} != wanted or (self.type == "recording" and "originator" in told):
            raise ValueError("a text has its body, and a recording its duration")
        return self


class _Json(Entity, strict=True):
    """What stands inline as JSON."""

    mediatype: Literal["application/json"]
    encoding: Literal["json"]
    body: dict[str, JsonValue]


class Analysis(_Json, strict=True):
    """What somebody read out of a conversation, and who."""

    type: Name
    vendor: Name
    dialog: Place = 0


class Attachment(_Json, strict=True):
    """What else is known of a conversation."""

    purpose: Name
    start: Written
    party: Place
    dialog: Place


class Vcon(Entity, strict=True):
    """A vCon in the unsigned form."""

    vcon: Literal["0.4.0"]
    uuid: Annotated[str, AfterValidator(_uuid)]
    extensions: list[Literal["CC"]]
    created_at: Written
    parties: list[Party]
    dialog: list[Dialog]
    analysis: list[Analysis]
    attachments: list[Attachment]

    @model_validator(mode="after")
    def _names_what_is_there(self) -> Self:
        if max(chain(self._parties(), [-1])) >= len(self.parties):
            raise ValueError("a part names a party that isn't there")
        about = chain((each.dialog for each in self.analysis), (each.dialog for each in self.attachments))
        if max(chain(about, [-1])) >= len(self.dialog):
            raise ValueError("a part names a dialog that isn't there")
        return self

    def _parties(self) -> Iterator[int]:
        for each in self.dialog:
            yield from each.parties
            yield each.originator
        yield from (each.party for each in self.attachments)


def check(document: Mapping[str, object]) -> None:
    """Raises pydantic's ValidationError, which quotes nothing, where the document isn't as the draft has it."""
    Vcon.model_validate(document)
