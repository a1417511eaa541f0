"""A browser and its machine in words, so that somebody on a phone knows which screen is asking. Pure."""

BROWSERS = (
    ("MicroMessenger/", "微信"),
    ("Edg", "Edge 浏览器"),
    ("OPR/", "Opera 浏览器"),
    ("Firefox/", "火狐浏览器"),
    ("Chrome/", "Chrome 浏览器"),
    ("Safari/", "Safari 浏览器"),
)
"""The first that is found; most say that they are the later ones too."""
MACHINES = (
    ("Windows", "Windows 电脑"),
    ("iPhone", "苹果手机"),
    ("iPad", "苹果平板"),
    ("Macintosh", "苹果电脑"),
    ("Android", "安卓手机"),
    ("OpenHarmony", "鸿蒙手机"),
    ("Linux", "Linux 电脑"),
)


def in_words(user_agent: str) -> str:
    found = [
        next((words for sign, words in signs if sign in user_agent), "") for signs in (BROWSERS, MACHINES)
    ]
    return "，".join(words for words in found if words) or "一个浏览器"
