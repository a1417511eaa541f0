"""Settings: what the environment says, and sentences for what it should not have said."""

import os
import re
from pathlib import Path

import pytest

from jinshui_study.config import SettingError, Settings, read_settings

SERVER = "postgresql://jinshui@db.local/jinshui"
SECRETS = {"SECRET_KEY": "s", "PHONE_KEYS": "new, old"}


def read(tmp_path: Path, **env: str) -> Settings:
    return read_settings({"DATA_DIR": str(tmp_path / "data"), **env})


def test_without_any_setting_everything_is_embedded(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.embedded
    assert settings.database_url == f"sqlite:///{tmp_path / 'data' / 'jinshui.db'}"
    assert (settings.redis_url, settings.metrics_token, settings.compliance_profile) == (None, None, "strict")
    assert (settings.token_days, settings.requests_per_minute, settings.testing) == (30, 600, False)
    assert settings.upload_bytes == 20 * 1024 * 1024


def test_made_secrets_are_kept_private_and_stay_the_same(tmp_path: Path) -> None:
    first, second = read(tmp_path), read(tmp_path)
    assert (first.secret_key, first.phone_keys) == (second.secret_key, second.phone_keys)
    assert len(first.secret_key) >= 32
    assert first.secret_key != first.phone_keys[0]
    files = sorted((tmp_path / "data").iterdir())
    assert [file.name for file in files] == ["phone_key", "secret_key"]
    assert {os.stat(file).st_mode & 0o777 for file in files} == {0o600}


def test_a_secret_another_worker_made_meanwhile_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose_the_race(_source: Path, target: Path) -> None:
        target.write_text("theirs")
        raise FileExistsError

    monkeypatch.setattr(os, "link", lose_the_race)
    assert read(tmp_path).secret_key == "theirs"
    assert {file.name for file in (tmp_path / "data").iterdir()} == {"phone_key", "secret_key"}


def test_secrets_never_show_when_settings_are_printed(tmp_path: Path) -> None:
    settings = read(tmp_path, SECRET_KEY="hush-1", PHONE_KEYS="hush-2", METRICS_TOKEN="hush-3")
    assert "hush" not in repr(settings)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_way_to_name_postgresql_means_psycopg_3(tmp_path: Path, scheme: str) -> None:
    settings = read(tmp_path, DATABASE_URL=f"{scheme}://u:p%40ss@db.local:5433/j", **SECRETS)
    assert settings.database_url == "postgresql+psycopg://u:p%40ss@db.local:5433/j"
    assert not settings.embedded
    assert settings.phone_keys == ("new", "old")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("missing", ["SECRET_KEY", "PHONE_KEYS"])
def test_several_servers_must_be_given_their_secrets(tmp_path: Path, missing: str) -> None:
    given = {name: value for name, value in SECRETS.items() if name != missing}
    with pytest.raises(SettingError):
        read(tmp_path, DATABASE_URL=SERVER, **given)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COMPLIANCE_PROFILE", "loose"),
        ("COMPLIANCE_PROFILE", "STRICT"),
        ("TOKEN_DAYS", "0"),
        ("TOKEN_DAYS", "-1"),
        ("TOKEN_DAYS", "ten"),
        ("TOKEN_DAYS", "3651"),
        ("REQUESTS_PER_MINUTE", "1.5"),
        ("UPLOAD_MB", "0"),
        ("UPLOAD_MB", "201"),
        ("DATABASE_POOL", "9" * 5000),
        ("LOG_LEVEL", "loud"),
        ("DATABASE_URL", "mysql://db/j"),
        ("DATABASE_URL", "nonsense"),
        ("PHONE_KEYS", " , "),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_in_chinese(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingError) as caught:
        read(tmp_path, **{name: value})
    assert name in str(caught.value)
    assert re.search(r"[\u4e00-\u9fff]", str(caught.value))
    assert len(str(caught.value)) < 200


def test_settings_that_can_be_used_are(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        TOKEN_DAYS="7",
        LOG_LEVEL="debug",
        COMPLIANCE_PROFILE="open",
        REDIS_URL="redis://r/0",
        DATABASE_POOL="9",
    )
    assert (settings.token_days, settings.log_level, settings.compliance_profile) == (7, "DEBUG", "open")
    assert (settings.redis_url, settings.pool_size) == ("redis://r/0", 9)


def test_an_empty_setting_is_no_setting(tmp_path: Path) -> None:
    settings = read(
        tmp_path, TOKEN_DAYS="", REDIS_URL="", METRICS_TOKEN="", COMPLIANCE_PROFILE="", LOG_LEVEL=""
    )
    assert (settings.token_days, settings.redis_url, settings.metrics_token) == (30, None, None)


def test_wechat_is_off_until_an_account_is_set(tmp_path: Path) -> None:
    assert read(tmp_path).wechat is None
    account = read(tmp_path, WECHAT_APP_ID="wx1", WECHAT_APP_SECRET="hush").wechat
    assert account is not None
    assert (account.app_id, account.app_secret) == ("wx1", "hush")
    assert (account.api_url, account.version) == ("https://api.weixin.qq.com", "release")
    assert "hush" not in repr(account)


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({"WECHAT_APP_ID": "wx1"}, "要么都设"),
        ({"WECHAT_APP_SECRET": "s"}, "要么都设"),
        ({"WECHAT_APP_ID": "a", "WECHAT_APP_SECRET": "s", "WECHAT_VERSION": "beta"}, "WECHAT_VERSION"),
        ({"WECHAT_APP_ID": "a", "WECHAT_APP_SECRET": "s", "WECHAT_API_URL": "http://far.cn"}, "https://"),
        ({"PUBLIC_URL": "http://study.example.cn"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "study.example.cn"}, "https://"),
        ({"PUBLIC_URL": "https://[::1"}, "https://"),
    ],
)
def test_what_wechat_cannot_work_with_is_told(tmp_path: Path, env: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingError, match=sentence):
        read(tmp_path, **env)


@pytest.mark.parametrize(
    "given", ["https://study.example.cn/", "http://127.0.0.1:8000", "http://localhost:1"]
)
def test_an_address_may_be_secure_or_of_this_machine(tmp_path: Path, given: str) -> None:
    assert read(tmp_path, PUBLIC_URL=given).public_url == given.rstrip("/")
