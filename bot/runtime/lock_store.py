"""One message of a conversation at a time: in memory, or in Redis when `REDIS_URL` is set."""

from __future__ import annotations

from typing import Any, AsyncContextManager, Optional
from urllib.parse import urlparse

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, InMemoryLockStore, LockStore, RedisLockStore

from bot import settings

WAIT_SECONDS = 0.05
"""Between two looks at a taken lock (stock: 1 s, which a person who writes twice in a row notices)."""


class OrientaLockStore(LockStore):
    """Chooses the store by the settings and looks at a taken lock more often than stock does."""

    def __init__(self, endpoint_config: Any = None, redis_url: Optional[str] = None) -> None:
        url = settings.load().redis_url if redis_url is None else redis_url
        self.inner: LockStore = _redis_store(url) if url else InMemoryLockStore()
        super().__init__()

    def get_lock(self, conversation_id: str) -> Optional[TicketLock]:
        """The lock of a conversation, if there is one."""
        return self.inner.get_lock(conversation_id)

    def save_lock(self, lock: TicketLock) -> None:
        """Store ``lock``."""
        self.inner.save_lock(lock)

    def delete_lock(self, conversation_id: str) -> None:
        """Forget the lock of a conversation."""
        self.inner.delete_lock(conversation_id)

    def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = WAIT_SECONDS
    ) -> AsyncContextManager[TicketLock]:
        """See Rasa's ``LockStore.lock``."""
        return super().lock(conversation_id, lock_lifetime, wait_time_in_seconds)  # type: ignore[no-any-return]


def _redis_store(url: str) -> RedisLockStore:
    parts = urlparse(url)
    if parts.scheme not in ("redis", "rediss") or not parts.hostname:
        raise settings.SettingError(f"REDIS_URL: «{url}» non è un indirizzo redis://…")
    return RedisLockStore(
        host=parts.hostname, port=parts.port or 6379, db=int(parts.path.strip("/") or 0),
        username=parts.username, password=parts.password, use_ssl=parts.scheme == "rediss", socket_timeout=2.0)
