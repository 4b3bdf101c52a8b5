"""What a notice of each kind says happened, as a sentence without a full stop; `kinds` has which is whose.

A sentence is made when it is read or sent, from the names as they are then: nothing that was written stays wrong.
"""

from collections.abc import Sequence
from typing import Final

from debrief.notices.listed import Listed, listed_in
from debrief.notices.wording import Wording


def scheduled(words: Wording) -> str:
    other = words.parameter("other_id")
    if other == words.notice.actor_id:
        return f"{words.actor} scheduled a 1-to-1 with you: {words.instant('scheduled_at')}"
    return f"{words.actor} scheduled your 1-to-1 with {words.name(other)}: {words.instant('scheduled_at')}"


def moved(words: Wording) -> str:
    before, after = words.instant("was_at"), words.instant("scheduled_at")
    return f"{words.actor} moved your 1-to-1{_with(words)} from {before} to {after}"


def changed(words: Wording) -> str:
    return f"{words.actor} changed how or where your 1-to-1{_with(words)} of {words.instant('scheduled_at')} is held"


def cancelled(words: Wording) -> str:
    if not words.notice.actor_id:
        return f"Your 1-to-1{_with(words)} of {words.instant('scheduled_at')} was cancelled"
    return f"{words.actor} cancelled your 1-to-1{_with(words)} of {words.instant('scheduled_at')}"


def _with(words: Wording) -> str:
    """With whom, where that isn't who did it."""
    other = words.parameter("other_id")
    return "" if other == words.notice.actor_id else f" with {words.name(other)}"


def shared(words: Wording) -> str:
    period = f"{words.day('first_day')} to {words.day('last_day')}"
    return f"{words.actor} shared a performance report with you: {period}"


def assigned(words: Wording) -> str:
    """Whose conversation of when is to be evaluated until when; where nobody in particular gave it, an automation
    did.
    """
    who = f"{words.actor} gave you" if words.notice.actor_id else "An automation gave you"
    agent, at = words.name(words.parameter("agent_id")), words.instant("started_at")
    return f"{who} an evaluation to do: the conversation of {agent} on {at}, due {words.due('due_at')}"


_NAMED = 3


def drawn(words: Wording) -> str:
    """Whose conversation of when, or whose conversations, are to be evaluated until when."""
    number, listed = words.parameter("number"), listed_in(words.notice)
    what = "an evaluation" if number == "1" else f"{number} evaluations"
    about = f": {_whose(words, number, listed)}" if listed else ""
    return f"A goal gave you {what} to do{about}, due {words.due('due_at')}"


def _whose(words: Wording, number: str, listed: Sequence[Listed]) -> str:
    if number == "1":
        return conversation(words, listed[0])
    agents = [words.name(each) for each in dict.fromkeys(each.agent_id for each in listed)]
    more = len(agents) > _NAMED or str(len(listed)) != number
    named = [*agents[:_NAMED], *(["others"] if more else [])]
    return (
        f"conversations of {', '.join(named[:-1])} and {named[-1]}"
        if len(named) > 1
        else f"conversations of {named[0]}"
    )


def conversation(words: Wording, listed: Listed) -> str:
    """Whose conversation it is, and of when."""
    return f"the conversation of {words.name(listed.agent_id)} on {words.moment(listed.started_at)}"


def report_ready(words: Wording) -> str:
    return f"The report for your 1-to-1 with {words.name(words.parameter('agent_id'))} was made overnight"


def evaluated(words: Wording) -> str:
    when = words.of_conversation(" of ")
    return f"{_who_or_ai(words)} evaluated a conversation of yours{when}{_with_what(words)}{_answer_by(words)}"


def evaluation_changed(words: Wording) -> str:
    which = words.of_conversation(", of the conversation on ")
    return f"{_who_or_ai(words)} changed an evaluation of your work{which}{_with_what(words)}{_answer_by(words)}"


def unanswered(words: Wording) -> str:
    until = words.day("last_day")
    which = f"{words.of_conversation()}{_with_what(words)}"
    if words.parameter("required") == "yes":
        return f"An evaluation{which} waits for your answer; after {until} it counts as acknowledged"
    return f"An evaluation{which} waits for your answer; you may dispute it until {until}"


