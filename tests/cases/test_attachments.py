"""Files of a case: who may bring and remove them, what becomes of the bytes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from otklik.cases import enclosed, log
from otklik.cases.current_answer import NoSuchAnswer
from otklik.cases.models import Attachment, Case, Event, StoredFile
from otklik.cases.operations.attach import AlreadyAttached, CaseIsFull, attach
from otklik.cases.operations.detach import detach
from otklik.cases.operations.draft_answer import draft_answer
from otklik.cases.operations.judge_file import judge_file
from otklik.cases.operations.reopen import reopen
from otklik.cases.operations.return_answer import return_answer
from otklik.cases.operations.submit_answer import submit_answer
from otklik.cases.queries.access import NotAllowed
from otklik.cases.queries.attachments import attachment_for, attachments_for
from otklik.cases.states import StepIncomplete
from otklik.enclosures.antivirus import Verdict
from otklik.enclosures.receiving import Received, receiving
from otklik.enclosures.store import FileLost, Store
from tests.cases.test_lifecycle import approved
from tests.district import NOW, District, build_district
from tests.enclosures.samples import POINT, RULES, docx, photo

Call = Callable[..., Case]
OnCommit = Callable[..., Any]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return Store(tmp_path / "files")


@contextmanager
def coming(store: Store, content: bytes | None = None, **traits: Any) -> Iterator[Received]:
    """Yield a photograph taken yesterday, or other content, as it was received."""
    name = "яма.jpg" if content is None or content[:2] == b"\xff\xd8" else "ответ.docx"
    with receiving([content or photo(point=POINT)], name, store=store, rules=RULES) as received:
        yield replace(received, **traits)


def add(
    case: Case,
    district: District,
    store: Store,
    kind: str = "before",
    *,
    login: str = "curator",
    content: bytes | None = None,
    **more: Any,
) -> Attachment:
    """Attach a file as the person of the cast."""
    room = {"most_files": 10, "most_bytes": 1 << 20}
    room |= {name: more.pop(name) for name in [*room] if name in more}
    before = more.pop("before", None)
    with coming(store, content, **more) as received:
        return attach(
            case=case,
            grants=district.grants(login),
            at=NOW,
            received=received,
            store=store,
            kind=kind,
            before=before,
            **room,
        )


def bytes_of(store: Store) -> int:
    return sum(1 for found in store.walk() if found.place in ("", "quarantine"))


def test_a_photo_is_attached_logged_and_kept(
    district: District, phone_call: Call, store: Store
) -> None:
    case = phone_call()
    photo_before = add(case, district, store)
    assert (photo_before.name, photo_before.kind) == ("яма.jpg", "before")
    assert photo_before.taken_at is not None
    assert photo_before.taken_at.isoformat() == "2026-10-11T09:30:00+07:00"
    assert (photo_before.lat, photo_before.lon) == pytest.approx(POINT, abs=1e-4)
    assert store.path(photo_before.file_id).exists()
    event = Event.objects.get(case_id=case.pk, name="case.attach")
    assert event.details["attachment"] == photo_before.pk
    # People call files after people: the log, which nothing leaves, knows no names of files.
    assert "яма" not in event.data
    assert list(log.flaws(district.municipality)) == []


def test_a_moment_to_come_is_not_believed(
    district: District, phone_call: Call, store: Store
) -> None:
    later = add(phone_call(), district, store, taken_at=NOW + timedelta(hours=1))
    assert later.taken_at is None


KINDS = {
    "message": "received",
    "scan": "received",
    "before": "work",
    "after": "work",
    "proof": "work",
    "document": "work",
    "answer": "draft",
}
MAY = {
    "curator": {"received", "work", "draft"},
    "pos": {"received", "work", "draft"},
    "im": set[str](),
    "lead": {"work", "draft"},
    "executor": {"work", "draft"},
    "teacher": set[str](),
    "head": set[str](),
    "observer": set[str](),
    "auditor": set[str](),
    "admin": set[str](),
    "stranger": set[str](),
}


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("login", list(MAY))
def test_who_may_attach_and_remove(
    district: District, phone_call: Call, store: Store, login: str, kind: str
) -> None:
    case = phone_call()
    draft_answer(case=case, grants=district.grants("curator"), at=NOW, text="Снег убран.")
    standing = add(case, district, store, kind)
    grants = district.grants(login)
    if KINDS[kind] in MAY[login]:
        add(case, district, store, kind, login=login, content=photo((9, 9)))
        detach(attachment=standing, grants=grants, at=NOW, reason="не то", store=store)
        return
    with pytest.raises(NotAllowed):
        add(case, district, store, kind, login=login, content=photo((9, 9)))
    with pytest.raises(NotAllowed):
        detach(attachment=standing, grants=grants, at=NOW, reason="не то", store=store)
    assert case.attachments.live().count() == 1
    assert bytes_of(store) == 1


def test_what_came_from_the_applicant_is_for_those_who_see_personal_data(
    district: District, phone_call: Call, store: Store
) -> None:
    case = phone_call()
    draft_answer(case=case, grants=district.grants("curator"), at=NOW, text="Снег убран.")
    files = {kind: add(case, district, store, kind) for kind in KINDS}
    for login, seen in (("curator", set(KINDS)), ("head", {"before", "after", "proof"})):
        grants = district.grants(login)
        assert {a.kind for a in attachments_for(grants, case)} == seen
        for kind, file in files.items():
            if kind in seen:
                assert attachment_for(grants, case, file.pk) == file
            else:
                with pytest.raises(Attachment.DoesNotExist):
                    attachment_for(grants, case, file.pk)


def test_a_file_of_another_case_is_not_there(
    district: District, phone_call: Call, store: Store
) -> None:
    case, other = phone_call(), phone_call("Собаки бегают по улице")
    file = add(other, district, store)
    with pytest.raises(Attachment.DoesNotExist):
        attachment_for(district.grants("curator"), case, file.pk)
    abroad = build_district("stepnoe")
    with pytest.raises(NotAllowed):
        add(case, abroad, store)
    with pytest.raises(enclosed.NoSuchAttachment):
        add(case, district, store, "after", before=file.pk)


def test_a_second_click_attaches_nothing(
    district: District, phone_call: Call, store: Store
) -> None:
    case = phone_call()
    add(case, district, store)
    with pytest.raises(AlreadyAttached):
        add(case, district, store)
    add(case, district, store, "proof")
    assert Event.objects.filter(case_id=case.pk, name="case.attach").count() == 2
    assert bytes_of(store) == 1


def test_a_case_holds_only_so_much(district: District, phone_call: Call, store: Store) -> None:
    case = phone_call()
    first = add(case, district, store)
    other = photo((9, 9))
    with pytest.raises(CaseIsFull):
        add(case, district, store, content=other, most_files=1)
    with pytest.raises(CaseIsFull):
        add(case, district, store, content=other, most_bytes=first.file.size + 1)
    # Nothing is left of what was refused.
    assert (case.attachments.count(), StoredFile.objects.count(), bytes_of(store)) == (1, 1, 1)
    add(case, district, store, content=other, most_files=2)


def test_the_bytes_go_when_nothing_uses_them(
    district: District,
    phone_call: Call,
    store: Store,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    case, other = phone_call(), phone_call("Собаки бегают по улице")
    one, two = add(case, district, store), add(other, district, store)
    grants = district.grants("curator")
    for file, left in ((one, 1), (two, 0)):
        with django_capture_on_commit_callbacks(execute=True):
            detach(attachment=file, grants=grants, at=NOW, reason=" чужой двор ", store=store)
        assert bytes_of(store) == left
    one.refresh_from_db()
    assert (one.removed_by, one.removed_reason) == (grants.person, "чужой двор")
    with pytest.raises(FileLost):
        store.preview(one.file_id)
    with pytest.raises(enclosed.NoSuchAttachment):
        detach(attachment=one, grants=grants, at=NOW, reason="ещё раз", store=store)
    # The same photograph may come back.
    assert store.path(add(case, district, store).file_id).exists()


def test_a_removal_needs_a_reason(district: District, phone_call: Call, store: Store) -> None:
    file = add(phone_call(), district, store)
    with pytest.raises(StepIncomplete):
        detach(attachment=file, grants=district.grants("curator"), at=NOW, reason=" ", store=store)


def test_a_photo_after_stands_beside_the_one_before(
    district: District, phone_call: Call, store: Store
) -> None:
    case = phone_call()
    before = add(case, district, store)
    after = add(case, district, store, "after", content=photo((9, 9)), before=before.pk)
    assert list(before.results.all()) == [after]


def test_files_of_a_version_go_along_to_the_next(
    district: District, phone_call: Call, store: Store
) -> None:
    case, curator = phone_call(), district.grants("curator")
    with pytest.raises(NoSuchAnswer):
        add(case, district, store, "answer", content=docx())
    draft_answer(case=case, grants=curator, at=NOW, text="Снег убран.")
    kept = add(case, district, store, "answer", content=docx())
    gone = add(case, district, store, "answer")
    detach(attachment=gone, grants=curator, at=NOW, reason="не то", store=store)
    draft_answer(case=case, grants=curator, at=NOW, text="Снег убран вчера.")
    versions = [[a.name for a in v.attachments.live()] for v in case.answers.order_by("version")]
    assert versions == [["ответ.docx"], ["ответ.docx"]]
    # The earlier version is history: its files are not taken out any more.
    with pytest.raises(enclosed.NoSuchAttachment):
        detach(attachment=kept, grants=curator, at=NOW, reason="поздно", store=store)


def test_what_is_put_to_approval_keeps_the_files_it_had(
    district: District, phone_call: Call, store: Store
) -> None:
    case, curator = phone_call(), district.grants("curator")
    draft_answer(case=case, grants=curator, at=NOW, text="Снег убран.")
    file = add(case, district, store, "answer")
    case = submit_answer(case=case, grants=curator, at=NOW)
    for act in (
        lambda: add(case, district, store, "answer", content=photo((9, 9))),
        lambda: detach(attachment=file, grants=curator, at=NOW, reason="нет", store=store),
    ):
        with pytest.raises(Exception, match=r"draft|attach_to_answer|detach_from_answer"):
            act()
    return_answer(case=case, grants=curator, at=NOW, remark="где фото?")
    with pytest.raises(NoSuchAnswer):
        add(case, district, store, "answer", content=photo((9, 9)))
    draft_answer(case=case, grants=curator, at=NOW, text="Снег убран, фото есть.")
    add(case, district, store, "answer", content=photo((9, 9)))


def test_a_new_answer_after_a_sent_one_begins_without_files(
    district: District, phone_call: Call, store: Store
) -> None:
    case, curator = phone_call(), district.grants("curator")
    draft_answer(case=case, grants=curator, at=NOW, text="Снег убран.")
    add(case, district, store, "answer")
    case = approved(case, district, NOW)
    case.answers.update(state="sent")
    case.state = "answered"
    case.save()
    reopen(case=case, grants=curator, at=NOW, reason="снова снег")
    draft_answer(case=case, grants=curator, at=NOW, text="Уберём.")
    assert not case.answers.order_by("version").last().attachments.exists()


@pytest.mark.parametrize(("state", "is_kept"), [("clean", True), ("infected", False)])
def test_a_file_in_quarantine_is_judged_later(
    district: District, phone_call: Call, store: Store, state: str, is_kept: bool
) -> None:
    case, other = phone_call(), phone_call("Собаки бегают по улице")
    file = add(case, district, store, check="broken").file
    add(other, district, store, check="broken")
    assert file.check_state == "waiting"
    with pytest.raises(FileLost):
        store.path(file.digest)
    same = judge_file(file=file, verdict=Verdict("broken"), store=store, at=NOW)
    assert same.check_state == "waiting"
    judged = judge_file(file=file, verdict=Verdict(state, "Eicar"), store=store, at=NOW)
    assert (judged.check_state, bytes_of(store)) == (state, int(is_kept))
    events = Event.objects.filter(name="case.file_checked")
    assert {(e.case_id, e.actor) for e in events} == {(case.pk, "machine"), (other.pk, "machine")}
    assert list(log.flaws(district.municipality)) == []


def test_what_was_found_clean_stays_so(district: District, phone_call: Call, store: Store) -> None:
    case = phone_call()
    assert add(case, district, store, check="clean").file.check_state == "clean"
    assert add(case, district, store, "proof", check="broken").file.check_state == "clean"
    assert bytes_of(store) == 1


def test_a_crash_between_file_and_row_leaves_no_row(
    district: District, phone_call: Call, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = phone_call()

    def power_cut(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(log, "append", power_cut)
    with pytest.raises(KeyboardInterrupt):
        add(case, district, store)
    assert not Attachment.objects.exists()
    assert bytes_of(store) == 1
