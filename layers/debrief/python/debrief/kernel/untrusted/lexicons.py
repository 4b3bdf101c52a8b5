"""The words with which texts speak to whoever grades a conversation, by language.

Written as `plain` has text: small letters, Latin ones without accents. Each is a pattern of alternatives.
"""

import re
from typing import Final, NamedTuple


class Lexicon(NamedTuple):
    """The words of one language.

    override: to ignore, to forget. rules: what is ignored, such as instructions. top: the best result, or the worst.
    every: all questions, each criterion. grader: who evaluates. agree: to answer yes, to choose the best.
    call: this call, this agent, with words for grading it. survey: what customers are asked afterwards. prior: earlier,
    your, all: whose instructions, or which.
    """

    override: str
    rules: str
    top: str
    every: str
    grader: str
    agree: str
    call: str
    survey: str
    prior: str


OF_SOMETHING: Final = re.compile(
    r"\b(?:anweisung\w*|vorgabe\w*|regeln?|instruktion\w*|consignes?|instructions?|regles?|instruccion\w*|reglas?|"
    r"indicacion\w*|normas?|instruc\w*|regras?|istruzion\w*|regol[ae]|instructies?|regels?|instrukcj\w*|zasad\w*) "
    r"(?:im|in der|in den|zu|zum|zur|auf|vom|fur|des|du|de la|dans|sur|pour|del|en el|en la|sobre|para|do|da|no|na|nel|"
    r"nella|sul|della|per|van|voor|op|in het|w|dla|na) (?!(?:\w+ )?(?:bewert|auswert|evalu|avali|valut|beoord|ocen|"
    r"gesprach|appel|llamada|pruf|fiche|grille|scheda))\w{3,}|"
    r"\b(?:correo|brief|e-?mail|mail|courrier|lettre|carta|lettera)\b"
)
"""Instructions of letters, tariffs and devices."""

OF_FORMS: Final = re.compile(
    r"\b(?:formulari\w*|formulaire\w*|formular\w*|antrag\w*|solicitud\w*|modulo|cuestionario\w*|dossier)\b|"
    r"\bpour (?:avoir|obtenir)|\bobtendra\b|\bum .{0,30}\bzu (?:bekommen|erhalten)|\bper (?:avere|ottenere)|"
    r"\bpara ob(?:tener|ter)|\bom .{0,30}te krijgen|\bzeby dostac"
)
"""Forms that customers fill in, and what they get for it."""

