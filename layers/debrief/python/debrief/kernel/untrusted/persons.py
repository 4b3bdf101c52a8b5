"""What is nobody's business in a text on work: health, home, origin, belief, character, gifts, and the job itself.

Whoever is told of with such a word, it is about the person and not about what was done. Of customers it may be told:
they call about an illness or a divorce. Whatever an agent "has", with an article, and isn't something that is done or
measured, is about the person as well. What is sold and what happens to customers, such as a guarantee, a family plan or
a stolen card, is work.
"""

from collections.abc import Collection
from typing import Final

from debrief.kernel.patterns import LatePattern


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_HEALTH: Final = _words(
    """
    alcohol alcoholic alcoholism drunk drunken booze drugs addict addicted addiction hungover hangover sober medication
    pills antidepressants therapist psychiatrist psychologist psychiatric psychological disorder syndrome disease
    disabled
    disability dyslexia dyslexic autism autistic adhd asperger asperger's bipolar schizophrenic depression depressed
    depressive anxiety anxious traumatised traumatized trauma burnout burned-out burnt-out exhausted exhaustion insomnia
    sleepless sleepy fatigue fatigued tiredness migraine migraines pregnant pregnancy menopause hormones hormonal
    illness
    ill sick sickness unwell unhealthy stutter stutters lisp slurred smoker obese overweight underweight deaf deafness
    headaches overworked overwork neurodivergent neurological cognitive dementia senile forgetful
    """
)
_HOME: Final = _words(
    """
    married marriage unmarried divorce divorced separation wedding wife husband spouse girlfriend boyfriend fiancé
    fiancée
    kids childhood upbringing parenthood fatherhood motherhood childcare hobby hobbies partying nightlife gambling debts
    bankrupt bankruptcy affair flirt flirts flirting flirtatious gossip gossips
    """
)
_ORIGIN: Final = _words(
    """
    gender woman man female male gay lesbian homosexual heterosexual transgender queer sexuality sexual race racial
    ethnic
    ethnicity nationality immigrant immigration migrant refugee foreigner foreign-born religion religious faith muslim
    christian jewish hindu buddhist atheist catholic protestant church mosque synagogue political politics accent
    dialect
    millennial boomer youngster skin
    """
)
_CHARACTER: Final = _words(
    """
    lazy laziness idle slacker arrogant arrogance conceited vain vanity selfish selfishness egoistic egotistic egoist
    narcissistic narcissist stubborn stubbornness obstinate timid timidity shy shyness introvert introverted extrovert
    extroverted insecure insecurity immature immaturity childish naive naivety gullible cowardly coward hot-tempered
    short-tempered bad-tempered temper moody grumpy cynical cynicism bitter bitterness jealous jealousy envious envy
    greedy greed dishonest dishonesty liar deceitful cunning manipulative malicious malice toxic neurotic paranoid
    hysterical melancholic pessimist pessimistic perfectionist perfectionism workaholic know-it-all smug snobbish
    spoiled
    ruthless heartless cold-hearted stupid stupidity dumb slow-witted unintelligent intelligent intelligence iq gifted
    talented talent talents genius uneducated illiterate inept incompetent incompetence ambitious unambitious ambition
    ambitions motivation motivated demotivated unmotivated disengaged disinterested disinterest indifferent indifference
    apathetic apathy boredom resentful resentment vindictive disloyal disloyalty charisma charismatic personality
    temperament psyche ego nerves willpower self-esteem conscience vibe untrustworthy unreliable lethargic lethargy
    hypocrite hypocritical impulsive choleric sadistic racist sexist bully bullies bullying misogynist
    secretly subconsciously unconsciously innately
    """
)
_JOB: Final = _words(
    """
    fired sacked layoff layoffs laid-off resign resigns resignation quit quits quitting demoted demotion salary
    overtime wage
    wages
    pension severance disciplinary reprimand reprimanded career careers unemployable underpaid overpaid
    promotion dismissal probation
    """
)
_PRIVATE: Final = _HEALTH | _HOME | _ORIGIN | _CHARACTER | _JOB

