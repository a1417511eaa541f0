"""The WeChat package: it builds, stays within WeChat's limits, asks only the server it was built for, and runs."""

import json
import re
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.browser import PASSWORD, PHONES, ROOT, Service
from tests.journeys.mini import build_for, client
from tests.journeys.steps import QUESTIONS

pytestmark = pytest.mark.slow

PACKAGE = ROOT / "miniprogram" / "dist" / "build" / "mp-weixin"
COMPILERS = ROOT / "miniprogram" / "node_modules" / "miniprogram-compiler" / "bin" / "linux"
PARTS_OF_WECHAT = """
ad audio block button camera canvas checkbox checkbox-group cover-image cover-view editor form icon image
input keyboard-accessory label live-player live-pusher map match-media movable-area movable-view navigation-
bar navigator official-account open-data page-container page-meta picker picker-view picker-view-column
progress radio radio-group rich-text root-portal scroll-view share-element slider slot swiper swiper-item
switch template text textarea video view voip-room web-view
"""
SERVER = "https://study.example.cn"
NAMED_IN_MESSAGES = {"http://www.w3.org", "https://vuejs.org", "https://uniapp.dcloud.net.cn"}
"""Name spaces, and manuals that the libraries' warnings point to; nothing is asked of them."""
MOST_BYTES = 2 * 1024 * 1024


@pytest.fixture(scope="module")
def package() -> Path:
    """The package, built now, for a server that exists nowhere."""
    client("mp-weixin", VITE_SERVER=SERVER)
    return PACKAGE


def files(package: Path, *suffixes: str) -> list[Path]:
    found = [file for file in package.rglob("*") if file.is_file()]
    return [file for file in found if not suffixes or file.suffix in suffixes]


def test_the_main_package_keeps_within_two_megabytes(package: Path) -> None:
    size = sum(file.stat().st_size for file in files(package))
    print(f"main package {size / 1024:.0f} KiB")
    assert 50_000 < size < MOST_BYTES


def test_every_page_has_its_files(package: Path) -> None:
    pages = json.loads((package / "app.json").read_text())["pages"]
    assert len(pages) > 10
    for page in pages:
        for suffix in (".js", ".json", ".wxml"):
            assert (package / f"{page}{suffix}").is_file(), page + suffix


def test_it_asks_no_server_but_ours(package: Path) -> None:
    urls = {
        url
        for file in files(package, ".js", ".wxml", ".wxss", ".json")
        for url in re.findall(r"(?:https?|wss?)://[\w.-]+", file.read_text())
    }
    assert SERVER in urls
    assert urls - {SERVER} <= NAMED_IN_MESSAGES


def test_no_code_is_made_of_text(package: Path) -> None:
    """WeChat refuses it, our own and that of the libraries."""
    for file in files(package, ".js"):
        assert not re.search(r"\beval\(|\bFunction\(", file.read_text()), file


def test_our_code_knows_no_page(package: Path) -> None:
    """WeChat has no document; what the libraries look for they do without."""
    for file in files(package, ".js"):
        if not file.is_relative_to(package / "common"):
            assert not re.search(r"\bdocument\.|\blocalStorage\b", file.read_text()), file


def test_its_styles_name_nothing_that_only_a_browser_knows(package: Path) -> None:
    for file in files(package, ".wxss"):
        assert not re.search(r":root|uni-[a-z]+\b(?!-)|\*\s*\{", file.read_text()), file


def test_no_part_of_ours_is_named_like_one_of_wechats(package: Path) -> None:
    """Where names are the same, WeChat loses which part stands in which."""
    named = {
        name
        for file in files(package, ".json")
        for name in json.loads(file.read_text()).get("usingComponents", {})
    }
    assert {"screen", "line-icon"} <= named
    assert not named & set(PARTS_OF_WECHAT.split())


