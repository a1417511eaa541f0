"""Every blueprint has a gate, and nothing is reachable beside FEATURES."""

from flask import Flask

from jinshui_study.accounts import gates
from jinshui_study.app import FEATURES

BESIDE = {"api-docs"}
"""flask-smorest's own blueprint serves the OpenAPI document, which is open to all."""


def test_every_blueprint_stands_in_features_with_its_gate(app: Flask) -> None:
    gated = {feature.blueprint.name: feature.gate for feature in FEATURES}
    assert set(app.blueprints) - BESIDE == set(gated)
    for name, gate in gated.items():
        assert gate in app.before_request_funcs[name]


def test_no_view_stands_outside_a_blueprint(app: Flask) -> None:
    assert [rule.endpoint for rule in app.url_map.iter_rules() if "." not in rule.endpoint] == []


def test_only_what_logs_in_is_open_behind_a_gate() -> None:
    assert {
        "accounts.log_in",
        "console.log_in",
        "console.log_in_page",
        "console.static",
        "joining.enter",
        "scan_pages.ask",
        "scan_pages.enter",
        "scan_pages.look",
        "wechat.bind",
        "wechat.log_in",
    } == gates.OPEN_ENDPOINTS


def test_nobody_gets_through_a_gate_without_a_log_in(app: Flask) -> None:
    gated = {feature.blueprint.name for feature in FEATURES if feature.gate is not gates.anybody}
    client = app.test_client()
    tried = 0
    for rule in app.url_map.iter_rules():
        blueprint = rule.endpoint.split(".")[0]
        if blueprint not in gated or rule.endpoint in gates.OPEN_ENDPOINTS:
            continue
        values = dict.fromkeys(rule.arguments, "1")
        with app.test_request_context():
            address = app.url_map.bind("localhost").build(rule.endpoint, values, force_external=False)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            reply = client.open(address, method=method)
            assert reply.status_code in (302, 401), (method, address, reply.status_code)
            tried += 1
    assert tried > 15
