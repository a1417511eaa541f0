"""The figures of all workers, added up by whichever of them is asked."""

import pytest

from tests.journeys.conftest import Site
from tests.journeys.server import call, running

pytestmark = pytest.mark.slow

ASKED = 60


def test_any_worker_tells_the_requests_of_all(site: Site) -> None:
    with running(site.folder, 3, {**site.environ, "METRICS_TOKEN": "right"}) as server:
        for _ in range(ASKED):
            assert call(server.port, "GET", "/healthz").status == 200
        page = call(server.port, "GET", "/metrics", token="right").body.decode()
    counts = [
        line for line in page.splitlines() if line.startswith("jinshui_requests_total{") and "healthz" in line
    ]
    assert [float(line.split()[-1]) for line in counts] == [ASKED]
