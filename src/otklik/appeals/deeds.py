"""What people write down of an appeal: each deed in one transaction, with its line in the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from otklik.appeals.correspondence import REPEATEDLY, answered_before, open_end_of
from otklik.appeals.models import AnswerTo, AppealDetails, AppealForm, CoAuthor, CorrespondenceEnd
from otklik.cases import moves
from otklik.cases.models import Case
from otklik.cases.models.choices import CaseKind
from otklik.registry.grants import Grants

MOST_AUTHORS = 500


class NotAnAppeal(Exception):
    """This is written down of appeals under 59-FZ only."""


class NotAnsweredRepeatedly(Exception):
    """The register knows of fewer answers on the substance than the law wants."""


class EndedAlready(Exception):
    """The decision is made in this case already, or there is none to be lifted."""


class TooManyAuthors(Exception):
    """More authors than are kept; the list belongs into an enclosure."""


@dataclass(frozen=True, slots=True)
class Author:
    """One of the authors as written down."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    is_contact: bool = False


def describe_appeal(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    form: str,
    upper_body: str = "",
    upper_number: str = "",
    upper_date: date | None = None,
    answer_to: str = AnswerTo.CONTACT,
) -> Case:
    """Keep the form of the appeal and who passed it on; return the case.

    Raises ``NotAnAppeal``, ``ValueError`` for an unknown symbol and what ``moves.move`` raises.
    """
    _check_kind(case)
    values = {
        "form": AppealForm(form).value,
        "upper_body": upper_body.strip(),
        "upper_number": upper_number.strip(),
        "upper_date": upper_date,
        "answer_to": AnswerTo(answer_to).value,
    }
    with moves.move("describe_appeal", case=case, grants=grants, at=at) as current:
        AppealDetails.objects.update_or_create(case=current.case, defaults=values)
        current.note(**{name: value for name, value in values.items() if value})
    return current.case


def name_authors(*, case: Case, grants: Grants, at: datetime, authors: Sequence[Author]) -> Case:
    """Let these be the co-authors of the appeal, instead of those before; return the case.

    With any the appeal is a collective one. The log keeps how many, not who. Raises
    ``NotAnAppeal``, ``TooManyAuthors`` and what ``moves.move`` raises.
    """
    _check_kind(case)
    named = [author for author in authors if author.name.strip()]
    if len(named) > MOST_AUTHORS:
        raise TooManyAuthors(str(MOST_AUTHORS))
    with moves.move("name_authors", case=case, grants=grants, at=at) as current:
        current.case.co_authors.all().delete()
        CoAuthor.objects.bulk_create(
            CoAuthor(
                case=current.case,
                name=author.name.strip(),
                address=author.address.strip(),
                phone=author.phone.strip(),
                email=author.email.strip(),
                is_contact=author.is_contact,
            )
            for author in named
        )
        current.set(is_collective=bool(named))
        current.note(authors=len(named))
    return current.case


def end_correspondence(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    question: str,
    reason: str,
    is_answered_elsewhere: bool = False,
) -> Case:
    """Decide that the author is answered no more on the question; return the case.

    The register must know of two answers on the substance before, or the person says that they
    were given outside of it (59-FZ art. 11 part 5). Raises ``NotAnAppeal``,
    ``NotAnsweredRepeatedly``, ``EndedAlready`` and what ``moves.move`` raises.
    """
    _check_kind(case)
    given: dict[str, object] = {"question": question, "reason": reason}
    with moves.move("end_correspondence", case=case, grants=grants, at=at, given=given) as current:
        if open_end_of(current.case) is not None:
            raise EndedAlready
        known = answered_before(current.case).count()
        if known < REPEATEDLY and not is_answered_elsewhere:
            raise NotAnsweredRepeatedly(str(known))
        CorrespondenceEnd.objects.create(
            municipality=current.case.municipality,
            case=current.case,
            question=question.strip(),
            reason=reason.strip(),
            decided_at=at,
            decided_by=grants.person,
        )
        current.note(question_text=question.strip(), reason=reason.strip(), answers_before=known)
    return current.case


def lift_correspondence_end(*, case: Case, grants: Grants, at: datetime, reason: str) -> Case:
    """Take the decision of this case back: new arguments have come. Return the case.

    Raises ``EndedAlready`` when there is none in force, and what ``moves.move`` raises.
    """
    given: dict[str, object] = {"reason": reason}
    with moves.move(
        "lift_correspondence_end", case=case, grants=grants, at=at, given=given
    ) as current:
        decision = open_end_of(current.case)
        if decision is None:
            raise EndedAlready
        decision.lifted_at, decision.lifted_by = at, grants.person
        decision.lift_reason = reason.strip()
        decision.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
        current.note(reason=reason.strip())
    return current.case


def _check_kind(case: Case) -> None:
    if case.kind != CaseKind.APPEAL:
        raise NotAnAppeal(case.number)
