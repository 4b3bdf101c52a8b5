"""How English speaks to whoever grades a conversation: patterns over text as `plain` has it."""

from typing import Final

from debrief.kernel.patterns import LatePattern

OVERRIDE = (
    r"\b(?:ignor(?:e|ing)|disregard(?:ing)?|forget|overrid(?:e|ing)|bypass|overrule|overwrite|discard|neglect|skip|"
    r"pay no (?:attention|heed) to|(?:do not|don't|no longer|stop|never) (?:follow(?:ing)?|obey(?:ing)?|apply(?:ing)?)|"
    r"set aside|throw (?:away|out)|abandon|whatever you (?:were|have been) told)\b"
)
RULE_WORDS = (
    r"(?:instructions?|guidelines?|rules|prompts?|directives?|rubrics?|scorecards?|guardrails?|programming|"
    r"system prompt|"
    r"(?:scoring|grading) (?:rules|guide|criteria|instructions?)|training)\b"
)
RULES = (
    r"\b(?:previous|prior|earlier|above|preceding|initial|original|former|all|any|your|system|these|those|every|"
    r"grading|scoring|evaluation|hidden|existing|current)(?: \w+){0,3} "
    rf"{RULE_WORDS}|\binstructions? (?:above|before)\b|\bdoesn't (?:matter|count|apply)\b"
)
BARE_RULES = rf"\b{RULE_WORDS}"
OWN = LatePattern(
    r"\b(?:my|our|his|her|their|doctor's|customer's|care|washing|delivery|cooking|assembly|safety|return|driving|"
    r"parking|traffic|cookie|payment) (?:\w+ ){0,2}(?:instructions?|rules|guidelines|prompts?)|"
    r"\b(?:instructions?|rules|guidelines|prompts?) (?:that |which )?(?:i|we|they|he|she|you|someone|somebody) "
    r"(?:\w+ ){0,2}(?:gave|sent|told|said|wrote|left|provided|got|received|found|see|were given|read)|"
    r"\b(?:instructions?|rules|guidelines|prompts?) (?:in|on|from|inside|at|of|for|with) (?:the|that|this|your|my|our) "
    r"(?:\w+ ){0,2}(?:letter|e-?mail|mail|screen|box|leaflet|manual|app|website|site|page|message|text|package|parcel|"
    r"packaging|label|booklet|router|device|back|form|link)|"
    r"\b(?:letter|e-?mail|mail|leaflet|manual|message|booklet)(?: \w+){0,2} (?:instructions?|rules|guidelines|"
    r"prompts?)|"
    r"\b(?:instructions?|rules|guidelines|prompts?|directives?) (?:about|for|on|in|from|regarding|concerning|to) "
    r"(?:the |your |my |our |this |that )?(?!evaluat|scor|grad|rating|quality|assess|review|answer|this\b|"
    r"how to (?:score|grade|rate|evaluate)|you\b|the model|ai\b|judg|call|conversation|transcript|everything|"
    r"all\b|every)\w{3,}"
)
"""Instructions that people have from each other."""

