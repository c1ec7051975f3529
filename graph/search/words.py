"""The words of a text, as the search compares them: without case, accents and apostrophes, Chinese in pairs."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘ʼʻ`´"))
# Letters that Unicode does not take apart into a letter and a mark.
_LETTERS: Final = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_HAN: Final = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# A run of Chinese or Japanese, of digits, or of letters of other scripts.
_RUN: Final = re.compile(rf"([{_HAN}]+)|\d+|[^\W\d_{_HAN}]+")
_NUMERALS: Final = {numeral: str(number) for number, numeral in enumerate("〇一二三四五六七八九")}
# 嫦娥七号 and 嫦娥7号 are the same, also before 号 is written.
_NUMBERED: Final = re.compile(r"[〇一二三四五六七八九](?=[号號]|$)")
# What English texts write for Russian letters (BGN/PCGN); й and ё have lost their marks before.
_ROMAN: Final = str.maketrans(
    dict(zip("абвгдезиклмнопрстуфыэ", "abvgdeziklmnoprstufye", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
)


def fold(text: str) -> str:
    """Return the text without what writers do differently: case, accents, apostrophes, width."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(character for character in decomposed if unicodedata.category(character) != "Mn")
        text = _NUMBERED.sub(lambda match: _NUMERALS[match.group()], text)
    return text.casefold().translate(_APOSTROPHES).translate(_LETTERS)


def words(folded: str) -> list[str]:
    """Return the words of a folded text: letters, digits, and Chinese, which has no spaces, in overlapping pairs."""
    return list(_words(folded))


def compact(folded: str) -> str:
    """Return the folded text without anything between its letters and digits: equal for Chang'e 7 and Chang'E-7."""
    return "".join(match.group() for match in _RUN.finditer(folded))


def romanized(word: str) -> str:
    """Return a folded word in Latin letters where it is in Cyrillic ones, so that роскосмос finds Roscosmos."""
    return word if word.isascii() else word.translate(_ROMAN)


def _words(folded: str) -> Iterator[str]:
    for match in _RUN.finditer(folded):
        run = match.group()
        if match.group(1) is None or len(run) == 1:
            yield run
        else:
            yield from (run[start : start + 2] for start in range(len(run) - 1))
