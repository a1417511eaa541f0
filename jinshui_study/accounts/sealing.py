"""Phone numbers and openids at rest: sealed with Fernet, found by a keyed hash."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, MultiFernet
from flask import current_app

from jinshui_study.config import Settings


def seal(subject: str) -> str:
    return _fernet(_settings().phone_keys).encrypt(subject.encode()).decode()


def unseal(sealed: str) -> str:
    return _fernet(_settings().phone_keys).decrypt(sealed.encode()).decode()


def blind(kind: str, subject: str) -> str:
    """The hash an identity is found by: HMAC-SHA256 under the oldest key, so that new keys leave it as it is."""
    key = hashlib.sha256(b"index:" + _settings().phone_keys[-1].encode()).digest()
    return hmac.new(key, f"{kind}:{subject}".encode(), hashlib.sha256).hexdigest()


def _settings() -> Settings:
    return current_app.extensions["settings"]


def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"seal:" + key.encode()).digest())) for key in keys]
    )