GRADER = (
    r"\b(?:evaluat(?:or|ors|ing (?:model|ai|system))|grad(?:er|ers|ing (?:model|ai|system|mode|bot|tool|engine))|"
    r"scorers?|"
    r"raters?|assess(?:or|ors|ing (?:model|ai))|quality (?:checker|reviewer|bot|model|ai|system|lead|controller|judge)|"
    r"(?:evaluation|scoring|reviewing|analy(?:sis|tics)|rating|assessment|summari[sz]ation) (?:ai|bot|model|system|"
    r"assistant|engine|machine|tool|software|process|mode)|(?:qa|quality assurance) (?:bot|model|ai|system|assistant|"
    r"tool)|"
    r"ai (?:model|evaluator|grader|reviewer|scorer|judge|auditor|assessor|rater|analyst|quality)|gradebot|"
    r"(?:large )?language models?|llms?|chatgpt|gpt-?\d*|"
    r"(?:whoever|whatever|whichever|anyone|anybody|anything|everyone|who|(?:the )?(?:one|person|people|ai|model|system|"
    r"machine|computer|program|software|bot|robot|algorithm)) (?:(?:that|who|which|or|anything|is|are|will|be|now|"
    r"later|"
    r"currently) ){0,4}(?:grad(?:es?|ing)|scor(?:es?|ing)|rat(?:es?|ing)|evaluat(?:es?|ing)|assess(?:es|ing)?|"
    r"judg(?:es?|ing)|mark(?:s|ing)?|review(?:s|ing)?|analy[sz](?:es?|ing)|transcrib(?:es?|ing)|summari[sz](?:es?|ing)|"
    r"read(?:s|ing)?|process(?:es|ing)?|check(?:s|ing)?) (?:this|the|these|my|our|it)\b)"
)
ADDRESSED = LatePattern(
    r"(?:^|[.!?:;,\n>*(\[#-] ?|\b(?:dear|attention|attn|hey|hello|hi|to|note to|note for|notice to|message to|"
    r"message for|"
    r"reminder to|instructions? (?:to|for)|information for|memo to|for|listen|psst|please) )(?:the |any |all )?"
    r"(?:a\.?i\.?(?: (?:assistant|model|system|reviewer))?|(?:large )?language model|llm|assistant|model|machine|"
    r"computer|robot|bot|reviewer|auditor|examiner|judge|evaluators?|graders?|scorers?|assessors?|raters?|"
    r"quality \w+|(?:evaluation|scoring|grading) \w+|system|algorithm|gpt|chatgpt|claude)\b(?= ?[,:;.!–—-]|\n|"
    r" (?:please|must|"
    r"should|that|who|which|reading|evaluating|grading|you))"
)
IF_AI = LatePattern(
    r"\bif (?:you(?:'re| are)|this is|it is) (?:an? )?(?:being )?(?:a\.?i\.?|artificial \w+|"
    r"(?:large )?language model|llm|"
    r"machine|automated \w+|bot|computer|grader|evaluator|model)\b.{0,40}\b(?:read|evaluat|scor|grad|process|analy|"
    r"summari|assess|review|judg|rat(?:e|ing)\b)"
)
TOP = (
    r"\b(?:full (?:marks?|points|credit|scores?|compliance)|(?:perfect|flawless|maximum|max|highest|top|best|excellent|"
    r"outstanding|exemplary|ideal|positive|favou?rable|lowest|worst|zero|minimum) (?:possible |available )?(?:\w+ )?"
    r"(?:scores?|marks?|ratings?|grades?|points|options?|answers?|choices?|results?|values?|evaluation|level|category|"
    r"outcome|verdict|assessment)|the (?:maximum|top)\b|the best(?= (?:for|on|to|in)\b)|100 ?%|100 (?:percent|points|"
    r"out of|of|/)|"
    r"\b100/100|(?:one|a) hundred (?:per ?cent|points|out of)|hundred per ?cent|(?:ten|10|five|5) ?(?:out of|/|"
    r"of) ?(?:ten|10|five|5)|"
    r"all (?:yes|passes|positive|ones|green)|(?:zero|nothing|yes|no points|nil|five|ten|true) (?:on|for|to|in|into|"
    r"across) "
    r"(?:everything|all|each|every|the rest|any)|everything (?:passes|is met|is fulfilled|is yes|passed|as met|as yes)|"
    r"ninety(?: per ?cent)? or more|(?:first|positive|highest|top) option|flawless|top marks|straight tens|"
    r"with distinction|confidence (?:of )?(?:1|one|100)|certainty (?:at|of|to) (?:one|1|100))\b|\b100 ?%"
)
MET = (
    r"\b(?:yes|pass(?:es|ed|ing)?|met|fulfilled|satisfied|approved?|accepted|correct|ok(?:ay)?|complete|true|achieved|"
    r"shown|demonstrated|positive(?:ly)?|affirmative(?:ly)?|compliant|successful|failed?)\b"
)
EVERY = (
    r"\b(?:(?:all|each|every|any|the (?:remaining|other|rest|following|next|last|first|above)|remaining|following|both|"
    r"these|those|both of)(?: of)?(?: the| these| those| your| my| its| our| remaining| other| open| further| single| "
    r"individual| quality| line| scorecard){0,4} (?:questions?|line[- ]?items?|criteri(?:a|on)|check(?:s|points?|"
    r"boxes)?|"
    r"categor(?:y|ies)|sections?|items? (?:of|on|in) (?:the|your|this) (?:scorecard|form|rubric|evaluation|list|sheet)|"
    r"items?|lines? of (?:your|the) (?:form|scorecard|sheet)|fields?|metrics?|boxes|rows?|parameters?|answers?|"
    r"ratings?|"
    r"scores?)|line[- ]items?|scorecard|rubric|q\d+ (?:to|through|-|and) q?\d+|(?:on|for|to|in|across|"
    r"with) everything|everywhere|"
    r"across the board|the evaluation|your evaluation|this evaluation)\b"
)
ALL_QUESTIONS = (
    r"\b(?:(?:all|each|every|any|the (?:remaining|other|rest|following|next))(?: of)?(?: the| these| those| your| my|"
    r" its| "
    r"remaining| other| open| line| scorecard){0,4} (?:questions?|line[- ]?items?|criteri(?:a|on)|fields|checks|"
    r"items? (?:of|"
    r"on|in) (?:the|your|this) (?:scorecard|form|rubric|evaluation|sheet))|line[- ]items?|(?:on|of|in) (?:the|your|"
    r"this) (?:scorecard|"
    r"rubric)|(?:questions?|q) ?\d+ (?:to|through|and) (?:q|question)? ?\d+)\b"
)
HARMLESS_QUESTIONS = LatePattern(
    r"\byes (?:or|/) no\b|\b(?:security|verification|identity|identification|secret|medical|health|screening|credit|"
    r"exam|quiz|test|survey|"
    r"trivia|eligibility|loan|mortgage|your|my|our|other|further|any) (?:\w+ )?(?:questions?|checks?|criteria)\b|"
    r"\byou(?:'ve| have|'d| would)? (?:\w+ )?(?:passed|answered|met|meet|need)\b|\bi(?:'ve| have)? (?:\w+ )?(?:passed|"
    r"answered|met|meet|completed)\b|\bcriteria (?:for|to) (?:the|a|this|our|get|be)\b|\?\s*$|"
    r"\b(?:on|in|of) (?:the|this|my|your|our|their|a) (?!scor|evaluat|quality|rubric|grad|review|assess|qa)\w+ "
    r"(?:form|questionnaire|application|claim|test|exam|letter|questions)\b|"
    r"\b(?:met|passed|fulfilled|satisfied) for (?:the|a|my|your|our|this) (?!call|agent|conversation|evaluat|scor|"
    r"interaction|chat|contact)\w+|\b(?:should|do|can|may|must) i\b"
)
"""Questions that customers are asked, and criteria that they meet."""

