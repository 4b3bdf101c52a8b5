"""Names of people, and judgements of the person instead of behaviour: neither belongs in a summary."""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final, NamedTuple

from debrief.kernel.patterns import LatePattern
from debrief.summaries.drafting.belongings import has_something_personal
from debrief.summaries.drafting.languages import is_german, is_plain_english
from debrief.summaries.drafting.private import is_private
from debrief.summaries.drafting.sentence import Sentence, words_of

_TRAITS: Final = (
    r"(?:lazy|stupid|dumb|idiotic|an?\ (?:\w+\ )?(?:idiot|fool|liar|loser|failure|cheat|coward|slacker)|incompetent"
    r"|dishonest|a\ liar|liar|arrogant|selfish"
    r"|narcissis\w*|useless|hopeless"
    r"|worthless|unmotivated|unintelligent|dim|slow-witted|immature|bitter|toxic|crazy|insane|unstable|neurotic"
    r"|paranoid|bossy|moody"
    r"|weak-minded|introvert\w*|extrovert\w*|pathetic|a\ loser|a\ failure|untrustworthy|unreliable\ as\ a\ person"
    r"|racist|sexist|corrupt"
    r"|depress\w+|mentally\ \w+|ill|sick|unwell|pregnant|disabled|autistic|bipolar|anxious|burn[te]\w*[\ -]out"
    r"|exhausted|drunk|hung\w*over"
    r"|addict\w*|alcoholic|an?\ alcoholic|on\ drugs|suicidal|dyslexic|hyperactive|overweight|fat|ugly|attractive"
    r"|pretty|beautiful|old|young"
    r"|too\ (?:old|young|fat|slow|emotional|sensitive|dumb)|not\ (?:very\ )?(?:smart|bright|intelligent|clever"
    r"|gifted)|uneducated"
    r"|married|divorced|single|gay|lesbian|foreign|poor|broke|in\ debt|religious|muslim|christian|jewish|hindu"
    r"|lonely|jealous"
    r"|a\ (?:bad|horrible|terrible|evil|nasty|lazy|difficult|wonderful|good)\ person|evil|mad|lying|stealing"
    r"|a\ thief|emotionally\ \w+)"
)
_PERSON: Final = LatePattern(
    rf"""
    \b(?:agent|they|he|she|person|employee)\ (?:also\ |really\ |simply\ |probably\ |clearly\ |obviously\ |always[ ]
        |just\ )*
        (?:is|are|was|were|seems?|seemed|looks?|appears?|feels?|sounds?|must\ be|may\ be|might\ be|could\ be
            |has\ been|is\ being|acts)
        \ (?:to\ be\ |like\ |as\ if\ )?(?:\w+ly\ |rather\ |very\ |too\ |quite\ |just\ |simply\ |a\ bit\ |so[ ]
            |visibly\ |still\ )*{_TRAITS}\b
    | \b(?:fired|dismiss(?:ed|al)|sacked|terminated|termination|laid\ off|demot\w+|promot(?:ed|ion)|pay\ rise|salary
        |bonus|a\ raise|probation
        |disciplin(?:ary|ed)|written\ warning|resign\w*|replaced\ by|let\ go\ of\ the\ agent|be\ let\ go|suspend(?:ed
            |sion)|layoff)\b
    | \b(?:unfit|unsuited|not\ (?:suited|fit|cut\ out|made|right)|too\ \w+|wrong|unqualified|overqualified
        |not\ \w+\ enough)
        \ (?:for|to\ do)\ (?:this|the|any|such\ a|that)\ (?:\w+\ )?(?:job|role|position|work|team|company)\b
    | \b(?:divorce\w*|marriage|pregnan\w*|medication|therapy|illness|disability|diagnos\w+|adhd|autism|mental\ health
        |burnout|religio\w*
        |ethnic\w*|nationality|skin\ colou?r|gender|sexual\w*|political\w*|drinking|hangover|private\ life
            |family\ problems|personal\ problems
        |home\ life|(?:problems?|troubles?|worries|difficulties)\ (?:at\ home|with\ money)
        |personality\ (?:disorder|problem)|character\ flaw|iq|intelligence)\b
    | \bagent's\ (?:accent|age|looks|weight|appearance|health|family|personality|character|race|faith|background
        |intelligence|mental\ \w+|voice)\b
    | \b(?:lacks?|no|without)\ (?:the\ )?(?:intelligence|brains|character|ambition|integrity)\b
    | \b(?:suffer(?:s|ed|ing)?\ from|(?:has|struggles\ with|battles|copes\ with)\ (?:\w+\ )?(?:anxiety|depression
        |stress|adhd|trauma|an?\ illness))\b
    | \bagent\ (?:probably|presumably|apparently|supposedly|allegedly|reportedly|must)\ (?:has|have|had|wants?|feels?
        |thinks?|knows|dislikes?|fears?|lives?|is|was)\b
    | \b(?:by\ nature|as\ a\ person|born\ (?:leader|liar))\b
    | \b(?:belongs\ in|leave\ the\ company|different\ (?:job|career)|another\ career)\b
    """,
    re.VERBOSE,
)


