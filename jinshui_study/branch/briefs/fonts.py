"""Where a Chinese font lies that a PDF can carry a part of: Debian's, or the one of the `pdf` extra."""

import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinshui_study.errors import Unavailable

DEBIAN = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
SIMPLIFIED = 2
"""The place of the face for simplified Chinese in Debian's collection."""
PACKAGE, IN_PACKAGE = "pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"
MISSING = (
    "这台服务器没有中文字体，不能生成 PDF。请改用 Word 或打印；管理员装上 fonts-noto-cjk 后就可以下载 PDF。"
)


@dataclass(frozen=True)
class Font:
    """A font file, and which face of a collection."""

    path: Path
    face: int = 0


@cache
def find() -> Font | None:
    if DEBIAN.is_file():
        return Font(DEBIAN, SIMPLIFIED)
    package = importlib.util.find_spec(PACKAGE)
    if package is None or package.origin is None:
        return None
    path = Path(package.origin).parent / IN_PACKAGE
    return Font(path) if path.is_file() else None


def get() -> Font:
    """Raises Unavailable with a sentence that says what helps."""
    found = find()
    if found is None:
        raise Unavailable(MISSING, code="no_font")
    return found