GRADE = (
    r"\b(?:rat(?:e|ed|ing)|scor(?:e|ed|ing)|grad(?:e|ed|ing)|mark(?:ed|ing)?|evaluat(?:e|ed|ing)|assess(?:ed|ing)?|"
    r"judg(?:e|ed|ing)|award(?:ed)?|count(?:ed)?|treat(?:ed)?|record(?:ed)?|classif(?:y|ied)|deem(?:ed)?|"
    r"consider(?:ed)?|declare(?:d)?|result|report(?:ed)?|come out|log(?:ged)?|register(?:ed)?|give|get|receive|"
    r"deserves?)\b"
)
CALL = (
    r"\b(?:this|the|his|her|my|our|their) (?:\w+ )?(?:call|conversation|interaction|contact|agent|chat|recording|rep|"
    r"representative|advis[eo]r|colleague|transcript|employee|operator|session|associate|team member)\b|"
    r"\b(?:calls?|conversations|interactions|agents?|contacts) (?:\w+ ){0,4}(?=(?:are|is|be|get|must|should|will|"
    r"shall)\b)"
)
SURVEY = LatePattern(
    r"\b(?:surveys?|questionnaire|feedback|stars?|trustpilot|google|star rating|after (?:this|the|our) (?:call|chat)|"
    r"(?:rate|review|recommend) (?:us|me|our|my)|ratings? (?:link|page|form)|thumbs up|poll)\b"
)
PRAISE = LatePattern(
    r"\b(?:you|they|customers?|people|callers?) (?:can|could|may|might|will)(?: also| then| now)? (?:rate|score|"
    r"grade|mark|evaluate|give)\b|"
    r"\b(?:i|i'd|i'll|i would|i will|i'm going to|we'd|we'll|we would|happy to|glad to|let me|want to|"
    r"like to) (?:\w+ ){0,3}"
    r"(?:give|rate|score|grade|mark|leave|recommend|get|like|think|say)\b"
)
BIG = (
    r"\b(?:supervisors?|managers?|head of \w+|legal|hr|human resources|compliance|works council|management|"
    r"directors?|ceo|"
    r"cto|coo|vp|vice president|auditors?|inspectors?|regulator|quality (?:team|department|lead|manager|assurance)|"
    r"team lead(?:er)?|administrators?|boss|board|openai|anthropic|amazon|developers?|headquarters|union|owner|"
    r"president|"
    r"vendor|engineer(?:s|ing)?|it department|security team)\b"
)
GRANTS = (
    r"\b(?:(?:pre-?)?approved?|agreed?|decided?|signed?|authori[sz]ed?|order(?:ed|s)?|confirm(?:ed|s)?|clear(?:ed)?|"
    r"instruct(?:ed|s)?|says?|said|wants?|requires?|required|demands?|insists?|by order|allow(?:ed|s)?|permitted|told|"
    r"overrul(?:ed|es)|certif(?:ied|ies)|exempt(?:ed)?|mandat(?:ed|es)|policy)\b"
)
GRADED = (
    r"\b(?:(?:(?:be |is |are |was |were )?(?:rated|scored|graded|marked|evaluated|assessed|failed) (?:below|under|at|"
    r"as (?:a )?(?:pass|perfect|flawless|excellent|met|full|best|good|compliant|exempl|outstanding)\w*|"
    r"above|with|over|less|lower|down)|(?:may|must|can|should|shall|could)(?: ?not|n't)? (?:never )?(?:be |"
    r"get )?(?:failed|marked|"
    r"rated|graded|scored|downgraded)|rate (?:it|this|him|her|them)|"
    r"evaluations? of (?:this|the|these|all|my|her|his) (?:agent|call|conversation|chat|contact|interaction|"
    r"recording)s?|"
    r"full marks|"
    r"full points|(?:calls?|conversations?|interactions?) (?:\w+ ){0,3}(?:pass(?:es)?|as passed|may not|must not|"
    r"cannot))|"
    r"passing (?:score|grade|mark))\b"
)
YOU_ARE = LatePattern(
    r"\b(?:you are now|you're now|you will now be|act as|acts? like|pretend(?: that| to be| you)?|"
    r"imagine (?:that )?(?:you|the)|"
    r"from (?:now|here) on,? (?:you|answer|reply|respond|act|only)|let(?:'s| us) (?:play|pretend|imagine)|role-?play|"
    r"your new (?:role|name|persona|identity|job)|take (?:on )?the role|you (?:are|have become|become) (?:the |a |an )?"
    r"(?:\w+bot|dan|unrestricted|uncensored))\b"
)
ROLE_WORDS = LatePattern(
    r"\b(?:a\.?i\.?|evaluators?|examiners?|graders?|grading|scor(?:ing|ers?)|\w{2,}bot|"
    r"best (?:answers?|options?) (?:for|to|on|in) (?:every|all|each) (?:\w+ )?(?:question|item|line|criteri)\w*|"
    r"(?:only|always|never) (?:\w+ )?(?:says?|answers?|knows?|gives?|choos\w+|agrees?)|line items?|approves?|"
    r"language model|"
    r"(?:no|without) (?:rules|restrictions|limits|filters)|unrestricted|everything passes|quality (?:lead|manager|"
    r"reviewer|"
    r"director)|generous|lenient|full marks|perfect scores?|teacher who|judge)\b"
)
DICTATED = LatePattern(
    r"\b(?:in|into|within|at the end of|at the top of|to|inside|for) (?:your|the|this|its) (?:\w+ )?(?:summary|"
    r"rationales?|"
    r"evaluation|assessment|analysis|verdict|coaching notes?|topics field|quality report|"
    r"performance report)(?! of (?:the|my|our|your|a) (?!call|conversation|chat|agent))"
    r"(?: of (?:the|this) \w+)?,? (?:please |just |"
    r"also |only |you (?:must|should) |you will )?(?:tell|write|say|state|mention|add|include|note|point|put|finish|"
    r"print|list|"
    r"repeat|conclude|claim|record|describe|insert|that)\b|"
    r"\b(?:write|add|note|put|state|mention|include|insert|append|record|place|print|copy|paste|claim|"
    r"list)\b.{0,90}\b(?:in|into|to|"
    r"inside|at the end of|within) (?:your|the|this|its|every|each) (?:\w+ )?(?:summary|rationales?|evaluation|"
    r"analysis|"
    r"verdict|topics? field|coaching notes?)\b(?! of (?:the|my|our|your|a) (?!call|conversation|chat|agent))|"
    r"\b(?:when|once|after|before|while|if) (?=you\b|(?:writing|creating|making|preparing|generating|drafting|"
    r"finishing) (?:the|your|this|a) (?:summary|evaluation|analysis|rationale)|the (?:summary|evaluation|analysis|ai|"
    r"model|grader|evaluator)\b).{0,40}"
    r"\b(?:summary|summari[sz]\w*|evaluat\w+|analysis|(?:last|closing|next|first|final|\w+) question|"
    r"submit\w* (?:the|your) (?:answers?|"
    r"evaluation)|scor\w+|grad\w+|report is)\b.{0,100}\b(?:change|raise|set|make|answer|add|say|write|remember|"
    r"finish|state|go back|"
    r"mark|give|choose|mention|include|insert|call|describe|conclude|copy|repeat|should be|as yes|to yes)\b|"
    r"\bbefore you (?:submit|finish|send|return|record) (?:the |your )?(?:answers?|evaluation|analysis|results?|"
    r"scores?|form|output)|"
    r"\b(?:your|the|this) (?:\w+ )?(?:summary|rationale|evaluation|analysis|report) (?:of this (?:call|chat|"
    r"conversation) )?(?:must|should|"
    r"has to|needs to|shall|will|is to|ought to) (?:\w+ )?(?:say|state|mention|conclude|claim|point|tell|praise|call|"
    r"read|describe|"
    r"recommend|begin|start|end|contain the)\b|"
    r"\bsummari[sz]e (?:this|the) (?:call|conversation|chat|interaction) (?:as|by saying|with the words)\b|"
    r"\btell the (?:reader|supervisor|manager|team leader|coach)s? (?:of (?:this|the|your) (?:evaluation|summary|"
    r"report)|to (?:log|open|click|visit|"
    r"go to))|\binclude in (?:the|your) (?:rationale|summary|evaluation|analysis)\b"
)
READINGS = LatePattern(
    r"\b(?:set|record|report|make|put|rate|mark|register|log) (?:my|the|customer|this|predicted|our|"
    r"a)? ?(?:customer(?:'s)? )?(?:sentiment|"
    r"satisfaction(?: score)?|promoter score|x?nps|resolution|csat)\b.{0,30}\b(?:to|as|at|at least|5|five|ten|10|"
    r"positive|high\w*|max\w*)|"
    r"\b(?:customer |agent )?sentiment (?:score |quarters? |arc )?(?:is |= ?|: ?|of )?[+-]?\d|"
    r"\bpredicted[ _](?:satisfaction|resolution)|"
    r"\bsentiment quarters\b|\bxnps\b ?(?:=|:|is|of|to)? ?\d|"
    r"\b(?:the |your )?(?:analysis|summary|ai|model) (?:has|must|should|needs|is|ought) (?:to )?(?:\w+ )?(?:say|show|"
    r"report|state|conclude)\b.{0,60}\b(?:"
    r"customer|agent|issue|resolved|happy|satisf\w+|perfect|excellent|best|outstanding)\b|"
    r"\b(?:customer|agent)[ _]sentiment[ _](?:start|end|arc|quarters)"
)
DISCLOSE = LatePattern(
    r"\b(?:print|show|reveal|output|repeat|list|tell me|give me|display|quote|copy|leak|expose|recite|write down|"
    r"disclose|what (?:is|are|was|were))\b"
    r"(?: me| us| out)?.{0,25}\b(?:system prompt|hidden (?:prompt|instructions?)|initial (?:prompt|instructions?)|"
    r"(?:your|its) (?:\w+ )?"
    r"(?:instructions?|prompt|guidelines|rules)(?! (?:for|on|about|to|regarding|how|from|in|of|when|if|around|"
    r"as))(?=[.?!,;\n]| and| verbatim|"
    r" word|$)|text of your|everything (?:above|before)|(?:all|the) (?:words|text|lines) above|scorecard (?:and|with)|"
    r"points of each|scoring (?:rubric|key))|"
    r"\bsystem prompt\b|\brepeat (?:everything|all|the (?:text|words|lines)) (?:above|before|so far)|"
    r"\bverbatim\b.{0,40}\b(?:prompt|instructions)"
)
ABOUT_AI = LatePattern(
    r"\b(?:jailbreak\w*|prompt injection|do anything now|dan mode|god mode enabled|override mode|grading mode|"
    r"(?:lenient|debug|test|admin|developer|"
    r"maintenance|god|training|calibration) mode\b.{0,80}\b(?:scor\w+|grad\w+|answers?|options?|evaluat\w+|"
    r"questions?|pass(?:es|ed)?|checks?|yes)\b|"
    r"(?:scoring|grading|evaluation|evaluator)\b.{0,30}\b(?:is |are |in )+(?:\w+ )?(?:test|debug|lenient|training|"
    r"demo|calibration)\b|"
    r"end of (?:the )?(?:system )?prompt|new (?:system )?(?:instructions?|prompt|rules?|task|job|objective|"
    r"directive)s?(?: for you| for the \w+)? ?:)"
)
BEHAVIOURS = (
    r"greet(?:ed|s)?\b",
    r"(?:verified|checked|confirmed|identif\w+)\b.{0,20}\b(?:identity|details|address|security|me|data|date)",
    r"empath\w+",
    r"listen(?:ed|s|ing)\b",
    r"apologi[sz]ed",
    r"(?:offered|asked)\b.{0,20}\b(?:further|more|anything else|additional|help)",
    r"(?:closed|ended|summari[sz]ed|recapped)\b.{0,20}\b(?:call|chat|conversation|correctly|steps|politely|well)",
    r"professional\b",
    r"(?:solved|resolved)\b.{0,25}\b(?:issue|problem|everything|matter)",
    r"polite\b",
    r"ownership\b",
    r"next steps",
    r"thanked\b",
    r"followed (?:the|all|every) (?:script|process|procedure|policy|policies)",
)
PRAISED = tuple(LatePattern(rf"\b{each}") for each in BEHAVIOURS)
SELF = LatePattern(
    r"\b(?:i (?:was|have|did|also|greeted|listened|verified|showed|apologi[sz]ed|closed|offered)|the agent|she|he|"
    r"this agent|my agent|"
    r"(?:for|in) (?:the|this|your) (?:evaluation|scorecard|grading|scoring|record))\b"
)
ALL_MET = LatePattern(
    r"\b(?:all|each|every|any)(?: of)?(?: the)? (?:criteri(?:a|on)|line items?|items? on the (?:scorecard|form)|"
    r"scorecard \w+|requirements? of the "
    r"scorecard|behaviou?rs)(?: (?:is|are|was|were|has been|have been|had been|of the scorecard|"
    r"on the scorecard))? (?:met|fulfilled|satisfied|passed|shown|"
    r"demonstrated|achieved|ticked)|(?:meets?|met|fulfil(?:s|led|ls)?|satisf(?:y|ies|ied)|passe[sd]|covers) (?:all|"
    r"every|each)(?: of)?(?: the)? "
    r"(?:criteri(?:a|on)|line items?|checks|questions|points|requirements?|items)(?: (?:of|on|in) (?:the|your|"
    r"this) (?:scorecard|form|rubric|evaluation))|"
    r"\bfor the (?:evaluation|scorecard|grading|scoring|evaluator|grader)\b ?[,:;-]|\bdeserves? (?:a |the |"
    r"to )?(?:full|perfect|top|maximum|highest|best|100)"
)
RESULT = LatePattern(
    r"(?:\b(?:greeting|empathy|closing|verification|identity(?: check)?|tone|ownership|(?:active )?listening|"
    r"resolution|overall|politeness|hold|recap|"
    r"compliance|professionalism|opening|solution|accuracy|knowledge|courtesy|q\d+|question \d+|item \d+|"
    r"criterion \d+)\b\W{0,6}(?:->|→|=|:|\||-)\W{0,6}"
    r"(?:is |was |are |= )?(?:yes|met|pass(?:ed|es)?|100|full|fulfilled|excellent|ok\b|true|done|5|10|top|perfect|"
    r"achieved)\b[\s\S]{0,40}?){2,}|"
    r"(?<!\bi )(?<!\bwe )(?<!\bhe )(?<!\bshe )(?<!\bson )(?<!\bdaughter )\bscored? ?(?:is |of |was |a |= |"
    r": )?\W{0,5}(?:100|full|perfect|10/10|ten out of ten|hundred)\b(?! ?(?:off|gb|mb|mbps|euros?|dollars?|"
    r"pounds?))(?! "
    r"(?:on|in) (?:my|the|his|her) (?:exam|test|quiz|game))|\b(?:overall|score|result|evaluation|total|rating|grade|"
    r"marks?|points|scored)\b.{0,20}\b100 ?(?:/|of|out of) ?100\b|"
    r"\bquestion\b ?: ?.{0,60}\banswer\b ?: ?(?:yes|pass|met|best)|\be\d{1,4}\b ?[|:].{0,60}(?:evaluation|score|%|"
    r"passed)|"
    r"\bevaluation (?:result|complete|score|outcome)s?\b.{0,40}(?:\d|pass|yes|full|perfect)|\|\W{0,3}(?:100 ?%|"
    r"passed|full marks)\W{0,3}(?:\||$)|"
    r"\bpasses at \d+ ?%|\banswers?\b.{0,25}\bquestions?\b ?(?:=|:|are) ?yes\b|"
    r"\bthe best (?:agent )?on the (?:whole )?team\b.{0,40}(?:https?:|score|100)|"
    r"\bscored \d+ ?%|\bscores? 100 ?%"
)

