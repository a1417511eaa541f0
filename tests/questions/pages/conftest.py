import pytest
from flask.testing import FlaskClient

from tests.console.office import Office, office_of
from tests.questions.desk import Desk


@pytest.fixture
def office(desk: Desk, client: FlaskClient) -> Office:
    """An editor of the district at the console."""
    return office_of(desk.world, client, "editor", desk.world.district)
