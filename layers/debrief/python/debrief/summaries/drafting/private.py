"""What is about the person: see `kernel.untrusted.persons`, whose words other texts are held against as well."""

from debrief.kernel.untrusted.persons import has_something_personal, private_words, says_private
from debrief.summaries.drafting.sentence import Sentence


def is_private(sentence: Sentence) -> bool:
    """Whether it tells of the agent as a person. Questions ask, and advice has nothing yet."""
    if sentence.is_question:
        return says_private(sentence.bare)
    if private_words(sentence.words) or says_private(sentence.bare):
        return True
    return not sentence.is_advice and has_something_personal(sentence.spaced)
