"""Words of names, and words that are none: what a word tells by itself (N8)."""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple


def words(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(re.findall(r"\S+", text))


NO_NAMES: Final = words("""
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday christmas easter english german french spanish italian dutch polish russian turkish
    american british european indian chinese japanese american african asian canadian australian mexican brazilian
    america europe africa asia australia germany france spain italy poland russia turkey india china japan canada
    mexico brazil england britain scotland wales ireland netherlands belgium switzerland austria sweden norway denmark
    finland portugal greece hungary czech ukraine romania estonia latvia lithuania iceland israel egypt usa uk eu us
    united states kingdom north south east west new york london paris berlin street st road rd avenue ave lane drive
    court suite apt po box inc ltd llc gmbh corp co company group bank university college hospital school church hotel
    airport station park center centre office international national global technologies technology solutions systems
    services insurance capital partners associates holdings industries media entertainment weekly times news journal
    association federation institute society club union ministry department committee council act article title
    visa mastercard amex paypal amazon google facebook twitter instagram youtube microsoft apple windows android iphone
    ok okay hi hello hey dear sir madam ma'am mr mrs ms miss dr prof yes no please thanks thank sorry well so and but or
    the a an i i'm i've i'd i'll you he she it we they my your his her its our their this that these those what who how
    when where why which is are was were do does did have has had can could will would should not don't just hii hy yeah
    sure ssn atm id pin iban swift zip dob tv pc cd dvd url www http https mobile phone fax email e-mail website address
    desk billing directed starring written date name by for from with on in at to of as if then there here
    guten tag herr frau ihr ihre ihren mein meine danke bitte genau bonjour merci c'est monsieur madame votre buenas
    buenos gracias hola usted grazie buongiorno ciao obrigado bedankt goedemorgen huh uh
    """)
"""Words with a capital, or that nobody wrote down for us, that are nobody's."""

PARTICLES: Final = words("""
        de del della der di da dos das van von vom zu zur la le el al bin ibn ter ten af av y e
        """)


@cache
def ordinary() -> frozenset[str]:
    """Words that are nobody's name by themselves."""
    text = files("debrief.kernel.masking.words").joinpath("ordinary.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@cache
def _things() -> frozenset[str]:
    """Makes, models, companies and places; people have some of these names too."""
    text = files("debrief.kernel.masking.words").joinpath("things.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


_MISTYPED: Final = tuple(
    words("""
    thanks thank account number address insurance replacement support needed please balance yesterday morning
    afternoon removed proof information customer subscription cancel order package delivery receipt received believe
    sticker charge charged problem payment security social transfer statement question welcome second check amount
    policy vehicle claim license confirm details because would could should friday monday tuesday wednesday thursday
    saturday sunday sorry great again really
    """)
)
"""What is written most, and mistyped most."""
_LEAST_MISTYPED: Final = 5
_LEAST_TWICE: Final = 8


@lru_cache(maxsize=4096)
def _is_mistyped(word: str) -> bool:
    """Whether it is one of the words that are written most with a letter wrong, two in a long one."""
    if len(word) < _LEAST_MISTYPED:
        return False
    from rapidfuzz.distance import OSA

    return any(
        OSA.distance(word, each, score_cutoff=2) <= (2 if min(len(word), len(each)) >= _LEAST_TWICE else 1)
        for each in _MISTYPED
        if abs(len(each) - len(word)) <= 2
    )


_ENDINGS: Final = ("'s", "’s", "s", "es", "ed", "ing", "er", "ly", "d", "ers", "est", "ies", "n't", "'re", "'ll", "'ve")


@cache
def is_ordinary(word: str) -> bool:
    """Whether the word, in small letters, is one of those that are nobody's name by themselves, or a form of one."""
    known = ordinary()
    if word in known or word in NO_NAMES:
        return True
    if re.fullmatch(r"(.)\1*", word) or len(word) < 2:
        return False
    if _is_stuck(word) or _is_sound(word) or _is_compound(word):
        return True
    stems = [word.removesuffix(end) for end in _ENDINGS if word.endswith(end) and len(word) > len(end) + 1]
    return any(
        stem in known or stem in NO_NAMES or (len(stem) > 2 and (stem + "e" in known or stem + "y" in known))
        for stem in stems
        if len(stem) > 1
    )


_OPENINGS: Final = ("okay", "ok", "yes", "yeah", "hi", "hello", "sure", "thats", "that's", "oh", "nothing", "good")
_CLOSINGS: Final = ("thanks", "thank", "thankyou", "please", "bye", "goodbye", "morning", "good", "have", "my")
_LEAST_STUCK: Final = 3


def _is_stuck(word: str) -> bool:
    """Whether words of politeness lost the blank between them and others: `okthanks`, `higood`, `informationthanks`."""
    parts = [word[len(each) :] for each in _OPENINGS if word.startswith(each)]
    parts += [word[: -len(each)] for each in _CLOSINGS if word.endswith(each)]
    known = ordinary()
    return any(len(part) >= _LEAST_STUCK and (part in known or part in NO_NAMES) for part in parts)


_SOUND: Final = re.compile(
    r"(?:m+h*|u+h+|a+h+|e+h+|h+m+|u+m+|n+h*|o+h+|e+r+m*|hu+h|ha+h*|he+h*)(?:-+(?:m+h*|u+h+|a+h+|h+m+|hu+h|n+|h+n+|oh+|ha+h*|uh+n))*\.?"
)
"""How people sound who listen or think, as recognisers write it: `mm-hmm`, `uh-huh`, `hmm`, `nuh-uh`."""


def _is_sound(word: str) -> bool:
    return _SOUND.fullmatch(word) is not None or word.rstrip(".") in _SOUNDS


_SOUNDS: Final = words("nuh-uh uh-uh mm-mm mhm mm-hm uh-oh")


def _is_compound(word: str) -> bool:
    """Whether it is made of words that are nobody's name, with hyphens: `one-time`, `follow-up`, `pre-paid`.

    People's names are made of names so, of which one at least isn't ordinary: `Jean-Luc`, `Smith-Jones`.
    """
    parts = word.rstrip(".").split("-")
    return len(parts) > 1 and all(part and (part in ordinary() or part in NO_NAMES) for part in parts)


class Word(NamedTuple):
    """A word, and where it stands in its text."""

    start: int
    end: int
    text: str

    @property
    def small(self) -> str:
        return self.text.casefold()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def unknown(self) -> bool:
        return not is_ordinary(self.small.rstrip("."))

    @property
    def thing(self) -> bool:
        """Whether it is a make, a company or a place."""
        small = self.small.rstrip(".")
        return small in _things() or small.removesuffix("'s").removesuffix("’s") in _things()

    @property
    def telling(self) -> bool:
        """Whether it may be a name where nothing introduces one."""
        return self.unknown and not self.thing and (self.capital or not _is_mistyped(self.small))


WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’`\-](?=[^\W\d_]))*\.?")
JOINING: Final = re.compile(r"[ \t]{1,2}")


def close(text: str, before: Word, after: Word) -> bool:
    """Whether nothing but a blank stands between two words."""
    return JOINING.fullmatch(text[before.end : after.start]) is not None