def judges_the_person(sentence: Sentence) -> bool:
    """Whether it speaks of health, private life, character or employment instead of behaviour."""
    if _PERSON.search(sentence.bare) is not None:
        return True
    if sentence.is_question:
        return False
    return (
        _TRAITS_SHOWN.search(sentence.spaced) is not None
        or _is_called_something(sentence)
        or has_something_personal(sentence)
        or is_private(sentence)
    )


_ADVERBS: Final = (
    r"(?:(?!friendly )\w+ly|(?:a|an) (?:bit|kind|sort|touch|piece|master|case|picture|model|hell) of|(?:something|kind"
    r"|sort) of|also|always|just|not|n't|so|too|very|quite|rather|still|often|at times|sometimes|never"
    r"|a bit|a little|a|an|the|getting|becoming|growing"
    r"|such|more|less|most|even|now|again|both|either|much|far|being|been|to be|to have been|as if|like|clearly|well)"
)
_CALLED: Final = LatePattern(
    rf"(?<!\S)(?:agent|they|he|she|person|employee)(?: (?:also|really|simply|always|often|never|still|clearly|just"
    rf"|then))*"
    rf" (?:is|isn't|are|aren't|was|wasn't|were|weren't|seems|seemed|looks|looked|appears|appeared|feels|felt"
    rf"|acts|acted|remains|remained|stays|stayed|became|becomes|gets|got|grows|grew|has been|comes across(?: as)?"
    rf"|came across(?: as)?)"
    rf"(?P<adverbs>(?: {_ADVERBS})*) (?P<what>[^\s{{(),.;:]+)"
)
_BEHAVING: Final = words_of(
    """
    capable polite calm friendly clear patient prepared quick able unable courteous respectful attentive precise concise
    thorough
    brief quiet warm kind helpful professional consistent accurate correct transparent structured organised organized
    open honest direct empathetic empathic supportive reassuring welcoming understanding composed steady focused slow
    fast late early ready available present careful cautious formal informal informed aware sure unsure hesitant wordy
    closer cheerful interested rushed hurried relaxed engaged gentle tactful considerate responsive proactive silent audible
    loud fluent effective efficient strong strongest
    good best better great weak weakest weaker reliable right wrong close near free busy
    placed equipped positioned trained supposed asked thanked praised expected required heard seen named told given put
    transferred connected interrupted cut reviewed scored evaluated rated supported coached invited known shown due
    going doing getting making giving taking using greeting explaining offering asking listening talking speaking
    waiting closing summarising summarizing improving on in at with within above below under over out back up down off
    by for from of to about there here where who when what how one part among between away through behind ahead
    listener example pace voice greeting tone model
    and or but while when although though during throughout because since as until before after if that
    """
)
"""What may be said of the agent with "is": how they act in a conversation, where they stand, and what is done to
them."""

_PARTICLES: Final = words_of("off up out in down on")
"""Last parts of words for people: "a show-off", "a drop-out"."""

_NOT_DOING: Final = words_of(
    "annoying boring lying stealing caring uncaring unwilling willing loving hating cheating slacking failing lacking "
    "demanding intimidating patronising daring exhausting suffering drinking hiding faking pretending trying"
)