_EXPRESSIONS: Final = LatePattern(
    r"\btypical(?:ly)? (?:of|for) (?:young|old|older|younger|women|men|people|someone|somebody|his|her|their)\b"
    r"|\b(?:perfect|ideal|great|bad|terrible|born|excellent|poor|weak|best|worst|good|average|lousy|brilliant) "
    r"(?:agent|advis[eo]r|employee"
    r"|worker|representative)\b"
    r"|\bas an? (?:\w+ )?(?:woman|man|mother|father|parent|foreigner|immigrant|older|younger|smoker)\b"
    r"|\b(?:deep down|in love|at heart|by nature|in (?:his|her|their) (?:heart|soul|private life|spare time)|off "
    r"duty|after "
    r"work)\b"
    r"|\b(?:another|new|different|second|other) (?:job|employer|career|profession|line of work)\b"
    r"|\b(?:take|takes|took|taking|accept|accepts|handle|handles|bear|bears) (?:\w+ )?criticism\b"
    r"(?! (?:from|by|of) (?:\w+ ){0,2}(?:customer|caller|client)s?\b)"
    r"|\bfamily (?:problems?|life|troubles?|situation|matters?|reasons?|issues|crisis|background)\b"
    r"|\b(?:his|her|their|agent's) (?:own )?family\b(?! (?:plan|tariff|ticket|card|doctor))"
    r"|\bcontract (?:should|must|will|can|need|ought|is|was)(?:n't| not)?(?: to)? be (?:renewed|extended|terminated"
    r"|ended)\b"
    r"|\b(?:not|never|isn't|hardly|barely) (?:\w+ ){0,2}(?:cut out|born|made|suited|smart|bright|clever|interested "
    r"in|committed"
    r"|up to the job|up to it)\b"
    r"|\b(?:trouble|difficulty|difficulties|problems?) (?:with )?(?:reading|writing|concentrating|hearing"
    r"|remembering|sleeping"
    r"|focusing|at home|with (?:authority|alcohol|money|colleagues|the law))\b"
    r"|\b(?:looks|looking|hunting|applying|applies|applied) for (?:a |an )?(?:\w+ )?(?:job|jobs|position|role|exit"
    r"|way out)\b"
)

_WHAT_BECOMES: Final = LatePattern(
    r"\b(?:warrants?|deserves?|justif(?:y|ies)|merits?|calls for) (?:an? )?(?:\w+ )?(?:notice|warning|dismissal"
    r"|reprimand|suspension"
    r"|sanction|penalty|punishment|demotion)s?\b"
    r"|\bagent (?:should|must|ought to|has to|needs to|will) (?:not |now |soon )?be (?:paid|promoted|dismissed"
    r"|rewarded|punished|replaced"
    r"|transferred|demoted|fired|warned|suspended|let go|sent home|removed)\b"
    r"|\b(?:let|letting) (?:the )?agent go\b(?! (?:through|over|first|on|back|ahead|into|from|with|for|deeper))"
    r"|\b(?:of|at) (?:this|that|his|her|their) age\b|\b(?:is|was|are|were) an? (?:\w+ )?(?:person|man|woman"
    r"|character|idiot|troublemaker"
    r"|liar|fool|nuisance)\b|\bagent (?:\w+ly )?(?:suffers|suffered) (?:under|from)\b"
    r"|\bout of (?:convenience|ignorance|malice|disinterest|stubbornness|comfort|contempt|envy|greed|vanity|fear"
    r"|spite)\b"
)
_OTHERS: Final = _words("customer customers customer's customers' caller callers caller's client clients client's")

_HAS: Final = LatePattern(
    r"(?<!\S)(?:agent|they|he|she|person|employee)(?: (?:also|really|simply|clearly|still|just|often|always|obviously"
    r"|apparently|certainly))* (?:has|have|had) (?:an?|such an?|quite an?|no|little|some) (?P<what>(?:[a-z'-]+ "
    r"){0,4}[a-z'-]+)"
)
_ENDS: Final = _words(
    "of for in on at to with when where that which who and or but while because since as during over from by about if "
    "so into than after before once"
)
_OF_WORK: Final = _words(
    """
    way habit tendency grasp grip command hold understanding overview knowledge structure routine script checklist plan
    answer answers response reply replies solution explanation choice chance opportunity action actions tone manner
    approach style rate score average result results strength strengths weakness gap point points focus room time
    difficulty
    trouble eye ear view picture phrase phrases sentence word words opening closing start question questions reason
    reasons
    call calls conversation conversations chat chats customer customers caller effect impact influence pattern record
    role part need step steps method technique goal task case cases option options lot bit number item items area areas
    problem problems issue information details note notes access space pace rhythm moment line thread list summary
    recap
    alternative alternatives foundation base basis set range mix touch good clear better effort advantage example
    follow-up trend streak-free idea ideas offer backlog transfer transfers connection discussion dialogue session
    sequence order process track handle feel sense warmth place ready openings closings greeting greetings voice
    document documents card product products
    """
)

