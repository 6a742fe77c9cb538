"""Stops what is too large while it comes in, before it fills memory or disk."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.urls import Resolver404, resolve

# Addresses where files are attached to cases; the others take tables.
OF_CASES = frozenset({"case-files", "case-register"})


class LimitedUpload(FileUploadHandler):
    """Lets no more of a file through than its limit and one piece, and nothing of strangers.

    A cut file is still above the limit, so the page that takes it says what is wrong.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - Django names it so
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Set the limits of this upload. Raises ``RequestDataTooBig`` for one too large whole."""
        is_of_case = self._address() in OF_CASES
        self._limit = settings.FILE_LIMIT_BYTES if is_of_case else settings.UPLOAD_LIMIT_BYTES
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            self._limit = -1
        if is_of_case and content_length > settings.CASE_FILES_LIMIT_BYTES:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass the piece on while the file is within the limit."""
        return raw_data if start <= self._limit else None

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that keep it."""

    def _address(self) -> str | None:
        try:
            return resolve(self.request.path_info).url_name if self.request else None
        except Resolver404:
            return None
