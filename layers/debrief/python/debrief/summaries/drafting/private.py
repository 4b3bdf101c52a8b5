"""What is nobody's business in a report on work: health, home, origin, belief, character, gifts, and the job itself.

Whoever is told of with such a word, it is about the person and not about what was done. Of customers it may be told: they
call about an illness or a divorce.
"""

from typing import Final

from debrief.kernel.patterns import LatePattern
from debrief.summaries.drafting.sentence import Sentence, words_of

_HEALTH: Final = words_of(
    """
    alcohol alcoholic alcoholism drunk drunken booze drugs addict addicted addiction hungover hangover sober medication
    pills antidepressants therapist psychiatrist psychologist psychiatric psychological disorder syndrome disease disabled
    disability dyslexia dyslexic autism autistic adhd asperger asperger's bipolar schizophrenic depression depressed
    depressive anxiety anxious traumatised traumatized trauma burnout burned-out burnt-out exhausted exhaustion insomnia
    sleepless sleepy fatigue fatigued tiredness migraine migraines pregnant pregnancy menopause hormones hormonal illness
    ill sick sickness unwell unhealthy stutter stutters lisp slurred smoker obese overweight underweight deaf deafness
    headaches overworked overwork neurodivergent neurological cognitive dementia senile forgetful
    """
)
_HOME: Final = words_of(
    """
    married marriage unmarried divorce divorced separation wedding wife husband spouse girlfriend boyfriend fiancé fiancée
    kids childhood upbringing parenthood fatherhood motherhood childcare hobby hobbies partying nightlife gambling debts
    bankrupt bankruptcy affair flirt flirts flirting flirtatious gossip gossips
    """
)
_ORIGIN: Final = words_of(
    """
    gender woman man female male gay lesbian homosexual heterosexual transgender queer sexuality sexual race racial ethnic
    ethnicity nationality immigrant immigration migrant refugee foreigner foreign-born religion religious faith muslim
    christian jewish hindu buddhist atheist catholic protestant church mosque synagogue political politics accent dialect
    millennial boomer youngster skin
    """
)
_CHARACTER: Final = words_of(
    """
    lazy laziness idle slacker arrogant arrogance conceited vain vanity selfish selfishness egoistic egotistic egoist
    narcissistic narcissist stubborn stubbornness obstinate timid timidity shy shyness introvert introverted extrovert
    extroverted insecure insecurity immature immaturity childish naive naivety gullible cowardly coward hot-tempered
    short-tempered bad-tempered temper moody grumpy cynical cynicism bitter bitterness jealous jealousy envious envy
    greedy greed dishonest dishonesty liar deceitful cunning manipulative malicious malice toxic neurotic paranoid
    hysterical melancholic pessimist pessimistic perfectionist perfectionism workaholic know-it-all smug snobbish spoiled
    ruthless heartless cold-hearted stupid stupidity dumb slow-witted unintelligent intelligent intelligence iq gifted
    talented talent talents genius uneducated illiterate inept incompetent incompetence ambitious unambitious ambition
    ambitions motivation motivated demotivated unmotivated disengaged disinterested disinterest indifferent indifference
    apathetic apathy boredom resentful resentment vindictive disloyal disloyalty charisma charismatic personality
    temperament psyche ego nerves willpower self-esteem conscience vibe untrustworthy unreliable lethargic lethargy
    hypocrite hypocritical impulsive choleric sadistic racist sexist bully bullies bullying misogynist
    secretly subconsciously unconsciously innately
    """
)
_JOB: Final = words_of(
    """
    fired sacked layoff layoffs laid-off resign resigns resignation quit quits quitting demoted demotion salary wage wages
    pension severance disciplinary reprimand reprimanded career careers unemployable underpaid overpaid
    promotion dismissal probation
    """
)
_PRIVATE: Final = _HEALTH | _HOME | _ORIGIN | _CHARACTER | _JOB
_EXPRESSIONS: Final = LatePattern(
    r"\bas an? (?:\w+ )?(?:woman|man|mother|father|parent|foreigner|immigrant|older|younger|smoker)\b"
    r"|\b(?:deep down|at heart|by nature|in (?:his|her|their) (?:heart|soul|private life|spare time)|off duty|after work)\b"
    r"|\b(?:another|new|different|second|other) (?:job|employer|career|profession|line of work)\b"
    r"|\b(?:take|takes|took|taking|accept|accepts|handle|handles|bear|bears) (?:\w+ )?criticism\b"
    r"|\bcontract (?:should|must|will|can|need|ought|is|was)(?:n't| not)?(?: to)? be (?:renewed|extended|terminated|ended)\b"
    r"|\b(?:not|never|isn't|hardly|barely) (?:\w+ ){0,2}(?:cut out|born|made|suited|smart|bright|clever|interested in|committed"
    r"|up to the job|up to it)\b"
    r"|\b(?:trouble|difficulty|difficulties|problems?) (?:with )?(?:reading|writing|concentrating|hearing|remembering|sleeping"
    r"|focusing|at home|with (?:authority|alcohol|money|colleagues|the law))\b"
    r"|\b(?:looks|looking|hunting|applying|applies|applied) for (?:a |an )?(?:\w+ )?(?:job|jobs|position|role|exit|way out)\b"
)
_OTHERS: Final = words_of("customer customers customer's customers' caller callers caller's client clients client's")


def is_private(sentence: Sentence) -> bool:
    """Whether it tells of the person. Questions ask, and of customers other rules judge."""
    if sentence.is_question or _OTHERS & set(sentence.words):
        return _EXPRESSIONS.search(sentence.bare) is not None and not sentence.is_question
    return bool(_PRIVATE & set(sentence.words)) or _EXPRESSIONS.search(sentence.bare) is not None
