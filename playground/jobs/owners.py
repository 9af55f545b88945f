"""Who may do what: visitors are known by a secret that their browser keeps, and stored by its SHA-256."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from playground.errors import JobError
from playground.settings import OWNER_LENGTH


class Owners:
    """Secrets against what is stored of them.

    Args:
        token: the secret of the server's owner, who may do what everybody may.
    """

    def __init__(self, token: str | None):
        self._token = token
        # Drawn at each start: what is stored of an address says it to nobody.
        self._key = secrets.token_bytes(16)

    def hashed(self, owner: str) -> str:
        """What is stored of a secret.

        Raises:
            JobError: no_owner.
        """
        if not isinstance(owner, str) or len(owner) < OWNER_LENGTH:
            raise JobError("no_owner")
        return hashlib.sha256(_bytes(owner)).hexdigest()

    def whose(self, owner: str) -> str | None:
        """Whose things this secret opens: `None` is everybody's. Raises as `hashed`."""
        return None if self._owns_all(owner) else self.hashed(owner)

    def check(self, owner: str, stored: str) -> None:
        """Refuse whoever does not know the secret behind what is stored.

        Raises:
            JobError: no_owner, not_yours.
        """
        if not (self._owns_all(owner) or hmac.compare_digest(self.hashed(owner), stored)):
            raise JobError("not_yours")

    def place(self, address: str) -> str:
        """What is stored of an address, of no other use than to be compared while this app runs."""
        return hmac.digest(self._key, _bytes(address), "sha256").hex() if address else ""

    def _owns_all(self, owner: str) -> bool:
        token = self._token
        return token is not None and isinstance(owner, str) and hmac.compare_digest(_bytes(owner), _bytes(token))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
