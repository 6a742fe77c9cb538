"""The kinds of file the room understands. Which of them are taken is a setting."""

from dataclasses import dataclass

PICTURE, DOCUMENT, VIDEO, AUDIO = "picture", "document", "video", "audio"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its symbol, media type, the endings its names may have (the first is the
    one we give) and what family it is of."""

    symbol: str
    media_type: str
    endings: tuple[str, ...]
    family: str


KINDS: dict[str, Kind] = {
    kind.symbol: kind
    for kind in (
        Kind("jpeg", "image/jpeg", (".jpg", ".jpeg", ".jfif"), PICTURE),
        Kind("png", "image/png", (".png",), PICTURE),
        Kind("webp", "image/webp", (".webp",), PICTURE),
        Kind("pdf", "application/pdf", (".pdf",), DOCUMENT),
        Kind(
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            (".docx",),
            DOCUMENT,
        ),
        Kind(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            (".xlsx",),
            DOCUMENT,
        ),
        Kind("odt", "application/vnd.oasis.opendocument.text", (".odt",), DOCUMENT),
        Kind("txt", "text/plain", (".txt",), DOCUMENT),
        Kind("mp4", "video/mp4", (".mp4", ".m4v"), VIDEO),
        Kind("mov", "video/quicktime", (".mov",), VIDEO),
        Kind("3gp", "video/3gpp", (".3gp", ".3g2"), VIDEO),
        Kind("mp3", "audio/mpeg", (".mp3",), AUDIO),
        Kind("m4a", "audio/mp4", (".m4a",), AUDIO),
        Kind("ogg", "audio/ogg", (".ogg", ".oga", ".opus"), AUDIO),
    )
}
# Every ending a picture may bear: programs of phones mix them up, and it does no harm.
ENDINGS_OF_FAMILY: dict[str, frozenset[str]] = {
    family: frozenset(e for k in KINDS.values() if k.family == family for e in k.endings)
    for family in (PICTURE, DOCUMENT, VIDEO, AUDIO)
}