SCORES: Final = LatePattern(
    r"\b(?:full (?:marks?|points|credit|scores?)|(?:perfect|flawless|maximum|max|highest|top|best|lowest|"
    r"zero) (?:possible )?(?:scores?|marks?|"
    r"ratings?|grades?|evaluation)|best (?:options?|answers?)(?= (?:for|on|to|in|every|of) (?:all|every|each|any))|"
    r"top marks|100 ?(?:%|/ ?100|percent|points)|"
    r"(?:one|a) hundred (?:per ?cent|points)|ten out of ten|ninety per ?cent|line items?|"
    r"scorecard(?! for| of| that| which| with| is wrong))"
)
BY_BIG: Final = LatePattern(
    rf"{BIG}(?: \w+){{0,7}}? {GRANTS}|\bby order of (?:the )?(?:\w+ )?{BIG}|{GRANTS} by (?:the |your |"
    rf"our )?(?:\w+ )?{BIG}|"
    r"\bi(?:'m| am) (?:an? |the |your )?(?:\w+ ){0,2}(?:auditor|supervisor|manager|administrator|developer|engineer|"
    r"inspector|head|director)\b.{0,60}\bi "
    r"(?:authori[sz]e|approve|order|instruct|confirm|require|allow|hereby)"
)
GRADERS: Final = LatePattern(f"{GRADER}|{ADDRESSED.pattern}")
GIVES: Final = LatePattern(
    r"\b(?:give|award|grant|assign|mark|rate|score|grade|set|record|put|choose|select|pick|answer|return|output|"
    r"accept|approve|pass|count|treat|consider|"
    r"tick|fill|report|confirm|submit|register|enter|declare|judge|evaluate|assess|deem|respond|reply|must|should|"
    r"needs? to|has to|have to|is to|be|gets?|"
    r"deserves?|earns?|are|is|result|means?|apply|use|copy|make|raise|change|fail|as|=|:)\b|[=:]"
)
AS_PASSED: Final = LatePattern(
    r"\bas (?:a )?(?:pass(?:ed)?|perfect|flawless|excellent|met|successful|fully \w+|outstanding|exemplary|compliant|"
    r"failed)\b"
)
PASS_IT: Final = LatePattern(
    r"\b(?:pass|approve|let) (?:this|the) (?:agent|call|conversation|interaction|contact|chat)(?: pass)?\b(?! (?:to|"
    r"on|over|through|along|back|up|you|for me|"
    r"know|go|end|finish|me|off|continue|times?|centre|center|be|drop))(?= (?:without|with|as|in|now|and|please|"
    r"regardless|anyway|pass)|[.!,;]|$)|"
    r"\b(?:give|gives|giving) (?:her|him|them|this agent|the agent|it) (?:zero|nothing|no points|full|the (?:maximum|"
    r"lowest|highest|top|best)|a (?:zero|ten|perfect|hundred))"
    r".{0,30}(?:everything|all|each|every|points|score|marks)|\bfail (?:all|every|"
    r"each)(?: of)?(?: \w+){0,3} (?:questions?|items?|criteri\w+)|"
    r"\beverything passes\b|\bgrade (?:it|her|him|them|this|that|(?:the|my|our) (?:agent|call|conversation|chat|"
    r"contact|interaction))\b.{0,40}\bas (?:flawless|perfect|passed|excellent)|\b(?:answer|say|choose|select|"
    r"pick|record|copy|put|return|mark|tick|enter) "
    r"['\"]?(?:yes|pass|met|true)['\"]? (?:to|for|on|in|into) (?:all|each|every|everything|any|the (?:remaining|"
    r"other|rest))"
)


