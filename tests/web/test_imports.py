"""The import page: files come in, are followed, mended, undone; nobody else's are seen."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from otklik.cases.models import Case, ImportBatch, QuarantinedRow
from otklik.cases.models.choices import BatchState
from otklik.intake.operations.take_in import run_queued
from otklik.intake.progress import forget_progress, progress_of, read_progress
from tests.channels.files import Value, write_im_file
from tests.district import District, build_district
from tests.web.cases_at_hand import logged_in

pytestmark = pytest.mark.django_db
ZONE = "Asia/Krasnoyarsk"


@pytest.fixture
def district() -> District:
    return build_district()


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.IMPORT_FOLDER = tmp_path / "imports"
    return tmp_path


def incident(number: int | str, **cells: Value) -> dict[str, Value]:
    row: dict[str, Value] = {
        "Номер инцидента": number,
        "Дата создания": "2026-10-09 09:00:00",
        "Группа тем": "Дороги",
        "Тема": "Уборка дорог от снега и наледи",
        "Текущий шаг инцидента": "В работе",
        "Текст инцидента": f"Снег на дороге, обращение {number}",
    }
    return row | cells


def upload(client: Client, folder: Path, *rows: dict[str, Value], name: str = "а.xlsx") -> Any:
    path = write_im_file(folder / "made.xlsx", rows)
    file = SimpleUploadedFile(name, path.read_bytes())
    return client.post(reverse("imports"), {"files": file, "zone": ZONE}, follow=True)


def stored(folder: Path) -> list[Path]:
    return sorted((folder / "imports").glob("*")) if (folder / "imports").exists() else []


def words_of(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_it_works(district: District, folder: Path) -> None:
    client = logged_in(district.people["im"])
    page = upload(client, folder, incident(1), incident(2), name="../../выгрузка.xlsx")
    batch = ImportBatch.objects.get()
    assert batch.file_name == "выгрузка.xlsx"
    assert batch.person == district.people["im"]
    assert [path.parent for path in stored(folder)] == [folder / "imports"]
    assert 'hx-trigger="every 2s"' in page.content.decode()
    run_queued(at=timezone.now())
    page = client.get(reverse("import-batch", args=[batch.pk]))
    assert page.context["batch"].new_count == 2
    numbers = client.get(reverse("import-cases", args=[batch.pk]), {"only": "new"})
    for case in Case.objects.all():
        assert case.number in numbers.content.decode()
    assert (
        not client.get(reverse("import-cases", args=[batch.pk]), {"only": "changed"})
        .context["page"]
        .rows
    )


def test_only_who_may_import_sees_the_page(district: District, folder: Path) -> None:
    for login in ("executor", "head", "admin", "observer"):
        client = logged_in(district.people[login])
        assert client.get(reverse("imports")).status_code == 403
        assert upload(client, folder, incident(1)).status_code == 403
    assert not ImportBatch.objects.exists()


def test_the_file_of_another_municipality_is_not_found(district: District, folder: Path) -> None:
    other = build_district("zarechnoe")
    upload(logged_in(other.people["im"]), folder, incident(1))
    batch = ImportBatch.objects.get()
    client = logged_in(district.people["curator"])
    for name in ("import-batch", "import-progress", "import-cases"):
        assert client.get(reverse(name, args=[batch.pk])).status_code == 404
    assert client.post(reverse("import-undo", args=[batch.pk])).status_code == 404
    assert batch.file_name not in client.get(reverse("imports")).content.decode()


def test_several_files_come_in_and_a_bad_one_does_not_stop_them(
    district: District, folder: Path
) -> None:
    good = write_im_file(folder / "good.xlsx", [incident(1)]).read_bytes()
    files = [
        SimpleUploadedFile("пусто.xlsx", b""),
        SimpleUploadedFile("вход.xls", b"<html><body>login</body></html>"),
        SimpleUploadedFile("хороший.xlsx", good),
    ]
    client = logged_in(district.people["im"])
    page = client.post(reverse("imports"), {"files": files, "zone": ZONE}, follow=True)
    assert [batch.file_name for batch in ImportBatch.objects.all()] == ["хороший.xlsx"]
    assert len(stored(folder)) == 1
    for name in ("пусто.xlsx", "вход.xls", "хороший.xlsx"):
        assert name in words_of(page)


def test_a_file_above_the_limit_is_not_stored(
    district: District, folder: Path, settings: Any
) -> None:
    settings.UPLOAD_LIMIT_BYTES = 1024
    page = upload(logged_in(district.people["im"]), folder, incident(1))
    assert not stored(folder)
    assert not ImportBatch.objects.exists()
    assert "а.xlsx" in words_of(page)


def test_a_trial_counts_and_keeps_nothing(district: District, folder: Path) -> None:
    path = write_im_file(folder / "made.xlsx", [incident(1), incident("", ID="")])
    given = {
        "files": SimpleUploadedFile("а.xlsx", path.read_bytes()),
        "zone": ZONE,
        "try": "1",
    }
    page = logged_in(district.people["im"]).post(reverse("imports"), given)
    tried = page.context["tried"][0].batch
    assert (tried.new_count, tried.refused_count) == (1, 1)
    assert not Case.objects.exists() and not ImportBatch.objects.exists()
    assert not stored(folder)


def test_progress_is_told_while_the_file_is_read(district: District, folder: Path) -> None:
    client = logged_in(district.people["im"])
    upload(client, folder, incident(1))
    batch = ImportBatch.objects.get()
    address = reverse("import-progress", args=[batch.pk])
    assert read_progress(batch) is None
    ImportBatch.objects.update(state=BatchState.RUNNING)
    progress_of(batch)(500, 2000)
    told = client.get(address, headers={"HX-Request": "true"})
    assert 'value="500"' in told.content.decode() and 'max="2000"' in told.content.decode()
    assert "HX-Refresh" not in told.headers
    ImportBatch.objects.update(state=BatchState.APPLIED)
    assert client.get(address).headers["HX-Refresh"] == "true"
    forget_progress(batch)
    assert read_progress(batch) is None


def test_a_refused_row_is_mended_and_taken_in(district: District, folder: Path) -> None:
    client = logged_in(district.people["im"])
    upload(client, folder, incident(1, **{"Дата создания": "вчера"}))
    run_queued(at=timezone.now())
    row = QuarantinedRow.objects.get()
    address = reverse("import-row", args=[row.batch_id, row.pk])
    page = client.get(address)
    cell = next(one for one in page.context["cells"] if one.is_wrong)
    assert (cell.header, cell.value) == ("Дата создания", "вчера")
    again = client.post(address, {cell.name: "позавчера"})
    assert again.status_code == 200 and "позавчера" in again.content.decode()
    done = client.post(address, {cell.name: "2026-10-09 09:00"}, follow=True)
    case = Case.objects.get()
    assert case.number in words_of(done)
    assert done.context["batch"].refused_count == 0
    twice = client.post(address, {cell.name: "2026-10-09 09:00"}, follow=True)
    assert [message.level_tag for message in twice.context["messages"]] == ["error"]


def test_a_column_the_file_lacks_can_be_filled_in(district: District, folder: Path) -> None:
    client = logged_in(district.people["im"])
    headers = ("Группа тем", "Тема", "Текст инцидента", "Дата создания")
    row = {header: incident(1)[header] for header in headers}
    path = write_im_file(folder / "made.csv", [row], headers=headers)
    file = SimpleUploadedFile("perm.csv", path.read_bytes())
    client.post(reverse("imports"), {"files": file, "zone": ZONE})
    run_queued(at=timezone.now())
    refused = QuarantinedRow.objects.get()
    address = reverse("import-row", args=[refused.batch_id, refused.pk])
    cell = next(one for one in client.get(address).context["cells"] if one.is_wrong)
    assert cell.header == "Номер инцидента"
    client.post(address, {cell.name: "77"})
    assert Case.objects.get().external_id == "77"


def test_cells_of_refused_rows_are_hidden_from_who_may_not_see_names(
    district: District, folder: Path
) -> None:
    upload(logged_in(district.people["im"]), folder, incident(1, **{"Дата создания": "вчера"}))
    run_queued(at=timezone.now())
    row = QuarantinedRow.objects.get()
    client = logged_in(district.people["pos"])
    assert client.get(reverse("import-row", args=[row.batch_id, row.pk])).status_code == 403
    page = client.get(reverse("import-batch", args=[row.batch_id])).content.decode()
    assert reverse("import-row", args=[row.batch_id, row.pk]) not in page


def test_a_file_is_undone_once(district: District, folder: Path) -> None:
    client = logged_in(district.people["im"])
    upload(client, folder, incident(1))
    batch = ImportBatch.objects.get()
    address = reverse("import-undo", args=[batch.pk])
    early = client.post(address, follow=True)
    assert [message.level_tag for message in early.context["messages"]] == ["error"]
    run_queued(at=timezone.now())
    assert client.get(address).status_code == 405
    client.post(address)
    assert not Case.objects.exists()
    twice = client.post(address, follow=True)
    assert twice.context["followed"].batch.state == BatchState.UNDONE
    assert "error" in [message.level_tag for message in twice.context["messages"]]


def test_a_file_a_later_one_builds_on_is_not_undone(district: District, folder: Path) -> None:
    client = logged_in(district.people["im"])
    upload(client, folder, incident(1))
    run_queued(at=timezone.now())
    upload(client, folder, incident(1, **{"Текст инцидента": "Снег всё ещё лежит"}))
    run_queued(at=timezone.now())
    first = ImportBatch.objects.order_by("pk")[0]
    client.post(reverse("import-undo", args=[first.pk]))
    assert Case.objects.count() == 1


def test_a_refused_file_says_why(district: District, folder: Path) -> None:
    client = logged_in(district.people["im"])
    upload(client, folder, incident(1))
    stored(folder)[0].write_bytes(b"")
    run_queued(at=timezone.now())
    batch = ImportBatch.objects.get()
    assert batch.state == BatchState.FAILED
    page = client.get(reverse("import-batch", args=[batch.pk]))
    assert page.context["followed"].failure
    assert page.context["followed"].failure in page.content.decode()


def test_no_page_holds_inline_script_or_style(district: District, folder: Path) -> None:
    client = logged_in(district.people["im"])
    upload(client, folder, incident(1))
    run_queued(at=timezone.now())
    for address in (
        reverse("imports"),
        reverse("import-batch", args=[ImportBatch.objects.get().pk]),
    ):
        page = client.get(address).content.decode()
        assert " style=" not in page and " onclick=" not in page and "<style" not in page
