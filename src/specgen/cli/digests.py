"""SHA-256, at the price that fits.

OpenSSL's knows what processors have for it, and takes longer to load than a few files of text take with the one that Python
brings. Both say the same.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from hashlib import _Hash

MUCH = 500_000  # bytes


def maker(size: int) -> Callable[[bytes], _Hash]:
    """What makes a digest, for about `size` bytes in all."""
    if size < MUCH and "hashlib" not in sys.modules:
        try:
            made: Callable[[bytes], _Hash] = __import__("_sha2" if sys.version_info >= (3, 12) else "_sha256").sha256
        except ImportError:  # a Python built without it
            pass
        else:
            return made
    from hashlib import sha256

    return sha256


def digest(data: bytes) -> str:
    """SHA-256: of the hashes that are safe the fastest where processors have it, two thirds of a BLAKE2."""
    return maker(len(data))(data).hexdigest()


def joined(parts: list[str]) -> str:
    """One digest of several texts, each with its length, so that no two lists read the same."""
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    return digest(b"".join([b"%d:%b" % (len(data), data) for data in encoded]))
