"""How agents, customers and announcements speak: turns of speech by which voices are told apart, as a guess."""

import re
from typing import Final

AGENT_WORDING: Final = re.compile(
    r"\b(thank(s| you) for (calling|contacting|holding)|how (can|may) i (help|assist)|(i'?m|i am|i'?ll be) assisting"
    r"|my name is \w+ (and )?(how|i)|can i (get|have) your (name|account|order|phone|policy|date)"
    r"|is there anything else|(let me|i'?ll) (pull up|look up|check) (your|that|the)|may i have your"
    r"|for (quality|training) purposes|verify your|speaking,? how"
    r"|wie (kann|darf) ich ihnen (behilflich|helfen|weiterhelfen)|danke für ihren anruf"
    r"|kann ich sonst noch (etwas|was) für sie"
    r"|gracias por llamar|en qué (le )?puedo ayudar(le)?|le puedo ayudar en algo más"
    r"|merci d'avoir appelé|comment puis-je vous aider|puis-je vous aider"
    r"|grazie per aver chiamato|come posso aiutarla|in cosa posso aiutarla|obrigad[oa] por ligar"
    r"|em que posso ajudar)\b"
    r"|(?:спасибо за (?:звонок|обращение|ожидание)|(?:чем|как) (?:я )?(?:могу|можем) (?:вам )?(?:помочь|быть полез)"
    r"|назовите,? пожалуйста|остались (?:ли )?(?:у вас )?(?:ещё |еще )?вопросы|оставайтесь на линии"
    r"|(?:могу|можем) (?:ли )?(?:я )?(?:вам )?(?:ещё|еще) чем|я (?:сейчас )?(?:проверю|уточню)"
    r"|お(?:電話|問い合わせ)(?:を|いただき|頂き|くださり|、|まして)*(?:誠に)?ありがとうございます|いかがなさいました"
    r"|ご用件|承ります"
    r"|が担当(?:いた|致)します|お(?:名前|電話番号|客様番号)(?:を|と).{0,8}(?:伺|お願い|教えて)|少々お待ちください"
    r"|お調べ(?:いた|致|し)"
    r"|(?:ほか|他)に(?:何か)?(?:ご|お)(?:質問|不明|手伝い|困り)|お手伝い(?:でき|いた|致)"
    r"|(?:感谢|感謝|谢谢|謝謝)(?:您|你)?的?(?:来电|來電|致电|致電|联系|聯繫)"
    r"|(?:有什么|有什麼)(?:可以|能|能够)?(?:帮|幫|为|為)(?:到|助)?(?:您|你)"
    r"|(?:为|為)(?:您|你)服(?:务|務)"
    r"|(?:请问|請問)(?:您|你)的?(?:姓名|订单|訂單|电话|電話|手机|手機|账号|帳號|贵姓|貴姓)"
    r"|我?(?:帮|幫|为|為|给|給)(?:您|你)(?:查|核实|核實|登记|登記|办理|辦理)|(?:请|請)(?:您)?稍(?:等|候)"
    r"|(?:还|還)有(?:其他|什么|什麼)?.{0,4}可以(?:帮|幫)"
    r"|(?:전화|연락|문의)(?:해)? ?주셔서 ?감사|도와 ?드릴까요|도와 ?드리겠습니다|성함(?:이|을)"
    r"|확인해 ?(?:보|드리)겠습니다"
    r"|기다려 ?(?:주시|주세)|더 (?:필요하신|궁금하신)|고객님"
    r"|شكرا (?:ل|علي )ا?تصالك|كيف (?:يمكنني|ممكن|استطيع|اقدر) ?(?:ان )?(?:مساعدتك|اساعدك|اخدمك)"
    r"|(?:يمكنني|ممكن) (?:معرفة|الحصول علي|اعرف) (?:اسمك|رقم)"
    r"|(?:دعني|ساقوم ب?) ?(?:اتحقق|التحقق)|هل (?:هناك|يوجد|تحتاج) ?(?:الي )?(?:اي )?(?:شيء|خدمة|مساعدة) (?:اخر|اخري)"
    r"|رقم (?:طلبك|حسابك|هاتفك))"
)
CUSTOMER_WORDING: Final = re.compile(
    r"\b(i'?m calling (about|because|to)|i (want|need|would like|'?d like) to (cancel|return|order|know|change|speak)"
    r"|my (order|bill|account|card|phone|internet|car) (is|was|has|isn'?t|hasn'?t|doesn'?t)|i (bought|ordered|paid)"
    r"|ich rufe an,? weil|meine (rechnung|bestellung) (ist|war)|ich möchte (kündigen|bestellen|stornieren)"
    r"|llamo (porque|para)|quiero (cancelar|devolver)"
    r"|j'appelle (parce que|pour)|je (veux|voudrais) (annuler|résilier))\b"
    r"|(?:я (?:звоню|обращаюсь)"
    r"|(?:хочу|хотела? бы) (?:отменить|вернуть|заказать|узнать|поменять|сменить|расторгнуть|изменить)"
    r"|у меня (?:не работает|проблема|вопрос)|(?:мой|моя|моё|мою) (?:заказ|счёт|счет|карт|телефон|интернет|посылк)"
    r"|(?:解約|返品|キャンセル|交換|変更|注文|予約)(?:を)?したい|(?:まだ)?届(?:いてい|いて|か)?(?:ない|ません)"
    r"|の件で(?:お)?電話"
    r"|(?:私|わたし)の(?:注文|荷物|請求|カード)|壊れて|買った"
    r"|我(?:想|要|想要)(?:退|取消|投诉|投訴|查|咨询|諮詢|换|換|订|訂)"
    r"|我的(?:订单|訂單|快递|快遞|账单|帳單|包裹|卡|手机|手機|宽带|網路|网络)"
    r"|我(?:买|買|订|訂)(?:了|的)|(?:还|還)?没(?:有)?(?:收到|到货)|還沒(?:收到|到貨)"
    r"|(?:취소|환불|반품|해지|교환|변경|주문|예약)(?:을|를)? ?하(?:고 싶|려고)"
    r"|제 (?:주문|카드|계정|요금|택배|인터넷)|(?:안|못) (?:왔|받았)|고장(?:이)? ?났"
    r"|اتصل (?:بخصوص|بسبب|لان|لاني|من اجل)"
    r"|(?:اريد|اود) ?(?:ان )?(?:الغاء|ارجاع|استرجاع|معرفة|تغيير|تقديم|الغي|ارجع|اعرف|اغير)"
    r"|لم (?:يصل|تصل|استلم)|(?:طلبي|فاتورتي|حسابي|بطاقتي))"
)
ANNOUNCED: Final = re.compile(
    r"\b(calls? (is|are|may be|will be|might be) (being )?(recorded|monitored)|press (\d|one|two|three|zero|the)"
    r"|your call is important|all (of )?our (agents|advisors|representatives|lines)|you are number"
    r"|(please )?(hold|stay on) (the line|while we)|leave a message after|(our|this) menu|the estimated wait"
    r"|dieses gespräch (wird|kann)|drücken sie|esta llamada (será|puede ser) grabada|marque (uno|el|\d)"
    r"|cet appel (est|peut être|sera)|tapez (\d|un))\b"
    r"|(?:(?:разговор|звонок) (?:может быть |будет )?запис|нажмите (?:\d|один)|ваш звонок (?:очень )?важен"
    r"|通話は.{0,12}録音|\d番?を押して|(?:通话|通話)(?:将|將|会|會|可能)?.{0,4}(?:被)?(?:录音|錄音)|(?:请按|請按)"
    r"|(?:통화는?|상담).{0,10}녹음|번을? 눌러"
    r"|المكالمة (?:قد |سوف )?(?:مسجلة|تسجل|يتم تسجيل)|اضغط (?:علي )?(?:رقم|\d))"
)

_MARKS: Final = re.compile("[\u064b-\u0652\u0640]")
_ALEF: Final = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "’": "'"})


def plainly(text: str) -> str:
    """Text as these turns of speech are written: in small letters, Arabic without marks and with one alef."""
    return _MARKS.sub("", text.lower().translate(_ALEF))
