"""What a load makes of the state of its questions, and which it leaves alone."""

import pytest

from jinshui_study.accounts.models import Organization
from jinshui_study.questions import banks, check
from jinshui_study.questions.banks import Loaded
from tests.moments import TUESDAY_NOON
from tests.questions.loading import load, question, refusal
from tests.questions.samples import bank_file, draft


def test_what_is_loaded_waits_for_review_unless_told_otherwise(district: Organization) -> None:
    banks.load([check.check(bank_file(draft(code="q")))], district, TUESDAY_NOON)
    assert question("q").state == "pending"
    load(district, draft(code="r", stem="哪一月？"))
    assert question("r").state == "ready"


@pytest.mark.parametrize("lacking", ["explanation", "source"])
def test_nothing_is_ready_without_explanation_and_source(district: Organization, lacking: str) -> None:
    incomplete = draft(code="q", **{lacking: ""})
    assert refusal(lambda: load(district, draft("blank"), incomplete)) == "not_ready"
    assert load(district, incomplete, state="pending") == Loaded(added=1)
    assert question("q").state == "pending"


def test_a_reviewed_file_makes_ready_what_was_pending(district: Organization) -> None:
    load(district, draft(code="q"), state="pending")
    assert load(district, draft(code="q")) == Loaded(revised=1)
    assert question("q").state == "ready"
    assert load(district, draft(code="q"), state="pending") == Loaded(unchanged=1)
    assert question("q").state == "ready"


def test_a_new_wording_waits_for_review_again(district: Organization) -> None:
    load(district, draft(code="q"))
    load(district, draft(code="q", explanation="讲得更细。"), state="pending")
    assert question("q").state == "pending"


@pytest.mark.parametrize("change", [{}, {"explanation": "讲得更细。"}])
def test_what_is_retired_stays_retired(district: Organization, change: dict[str, str]) -> None:
    load(district, draft(code="q"))
    question("q").state = "retired"
    load(district, draft(code="q", **change))
    assert question("q").state == "retired"