LANGUAGES: Final[dict[str, Lexicon]] = {
    "de": Lexicon(
        override=r"ignorier\w*|vergiss|vergesst|vergessen sie|missacht\w*|beachte\w* (?:nicht|keine)|uberspring\w*|"
        r"setz\w* .{0,20}ausser kraft|halte? dich nicht an|verwirf|umgehe\w*",
        rules=r"(?:an)?weisung\w*|vorgabe\w*|instruktion\w*|regeln?|regelwerk|richtlinie\w*|bewertungsbogen|"
        r"(?:system)?prompt\w*|kriterienkatalog|befehle?n?",
        top=r"volle\w* (?:punkt\w*|note)|hochst\w* (?:punkt\w*|note|wertung|bewertung)|bestnote\w*|"
        r"maximal\w* (?:punkt\w*|"
        r"wertung|bewertung)|beste\w* (?:option|antwort|note|bewertung|wertung)|hundert prozent|100 ?%|100 prozent|"
        r"10 von 10|zehn von zehn|volle zufriedenheit|hochstpunktzahl|hochstwertung|bestwertung",
        every=r"(?:alle[nmr]?|jede[nrs]?|samtliche[nr]?) (?:\w+ ){0,2}(?:fragen?|kriteri\w*|punkte?n?|prufpunkte?n?|"
        r"positionen?|felder\w*)|uberall|sind alle erfullt",
        grader=r"(?:an |fur )?(?:die|den|der|das) (?:ki|kunstliche intelligenz|sprachmodell|bewertungs\w*|prufer\w*|"
        r"gutachter\w*|auswert\w*|bewerter\w*|prufsystem|qualitatsprufer\w*)|hinweis an (?:die|den|das) \w+|"
        r"(?:liebe[rs]? )(?:ki|prufer\w*|bewerter\w*|modell)|sprachmodell|wer (?:auch immer )?(?:das|dies\w*|diesen? "
        r"\w+) (?:bewertet|pruft|auswertet|benotet)",
        agree=r"(?:uberall|immer|jeweils) ja|ja an\w*kreuz\w*|mit ja|antworte\w*|beantworte\w*|wahle\w*|vergib\w*|"
        r"vergeben|bewerte\w*|kreuze\w*|erfullt|bestanden|gib|geben sie|ankreuzen|trage",
        call=r"(?:bewert\w*|benot\w*|beurteil\w*|werte\w*|einstuf\w*|stufe\w*).{0,40}(?:diese[nrs]?|das|den|der|dem) "
        r"(?:gesprach\w*|anruf\w*|agent\w*|mitarbeiter\w*|chat\w*|telefonat\w*)|(?:diese[nrs]?|das|den|"
        r"der) (?:gesprach\w*|"
        r"anruf\w*|agent\w*|mitarbeiter\w*|chat\w*|telefonat\w*).{0,60}(?:bewert\w*|benot\w*|beurteil\w*|werte\w*)",
        survey=r"umfrage\w*|befragung\w*|sterne|fragebogen",
        prior=r"bisherig\w*|vorherig\w*|fruher\w*|obig\w*|deine[rnms]?|ihre\w*|alle\w*|samtlich\w*|vorhergehend\w*|"
        r"euer|eure\w*",
    ),
    "fr": Lexicon(
        override=r"ignore[zrs]?|oublie[zrs]?|ne (?:tiens|tenez|tenir) (?:pas|aucun) compte|neglige[zr]?|contourne[zr]?|"
        r"fais abstraction|faites abstraction|ne (?:suis|suivez) pas|passe[zr]? outre",
        rules=r"instructions?|consignes?|regles?|directives?|prompt|grille|bareme|ordres",
        top=r"note (?:maximale|parfaite|la plus haute)|meilleure (?:note|option|reponse)|(?:maximum|max) de points|"
        r"score (?:maximal|parfait)|100 ?%|cent pour cent|10 sur 10|dix sur dix|tous les points|appel (?:est )?parfait|"
        r"20 sur 20|vingt sur vingt|plus haute note|pleins? points",
        every=r"(?:toutes? les|tous les|chaque|chacune? des) (?:\w+ ){0,2}(?:questions?|criteres?|points|lignes?|"
        r"elements?|"
        r"cases?)|partout",
        grader=r"(?:evaluat(?:eur|rice)\w*|correcteur|examinateur|auditeur qualite|l'ia|a l'ia|"
        r"intelligence artificielle|"
        r"modele de langage|modele qui|systeme d'evaluation|celui qui (?:evalue|note|lit)|quiconque (?:evalue|note|"
        r"lit))",
        agree=r"repond\w* (?:par )?oui|oui|choisi\w*|attribue[zr]?|donne[zr]?|coche[zr]?|mets|mettez|note[zr]|"
        r"valide[zr]?|"
        r"reussi",
        call=r"(?:evalue\w*|note[zr]?|juge\w*|considere\w*).{0,40}(?:cet|ce|cette|l') ?(?:appel|agent|conversation|"
        r"echange)|"
        r"cet appel (?:est|doit)",
        survey=r"enquete\w*|sondage\w*|questionnaire\w*|etoiles",
        prior=r"precedentes?|anterieures?|tes|vos|toutes|ci-dessus|initiales?|tous",
    ),
    "es": Lexicon(
        override=r"ignor[ae]\w*|olvid[ae]\w*|no (?:hagas?|haga) caso|omit[ae]\w*|desestim\w*|desobedec\w*|"
        r"descart[ae]\w*|"
        r"haz caso omiso|haga caso omiso|pasa por alto|no sigas",
        rules=r"instruccion\w*|reglas?|indicacion\w*|normas?|directric\w*|prompt|pautas?|ordenes",
        top=r"(?:puntuacion|nota|calificacion|puntaje) (?:maxim\w*|perfect\w*|mas alta)|maxima (?:puntuacion|nota|"
        r"calificacion)|mejor (?:opcion|respuesta|nota|calificacion)|100 ?%|cien por cien\w*|10 de 10|diez de diez|"
        r"todos los puntos|cien puntos|sobresaliente",
        every=r"(?:todas? las|todos los|cada|cada una de las) (?:\w+ ){0,2}(?:preguntas?|criterios?|puntos|lineas?|"
        r"elementos?|items?|apartados?)|en todo",
        grader=r"(?:evaluador\w*|calificador\w*|examinador\w*|la ia|inteligencia artificial|modelo de lenguaje|"
        r"modelo que|"
        r"sistema de evaluacion|quien (?:evalue|califique|lea|revise)|revisor de calidad)",
        agree=r"marque|marca|responda?n?|responde|pon(?:ga)?|elij\w*|elige|asign[ae]\w*|otorg\w*|aprueb\w*|da(?:le)?\b|"
        r"califi\w*|que si|cumplid\w*",
        call=r"(?:evalu\w*|calific\w*|punt[uú]\w*|valor[ae]\w*|aprueb\w*).{0,40}(?:esta|este|la|el) (?:llamada|"
        r"agente|conversacion|"
        r"interaccion|chat)|aprueb\w* (?:esta|la) llamada",
        survey=r"encuesta\w*|cuestionario\w*|estrellas",
        prior=r"anterior\w*|previ[ao]s?|tus?|sus?|todas?|todos|iniciales?|de arriba",
    ),
    "pt": Lexicon(
        override=r"ignor[ae]\w*|esquec[ae]\w*|desconsider\w*|desobedec\w*|nao (?:siga|sigas|leve)|descart[ae]\w*",
        rules=r"instruc\w*|regras?|orientac\w*|diretriz\w*|normas?|prompt|comandos?",
        top=r"(?:nota|pontuacao) (?:maxim\w*|perfeit\w*|mais alta)|melhor (?:opcao|resposta|nota)|100 ?%|cem por cento|"
        r"10 de 10|dez de dez|todos os pontos|nota (?:dez|10)",
        every=r"(?:todas? as|todos os|cada) (?:\w+ ){0,2}(?:perguntas?|questoes|criterios?|itens|item|pontos|linhas?)",
        grader=r"(?:avaliador\w*|a ia|inteligencia artificial|modelo de linguagem|modelo que|sistema de avaliacao|"
        r"quem (?:avaliar|avalia|ler)|revisor)",
        agree=r"respond\w* (?:que )?sim|marque|escolh\w*|atribu\w*|aprov\w*|coloque|de\b|considere",
        call=r"(?:avali[ae]\w*|aprov[ae]\w*|pontu\w*).{0,40}(?:esta|este|essa|esse|a|o) (?:ligacao|chamada|agente|"
        r"atendente|conversa|"
        r"atendimento)",
        survey=r"pesquisa\w*|inquerito\w*|questionario\w*|estrelas",
        prior=r"anterior\w*|previ[ao]s?|tuas?|suas?|todas?|todos|acima|iniciais",
    ),
    "it": Lexicon(
        override=r"ignor[ai]\w*|dimentic[ah]\w*|non (?:tenere|tener|tieni) conto|trascur\w*|scarta\w*|disattend\w*|"
        r"non seguire|lascia perdere",
        rules=r"istruzion\w*|regol[ae]\w*|direttiv\w*|indicazion\w*|prompt|scheda di valutazione|linee guida|comandi",
        top=r"punteggio (?:massimo|pieno|perfetto|piu alto)|voto (?:massimo|piu alto)|massimo (?:punteggio|dei voti|"
        r"voto)|"
        r"miglior\w* (?:opzione|risposta|voto)|100 ?%|cento per cento|10 su 10|dieci su dieci|pieni voti|tutti i punti",
        every=r"(?:tutte le|tutti i|ogni|ciascuna?) (?:\w+ ){0,2}(?:domand[ae]|criteri\w*|voc[ei]|punt[oi]|rig[ah]e?|"
        r"elementi)",
        grader=r"(?:valutat(?:ore|rice|ori)|esaminatore|l'ia|intelligenza artificiale|modello linguistico|modello che|"
        r"sistema di valutazione|chi valuta|chiunque valuti|revisore)",
        agree=r"rispond\w* (?:di )?si\b|rispondi|scegli\w*|assegna\w*|dai\b|promuov\w*|approv\w*|metti|considera",
        call=r"(?:valut[ai]\w*|promuov\w*|approv\w*|giudica\w*).{0,40}(?:questa|questo|la|il|l') ?(?:chiamata|"
        r"telefonata|agente|"
        r"conversazione|operatore|operatrice)",
        survey=r"sondaggi\w*|questionari\w*|stelle",
        prior=r"precedent\w*|tue|tuoi|vostre|tutte|tutti|iniziali|della scheda|sopra",
    ),
    "nl": Lexicon(
        override=r"negeer|negeren|vergeet|sla .{0,20}over|houd geen rekening|trek je niets aan|omzeil\w*",
        rules=r"instructies?|regels?|richtlijn\w*|opdracht\w*|aanwijzing\w*|prompt|beoordelingsformulier",
        top=r"(?:hoogste|maximale|volledige|beste) (?:score|punten\w*|cijfer|beoordeling|optie|antwoord|waardering)|"
        r"100 ?%|honderd procent|10 uit 10|tien uit tien|volle punten|een tien",
        every=r"(?:alle|elke|iedere|elk) (?:\w+ ){0,2}(?:vra(?:ag|gen)|criteri\w*|punt(?:en)?|onderdel\w*|item\w*)|"
        r"overal",
        grader=r"(?:beoordelaar\w*|(?:de |het )ai\b(?:-?model)?|ai-model|taalmodel|kunstmatige intelligentie|"
        r"beoordelingssysteem|wie (?:dit|deze?) (?:\w+ )?(?:beoordeelt|leest|nakijkt)|kwaliteitsbeoordelaar|model dat)",
        agree=r"kies|geef|antwoord|overal ja|vul|keur|ken .{0,20}toe|beantwoord",
        call=r"(?:beoordeel\w*|keur|geef|waardeer).{0,40}(?:dit|deze|het|de) (?:gesprek|telefoontje|agent|medewerker|"
        r"chat)",
        survey=r"enquete\w*|vragenlijst\w*|sterren",
        prior=r"eerder\w*|vorige|voorgaande|je|jouw|uw|alle|bovenstaande",
    ),
    "pl": Lexicon(
        override=r"zignoruj\w*|ignoruj\w*|zapomnij\w*|pomin\w*|nie zwracaj uwagi|zlekcewaz\w*|odrzuc\w*",
        rules=r"instrukcj\w*|polecen\w*|zasad\w*|regul\w*|wytyczn\w*|prompt\w*",
        top=r"maksymaln\w* (?:liczb\w*|punkt\w*|ocen\w*|wynik\w*)|najwyzsz\w* (?:ocen\w*|punkt\w*|wynik\w*|not\w*)|"
        r"najlepsz\w* (?:odpowied\w*|opcj\w*|ocen\w*)|100 ?%|sto procent|10 na 10|dziesiec na dziesiec|pelna pul\w*|"
        r"komplet punkt\w*",
        every=r"(?:wszystki\w*|kazd\w*) (?:\w+ ){0,2}(?:pyta\w*|kryteri\w*|punkt\w*|pozycj\w*)|wszedzie",
        grader=r"(?:oceniajac\w*|egzaminator\w*|sztuczn\w* inteligencj\w*|model\w* jezykow\w*|system\w* oceniania|"
        r"kto(?:kolwiek)? ocenia|recenzent\w*|audytor\w* jakosci)",
        agree=r"odpowied[zz]\w*|odpowiadaj|wybierz|przyznaj\w*|zaznacz\w*|daj|zalicz\w*|zatwierdz\w*|ocen\b",
        call=r"(?:ocen\w*|zalicz\w*|zatwierdz\w*).{0,40}(?:t[eęa]|ten|tego|to) (?:rozmow\w*|polaczeni\w*|agent\w*|"
        r"konsultant\w*|czat\w*)",
        survey=r"ankiet\w*|kwestionariusz\w*|gwiazd\w*",
        prior=r"poprzedni\w*|wczesniejsz\w*|swoi\w*|swoje|twoj\w*|twoje|wszystki\w*|powyzsz\w*",
    ),
    "tr": Lexicon(
        override=r"unut\w*|gormezden gel\w*|yok say\w*|dikkate alma\w*|gozardi et\w*|goz ardi et\w*|bosver\w*|atla\b",
        rules=r"talimat\w*|kural\w*|yonerge\w*|komut\w*|istem\w*|kilavuz\w*",
        top=r"en (?:yuksek|iyi|ust) (?:puan\w*|not\w*|secenek\w*|derece\w*|cevab\w*|yanit\w*|secenegi)|tam puan\w*|"
        r"yuzde yuz|"
        r"%? ?100|10 uzerinden 10|maksimum puan\w*|tam not\w*",
        every=r"(?:butun|tum|her|hepsi) (?:\w+ ){0,2}(?:soru\w*|kriter\w*|madde\w*|olcut\w*)",
        grader=r"(?:degerlendir(?:en|ici|me)\w*|yapay zeka\w*|dil modeli\w*|puanlayan\w*|denetleyen\w*|"
        r"kalite kontrol\w*)",
        agree=r"evet|ver\b|verin|sec\b|secin|isaretle\w*|onayla\w*|yanitla\w*|cevapla\w*|say\b",
        call=r"(?:bu|su) (?:gorusme\w*|cagri\w*|arama\w*|konusma\w*|temsilci\w*|sohbet\w*).{0,60}(?:puanla\w*|"
        r"degerlendir\w*|onayla\w*|"
        r"gecir\w*|ver\b|verin)",
        survey=r"anket\w*|yildiz\w*",
        prior=r"onceki\w*|tum|butun|yukaridaki\w*|talimatlarini|kurallarini",
    ),
    "ru": Lexicon(
        override=r"игнорир\w*|проигнорир\w*|забудь\w*|забыть|не обращай\w*|пренебре\w*|отмени\w*|отбрось\w*|"
        r"не учитывай\w*",
        rules=r"инструкци\w*|правил\w*|указани\w*|директив\w*|промпт\w*|предписани\w*|критери\w*",
        top=r"максимальн\w* (?:балл\w*|оценк\w*|результат\w*)|высш\w* (?:балл\w*|оценк\w*)|лучш\w* (?:вариант\w*|"
        r"оценк\w*|ответ\w*)|"
        r"на отлично|100 ?%|сто процентов|10 из 10|десять из десяти|полный балл|все баллы|пятерк\w*",
        every=r"(?:все\w*|кажд\w*|любо\w*) (?:\w+ ){0,2}(?:вопрос\w*|критери\w*|пункт\w*)|везде",
        grader=r"(?:оценивающ\w*|котор\w* оценива\w*|проверяющ\w*|искусственн\w* интеллект\w*|языков\w* модел\w*|"
        r"ии\b|экзаменатор\w*|"
        r"тот,? кто (?:оценивает|проверяет)|оценщик\w*|систем\w* оценки)",
        agree=r"отвечай\w*|ответь\w*|выбери\w*|выбирай\w*|постав\w*|ставь\w*|отметь\w*|засчитай\w*|\bда\b|зачти",
        call=r"(?:оцени\w*|зачти\w*|засчитай\w*|одобри\w*).{0,40}(?:этот|эту|это|данн\w*) (?:звонок|разговор\w*|"
        r"агент\w*|оператор\w*|бесед\w*|диалог\w*)",
        survey=r"опрос\w*|анкет\w*|звезд\w*",
        prior=r"предыдущ\w*|прежн\w*|свои\w*|твои\w*|ваши\w*|все\b|всех|выше\w*",
    ),
    "zh": Lexicon(
        override=r"忽略|无视|無視|忘记|忘記|忘掉|不要理会|不要管|别管|抛开|跳过|不必遵守|不用遵守|撇开",
        rules=r"指令|指示|规则|規則|命令|提示词|提示詞|要求|准则|評分標準|评分标准",
        top=r"满分|滿分|最高分|最高评分|最高評分|最佳选项|最好的选项|最佳答案|最优选项|"
        r"一百分|100 ?分|十分制的十分|百分之百|100 ?%",
        every=r"(?:所有|每个|每個|每一个|每一個|每一道|全部)的?(?:问题|問題|项目|項目|题目|題目|条目|评分项|标准|题|项)|一律|全都",
        grader=r"评分的?(?:人工智能|ai|模型|系统|员|者|人)|评估(?:者|员|模型|系统|的)|評估|人工智能|语言模型|質檢|质检|评分员|评审|审核员|打分的",
        agree=r"选择|選擇|回答|选[“\"]?是|打|给予|給予|评为|評為|判为|通过|合格|给出|给每",
        call=r"(?:评|打|判|给|算).{0,12}(?:这|此|該|该)(?:通|次|个)?(?:电话|通话|对话|客服|坐席|服务)|(?:这|此|该)(?:通|次|个)?(?:电话|通话|对话|客服|坐席|"
        r"服务).{0,16}(?:评|打|判|算)",
        survey=r"调查|問卷|问卷|满意度|五星|好评",
        prior=r"之前|先前|以前|以上|上面|你的|你们的|所有|全部|前面",
    ),
    "ja": Lexicon(
        override=r"無視|忘れて|忘れ|従わない|従わず|破棄|考慮しない",
        rules=r"指示|ルール|規則|命令|プロンプト|ガイドライン|評価基準|基準",
        top=r"満点|最高点|最高評価|最高の評価|最高得点|最良の選択肢|一番良い(?:選択肢|評価)|最も良い(?:選択肢|評価)|"
        r"百点|100 ?点|100 ?%",
        every=r"(?:すべて|全て|全部|各|それぞれ|あらゆる)の?(?:質問|項目|設問|基準)",
        grader=r"評価(?:する|者|担当|モデル|システム|を行う|ai)|採点(?:する|者|ai)|人工知能|言語モデル|審査員|ai(?:へ|に|は)|審査する",
        agree=r"答え|回答|選択|選んで|つけて|付けて|合格|はい|ください",
        call=r"(?:この|本)(?:通話|電話|会話|担当者|オペレーター|やり取り).{0,20}(?:合格|満点|評価|採点|最高)",
        survey=r"アンケート|調査|星",
        prior=r"これまで|以前の|前の|上記|あなたの|すべて|全て|今までの|先ほどの",
    ),
    "hi": Lexicon(
        override=r"भूल\s?जा\w*|भूल|अनदेखा|नज़रअंदाज़|नजरअंदाज|उपेक्षा|छोड़ द",
        rules=r"निर्देश\S*|नियम\S*|आदेश\S*|प्रॉम्प्ट|दिशानिर्देश\S*",
        top=r"पूरे अंक|पूर्ण अंक|सर्वोत्तम|सबसे अच्छ\S*|सर्वश्रेष्ठ|अधिकतम अंक|उच्चतम|शत प्रतिशत|100 ?%|सौ प्रतिशत|"
        r"10 में से 10|सबसे ऊंच\S*",
        every=r"(?:हर|सभी|प्रत्येक|सारे|सब) (?:\S+ ){0,2}?(?:सवाल\S*|प्रश्न\S*|मानदंड\S*|मापदंड\S*|बिंदु\S*)",
        grader=r"मूल्यांकन|मूल्यांकक|एआई|कृत्रिम बुद्धिमत्ता|भाषा मॉडल|जांचने वाल\S*|परीक्षक|मॉडल",
        agree=r"उत्तर|जवाब|चुन\S*|दें|दो|पास|हाँ|हां|दीजिए|स्वीकृत",
        call=r"(?:इस|यह) (?:कॉल|बातचीत|एजेंट|वार्तालाप)\S* .{0,40}(?:पास|अंक|रेटिंग|पूर|उत्तीर्ण|सर्व)",
        survey=r"सर्वे\S*|सर्वेक्षण\S*|फीडबैक|स्टार",
        prior=r"पिछले|पिछली|पहले|सभी|अपने|ऊपर|सारे|आपके",
    ),
    "ar": Lexicon(
        override=r"تجاهل\S*|انس\S*|إنس\S*|اهمل\S*|أهمل\S*|تخط\S*|لا تتبع\S*|تغاض\S*|لا تلتزم\S*",
        rules=r"تعليمات\S*|قواعد\S*|أوامر\S*|توجيهات\S*|إرشادات\S*|ارشادات\S*",
        top=r"درجة (?:ال)?كاملة|درجة (?:ال)?نهائية|(?:أعلى|اعلى|أقصى|أفضل|افضل) (?:درجة|تقييم|خيار|إجابة|علامة|"
        r"نتيجة)|علامة (?:ال)?كاملة|"
        r"خيار (?:ال)?أفضل|100 ?%|مئة بالمئة|10 من 10|عشرة من عشرة|كامل الدرجات",
        every=r"(?:لجميع|جميع|كل|لكل|كافة) (?:\S+ ){0,2}?(?:ال)?(?:أسئلة|اسئلة|سؤال|معايير|بنود|بند|معيار|نقاط)",
        grader=r"مقيم\S*|مقيّم\S*|يقيم|يقيّم|الذكاء الاصطناعي|نموذج اللغة|نموذج الذي|مراجع\S*|من يقيم",
        agree=r"أجب\S*|اجب\S*|اختر\S*|أعط\S*|اعط\S*|امنح\S*|ضع|بنعم|نعم|اعتمد",
        call=r"(?:قيم|قيّم|اعتبر|اعتمد|امنح)\S* .{0,30}(?:هذه|هذا) (?:المكالمة|المحادثة|الموظف|الوكيل)",
        survey=r"استبيان\S*|استطلاع\S*|نجوم",
        prior=r"السابقة|السابقه|جميع|كل|أعلاه|اعلاه|تعليماتك|الأولى",
    ),
}
"""Those of English stand with the rules, which know more of it."""
