"""Where the question bank of the product lies: inside the installed package, or beside it in a checkout."""

from pathlib import Path

from jinshui_study.errors import NotFound

NAME = "question_bank"
PACKAGE = Path(__file__).resolve().parents[1]


def find(package: Path = PACKAGE) -> Path:
    """The folder of the bank files. Raises NotFound where there is none."""
    for folder in (package / NAME, package.parent / NAME):
        if folder.is_dir():
            return folder
    raise NotFound("没有找到随产品提供的题库文件夹，请用 --bank 指定。")
