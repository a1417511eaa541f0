from collections.abc import Callable
from datetime import datetime

import pytest

from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import Organization
from jinshui_study.questions import banks, check
from tests.moments import MONDAY_NOON
from tests.questions.desk import Desk, one_of_each
from tests.questions.samples import bank_file
from tests.world import World


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


@pytest.fixture
def district(connection: object, now: Callable[[datetime], None]) -> Organization:
    """A district whose other bank holds the same questions under the same ids: nobody may touch them."""
    district = organizations.create("district", "金水区")
    bystander = bank_file(*one_of_each(), bank="bystander")
    banks.load([check.check(bystander)], district, MONDAY_NOON, state="ready")
    return district
