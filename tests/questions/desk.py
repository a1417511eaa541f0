"""A desk where banks are kept: people with roles, a bank to work on, and bystanders that nobody may touch."""

from copy import deepcopy
from typing import Any

from sqlalchemy import select

from jinshui_study.accounts.models import AuditEntry, Organization
from jinshui_study.db import Base, db
from jinshui_study.questions import banks, check, registry
from jinshui_study.questions.drafts import Draft
from jinshui_study.questions.formats import bank_yaml
from jinshui_study.questions.imports import carrying, rows, staging
from jinshui_study.questions.models import Bank, Import, ImportRow, Question, Revision
from jinshui_study.questions.registry import NewBank
from tests.moments import MONDAY_NOON, TUESDAY_NOON
from tests.questions.samples import FIELDS, bank_file, draft
from tests.world import Person, World

TABLES = (Bank, Question, Revision, Import, ImportRow)


def one_of_each() -> list[Draft]:
    return [draft(kind, code=kind) for kind in FIELDS]


def data_of(*drafts: Draft, **file: Any) -> bytes:
    return bank_yaml.write(bank_file(*map(deepcopy, drafts), **file)).encode()


class Desk:
    """`bank` (code b) belongs to the district; the bank `bystander` holds one question of each kind under its kind.

    The bystander has a dry run of the same questions too. Whatever a test does to the bank must leave both alone.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.editor = world.person(role="editor", over=world.district)
        self.admin = world.person(role="unit_admin", over=world.district)
        self.district = db.session.get_one(Organization, world.district.id)
        self.street = db.session.get_one(Organization, world.streets[0].id)
        self.bank = registry.create(NewBank("党史题库", self.district, code="b"), self.editor.id, MONDAY_NOON)
        report = check.check(bank_file(*one_of_each(), bank="bystander"))
        banks.load([report], self.district, MONDAY_NOON, state="ready")
        self.bystander = banks.get_by_code("bystander")
        self.bystanding = staging.stage(
            data_of(draft(stem="旁的？"), draft(stem="旁的？")),
            "旁.yaml",
            self.bystander,
            self.editor.id,
            MONDAY_NOON,
        )
        db.session.flush()
        self._before = self._others()

    def stage(
        self, *drafts: Draft, target: Bank | NewBank | None = None, who: Person | None = None
    ) -> Import:
        target = target or self.bank
        data = data_of(*drafts, bank=target.code or "new")
        return staging.stage(data, "题.yaml", target, (who or self.editor).id, TUESDAY_NOON)

    def bring(self, *drafts: Draft) -> Import:
        """An import that is carried out."""
        return self.stage_and_carry(*drafts, target=self.bank, who=self.editor)

    def stage_and_carry(self, *drafts: Draft, target: Bank | NewBank, who: Person) -> Import:
        batch = self.stage(*drafts, target=target, who=who)
        carrying.carry_out(batch, who.id, TUESDAY_NOON)
        return batch

    def load(self, *drafts: Draft, state: str = "ready", bank: str = "b") -> None:
        """Questions that are there already."""
        file = bank_file(*drafts, bank=bank, title="党史题库")
        banks.load([check.check(file)], self.district, MONDAY_NOON, state=state)

    def question(self, code: str) -> Question:
        query = select(Question).where(Question.bank_id == self.bank.id, Question.code == code)
        return db.session.scalars(query).one()

    def questions(self) -> list[Question]:
        query = select(Question).where(Question.bank_id == self.bank.id).order_by(Question.id)
        return list(db.session.scalars(query))

    def current(self, question: Question) -> Revision:
        return db.session.get_one(Revision, question.current_revision_id)

    def revisions(self, code: str) -> list[Revision]:
        query = select(Revision).where(Revision.question_id == self.question(code).id)
        return list(db.session.scalars(query.order_by(Revision.number)))

    def audit(self, action: str) -> list[AuditEntry]:
        query = select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)
        return list(db.session.scalars(query))

    def assert_bystanders_untouched(self) -> None:
        db.session.flush()
        assert self._others() == self._before

    def _others(self) -> list[list[tuple[Any, ...]]]:
        """All rows of the bystander's bank and of the bank every world has, and of the bystander's dry run."""
        banks_ = select(Bank.id).where(Bank.id != self.bank.id, Bank.code.in_(("bystander", "study")))
        questions = select(Question.id).where(Question.bank_id.in_(banks_))
        conditions = {
            Bank: Bank.id.in_(banks_),
            Question: Question.bank_id.in_(banks_),
            Revision: Revision.question_id.in_(questions),
            Import: Import.id == self.bystanding.id,
            ImportRow: ImportRow.import_id == self.bystanding.id,
        }
        return [rows_of(model, condition) for model, condition in conditions.items()]


def rows_of(model: type[Base], *conditions: Any) -> list[tuple[Any, ...]]:
    table = model.__table__
    query = select(table).where(*conditions).order_by(table.c.id)
    return [tuple(row) for row in db.session.connection().execute(query)]


def everything() -> list[list[tuple[Any, ...]]]:
    """All rows of the tables of questions."""
    db.session.flush()
    return [rows_of(model) for model in TABLES]


def states(batch: Import) -> list[str]:
    return [row.state for row in rows.page(batch, size=200).items]


def codes(row: ImportRow) -> list[str]:
    return [problem["code"] for problem in row.problems]
