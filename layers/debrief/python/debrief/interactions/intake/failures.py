"""Why a workflow stopped, as a sentence for the person who looks at the intake."""

from debrief.interactions.intake.model import Failure
from debrief.kernel.errors import DebriefError
from debrief.kernel.steps import StepError

_SENTENCES = {
    "ModelThrottled": "The language model was too busy, also after several tries.",
    "ModelTimedOut": "The language model took too long, also after several tries.",
    "ModelUnavailable": "The language model couldn't be reached, also after several tries.",
    "ModelRefused": "The language model refused the request.",
    "ModelBlocked": "The language model, or a filter before it, wouldn't answer because of what was said.",
    "ModelInputTooLong": "The conversation is longer than the language model reads at once.",
    "ModelAnswerInvalid": "The language model gave no usable answer, twice.",
    "ModelAnswerCut": "The language model's answer was too long and was cut off, twice.",
    "BudgetSpent": "This month's budget for the language model is spent. Release it once there is more.",
    "TranscriptionFailed": "The recording couldn't be transcribed.",
    "Transcribe.LimitExceededException": "Amazon Transcribe was too busy, also after several tries.",
    "Transcribe.TranscribeException": "Amazon Transcribe refused what it was asked, also after several tries; "
    "the log of the run tells why.",
    "TranscriptionTimedOut": "Transcription didn't finish within its time.",
    "UnreadableDocument": "The transcript couldn't be read.",
    "Superseded": "A later run took over.",
    "Replaced": "Another conversation with this contact reference and agent was released to take its place.",
    "States.Timeout": "A step took longer than it may.",
    "Sandbox.Timedout": "A step took longer than it may, also after several tries.",
    "Runtime.OutOfMemory": "A step needed more memory than it has, also after several tries.",
    "States.TaskFailed": "A step failed.",
    "Throttled": "The store was too busy, also after several tries.",
    "Unavailable": "A service that this needs couldn't be reached, also after several tries.",
    "Misconfigured": "This deployment lacks a right or a thing that it needs; trying again helps once it is mended.",
    "TooLarge": "It is more than can be stored in one place.",
}
_WITH_CAUSE = {"TranscriptionFailed", "UnreadableDocument"}


def failure_by(error: Exception) -> Failure:
    """The failure of one thing that came in, by what was raised. What isn't ours to tell stays in the logs."""
    code = type(error).__name__
    told = error.detail if isinstance(error, DebriefError) else "Something unexpected went wrong; the log tells where."
    return Failure(code=code, sentence=_SENTENCES.get(code, told))


def failure_of(error: StepError) -> Failure:
    """The failure that `error` stands for. Causes that may hold content or code stay in the logs."""
    sentence = _SENTENCES.get(error.Error, "Something unexpected went wrong; the log of the run tells what.")
    if error.Error in _WITH_CAUSE and error.message:
        sentence = f"{sentence} {error.message}"
    return Failure(code=error.Error, sentence=sentence)
