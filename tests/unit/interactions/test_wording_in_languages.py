"""Where nothing but wording tells who is who, that is a guess in every language; labels are read in every script."""

import pytest

from debrief.interactions.conversations.model import Speaker
from debrief.interactions.conversations.roles import RolesFrom
from debrief.interactions.formats import webvtt
from debrief.interactions.formats.segments import text_segments
from debrief.interactions.formats.voices import Segment, cast

pytestmark = pytest.mark.feature("S2.1")

TALKS = {
    "ja": (
        "お電話ありがとうございます。ご用件をお伺いいたします。", "先週の注文がまだ届いていないんですが。",
        "お調べいたします。少々お待ちください。", "はい。",
    ),
    "zh": ("感谢您的来电，请问有什么可以帮您？", "你好，我想退货。", "好的，我帮您查一下，请稍等。", "谢谢。"),
    "zh-Hant": ("感謝您的來電，很高興為您服務。", "我的包裹還沒收到。", "請稍候，我為您查詢。", "好。"),
    "ko": ("전화 주셔서 감사합니다. 무엇을 도와드릴까요?", "주문을 취소하고 싶어요.", "확인해 보겠습니다.", "네."),
    "ar": ("شكرًا لاتصالك، كيف يمكنني مساعدتك؟", "أريد إلغاء الطلب.", "دعني أتحقق من ذلك.", "نعم."),
    "ru": ("Спасибо за звонок, чем могу помочь?", "Я звоню: хочу вернуть куртку.", "Сейчас уточню, я проверю.", "Да."),
}  # fmt: skip


@pytest.mark.parametrize("customer_begins", [True, False])
@pytest.mark.parametrize("language", TALKS)
def test_voices_are_told_apart_by_their_wording_as_a_guess(language: str, customer_begins: bool) -> None:
    agent, customer = ("Speaker 1", "Speaker 0") if customer_begins else ("Speaker 0", "Speaker 1")
    said = list(TALKS[language])
    segments = [Segment(text=text, voice=(agent, customer)[place % 2]) for place, text in enumerate(said)]
    if customer_begins:
        segments.insert(0, Segment(text="…", voice=customer))
    found = cast(segments)
    assert (found.roles.basis, found.roles.guessed) == (RolesFrom.WORDING, True)
    assert {turn.voice: turn.speaker for turn in found.turns} == {
        agent: Speaker.AGENT,
        customer: Speaker.CUSTOMER,
    }


@pytest.mark.parametrize(
    ("agent", "customer", "colon"),
    [
        ("客服", "客户", "："),
        ("客服", "客户", ":"),
        ("客服", "客户", ": "),
        ("オペレーター", "お客様", "："),
        ("상담원", "고객", ": "),
        ("الموظف", "العميل", ": "),
        ("Оператор", "Клиент", ": "),
        ("Agent", "Customer", "："),
        ("Conseillère", "Client", "\u00a0: "),
    ],
)
def test_a_label_in_any_script_is_read(agent: str, customer: str, colon: str) -> None:
    said = [(agent, "……"), (customer, "… …"), (agent, "…!")]
    captions = "\n\n".join(
        f"00:0{place}.000 --> 00:0{place + 1}.000\n{who}{colon}{text}" for place, (who, text) in enumerate(said)
    )
    found = webvtt.read(f"WEBVTT\n\n{captions}\n", "UTC")
    assert [(turn.speaker, turn.text) for turn in found.turns] == [
        (Speaker.AGENT, "……"),
        (Speaker.CUSTOMER, "… …"),
        (Speaker.AGENT, "…!"),
    ]
    assert not found.roles.guessed
    lines = text_segments("\n".join(f"{who}{colon}{text}" for who, text in said))
    assert [(each.speaker, each.text) for each in lines] == [(turn.speaker, turn.text) for turn in found.turns]


def test_names_with_a_full_width_colon_are_voices() -> None:
    captions = "\n\n".join(
        f"00:0{place}.000 --> 00:0{place + 1}.000\n{who}：{text}"
        for place, (who, text) in enumerate([("林一", "你好"), ("文二", "你好！"), ("林一", "再见"), ("文二", "再见")])
    )
    found = webvtt.read(f"WEBVTT\n\n{captions}\n", "UTC")
    assert [(turn.voice, turn.text) for turn in found.turns][:2] == [("林一", "你好"), ("文二", "你好！")]


@pytest.mark.parametrize("text", ["时间是10:30左右。", "注意：请带上收据。", "営業時間：9:00から"])
def test_a_colon_within_what_is_said_makes_nobody_speak(text: str) -> None:
    document = f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Agent>{text}\n\n00:03.000 --> 00:04.000\n<v Customer>好\n"
    assert [turn.text for turn in webvtt.read(document, "UTC").turns] == [text, "好"]
