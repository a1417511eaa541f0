"""JSON of replies, written by orjson: a board of 61 rows took longer to write than to read from the database."""

from typing import Any

import orjson
from flask import Response
from flask.json.provider import DefaultJSONProvider


class QuickJSON(DefaultJSONProvider):
    """Flask's own JSON in orjson's hands; what orjson does not take (a half of a surrogate pair) Flask writes."""

    ensure_ascii = False
    sort_keys = False
    mimetype = "application/json"

    def dumps(self, obj: Any, **options: Any) -> str:
        return super().dumps(obj, **options) if options else self._written(obj).decode()

    def response(self, *args: Any, **kwargs: Any) -> Response:
        written = self._written(self._prepare_response_obj(args, kwargs))
        return Response(written + b"\n", mimetype=self.mimetype)

    def _written(self, obj: Any) -> bytes:
        try:
            return orjson.dumps(obj, self.default, orjson.OPT_PASSTHROUGH_DATETIME)
        except TypeError:
            return super().dumps(obj).encode("utf-8", "backslashreplace")