def _with_what(words: Wording) -> str:
    """With which scorecard, where that is known."""
    return f" with {words.scorecard}" if words.scorecard else ""


def _who_or_ai(words: Wording) -> str:
    return words.actor if words.notice.actor_id else "The AI"


def _answer_by(words: Wording) -> str:
    """Until when somebody may answer, where they may."""
    return f"; you may answer until {words.day('last_day')}" if words.parameter("last_day") else ""


def disputed(words: Wording) -> str:
    return f"{words.actor} disputes an evaluation{words.of_conversation()}; you are to decide"


def decided(words: Wording) -> str:
    done = "changed the score" if words.parameter("outcome") == "re_evaluated" else "re-affirmed the score"
    disputed = words.name(words.parameter("agent_id"))
    whose = f"that {disputed} disputed" if words.parameter("told") == "evaluator" else "that you disputed"
    return f"{words.actor} {done} of an evaluation{words.of_conversation()} {whose}"


def undecided(words: Wording) -> str:
    about = words.of_conversation(" about the conversation on ")
    return f"The dispute of {words.name(words.parameter('agent_id'))}{about} still waits for you to decide"


def to_assess(words: Wording) -> str:
    by = f", by {words.until('due_at')}" if words.parameter("due_at") else ""
    which = words.of_conversation(" of ")
    return f"{words.actor} asked you to assess a conversation{which} in a calibration{by}"


def assessment_due(words: Wording) -> str:
    which = words.of_conversation()
    return f"A calibration{which} waits for your answers: it is due by {words.until('due_at')}"


def tagged(words: Wording) -> str:
    whose = f" of {words.name(words.parameter('agent_id'))}" if words.parameter("agent_id") else ""
    return f"{words.actor} tagged you in a comment on a conversation{whose}{words.of_conversation(', of ')}"


def coaching_assigned(words: Wording) -> str:
    return f"{words.actor} gave you coaching to begin{_on(words)}: it is talked about on {words.day('follow_up')}"


def coaching_completed(words: Wording) -> str:
    return f"{words.actor} has looked at all of the coaching that you gave them{_on(words)}"


def _on(words: Wording) -> str:
    """On which criterion, where that is known."""
    return f" on {words.criterion}" if words.criterion else ""


def calibration_closed(words: Wording) -> str:
    return f"A calibration{words.of_conversation()} is closed: what everybody answered is open now"


def ai_question(words: Wording) -> str:
    which = f"the question {words.criterion}" if words.criterion else "a question"
    if words.parameter("state") == "earned":
        return f"The AI has earned {which}: checks agree with it often enough for it to score alone"
    return f"The AI has lost {which}: checks agree with it too rarely for it to score alone"


def plan_started(words: Wording) -> str:
    return f"{words.actor} committed to a coaching plan until {words.day('ends_on')} and would like your help with it"


def plan_ended(words: Wording) -> str:
    own = words.parameter("whose") == "own"
    whose = "Your" if own else f"{words.name(words.parameter('agent_id'))}'s"
    if words.parameter("status") == "undecided":
        return f"{whose} coaching plan is over: too few conversations tell whether its target was reached"
    reached = "reached" if words.parameter("status") == "achieved" else "not reached"
    return f"{whose} coaching plan is over: its target was {reached}"


def pairing_asked(words: Wording) -> str:
    what = words.criterion or "something"
    return f"{words.actor} asks whether you would show a colleague {what} that you do well"


_LAPSED: Final = {
    "unanswered": "your colleague didn't answer in time",
    "not_met": "nobody said that they have met",
    "left": "one of both has left",
}


def pairing_answered(words: Wording) -> str:
    if words.parameter("state") == "lapsed":
        because = _LAPSED.get(words.parameter("because"), "nobody went on with it")
        return f"A pairing that you made{_on(words)} is over: {because}"
    if words.parameter("state") == "agreed":
        return f"{words.actor} would like to help a colleague{_on(words)}, as you asked them"
    return f"{words.actor} would rather not meet in the pairing that you made{_on(words)}"


def pairing_agreed(words: Wording) -> str:
    colleague, what = words.name(words.parameter("colleague_id")), words.criterion or "something"
    return f"{colleague} will show you how they do {what}; {words.actor} arranged it"


