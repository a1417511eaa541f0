"""What counting costs: few statements however much there is, and an index of its own."""

from typing import Any

from sqlalchemy import Connection, event, text

from tests.arena.statistics.test_gathering import count
from tests.world import World


def test_a_round_takes_few_statements_however_much_it_counts(world: World, statements: list[str]) -> None:
    quizzes = [world.quiz("weekly", questions=5, same_for_all=True), world.quiz("daily")]
    world.play(world.bystander, quizzes[0], right=1)
    world.play(world.bystander, quizzes[1], right=1)
    statements.clear()
    count()
    few = len(statements)
    assert few <= 15, statements
    for number in range(12):
        world.play(world.person(), quizzes[number % 2], right=number % 5)
    statements.clear()
    assert count() == 12
    assert len(statements) <= few


def test_what_is_due_is_found_by_an_index_of_its_own(world: World, connection: Connection) -> None:
    for quiz in (world.quiz("daily"), world.quiz("weekly")):
        world.play(world.bystander, quiz, right=1)
    asked_for: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if "ORDER BY attempts.finished_at" in statement:
            asked_for.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    count()
    event.remove(connection, "before_cursor_execute", note)
    statement, parameters = asked_for[0]
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
    plan = connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN' if sqlite else ''} {statement}", parameters)
    assert "ix_attempts_uncounted" in str(plan.all())
