"""Whether a text tries to instruct the model that reads it, and in what way (N6).

Rules, not a model: each looks for two or more things near each other that people who talk about their own matters
hardly ever say together, such as who grades and the best answer, or all questions and full marks. What customers are
asked afterwards (surveys, stars) is ordinary talk.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from debrief.kernel.untrusted.disguises import hides_words, readings
from debrief.kernel.untrusted.kinds import InstructionKind
from debrief.kernel.untrusted.lexicons import LANGUAGES, Lexicon


def instructions_in(text: str) -> frozenset[InstructionKind]:
    """The ways in which `text` tries to instruct a model; none in ordinary talk."""
    found: set[InstructionKind] = {InstructionKind.DISGUISE} if hides_words(text) else set()
    for part in _parts(text):
        for place, reading in enumerate(readings(part)):
            kinds = _kinds(reading.text, whole=place == 0)
            if kinds and reading.disguised:
                found.add(InstructionKind.DISGUISE)
            found |= kinds
    return frozenset(found)


def _parts(text: str) -> Iterator[str]:
    """Pieces that overlap, so that the work grows with the length of the text and no faster."""
    for start in range(0, max(1, len(text) - _OVERLAP), _PIECE - _OVERLAP):
        yield text[start : start + _PIECE]


def _kinds(text: str, *, whole: bool) -> set[InstructionKind]:
    """whole: the text as it looks; another reading of it is looked at for words only."""
    found = set(_of_words(text)) if _TRIGGER.search(text) else set()
    found |= {kind for kind, pattern in _FORMS if pattern.search(text)}
    if not whole:
        found |= {InstructionKind.OVERRIDE} if _COMPACT.search(text) else set()
    return found


# English ---------------------------------------------------------------------------------------------------------

_OVERRIDE = (
    r"\b(?:ignor(?:e|ing)|disregard(?:ing)?|forget|overrid(?:e|ing)|bypass|overrule|overwrite|discard|neglect|skip|"
    r"pay no (?:attention|heed) to|(?:do not|don't|no longer|stop|never) (?:follow(?:ing)?|obey(?:ing)?|apply(?:ing)?)|"
    r"set aside|throw (?:away|out)|abandon|whatever you (?:were|have been) told)\b"
)
_RULE_WORDS = (
    r"(?:instructions?|guidelines?|rules|prompts?|directives?|rubrics?|scorecards?|guardrails?|programming|system prompt|"
    r"(?:scoring|grading) (?:rules|guide|criteria|instructions?)|training)\b"
)
_RULES = (
    r"\b(?:previous|prior|earlier|above|preceding|initial|original|former|all|any|your|system|these|those|every|"
    r"grading|scoring|evaluation|hidden|existing|current)(?: \w+){0,3} "
    rf"{_RULE_WORDS}|\binstructions? (?:above|before)\b|\bdoesn't (?:matter|count|apply)\b"
)
_BARE_RULES = rf"\b{_RULE_WORDS}"
_OWN = re.compile(
    r"\b(?:my|our|his|her|their|doctor's|customer's|care|washing|delivery|cooking|assembly|safety|return|driving|"
    r"parking|traffic|cookie|payment) (?:\w+ ){0,2}(?:instructions?|rules|guidelines|prompts?)|"
    r"\b(?:instructions?|rules|guidelines|prompts?) (?:that |which )?(?:i|we|they|he|she|you|someone|somebody) "
    r"(?:\w+ ){0,2}(?:gave|sent|told|said|wrote|left|provided|got|received|found|see|were given|read)|"
    r"\b(?:instructions?|rules|guidelines|prompts?) (?:in|on|from|inside|at|of|for|with) (?:the|that|this|your|my|our) "
    r"(?:\w+ ){0,2}(?:letter|e-?mail|mail|screen|box|leaflet|manual|app|website|site|page|message|text|package|parcel|"
    r"packaging|label|booklet|router|device|back|form|link)"
)
"""Instructions that people have from each other."""

_GRADER = (
    r"\b(?:evaluat(?:or|ors|ing (?:model|ai|system))|grad(?:er|ers|ing (?:model|ai|system|mode|bot|tool|engine))|scorers?|"
    r"raters?|assess(?:or|ors|ing (?:model|ai))|quality (?:checker|reviewer|bot|model|ai|system|lead|controller|judge)|"
    r"(?:evaluation|scoring|reviewing|analy(?:sis|tics)|rating|assessment|summari[sz]ation) (?:ai|bot|model|system|"
    r"assistant|engine|machine|tool|software|process|mode)|(?:qa|quality assurance) (?:bot|model|ai|system|assistant|tool)|"
    r"ai (?:model|evaluator|grader|reviewer|scorer|judge|auditor|assessor|rater|analyst|quality)|gradebot|"
    r"(?:large )?language models?|llms?|chatgpt|gpt-?\d*|"
    r"(?:whoever|whatever|whichever|anyone|anybody|anything|everyone|who|(?:the )?(?:one|person|people|ai|model|system|"
    r"machine|computer|program|software|bot|robot|algorithm)) (?:(?:that|who|which|or|anything|is|are|will|be|now|later|"
    r"currently) ){0,4}(?:grad(?:es?|ing)|scor(?:es?|ing)|rat(?:es?|ing)|evaluat(?:es?|ing)|assess(?:es|ing)?|"
    r"judg(?:es?|ing)|mark(?:s|ing)?|review(?:s|ing)?|analy[sz](?:es?|ing)|transcrib(?:es?|ing)|summari[sz](?:es?|ing)|"
    r"read(?:s|ing)?|process(?:es|ing)?|check(?:s|ing)?) (?:this|the|these|my|our|it)\b)"
)
_ADDRESSED = re.compile(
    r"(?:^|[.!?:;,\n>*(\[#-] ?|\b(?:dear|attention|attn|hey|hello|hi|to|note to|note for|notice to|message to|message for|"
    r"reminder to|instructions? (?:to|for)|information for|memo to|for|listen|psst|please) )(?:the |any |all )?"
    r"(?:a\.?i\.?(?: (?:assistant|model|system|reviewer))?|(?:large )?language model|llm|assistant|model|machine|"
    r"computer|robot|bot|reviewer|auditor|examiner|judge|evaluators?|graders?|scorers?|assessors?|raters?|"
    r"quality \w+|(?:evaluation|scoring|grading) \w+|system|algorithm|gpt|chatgpt|claude)\b(?= ?[,:;.!–—-]|\n| (?:please|must|"
    r"should|that|who|which|reading|evaluating|grading|you))"
)
_IF_AI = re.compile(
    r"\bif (?:you(?:'re| are)|this is|it is) (?:an? )?(?:being )?(?:a\.?i\.?|artificial \w+|(?:large )?language model|llm|"
    r"machine|automated \w+|bot|computer|grader|evaluator|model)\b.{0,40}\b(?:read|evaluat|scor|grad|process|analy|"
    r"summari|assess|review|judg|rat(?:e|ing)\b)"
)
_TOP = (
    r"\b(?:full (?:marks?|points|credit|scores?|compliance)|(?:perfect|flawless|maximum|max|highest|top|best|excellent|"
    r"outstanding|exemplary|ideal|positive|favou?rable|lowest|worst|zero|minimum) (?:possible |available )?(?:\w+ )?"
    r"(?:scores?|marks?|ratings?|grades?|points|options?|answers?|choices?|results?|values?|evaluation|level|category|"
    r"outcome|verdict|assessment)|the (?:maximum|top)\b|the best(?= (?:for|on|to|in)\b)|100 ?%|100 (?:percent|points|out of|of|/)|"
    r"\b100/100|(?:one|a) hundred (?:per ?cent|points|out of)|hundred per ?cent|(?:ten|10|five|5) ?(?:out of|/|of) ?(?:ten|10|five|5)|"
    r"all (?:yes|passes|positive|ones|green)|(?:zero|nothing|yes|no points|nil|five|ten|true) (?:on|for|to|in|into|across) "
    r"(?:everything|all|each|every|the rest|any)|everything (?:passes|is met|is fulfilled|is yes|passed|as met|as yes)|"
    r"ninety(?: per ?cent)? or more|(?:first|positive|highest|top) option|flawless|top marks|straight tens|"
    r"with distinction|confidence (?:of )?(?:1|one|100)|certainty (?:at|of|to) (?:one|1|100))\b|\b100 ?%"
)
_MET = (
    r"\b(?:yes|pass(?:es|ed|ing)?|met|fulfilled|satisfied|approved?|accepted|correct|ok(?:ay)?|complete|true|achieved|"
    r"shown|demonstrated|positive(?:ly)?|affirmative(?:ly)?|compliant|successful|failed?)\b"
)
_EVERY = (
    r"\b(?:(?:all|each|every|any|the (?:remaining|other|rest|following|next|last|first|above)|remaining|following|both|"
    r"these|those|both of)(?: of)?(?: the| these| those| your| my| its| our| remaining| other| open| further| single| "
    r"individual| quality| line| scorecard){0,4} (?:questions?|line[- ]?items?|criteri(?:a|on)|check(?:s|points?|boxes)?|"
    r"categor(?:y|ies)|sections?|items? (?:of|on|in) (?:the|your|this) (?:scorecard|form|rubric|evaluation|list|sheet)|"
    r"items?|lines? of (?:your|the) (?:form|scorecard|sheet)|fields?|metrics?|boxes|rows?|parameters?|answers?|ratings?|"
    r"scores?)|line[- ]items?|scorecard|rubric|q\d+ (?:to|through|-|and) q?\d+|(?:on|for|to|in|across|with) everything|everywhere|"
    r"across the board|the evaluation|your evaluation|this evaluation)\b"
)
_ALL_QUESTIONS = (
    r"\b(?:(?:all|each|every|any|the (?:remaining|other|rest|following|next))(?: of)?(?: the| these| those| your| my| its| "
    r"remaining| other| open| line| scorecard){0,4} (?:questions?|line[- ]?items?|criteri(?:a|on)|fields|checks|items? (?:of|"
    r"on|in) (?:the|your|this) (?:scorecard|form|rubric|evaluation|sheet))|line[- ]items?|(?:on|of|in) (?:the|your|this) (?:scorecard|"
    r"rubric)|(?:questions?|q) ?\d+ (?:to|through|and) (?:q|question)? ?\d+)\b"
)
_HARMLESS_QUESTIONS = re.compile(
    r"\byes (?:or|/) no\b|\b(?:security|verification|identity|identification|secret|medical|health|screening|credit|exam|quiz|test|survey|"
    r"trivia|eligibility|loan|mortgage|your|my|our|other|further|any) (?:\w+ )?(?:questions?|checks?|criteria)\b|"
    r"\byou(?:'ve| have|'d| would)? (?:\w+ )?(?:passed|answered|met|meet|need)\b|\bi(?:'ve| have)? (?:\w+ )?(?:passed|"
    r"answered|met|meet|completed)\b|\bcriteria (?:for|to) (?:the|a|this|our|get|be)\b|\?\s*$"
)
"""Questions that customers are asked, and criteria that they meet."""

_GRADE = (
    r"\b(?:rat(?:e|ed|ing)|scor(?:e|ed|ing)|grad(?:e|ed|ing)|mark(?:ed|ing)?|evaluat(?:e|ed|ing)|assess(?:ed|ing)?|"
    r"judg(?:e|ed|ing)|award(?:ed)?|count(?:ed)?|treat(?:ed)?|record(?:ed)?|classif(?:y|ied)|deem(?:ed)?|"
    r"consider(?:ed)?|declare(?:d)?|result|report(?:ed)?|come out|log(?:ged)?|register(?:ed)?|give|get|receive|deserves?)\b"
)
_CALL = (
    r"\b(?:this|the|his|her|my|our|their) (?:\w+ )?(?:call|conversation|interaction|contact|agent|chat|recording|rep|"
    r"representative|advis[eo]r|colleague|transcript|employee|operator|session|associate|team member)\b|"
    r"\b(?:calls?|conversations|interactions|agents?|contacts) (?:\w+ ){0,4}(?=(?:are|is|be|get|must|should|will|shall)\b)"
)
_SURVEY = re.compile(
    r"\b(?:surveys?|questionnaire|feedback|stars?|trustpilot|google|star rating|after (?:this|the|our) (?:call|chat)|"
    r"(?:rate|review|recommend) (?:us|me|our|my)|ratings? (?:link|page|form)|thumbs up|poll)\b"
)
_PRAISE = re.compile(
    r"\b(?:you|they|customers?|people|callers?) (?:can|could|may|might|will)(?: also| then| now)? (?:rate|score|grade|mark|evaluate|give)\b|"
    r"\b(?:i|i'd|i'll|i would|i will|i'm going to|we'd|we'll|we would|happy to|glad to|let me|want to|like to) (?:\w+ ){0,3}"
    r"(?:give|rate|score|grade|mark|leave|recommend|get|like|think|say)\b"
)
_BIG = (
    r"\b(?:supervisors?|managers?|head of \w+|legal|hr|human resources|compliance|works council|management|directors?|ceo|"
    r"cto|coo|vp|vice president|auditors?|inspectors?|regulator|quality (?:team|department|lead|manager|assurance)|"
    r"team lead(?:er)?|administrators?|boss|board|openai|anthropic|amazon|developers?|headquarters|union|owner|president|"
    r"vendor|engineer(?:s|ing)?|it department|security team)\b"
)
_GRANTS = (
    r"\b(?:(?:pre-?)?approved?|agreed?|decided?|signed?|authori[sz]ed?|order(?:ed|s)?|confirm(?:ed|s)?|clear(?:ed)?|"
    r"instruct(?:ed|s)?|says?|said|wants?|requires?|required|demands?|insists?|by order|allow(?:ed|s)?|permitted|told|"
    r"overrul(?:ed|es)|certif(?:ied|ies)|exempt(?:ed)?|mandat(?:ed|es)|policy)\b"
)
_GRADED = (
    r"\b(?:(?:(?:be |is |are |was |were )?(?:rated|scored|graded|marked|evaluated|assessed|failed) (?:below|under|as|at|"
    r"above|with|over|less|lower|down)|(?:may|must|can|should|shall|could)(?: ?not|n't)? (?:never )?(?:be |get )?(?:failed|marked|"
    r"rated|graded|scored|downgraded)|rate (?:it|this|him|her|them)|evaluations? (?:is|was|are|has|have)|evaluations? of (?:this|the) (?:agent|call|\w+)|full marks|"
    r"full points|(?:calls?|conversations?|interactions?) (?:\w+ ){0,3}(?:pass(?:es)?|as passed|may not|must not|cannot))|"
    r"scorecard|passing (?:score|grade|mark))\b"
)
_YOU_ARE = re.compile(
    r"\b(?:you are now|you're now|you will now be|act as|acts? like|pretend(?: that| to be| you)?|imagine (?:that )?(?:you|the)|"
    r"from (?:now|here) on,? (?:you|answer|reply|respond|act|only)|let(?:'s| us) (?:play|pretend|imagine)|role-?play|"
    r"your new (?:role|name|persona|identity|job)|take (?:on )?the role|you (?:are|have become|become) (?:the |a |an )?"
    r"(?:\w+bot|dan|unrestricted|uncensored))\b"
)
_ROLE_WORDS = re.compile(
    r"\b(?:a\.?i\.?|evaluators?|examiners?|graders?|grading|scor(?:ing|ers?)|\w{2,}bot|best (?:answers?|options?)|"
    r"(?:only|always|never) (?:\w+ )?(?:says?|answers?|knows?|gives?|choos\w+|agrees?)|line items?|approves?|language model|"
    r"(?:no|without) (?:rules|restrictions|limits|filters)|unrestricted|everything passes|quality (?:lead|manager|reviewer|"
    r"director)|generous|lenient|full marks|perfect scores?|teacher who|judge)\b"
)
_DICTATED = re.compile(
    r"\b(?:in|into|within|at the end of|at the top of|to|inside|for) (?:your|the|this|its) (?:\w+ )?(?:summary|rationales?|"
    r"evaluation|assessment|analysis|verdict|coaching notes?|topics field|quality report|performance report)(?! of (?:the|my|our|your|a) (?!call|conversation|chat|agent))"
    r"(?: of (?:the|this) \w+)?,? (?:please |just |"
    r"also |only |you (?:must|should) |you will )?(?:tell|write|say|state|mention|add|include|note|point|put|finish|print|list|"
    r"repeat|conclude|claim|record|describe|insert|that)\b|"
    r"\b(?:write|add|note|put|state|mention|include|insert|append|record|place|print|copy|paste|claim|list)\b.{0,90}\b(?:in|into|to|"
    r"inside|at the end of|within) (?:your|the|this|its|every|each) (?:\w+ )?(?:summary|rationales?|evaluation|analysis|"
    r"verdict|topics? field|coaching notes?)\b(?! of (?:the|my|our|your|a) (?!call|conversation|chat|agent))|"
    r"\b(?:when|once|after|before|while|if) (?=you\b|(?:writing|creating|making|preparing|generating|drafting|finishing) (?:the|your|this|a) (?:summary|evaluation|analysis|rationale)|the (?:summary|evaluation|analysis|ai|model|grader|evaluator)\b).{0,40}"
    r"\b(?:summary|summari[sz]\w*|evaluat\w+|analysis|(?:last|closing|next|first|final|\w+) question|submit\w* (?:the|your) (?:answers?|"
    r"evaluation)|scor\w+|grad\w+|report is)\b.{0,100}\b(?:change|raise|set|make|answer|add|say|write|remember|finish|state|go back|"
    r"mark|give|choose|mention|include|insert|call|describe|conclude|copy|repeat|should be|as yes|to yes)\b|"
    r"\bbefore you (?:submit|finish|send|return|record) (?:the |your )?(?:answers?|evaluation|analysis|results?|scores?|form|output)|"
    r"\b(?:your|the|this) (?:\w+ )?(?:summary|rationale|evaluation|analysis|report) (?:of this (?:call|chat|conversation) )?(?:must|should|"
    r"has to|needs to|shall|will|is to|ought to) (?:\w+ )?(?:say|state|mention|conclude|claim|point|tell|praise|call|read|describe|"
    r"recommend|begin|start|end|contain the)\b|"
    r"\bsummari[sz]e (?:this|the) (?:call|conversation|chat|interaction) (?:as|by saying|with the words)\b|"
    r"\btell the (?:reader|supervisor|manager|team leader|coach)s? (?:of (?:this|the|your) (?:evaluation|summary|report)|to (?:log|open|click|visit|"
    r"go to))|\binclude in (?:the|your) (?:rationale|summary|evaluation|analysis)\b"
)
_READINGS = re.compile(
    r"\b(?:set|record|report|make|put|rate|mark|register|log) (?:my|the|customer|this|predicted|our|a)? ?(?:customer(?:'s)? )?(?:sentiment|"
    r"satisfaction(?: score)?|promoter score|x?nps|resolution|csat)\b.{0,30}\b(?:to|as|at|at least|5|five|ten|10|positive|high\w*|max\w*)|"
    r"\b(?:customer |agent )?sentiment (?:score |quarters? |arc )?(?:is |= ?|: ?|of )?[+-]?\d|\bpredicted[ _](?:satisfaction|resolution)|"
    r"\bsentiment quarters\b|\bxnps\b ?(?:=|:|is|of|to)? ?\d|"
    r"\b(?:the |your )?(?:analysis|summary|ai|model) (?:has|must|should|needs|is|ought) (?:to )?(?:\w+ )?(?:say|show|report|state|conclude)\b.{0,60}\b(?:"
    r"customer|agent|issue|resolved|happy|satisf\w+|perfect|excellent|best|outstanding)\b|"
    r"\b(?:customer|agent)[ _]sentiment[ _](?:start|end|arc|quarters)"
)
_DISCLOSE = re.compile(
    r"\b(?:print|show|reveal|output|repeat|list|tell me|give me|display|quote|copy|leak|expose|recite|write down|disclose|what (?:is|are|was|were))\b"
    r"(?: me| us| out)?.{0,25}\b(?:system prompt|hidden (?:prompt|instructions?)|initial (?:prompt|instructions?)|(?:your|its) (?:\w+ )?"
    r"(?:instructions?|prompt|guidelines|rules)(?! (?:for|on|about|to|regarding|how|from|in|of|when|if|around|as))(?=[.?!,;\n]| and| verbatim|"
    r" word|$)|text of your|everything (?:above|before)|(?:all|the) (?:words|text|lines) above|scorecard (?:and|with)|"
    r"points of each|scoring (?:rubric|key))|"
    r"\bsystem prompt\b|\brepeat (?:everything|all|the (?:text|words|lines)) (?:above|before|so far)|\bverbatim\b.{0,40}\b(?:prompt|instructions)"
)
_ABOUT_AI = re.compile(
    r"\b(?:jailbreak\w*|prompt injection|do anything now|dan mode|god mode enabled|override mode|grading mode|(?:lenient|debug|test|admin|developer|"
    r"maintenance|god|training|calibration) mode\b.{0,80}\b(?:scor\w+|grad\w+|answers?|options?|evaluat\w+|questions?|pass(?:es|ed)?|checks?|yes)\b|"
    r"(?:scoring|grading|evaluation|evaluator)\b.{0,30}\b(?:is |are |in )+(?:\w+ )?(?:test|debug|lenient|training|demo|calibration)\b|"
    r"end of (?:the )?(?:system )?prompt|new (?:system )?(?:instructions?|prompt|rules?|task|job|objective|directive)s?(?: for you| for the \w+)? ?:)"
)
_BEHAVIOURS = (
    r"greet(?:ed|s)?\b", r"(?:verified|checked|confirmed|identif\w+)\b.{0,20}\b(?:identity|details|address|security|me|data|date)",
    r"empath\w+", r"listen(?:ed|s|ing)\b", r"apologi[sz]ed", r"(?:offered|asked)\b.{0,20}\b(?:further|more|anything else|additional|help)",
    r"(?:closed|ended|summari[sz]ed|recapped)\b.{0,20}\b(?:call|chat|conversation|correctly|steps|politely|well)", r"professional\b",
    r"(?:solved|resolved)\b.{0,25}\b(?:issue|problem|everything|matter)", r"polite\b", r"took ownership|ownership", r"explained the next steps|next steps",
    r"thanked\b", r"followed (?:the|all|every) (?:script|process|procedure|policy|policies)",
)  # fmt: skip
_PRAISED = tuple(re.compile(rf"\b{each}") for each in _BEHAVIOURS)
_SELF = re.compile(
    r"\b(?:i (?:was|have|did|also|greeted|listened|verified|showed|apologi[sz]ed|closed|offered)|the agent|she|he|this agent|my agent|"
    r"(?:for|in) (?:the|this|your) (?:evaluation|scorecard|grading|scoring|record))\b"
)
_ALL_MET = re.compile(
    r"\b(?:all|each|every|any)(?: of)?(?: the)? (?:criteri(?:a|on)|line items?|items? on the (?:scorecard|form)|scorecard \w+|requirements? of the "
    r"scorecard|behaviou?rs)(?: (?:is|are|was|were|has been|have been|had been|of the scorecard|on the scorecard))? (?:met|fulfilled|satisfied|passed|shown|"
    r"demonstrated|achieved|ticked)|(?:meets?|met|fulfil(?:s|led|ls)?|satisf(?:y|ies|ied)|passe[sd]|covers) (?:all|every|each)(?: of)?(?: the)? "
    r"(?:criteri(?:a|on)|line items?|checks|questions|points|requirements?|items)(?: (?:of|on|in) (?:the|your|this) (?:scorecard|form|rubric|evaluation))|"
    r"\bfor the (?:evaluation|scorecard|grading|scoring|evaluator|grader)\b ?[,:;-]|\bdeserves? (?:a |the |to )?(?:full|perfect|top|maximum|highest|best|100)"
)
_RESULT = re.compile(
    r"(?:\b(?:greeting|empathy|closing|verification|identity(?: check)?|tone|ownership|(?:active )?listening|resolution|overall|politeness|hold|recap|"
    r"compliance|professionalism|opening|solution|accuracy|knowledge|courtesy|q\d+|question \d+|item \d+|criterion \d+)\b\W{0,6}(?:->|→|=|:|\||-)\W{0,6}"
    r"(?:is |was |are |= )?(?:yes|met|pass(?:ed|es)?|100|full|fulfilled|excellent|ok\b|true|done|5|10|top|perfect|achieved)\b[\s\S]{0,40}?){2,}|"
    r"(?<!\bi )(?<!\bwe )(?<!\bhe )(?<!\bshe )(?<!\bson )(?<!\bdaughter )\bscored? ?(?:is |of |was |a |= |: )?\W{0,5}(?:100|full|perfect|10/10|ten out of ten|hundred)\b(?! ?(?:off|gb|mb|mbps|euros?|dollars?|pounds?))(?! "
    r"(?:on|in) (?:my|the|his|her) (?:exam|test|quiz|game))|\b(?:overall|score|result|evaluation|total|rating|grade|marks?|points|scored)\b.{0,20}\b100 ?(?:/|of|out of) ?100\b|"
    r"\bquestion\b ?: ?.{0,60}\banswer\b ?: ?(?:yes|pass|met|best)|\be\d{1,4}\b ?[|:].{0,60}(?:evaluation|score|%|passed)|"
    r"\bevaluation (?:result|complete|score|outcome)s?\b.{0,40}(?:\d|pass|yes|full|perfect)|\|\W{0,3}(?:100 ?%|passed|full marks)\W{0,3}(?:\||$)|"
    r"\bpasses at \d+ ?%|\banswers?\b.{0,25}\bquestions?\b ?(?:=|:|are) ?yes\b|\bthe best (?:agent )?on the (?:whole )?team\b.{0,40}(?:https?:|score|100)|"
    r"\bscored \d+ ?%|\bscores? 100 ?%"
)

_PIECE, _OVERLAP = 3_000, 600
"""Characters of a long text that are looked at together, and of the next piece that belong to this one too."""

_NEAR: Final = 110
"""Characters between two things that are said about each other."""


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


class _English(NamedTuple):
    override: re.Pattern[str]
    rules: re.Pattern[str]
    bare_rules: re.Pattern[str]
    grader: re.Pattern[str]
    top: re.Pattern[str]
    met: re.Pattern[str]
    every: re.Pattern[str]
    questions: re.Pattern[str]
    grade: re.Pattern[str]
    call: re.Pattern[str]
    big: re.Pattern[str]
    grants: re.Pattern[str]
    graded: re.Pattern[str]


_EN: Final = _English(
    *map(
        re.compile,
        (
            _OVERRIDE,
            _RULES,
            _BARE_RULES,
            _GRADER,
            _TOP,
            _MET,
            _EVERY,
            _ALL_QUESTIONS,
            _GRADE,
            _CALL,
            _BIG,
            _GRANTS,
            _GRADED,
        ),
    )
)


def _near(text: str, one: re.Pattern[str], other: re.Pattern[str], most: int = _NEAR) -> Iterator[str]:
    """The passages in which both are, with a little around them."""
    places = [match.span() for match in other.finditer(text)]
    starts = [start for start, _ in places]
    longest = max((end - start for start, end in places), default=0)
    for match in one.finditer(text):
        for start, end in places[bisect_left(starts, match.start() - most - longest) :]:
            if start > match.end() + most:
                break
            if match.start() - end <= most:
                yield text[max(0, min(start, match.start()) - 60) : max(end, match.end()) + 60]


def _any_near(text: str, one: re.Pattern[str], other: re.Pattern[str], most: int = _NEAR) -> bool:
    return next(_near(text, one, other, most), None) is not None


def _of_words(text: str) -> Iterator[InstructionKind]:
    survey = bool(_SURVEY.search(text))
    grader = bool(_EN.grader.search(text) or _ADDRESSED.search(text))
    if _overrides(text, grader=grader):
        yield InstructionKind.OVERRIDE
    if _demands(text, grader=grader, survey=survey):
        yield InstructionKind.DEMAND
    if not survey and any(_EN.graded.search(each) or _SCORES.search(each) for each in _granted(text)):
        yield InstructionKind.AUTHORITY
    for match in _YOU_ARE.finditer(text):
        if _ROLE_WORDS.search(text, match.end(), match.end() + 160):
            yield InstructionKind.ROLE
            break
    if _DICTATED.search(text) or _READINGS.search(text):
        yield InstructionKind.WORDING
    if _DISCLOSE.search(text):
        yield InstructionKind.DISCLOSURE
    if _ABOUT_AI.search(text):
        yield InstructionKind.OVERRIDE
    if (
        _RESULT.search(text)
        or _ALL_MET.search(text)
        or (_SELF.search(text) and sum(bool(each.search(text)) for each in _PRAISED) >= 3)
    ):
        yield InstructionKind.RESULT
    for script, language in _languages():
        if script is None or script.search(text):
            yield from language.kinds(text)


def _granted(text: str) -> Iterator[str]:
    """What is said to be decided by somebody important, a hundred characters or so of each."""
    for match in _BY_BIG.finditer(text):
        yield text[max(0, match.start() - 20) : match.end() + _NEAR]


def _overrides(text: str, *, grader: bool) -> bool:
    """Whether instructions are to be ignored: those that were given before, or any where results are spoken of too."""
    if any(not _OWN.search(passage) for passage in _near(text, _EN.override, _EN.rules, 40)):
        return True
    results = grader or any(each.search(text) for each in (_SCORES, _EN.questions, _PASS_IT, _AS_PASSED))
    return results and any(not _OWN.search(passage) for passage in _near(text, _EN.override, _EN.bare_rules, 40))


def _demands(text: str, *, grader: bool, survey: bool) -> bool:
    if _IF_AI.search(text):
        return True
    if grader and (
        _any_near(text, _GRADERS, _EN.top)
        or _any_near(text, _GRADERS, _EN.questions)
        or _any_near(text, _GRADERS, _PASS_IT)
    ):
        return True
    if survey:
        return False
    for passage in _near(text, _EN.top, _EN.every):
        rest = _EN.every.sub(" … ", _EN.top.sub(" … ", passage))
        if not _PRAISE.search(passage) and _GIVES.search(rest) and not _HARMLESS_QUESTIONS.search(passage):
            return True
    for passage in _near(text, _EN.met, _EN.questions, 60):
        if not _HARMLESS_QUESTIONS.search(passage) and _GIVES.search(passage):
            return True
    for passage in _near(text, _EN.grade, _EN.call, 60):
        if not _PRAISE.search(passage) and (_EN.top.search(passage) or _AS_PASSED.search(passage)):
            return True
    return bool(_PASS_IT.search(text))


_SCORES: Final = re.compile(
    r"\b(?:full (?:marks?|points|credit|scores?)|(?:perfect|flawless|maximum|max|highest|top|best|lowest|zero) (?:possible )?(?:scores?|marks?|"
    r"ratings?|grades?|evaluation)|best (?:options?|answers?)(?= (?:for|on|to|in|every|of) (?:all|every|each|any))|top marks|100 ?(?:%|/ ?100|percent|points)|"
    r"(?:one|a) hundred (?:per ?cent|points)|ten out of ten|ninety per ?cent|line items?|"
    r"scorecard)"
)
_BY_BIG: Final = re.compile(
    rf"{_BIG}(?: \w+){{0,7}}? {_GRANTS}|\bby order of (?:the )?(?:\w+ )?{_BIG}|{_GRANTS} by (?:the |your |our )?(?:\w+ )?{_BIG}|"
    r"\bi(?:'m| am) (?:an? |the |your )?(?:\w+ ){0,2}(?:auditor|supervisor|manager|administrator|developer|engineer|inspector|head|director)\b.{0,60}\bi "
    r"(?:authori[sz]e|approve|order|instruct|confirm|require|allow|hereby)"
)
_GRADERS: Final = re.compile(f"{_GRADER}|{_ADDRESSED.pattern}")
_GIVES: Final = re.compile(
    r"\b(?:give|award|grant|assign|mark|rate|score|grade|set|record|put|choose|select|pick|answer|return|output|accept|approve|pass|count|treat|consider|"
    r"tick|fill|report|confirm|submit|register|enter|declare|judge|evaluate|assess|deem|respond|reply|must|should|needs? to|has to|have to|is to|be|gets?|"
    r"deserves?|earns?|are|is|result|means?|apply|use|copy|make|raise|change|fail|as|=|:)\b|[=:]"
)
_AS_PASSED: Final = re.compile(
    r"\bas (?:a )?(?:pass(?:ed)?|perfect|flawless|excellent|met|successful|fully \w+|outstanding|exemplary|compliant|failed)\b"
)
_PASS_IT: Final = re.compile(
    r"\b(?:pass|approve|let) (?:this|the) (?:agent|call|conversation|interaction|contact|chat)(?: pass)?\b(?! (?:to|on|over|through|along|back|up|you|for me|"
    r"know|go|end|finish|me|off|continue|times?|centre|center|be|drop))(?= (?:without|with|as|in|now|and|please|regardless|anyway|pass)|[.!,;]|$)|"
    r"\b(?:give|gives|giving) (?:her|him|them|this agent|the agent|it) (?:zero|nothing|no points|full|the (?:maximum|lowest|highest|top|best)|a (?:zero|ten|perfect|hundred))"
    r".{0,30}(?:everything|all|each|every|points|score|marks)|\bfail (?:all|every|each)(?: of)?(?: \w+){0,3} (?:questions?|items?|criteri\w+)|"
    r"\beverything passes\b|\bgrade .{0,40}\bas (?:flawless|perfect|passed|excellent)|\b(?:answer|say|choose|select|pick|record|copy|put|return|mark|tick|enter) "
    r"['\"]?(?:yes|pass|met|true)['\"]? (?:to|for|on|in|into) (?:all|each|every|everything|any|the (?:remaining|other|rest))"
)

# Forms ------------------------------------------------------------------------------------------------------------

_SPEAKERS = (
    r"(?:agent|customer|system|advis[eo]r|representative|rep|caller|client|operator|assistant|supervisor|colleague)"
)
_MARKS = (
    r"(?:transcript|questions?|evidence|facts|context|background|system|instructions?|conversation|prompt|documents?|user|assistant|"
    r"human|data|input|output|tool_\w+|function_\w+|evaluation|scorecard|summary|answers?|metadata|rules|task)"
)
_FORMS: Final[tuple[tuple[InstructionKind, re.Pattern[str]], ...]] = (
    (InstructionKind.BREAKOUT, re.compile(rf"<\s*/?\s*{_MARKS}\s*/?\s*>")),
    (
        InstructionKind.BREAKOUT,
        re.compile(rf"\[\s*/\s*(?:{_MARKS}|inst)\s*\]|\[inst\]|<<\s*/?sys\s*>>|<\|[a-z_]{{3,}}\|>|<\|[a-z]"),
    ),
    (
        InstructionKind.BREAKOUT,
        re.compile(
            rf"(?:-{{2,}}|={{2,}}|\*{{2,}}|#{{2,}}|\[|~{{3,}})\s*(?:end|begin|start|stop|close)(?: of)?(?: the)? (?:untrusted |customer |"
            rf"user |call )?{_MARKS}\b|\bthe (?:transcript|conversation data|untrusted \w+) (?:is over|ends here|has ended|is finished|ended|stops here)"
        ),
    ),
    (
        InstructionKind.BREAKOUT,
        re.compile(
            r"\\?[\"']\s*(?:speaker|turn|role|question_id|option(?:_id)?|confidence|rationale|quote|tool_use_id|tool_calls?)\s*\\?[\"']\s*:"
        ),
    ),
    (InstructionKind.BREAKOUT, re.compile(r"\\?[\"']\s*[\]}]+\s*[\]},]*\s*[\n,]\s*\{\s*\\?[\"']")),
    (
        InstructionKind.BREAKOUT,
        re.compile(
            r"\$\{?(?:transcripts?|questions?|facts|evidence|context|background|period|channel|answers?)\b|\{\{[^}\n]{0,40}(?:questions?|answers?|transcript|"
            r"\bf\d|\be\d|score|each|system|prompt|evidence|facts|nb)[^}\n]{0,40}\}\}|\{[fe]\d{1,4}(?:\.\w+)?\}|%\((?:\w+)\)s|<%.{0,80}%>"
        ),
    ),
    (
        InstructionKind.MESSAGE,
        re.compile(
            r"\b(?:record_(?:answers|analysis)|draft_summary|check_\w+_claims?)\b|\b(?:tool|function)[ _](?:call|use|result|output|response)s?\b ?(?:>|:|returned|accepted|=|was|is|ok)|"
            r"[\"'](?:tool|function|function_call|tool_choice|tool_result)[\"']\s*:|\bassistant to ?="
        ),
    ),
    (
        InstructionKind.MESSAGE,
        re.compile(
            r"(?:^|[\n.!?] ?|['\"(] ?)[\[<*#(|\s]{0,4}(?:system|assistant|developer|admin(?:istrator)?|root|platform|operator|ai|evaluator|grader|server|instructions?|tool|function)"
            r"(?: (?:message|prompt|note|override|notice|update|instructions?|mode|alert|command|call|output|result|response|directive|task))?[\]>*)|\s]{0,4}(?:[:>\]]|- |—|–)"
            r"[^\n]{0,200}?\b(?:evaluat\w+|questions?|scor(?:e|es|ed|ing)\b|options?|answers?|grad(?:e|ed|es|ing|er)\b|marks?|pass(?:es|ed)?\b|instructions?|prompt|"
            r"confidence|line items?|transcript|summary|checks? return|rat(?:ed?|ings?)\b|lenient|reviewer?|yes|full|output|accept)"
        ),
    ),
    (
        InstructionKind.MESSAGE,
        re.compile(
            r"#{2,} ?(?:instructions?|system|response|user|assistant|task|new task|human)\b ?:?|(?:^|\n)(?:human|assistant) ?: .{0,200}\n(?:human|assistant) ?:"
        ),
    ),
    (InstructionKind.TURN, re.compile(rf"\[\s*\d+\s*\]\s*{_SPEAKERS}\s*:")),
    (
        InstructionKind.TURN,
        re.compile(
            rf"\n ?(?:\[?\d+\]?[.:)]?\s*|turn \d+\s*[:-]?\s*)?[*_\[(]*{_SPEAKERS}[*_\])]*\s*(?:\(\d+\))?\s*[:>]\s*[*_]*\s*(?:\S+ ){{3,}}"
        ),
    ),
    (InstructionKind.TURN, re.compile(r"\n ?\{\s*\"?(?:turn|speaker|role|text)\b")),
    (
        InstructionKind.MARKUP,
        re.compile(
            r"<\s*(?:script|iframe|object|embed|svg|meta|base|form|link|style)\b|\bon(?:error|load|click|mouseover|focus|toggle|begin)\s*=|javascript:|vbscript:|data:text/html|!\[[^\]\n]*\]\(\s*https?:"
        ),
    ),
)

_COMPACT: Final = re.compile(
    r"(?:ignore|disregard|forget|override|bypass)\w{0,25}(?:instruction|rule|prompt|guideline|rubric)|(?:full|top|maximum|perfect)(?:marks|points|score)|"
    r"(?:all|every|each)questions?\w{0,20}(?:yes|best|option)|(?:best|top|first)option|systemprompt|highestscore"
)
"""Words of which the blanks between them are gone."""


# Other languages --------------------------------------------------------------------------------------------------


class _Language(NamedTuple):
    override: re.Pattern[str]
    rules: re.Pattern[str]
    top: re.Pattern[str]
    every: re.Pattern[str]
    grader: re.Pattern[str]
    agree: re.Pattern[str]
    call: re.Pattern[str]
    survey: re.Pattern[str]
    prior: re.Pattern[str]

    def kinds(self, text: str) -> Iterator[InstructionKind]:
        top = self.top.search(text)
        every = self.every.search(text)
        for passage in _near(text, self.override, self.rules, 50):
            if top or every or self.prior.search(passage) or self.grader.search(text) or self.call.search(text):
                yield InstructionKind.OVERRIDE
        if self.grader.search(text) and (
            (top and _any_near(text, self.grader, self.top))
            or (every and self.agree.search(text) and _any_near(text, self.grader, self.every))
        ):
            yield InstructionKind.DEMAND
        elif self.survey.search(text):
            return
        elif (top and every and _any_near(text, self.top, self.every, 80)) or (top and self.call.search(text)):
            yield InstructionKind.DEMAND


_SCRIPTS: Final = {
    "ru": re.compile("[\u0400-\u04ff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
    "ja": re.compile("[\u3040-\u30ff]"),
    "hi": re.compile("[\u0900-\u097f]"),
    "ar": re.compile("[\u0600-\u06ff]"),
}


@cache
def _languages() -> Sequence[tuple[re.Pattern[str] | None, _Language]]:
    """The languages, each with what a text in it must hold."""
    return [(_SCRIPTS.get(name), _compiled(each)) for name, each in LANGUAGES.items()]


def _compiled(lexicon: Lexicon) -> _Language:
    spaced = re.search(r"[a-zа-я]", lexicon.rules) is not None
    return _Language(*(re.compile(rf"\b(?:{each})" if spaced else f"(?:{each})") for each in lexicon))


_TRIGGER: Final = re.compile(
    r"[\u0400-\u04ff\u0600-\u06ff\u0900-\u097f\u3040-\u9fff]|ignor|disreg|forget|overr|bypass|overw|discard|neglect|skip|no attention|no heed|follow|"
    r"obey|aside|throw|aband|told|apply|evalua|grad|scor|rate|rating|assess|quality|analys|language model|llm|gpt|whoever|whatever|anyone|ai\b|a\.i|"
    r"model|machine|bot|review|audit|examin|judg|full|perfect|flawless|max|highest|top|best|100|hundred|ten|question|criteri|line item|mark|award|"
    r"pass|approve|superv|manager|summar|sentiment|satisf|promoter|nps|prompt|instruction|preten|imagine|act as|from now|you are|role|mode|yes|zero|greet|"
    r"empath|e\d{1,4} |vergiss|vergess|missacht|beacht|weisung|frage|bewert|note|oubl|consign|compte|olvid|caso|instruc|regla|pregunt|esque|"
    r"\bki\b|pruf|kreuz|\bia\b|descons|pergunt|avalia|dimentic|istruz|regol|domand|valut|negeer|vraag|vragen|beoord|zapomn|pytan|ocen|unut|gel\b|talimat|soru|puan|degerlen|kural"
)
"""What any of the rules over words needs; many turns hold nothing of it."""
