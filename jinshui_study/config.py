"""Settings from the environment. Without any, everything runs embedded: SQLite in a folder, caches in the process."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

PROFILES = ("strict", "open")
VERSIONS = ("release", "trial", "develop")
"""Which build of the mini-program its codes open."""
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class SettingError(Exception):
    """A setting that cannot be used; the message is a Chinese sentence for the operator."""


@dataclass(frozen=True)
class WeChatAccount:
    """The mini-program as WeChat knows it; without one everything of WeChat is off."""

    app_id: str
    app_secret: str = field(repr=False)
    api_url: str = "https://api.weixin.qq.com"
    version: str = VERSIONS[0]


@dataclass(frozen=True)
class Settings:
    data_dir: Path
    database_url: str
    redis_url: str | None
    secret_key: str = field(repr=False)
    phone_keys: tuple[str, ...] = field(repr=False)
    reading_limit: int = 30
    results_key: str | None = field(default=None, repr=False)
    compliance_profile: str = PROFILES[0]
    metrics_token: str | None = field(default=None, repr=False)
    token_days: int = 30
    requests_per_minute: int = 600
    max_body_bytes: int = 1024 * 1024
    upload_bytes: int = 20 * 1024 * 1024
    log_level: str = "INFO"
    pool_size: int = 4
    public_url: str | None = None
    wechat: WeChatAccount | None = None
    testing: bool = False

    @property
    def results_secret(self) -> str:
        """What the key that signs contest results is made of."""
        return self.results_key or self.secret_key

    @property
    def embedded(self) -> bool:
        return self.database_url.startswith("sqlite")


def read_settings(environ: dict[str, str] | None = None) -> Settings:
    """Settings from `environ` (default: the process environment).

    Raises SettingError with a Chinese sentence for a value that cannot be used.
    """
    env = dict(os.environ) if environ is None else environ
    data_dir = Path(env.get("DATA_DIR") or "data").resolve()
    database_url = _database_url(env.get("DATABASE_URL"), data_dir)
    profile = env.get("COMPLIANCE_PROFILE") or PROFILES[0]
    if profile not in PROFILES:
        raise SettingError(f"COMPLIANCE_PROFILE 只能是 strict 或 open，现在是“{profile}”。")
    return Settings(
        data_dir=data_dir,
        database_url=database_url,
        redis_url=env.get("REDIS_URL") or None,
        secret_key=env.get("SECRET_KEY") or _kept_secret(data_dir, "secret_key", database_url),
        phone_keys=_phone_keys(env, data_dir, database_url),
        reading_limit=_whole(env, "INTEGRITY_CHARS_PER_SECOND", 30, most=1000),
        results_key=env.get("RESULTS_KEY") or None,
        compliance_profile=profile,
        metrics_token=env.get("METRICS_TOKEN") or None,
        token_days=_whole(env, "TOKEN_DAYS", 30, most=3650),
        requests_per_minute=_whole(env, "REQUESTS_PER_MINUTE", 600),
        upload_bytes=read_upload_bytes(env),
        log_level=_log_level(env),
        pool_size=_whole(env, "DATABASE_POOL", 4),
        public_url=_web_address(env, "PUBLIC_URL"),
        wechat=_wechat(env),
    )


def read_database_url(environ: dict[str, str] | None = None) -> str:
    """Where the database is, or will be once somebody makes it; unlike `read_settings` this makes nothing."""
    env = dict(os.environ) if environ is None else environ
    return _database_url(env.get("DATABASE_URL"), Path(env.get("DATA_DIR") or "data").resolve())


def _database_url(value: str | None, data_dir: Path) -> str:
    """`postgresql://` means psycopg 3; nothing means SQLite in the data folder."""
    if not value:
        return f"sqlite:///{data_dir / 'jinshui.db'}"
    try:
        url = make_url("postgresql" + value[8:] if value.startswith("postgres:") else value)
    except ArgumentError as error:
        raise SettingError("DATABASE_URL 不是数据库地址，例如 postgresql://用户:密码@主机/库名。") from error
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise SettingError("DATABASE_URL 只支持 SQLite 和 PostgreSQL。")
    return url.render_as_string(hide_password=False)


def read_upload_bytes(environ: Mapping[str, str] | None = None) -> int:
    """How large a file may be, for commands that need no other setting. Raises SettingError."""
    return _whole(os.environ if environ is None else environ, "UPLOAD_MB", 20, most=200) * 1024 * 1024


def _whole(env: Mapping[str, str], name: str, default: int, most: int = 1_000_000) -> int:
    value = env.get(name)
    if not value:
        return default
    if not (value.isdecimal() and len(value) < 10 and 1 <= int(value) <= most):
        raise SettingError(f"{name} 必须是 1 到 {most} 的整数，现在是“{value[:20]}”。")
    return int(value)


def _log_level(env: dict[str, str]) -> str:
    level = (env.get("LOG_LEVEL") or "INFO").upper()
    if level not in LOG_LEVELS:
        raise SettingError(f"LOG_LEVEL 只能是 {'、'.join(LOG_LEVELS)} 之一，现在是“{level[:20]}”。")
    return level


def _wechat(env: dict[str, str]) -> WeChatAccount | None:
    app_id, secret = env.get("WECHAT_APP_ID"), env.get("WECHAT_APP_SECRET")
    if not app_id and not secret:
        return None
    if not app_id or not secret:
        raise SettingError("WECHAT_APP_ID 和 WECHAT_APP_SECRET 要么都设，要么都不设。")
    version = env.get("WECHAT_VERSION") or VERSIONS[0]
    if version not in VERSIONS:
        raise SettingError(f"WECHAT_VERSION 只能是 {'、'.join(VERSIONS)} 之一，现在是“{version[:20]}”。")
    address = _web_address(env, "WECHAT_API_URL") or WeChatAccount.api_url
    return WeChatAccount(app_id, secret, address, version)


def _web_address(env: dict[str, str], name: str) -> str | None:
    """An https address without its last slash; plain http only to this machine itself."""
    value = (env.get(name) or "").rstrip("/")
    if not value:
        return None
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    local = host in ("127.0.0.1", "localhost", "::1")
    if not host or parts.scheme not in ("https", "http") or (parts.scheme == "http" and not local):
        raise SettingError(f"{name} 应当是 https:// 开头的地址，现在是“{value[:60]}”。")
    return value


def _phone_keys(env: dict[str, str], data_dir: Path, database_url: str) -> tuple[str, ...]:
    """Keys for phone numbers, newest first; the SECRET_KEY never serves for them, so that each can be changed alone."""
    given = env.get("PHONE_KEYS")
    if given:
        keys = tuple(key.strip() for key in given.split(",") if key.strip())
        if not keys:
            raise SettingError("PHONE_KEYS 里没有密钥。")
        return keys
    return (_kept_secret(data_dir, "phone_key", database_url),)


def _kept_secret(data_dir: Path, name: str, database_url: str) -> str:
    """A secret made once and kept in the data folder: for the embedded database only."""
    if not database_url.startswith("sqlite"):
        raise SettingError("使用 PostgreSQL 时必须设置 SECRET_KEY 和 PHONE_KEYS（每台服务器相同）。")
    path = data_dir / name
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        _write_once(path, secrets.token_urlsafe(32))
    return path.read_text().strip()


def _write_once(path: Path, text: str) -> None:
    """Make the file whole, or leave the one another worker made meanwhile; nobody ever reads half a secret."""
    half = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    try:
        os.link(half, path)
    except FileExistsError:
        pass
    finally:
        half.unlink()
