"""Protocol time: the heap of timers, and the driver that ties it to the clock on the wall."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from netredund.lab.clock import Clock, Countdown, RealTime


@given(st.lists(st.floats(min_value=0, max_value=100), max_size=50))
def test_calls_come_in_order_of_time_then_of_asking(delays: list[float]) -> None:
    clock = Clock()
    made: list[tuple[float, int]] = []
    for place, delay in enumerate(delays):
        clock.after(delay, lambda place=place: made.append((clock.now_s, place)))  # type: ignore[misc]
    clock.run_for(101)
    assert made == sorted((delay, place) for place, delay in enumerate(delays))


def test_time_stands_where_it_was_told_to() -> None:
    clock = Clock()
    clock.after(5, lambda: None)
    clock.run_until(3)
    assert (clock.now_s, clock.next_due_s()) == (3, 5)


def test_cancelled_call_is_not_made() -> None:
    clock = Clock()
    made: list[int] = []
    clock.after(1, lambda: made.append(1)).cancel()
    clock.run_for(2)
    assert made == []
    assert clock.next_due_s() is None


def test_call_may_ask_for_another_at_the_same_time() -> None:
    clock = Clock()
    made: list[float] = []

    def ask_again() -> None:
        clock.after(0, lambda: made.append(clock.now_s))

    clock.after(1, ask_again)
    clock.run_for(1)
    assert made == [1]


def test_countdown_started_again_expires_once_at_the_later_time() -> None:
    clock = Clock()
    made: list[float] = []
    countdown = Countdown(clock, lambda: made.append(clock.now_s))
    for _ in range(5):
        countdown.start(3)
        clock.run_for(2)
    assert (made, countdown.left_s) == ([], 1)
    clock.run_for(10)
    assert made == [11]


def test_countdown_started_shorter_expires_at_the_earlier_time() -> None:
    clock = Clock()
    made: list[float] = []
    countdown = Countdown(clock, lambda: made.append(clock.now_s))
    countdown.start(30)
    countdown.start(1)
    clock.run_for(60)
    assert made == [1]


def test_held_countdown_stands_until_started() -> None:
    clock = Clock()
    countdown = Countdown(clock, lambda: None)
    countdown.hold(15)
    clock.run_for(100)
    assert (countdown.running, countdown.counting, countdown.left_s) == (True, False, 15)
    countdown.start(2)
    clock.run_for(3)
    assert not countdown.running


def test_restarted_countdown_leaves_one_entry_in_the_heap() -> None:
    clock = Clock()
    countdown = Countdown(clock, lambda: None)
    for _ in range(1000):
        countdown.start(20)
        clock.run_for(0.01)
    assert len(clock._heap) == 1


def test_run_until_true_stops_when_it_holds() -> None:
    clock = Clock()
    assert clock.run_until_true(lambda: clock.now_s >= 3, limit_s=10, step_s=1)
    assert clock.now_s == 3
    assert not clock.run_until_true(lambda: False, limit_s=2)
    assert clock.now_s == 5


def test_real_time_runs_as_many_times_faster_as_asked() -> None:
    wall_s = 100.0
    clock = Clock()
    real_time = RealTime(clock, speed=20, monotonic=lambda: wall_s)
    wall_s = 101.5
    real_time.catch_up()
    assert clock.now_s == 30


def test_lab_that_cannot_keep_up_runs_as_fast_as_it_can() -> None:
    wall_s = 0.0
    clock = Clock()
    made: list[float] = []

    def work() -> None:  # each second of protocol takes 20 ms of the wall's
        nonlocal wall_s
        wall_s += 0.02
        made.append(clock.now_s)
        clock.after(1, work)

    clock.after(1, work)
    real_time = RealTime(clock, speed=1000, monotonic=lambda: wall_s)
    turns = []
    for _ in range(5):
        wall_s += 0.1
        before_s = wall_s
        real_time.catch_up()
        turns.append(wall_s - before_s)
    assert max(turns) < 0.1
    assert made == [float(second) for second in range(1, len(made) + 1)]
    assert 10 <= len(made) <= 20


def test_real_time_makes_calls_that_are_asked_for_later() -> None:
    async def serve() -> list[str]:
        clock = Clock()
        made: list[str] = []
        real_time = RealTime(clock, speed=1000)
        clock.after(3600, lambda: made.append("far"))
        driver = asyncio.create_task(real_time.run())
        await asyncio.sleep(0)
        done = asyncio.Event()
        real_time.catch_up()
        clock.after(4, lambda: made.append("near"))
        clock.after(5, done.set)
        await asyncio.wait_for(done.wait(), 5)
        driver.cancel()
        return made

    assert asyncio.run(serve()) == ["near"]
