"""What Amazon SES tells of an e-mail after it took it (the detail of its events on EventBridge)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from debrief.notices.model import DeliveryState


class Outcome(NamedTuple):
    """What became of an e-mail. error: SES's own words for the kind of trouble, such as `Permanent.Suppressed`."""

    user_id: str
    notice_id: str
    state: DeliveryState
    error: str


def outcome_of(detail: Mapping[str, Any]) -> Outcome | None:
    """The outcome that an event's detail tells; None where the e-mail carries no ids of ours.

    Addresses on the account's suppression list come back as a bounce: SES takes the e-mail and never sends it.
    """
    tags = detail["mail"].get("tags", {})
    recipient, notice = tags.get("recipient"), tags.get("notice")
    if not recipient or not notice:
        return None
    ids = str(recipient[0]), str(notice[0])
    if bounce := detail.get("bounce"):
        return Outcome(*ids, "bounced", _words(bounce.get("bounceType"), bounce.get("bounceSubType")))
    if complaint := detail.get("complaint"):
        kind = complaint.get("complaintSubType") or complaint.get("complaintFeedbackType")
        return Outcome(*ids, "complained", _words("Complaint", kind))
    return Outcome(*ids, "refused", _words("Rejected"))


def _words(*parts: object) -> str:
    return ".".join(str(part) for part in parts if part)[:100]
