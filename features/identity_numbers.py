"""Finding Norwegian national identity numbers in text, so that they can be refused at the door.

Eleven digits, or six, a space and five: day, month, year, three individual digits and two check digits. D-numbers have
40 added to the day; synthetic people have 40, 65 or 80 added to the month (Skatteetaten, Nav). Source of the check
digits: python-stdnum. The rule that ties individual digits to a century is left out: in doubt, refuse.
"""

from __future__ import annotations

import re
from datetime import date

import polars as pl
from stdnum.no import fodselsnummer

_SHAPE = r"[0-9]{6}[ \x{a0}\x{202f}]?[0-9]{5}"
_NUMBER = re.compile("(?<![0-9])[0-9]{6}[ \u00a0\u202f]?[0-9]{5}(?![0-9])")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_MONTHS_ADDED = (0, 40, 65, 80)
_LEAP_CENTURY = 2000


def is_identity_number(digits: str) -> bool:
    """Whether eleven digits are a valid identity number, D-number or synthetic number."""
    if not re.fullmatch("[0-9]{11}", digits):
        return False
    day, month, year = int(digits[:2]) % 40, int(digits[2:4]), int(digits[4:6])
    if int(digits[:2]) > 71 or not any(_is_date(day, month - added, year) for added in _MONTHS_ADDED):
        return False
    first, second = fodselsnummer.calc_check_digit1(digits), fodselsnummer.calc_check_digit2(digits)
    return bool(digits[9] == first and digits[10] == second)


def holds_identity_number(texts: pl.Series) -> pl.Series:
    """Say for each text whether a valid identity number stands anywhere in it; null counts as no.

    A text that is a UUID as a whole is never taken for one.
    """
    found = texts.str.contains(_SHAPE).fill_null(False)
    if not found.any():
        return found
    held = pl.Series([_holds(text) for text in texts.filter(found)], dtype=pl.Boolean)
    return found.scatter(found.arg_true(), held)


def _holds(text: str) -> bool:
    if _UUID.fullmatch(text):
        return False
    return any(is_identity_number(re.sub("[^0-9]", "", hit)) for hit in _NUMBER.findall(text))


def _is_date(day: int, month: int, year: int) -> bool:
    """Whether it is a day in some century; 29 February is allowed in year 00, which was a leap year in 2000."""
    try:
        date(_LEAP_CENTURY + year, month, day)
    except ValueError:
        return False
    return True
