"""Custom actions inside the server process, or on a separate server, with a time limit and one sentence on failure."""

from __future__ import annotations

import asyncio
import contextvars
import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, Coroutine, Optional

import aiohttp
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.services.unavailable import Told, log_failure, make_failure_payload

logger = logging.getLogger("orienta.actions")

WORKERS = 16
"""Threads that run actions; an action that hangs occupies one until it ends, the person is told after the limit."""

_GRACE_SECONDS = 0.2


class InProcessActions(EndpointConfig):
    """Runs rasa-sdk's own executor in this process, with the meaning of rasa-sdk's HTTP server.

    Every action runs in a worker thread with its own event loop: one that blocks, asynchronous or not, neither stops
    the server nor escapes its time limit.
    """

    def __init__(self, executor: ActionExecutor, timeout_seconds: float) -> None:
        super().__init__(url="in-process")
        self._executor = executor
        self._timeout = timeout_seconds
        self._told = Told()
        self._threads = ThreadPoolExecutor(WORKERS, thread_name_prefix="action")

    async def request(
        self,
        method: str = "post",
        subpath: Optional[str] = None,
        content_type: Optional[str] = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Optional[Any]:
        """Run the action of ``kwargs["json"]`` and return what the action server's webhook would.

        Raises:
            ClientResponseError: with status 400, the action rejected its execution (as over HTTP).
        """
        call = _isolated(kwargs["json"])
        name = call.get("next_action")
        try:
            loop = asyncio.get_running_loop()
            # with the context of the turn: what an action counts is written at the turn's end
            job = loop.run_in_executor(self._threads, contextvars.copy_context().run, self._run, call)
            return await asyncio.wait_for(job, self._timeout + _GRACE_SECONDS)
        except ActionExecutionRejection as error:
            body = json.dumps({"error": error.message, "action_name": error.action_name})
            raise ClientResponseError(400, "Bad Request", body) from error
        except TimeoutError:
            logger.error("the action %s took longer than %s s (ORIENTA_ACTION_TIMEOUT_SECONDS)", name, self._timeout)
        except Exception as error:  # whatever an action raises, the person is told and the dialogue goes on
            log_failure(logger, f"the action {name} failed", error)
        return make_failure_payload(kwargs["json"], self._told)

    def _run(self, call: dict[str, Any]) -> Any:
        async def limited() -> Any:
            return await asyncio.wait_for(self._executor.run(call), self._timeout)

        # through JSON, as over HTTP: what cannot be written fails here, and nothing is shared with the action
        return json.loads(json.dumps(_run_here(limited())))


class _OwnLoop(asyncio.SelectorEventLoop):
    """Runs in the calling thread what an action hands to a thread: it has one of its own already."""

    def run_in_executor(  # type: ignore[override]
        self, executor: Any, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """The finished work."""
        if executor is not None:
            return super().run_in_executor(executor, func, *args)
        done = self.create_future()
        try:
            done.set_result(func(*args))
        except BaseException as error:  # as concurrent.futures does: whoever waits for it gets it
            done.set_exception(error)
        return done


class _ThreadLoop:
    """The event loop of a thread that runs actions; closed with the thread."""

    def __init__(self) -> None:
        self.loop = _OwnLoop()
        self.loop.set_task_factory(self._begin)
        self._begun: list[asyncio.Task[Any]] = []

    def _begin(self, loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any) -> asyncio.Task[Any]:
        # asyncio.all_tasks would go through those of every open chat to find the few of this loop
        task = asyncio.Task(coroutine, loop=loop, **options)
        self._begun.append(task)
        return task

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """The result of ``work``; tasks that it has left are cancelled."""
        try:
            return self.loop.run_until_complete(work)
        finally:
            left = [task for task in self._begun if not task.done()]
            self._begun = []
            for task in left:
                task.cancel()
            if left:
                self.loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))

    def __del__(self) -> None:
        self.loop.close()


_thread = threading.local()


def _run_here(work: Coroutine[Any, Any, Any]) -> Any:
    """``asyncio.run`` without the two threads, and without the loop with its sockets, that it would make for each
    action."""
    kept: Optional[_ThreadLoop] = getattr(_thread, "loop", None)
    if kept is None:
        kept = _thread.loop = _ThreadLoop()
    return kept.run(work)


def _isolated(call: dict[str, Any]) -> dict[str, Any]:
    """``call`` with its own slots and latest message, so that an action cannot change the server's tracker.

    Through JSON, as over HTTP, which takes a tenth of a deep copy's time.
    """
    tracker = dict(call["tracker"])
    own = {key: tracker[key] for key in ("slots", "latest_message", "active_loop", "active_form") if key in tracker}
    return {**call, "tracker": {**tracker, **json.loads(json.dumps(own))}}


class RemoteActions(EndpointConfig):
    """A separate action server: the stock HTTP call with our time limit, and the same sentence when it is down."""

    def __init__(self, url: str, timeout_seconds: float, **kwargs: Any) -> None:
        super().__init__(url=url, **kwargs)
        self._timeout = timeout_seconds
        self._told = Told()

    async def request(
        self,
        method: str = "post",
        subpath: Optional[str] = None,
        content_type: Optional[str] = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Optional[Any]:
        """Call the server; a rejection (status 400) is raised as stock does, any other failure becomes the sentence."""
        kwargs["timeout"] = aiohttp.ClientTimeout(total=self._timeout)
        call = kwargs.get("json") or {}
        try:
            return await super().request(method, subpath, content_type, compress, **kwargs)
        except ClientResponseError as error:
            if error.status == 400:
                raise
            logger.error("the action %s failed on %s with status %s", call.get("next_action"), self.url, error.status)
        except TimeoutError:
            logger.error("the action %s took longer than %s s on %s", call.get("next_action"), self._timeout, self.url)
        except aiohttp.ClientError as error:
            logger.error("the action server %s does not answer: %s", self.url, type(error).__name__)
        return make_failure_payload(call, self._told)


def complete_webhook_url(address: str) -> str:
    """``address`` of an action server with its webhook path, which people leave out."""
    address = address.rstrip("/")
    return address if address.endswith("/webhook") else f"{address}/webhook"
