"""Reads whatever libFuzzer makes of our own bank files: `python -m tests.questions.formats.fuzzing FOLDER [options]`.

The folder keeps the files that led somewhere new. An exception that leaves the readers ends the run, and so does a
file that takes longer than `-timeout`; either is written out as `crash-…` or `timeout-…`.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["jinshui_study.questions.formats"]):
    from jinshui_study.questions import formats
    from jinshui_study.questions.formats.writing import exporting

from jinshui_study.questions.formats import bank_yaml

BANK = Path(__file__).parents[3] / "question_bank" / "dangzhang-dangji.yaml"
PAPER = """一、单项选择题（每题1分，共2分）
1．1921年召开的是（ B ）。
A、党的二大 B、党的一大 C．党的三大
2.〔难度：易〕中国共产党成立于哪一年？
A.1919年
B.1921年
答案：B
解析：7月召开一大。
二、判断题
1、红旗渠在河南林县。（√）
三、填空题
1.____年____月，郑州解放。 答案：1948；10
1-2 BB
"""


def seeds() -> list[bytes]:
    """One bank of ours in every format that is text, a paper, and tables as text."""
    bank = bank_yaml.read(BANK.read_bytes(), BANK.name)
    bank.drafts = bank.drafts[:8]
    written = [writer.write(bank) for name, writer in exporting.WRITERS.items() if name != "xlsx"]
    table = "题型,题干,选项A,选项B,答案\n单选题,哪一年？,1920年,1921年,B\n判断题,对不对？,,,对\n"
    listed = '[{"题干": "哪一年？", "选项A": "1920年", "选项B": "1921年", "答案": "B"}]'
    item = (
        '<assessmentItem identifier="a"><responseDeclaration identifier="R"><correctResponse><value>B</value>'
        '</correctResponse></responseDeclaration><itemBody><choiceInteraction responseIdentifier="R"><prompt>哪年'
        '</prompt><simpleChoice identifier="A">1920</simpleChoice><simpleChoice identifier="B">1921</simpleChoice>'
        "</choiceInteraction></itemBody></assessmentItem>"
    )
    texts = [
        PAPER,
        PAPER.replace("1．", "**1.** "),
        table,
        listed,
        item,
        f"<table><tr><td>{table}</td></tr></table>",
    ]
    return [*written, *(text.encode() for text in texts), PAPER.encode("gb18030")]


def read(data: bytes) -> None:
    """Not spreadsheets and Word files: what is damaged in a zip says little about its readers."""
    if not data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        formats.read(data, "bank")


def main() -> None:
    folder = Path(sys.argv[1])
    for number, seed in enumerate(seeds()):
        (folder / f"seed-{number}").write_bytes(seed)
    atheris.Setup([sys.argv[0], str(folder), f"-artifact_prefix={folder}/", *sys.argv[2:]], read)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
