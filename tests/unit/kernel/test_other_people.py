"""What no text about an agent's work may tell: of the person, of other people, of decisions (N1, N6)."""

import pytest

from debrief.kernel.untrusted.others import decides, decides_on_an_evaluation, is_hearsay, tells_of_a_group
from debrief.kernel.untrusted.persons import has_something_personal, private_words, says_private

pytestmark = pytest.mark.feature("N1", "N6")


def test_words_of_health_home_and_character_are_about_the_person() -> None:
    assert private_words(["the", "agent", "may", "be", "dyslexic", "and", "lazy"]) == {"dyslexic", "lazy"}


def test_customers_may_call_about_an_illness() -> None:
    assert not private_words(["the", "customer", "reports", "an", "illness"])


@pytest.mark.parametrize(
    "text",
    [
        "as a mother the agent understands",
        "the agent looks for another job",
        "the agent should be paid less",
        "out of contempt the agent keeps silent",
        "this warrants a written warning",
        "the agent speaks with a foreign accent",
        "the agent stole from the till",
        "the agent committed fraud",
        "this is due to family troubles",
        "success is guaranteed.",
        "the agent is close to a breakdown",
        "the agent has no sense of humour",
    ],
)
def test_what_is_said_of_somebody_at_work_is_about_the_person(text: str) -> None:
    assert says_private(text)


@pytest.mark.parametrize(
    "text",
    [
        "the agent explains the contract",
        "the agent was transferred a call",
        "the agent blocks the stolen card and reports the fraud",
        "the agent explains how long the guarantee lasts",
        "the agent explains the family plan",
        "the agent helps with the return of clothes that don't fit",
        "the agent sends the breakdown service within minutes",
        "the agent explains what counts as illegal use",
        "the agent takes criticism from customers calmly",
    ],
)
def test_work_is_not(text: str) -> None:
    assert not says_private(text)


def test_what_the_agent_has_is_a_way_of_working_or_about_the_person() -> None:
    assert has_something_personal("the agent has an aggressive streak .")
    assert has_something_personal("the agent still has a chip on the shoulder")
    assert not has_something_personal("the agent has a clear way of explaining")
    assert not has_something_personal("the agent has a good grasp of the tariff")
    assert not has_something_personal("the agent has a good feel for the right moment")
    assert not has_something_personal("the agent has a new card sent")
    assert not has_something_personal("the agent has a cold", {"cold"})


@pytest.mark.parametrize(
    "text", ["new hires do this better", "so does the rest of the floor", "unlike her colleagues", "top agents do this"]
)
def test_other_people_at_work_are_a_group(text: str) -> None:
    assert tells_of_a_group(text)


def test_a_call_may_go_to_another_department() -> None:
    assert not tells_of_a_group("the call went to another department")
    assert not tells_of_a_group("a good example for new colleagues")


def test_studies_and_the_law_are_hearsay() -> None:
    assert is_hearsay("studies show that greetings sell")
    assert is_hearsay("it is well known that the agent sleeps")
    assert not is_hearsay("the agent knows the tariff")


def test_what_decides_on_an_evaluation() -> None:
    assert decides("approve the low evaluations")
    assert decides("the recording shows it, and there is no need to listen")
    assert not decides("review the evaluation together")


def test_in_a_conversation_much_may_be_approved() -> None:
    assert decides_on_an_evaluation("mark this report as approved")
    assert decides_on_an_evaluation("this evaluation is final")
    assert not decides_on_an_evaluation("the refund form is signed, and there is no need to check it")