def proposal_made(words: Wording) -> str:
    return f"{words.actor} proposes a conversation of theirs as a best response: {words.instant('started_at')}"


def proposal_decided(words: Wording) -> str:
    done = "accepted" if words.parameter("state") == "accepted" else "declined"
    return f"{words.actor} {done} the conversation that you proposed: {words.instant('started_at')}"


_FLAGGED: Final = {
    "low_score": "it scored low",
    "compliance": "a compliance criterion was missed",
    "pattern": "a criterion is low again and again",
    "keyword": "an alert keyword was said",
    "hang_up": "somebody seems to have hung up",
    "policy": "a policy seems to be violated",
    "addresses_ai": "it seems to instruct the AI",
}


def flagged(words: Wording) -> str:
    return f"{_flagged_conversation(words)} is flagged: {_why(words)}"


def pattern(words: Wording) -> str:
    agent, running = words.name(words.parameter("agent_id")), words.parameter("running")
    return f"{words.criterion or 'The same criterion'} was low in {running} calls of {agent} running"


def _why(words: Wording) -> str:
    """Why it is flagged, with the criterion or the scorecard where it is about one."""
    why, name = words.parameter("why"), words.criterion
    more = words.parameter("criteria")
    others = int(more) - 1 if more.isdecimal() else 0
    if name and why == "compliance":
        return f"the compliance criterion {name} was missed{f', and {others} more' if others > 0 else ''}"
    if words.scorecard and why == "low_score":
        return f"it scored low on {words.scorecard}"
    if name and why == "pattern":
        return f"the criterion {name} is low again and again"
    return _FLAGGED.get(why, "it needs somebody to look at it")


def flag_handed_over(words: Wording) -> str:
    return f"{words.actor} handed a flag over to you: {_flagged_conversation(words, small=True)}: {_why(words)}"


def flag_back(words: Wording) -> str:
    why = f": {_why(words)}" if words.parameter("why") else ""
    return f"A flag that was snoozed waits again: {_flagged_conversation(words, small=True)}{why}"


def _flagged_conversation(words: Wording, *, small: bool = False) -> str:
    agent, at = words.name(words.parameter("agent_id")), words.instant("started_at")
    return f"{'the' if small else 'The'} conversation of {agent} on {at}"


def log_written(words: Wording) -> str:
    agent, at = words.name(words.parameter("agent_id")), words.instant("started_at")
    again = ": what was lowest is low again and again" if words.parameter("recurring") == "yes" else ""
    return f"A coaching log was written of the conversation of {agent} on {at}{again}"


def log_released(words: Wording) -> str:
    return f"{words.actor} would like you to read a coaching log of your conversation on {words.instant('started_at')}"


def log_acknowledged(words: Wording) -> str:
    return f"{words.actor} has read the coaching log of their conversation on {words.instant('started_at')}"


def practice_to_approve(words: Wording) -> str:
    return f"A practice scenario for {words.name(words.parameter('agent_id'))}{_on(words)} waits for you"


def practice_for_you(words: Wording) -> str:
    return f"{words.actor} gave you {words.criterion or 'something'} to practise, as often as you like"


def practice_to_score(words: Wording) -> str:
    return f"A practice attempt of {words.name(words.parameter('agent_id'))}{_on(words)} waits for a person to score it"


def practice_passed(words: Wording) -> str:
    return f"{words.name(words.parameter('agent_id'))} passed a practice{_on(words)}"


_SPENT_ON: Final = {
    "transcription": "transcribing recordings",
    "analysis": "analysing conversations",
    "answers": "answering scorecards",
    "summary": "writing performance reports",
    "practice": "practice",
}


def budget(words: Wording) -> str:
    use, limit = _SPENT_ON.get(words.parameter("use"), "the language model"), words.parameter("limit_usd")
    if words.parameter("level") == "spent" and limit == "0.00":
        return f"This month's budget for {use} is $0.00: what needs it waits until the budget is raised"
    if words.parameter("level") == "spent":
        return (
            f"This month's budget for {use}, ${limit}, is spent: what needs it waits until the budget is raised or the "
            "month is over"
        )
    return f"Four fifths of this month's budget for {use}, ${limit}, are spent"
