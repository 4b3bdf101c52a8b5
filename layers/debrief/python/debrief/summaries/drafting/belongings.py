"""What the agent is said to have: a way of working may be told of, a trait, a body or a private life may not.

"Has a streak of impatience", "has a foreign accent": whatever an agent has, with an article, and isn't something that is
done or measured, is about the person.
"""

from typing import Final

from debrief.kernel.patterns import LatePattern
from debrief.summaries.drafting.sentence import Sentence, words_of

_HAS: Final = LatePattern(
    r"(?<!\S)(?:agent|they|he|she|person|employee)(?: (?:also|really|simply|clearly|still|just|often|always|obviously"
    r"|apparently|certainly))* (?:has|have|had) (?:an?|such an?|quite an?|no|little|some) (?P<what>(?:[a-z'-]+ ){0,4}[a-z'-]+)"
)
_ENDS: Final = words_of(
    "of for in on at to with when where that which who and or but while because since as during over from by about if "
    "so into than after before once"
)
_OF_WORK: Final = words_of(
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
    sequence order process track handle
    """
)
_OF_THE_PERSON: Final = LatePattern(
    r"\b(?:foreign|strong|heavy|thick|regional|local|southern|northern|eastern|western|slight|noticeable|funny|annoying) "
    r"(?:accent|dialect)\b|\b(?:speaks?|spoke|talks?|talked|speaking|talking) with an? (?:\w+ )?(?:accent|dialect|lisp|stutter)\b"
    r"|\bprivate\b(?! (?:data|number|key|customers?|clients?|mode|browser|account|insurance|chat with the customer))"
    r"|\b(?:worn out|close to a breakdown|breakdown|at (?:the|their) wits' end|at the end of (?:his|her|their|its) tether|hoarse)\b"
    r"|\bagent (?:\w+ly )?(?:knows|realises|realizes|believes|suspects|thinks|fears|hopes|is aware|feels) (?:that|how (?:bad|good|little))\b"
    r"|\b(?:break-up|breakup|drinks|see a doctor|doctor's|next mistake|last chance|last warning|consequences for the agent)\b"
    r"|\bmistake has consequences\b"
    r"|\b(?:lisps?|stutters?|stammers?|perfume|body odou?r|haircut|tattoos?|outfit|clothes)\b"
    r"|\b(?:fatigue|(?:lack|want) of sleep|sleepless\w*|exhaustion|overwork\w*|sick (?:leave|days?|notes?)"
    r"|stress (?:at|level)|mood swings?|hormon\w+|menopaus\w+|midlife)\b"
    r"|\bagent (?:\w+ly )?(?:likes|fears|worries|envies|regrets|sulks|panics|daydreams|gossips|whines|cries|weeps)\b"
    r"|\bagent (?:\w+ly )?(?:considers?|considered|regards?|regarded|deems?|finds?|found|sees?) (?:the )?"
    r"(?:customers?|callers?|people|them|work|job|tasks?|everything|coaching|feedback|questions)(?: (?:as|to be))? (?!with|in|who"
    r"|that|by|at|when|a |an |the |and |from )\w"
    r"|\b(?<!agent )(?:guarantees?|guaranteed)(?! (?:a|the|delivery|to|by))\b"
    r"|\b(?:tampered|manipulated|falsified|doctored|forged|faked|rigged|sabotag\w+|embezzl\w+|stole|stolen|steals|theft|fraud\w*"
    r"|brib\w+|harass\w*|discriminat\w+|illegal(?:ly)?|unlawful(?:ly)?|criminal|blackmail\w*|molest\w*)\b"
    r"|\b(?:formal|written|final|official|verbal) warning\b|\b(?:put|placed|kept) on (?:leave|notice|probation|a warning)\b"
    r"|\b(?:move|moving|moved|transfer|transferring|reassign|reassigning|relocate|rotate) (?:the agent|them|him|her) "
    r"(?:to|out of|off|away|from)\b|\b(?:performance improvement plan|pip)\b"
    r"|\b(?:warrants?|deserves?|justif(?:y|ies)) (?:an? )?(?:disciplin\w+|punish\w+|sanctions?|penalt\w+|reward|raise|award)\b"
    r"|\b(?:suited|cut out|made|born|fit|right|ready) for (?:this|the|a|any|another) (?:\w+ )?(?:job|role|position|profession"
    r"|promotion|leadership|management)\b"
)


def has_something_personal(sentence: Sentence) -> bool:
    """Whether it tells of what the agent is or has as a person, or of what is to become of them."""
    if _OF_THE_PERSON.search(sentence.bare) is not None:
        return True
    if sentence.is_advice:
        return False
    return any(_is_personal(found["what"].split()) for found in _HAS.finditer(sentence.spaced))


def _is_personal(words: list[str]) -> bool:
    end = next((at for at, word in enumerate(words) if word in _ENDS), len(words))
    return end > 0 and words[end - 1] not in _OF_WORK and not words[end - 1].endswith(("ing", "ly"))
