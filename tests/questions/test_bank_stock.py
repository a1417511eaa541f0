"""What the banks hold, and files checked against it."""

from jinshui_study.accounts.models import Organization
from jinshui_study.db import db
from jinshui_study.questions import banks, check
from jinshui_study.questions.banks import Loaded
from jinshui_study.questions.drafts import Draft
from tests.moments import TUESDAY_NOON
from tests.questions.loading import load, question, revisions
from tests.questions.samples import FIELDS, bank_file, draft


def test_the_stock_is_all_that_the_banks_hold_in_its_current_wording(district: Organization) -> None:
    load(district, draft(code="q"), purpose="sealed")
    load(district, draft(code="q", stem="究竟哪一年？"), state="pending", purpose="sealed")
    stock = banks.stock(db.session.connection())
    assert stock.banks == {"bystander": ("题库", "study"), "b": ("题库", "sealed")}
    assert sorted((one.bank, one.code) for one in stock.questions) == sorted(
        [("b", "q"), *(("bystander", kind) for kind in FIELDS)]
    )
    (held,) = [one for one in stock.questions if one.bank == "b"]
    assert (held.title, held.kind, held.state, held.stem) == ("题库", "single", "pending", "究竟哪一年？")
    assert held.content == revisions("q")[-1].content
    assert held.fingerprint == question("q").fingerprint


def test_a_file_checked_against_the_stock_a_second_time_adds_nothing(district: Organization) -> None:
    def drafts() -> list[Draft]:
        return [draft(kind, topic="") for kind in FIELDS]

    (first,) = check.check_set([bank_file(*drafts(), layout="table")], banks.stock(db.session.connection()))
    assert banks.load([first], district, TUESDAY_NOON) == Loaded(added=6)
    (second,) = check.check_set([bank_file(*drafts(), layout="table")], banks.stock(db.session.connection()))
    assert (len(second.checked), second.in_bank, second.has_errors) == (0, 6, False)
    assert banks.load([second], district, TUESDAY_NOON) == Loaded()


def test_what_an_editor_has_put_right_is_not_undone_by_the_old_file(district: Organization) -> None:
    load(district, draft(topic=""), layout="table")
    (held,) = [one for one in banks.stock(db.session.connection()).questions if one.bank == "b"]
    load(district, draft(code=held.code, options=["1919年", "1920年", "1921年", "1923年"]))
    (again,) = check.check_set(
        [bank_file(draft(topic=""), layout="table")], banks.stock(db.session.connection())
    )
    assert banks.load([again], district, TUESDAY_NOON) == Loaded()
    assert len(revisions(held.code)) == 2
