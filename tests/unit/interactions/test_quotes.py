import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.model import Speaker
from debrief.interactions.conversations.quotes import LEAST_EVIDENCE, LONGEST_QUOTE, find_quote, find_sentence
from tests.unit.interactions.samples import turns

pytestmark = pytest.mark.feature("N1")

CALL = turns(
    ("agent", "Thank you for calling, this is the help desk. How can I help you?"),
    ("customer", "I don’t want to pay $45.20 for this — it wasn't my order!"),
    ("agent", "I'm sorry to hear that. I will"),
    ("agent", "refund the amount within three days."),
    ("customer", "Thank you."),
)


@pytest.mark.parametrize(
    "quoted, index, text",
    [
        ("How can I help you?", 0, "How can I help you?"),
        ("how can i help YOU", 0, "How can I help you?"),
        ("“I don't want  to pay $45.20 for this, it wasn’t my order”", 1, CALL[1].text),
        ("I will refund the amount", 2, "I will refund the amount"),
        ("thank you.", 0, "Thank you"),
    ],
)
def test_quotes_are_found_with_the_transcripts_own_words(quoted: str, index: int, text: str) -> None:
    match = find_quote(CALL, quoted)
    assert match is not None
    assert (match.turn_index, match.text, match.exact) == (index, text, True)
    assert match.start_ms == CALL[index].start_ms


def test_only_the_named_speaker_counts() -> None:
    match = find_quote(CALL, "thank you", Speaker.CUSTOMER)
    assert match is not None
    assert match.turn_index == 4
    assert find_quote(CALL, "how can I help you", Speaker.CUSTOMER) is None


def test_spelling_fillers_and_articles_are_forgiven() -> None:
    call = turns(("agent", "So um your order was cancelled by the, uh, warehouse in the north on Monday."))
    match = find_quote(call, "your order was canceled by the warehouse in the north on monday")
    assert match is not None
    assert match.text == "your order was cancelled by the, uh, warehouse in the north on Monday."


def test_a_slip_is_forgiven_and_the_transcript_is_quoted() -> None:
    match = find_quote(CALL, "Thank you for calling, this is the helpdesk")
    assert match is not None
    assert not match.exact
    assert match.text == "Thank you for calling, this is the help desk."


@pytest.mark.parametrize(
    "invented",
    [
        "",
        "…?!",
        "I will refund the amount within four days",
        "I will refund the amount within 30 days",
        "I do want to pay $45.20 for this, it wasn't my order",
        "I don't want to pay $45.30 for this, it wasn't my order",
        "I don't want to pay $45.20 for this, it was my order",
        "I will reduce the amount within three days",
        "I will refund the amount within three daze or so",
        "We will never refund that to anybody",
        "helpdesk",
        "elp you",
        "Thank you for calling, this is the help desk. How can I help you today with your bicycle?",
    ],
)
def test_what_was_not_said_is_not_found(invented: str) -> None:
    assert find_quote(CALL, invented) is None


words = st.sampled_from(
    ["please", "order", "the", "refund", "not", "two", "5", "my", "don't", "call", "bill", "yes", "Ünder"]
)
sentences = st.lists(words, min_size=1, max_size=12)
calls = st.lists(st.tuples(st.sampled_from(["agent", "customer"]), sentences.map(" ".join)), min_size=1, max_size=6)


@given(calls, st.data())
def test_every_stretch_of_a_turn_is_found(said: list[tuple[str, str]], data: st.DataObject) -> None:
    call = turns(*said)
    turn = data.draw(st.sampled_from(call))
    parts = turn.text.split()
    first = data.draw(st.integers(0, len(parts) - 1))
    last = data.draw(st.integers(first, len(parts) - 1))
    quoted = " ".join(parts[first : last + 1])
    match = find_quote(call, f"“{quoted.upper()}”", turn.speaker)
    assert match is not None
    assert match.exact
    assert match.text.casefold() == quoted.casefold()


@given(calls, st.lists(st.sampled_from(["xylophone", "quartz", "wizard", "jumped", "fjord"]), min_size=1, max_size=10))
def test_invented_words_are_never_found(said: list[tuple[str, str]], invented: list[str]) -> None:
    assert find_quote(turns(*said), " ".join(invented)) is None


@given(calls, sentences)
def test_a_match_is_text_of_the_call_with_the_same_numbers(said: list[tuple[str, str]], wanted: list[str]) -> None:
    call = turns(*said)
    match = find_quote(call, " ".join(wanted))
    if match is None:
        return
    following = call[match.turn_index + 1].text if match.turn_index + 1 < len(call) else ""
    assert match.text in f"{call[match.turn_index].text} {following}"
    for telling in ("two", "5", "not", "don't"):
        assert (telling in match.text.split()) <= (
            telling in wanted or (telling in ("not", "don't") and bool({"not", "don't"} & set(wanted)))
        )


