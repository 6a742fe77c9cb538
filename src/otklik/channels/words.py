"""The source systems' words for outcomes, in our symbols; unknown words give nothing."""

from __future__ import annotations

from collections.abc import Mapping

# Longer words first: «Не решено» holds «решено».
_RESOLUTIONS: tuple[tuple[str, str], ...] = (
    ("не решен", "not_solved"),
    ("нерешен", "not_solved"),
    ("отлож", "deferred"),
    ("отказ", "refused"),
    ("разъясн", "explained"),
    ("решен", "solved"),
)
_NETWORKS: Mapping[str, str] = {
    "vk.com": "vk",
    "vk.ru": "vk",
    "vkontakte.ru": "vk",
    "ok.ru": "ok",
    "odnoklassniki.ru": "ok",
    "t.me": "telegram",
    "telegram.me": "telegram",
    "telegram.org": "telegram",
    "max.ru": "max",
}


def resolution_of(word: str) -> str:
    """Return explained, solved, not_solved, deferred or refused; empty for other words.

    The words are those of «Итог» of ИМ (facts 3.3, 3.8) and «Тип решения» of ПОС (2.3).
    """
    plain = word.lower().replace("ё", "е")
    return next((symbol for stem, symbol in _RESOLUTIONS if stem in plain), "")


def network_of(address: str) -> str:
    """Return vk, ok, telegram, max or other by the host of an address; empty for none."""
    if not address:
        return ""
    host = address.partition("://")[2] or address
    host = host.split("/", 1)[0].split("?", 1)[0].partition("@")[2] or host.split("/", 1)[0]
    name = host.partition(":")[0].lower().rstrip(".")
    for ending, network in _NETWORKS.items():
        if name == ending or name.endswith("." + ending):
            return network
    return "other"
