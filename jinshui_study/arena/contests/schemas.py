"""Shapes of a contest's published results in the API."""

from marshmallow import fields

from jinshui_study.http.replies import Reply


class SignatureSchema(Reply):
    algorithm = fields.String(metadata={"description": "签名算法", "example": "Ed25519"})
    public_key = fields.String(metadata={"description": "公钥（Base64）"})
    value = fields.String(metadata={"description": "对 document 规范形式的签名（Base64）"})


class ResultsFile(Reply):
    document = fields.Dict(
        metadata={"description": "成绩：活动、规则、种子、每人的成绩和名次、支部名次；不含姓名和手机号"}
    )
    digest = fields.String(metadata={"description": "document 规范形式的 SHA-256"})
    signature = fields.Nested(SignatureSchema)
    names = fields.Dict(
        metadata={"description": "愿意公开姓名的人：编号对应姓名、支部，以及核对承诺用的 nonce"}
    )


class ResultsKey(Reply):
    algorithm = fields.String(metadata={"description": "签名算法", "example": "Ed25519"})
    public_key = fields.String(metadata={"description": "公钥（Base64），用来核对成绩文件"})
