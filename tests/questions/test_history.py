"""The history of a question: every revision, by whom, from where, and what it changed."""

from jinshui_study.questions import editing, history
from tests.moments import TUESDAY_NOON
from tests.questions.desk import Desk
from tests.questions.samples import draft


def test_every_revision_stands_in_the_history_the_newest_first(desk: Desk, statements: list[str]) -> None:
    desk.load(draft(code="x"), draft(code="y", stem="别的？"))
    batch = desk.bring(draft(code="y", stem="又一题？"), draft(code="x", answer=["B"]))
    editing.edit(desk.question("x"), {"stem": "究竟哪一年？"}, desk.admin.id, TUESDAY_NOON, base=2)
    question = desk.question("x")
    statements.clear()
    newest, imported, first = history.of(question)
    assert len(statements) <= 3
    assert [change.revision.number for change in (newest, imported, first)] == [3, 2, 1]
    assert [change.author for change in (newest, imported, first)] == [
        desk.admin.name,
        desk.editor.name,
        "",
    ]
    assert [difference.field for difference in newest.differences] == ["题干"]
    assert [difference.sentence for difference in imported.differences] == ["由 C“1921年” 改为 B“1920年”"]
    assert first.differences == []
    assert (newest.origin, first.origin) == ("", "")
    assert imported.origin.startswith(f"{batch.file} 行 ")
