"""The templates of letters: those of the package, those an official put in, kept by digest."""

import hashlib
import zipfile
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from django.conf import settings
from django.db import transaction
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from otklik.cases import log
from otklik.cases.queries.access import NotAllowed
from otklik.letters.models import LetterKind, LetterTemplate
from otklik.registry.grants import Grants
from otklik.registry.models import Municipality
from otklik.registry.permissions import Permission

LARGEST_FILE = 5 * 1024 * 1024
# A letter unpacked: more than that is no letter.
LARGEST_UNPACKED = 50 * 1024 * 1024


class NotATemplate(Exception):
    """The file is no Word document, or its fields cannot be filled; the message says why."""


@dataclass(frozen=True, slots=True)
class Template:
    """The bytes of a template and their digest."""

    content: bytes
    digest: str


def template_for(municipality: Municipality, kind: str) -> Template:
    """Return the template the municipality uses for the letter."""
    own = LetterTemplate.objects.filter(municipality=municipality, kind=kind).first()
    if own is not None:
        return template_with(own.digest)
    return package_template(kind)


def package_template(kind: str) -> Template:
    """Return the template that comes with the program."""
    name = f"{LetterKind(kind).value}.docx"
    content = (files("otklik.letters") / "originals" / name).read_bytes()
    return Template(content, _digest(content))


def template_with(digest: str) -> Template:
    """Return a template that was used before. Raises ``FileNotFoundError`` if it is lost."""
    content = _path(digest).read_bytes()
    return Template(content, digest)


def keep(template: Template) -> None:
    """Put the template by, so that what was made by it can be made again after a change."""
    path = _path(template.digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(template.content)
        unfinished.replace(path)


def filled(template: Template, data: dict[str, Any]) -> bytes:
    """Return the document with the fields filled.

    Templates are put in by people: they may use loops and conditions, and reach nothing but
    the data. Raises ``NotATemplate``.
    """
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    stream = BytesIO()
    try:
        document = DocxTemplate(BytesIO(template.content))
        document.render(data, jinja_env=environment)
        document.save(stream)
    except (TemplateError, TypeError, ValueError, KeyError, OverflowError) as error:
        raise NotATemplate(str(error)) from error
    return stream.getvalue()


def put_template(
    *,
    municipality: Municipality,
    kind: str,
    content: bytes,
    file_name: str,
    sample: dict[str, Any],
    grants: Grants,
    at: datetime,
) -> LetterTemplate:
    """Use the file for this letter from now on, and return its row.

    ``sample`` has every field a letter may name: the file is filled with it first. Raises
    ``NotAllowed`` and ``NotATemplate``.
    """
    _require(grants, municipality)
    _check_file(content)
    template = Template(content, _digest(content))
    filled(template, sample)
    keep(template)
    with transaction.atomic():
        log.hold(municipality)
        row, _made = LetterTemplate.objects.update_or_create(
            municipality=municipality,
            kind=LetterKind(kind).value,
            defaults={
                "digest": template.digest,
                "file_name": file_name[:200],
                "put_at": at,
                "put_by": grants.person,
            },
        )
        told = {"letter": row.kind, "digest": row.digest}
        entry = log.Entry("letter.template_put", None, at, told)
        log.append(municipality, [entry], person=grants.person, recorded_at=at)
    return row


def take_out_template(
    *, municipality: Municipality, kind: str, grants: Grants, at: datetime
) -> None:
    """Use the template of the package again. Raises ``NotAllowed``."""
    _require(grants, municipality)
    with transaction.atomic():
        log.hold(municipality)
        rows = LetterTemplate.objects.filter(municipality=municipality, kind=kind)
        if rows.delete()[0]:
            entry = log.Entry("letter.template_taken_out", None, at, {"letter": kind})
            log.append(municipality, [entry], person=grants.person, recorded_at=at)


def _require(grants: Grants, municipality: Municipality) -> None:
    if not grants.allows(Permission.EDIT_REGISTRY, municipality):
        raise NotAllowed(Permission.EDIT_REGISTRY)


def _check_file(content: bytes) -> None:
    if len(content) > LARGEST_FILE:
        raise NotATemplate("size")
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise NotATemplate("size")
        docx.Document(BytesIO(content))
    except NotATemplate:
        raise
    except Exception as error:
        # A damaged or hostile package fails in many ways inside the library: all mean the same.
        raise NotATemplate("docx") from error


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _path(digest: str) -> Path:
    return Path(settings.LETTERS_FOLDER) / f"{digest}.docx"
