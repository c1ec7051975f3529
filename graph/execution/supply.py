"""Fresh workers for those that leave the fast lane, forked in a thread of their own, at once or when needed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from moonpact.graph.execution.loop import LoopThread
from moonpact.graph.execution.member import Member
from moonpact.graph.execution.workers import Worker


class Supply:
    """As many workers as there are to be, from the data as it is now; used in the thread of the loop."""

    def __init__(
        self,
        fork: Callable[[], Worker],
        thread: LoopThread,
        join: Callable[[Member], object],
        fail: Callable[[Exception], object],
    ) -> None:
        """Fork workers.

        Args:
            fork: Returns a new worker.
            thread: Of the loop.
            join: Takes a worker that was forked.
            fail: Is told why there is none.
        """
        self.missing = 0
        """How many workers will be forked when they are needed."""
        self.coming = 0
        """How many are being forked."""
        self._fork = fork
        self._thread = thread
        self._joined = join
        self._failed = fail
        self._generation = 0
        self._is_closed = False
        self._forking = ThreadPoolExecutor(1, "moonpact-fork")

    def is_of_use(self, member: Member) -> bool:
        """Tell whether the worker may answer further queries."""
        return member.generation == self._generation and not self._is_closed

    def need(self) -> None:
        """Have a worker forked that was not needed until now."""
        if self.missing:
            self.missing -= 1
            self._submit()

    def add(self, *, at_once: bool) -> None:
        """Have one more worker, at once or when it is needed."""
        if at_once:
            self._submit()
        else:
            self.missing += 1

    def join(self, worker: Worker, generation: int = 0) -> None:
        """Take a worker that was forked for these data, counted from the first."""
        if generation == self._generation and not self._is_closed:
            self._joined(Member(worker, generation))
        else:
            worker.kill()
            self._submit()

    def renew(self) -> None:
        """Fork from other data from now on: those of before are of no more use."""
        self._generation += 1

    def close(self) -> None:
        """Fork no more."""
        self._is_closed = True
        self._forking.shutdown(wait=False)

    def _submit(self) -> None:
        if not self._is_closed:
            self.coming += 1
            self._forking.submit(self._fork_one, self._generation)

    def _fork_one(self, generation: int) -> None:
        try:
            worker = self._fork()
        except Exception as error:  # Whatever it is, who needs the worker is told.
            self._thread.post(self._fail, error)
            return
        if self._is_closed:  # Meanwhile.
            worker.kill()
        else:
            self._thread.post(self._come, worker, generation)

    def _come(self, worker: Worker, generation: int) -> None:
        self.coming -= 1
        self.join(worker, generation)

    def _fail(self, error: Exception) -> None:
        self.coming -= 1
        self.missing += 1  # The next that needs one has it tried again.
        self._failed(error)
