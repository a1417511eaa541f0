"""The roles there are, by their codes, in words. Pure."""

WORDS = {
    "secretary": "支部书记",
    "unit_admin": "单位管理员",
    "editor": "编辑",
    "district_admin": "区级管理员",
}
