"""Listed answers given to questions that are read already: they count as they stand in the file."""

from collections.abc import Sequence

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import ERROR, BankFile, Draft
from jinshui_study.questions.formats.prose import answer_matching
from jinshui_study.questions.formats.prose.answer_lists import KeyGroup
from jinshui_study.questions.formats.prose.raw_questions import Raw
from jinshui_study.questions.formats.understanding import interpreting
from jinshui_study.questions.formats.understanding.entries import Entry


def give(file: BankFile, groups: Sequence[KeyGroup]) -> BankFile:
    """Give each question of a file its answer: by kind, section and number.

    What has an answer already is compared; a difference is an error.
    """
    raws = [
        Raw(draft.where, kinds.CHINESE.get(draft.kind, ""), number=place)
        for place, draft in enumerate(file.drafts, 1)
    ]
    file.findings.extend(answer_matching.match(raws, groups))
    file.drafts = [
        _answered(draft, [text for answer in raw.answers for text in answer]) if raw.answers else draft
        for draft, raw in zip(file.drafts, raws, strict=True)
    ]
    return file


def _answered(draft: Draft, answers: Sequence[str]) -> Draft:
    known = ["；".join(draft.answer)] if draft.answer else []
    again = interpreting.interpret(
        Entry(
            where=draft.where,
            raw=draft.raw,
            kind=kinds.CHINESE.get(draft.kind, "") if known else "",
            stem=draft.stem,
            options=draft.options,
            left=draft.left,
            right=draft.right,
            answers=[*known, *answers],
            explanation=draft.explanation,
            source=draft.source,
            chapter=draft.topic,
            difficulty=str(draft.difficulty),
            code=draft.code,
            tags=draft.tags,
        )
    )
    again.remarks[:0] = [remark for remark in draft.remarks if remark.severity != ERROR]
    return again
