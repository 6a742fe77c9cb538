"""The templates of letters: replaced by an official, refused when they cannot be filled."""

import zipfile
from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from otklik.letters.fields import FIELDS, sample, short_name
from otklik.letters.models import LetterKind, LetterTemplate
from otklik.letters.templates import filled, package_template, template_for
from tests.district import NOW, District, build_district
from tests.web.cases_at_hand import logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def district(settings: Any, tmp_path: Any) -> District:
    settings.LETTERS_FOLDER = tmp_path / "letters"
    return build_district()


def a_file(*paragraphs: str) -> bytes:
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def put(district: District, content: bytes, login: str = "admin", kind: str = "answer") -> Any:
    file = SimpleUploadedFile("Ответ.docx", content)
    client = logged_in(district.people[login])
    return client.post(reverse("letter-template-put", args=[kind]), {"file": file})


@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_template_of_the_package_is_filled(district: District, kind: LetterKind) -> None:
    data = sample(district.municipality, district.people["curator"], NOW)
    assert data.keys() == FIELDS.keys()
    words = filled(package_template(kind), data)
    text = zipfile.ZipFile(BytesIO(words)).read("word/document.xml").decode()
    assert "{{" not in text
    assert "{%" not in text


def test_an_own_template_is_used_and_taken_out_again(district: District) -> None:
    content = a_file(
        "Ответ: {{ answer }}", "{%p for q in questions %}", "{{ q.text }}", "{%p endfor %}"
    )
    assert put(district, content).status_code == 302
    assert template_for(district.municipality, "answer").content == content
    other = build_district("gorsk")
    assert template_for(other.municipality, "answer") == package_template("answer")
    client = logged_in(district.people["admin"])
    client.post(reverse("letter-template-put", args=["answer"]))
    assert template_for(district.municipality, "answer") == package_template("answer")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no document",
        a_file("{{ nobody }}"),
        a_file("{{ answer"),
        a_file("{{ ''.__class__.__mro__ }}"),
        a_file("{{ questions.__init__.__globals__ }}"),
        a_file("{% for a in range(999999999) %}{{ a }}{% endfor %}"),
        a_file("{% include '/etc/passwd' %}"),
    ],
    ids=["empty", "text", "unknown", "broken", "class", "globals", "endless", "include"],
)
def test_a_file_that_is_no_template_is_refused(district: District, content: bytes) -> None:
    put(district, content)
    assert not LetterTemplate.objects.exists()


def test_only_who_edits_the_registry_puts_a_template_in(district: District) -> None:
    for login in ("curator", "pos", "head", "stranger"):
        put(district, a_file("{{ answer }}"), login)
    assert not LetterTemplate.objects.exists()
    page = logged_in(district.people["curator"]).get(reverse("letter-templates"))
    assert "{{ applicant_short }}" in page.content.decode()
    assert 'type="file"' not in page.content.decode()
    client = logged_in(district.people["curator"])
    assert client.get(reverse("letter-template", args=["answer"])).content[:2] == b"PK"
    assert client.get(reverse("letter-template", args=["nothing"])).status_code == 404


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Луговая Вера Ильинична", "Луговая В.И."),
        ("Луговая Вера", "Луговая В."),
        ("Жители улицы Ленина, дом 5", "Жители улицы Ленина, дом 5"),
        ("", ""),
        ("ООО «Мост»", "ООО «Мост»"),
    ],
)
def test_a_name_is_written_short_where_it_is_one(full: str, short: str) -> None:
    assert short_name(full) == short
