"""Who was answered repeatedly, and what decisions stand against answering once more."""

from otklik.appeals.models import CorrespondenceEnd
from otklik.cases.models import Case
from otklik.cases.models.case import CaseQuerySet
from otklik.cases.models.choices import CaseKind, Resolution, State
from otklik.cases.queries import access
from otklik.core.text import words
from otklik.registry.grants import Grants

# «Неоднократно»: more than once (59-FZ art. 11 part 5).
REPEATEDLY = 2
ON_THE_SUBSTANCE = (
    Resolution.EXPLAINED,
    Resolution.SUPPORTED,
    Resolution.NOT_SUPPORTED,
    Resolution.SOLVED,
    Resolution.NOT_SOLVED,
    Resolution.REFUSED,
    Resolution.ANSWERED,
)


def answered_before(case: Case) -> CaseQuerySet:
    """Return other appeals of the applicant that were answered on the same topic.

    The same written name is the same applicant: a person confirms it before anything is decided.
    """
    if not case.applicant_name or case.topic_id is None:
        return Case.objects.none()
    return (
        Case.objects.of_municipality(case.municipality)
        .filter(
            kind=CaseKind.APPEAL,
            topic=case.topic_id,
            applicant_name=case.applicant_name,
            state__in=(State.ANSWERED, State.CLOSED),
            resolution__in=ON_THE_SUBSTANCE,
        )
        .exclude(pk=case.pk)
    )


def open_end_of(case: Case) -> CorrespondenceEnd | None:
    """Return the decision in force that was made in this very case."""
    return case.correspondence_ends.filter(lifted_at=None).first()


def ends_against(case: Case, grants: Grants) -> list[CorrespondenceEnd]:
    """Return the decisions in force about the author of the appeal, those on its topic first.

    Only those of cases the person may see. Shown to a person who decides: namesakes are told
    apart by the address, where both are known.
    """
    if case.kind != CaseKind.APPEAL or not case.applicant_name:
        return []
    visible = access.cases_for(grants, case.municipality)
    found = (
        CorrespondenceEnd.objects.filter(
            municipality=case.municipality, lifted_at=None, case__in=visible.values("pk")
        )
        .exclude(case=case)
        .select_related("case", "decided_by")
    )
    own = [one for one in found if _is_same_author(one.case, case)]
    return sorted(own, key=lambda one: (one.case.topic_id != case.topic_id, -one.pk))


def _is_same_author(earlier: Case, later: Case) -> bool:
    if _words_of(earlier.applicant_name) != _words_of(later.applicant_name):
        return False
    here, there = _words_of(earlier.applicant_address), _words_of(later.applicant_address)
    return not here or not there or here == there


def _words_of(line: str) -> list[str]:
    return sorted(word.casefold().replace("ё", "е") for word in words(line))
