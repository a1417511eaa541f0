"""The shapes of what we answer, as exact in the document as what is sent."""

from typing import Any

from marshmallow import fields

from jinshui_study.http.parsing import Schema


class Reply(Schema):
    """Base of the shapes we answer with: every field is always there; what may be empty is null."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field) -> None:
        super().on_bind_field(field_name, field_obj)
        field_obj.required = True


def following() -> Any:
    """The mark by which a list goes on."""
    return fields.String(allow_none=True, metadata={"description": "下一页标记，没有则为空"})
