"""Who may see a summary, and what they may do with it (S0.2, S0.3, P4)."""

from typing import Literal

from debrief.summaries.model import Summary

Part = Literal["owner", "reader"]
"""What somebody is to a summary: the owner made it (the facilitator of its meeting); a reader only looks at it."""

Act = Literal["retry", "open", "delete", "edit", "share", "unshare", "add_action", "replay", "export_pdf"]

_WHEN_READY: dict[Part, tuple[Act, ...]] = {
    "owner": ("edit", "share", "add_action", "export_pdf", "replay", "delete"),
    "reader": ("export_pdf",),
}


def part_in_detached(summary: Summary, user_id: str, *, sees_agent: bool, may_generate: bool) -> Part | None:
    """What a person is to a detached summary; None where they mustn't know of it.

    sees_agent: the agent is the person or within their reach; may_generate: they have the permission to make
    summaries. The agent sees what they made and what was shared with them, nobody's drafts.
    """
    if not sees_agent:
        return None
    if summary.requested_by == user_id:
        return "owner"
    if summary.agent_id == user_id:
        shared = summary.sharing is not None and user_id in summary.sharing.user_ids
        return "reader" if shared and summary.status == "ready" else None
    return "reader" if may_generate else None


def part_in_meeting(summary: Summary, role: str, *, begun: bool) -> Part | None:
    """What a person is to a meeting's summary. role: what they are to the meeting, which they may see; begun: whether
    the meeting has.

    The facilitator owns it; everybody else reads it once it is ready and can do nothing with it. What nobody asked for
    is the facilitator's alone until they have read it, or the meeting has begun.
    """
    if role == "facilitator":
        return "owner"
    return "reader" if summary.status == "ready" and (begun or not summary.unseen) else None


def agent_reads(summary: Summary, *, begun: bool) -> bool:
    """Whether the agent that a summary is about can read it now: the participant of its meeting at once when it is
    ready, or seen to where it was made overnight; on the profile only what was shared with them or what they made
    themselves. begun: whether its meeting has."""
    if summary.status != "ready":
        return summary.requested_by == summary.agent_id
    role = "participant"
    part = (
        part_in_detached(summary, summary.agent_id, sees_agent=True, may_generate=False)
        if summary.detached
        else part_in_meeting(summary, role, begun=begun)
    )
    return part is not None


def allowed(summary: Summary, part: Part) -> tuple[Act, ...]:
    """What may be done with the summary now, for the `actions` field of the API."""
    if summary.status == "generating":
        return ()
    if summary.status == "failed":
        return ("retry", "delete") if part == "owner" else ()
    acts = _WHEN_READY[part]
    if part == "owner" and summary.unseen:
        acts = ("open", *acts)
    if not summary.detached or summary.requested_by == summary.agent_id:
        # The participant of a meeting sees its summary anyway, and nobody shares with themselves.
        return tuple(act for act in acts if act != "share")
    if summary.sharing is not None:
        return tuple("unshare" if act == "share" else act for act in acts)
    return acts