_OF_THE_PERSON: Final = LatePattern(
    r"\b(?:foreign|strong|heavy|thick|regional|local|southern|northern|eastern|western|slight|noticeable|funny"
    r"|annoying) "
    r"(?:accent|dialect)\b|\b(?:speaks?|spoke|talks?|talked|speaking|talking) with an? (?:\w+ )?(?:accent|dialect"
    r"|lisp|stutter)\b"
    r"|\bprivate (?:messages?|chats?|calls?|matters?|life|problems?|reasons?|phone|business|use|browsing|things|issues"
    r"|troubles?|worries|affairs?|circumstances)\b"
    r"|\b(?:worn out|(?:close to a|nervous|mental|emotional|their|his|her) breakdown|at (?:the|their) wits' end"
    r"|at the end of (?:his|her|their|its) "
    r"tether|hoarse)\b"
    r"|\bagent (?:\w+ly )?(?:knows|realises|realizes|believes|suspects|thinks|fears|hopes|is aware|feels) (?:that"
    r"|how (?:bad|good|little))\b"
    r"|\b(?:break-up|breakup|drinks|see a doctor|agent's doctor|next mistake|last chance|last warning"
    r"|consequences for the agent)\b"
    r"|\bmistake has consequences\b"
    r"|\b(?:lisps?|stutters?|stammers?|body odou?r|sense of humou?r)\b"
    r"|\b(?:agent's|his|her|their|wears?|wearing|wore|dressed in) (?:\w+ ){0,2}"
    r"(?:perfume|haircut|tattoos?|outfit|clothes)\b"
    r"|\b(?:fatigue|(?:lack|want) of sleep|sleepless\w*|exhaustion|overwork\w*|sick (?:leave|days?|notes?)"
    r"|stress (?:at|level)|mood swings?|hormon\w+|menopaus\w+|midlife)\b"
    r"|\bagent (?:\w+ly )?(?:likes|fears|worries|envies|regrets|sulks|panics|daydreams|gossips|whines|cries|weeps)\b"
    r"|\bagent (?:\w+ly )?(?:thinks?|believes?|considers?|considered|regards?|regarded|deems?|finds?|found|sees?) "
    r"(?:the )?"
    r"(?:customers?|callers?|people|them|work|job|tasks?|everything|coaching|feedback|questions)(?: (?:as|to be))? "
    r"(?!with|in|who"
    r"|that|by|at|when|a |an |the |and |from )\w"
    r"|\b(?:is|are|was|were) guaranteed(?= ?[.,;!]|$)"
    r"|\bguarantees? (?:better|higher|more|good|great|top|full|success\w*|results?|improvements?)\b"
    r"|\b(?:tampered|manipulated|falsified|doctored|forged|faked|rigged|sabotag\w+|embezzl\w+|brib\w+|molest\w*"
    r"|blackmail\w*|illegally|unlawfully)\b"
    r"|\b(?:agent|advis[eo]r|employee|they|he|she) (?:\w+ly |also |has |have |had |may have |might have )*"
    r"(?:stole|steals|stolen|stealing|harass\w*|discriminat\w+|defraud\w*|commit\w* (?:\w+ )?(?:fraud|theft|crimes?)"
    r"|(?:is|was|acts?|acted) (?:an? )?(?:illegal|unlawful|criminal|fraud\w*))\b"
    r"|\b(?:agent's|his|her|their) (?:\w+ )?(?:theft|fraud|crimes?|harassment|discrimination)\b"
    r"|\b(?:formal|written|final|official|verbal) warning\b|\b(?:put|placed|kept) on (?:leave|notice|probation|a "
    r"warning)\b"
    r"|\b(?:move|moving|moved|transfer|transferring|reassign|reassigning|relocate|rotate) (?:the agent|them|him|her) "
    r"(?:to|out of|off|away|from)\b|\b(?:performance improvement plan|pip)\b"
    r"|\b(?:warrants?|deserves?|justif(?:y|ies)) (?:an? )?(?:disciplin\w+|punish\w+|sanctions?|penalt\w+|reward"
    r"|raise|award)\b"
    r"|\b(?:suited|cut out|made|born|fit|right|ready) for (?:this|the|a|any|another) (?:\w+ )?(?:job|role|position"
    r"|profession"
    r"|promotion|leadership|management)\b"
)


def private_words(words: Collection[str]) -> frozenset[str]:
    """The words that are about the person, unless customers are told of."""
    return frozenset() if _OTHERS & set(words) else _PRIVATE & set(words)


def says_private(bare: str, said: Collection[str] = ()) -> bool:
    """Whether an expression in the text, in small letters, is about the person.

    said: words of the conversation that the text tells of; what they all stand in may be told of it.
    """
    if _EXPRESSIONS.search(bare) or _WHAT_BECOMES.search(bare):
        return True
    return any(not _is_said(found[0], said) for found in _OF_THE_PERSON.finditer(bare))


def has_something_personal(spaced: str, said: Collection[str] = ()) -> bool:
    """Whether the agent is said to have something that is no way of working, and of which nobody spoke.

    spaced: words in small letters. said: words of the conversation.
    """
    return any(_is_personal(found["what"].split(), said) for found in _HAS.finditer(spaced))


def _is_personal(words: list[str], said: Collection[str]) -> bool:
    end = next((at for at, word in enumerate(words) if word in _ENDS), len(words))
    if end == 0 or words[end - 1] in said:
        return False
    # What is done for somebody: "has a new card sent".
    done = end > 1 and words[end - 1].endswith(("ed", "sent", "made", "done"))
    return not done and words[end - 1] not in _OF_WORK and not words[end - 1].endswith(("ing", "ly"))


def _is_said(expression: str, said: Collection[str]) -> bool:
    return bool(said) and all(word in said for word in expression.split())
