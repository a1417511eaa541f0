"""Who looks at the pages of statistics."""

import pytest
from flask.testing import FlaskClient

from tests.console.test_pages import log_in
from tests.world import PASSWORD, Person, World


@pytest.fixture
def editor(world: World, client: FlaskClient) -> Person:
    """An editor of the whole district, logged in."""
    who = world.person(role="editor", over=world.district, password=PASSWORD)
    log_in(client, who.phone)
    return who