@pytest.mark.feature("N1")
def test_a_long_quote_is_looked_for_word_by_word_only() -> None:
    """Nearly the same is looked for in a time that grows with both lengths."""
    said = " ".join(f"and then I said {word} to the agent who was there" for word in ("one thing", "another")) * 6
    call = turns(("customer", said))
    assert len(said) > LONGEST_QUOTE
    assert find_quote(call, said[:900]) is not None
    assert find_quote(call, said[:280].replace("agent", "agents", 1)) is not None
    assert find_quote(call, said[:900].replace("agent", "agents", 1)) is None


CLIPPED = turns(
    ("agent", "I could never say that I care about you. Next please!"),
    ("customer", "Pardon?"),
    ("agent", "I am sorry to hear that, Mr. Weber. I will"),
    ("agent", "refund the amount within three days. Bye."),
    ("agent", "I would never"),
    ("agent", "Say that I like you."),
)


@pytest.mark.parametrize(
    ("quoted", "turn", "whole", "clipped"),
    [
        ("I care about you", 0, "I could never say that I care about you.", True),
        ("could never say that I care", 0, "I could never say that I care about you.", False),
        ("sorry to hear that", 2, "I am sorry to hear that, Mr. Weber.", False),
        ("refund the amount", 2, "I will refund the amount within three days.", False),
        ("hear that, Mr. Weber. I will refund", 2, "I am sorry to hear that, Mr. Weber. I will refund the amount "
         "within three days.", False),
        ("I like you", 4, "I would never Say that I like you.", True),
        ("Next please", 0, "Next please!", False),
    ],
)  # fmt: skip
def test_a_quote_is_shown_with_its_whole_sentence(quoted: str, turn: int, whole: str, clipped: bool) -> None:
    found = find_sentence(CLIPPED, quoted, Speaker.AGENT)
    assert found is not None
    assert (found.turn_index, found.text, found.clipped) == (turn, whole, clipped)


@pytest.mark.parametrize(
    ("said", "quoted", "whole"),
    [
        ("您好，很高兴为您服务。我会帮您办理退款。", "帮您办理退款", "我会帮您办理退款。"),
        (
            "お待たせして申し訳ございません。すぐに確認いたします。",
            "待たせして申し訳",
            "お待たせして申し訳ございません。",
        ),
        ("ฉันเสียใจมากที่คุณต้องรอนาน", "ที่คุณต้องรอนาน", "ฉันเสียใจมากที่คุณต้องรอนาน"),
        ("ខ្ញុំសូមអភ័យទោសចំពោះការរង់ចាំ។ អរគុណ។", "អភ័យទោសចំពោះការ", "ខ្ញុំសូមអភ័យទោសចំពោះការរង់ចាំ។"),
        ("ຂໍໂທດທີ່ໃຫ້ລໍຖ້າດົນ", "ໂທດທີ່ໃຫ້ລໍຖ້າ", "ຂໍໂທດທີ່ໃຫ້ລໍຖ້າດົນ"),
    ],
)
def test_a_part_of_a_sentence_is_found_in_scripts_without_blanks(said: str, quoted: str, whole: str) -> None:
    match = find_quote(turns(("agent", said)), quoted)
    sentence = find_sentence(turns(("agent", said)), quoted, Speaker.AGENT)
    assert match is not None
    assert match.exact
    assert sentence is not None
    assert (sentence.text, sentence.words >= LEAST_EVIDENCE, sentence.clipped) == (whole, True, False)


def test_marks_upon_characters_tell_words_apart() -> None:
    call = turns(("agent", "เสือ"))
    assert find_quote(call, "เสื่อ") is None
    assert find_quote(call, "เสือ") is not None


def test_a_denied_sentence_in_chinese_is_clipped() -> None:
    found = find_sentence(turns(("agent", "我没有说过我会帮您办理退款。")), "我会帮您办理退款")
    assert found is not None
    assert found.clipped


def test_a_recogniser_that_writes_no_stop_makes_no_endless_sentence() -> None:
    call = turns(
        ("agent", "never mind " + "and then we looked at it " * 200 + "i am so sorry about it " + "and so on " * 200)
    )
    found = find_sentence(call, "i am so sorry about it")
    assert found is not None
    assert len(found.text) < 700
    assert not found.clipped


@given(calls, st.data())
def test_a_sentence_holds_its_quote_and_stands_in_its_turns(said: list[tuple[str, str]], data: st.DataObject) -> None:
    call = turns(*said)
    turn = data.draw(st.sampled_from(call))
    found = find_sentence(call, turn.text)
    assert found is not None
    assert turn.text in found.text
    whole = " ".join(each.text for each in call[found.turn_index : found.turn_index + 4])
    assert found.text in whole