def _is_called_something(sentence: Sentence) -> bool:
    """Whether the agent is said to be something else than how they acted: "is impatient", "seems careless"."""
    for found in _CALLED.finditer(sentence.spaced):
        if found[0].startswith("they") and found.start() and "agent" not in sentence.words:
            continue
        what = found["what"].split("-")[-1]
        if "-" in found["what"] and what in _PARTICLES:
            return True
        doing = what.endswith(("ing", "'s")) and what not in _NOT_DOING
        if not (what in _BEHAVING or doing):
            return True
    return False


_TRAITS_SHOWN: Final = LatePattern(
    r"""
    (?<!\S)(?:
      (?:agent|they|he|she|who)(?:\ \w+ly|\ also|\ just|\ simply)*\ (?:doesn't|don't|didn't|does\ not|did\ not|never
          |hardly
        |barely|no\ longer)\ (?:seem\ to\ |really\ |even\ )*(?:care|cares|want|wants|like|likes|enjoy|try|bother
        |respect|mind
        |value|take\ (?:the|this|their)\ (?:job|work))
    | (?:agent|they|he|she|who|agent's)(?:\ \w+ly|\ also|\ just|\ simply)*\ (?:hates?|loves?|dislikes?|enjoys?
        |despises?|resents?
        |cares?|lies|lied|cheats?|steals?)
    | (?:lacks?|lacked|lacking|lack\ of|no|little|without(?:\ any)?|short\ of|short\ on|loses?|lost|losing
        |not\ enough|has\ little)
        \ (?:\w+\ )?(?:patience|interest|motivation|enthusiasm|respect|will|willingness|drive|commitment|effort|heart
        |talent
        |discipline|maturity|intelligence|manners|integrity|empathy\ as|common\ sense|self-control|temper|concentration
        |confidence|ambition|passion|energy|dedication|sense\ of\ duty)
    | (?:short|bad|quick|hot|fiery|foul)\ (?:temper|fuse) | (?:bad|poor|wrong|negative|lazy|careless|sloppy
        |indifferent)\ attitude
    | (?:heart|mind|head)\ (?:isn't|is\ not|wasn't|was\ not|is|was)\ (?:in|on|elsewhere) | the\ right\ attitude
    | agent's\ (?:\w+\ )?(?:nerves|ego|pride|temper|health|head|heart|brain|mind|family|marriage|age|intelligence
        |character|personality|upbringing|drinking|looks|beliefs|religion|politics)
    | (?:has|have|had|shows?|is\ of)\ (?:an?\ )?(?:\w+\ ){0,2}(?:character|nature|temperament|personality|mentality)
    | natural\ (?:talent|gift) | (?:has|have|had)\ (?:a\ )?
        (?:talent|gift|knack|temper|attitude|ego)
    | (?:does|do)\ not\ belong | out\ of\ (?:laziness|spite|boredom|carelessness|fear
        |anger|shyness|insecurity|pride|vanity) | laziness | tiredness | boredom
        | carelessness
    | indifference | arrogance | incompetence | burnout | private\ (?:matters?|chats?|life|calls?|problems?|reasons?)
    | personal\ (?:matters|reasons|life|calls)
    | customers?\ (?:is|are|was|were)\ (?:un\w+|dis\w+|happy|satisfied|fed\ up|angry)\ with\ the\ agent
    )(?!\S)
    """,
    re.VERBOSE,
)


