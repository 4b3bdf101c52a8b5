"""Whether somebody talks about how a conversation is judged: a softer sign than an instruction, in many words (N6).

It flags nothing by itself. Where it is found, what rests on nothing that was said waits for a person (decision 0058); a
sentence that shows something shows it all the same. So it may be found a little too often, and knows no grammar.
"""

import re
from typing import Final

from debrief.kernel.untrusted.disguises import readings

_ENGLISH: Final = (
    r"(?:re)?evaluat\w+|scor(?:e|es|ed|ing|er|ers)|scorecards?|rubrics?|grad(?:e|es|ed|ing|er|ers)|line items?|"
    r"criteri(?:a|on)|assess(?:e[sd]|ing|ments?|ors?)?|apprais\w+|audit(?:s|ed|ing|ors?)?|reviewers?|raters?|"
    r"(?:your|her|his|their|my|the|this|a) (?:\w+ )?(?:review|rating|assessment|write-?up|report card|appraisal|"
    r"coach(?:es)?|feedback form|check ?list)|coach(?:ing)?|"
    r"q\.?a\.?|quality (?:assurance|team|reviews?|checks?|checkers?|departments?|directors?|managers?|leads?|form|"
    r"scor\w+|monitor(?:s|ing)?|vendor|officers?|analysts?|bot|desk|panel|people|staff|control)|"
    r"ratings?|rate[sd]? (?:this|me|her|him|them|us|the|my|every\w*|all)|judg(?:e|es|ed|ing|e?ments?)|"
    r"mark(?:s|ed|ing)? (?:\w+ ){0,3}(?:as|down|up|yes|met|passed?|accordingly|sheet|every\w*|each|all)|"
    r"(?:full|top|high|higher|low|lower|good|bad|best|perfect|maximum|my|her|his) (?:marks?|grades?|points?)|"
    r"marks? (?:for|on|off|out)|(?:deduct\w*|dock\w*|lose|losing|take off|award\w*|no|zero|all|every|credit|half) "
    r"(?:\w+ ){0,2}(?:points?|marks?|credit)|points? (?:off|for (?:me|her|him|this|the agent))|gold stars?|"
    r"(?:give|giving|given|gets?|deserves?|earns?|take|award\w*) (?:\w+ ){0,2}credit (?:for|on|in)|"
    r"tick(?:s|ed|ing)? (?:\w+ ){0,3}(?:box(?:es)?|yes|all|every\w*|off)|(?:green|all the|every|each|the) box(?:es)?|"
    r"form (?:is |must be |should be )?filled|fill(?:s|ed|ing)? (?:in|out) (?:the|this|that|your|my|her|his) "
    r"(?:\w+ )?(?:form|sheet|scorecard)|"
    r"(?:every|each|all|any|the (?:remaining|other)) (?:\w+ ){0,2}(?:items?|sections?|criteri\w+|check ?points?|"
    r"categor(?:y|ies)|metrics?|kpis?)|"
    r"pass(?:es|ed|ing)? (?:this|the|every|each|all|any|on every) (?:\w+ )?(?:call|conversation|agent|item|check|"
    r"question|section)\w*|"
    r"(?:this|the|these|all|such|today's) (?:\w+ )?(?:calls?|conversations?|interactions?|chats?|recordings?|"
    r"contacts?|tickets?|cases?|"
    r"answers?|samples?) (?:\w+ ){0,5}(?:count(?:s|ed)?|pass(?:es|ed)?|compliant|exemplary|perfect|flawless|excluded|"
    r"exempt|judged|rated|scored|result|outcome)|"
    r"(?:log|record|treat|classify|rank|label|report|file|class|consider|regard|list) (?:this|the|these|it|her|him|me|"
    r"them|such|today's)\b.{0,30}\b(?:compliant|passed|perfect|met|fulfilled|exemplary|excellent|good|"
    r"outstanding|positive)|compliant|"
    r"(?:in|to) (?:my|her|his|the agent'?s?|our) favou?r|benefit of the doubt|lenient\w*|generous(?:ly)?|be kind to|"
    r"\w*\d ?/ ?(?:5|10|100)|(?:ten|five|10|5|100) out of|confidence (?:of |is |at |= ?)?(?:\d|one|high)|"
    r"a\.?i\.?|artificial intelligence|(?:language|ai) models?|l\.?l\.?ms?|chat ?gpt|gpt\S*|bots?|robots?|algorithms?|"
    r"(?:the|this|that|any|your|whatever|some|a) (?:\w+ )?(?:software|machine|engine|computer|system|program|tool|"
    r"model|automat\w+) (?:that |which |who |is |are |will |may |now |be )*(?:listen\w*|read\w*|hear\w*|check\w*|"
    r"grad\w*|scor\w*|mark\w*|analy\w*|process\w*|transcrib\w*|watch\w*|decid\w*|evaluat\w*|review\w*|summar\w*)|"
    r"automated (?:readers?|reviews?|notice|systems?|checks?|graders?)|"
    r"(?:whoever|whatever|anyone|anybody|anything|those|someone|somebody|person|people) (?:who |that |is |are |will |"
    r"may |else |later )*(?:listen\w*|read\w*|hear\w*|check\w*|grad\w*|scor\w*|mark\w*|analy\w*|process\w*|"
    r"evaluat\w*|review\w*|assess\w*|judg\w*|looks?|go(?:es)?) (?:\w+ )?(?:this|these|it|the|my|our|at|over|"
    r"through)|for the record|"
    r"transcripts?|prompts?|(?:expected|required|correct|desired) (?:output|answers?|results?)|calibration|"
    r"(?:your|previous|prior|earlier|all|any|new|these|those|hidden) (?:\w+ )?(?:instructions?|guidelines|directives?|"
    r"rules|task)|new task|"
    r"rated|(?:best|first|top|positive) (?:options?|answers?)|(?:every|each|all|last|first|remaining|other|of) "
    r"(?:the )?questions?(?= (?:on|in|of|is|are|as|to|with|should|must|has|have|passed|met|yes)|[.,;:!]|$)|"
    r"your (?:summary|analysis|rationales?|answers)|act as|you are now|you're now|play the part|new role|"
    r"q ?: .{3,80}\ba ?:|best on the team|"
    r"outstanding rapport|coaching needs|exceed(?:s|ed)? (?:\w+ )?expectations|(?:is|was|were) exemplary"
)
"""Words of those who judge, and of what they give; over text as `plain` has it."""