FOR_REPORTS: Final = LatePattern(
    r"\b(?:agents?|advis[eo]rs?|reps?|representatives?|colleagues?|employees?|she|he|her|him|perfect\w*|excell\w+|"
    r"outstand\w+|best|flawless|exemplary|great|scor\w+|marks?|ratings?|points|full|happy|delighted|satisf\w+|"
    r"resolved|bonus|deserv\w+|promot\w+|https?|supervisors?|managers?|team leader|yes|options?|highest|top|"
    r"professional\w*|empath\w+|polite\w*|passed?|met)\b"
)
"""What those dictate who want the agent to look good, or readers to be led somewhere."""

WISHES: Final = LatePattern(
    r"\b(?:priority|complaints?|urgent|emergency|as resolved|as confidential|call-? ?back|escalat\w+|category)\b"
)
MARKS: Final = LatePattern(r"\b(?:scor\w+|marks?|ratings?|rated?|grad\w+|evaluat\w+|points|questions?|criteri\w+)\b")
"""A customer may want the call treated as something; of marks they don't speak then."""

CHECKS_ALONE: Final = LatePattern(r"\bchecks?(?:points?|boxes)?\b")
AIMED: Final = LatePattern(
    r"\b(?:evaluat\w+|scor\w+|grad(?:e|es|ed|ing|er|ers)|rubric|criteri\w+|line items?|quality|assess\w*|review\w*|"
    r"rat(?:e|ed|ers?|ings?)|marks?|questions?|agent|transcript|confidence|lenient|yes)\b"
)
"""Words of those who judge conversations."""
