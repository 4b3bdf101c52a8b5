"""Words that deny, in the languages in which conversations are held most often.

They are written as `words_of` has words: without case and apostrophes, and a character each in scripts without spaces.
"""

import re
from typing import Final

_DENYING: Final = frozenset(
    re.findall(
        r"\S+",
        """
    no not never none nobody nothing neither nor without cannot cant unable isnt arent wasnt werent dont doesnt didnt
    wont wouldnt couldnt shouldnt hasnt havent hadnt mustnt neednt aint mightnt shant
    nicht nichts nie niemals niemand nirgends kein keine keinen keinem keiner keines weder noch ohne
    ne pas jamais rien personne aucun aucune sans
    nunca jamás jamas nada nadie ningún ningun ninguno ninguna tampoco sin
    não nao nem ninguém ninguem nenhum nenhuma sem
    non né mai niente nessuno nessuna senza
    niet nooit geen niets niemand zonder
    nie nigdy nikt nic żaden żadna bez ani
    değil degil hiç hic yok asla hayır hayir
    не нет никогда никто ничего ни нельзя без
    नहीं नही मत कभी बिना
    لا لم لن ليس ليست غير بدون ما
    不 没 沒 未 无 無 非 别 勿 莫
    """,
    )
)


def negates(word: str) -> bool:
    """Whether the word, as `words_of` has it, denies."""
    return word in _DENYING
