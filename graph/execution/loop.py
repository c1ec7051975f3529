"""The thread in which everything happens that waits for others: workers, and, in a server, clients."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from functools import partial
from threading import Thread
from typing import Any, ParamSpec, TypeVar

if sys.platform == "win32":  # There is no uvloop.
    from asyncio import SelectorEventLoop as Loop
else:
    from uvloop import Loop

_P = ParamSpec("_P")
_T = TypeVar("_T")


class LoopThread:
    """A thread with an event loop."""

    def __init__(self) -> None:
        """Start the thread."""
        self.loop: asyncio.AbstractEventLoop = Loop()
        """Its loop: from other threads, only `call_soon_threadsafe` may be called."""
        self._thread = Thread(target=self._run, name="moonpact-loop", daemon=True)
        self._thread.start()

    def call(self, act: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Call this in the thread, and return what it returns; another thread waits for it."""
        outcome: Future[_T] = Future()

        def run() -> None:
            try:
                outcome.set_result(act(*args, **kwargs))
            except Exception as error:  # Every error goes on to the caller.
                outcome.set_exception(error)

        self.loop.call_soon_threadsafe(run)
        return outcome.result()

    def wait(self, coroutine: Coroutine[Any, Any, _T]) -> _T:
        """Run the coroutine in the thread, and return what it returns; another thread waits for it."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result()

    def post(self, act: Callable[_P, object], *args: _P.args, **kwargs: _P.kwargs) -> bool:
        """Call this in the thread soon, and tell whether that can be: not once it has ended."""
        try:
            self.loop.call_soon_threadsafe(partial(act, *args, **kwargs))
        except RuntimeError:
            return False
        return True

    def stop(self) -> None:
        """End the thread."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()

    def _run(self) -> None:
        self.loop.run_forever()
        self.loop.close()
