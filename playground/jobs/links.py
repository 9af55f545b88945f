"""Short links as visitors make them: whose they are is kept as a hash, as everything's owner is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playground.jobs.owners import Owners
from playground.store.database import Database
from playground.store.links import LinkStore


class Links:
    """Quick looks into the database and short notes in it, from any thread."""

    def __init__(self, database: Database, owners: Owners):
        self._store, self._owners = LinkStore(database), owners

    def add(self, owner: str, address: str, target: Mapping[str, Any]) -> str:
        """Keep a target; its code.

        Args:
            address: where the visitor asks from, if that is known: no address fills the store.

        Raises:
            JobError: no_owner.
            LinkError: too_long.
        """
        return self._store.add(self._owners.hashed(owner), self._owners.place(address), target)

    def get(self, code: str) -> dict[str, Any]:
        """Where a code leads.

        Raises:
            LinkError: unknown.
        """
        return self._store.get(code)

    def forget(self, owner: str) -> None:
        """Forget all of one owner's links. Raises as `add`."""
        self._store.forget(self._owners.hashed(owner))
