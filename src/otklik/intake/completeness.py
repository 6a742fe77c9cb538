"""What an appeal lacks of what the law asks for, and what follows from it (59-FZ art. 7)."""

from dataclasses import dataclass
from enum import StrEnum

# Forms in which the law wants a postal address, not only an e-mail.
WRITTEN_CHANNELS = frozenset({"paper"})


class Lack(StrEnum):
    """What may be missing; the value is the field of the sheet."""

    NAME = "applicant_name"
    ADDRESS = "applicant_address"
    SUBSTANCE = "text"


class Consequence(StrEnum):
    """What follows: no answer is due, or the author is asked."""

    NO_ANSWER = "no_answer"  # art. 11 part 1
    CANNOT_BE_READ = "cannot_be_read"  # art. 11 parts 4 and 4.1


CONSEQUENCES: dict[Lack, Consequence] = {
    Lack.NAME: Consequence.NO_ANSWER,
    Lack.ADDRESS: Consequence.NO_ANSWER,
    Lack.SUBSTANCE: Consequence.CANNOT_BE_READ,
}


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of the author and of the substance, as written down."""

    channel: str
    name: str
    address: str
    email: str
    text: str


def lacks_of(given: Given) -> tuple[Lack, ...]:
    """Return what the appeal lacks, in the order of the law.

    A written appeal needs a name and a postal address (art. 7 part 1), an electronic one a name
    and an e-mail or an address (part 3). Signature and date are seen on the paper by a person.
    """
    has_address = bool(given.address.strip())
    if given.channel not in WRITTEN_CHANNELS:
        has_address = has_address or bool(given.email.strip())
    found = (
        (Lack.NAME, bool(given.name.strip())),
        (Lack.ADDRESS, has_address),
        (Lack.SUBSTANCE, bool(given.text.strip())),
    )
    return tuple(lack for lack, is_there in found if not is_there)
