"""Templates: each one is used, none carries script or style of its own, none reaches out."""

import re

from otklik.config import settings
from tests.house.tree import PACKAGE, ROOT, python_files, templates

# Django asks for these by name.
ASKED_BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
# A content policy without unsafe-inline would block each of them without a word.
INLINE = {
    "script of its own": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "style of its own": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "handler of its own": re.compile(r"\son[a-z]+=['\"]|\bhx-on\b|hx-vals=['\"]js:", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
}
OUTSIDE = re.compile(r"""(?:src|srcset|action|href)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE)


def test_every_template_is_used() -> None:
    code = "\n".join(content for _name, content in python_files("src"))
    pages = dict(templates())
    unused = [
        name
        for name in pages
        if name not in ASKED_BY_DJANGO and f'"{name}"' not in code
        if not any(f'"{name}"' in page for other, page in pages.items() if other != name)
    ]
    assert unused == []


def test_no_inline_script_or_style_in_templates() -> None:
    found = [
        f"{name}: {what}"
        for name, content in templates()
        for what, pattern in INLINE.items()
        if pattern.search(content)
    ]
    assert found == []


def test_no_inline_style_in_html_made_by_code() -> None:
    html = re.compile(r"<[a-z]+ [^>]*\b(?:style|on[a-z]+)=", re.IGNORECASE)
    found = [name for name, content in python_files("src/otklik/web") if html.search(content)]
    assert found == []


def test_pages_load_nothing_from_other_hosts() -> None:
    assert [name for name, content in templates() if OUTSIDE.search(content)] == []
    built = PACKAGE / "web" / "static" / "otklik" / "dist"
    loaded = re.compile(r"""(?:url\(|@import|import\()\s*["']?(?:https?:)?//""")
    files = [*built.glob("*.css"), *built.glob("*.js")]
    assert files, "run make assets"
    assert [file.name for file in files if loaded.search(file.read_text("utf-8"))] == []


def test_content_policy_allows_nothing_inline() -> None:
    policy = str(settings.CONTENT_SECURITY_POLICY)
    assert "unsafe" not in policy
    assert "http" not in policy


def test_every_icon_is_in_the_sprite() -> None:
    listed = set((ROOT / "frontend/src/icons.txt").read_text(encoding="utf-8").split())
    asked = {
        name
        for _page, content in templates()
        for name in re.findall(r"""{% icon "([^"]+)\"""", content)
    }
    asked |= {
        name
        for _page, content in templates()
        for name in re.findall(r"""parts/empty\.html" with icon="([^"]+)\"""", content)
    }
    assert asked - listed == set()
