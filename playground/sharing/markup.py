"""A whole HTML page as text that opens offline: no script, nothing fetched. All text that goes in is escaped here."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from playground.i18n import translate

#: Whatever were smuggled into a text: a browser runs nothing and fetches nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE = """
:root { color-scheme: light dark; --ink: #16202e; --muted: #5b6778; --page: #ffffff; --line: #d5dce6; --track: #edf0f5;
  --accent: #3b5bdb; --mark: #fff3bf; --outside: #c9d1dc;
  --label-0: #0072b2; --label-1: #d55e00; --label-2: #009e73; --label-3: #cc79a7;
  --label-4: #e69f00; --label-5: #56b4e9; --label-6: #6b4fa0; --label-7: #8c8c00; }
body { box-sizing: border-box; max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; background: var(--page);
  color: var(--ink); font: 1.0625rem/1.6 system-ui, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC",
  sans-serif; }
h1 { margin: 0 0 1rem; font-size: 1.75rem; line-height: 1.25; }
h2 { margin: 2.25rem 0 0.5rem; font-size: 1.25rem; }
p { margin: 0 0 0.75rem; }
a { color: var(--accent); overflow-wrap: anywhere; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.quiet { color: var(--muted); font-size: 0.9375rem; }
"""


def text(value: str) -> str:
    """A text as HTML.

    >>> text("<b>&\\"")
    '&lt;b&gt;&amp;&quot;'
    """
    return escape(value)


def element(name: str, content: str, **attributes: str) -> str:
    """An element around HTML; the attributes are texts, `class_` is `class`.

    >>> element("p", text("1 < 2"), class_="text")
    '<p class="text">1 &lt; 2</p>'
    """
    said = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{said}>{content}</{name}>"


def page(language: str, title: str, parts: Iterable[str], style: str = "") -> str:
    """The page.

    Args:
        title: a text.
        parts: HTML, in order.
        style: rules after the ones that all pages have.
    """
    tag, direction = (escape(translate(language, f"language.{name}")) for name in ("tag", "direction"))
    return (
        f'<!doctype html>\n<html lang="{tag}" dir="{direction}">\n<meta charset="utf-8">\n'
        f'<meta http-equiv="content-security-policy" content="{escape(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{text(title)}</title>\n<style>{_STYLE}{style}</style>\n<main>\n{''.join(parts)}\n</main>\n</html>\n"
    )


def web_address(value: str) -> str | None:
    """A link that may stand in a page: of the web, so that a click can run nothing.

    >>> web_address("http://a/?b=c"), web_address("javascript:alert(1)")
    ('http://a/?b=c', None)
    """
    return value if value.startswith(("http://", "https://")) else None
