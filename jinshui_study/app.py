"""create_app(): settings, extensions, and FEATURES, the table of everything that can be reached."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import flask_smorest
from flask import Blueprint, Flask, request
from flask_migrate import Migrate

from jinshui_study import cache, cli, compliance, db
from jinshui_study.accounts import gates, sessions
from jinshui_study.accounts.audit_trail.routes_console import blueprint as audit_pages
from jinshui_study.accounts.gates import Gate
from jinshui_study.accounts.joining.routes import blueprint as joining_routes
from jinshui_study.accounts.joining.routes_console import bindings_blueprint as binding_pages
from jinshui_study.accounts.joining.routes_console import blueprint as member_pages
from jinshui_study.accounts.routes import blueprint as accounts_routes
from jinshui_study.arena.contests.routes import blueprint as contest_routes
from jinshui_study.arena.contests.routes_adjusting import blueprint as adjustment_pages
from jinshui_study.arena.contests.routes_brackets import blueprint as bracket_pages
from jinshui_study.arena.contests.routes_console import blueprint as contest_pages
from jinshui_study.arena.desk.routes_console import blueprint as quiz_pages
from jinshui_study.arena.integrity.routes import blueprint as appeal_routes
from jinshui_study.arena.integrity.routes_console import blueprint as integrity_pages
from jinshui_study.arena.routes import blueprint as arena_routes
from jinshui_study.arena.rulings.routes import blueprint as dispute_routes
from jinshui_study.arena.rulings.routes_console import blueprint as ruling_pages
from jinshui_study.arena.screens.gates import viewers
from jinshui_study.arena.screens.routes import blueprint as screens
from jinshui_study.arena.screens.routes_console import blueprint as screen_pages
from jinshui_study.arena.statistics.routes_console import blueprint as statistics_pages
from jinshui_study.arena.trials.routes_console import blueprint as trial_pages
from jinshui_study.branch.briefs.routes_console import blueprint as brief_pages
from jinshui_study.branch.routes_console import blueprint as branch_pages
from jinshui_study.branch.routes_exports import blueprint as branch_exports
from jinshui_study.config import Settings, read_settings
from jinshui_study.console.routes import blueprint as console_routes
from jinshui_study.console.routes_batches import blueprint as batch_pages
from jinshui_study.console.routes_questions import blueprint as question_pages
from jinshui_study.http import api, encoding, limits, observability, parsing, problems, transactions, uploads
from jinshui_study.personal.routes import blueprint as personal_routes
from jinshui_study.phone.routes import blueprint as phone_routes
from jinshui_study.phone.routes import home as home_routes
from jinshui_study.points.routes import blueprint as points_routes
from jinshui_study.questions.pages.routes_banks import blueprint as bank_pages
from jinshui_study.questions.pages.routes_catalogue import blueprint as catalogue_pages
from jinshui_study.questions.pages.routes_checks import blueprint as check_pages
from jinshui_study.questions.pages.routes_imports import blueprint as import_pages
from jinshui_study.questions.pages.routes_review import blueprint as review_pages
from jinshui_study.questions.pages.routes_rows import blueprint as row_pages
from jinshui_study.wechat import client as wechat
from jinshui_study.wechat import gates as wechat_gates
from jinshui_study.wechat.routes import blueprint as wechat_routes
from jinshui_study.wechat.routes import scenes as scene_routes
from jinshui_study.wechat.routes_console import blueprint as scan_pages

API = "/api/v1"


@dataclass(frozen=True)
class Feature:
    """A blueprint, where it is mounted, and what a request must pass before its views run."""

    blueprint: Blueprint
    prefix: str
    gate: Gate


FEATURES = (
    Feature(observability.blueprint, "", gates.anybody),
    Feature(api.docs, API, gates.anybody),
    Feature(accounts_routes, API, gates.members),
    Feature(joining_routes, API, gates.members),
    Feature(wechat_routes, API, wechat_gates.switched_on),
    Feature(scene_routes, API, gates.members),
    Feature(arena_routes, API, gates.members),
    Feature(dispute_routes, API, gates.members),
    Feature(contest_routes, API, gates.members),
    Feature(appeal_routes, API, gates.members),
    Feature(points_routes, API, gates.members),
    Feature(home_routes, API, gates.members),
    Feature(personal_routes, API, gates.members),
    Feature(phone_routes, "", gates.anybody),
    Feature(member_pages, "/console/members", gates.officers),
    Feature(binding_pages, "/console/bindings", gates.officers),
    Feature(scan_pages, "/console/login/scans", gates.officers),
    Feature(console_routes, "/console", gates.officers),
    Feature(bank_pages, "/console/banks", gates.officers),
    Feature(import_pages, "/console/imports", gates.officers),
    Feature(check_pages, "/console/imports", gates.officers),
    Feature(row_pages, "/console/imports", gates.officers),
    Feature(batch_pages, "/console/imports", gates.officers),
    Feature(review_pages, "/console/review", gates.officers),
    Feature(catalogue_pages, "/console/questions", gates.officers),
    Feature(question_pages, "/console/questions", gates.officers),
    Feature(quiz_pages, "/console/quizzes", gates.officers),
    Feature(trial_pages, "/console/trial", gates.officers),
    Feature(integrity_pages, "/console/findings", gates.officers),
    Feature(contest_pages, "/console/contests", gates.officers),
    Feature(bracket_pages, "/console/contests", gates.officers),
    Feature(adjustment_pages, "/console/contests", gates.officers),
    Feature(ruling_pages, "/console", gates.officers),
    Feature(statistics_pages, "/console/statistics", gates.officers),
    Feature(branch_pages, "/console/branch", gates.officers),
    Feature(branch_exports, "/console/branch", gates.officers),
    Feature(brief_pages, "/console/branch", gates.officers),
    Feature(screens, "/screen", viewers),
    Feature(screen_pages, "/console/screens", gates.officers),
    Feature(audit_pages, "/console/audit", gates.officers),
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application; reads its settings from the environment unless they are given."""
    settings = settings or read_settings()
    app = Flask(__name__, static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.max_body_bytes,
        TESTING=settings.testing,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.json = encoding.QuickJSON(app)
    app.extensions["settings"] = settings
    app.extensions["profile"] = compliance.Profile(settings.compliance_profile)
    observability.init_app(app, settings)
    db.init_app(app, settings)
    Migrate(app, db.db, directory=str(Path(__file__).parent / "migrations"), render_as_batch=True)
    cache.init_app(app, settings.redis_url)
    transactions.init_app(app)
    parsing.init_app(app)
    uploads.init_app(app)
    problems.init_app(app)
    sessions.init_app(app)
    gates.csrf.init_app(app)
    limits.init_app(app, settings)
    wechat.init_app(app, settings)
    app.after_request(_secure)
    _mount(app, api.init_app(app))
    cli.init_app(app)
    return app


def _mount(app: Flask, rest: flask_smorest.Api) -> None:
    for feature in FEATURES:
        name = feature.blueprint.name
        app.before_request_funcs.setdefault(name, []).append(feature.gate)
        if isinstance(feature.blueprint, flask_smorest.Blueprint):
            rest.register_blueprint(feature.blueprint, url_prefix=feature.prefix)
            continue
        app.register_blueprint(feature.blueprint, url_prefix=feature.prefix or None)


def _secure(response: Any) -> Any:
    """Nothing but our own files, nowhere in a frame; replies of the API and pages with keys on them are never kept."""
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    is_console = request.path.startswith("/console/") and response.mimetype == "text/html"
    if is_console or response.mimetype in ("application/json", "application/problem+json"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
