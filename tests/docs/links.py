"""Links of a built site: every one leads to a file and, where it names one, to a place in it; nothing is from outside.

`python -m tests.docs.links build/site` prints what is wrong and ends with 1.
"""

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADED = {"script": "src", "link": "href", "img": "src", "iframe": "src"}
"""Tags that fetch something when the page is opened."""


class Page(HTMLParser):
    """Links, things that are fetched, and ids of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if given.get(name)}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if LOADED.get(tag) in given:
            self.loaded.append(given[LOADED[tag]])


def read(file: Path) -> Page:
    page = Page()
    page.feed(file.read_text(encoding="utf-8"))
    return page


def wrong(site: Path) -> list[str]:
    """What is wrong with the links of a site, one line each; 404.html stands for any place, so it is left out."""
    pages = {file.resolve(): read(file) for file in site.rglob("*.html") if file.name != "404.html"}
    complaints = []
    for file, page in pages.items():
        name = file.relative_to(site.resolve())
        complaints += [f"{name} fetches {place}" for place in page.loaded if urlsplit(place).netloc]
        for link in [*page.links, *page.loaded]:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            target = target / "index.html" if target.is_dir() else target
            if not target.exists():
                complaints.append(f"{name} links to {link}, which is not there")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
                complaints.append(f"{name} links to {link}: the page has no such place")
    return sorted(set(complaints))


if __name__ == "__main__":
    found = wrong(Path(sys.argv[1]))
    print("\n".join(found) or "every link leads somewhere")
    sys.exit(bool(found))