def test_wechats_own_compilers_take_every_template_and_style(package: Path) -> None:
    for compiler, suffix in (("wcc", ".wxml"), ("wcsc", ".wxss")):
        names = [str(file.relative_to(package)) for file in files(package, suffix)]
        assert names
        done = compile_with(compiler, names, package)
        assert done.returncode == 0, done.stdout + done.stderr
        assert len(done.stdout) > 1_000


def test_the_compiler_refuses_a_broken_template(tmp_path: Path) -> None:
    (tmp_path / "bad.wxml").write_text("<view><text></view>")
    done = compile_with("wcc", ["bad.wxml"], tmp_path)
    assert "expect end-tag" in done.stdout + done.stderr
    assert done.returncode != 0


@pytest.fixture(scope="module")
def built(service: Service, package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it is built for the server of these tests."""
    return build_for(service.url, tmp_path_factory.mktemp("built") / "package")


def use(
    service: Service, package: Path, number: str, *, wrong: str = "", offline: tuple[int, ...] = ()
) -> dict[str, Any]:
    """What a member sees who takes the daily quiz in what stands in for WeChat."""
    keys = package.parent / "keys.json"
    keys.write_text(json.dumps(service.contents))
    asked = {
        "login": number,
        "password": PASSWORD,
        "questions": QUESTIONS,
        "wrong": wrong,
        "offline": offline,
    }
    return dict(
        json.loads(client("simulate", "journey.cjs", package, service.url, keys, given=json.dumps(asked)))
    )


def test_a_member_takes_the_daily_quiz_in_the_mini_program(service: Service, built: Path) -> None:
    number = next(service.phones)
    seen = use(service, built, number, wrong="多选题")
    assert "李晓明，您好" in seen["home"]
    assert set(seen["kinds"]) == {"单选题", "多选题", "判断题", "填空题", "排序题", "连线题"}
    assert seen["verdicts"] == ["错" if kind == "多选题" else "对" for kind in seen["kinds"]]
    assert seen["pages"][-1] == "pages/result/index"
    for words in ("50满分 60 分", "答对 5 题，共 6 题", "积分 +5", "出处："):
        assert words in seen["result"]
    assert {"金水e起学党史", "每日答题 · 建党百年", "50", "满分 60 分"} <= set(seen["drawn"])
    assert seen["shared"] == "wxfile://picture.png"
    (attempt,) = attempts_of(service, number)
    assert (attempt["state"], attempt["score"], attempt["max_score"]) == ("finished", 500, 600)


def test_what_is_answered_without_a_network_counts_once_it_is_back(service: Service, built: Path) -> None:
    number = next(service.phones)
    seen = use(service, built, number, offline=(QUESTIONS - 2, QUESTIONS - 1, QUESTIONS))
    assert set(seen["verdicts"]) == {"对"}
    (attempt,) = attempts_of(service, number)
    assert (attempt["state"], attempt["score"]) == ("finished", 600)


def test_the_mini_program_reaches_no_domain_but_the_one_it_is_allowed(
    service: Service, package: Path
) -> None:
    with pytest.raises(AssertionError, match="网络没有连上"):
        use(service, package, PHONES[0])


def attempts_of(service: Service, number: str) -> list[dict[str, Any]]:
    """The member's attempts as the server tells them."""
    login = {"login": number, "password": PASSWORD}
    token = ask(service, "/auth/login", login)["token"]
    found: list[dict[str, Any]] = ask(service, "/attempts", token=token)["items"]
    return found


def ask(service: Service, path: str, body: dict[str, str] | None = None, token: str = "") -> Any:
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(
        urllib.request.Request(f"{service.url}/api/v1{path}", data, headers), timeout=10
    ) as reply:
        return json.load(reply)


def compile_with(compiler: str, names: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    program = COMPILERS / compiler
    program.chmod(0o755)
    flags = ["-d"] if compiler == "wcc" else []
    return subprocess.run([program, *flags, *names], cwd=folder, capture_output=True, text=True, check=False)
