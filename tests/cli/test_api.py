"""jinshui api document: what is served, printed the same way each time."""

import json

from flask import Flask


def test_the_printed_document_is_the_served_one_in_order_of_names(built: Flask) -> None:
    printed = built.test_cli_runner().invoke(args=["api", "document"])
    assert printed.exit_code == 0, printed.output
    document = json.loads(printed.output)
    assert document == built.test_client().get("/api/v1/openapi.json").get_json()
    assert printed.output == json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