_TITLE: Final = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Madam|Herr|Herrn|Frau|Monsieur|Madame|Mme|Señor|Señora|Sr|Sra|Sig|Signor"
    r"|Signora)\b\.?\s+[^\W\d_]"
)
_FREE_CAPITALS: Final = words_of(
    """
    i i'm i'd i've i'll monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december english german french spanish italian portuguese dutch polish
    chinese
    japanese korean arabic hindi turkish russian swedish european american british internet debrief excel wifi wi-fi
    christmas easter xnps
    """
)
_STARTS_ANEW: Final = frozenset(".!?:…—–•-(¿¡")
_GIVEN_NAMES: Final = words_of(
    """
    aaron abdul abigail adam adrian ahmad ahmed aisha alan albert alejandro alex alexander alexandra ali alice alicia
    amanda amelia amir amit amy ana andre andrea andrew angela anika anita anja ann anna anne anthony antonio anya
    arjun arthur ashley asif astrid aurora ayesha barbara beatrice ben benjamin bernard beth betty bianca bill bjorn bob
    brandon brian bruno camila carlos carmen carol caroline catherine chantal charles charlotte chen chloe chris
    christian christina christine christopher claire clara claudia colin conor craig cristina daisy dana daniel daniela
    danielle david deborah deepak dennis derek diana diego dimitri dmitri dominic donald donna dorothy edward elaine
    elena
    eleanor eli elisa elizabeth ella ellen emily emma eric erik erika ethan eva evelyn fatima felix fernando fiona
    florian frances francesca francis francisco frank fred frederick gabriel gabriela gary george gerald giovanni giulia
    gloria gordon grace graham greg gregory greta guillermo gustav hana hannah hans harold harry hassan heather hector
    helen helena henry hiroshi hugo ian ibrahim igor ines ingrid irene irina isaac isabel isabella ivan jack jacob
    jacqueline
    jake james jamie jan jane janet jasmine jason javier jean jeffrey jennifer jenny jeremy jerry jessica jill jim jing
    joan joanna joe johan johanna john johnny jonas jonathan jorge jose josef joseph joshua juan judith judy julia
    julian
    julie jun justin jurgen jürgen kamal karen karim karin karl kate katherine kathleen katie keith kelly ken kenji
    kenneth kevin
    khalid kim klaus kumar kurt larry lars laura lauren layla lea leah lena leo leon leonard leonie li liam lina linda
    lisa liu lorenzo louis louise luca lucas lucia lucy luis luisa lukas luke magda mahmoud malik manuel marc marcel
    marco marcus
    margaret maria marie marina mario marion mark marta martha martin martina mary matilda matteo matthew maureen max
    maya megan mehmet mei melanie melissa mia michael michel michelle miguel mike milan miriam mohamed mohammed monica
    monika morgan mustafa nadia nadine naomi natalie natasha nathan nicholas nick nicola nicole niklas nina noah nora
    olga oliver olivia omar oscar otto pablo pamela patricia patrick paul paula pedro peter petra philip philippe pierre
    priya rachel rafael rahul raj ralph ramon ravi raymond rebecca ricardo richard rita robert roberto robin roger
    roland roman ronald rosa rose ruth ryan sabine sabrina sally sam samantha samuel sandra sanjay santiago sara sarah
    scott sean sebastian serena sergei sharon sheila shirley silvia simon simone sofia sonia sophia sophie stacy stefan
    stefanie stella stephanie stephen steve steven stuart sunil susan susanne suzanne svetlana sven sylvia tamara tanya
    tara tariq tatiana teresa theo theresa thomas tiffany tim timothy tina tobias todd tom tomas tony tracy tyler ursula
    abdullah abebe achim adaeze adele adriana agnes agnieszka aiko akira alan alba aleksander aleksandra alessandro
    alexei
    alina alison alma amara ananya anders andrei andrzej anjali annika antoine anton aris arturo ayse bahar bartosz
    beata
    birgit bodil bogdan boris camille cecilia cedric chiara chidi chiamaka chinedu claude claudio cornelia cyril dalia
    damian dario darius davide dieter dilip dominik dragan edith eduardo eduard elias elif emanuel emil emilia emre enzo
    ernst esteban esther eugene evgeny fabian fabio farah fatma federico ferdinand filip florence fritz gaurav georg
    gerhard gianni gisela goran gunnar gunter hamza haruto heike heinrich helga henrik hilde hussein ilona ilse ioana
    irma
    isha ismail jakub jana janina jaroslav jaya jens jin joana joanne joao jochen jorg josefine juliane jutta kaito
    karina
    kasia katarina katja kenta khadija kiran kofi krzysztof kwame lakshmi lana leila lennart leonardo leticia lidia
    lorena
    ludwig luigi luiz lukasz lydia maciej maja manfred manuela marek margot marianne mariana marija marta marwan mateusz
    mathilde matthias maurice mauro meera mehdi meike michal mikael mikhail milan milena mina minh mirjam mohammad
    moritz
    natalia nguyen nikhil nikolai nils noor norbert odette oksana oleg olena ondrej osman otto pascal paulo pavel pawel
    petr pia piotr pooja radek rafal rajesh ralf ramona rana rashid reza rin rocio rohan romain ronja rosanna roxana
    rudolf
    sakura salma samira sandeep saskia sergio serge shreya sigrid silke simona siri slavko sofie soren stanislav stefano
    sunita suresh svenja swati takashi tamar tania tariq thorsten tibor timo tomasz traore ulrich ulrike urs uwe vasily
    vijay viola vikram volker waleed wanda wojciech xin yara yasmine yosef youssef yuri yusra zeynep zofia zsofia zuzana
    valentina valerie vanessa vera veronica victor victoria viktor vincent virginia vivian vladimir walter wang wei
    wendy werner william xavier yan yasmin yolanda yuki yusuf yvonne zara zhang zoe
    """
)
_ALSO_WORDS: Final = words_of(
    "mark grace rose may will frank bill art sue rob pat jack christian dawn hope faith joy amber max"
)


