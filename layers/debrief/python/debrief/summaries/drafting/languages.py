"""Sentences in another language than English, which reports are written in.

The other rules go by English words, so that a lie in another language would pass all of them. Where claims are made,
such a sentence may therefore only say what can be held against the facts all the same: of one item its own value, that
it is strong or weak, and which way it moved.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from debrief.kernel.untrusted.tongues import small_words_in
from debrief.summaries.drafting.claims import TELLING_OF_RESULTS
from debrief.summaries.drafting.foreign import claims_abroad
from debrief.summaries.drafting.movement_words import MOVING
from debrief.summaries.drafting.naming import base_id
from debrief.summaries.drafting.ranking import may_be_called
from debrief.summaries.drafting.sentence import IMPERATIVES, Sentence, words_of
from debrief.summaries.facts.model import Fact

_STRONG: Final = (
    "stärke", "stark", "stärkst", "beste", "excellent", "force", "fort", "fortaleza", "fuerte", "mejor", "forza",
    "forte", "miglior", "melhor", "sterk", "styrka", "strong", "сильн", "強み", "强项", "hervorragend",
)  # fmt: skip
_WEAK: Final = (
    "schwäch", "schwach", "seltensten", "faible", "faiblesse", "debilidad", "débil", "debole", "debolezza", "fraco",
    "fraqueza", "zwak", "svaghet", "weak", "слаб", "travailler", "pire", "peor", "peggior", "schlecht",
)  # fmt: skip
_UP: Final = (
    "gestiegen", "steigt", "stieg", "verbessert", "besser", "zugenommen", "progressé", "amélior", "augment", "hausse",
    "mejoró", "mejorado", "subió", "subido", "aument", "migliorat", "salit", "melhorou", "subiu", "gestegen",
    "verbeterd",
)  # fmt: skip
_DOWN: Final = (
    "gesunken", "sinkt", "sank", "fiel", "gefallen", "zurückgegangen", "verschlechter", "baiss", "chut", "diminu",
    "recul", "bajó", "bajado", "empeor", "disminu", "calat", "peggiorat", "piorou", "gedaald",
)  # fmt: skip
_MOST: Final = ("schwächste", "stärkste", "größte", "beste", "seltensten", "mayor", "maggior", "grand", "pire", "peor")
_MORE: Final = words_of("plus più más am mais meest")
_STILL: Final = words_of("keine aucun pas ningún no nessun não geen inget")
_CHANGE: Final = ("veränderung", "änderung", "changement", "cambio", "cambiamento", "mudança", "verandering")

_PLAIN: Final = words_of(
    """
    lohnt übung conviene practicarlo réussite liegt beträgt erreicht bei mit und der die das des dem den ein eine
    einer ist im zu zum zur gehört zählt stärken
    klar klare klarer deutlich zeigt zeigen daten frage fragen punkt punkte
    est de du des le la les un une avec et dans à au se ne montre atteint point points clair claire clairement reste a
    es está en con el los las una y se alcanza muestra claro clara claridad punto puntos ha
    è al il lo gli di della e con un uno punto
    é o os um uma com ponto
    is het een met en op ligt bij punt är med den det ett
    """
)
"""Words that say nothing by themselves beside an item and its value."""


def is_foreign(sentence: Sentence) -> bool:
    """Whether its small words are those of other languages; without any, whether none of its words is plain English."""
    if sentence.tongues and not sentence.is_english:
        return True
    if not sentence.words or sentence.tongues == {"en"}:
        return False
    parts = [part for word in sentence.words for part in word.split("-")]
    if not sentence.tongues:
        return not any(is_plain_english(part) or part.endswith(_ENGLISH_ENDS) for part in parts) or claims_abroad(
            sentence
        )
    # Its few small words are those of several languages: "is", "in".
    small = small_words_in(parts, sentence.tongues - {"en"})
    return claims_abroad(sentence) and not any(is_plain_english(part) for part in parts if part not in small)


_ENGLISH_ENDS: Final = ("s", "ed", "ing", "ly")
"""Ends of English verbs and adverbs, which hardly a word of another language has that claims something."""


def is_plain_english(word: str) -> bool:
    """Whether it is a common English word."""
    return word in _PLAIN_ENGLISH or word in IMPERATIVES or word in MOVING or word in TELLING_OF_RESULTS


_PLAIN_ENGLISH: Final = words_of(
    """
    about above after again against agent agent's agents all also an any area areas ask asked asks at average back
    before behind below best better both but call callers calls came chat chats clear clearly conversation conversations
    customer customer's customers customers' declined despite did does down dropped each either evaluation evaluations
    example falls fell follows good great greets greeting held high highest his how if improved item items
    its keeps last line low lower lowest main mainly many middle more most moved needs next none nothing now only
    other our out over overall pass passes passing period rate rates result results rises rising rose same score
    scored scores she show shows since slightly solid some stand standing stands stays still strength strengths
    strong stronger strongest such than their them then there they thus too top under unclear unchanged up very voice
    able along announces announced asking averages because been being between calm call's case cases change changes
    close closing come comes could day days during early end ends even every explain explains fast few fewer find first
    friendly full gave get gets give gives given goes going had handle handled handles handling has have hear hears help
    helps here into just keep know known late leave leaves left less let like little long longer look looks make makes
    may might minutes missed missing money much must need never new off offer offers often once open part people place
    point practice problem put question questions quickly reach reached reaches reading really repeats replies reply
    room
    said say says see seen sets should shown simple small sometimes soon start starts step steps stop summary take takes
    talk team tell tells things think though time times told tone took turn use used useful using wait waited waiting
    want
    wants was way were will within word words work working works would write written yet
    weak weakest weaker weakness week weekly well went what when where while who why without worked worse worst you your
    """
)


def is_german(sentence: Sentence) -> bool:
    """German writes every noun with a capital letter."""
    return "de" in sentence.tongues and not sentence.is_english


def says_more_than_facts(sentence: Sentence, facts: Mapping[str, Fact]) -> bool:
    """Whether a sentence in another language says more than what can be held against the facts, or says it wrongly."""
    cited = [facts[each.id] for each in sentence.references if each.id in facts]
    bases = {base_id(fact) for fact in cited}
    if (
        len(bases) != 1
        or any(fact.kind == "count" for fact in cited)
        or any(not each.is_fact for each in sentence.references)
    ):
        return True
    item = facts.get(next(iter(bases)))
    if item is None or not any(each.part == "name" for each in sentence.references):
        return True
    return _wrong(sentence, item, [fact for fact in cited if fact.kind == "change"], facts)


def _wrong(sentence: Sentence, item: Fact, changes: Sequence[Fact], facts: Mapping[str, Fact]) -> bool:
    words = sentence.words
    still = any(word.startswith(_CHANGE) for word in words) and any(word in _STILL for word in words)
    directions = {fact.direction for fact in changes}
    superlative = any(word.startswith(_MOST) or word in _MORE for word in words)
    for word in words:
        if word.startswith((*_UP, *_DOWN)):
            if ("up" if word.startswith(_UP) else "down") not in directions:
                return True
        elif word.startswith((*_STRONG, *_WEAK)):
            strong = word.startswith(_STRONG)
            if item.kind != "line_item" or not may_be_called(item, facts, strong=strong, superlative=superlative):
                return True
        elif not (word in _PLAIN or word.startswith(_MOST) or (still and (word in _STILL or word.startswith(_CHANGE)))):
            return True
    return still and directions != {"unclear"}
