"""How often one may knock: per link, and per address for links that open nothing.

Counted in the memory of the process: what matters (one rating a link, five changes) is held by
the database; this only spares it the work.
"""

from django.core.cache import cache

POSTS, POST_SECONDS = 30, 3600
# Behind a proxy all have one address, so only misses are counted by it: good links always open.
MISSES, MISS_SECONDS = 60, 600


def is_over(kind: str, who: str, most: int, seconds: int) -> bool:
    """Count a knock, and tell whether there were more than ``most`` in the time."""
    key = f"rating:{kind}:{who}"
    if cache.add(key, 1, seconds):
        return False
    try:
        return int(cache.incr(key)) > most
    except ValueError:
        # It ran out between the two: the count begins anew.
        cache.set(key, 1, seconds)
        return False


def too_many_posts(link_key: int) -> bool:
    """Count a rating sent by the link."""
    return is_over("post", str(link_key), POSTS, POST_SECONDS)


def too_many_misses(address: str) -> bool:
    """Count a link that opens nothing, asked for from the address."""
    return is_over("miss", address, MISSES, MISS_SECONDS)
