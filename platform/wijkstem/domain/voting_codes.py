"""Codes that people copy from paper: fifteen characters that vote, twelve that show where a ballot stands.

The alphabet has no two characters that look alike: O is read as 0, I and L as 1, S as 5, Z as 2, B as 8 and U as V.
That leaves 29 characters. The last one of a code checks the others by ISO 7064, a pure system with radix 2
(python-stdnum's algorithm for 37 characters, which its makers made to take any alphabet). Because 29 is a prime that
has 2 as a primitive root, it finds every single wrong character, and every two that changed places, whether they stood
beside each other or further apart.
"""

import math
import secrets
from typing import Final

from stdnum.iso7064 import mod_37_2

from wijkstem.kit.text import without_unseen

ALPHABET: Final = "0123456789ACDEFGHJKMNPQRTVWXY"
_LOOKS_LIKE = str.maketrans("OILSZBU", "011528V")
#: What people put between the groups: blanks, hyphens and dashes of all kinds, dots.
_BETWEEN = str.maketrans(
    "", "", " \t\r\n\u00a0\u2009\u202f-\u2010\u2011\u2012\u2013\u2014\u2212_.,"
)

#: Fourteen characters of chance are 68 bits; the fifteenth checks them.
CODE_LENGTH: Final = 15
BITS: Final = (CODE_LENGTH - 1) * math.log2(len(ALPHABET))
_CODES: Final = len(ALPHABET) ** (CODE_LENGTH - 1)
#: Shorter than a voting code, so that nobody, and no page, takes one for the other.
RECEIPT_LENGTH: Final = 12
_GROUP = {CODE_LENGTH: 5, RECEIPT_LENGTH: 4}


def new_code() -> str:
    """A voting code that nobody can guess."""
    return checked(letters(secrets.randbelow(_CODES), CODE_LENGTH - 1))


def letters(number: int, length: int) -> str:
    """``number`` in so many characters of the alphabet."""
    found = []
    for _ in range(length):
        number, place = divmod(number, len(ALPHABET))
        found.append(ALPHABET[place])
    return "".join(reversed(found))


def checked(body: str) -> str:
    """``body`` with its check character."""
    return body + str(mod_37_2.calc_check_digit(body, alphabet=ALPHABET))


def read(typed: str) -> str:
    """What somebody typed as we write it: upper case, without what stands between, look-alikes put right."""
    plain = without_unseen(typed).upper().translate(_BETWEEN)
    return plain.translate(_LOOKS_LIKE)


def is_code(code: str) -> bool:
    """Whether ``code``, as `read` gives it, can be a voting code: a mistake in copying makes that it cannot."""
    return len(code) == CODE_LENGTH and _fits(code)


def is_receipt(code: str) -> bool:
    return len(code) == RECEIPT_LENGTH and _fits(code)


def _fits(code: str) -> bool:
    return bool(mod_37_2.is_valid(code, alphabet=ALPHABET))


def grouped(code: str) -> str:
    """As it stands on paper: in three groups, because nobody reads fifteen characters at once."""
    size = _GROUP[len(code)]
    return "-".join(code[at : at + size] for at in range(0, len(code), size))
