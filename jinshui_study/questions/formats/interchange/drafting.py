"""What the interchange formats share: choices with weights, accepted texts and pairs as a draft of our kinds."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import ERROR, LETTERS, NOTICE, WARNING, BankFile, Draft, Finding, Remark
from jinshui_study.questions.formats import limits
from jinshui_study.questions.formats.understanding import (
    answer_notation,
    gaps,
    interpreting,
    option_marks,
    other_answers,
)

FULL = 99.9
"""From which weight (of 100) an answer counts as right by itself; exports round."""

UNSUPPORTED = {
    "essay": "问答题（主观题）没有标准答案，不能自动判分，没有导入。",
    "range": "数值题允许误差或范围，本系统没有对应的题型，没有导入；可以改成填空题或单选题。",
    "other": "“{name}”类题目在本系统没有对应的题型，没有导入。",
}

_MARK = re.compile(r"[（(]?\s*([A-Z])\s*[）)、.．:：]\s*(?=\S)")
_STAR = re.compile(r"(?<!\\)\*")


@dataclass
class Choice:
    """An option or an accepted text, its weight of 100 and what is said to those who take it."""

    text: str
    weight: float
    feedback: str = ""


@dataclass
class Passed:
    """Pieces of a file that are no questions: told of in one sentence, however many there are."""

    code: str
    words: str
    where: str = ""
    excerpt: str = ""
    count: int = 0

    def add(self, where: str, excerpt: str) -> None:
        if not self.count:
            self.where, self.excerpt = where, excerpt[:20]
        self.count += 1

    def tell(self, result: BankFile) -> None:
        if self.count:
            pieces = "这一段" if self.count == 1 else f"从这里起共有 {self.count} 段"
            message = f"{pieces}{self.words}，已略过。"
            result.findings.append(Finding(NOTICE, self.code, self.where, message, self.excerpt))


def is_full(result: BankFile, where: str) -> bool:
    """Whether no more questions are taken from this file; says so once."""
    if len(result.drafts) < limits.MOST_ROWS:
        return False
    message = f"文件里的题超过 {limits.MOST_ROWS} 道，后面的没有读取，请分成几个文件。"
    result.findings.append(Finding(ERROR, "too_many_questions", where, message))
    return True


def remark(draft: Draft, severity: str, code: str, message: str) -> None:
    draft.remarks.append(Remark(severity, code, message))


def refuse(draft: Draft, reason: str, name: str = "") -> None:
    """Keep the draft out: none of our kinds holds such a question."""
    remark(draft, ERROR, "kind_unsupported", UNSUPPORTED[reason].format(name=name))


def judge(draft: Draft, is_true: bool) -> None:
    draft.kind, draft.answer = kinds.TRUE_FALSE, ["true" if is_true else "false"]


def choose(draft: Draft, choices: list[Choice], *, takes_one: bool, kind: str = "") -> None:
    """Make it a choice; with two options that say true and false, a judgement, unless `kind` says otherwise."""
    draft.options = [choice.text for choice in choices]
    if not kind:
        _take_marks(draft)
    right = [
        index
        for index, choice in enumerate(choices)
        if choice.weight >= FULL or not takes_one and choice.weight > 0
    ]
    if not kind and len(right) == 1 and other_answers.is_judgement(draft.options):
        judge(draft, answer_notation.judgement(draft.options[right[0]]) is True)
        draft.options = []
        return
    draft.answer = [LETTERS[index] for index in right if index < len(LETTERS)]
    draft.kind = kind or (kinds.SINGLE if takes_one else kinds.MULTIPLE)
    if takes_one and any(0 < choice.weight < FULL for choice in choices):
        remark(draft, WARNING, "partial_credit", "有的选项只给部分分数，导入后只有满分的选项算对。")
    if not kind and takes_one and len(right) > 1:
        draft.kind = kinds.MULTIPLE
        remark(draft, WARNING, "kind_changed", "标了不止一个正确选项，按多选题导入，请核对。")
    elif not kind and not takes_one and len(right) == 1:
        draft.kind = kinds.SINGLE
        remark(draft, WARNING, "kind_changed", "多选题只有一个正确选项，按单选题导入，请核对。")
    if not kind:
        interpreting.pin(draft)


def _take_marks(draft: Draft) -> None:
    """Take `A.` `B.` off options that all begin with their own letter: here the letter says nothing."""
    marks = [_MARK.match(text.translate(option_marks.WIDE)) for text in draft.options]
    letters = [mark[1] if mark else "" for mark in marks]
    if len(letters) > 1 and letters == list(LETTERS[: len(letters)]):
        draft.options = [text[mark.end() :] for text, mark in zip(draft.options, marks, strict=True) if mark]
        remark(draft, NOTICE, "option_marks_removed", "选项文字前的 A、B、C 等字母已去掉。")


def fill(draft: Draft, accepted: list[list[Choice]]) -> None:
    """Make it a question of gaps; each gap takes the texts with full weight."""
    draft.kind = kinds.BLANK
    draft.answer = ["|".join(_accepted(draft, choices)) for choices in accepted]
    draft.stem = fit_gaps(draft.stem, len(accepted))


def _accepted(draft: Draft, choices: list[Choice]) -> Iterable[str]:
    """The texts of full weight, `\\*` read as the star it stands for; a star alone would match anything."""
    texts = [choice.text for choice in choices if choice.weight >= FULL]
    kept = [text for text in texts if not _STAR.search(text)]
    if len(kept) < len(texts):
        severity, fate = (WARNING, "这些写法没有导入") if kept else (ERROR, "没有导入")
        remark(draft, severity, "wildcard", f"答案里有通配符 *，本系统不支持，{fate}。")
    if any(0 < choice.weight < FULL for choice in choices):
        remark(draft, WARNING, "partial_credit", "有的答案只给部分分数，导入后这些写法算错。")
    if any("|" in text for text in kept):
        remark(draft, WARNING, "bar_in_answer", "答案里有竖线“|”，导入后表示几种写法都算对，请核对。")
    return [text.replace("\\*", "*") for text in kept]


def fit_gaps(stem: str, count: int) -> str:
    """The stem with `count` gaps, however it draws them; a question without any gets its only one at the end."""
    if stem.count(kinds.GAP) == count:
        return stem
    drawn = gaps.drawn(stem, count)
    return drawn + kinds.GAP if count == 1 and kinds.GAP not in drawn else drawn


def order(draft: Draft, items: list[str]) -> None:
    """Make it an ordering of items that are given in the right order."""
    draft.kind, draft.options = kinds.ORDERING, items
    draft.answer = list(LETTERS[: len(items)])


def pair(draft: Draft, pairs: list[tuple[str, str]]) -> None:
    """Make it a matching; a pair without its left side is a right side too many."""
    draft.kind = kinds.MATCHING
    whole = [(left, right) for left, right in pairs if left]
    draft.left = [left for left, _ in whole]
    draft.right = list(dict.fromkeys(right for _, right in pairs))
    places = {right: place + 1 for place, right in enumerate(draft.right)}
    draft.answer = [
        f"{LETTERS[index]}-{places[right]}" for index, (_, right) in enumerate(whole) if index < 26
    ]
    if len(draft.right) != len(draft.left):
        notice_uneven(draft)


def notice_uneven(draft: Draft) -> None:
    message = "左右两栏不是一一对应（有多余或重复的选项），本系统的连线题要求一一对应，没有导入。"
    remark(draft, ERROR, "matching_uneven", message)


def told(choices: Iterable[Choice]) -> tuple[list[str], list[str]]:
    """What those are told who take what is most right, and all others."""
    choices = list(choices)
    most = max((choice.weight for choice in choices), default=0.0)
    right = [choice.feedback for choice in choices if choice.weight == most > 0]
    return right, [choice.feedback for choice in choices if not choice.weight == most > 0]


def explain(draft: Draft, general: str, right: Iterable[str] = (), wrong: Iterable[str] = ()) -> None:
    """The general feedback is the explanation, else what a right answer is told, of a judgement else a wrong one."""
    texts, others = _distinct(right), _distinct(wrong)
    taken = [general] if general else texts
    if not taken and draft.kind == kinds.TRUE_FALSE:
        taken = others
    draft.explanation = draft.explanation or "\n".join(taken)
    if set(texts + others) - set(taken):
        remark(draft, NOTICE, "feedback_dropped", "各选项单独的反馈没有导入，只保留了一段解析。")


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))


def notice_pictures(draft: Draft) -> None:
    message = "题里有图片、音频或视频，只导入了文字，请检查题目是否完整。"
    remark(draft, WARNING, "picture_dropped", message)


def shown(draft: Draft) -> str:
    """A question as lines, for a format whose own text nobody would want to read."""
    options = draft.options or draft.left
    lines = [f"{LETTERS[index % 26]}. {text}" for index, text in enumerate(options)]
    rights = [f"{place}. {text}" for place, text in enumerate(draft.right, start=1)]
    return "\n".join([draft.stem, *lines, *rights])


def weights(draft: Draft) -> list[float]:
    """What each option of a choice counts in percent, as Moodle's list of grades has it; all of them together 0."""
    right = {LETTERS.index(letter) for letter in draft.answer}
    if draft.kind == kinds.SINGLE:
        return [100.0 if index in right else 0.0 for index in range(len(draft.options))]
    gain, loss = 100 / len(right), 100 / max(1, len(draft.options) - len(right))
    return [round(gain if index in right else -loss, 5) for index in range(len(draft.options))]
