"""Structured logs with a request id, metrics, and whether the service lives."""

import hmac
import logging
import os
import re
import sys
import time
import uuid

from flask import Blueprint, Flask, Response, current_app, g, jsonify, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
    values,
)
from pythonjsonlogger.json import JsonFormatter
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from jinshui_study import cache
from jinshui_study.config import Settings
from jinshui_study.db import db
from jinshui_study.errors import NotFound

log = logging.getLogger("jinshui_study.requests")

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
REQUESTS = Counter("jinshui_requests_total", "Requests answered", ["endpoint", "method", "status"])
SECONDS = Histogram(
    "jinshui_request_seconds",
    "Time to answer",
    ["endpoint"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
)

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
"""Clients may invent methods; each would be a label for ever."""

blueprint = Blueprint("observability", __name__)


def init_app(app: Flask, settings: Settings) -> None:
    set_up_logging(settings.log_level)
    app.config["METRICS_TOKEN"] = settings.metrics_token
    app.before_request(_start)
    app.after_request(_finish)


def set_up_logging(level: str) -> None:
    """JSON lines on standard error; a second application in the process adds no second handler."""
    root = logging.getLogger("jinshui_study")
    root.setLevel(level)
    if not root.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(
            JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s", rename_fields={"asctime": "time"})
        )
        root.addHandler(handler)
        root.propagate = False


def _start() -> None:
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
    g.started = time.perf_counter()


def _finish(response: Response) -> Response:
    """Log the endpoint, never the address, body or person: those can name somebody."""
    if "started" not in g:
        return response
    seconds = time.perf_counter() - g.started
    endpoint = request.endpoint or "none"
    method = request.method if request.method in METHODS else "other"
    response.headers["X-Request-ID"] = g.request_id
    REQUESTS.labels(endpoint, method, response.status_code).inc()
    SECONDS.labels(endpoint).observe(seconds)
    log.info(
        "request",
        extra={
            "request_id": g.request_id,
            "method": method,
            "endpoint": endpoint,
            "status": response.status_code,
            "ms": round(seconds * 1000, 1),
        },
    )
    return response


@blueprint.get("/healthz")
def healthz() -> Response:
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """200 when the database, and Redis where it is configured, answer; else 503."""
    checks = {"database": _database_answers()}
    if cache.redis_client() is not None:
        checks["redis"] = _redis_answers()
    ready = all(checks.values())
    return jsonify(status="ok" if ready else "unavailable", checks=checks), 200 if ready else 503


def _database_answers() -> bool:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return True


def _redis_answers() -> bool:
    try:
        return bool(cache.redis_client().ping())
    except cache.RedisError:
        return False


@blueprint.get("/metrics")
def metrics() -> Response:
    """Prometheus text for who knows METRICS_TOKEN; without the setting there is no such page."""
    token = current_app.config["METRICS_TOKEN"]
    given = request.headers.get("Authorization", "")
    if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise NotFound
    return Response(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def share_metrics(folder: str) -> None:
    """Have the workers forked from here on keep their figures in `folder`, where any of them can add all up.

    The library looks at its environment when it is imported, which is too early for `jinshui serve`.
    """
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
    values.ValueClass = values.get_value_class()


def _registry() -> CollectorRegistry:
    """All workers' figures where they share a folder, this process's else."""
    try:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    except ValueError:
        return REGISTRY
    return registry
