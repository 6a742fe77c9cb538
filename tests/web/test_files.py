"""The files of a case on its card: attached, opened, removed, and by whom."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from otklik.cases.models import Attachment, Case, Event, PersonalDataLook
from otklik.enclosures.store import Store
from tests.district import District, build_district
from tests.enclosures.samples import POINT, docx, pdf, photo
from tests.web.cases_at_hand import add_answer, logged_in, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: LazySettings) -> Iterator[Store]:
    """A store of its own for every test."""
    settings.FILES_FOLDER = tmp_path / "files"
    yield Store(tmp_path / "files")


@pytest.fixture
def district() -> District:
    return build_district()


@pytest.fixture
def case(district: District) -> Case:
    return make_case(district, recipient=district.council, block=district.block, state="assigned")


def upload(content: bytes | None = None, name: str = "яма.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo(point=POINT) if content is None else content)


def send(client: Client, case: Case, *files: SimpleUploadedFile, **fields: Any) -> Any:
    data = {"kind": "before", **fields}
    data["files"] = list(files) if files else [upload()]
    return client.post(reverse("case-files", args=[case.number]), data, follow=True)


def told(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def page(client: Client, case: Case) -> str:
    return client.get(reverse("case-detail", args=[case.number])).content.decode()


def read(answer: Any) -> bytes:
    """Read the answer to its end, as a browser does: only so the test client lets go of it."""
    return b"".join(answer)


def address(name: str, case: Case, key: int) -> str:
    return reverse(name, args=[case.number, key])


def test_several_files_come_with_one_form(district: District, case: Case) -> None:
    client = logged_in(district.people["curator"])
    answer = send(client, case, upload(), upload(pdf(), "акт.pdf"), kind="proof")
    assert answer.redirect_chain[-1][0].endswith("#files")
    assert "яма.jpg, акт.pdf" in told(answer)
    assert {a.name for a in case.attachments.all()} == {"яма.jpg", "акт.pdf"}
    assert "акт.pdf" in page(client, case)


def test_a_photo_of_the_camera_comes_too(district: District, case: Case) -> None:
    client = logged_in(district.people["executor"])
    data = {"kind": "after", "camera": upload()}
    client.post(reverse("case-files", args=[case.number]), data)
    assert case.attachments.get().kind == "after"
    assert 'capture="environment"' in page(client, case)


def test_a_bad_file_stops_no_good_one(district: District, case: Case) -> None:
    client = logged_in(district.people["curator"])
    poison = upload(b"<svg onload=alert(1)>", "<b>вред</b>.jpg")
    answer = send(client, case, upload(b"", "пусто.pdf"), poison, upload())
    assert [a.name for a in case.attachments.all()] == ["яма.jpg"]
    assert "<b>" not in answer.content.decode()
    assert len(list(answer.context["messages"])) == 3


def test_nothing_chosen_is_told(district: District, case: Case) -> None:
    client = logged_in(district.people["curator"])
    data = {"kind": "before"}
    answer = client.post(reverse("case-files", args=[case.number]), data, follow=True)
    assert told(answer)
    assert not case.attachments.exists()


def test_what_is_too_large_is_cut_before_it_fills_the_disk(
    district: District, case: Case, settings: LazySettings
) -> None:
    settings.FILE_LIMIT_BYTES = 1 << 20
    client = logged_in(district.people["curator"])
    large = upload(b"%PDF-1.7" + bytes(5 << 20), "большой.pdf")
    answer = send(client, case, large, upload())
    seen = [a.file.size for a in case.attachments.all()]
    assert "большой.pdf" in told(answer)
    assert len(seen) == 1
    settings.CASE_FILES_LIMIT_BYTES = 1 << 20
    assert send(client, case, upload(bytes(2 << 20))).status_code == 400


def test_strangers_leave_nothing_on_the_disk(case: Case, settings: LazySettings) -> None:
    answer = Client().post(reverse("case-files", args=[case.number]), {"files": upload()})
    assert answer.status_code == 302
    assert not settings.FILES_FOLDER.exists()


def test_a_file_is_answered_with_all_guards(district: District, case: Case) -> None:
    client = logged_in(district.people["curator"])
    send(client, case, upload(docx(), "Ответ «Петровой».docx"), kind="document")
    answer = client.get(address("case-file", case, case.attachments.get().pk))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-cache"
    assert read(answer)
    again = client.get(
        address("case-file", case, case.attachments.get().pk),
        headers={"if-none-match": answer["ETag"]},
    )
    assert (again.status_code, again.content) == (304, b"")


def test_only_our_own_pictures_are_shown_in_the_browser(district: District, case: Case) -> None:
    client = logged_in(district.people["curator"])
    for content, name, kept in (
        (photo(), "a.jpg", "inline"),
        (photo(form="PNG"), "a.png", "inline"),
        (photo(form="WEBP"), "a.webp", "inline"),
        (pdf(), "a.pdf", "attachment"),
        ("слова".encode(), "a.txt", "attachment"),
    ):
        send(client, case, upload(content, name), kind="proof")
        answer = client.get(address("case-file", case, case.attachments.get(name=name).pk))
        assert answer["Content-Disposition"].startswith(kept), name
        assert read(answer)


def test_every_look_at_the_applicants_file_is_written_down(
    district: District, case: Case, settings: LazySettings
) -> None:
    client = logged_in(district.people["pos"])
    send(client, case, kind="message")
    key = case.attachments.get().pk
    PersonalDataLook.objects.all().delete()
    small, whole = (address(name, case, key) for name in ("case-file-preview", "case-file"))
    assert client.get(small).status_code == 200
    # The small pictures of one card are one look; the file itself is looked at each time.
    client.get(small)
    read(client.get(whole))
    read(client.get(whole))
    pages = PersonalDataLook.objects.values_list("page", "person__login")
    assert list(pages) == [("case-file", "lugovsk-pos")] * 3
    send(client, case, kind="after")
    PersonalDataLook.objects.all().delete()
    read(client.get(address("case-file", case, case.attachments.get(kind="after").pk)))
    assert not PersonalDataLook.objects.exists()


def test_foreign_closed_removed_and_unknown_files_are_404_alike(
    district: District, case: Case
) -> None:
    curator = logged_in(district.people["curator"])
    send(curator, case, kind="message")
    send(curator, case, kind="before")
    letter, before = (case.attachments.get(kind=kind).pk for kind in ("message", "before"))
    other = make_case(district, "2026-00002", recipient=district.school, state="assigned")
    abroad = build_district("stepnoe")
    cast = {
        "head": (404, 200),
        "im": (404, 200),
        "executor": (200, 200),
        "teacher": (404, 404),
        "auditor": (404, 404),
        "admin": (404, 404),
        "observer": (404, 404),
    }
    for login, codes in cast.items():
        client = logged_in(district.people[login])
        for name in ("case-file", "case-file-preview"):
            answers = [client.get(address(name, case, key)) for key in (letter, before)]
            assert tuple(a.status_code for a in answers) == codes, login
            assert all(read(answer) for answer in answers)
    stranger = logged_in(abroad.people["curator"])
    for client, where, key in (
        (stranger, case, before),
        (curator, other, before),
        (curator, case, 10**9),
        (curator, case, 0),
    ):
        for name in ("case-file", "case-file-preview"):
            assert client.get(address(name, where, key)).status_code == 404
        removal = client.post(address("case-file-remove", where, key), {"reason": "x"})
        assert removal.status_code == 404


def test_names_of_closed_files_are_not_shown(district: District, case: Case) -> None:
    curator, head = (logged_in(district.people[login]) for login in ("curator", "head"))
    add_answer(case, "draft")
    send(curator, case, upload(name="паспорт Луговой.jpg"), kind="message")
    send(curator, case, upload(docx(), "Луговой В.И.docx"), kind="answer")
    assert "паспорт" in page(curator, case)
    assert "Луговой В.И" in page(curator, case)
    shown = page(head, case)
    assert f"/files/{case.attachments.get(kind='answer').pk}/" not in shown
    assert "паспорт" not in shown
    assert "Луговой В.И" not in shown
    client = logged_in(district.people["curator"])
    client.post(
        address("case-file-remove", case, case.attachments.get(kind="message").pk),
        {"reason": "копия паспорта"},
    )
    assert "паспорт" not in page(head, case).replace("копия паспорта", "")
    log_page = logged_in(district.people["curator"]).get(reverse("log")).content.decode()
    assert "паспорт Луговой" not in log_page


def test_who_may_not_attach_gets_no_form_and_no_way(district: District, case: Case) -> None:
    for login, kinds in (("head", ()), ("im", ()), ("executor", ("before", "document"))):
        client = logged_in(district.people[login])
        shown = page(client, case)
        assert ("data-upload-shows" in shown) == bool(kinds)
        for kind in ("before", "message", "scan", "answer", "document", "x"):
            send(client, case, upload(), kind=kind)
            assert case.attachments.filter(kind=kind).exists() == (kind in kinds), (login, kind)
    assert send(logged_in(district.people["teacher"]), case).status_code == 404


def test_a_file_is_removed_with_a_reason_and_its_bytes_go(
    district: District, case: Case, store: Store, django_capture_on_commit_callbacks: Any
) -> None:
    client = logged_in(district.people["curator"])
    send(client, case)
    file = case.attachments.get()
    remove = address("case-file-remove", case, file.pk)
    client.post(remove, {"reason": "  "})
    assert case.attachments.live().exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(remove, {"reason": "не тот двор"})
    assert client.get(address("case-file", case, file.pk)).status_code == 404
    shown = page(client, case)
    assert "не тот двор" in shown
    assert [found for found in store.walk() if found.place == ""] == []
    assert Event.objects.filter(case_id=case.pk, name="case.detach").count() == 1
    assert client.post(remove, {"reason": "ещё раз"}).status_code == 404


def test_photos_before_and_after_stand_side_by_side(district: District, case: Case) -> None:
    client = logged_in(district.people["executor"])
    send(client, case)
    before = case.attachments.get()
    form = client.get(reverse("case-detail", args=[case.number])).context["card"].files.form
    assert form.fields["kind"].initial == "after"
    assert form.fields["before"].initial == before.pk
    send(client, case, upload(photo((9, 9)), "чисто.jpg"), kind="after", before=before.pk)
    part = client.get(reverse("case-detail", args=[case.number])).context["card"].files
    (pair,) = part.pairs
    assert (pair[0].attachment, [a.attachment.name for a in pair[1]]) == (before, ["чисто.jpg"])
    other = make_case(district, "2026-00002", recipient=district.council, state="assigned")
    send(client, other, upload(photo((9, 9))), kind="after", before=before.pk)
    assert not other.attachments.exists()


def test_the_place_of_a_photo_is_taken_over_by_a_click(district: District, case: Case) -> None:
    district.settlement.lat, district.settlement.lon = POINT[0] + 0.01, POINT[1]
    district.settlement.save()
    client = logged_in(district.people["curator"])
    send(client, case)
    found = re.search(r'name="place" value="(\d+)"', page(client, case))
    assert found
    client.post(reverse("case-deed", args=[case.number, "locate"]), {"place": found[1]})
    case.refresh_from_db()
    assert case.settlement == district.settlement
    assert 'name="place"' not in page(client, case)
    assert 'name="place"' not in page(logged_in(district.people["executor"]), case)


def test_a_lost_file_is_noticed(
    district: District, case: Case, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    client = logged_in(district.people["curator"])
    send(client, case)
    file = case.attachments.get()
    store.path(file.file_id).write_bytes(b"<script>another")
    assert client.get(address("case-file", case, file.pk)).status_code == 404
    assert "changed" in caplog.text


def test_a_file_waits_until_the_checker_answers(
    district: District, case: Case, settings: LazySettings, tmp_path: Path
) -> None:
    client = logged_in(district.people["curator"])
    assert "desk-files" in page(client, case)
    checker = tmp_path / "checker.py"
    settings.ANTIVIRUS_COMMAND = (sys.executable, str(checker))
    send(client, case)
    file = case.attachments.get()
    assert file.file.check_state == "waiting"
    for name in ("case-file", "case-file-preview"):
        assert client.get(address(name, case, file.pk)).status_code == 404
    again = reverse("case-files-check", args=[case.number])
    assert again in page(client, case)
    client.post(again)
    assert Attachment.objects.get().file.check_state == "waiting"
    checker.write_text("")
    client.post(again)
    answer = client.get(address("case-file", case, file.pk))
    assert answer.status_code == 200
    assert read(answer)
    checker.write_text("import sys; print('Eicar FOUND'); sys.exit(1)")
    answer = send(client, case, upload(photo((9, 9))))
    assert "Eicar FOUND" in told(answer)
    assert case.attachments.count() == 1


def test_scans_come_with_the_sheet_of_registration(district: District) -> None:
    client = logged_in(district.people["pos"])
    sheet = {
        "channel": "paper",
        "kind": "message",
        "received_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        "text": "Не чистят снег на дороге",
        "author_kind": "citizen",
        "files": [upload(pdf(), "скан.pdf"), upload(b"MZ\0", "вирус.pdf")],
    }
    answer = client.post(reverse("case-register"), sheet, follow=True)
    case = Case.objects.get()
    assert [(a.name, a.kind) for a in case.attachments.all()] == [("скан.pdf", "scan")]
    assert "вирус.pdf" in told(answer)
    client.post(reverse("case-register"), {**sheet, "files": [upload(pdf(), "скан.pdf")]})
    assert case.attachments.count() == 1
    mail = {**sheet, "channel": "email", "text": "Письмо", "files": [upload(pdf(), "письмо.pdf")]}
    client.post(reverse("case-register"), mail)
    assert Attachment.objects.get(name="письмо.pdf").kind == "message"


def test_files_of_the_answer_stand_with_it(district: District, case: Case) -> None:
    client = logged_in(district.people["executor"])
    add_answer(case, "draft")
    send(client, case, upload(docx(), "Ответ.docx"), kind="answer")
    data = {"text": "Снег убран вчера.", "kind": "final", "version": 1}
    client.post(reverse("case-deed", args=[case.number, "draft_answer"]), data)
    card = client.get(reverse("case-detail", args=[case.number])).context["card"]
    assert [[name for _key, name in part.files] for part in card.answers] == [["Ответ.docx"]] * 2
    for key, _name in (part.files[0] for part in card.answers):
        assert read(client.get(address("case-file", case, key)))
    assert len(card.files.of_answer) == 1