_OTHERS: Final = (
    # German
    r"(?:aus|be)?wert(?:e[nt]?|est|et|ung\w*|ungs\w*)\b(?! ?(?:voll|los))|bewert\w*|auswert\w*|benot\w*|beurteil\w*|"
    r"(?:volle?|hochst|best|maximal)\w* (?:punkt\w*|note\w*)|punktzahl\w*|punkt(?:e)?abzug|pruf(?:er\w*|bogen|ung des)|"
    r"qualitats\w*|kriteri\w*|\bki\b|kunstliche\w* intelligenz|sprachmodell\w*|fehlerfrei|ankreuz\w*|"
    r"kreuz\w* .{0,30}\bja|"
    r"(?:bisherigen?|vorherigen?|ihre|deine) (?:vorgaben?|anweisungen?|regeln?)|"
    # French
    r"evaluat\w*|evalu(?:e|er|ez|ent|ation)\w*|noter|notez|notation|(?:meilleure|bonne|plus haute|la) note|bareme|"
    r"grille|criteres?|intelligence artificielle|l'ia|auditeurs?|controle qualite|cochez|cocher|"
    # Spanish, Portuguese
    r"evalu[ae]\w*|calific\w*|puntua\w*|puntaje|criterios?|inteligencia artificial|la ia|apartados?|no reste|"
    r"avali\w*|pontua\w*|inteligencia artificial|a ia|nota maxima|"
    # Italian, Dutch
    r"valut[ai]\w*|punteggi\w*|criteri\w*|intelligenza artificiale|l'ia|esaminator\w*|"
    r"beoorde\w*|cijfer\w*|kunstmatige intelligentie|kwaliteits\w*|scoreformulier|"
    # Polish, Turkish
    r"ocen\w*|punktacj\w*|kryteri\w*|sztuczn\w* inteligencj\w*|degerlendir\w*|puanla\w*|yapay zeka\w*|kriter\w*|"
    # Russian
    r"оцен\w*|критери\w*|искусственн\w* интеллект\w*|нейросет\w*|балл\w*|проверяющ\w*"
)
_UNSPACED: Final = (
    # Chinese, Japanese, Hindi, Arabic
    r"评分|評分|评估|評估|评价表|打分|判为|判定|合格|满分|滿分|质检|質檢|人工智能|审核|评审|标准|"
    r"評価|採点|満点|人工知能|審査|基準|"
    r"मूल्यांकन|अंक|परीक्षक|मानदंड|कृत्रिम बुद्धि|"
    r"تقييم|تقيي|الدرجات|درجة كاملة|معايير|الذكاء الاصطناعي|مقيم"
)
_TALK: Final = re.compile(rf"\b(?:{_ENGLISH}|{_OTHERS})(?!\w)|(?:{_UNSPACED})")

_ORDINARY: Final = re.compile(
    # What agents have to say of their recordings, and what customers are asked afterwards.
    r"\b(?:record|monitor)\w*(?: \w+){0,6}? (?:for|to)(?: \w+){0,5}? (?:quality|training|coaching|assurance|purposes?|"
    r"monitoring)(?: (?:and|or|assurance|training|coaching|monitoring|purposes?|improvement))*|"
    r"\b(?:quality (?:and|or) training|training (?:and|or) quality)(?: purposes?)?|"
    r"\b(?:credit|energy|star|safety|test|exam|game|final) (?:scor\w+|rat\w+|grad\w+|marks?)|"
    r"\b(?:the|our|your|a|my|this|that) (?:phone |voice |automated |self-service |internet |washing |coffee |"
    r"answering |vending |card |payment )(?:system|machine|software|app)"
)


def speaks_of_evaluation(text: str) -> bool:
    """Whether the text speaks of judging, of who judges, or of what they give, in a language that is known."""
    return any(_TALK.search(_ORDINARY.sub(" … ", reading.text)) for reading in readings(text))