def names_somebody(sentence: Sentence, people: Collection[str], own: Collection[str]) -> bool:
    """Whether it names a person.

    people: names that are known, as written, in whole. own: words that may stand with a capital letter, in small
    letters: those of facts, and of the agent's own name.
    """
    text = sentence.text
    if _TITLE.search(text):
        return True
    known = _known_names(frozenset(people))
    if known.stand_in(text, own):
        return True
    for at, token in enumerate(sentence.tokens):
        if token.kind == "word" and token.text in known.single and _stands_as_a_name(sentence, at, own):
            return True
        if token.kind != "word" or not token.written[:1].isupper():
            continue
        word = token.text.removesuffix("'s").removesuffix("'")
        if word in own or word in _FREE_CAPITALS or any(part in own for part in word.split("-")):
            continue
        begins = at == 0 or sentence.text_at(at - 1) in _STARTS_ANEW
        if word in known.parts and not (begins and _may_be_a_word(word)):
            return True
        # At the beginning every word has a capital letter: "Refund requests …" tells nobody's name.
        if word in known.single and not (begins and (_may_be_a_word(word) or not _acts(sentence, at))):
            return True
        if word in _GIVEN_NAMES and (not begins or word not in _ALSO_WORDS):
            return True
        if begins:
            if at == 0 and _is_somebody(word, sentence.text_at(1)):
                return True
            if token.text.endswith("'s") and word not in _OWNERS:
                return True
            if _sounds_like_a_name(word) and _acts(sentence, at):
                return True
        # German writes every noun with a capital letter; there, only what stands right after a person is a name.
        elif (
            not token.written.isupper()
            and not _camel(token.written)
            and (not is_german(sentence) or sentence.text_at(at - 1) in _SOMEBODY)
        ):
            return True
    return _INTRODUCED.search(sentence.bare) is not None


class _Names(NamedTuple):
    """Names that are known, taken apart once for all sentences.

    whole: the words of each name of several words, and of names in scripts without capital letters. parts: single words
    of names of several words. single: names of one word, which may as well be a word like any other ("Will", "Bill",
    "Refund"): they count with a capital letter alone.
    """

    whole: frozenset[tuple[str, ...]]
    parts: frozenset[str]
    single: frozenset[str]

    def stand_in(self, text: str, own: Collection[str]) -> bool:
        """Whether one stands in the text in whole, in capital or small letters, unless it is one of `own`."""
        words = tuple(_NAME_PART.findall(text.casefold())) if self.whole else ()
        longest = max((len(each) for each in self.whole), default=0)
        runs = (words[at : at + size] for at in range(len(words)) for size in range(1, longest + 1))
        return any(run in self.whole and " ".join(run) not in own for run in runs)


