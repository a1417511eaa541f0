"""The docs show every page of the phone client, in files small enough to keep."""

import json
import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "phone-pages.zh-CN.md").read_text()
PAGES = json.loads((DOCS.parent / "miniprogram" / "src" / "pages.json").read_text())["pages"]
PICTURES = {
    "board/index": "board-members",
    "quiz/index": "question-single",
    "why/index": "why-mine",
    "mydata/index": "my-data",
    "mydata/kind": "my-data-answers",
    "mydata/erase": "erase",
}
ONLY_IN_WECHAT = {"bind"}
"""Nobody comes there in a browser; docs/phone-hand-checks.zh-CN.md says what to see on a phone."""
MOST_BYTES = 3 * 1024 * 1024


def test_every_page_is_shown() -> None:
    names = [page["path"].removeprefix("pages/") for page in PAGES]
    missing = {PICTURES.get(name, name.removesuffix("/index")) for name in names} - shown() - ONLY_IN_WECHAT
    assert len(names) >= 19
    assert not missing


def test_every_picture_is_there_and_none_is_left_over() -> None:
    assert shown() == {path.stem for path in (DOCS / "phone").glob("*.webp")}


def test_the_pictures_are_small() -> None:
    assert sum(path.stat().st_size for path in (DOCS / "phone").iterdir()) < MOST_BYTES


def shown() -> set[str]:
    return set(re.findall(r'src="phone/([a-z-]+)\.webp"', TEXT))
