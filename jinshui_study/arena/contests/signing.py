"""The server's Ed25519 key, and signatures by it. Pure.

The key comes of the setting RESULTS_KEY, or of SECRET_KEY where there is none: the same setting, the same key.
"""

from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ALGORITHM = "Ed25519"
KEY_BYTES = 32


def key_of(secret: str) -> Ed25519PrivateKey:
    """The private key of a secret, however long that is."""
    derived = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"jinshui results key").derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(derived)


def nonce_key_of(secret: str) -> bytes:
    """What nonces of names are made of; nobody outside can."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"jinshui results names").derive(secret.encode())


def public_text(key: Ed25519PrivateKey) -> str:
    """The public key as it is published: 32 bytes in Base64."""
    return b64encode(key.public_key().public_bytes_raw()).decode()


def sign(key: Ed25519PrivateKey, data: bytes) -> str:
    return b64encode(key.sign(data)).decode()


def is_signed(public: str, signature: str, data: bytes) -> bool:
    """Whether the signature over `data` is by the owner of this public key; texts that are no key are nobody's."""
    try:
        Ed25519PublicKey.from_public_bytes(b64decode(public, validate=True)).verify(
            b64decode(signature, validate=True), data
        )
    except (ValueError, InvalidSignature):
        return False
    return True