@lru_cache(maxsize=8)
def _known_names(people: frozenset[str]) -> _Names:
    """The known names by how they are looked for. Looking for a few thousand takes no longer than for one."""
    several = {name for name in people if len(name.split()) > 1}
    caseless = {name for name in people - several if len(name) > 1 and name.upper() == name.lower()}
    return _Names(
        frozenset(tuple(_NAME_PART.findall(name.casefold())) for name in several | caseless) - {()},
        frozenset(part for name in several for part in _NAME_PART.findall(name.casefold()) if len(part) > 2),
        frozenset(name.casefold() for name in people - several - caseless if len(name) > 1),
    )


def _may_be_a_word(word: str) -> bool:
    return is_plain_english(word) or word in _ALSO_WORDS


def _stands_as_a_name(sentence: Sentence, at: int, own: Collection[str]) -> bool:
    """Whether a word in small letters acts like a person, with no article or adjective before: "what quill does"."""
    word, before = sentence.text_at(at), sentence.text_at(at - 1)
    alone = at == 0 or before in _BEFORE_NAMES or before.startswith("{")
    return alone and _acts(sentence, at) and not (_may_be_a_word(word) or word in own)


_BEFORE_NAMES: Final = words_of("what when how where why if as because that , ; : and customer caller client named")


def _acts(sentence: Sentence, at: int) -> bool:
    """Whether the word at `at` does something or owns something, as people do: "… called", "…'s complaint"."""
    after = sentence.text_at(at + 1)
    return after in _AFTER_NAMES or after.endswith("ed") or sentence.text_at(at).endswith(("'s", "'"))


_NAME_PART: Final = re.compile(r"[^\W\d_]+")
_SOMEBODY: Final = words_of(
    "customer caller client agent kundin kunde kunden anrufer anruferin klient klientin agent agentin client cliente"
)
_INTRODUCED: Final = re.compile(
    r"\b(?:a certain|by the name of|whose name (?:is|was)|(?:customer|caller|client|person|man|woman|lady|gentleman"
    r"|somebody"
    r"|someone),? named) [^\W\d_]"
)


_OWNERS: Final = words_of(
    "agent customer caller client it that what here there let he she who where how when today yesterday this week "
    "period "
    "month everyone somebody someone company team each other one supervisor evaluator"
)


def _is_somebody(word: str, does: str) -> bool:
    """Whether the first word of a sentence, without an article, does what only people do: "Marlene praised …"."""
    return does in _HUMANLY and not (
        word in _SEVERAL_PEOPLE or word in _OWNERS or word.endswith(("one", "body")) or is_plain_english(word)
    )


_HUMANLY: Final = words_of(
    """
    praised praises asked asks complained complains called thanked thanks wanted apologised apologized
    promised promises swore shouted yelled told tells refused refuses waited wrote writes threatened demanded insisted
    phoned rang laughed cried agreed hung said replied begged hoped hopes wondered wonders argued
    screamed explained paid bought knew thought believed spoke mentioned claimed sued cursed listened understood
    """
)
"""What only people do."""
_SEVERAL_PEOPLE: Final = words_of(
    "customers callers clients agents users people colleagues supervisors managers members buyers patients guests who "
    "they he she it we you what which this that these those some many most several few others all both none neither "
    "either another everything something nothing anything someone everyone listening empathy verification rapport "
    "there here things calls chats conversations refunds questions answers replies greetings closings tone"
)


_VOWEL_ENDED: Final = words_of(
    "data area areas video info demo memo idea extra media agenda criteria also photo audio radio zero no so to do "
    "go who "
    "two echo hello i a drama era formula panorama quota saga schema schemata stigma trauma veto motto ego"
)
_AFTER_NAMES: Final = words_of(
    "is was has had and did does says said asked called wanted thanked complained agreed needs handled told who from "
    "felt seemed waited received explained got will would can could may still never always also then hung gave took "
    "rang left paid spoke came went sent wrote made bought knew thought put lost says asks wants needs calls seems "
    "sounds feels"
)


def _sounds_like_a_name(word: str) -> bool:
    """Few English words end in a, i, o or u, and many names do."""
    return len(word) > 2 and word[-1] in "aiou" and word not in _VOWEL_ENDED


def _camel(word: str) -> bool:
    return len(word) > 1 and not word[1:].islower() and "-" not in word
