"""Training text: articles with their title and headings, out of a folder or ``.tar.xz`` of Markdown laws."""

import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import CorpusError

LABEL = r"第[一二三四五六七八九十百千零〇两]+条(?:之[一二三四五六七八九十]+)?"
"""What an article is called in its law, as a pattern."""

_ARTICLE = re.compile(rf"^{LABEL}[\s　]+")
_MIN_CHARACTERS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article (条) of a law: the law's title, the headings it stands under, its label 第X条, its text, a 款 a line."""

    title: str
    headings: str
    label: str
    body: str

    @property
    def heading(self) -> str:
        """Title and headings: what the article is found by beside its text."""
        return f"{self.title} {self.headings}".strip()


def read_articles(source: Path) -> list[Article]:
    """Every article of at least 20 characters under ``source``, in a stable order, without exact repeats.

    Args:
        source: A folder of Markdown files, or a tar archive of one.

    Raises:
        CorpusError: ``source`` does not exist or holds no article.
    """
    if not source.exists():
        raise CorpusError(f"训练文本不存在: {source}. Give a folder or .tar.xz of Markdown laws with --laws.")
    seen: set[tuple[str, str]] = set()
    articles = []
    for text in _texts(source):
        for article in _articles_of(text):
            key = (article.heading, article.body)
            if key not in seen:
                seen.add(key)
                articles.append(article)
    if not articles:
        raise CorpusError(f"no article (第X条) found under {source}. Expected Markdown laws with '# title' lines.")
    return articles


def _texts(source: Path) -> Iterator[str]:
    if source.is_dir():
        for path in sorted(source.rglob("*.md")):
            yield path.read_text(encoding="utf-8", errors="replace")
        return
    with tarfile.open(source) as archive:
        members = sorted((m for m in archive if m.isfile() and m.name.endswith(".md")), key=lambda m: m.name)
        for member in members:
            handle = archive.extractfile(member)
            if handle is not None:
                yield handle.read().decode("utf-8", errors="replace")


def _articles_of(markdown: str) -> Iterator[Article]:
    title, headings, label, lines = "", [""] * 7, "", list[str]()
    for raw in [*markdown.splitlines(), "# end"]:
        line = raw.strip()
        starts_article = _ARTICLE.match(line)
        if lines and (starts_article or line.startswith("#")):
            body = "\n".join(lines)
            if len(body) >= _MIN_CHARACTERS:
                yield Article(title=title, headings=" ".join(filter(None, headings)), label=label, body=body)
            lines = []
        if line.startswith("#"):
            level = min(len(line) - len(line.lstrip("#")), 6)
            text = re.sub(r"<!--.*?-->|^第\S+?[编章节]", "", line.lstrip("# ")).strip()
            if level == 1:
                title, headings = text, [""] * 7
            else:
                headings[level:] = [text, *[""] * (6 - level)]
        elif starts_article:
            label, lines = starts_article[0].strip(), [line[starts_article.end() :]]
        elif lines and line:
            lines.append(line)
