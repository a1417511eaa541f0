"""Input that means harm, or comes from a broken client."""

BAD_JSON = {
    "nothing": b"",
    "blank": b"  \n",
    "brackets": b"[" * 100_000,
    "closed brackets": b"[" * 100_000 + b"]" * 100_000,
    "objects": b'{"a":' * 100_000,
    "digits": b"9" * 5000,
    "negative digits": b"-" + b"9" * 5000,
    "digits within": b'{"login": ' + b"9" * 5000 + b"}",
    "NaN": b"NaN",
    "NaN within": b'{"opted_in": NaN}',
    "infinity": b"-Infinity",
    "large float": b"1e999",
    "duplicate": b'{"opted_in": true, "opted_in": true}',
    "duplicate by escape": b'{"a": 1, "\\u0061": 1}',
    "surrogate": b'"\\ud800"',
    "surrogate within": b'{"login": "\\ud800", "title": "\\udfff"}',
    "surrogate key": b'{"\\udc00": 1}',
    "nul": b'{"login": "\\u0000", "title": "\\u0000"}',
    "raw nul": b'"\x00"',
    "only nul": b"\x00",
    "utf-16": '{"a": "党"}'.encode("utf-16"),
    "gbk": '{"a": "党"}'.encode("gbk"),
    "encoded surrogate": b'"\xed\xa0\x80"',
    "two values": b"1 2",
    "comment": b"{} // one",
    "single quotes": b"{'a': 1}",
    "torn": b'{"answers": [',
}
"""Bodies that are no JSON, or JSON that cannot be kept."""

WRONG_JSON = {
    "array": b"[]",
    "array of objects": b"[{}]",
    "text": b'"text"',
    "number": b"1",
    "null": b"null",
    "true": b"true",
    "unknown field": b'{"is_admin": true}',
    "proto": b'{"__proto__": {"a": 1}}',
}
"""JSON that is no operation's body."""

BAD_VALUES = {
    "null": b"null",
    "empty": b'""',
    "blank": b'"   "',
    "long": b'"' + b"x" * 100_000 + b'"',
    "huge": b"9" * 400,
    "large": b"9223372036854775808",
    "negative": b"-1",
    "zero": b"0",
    "float": b"1.5",
    "tiny": b"1e-999",
    "true": b"true",
    "list": b"[]",
    "object": b"{}",
    "nested": b"[" * 300 + b"]" * 300,
    "objects": b'{"a":' * 300 + b"1" + b"}" * 300,
    "markup": b'"<script>alert(1)</script>"',
    "quote": b'"\'; DROP TABLE members; --"',
    "percent": b'"%s %n {0} ${x}"',
    "rtl": '"\u202e\u0007"'.encode(),
    "emoji": '"👍🏽\U0010ffff"'.encode(),
    "surrogate": b'"\\ud800"',
    "nul": b'"\\u0000"',
}
"""Values to put in place of good ones, as JSON."""

BAD_QUERY = (
    "{0}=1&{0}=1",
    "{0}=" + "9" * 5000,
    "{0}=-" + "9" * 30,
    "{0}=%00",
    "{0}=a%00b",
    "{0}=" + "x" * 10_000,
    "{0}=",
)
"""Query strings that no parameter takes, whatever its kind."""

ODD_QUERY = (
    "{0}=%FF%FE",
    "{0}=%ED%A0%80",
    "{0}=%",
    "{0}=%zz",
    "{0}[]=1",
    "{0}=NaN",
    "{0}=[[[[",
    "&&&=&{0}",
    "%00=1",
    "=",
)
"""Query strings that some parameter may take or overlook, but none may stumble over."""

BAD_IDS = (
    "%00",
    "a%00b",
    "a%0Ab",
    "%FF",
    "%ED%A0%80",
    "..",
    "%2e%2e%2f",
    "x" * 33,
    "x" * 5000,
    "党史",
    "a'b",
    "-1",
    "a;b",
)
BAD_NUMBERS = ("0", "-1", "1.5", "01", "10000", "9" * 5000, "x", "%00", "１", "1e3")
METHODS = ("TRACE", "CONNECT", "PROPFIND", "FOO", "<script>", "A" * 3000, "GÉT")
CONTENT_TYPES = (
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/json",
    "",
    "application/xml",
    "\u00e9",
)
