"""What is wrong with one question by itself, and how to mend it."""

from collections.abc import Callable, Iterable

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import LETTERS, Draft, pairs_of

LONGEST_STEM = 1000
LONGEST_OPTION = 300
LONGEST_LABEL = 60
OPTION_COUNTS = {kinds.SINGLE: (2, 8), kinds.MULTIPLE: (3, 10), kinds.ORDERING: (3, 8)}

Mistakes = Iterable[tuple[str, str]]
"""A stable code and a Chinese sentence each."""

_KIND_NAMES = "、".join(f"{name}（{kind}）" for kind, name in kinds.CHINESE.items())


def mistakes_of(draft: Draft) -> Mistakes:
    """Everything that keeps a draft from being imported, as (code, Chinese sentence)."""
    if draft.kind not in kinds.KINDS:
        yield "kind_unknown", f"题型“{draft.kind}”不认识，请写成{_KIND_NAMES}中的一种。"
        return
    if not kinds.folded_stem(draft.kind, draft.stem):
        yield "stem_missing", "没有题干，请补上。"
    if len(draft.stem) > LONGEST_STEM:
        yield "stem_too_long", f"题干超过 {LONGEST_STEM} 字，请缩短；也可能是几道题连在了一起。"
    if draft.difficulty not in (1, 2, 3):
        yield "difficulty_unknown", "难度只能是 1（易）、2（中）、3（难）。"
    if not draft.topic:
        yield "topic_missing", "没有专题，请补上。"
    if max(len(draft.code), len(draft.topic)) > LONGEST_LABEL:
        yield "label_too_long", f"编号和专题最多 {LONGEST_LABEL} 字，请缩短。"
    if not draft.answer or not all(draft.answer):
        yield "answer_missing", "没有答案，请补上。"
        return
    yield from _MISTAKES[draft.kind](draft)


def doubts_of(draft: Draft) -> Mistakes:
    """What a draft lacks before members may see it (`banks.load` refuses it as ready)."""
    if not draft.explanation:
        yield "explanation_missing", "没有解析，补上以后才能启用。"
    if not draft.source:
        yield "source_missing", "没有出处，补上以后才能启用。"


def _of_texts(texts: list[str], least: int, most: int, name: str) -> Mistakes:
    if not least <= len(texts) <= most:
        yield (
            "options_count",
            f"{name}应有 {least} 至 {most} 个，现有 {len(texts)} 个，请核对{name}有没有写全、写在一起。",
        )
    folded = [kinds.fold(text) for text in texts]
    if not all(folded):
        yield "option_empty", f"{name}里有空的一项，请补上或删去。"
    if any(len(text) > LONGEST_OPTION for text in texts):
        yield "option_too_long", f"{name}里有一项超过 {LONGEST_OPTION} 字，请缩短；也可能是几项连在了一起。"
    if len(set(folded)) < len(folded):
        yield "options_equal", f"{name}里有两项相同，请改正其中一项。"


def _of_letters(letters: list[str], count: int, name: str) -> Mistakes:
    if any(len(letter) != 1 or letter not in LETTERS[:count] for letter in letters):
        yield "letter_unknown", f"{name}里有选项中没有的字母，请核对答案和选项。"
    if len(set(letters)) < len(letters):
        yield "letter_repeated", f"{name}里有重复的字母，请删去重复的。"


def _of_choice(draft: Draft) -> Mistakes:
    yield from _of_texts(draft.options, *OPTION_COUNTS[draft.kind], "选项")
    yield from _of_letters(draft.answer, len(draft.options), "答案")
    yield from _of_letters(draft.pinned, len(draft.options), "pinned_last ")
    if draft.kind == kinds.SINGLE and len(draft.answer) != 1:
        yield "single_many", "单选题只能有一个答案，请改正答案，或把题型改为多选题。"
    if draft.kind == kinds.MULTIPLE and len(draft.answer) < 2:
        yield "multiple_one", "多选题至少有两个答案，请补全答案，或把题型改为单选题。"


def _of_judgement(draft: Draft) -> Mistakes:
    if draft.answer not in (["true"], ["false"]):
        yield "judgement_unknown", "判断题的答案只能是“对”或“错”（√、×，或 true、false）。"


def _of_blank(draft: Draft) -> Mistakes:
    gaps = draft.stem.count(kinds.GAP)
    if gaps == 0:
        yield "gap_missing", "填空题的题干里没有空，请用 ____ 标出要填的地方。"
    elif gaps != len(draft.answer):
        yield "gaps_differ", f"题干有 {gaps} 个空，答案有 {len(draft.answer)} 个，请让两者一致。"
    if any(not kinds.fold(variant) for answer in draft.answer for variant in answer.split("|")):
        yield "answer_missing", "有一个空的答案是空白，请补上。"


def _of_ordering(draft: Draft) -> Mistakes:
    yield from _of_texts(draft.options, *OPTION_COUNTS[draft.kind], "选项")
    if sorted(draft.answer) != list(LETTERS[: len(draft.options)]):
        yield "ordering_incomplete", "排序题的答案要把每个选项恰好列一次。"


def _of_matching(draft: Draft) -> Mistakes:
    yield from _of_texts(draft.left, 2, 8, "左栏")
    yield from _of_texts(draft.right, 2, 8, "右栏")
    pairs = pairs_of(draft.answer)
    size = len(draft.left)
    if (
        len(pairs) != len(draft.answer)
        or len(draft.right) != size
        or sorted(left for left, _ in pairs) != list(range(size))
        or sorted(right for _, right in pairs) != list(range(size))
    ):
        yield "matching_incomplete", "连线题的答案要让左右两栏一一对应（如 A-2）。"


_MISTAKES: dict[str, Callable[[Draft], Mistakes]] = {
    kinds.SINGLE: _of_choice,
    kinds.MULTIPLE: _of_choice,
    kinds.TRUE_FALSE: _of_judgement,
    kinds.BLANK: _of_blank,
    kinds.ORDERING: _of_ordering,
    kinds.MATCHING: _of_matching,
}
