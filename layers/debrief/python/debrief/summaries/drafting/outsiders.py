"""People beside the agent and the customer: nothing is known of what they do, nor of how they work.

No fact tells of a supervisor, a colleague or a newcomer. What such people did, and what such groups usually do, is
therefore never borne out; that the agent turns to them, or may practise with one, can be told.
"""

from typing import Final

from debrief.kernel.patterns import LatePattern
from debrief.summaries.drafting.languages import is_foreign
from debrief.summaries.drafting.sentence import Sentence, words_of

_ROLES: Final = words_of(
    """
    supervisor supervisors manager managers teamleader boss bosses director directors trainer trainers coach coaches
    mentor mentors evaluator evaluators reviewer reviewers auditor auditors colleague colleagues teammate teammates
    coworker coworkers co-worker co-workers leader leaders
    doctor therapist lawyer police union regulator journalist wife husband partner mother father children family
    friends management leadership newcomers beginners trainees recruits novices starters hires veterans apprentices
    """
)
"""Who may stand beside agent and customer. "Manager" and the like are customers' relations as well."""

_GROUPS: Final = LatePattern(
    r"\b(?:new (?:hires|starters|joiners|recruits|staff|employees|agents|colleagues)|newcomers|beginners|trainees"
    r"|recruits|novices|veterans|apprentices|seniors|juniors|old hands|rookies"
    r"|the rest of (?:the|this|our|their|his|her) (?:\w+ )?(?:team|floor|group|staff|department|cent(?:re|er)|company"
    r"|crew|shift|site|house|agents|office|people|workforce|field|pack)"
    r"|(?:experienced|seasoned|average|typical|ordinary|good|decent|skilled|trained) "
    r"(?:advis[eo]rs?|agents?|staff|employees?|representatives?|colleagues?|people)"
    r"|other (?:teams?|departments?|sites?|cent(?:re|er)s|companies|advis[eo]rs|employees|staff|representatives)"
    r"|(?:whole|entire) (?:floor|team|department|cent(?:re|er)|company|site|industry|staff|crew))\b"
)
_HANDED_OVER: Final = LatePattern(
    r"\b(?:to|from|with|by|via|through) (?:an|the|some)?other (?:team|department|site|cent(?:re|er)|adviser|advisor)s?\b"
)
_ACTED: Final = words_of(
    "had has have was is were are did does took takes stepped steps came comes went stays stayed joined joins gave gives"
)
_BEFORE_ROLES: Final = words_of(
    "a an the his her their another some no one agent's customer's , ; : and but that where when until while so after "
    "because then once as whose team line"
)


def tells_of_outsiders(sentence: Sentence) -> bool:
    """Whether it tells what somebody else than the agent and the customer did."""
    if sentence.is_question or sentence.is_advice or is_foreign(sentence):
        return False
    if _HEARSAY.search(sentence.bare) is not None:
        return True
    for at, token in enumerate(sentence.tokens):
        if token.text not in _ROLES:
            continue
        after = sentence.text_at(at + 1)
        if not (after in _ACTED or (after.endswith("ed") and len(after) > 4)):
            continue
        if _begins_a_clause(sentence, at):
            return True
    return False


_HEARSAY: Final = LatePattern(
    r"\bit is (?:well |widely |generally |commonly |no secret |said |rumou?red |known |an open secret )+that\b|\b(?:rumou?rs?|reportedly"
    r"|allegedly|supposedly|word has it|everybody knows|everyone knows|as is known|it is said|is said to|are said to|is rumou?red)\b"
    r"|\b(?:studies|research|science|experts|statistics|surveys|psychology|scientists|analysts|experience) (?:\w+ )?(?:show|shows|prove|proves"
    r"|say|says|suggest|suggests|agree|confirm|confirms|tell|tells|teach|teaches)\b"
    r"|\b(?:law|laws|regulator|regulation|regulations|policy|legislation|authorities|gdpr|rules) (?:\w+ )?(?:requires?|demands?|forbids?|says?"
    r"|prescribes?|prohibits?|obliges?)\b"
)


def compares_with_a_group(sentence: Sentence) -> bool:
    """Whether it tells how other people work, or what they are."""
    if sentence.is_question or sentence.is_advice or is_foreign(sentence):
        return False
    return _GROUPS.search(_HANDED_OVER.sub(" ", sentence.bare)) is not None


def _begins_a_clause(sentence: Sentence, at: int) -> bool:
    """Whether the one at `at` is who acts: with nothing but articles before them since the clause began."""
    place = at - 1
    while place >= 0 and sentence.text_at(place) in _ARTICLES:
        place -= 1
    return place < 0 or sentence.text_at(place) in _BEFORE_ROLES


_ARTICLES: Final = words_of("a an the his her their another some no agent's customer's team line shift")
