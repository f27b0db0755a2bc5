"""Keeps protocol time: one heap of timers, moved by tests (virtual) or by the clock on the wall."""

import asyncio
import contextlib
import heapq
import itertools
import time
from collections.abc import Callable


class Timer:
    """A call that is due at `due_s`; `cancel` forgets it."""

    __slots__ = ("call", "due_s")

    def __init__(self, due_s: float, call: Callable[[], None]) -> None:
        self.due_s = due_s
        self.call: Callable[[], None] | None = call

    def cancel(self) -> None:
        self.call = None


class Clock:
    """Protocol time in seconds, from 0; nothing happens but in `run_until` and its kin.

    Deterministic: what is due at the same moment runs in the order in which it was asked for.

        clock = Clock()
        clock.after(15.0, port.become_learning)
        clock.run_for(50.0)
    """

    def __init__(self) -> None:
        self.now_s = 0.0
        self._heap: list[tuple[float, int, Timer]] = []
        self._order = itertools.count()
        self.on_earlier: Callable[[], None] | None = None

    def after(self, delay_s: float, call: Callable[[], None]) -> Timer:
        """Have `call` made `delay_s` from now (never before what is due already)."""
        return self.at(self.now_s + delay_s, call)

    def at(self, due_s: float, call: Callable[[], None]) -> Timer:
        """Have `call` made at protocol time `due_s`."""
        timer = Timer(max(due_s, self.now_s), call)
        heap = self._heap
        earlier = not heap or timer.due_s < heap[0][0]
        heapq.heappush(heap, (timer.due_s, next(self._order), timer))
        if earlier and self.on_earlier is not None:
            self.on_earlier()
        return timer

    def next_due_s(self) -> float | None:
        """Return when the next call is due, or None when nothing waits."""
        heap = self._heap
        while heap and heap[0][2].call is None:
            heapq.heappop(heap)
        return heap[0][0] if heap else None

    def run_until(self, time_s: float) -> None:
        """Make every call that is due up to `time_s`, then stand there."""
        heap = self._heap
        while heap and heap[0][0] <= time_s:
            due_s, _, timer = heapq.heappop(heap)
            if timer.call is None:
                continue
            self.now_s = max(self.now_s, due_s)
            call, timer.call = timer.call, None
            call()
        self.now_s = max(self.now_s, time_s)

    def run_for(self, duration_s: float) -> None:
        """Let `duration_s` pass."""
        self.run_until(self.now_s + duration_s)

    def run_until_true(
        self, condition: Callable[[], bool], limit_s: float, step_s: float = 0.1
    ) -> bool:
        """Let time pass in steps until `condition` holds; false when `limit_s` passed first."""
        end_s = self.now_s + limit_s
        while not condition():
            if self.now_s >= end_s:
                return False
            self.run_until(min(self.now_s + step_s, end_s))
        return True


class Countdown:
    """A protocol timer: counts down to a call, or is held at its value until started.

    Starting it again and again costs nothing: the heap is touched only when it would fire.
    """

    __slots__ = ("_call", "_clock", "_due_s", "_held_s", "_timer")

    def __init__(self, clock: Clock, call: Callable[[], None]) -> None:
        self._clock = clock
        self._call = call
        self._due_s: float | None = None
        self._held_s: float | None = None
        self._timer: Timer | None = None

    def start(self, duration_s: float) -> None:
        """Count down from `duration_s`; zero or less expires at once, without the call."""
        self._held_s = None
        if duration_s <= 0:
            self._due_s = None
            return
        due_s = self._due_s = self._clock.now_s + duration_s
        timer = self._timer
        if timer is not None:
            if timer.due_s <= due_s:
                return
            timer.cancel()
        self._timer = self._clock.at(due_s, self._fire)

    def hold(self, duration_s: float) -> None:
        """Stand at `duration_s` without counting."""
        self._due_s = None
        self._held_s = duration_s

    def stop(self) -> None:
        """Stand at zero, without the call."""
        self._due_s = self._held_s = None

    @property
    def running(self) -> bool:
        """Say whether it is above zero, counting or held."""
        return self._due_s is not None or self._held_s is not None

    @property
    def counting(self) -> bool:
        return self._due_s is not None

    @property
    def left_s(self) -> float:
        if self._held_s is not None:
            return self._held_s
        return 0.0 if self._due_s is None else max(0.0, self._due_s - self._clock.now_s)

    def _fire(self) -> None:
        self._timer = None
        if self._due_s is None:
            return
        if self._due_s > self._clock.now_s:
            self._timer = self._clock.at(self._due_s, self._fire)
            return
        self._due_s = None
        self._call()


class RealTime:
    """Moves a `Clock` with the time of an asyncio loop, `speed` times as fast.

    A loop that was held up catches up; a lab that cannot keep up with `speed` runs as fast as it
    can, and the loop still gets its turn. Whoever calls into the lab between two moves (a session,
    a wire) calls `catch_up` first.
    """

    LONGEST_TURN_S = 0.05
    STEP_S = 0.25  # of protocol time, between two looks at the clock on the wall

    def __init__(
        self, clock: Clock, speed: float = 1.0, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.clock = clock
        self.speed = speed
        self._monotonic = monotonic
        self._began_s = monotonic()
        self._clock_began_s = clock.now_s
        self._wake: asyncio.Event | None = None

    def catch_up(self) -> None:
        """Run the clock up to now, or for as long as one turn may last."""
        clock = self.clock
        turn_began_s = now_s = self._monotonic()
        target_s = self._clock_began_s + (now_s - self._began_s) * self.speed
        while clock.now_s < target_s:
            clock.run_until(min(target_s, clock.now_s + self.STEP_S))
            now_s = self._monotonic()
            if now_s - turn_began_s > self.LONGEST_TURN_S:
                break
        if clock.now_s < target_s:
            # what is missing is given up: protocol time runs slower than it was asked to
            self._began_s, self._clock_began_s = now_s, clock.now_s

    async def run(self) -> None:
        """Drive the clock until cancelled."""
        wake = self._wake = asyncio.Event()
        self.clock.on_earlier = wake.set
        try:
            while True:
                self.catch_up()
                wake.clear()
                due_s = self.clock.next_due_s()
                delay_s = None if due_s is None else (due_s - self.clock.now_s) / self.speed
                # The loop must get its turn even when the lab is always behind.
                await asyncio.sleep(0)
                if delay_s is None or delay_s > 0:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(wake.wait(), delay_s)
        finally:
            self.clock.on_earlier = None
