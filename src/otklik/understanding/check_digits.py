"""Numbers that prove themselves: a digit at the end is counted from the others."""

# Twice a digit, the digits of that added up.
_DOUBLED = str.maketrans("0123456789", "0246813579")
_INN_WEIGHTS = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)


def is_snils(digits: str) -> bool:
    """Return whether eleven digits are a number of the pension fund (СНИЛС).

    The rule: the sum of the first nine digits by their places from the right, modulo 101, 100
    and 101 give 00 (постановление Правления ПФР от 31.07.2006 № 192п).
    """
    total = sum(int(digit) * (9 - place) for place, digit in enumerate(digits[:9]))
    return total > 0 and total % 101 % 100 == int(digits[9:])


def is_inn(digits: str) -> bool:
    """Return whether twelve digits are a taxpayer's number of a person (приказ ФНС ЕД-7-14/559)."""
    return all(_inn_digit(digits[:length]) == int(digits[length]) for length in (10, 11))


def _inn_digit(digits: str) -> int:
    weights = _INN_WEIGHTS[-len(digits) :]
    return sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 % 10


def is_card(digits: str) -> bool:
    """Return whether the digits of a bank card fit together (Luhn, ISO/IEC 7812-1)."""
    total = sum(map(int, digits[::-2])) + sum(map(int, digits[-2::-2].translate(_DOUBLED)))
    return total > 0 and total % 10 == 0
