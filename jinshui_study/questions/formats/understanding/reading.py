"""One entry on its way to a draft: what has been read, and what was noticed meanwhile."""

from dataclasses import dataclass, field

from jinshui_study.questions.drafts import ERROR, NOTICE, WARNING, Draft, Remark


@dataclass
class Reading:
    """`meaning` is what the file says of the kind (see `kind_words`); `answers` what it gives, place by place."""

    draft: Draft
    meaning: str = ""
    answers: list[str] = field(default_factory=list)

    def error(self, code: str, message: str) -> None:
        self.draft.remarks.append(Remark(ERROR, code, message))

    def warn(self, code: str, message: str) -> None:
        self.draft.remarks.append(Remark(WARNING, code, message))

    def notice(self, code: str, message: str) -> None:
        self.draft.remarks.append(Remark(NOTICE, code, message))

    def explain(self, text: str) -> None:
        """Words that came with an answer are the explanation, unless there is one."""
        self.draft.explanation = self.draft.explanation or text.strip()
