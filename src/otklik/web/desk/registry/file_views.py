"""The registry as readable files: taken away as a zip, brought back as a zip or single tables."""

import zlib
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from otklik.cases.operations.load_registry import load_registry
from otklik.entrance.sessions import end_of_closed
from otklik.registry.files import SHEETS, LoadReport, export_files
from otklik.registry.permissions import Permission
from otklik.web.desk.guards import needs
from otklik.web.desk.middleware import DeskRequest

# A registry of a region is a few megabytes; more is no registry.
LIMIT_BYTES = 50 * 1024 * 1024
FILES = frozenset(sheet.file for sheet in SHEETS)


class NoRegistryFile(Exception):
    """What was uploaded is neither tables of the registry nor a zip with them."""


@needs(Permission.VIEW_REGISTRY)
def files(request: DeskRequest) -> HttpResponse:
    """Show what can be taken away and brought back; load what was brought."""
    report: LoadReport | None = None
    if request.method == "POST":
        if not request.grants.allows(Permission.EDIT_REGISTRY, request.municipality):
            raise PermissionDenied
        report = _loaded(request)
        if report is not None and not report.is_refused:
            messages.success(request, _("The registry is loaded."))
        elif report is None:
            return redirect("registry-files")
    return render(request, "desk/registry/files.html", {"report": report})


@require_GET
@needs(Permission.VIEW_REGISTRY)
def download(request: DeskRequest) -> HttpResponse:
    """Answer the municipality's own tables as a zip."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in export_files(request.municipality).items():
            archive.writestr(name, content)
    name = f"otklik-{request.municipality.code}-{request.at:%Y-%m-%d}.zip"
    headers = {"Content-Disposition": content_disposition_header(True, name) or ""}
    return HttpResponse(buffer.getvalue(), content_type="application/zip", headers=headers)


def _loaded(request: DeskRequest) -> LoadReport | None:
    with TemporaryDirectory(prefix="otklik-registry-") as folder:
        try:
            uploads = request.FILES.getlist("files")
            if not uploads:
                raise NoRegistryFile
            for upload in uploads:
                _unpack(upload, Path(folder))
        except NoRegistryFile:
            words = _("Bring tables of the registry (csv), or a zip with them, of at most 50 MB.")
            messages.error(request, words)
            return None
        report = load_registry(Path(folder), at=request.at, grants=request.grants)
        end_of_closed(at=request.at)
        return report


def _unpack(upload: "UploadedFile[Any]", folder: Path) -> None:
    """Put the tables of an upload into the folder; paths inside a zip are never followed."""
    name = Path(upload.name or "").name.lower()
    if (upload.size or 0) > LIMIT_BYTES:
        raise NoRegistryFile
    if name in FILES:
        (folder / name).write_bytes(upload.read())
        return
    try:
        with ZipFile(upload) as archive:
            members = {Path(m.filename).name.lower(): m for m in archive.infolist()}
            tables = {name: m for name, m in members.items() if name in FILES}
            if not tables or sum(m.file_size for m in tables.values()) > LIMIT_BYTES:
                raise NoRegistryFile
            for name, member in tables.items():
                (folder / name).write_bytes(archive.read(member))
    except (BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error) as error:
        raise NoRegistryFile from error
