"""Cables: carrier, the speed both ends can do, frames lost on the way."""

import pytest

from netredund.lab.clock import Clock
from netredund.lab.link import BURST, QUEUE, Cable


class End:
    """A station that keeps what comes."""

    def __init__(self, *speeds: int) -> None:
        self.offered_speeds = speeds
        self.frames: list[bytes] = []
        self.speeds: list[int | None] = []

    def receive(self, frame: bytes) -> None:
        self.frames.append(frame)

    def change_carrier(self, speed: int | None) -> None:
        self.speeds.append(speed)


def join(first: End, second: End) -> tuple[Clock, Cable]:
    clock = Clock()
    cable = Cable(clock, "test")
    for end in (first, second):
        cable.plug(end)
        cable.enable(end, enabled=True)
    return clock, cable


def test_link_runs_at_the_highest_common_speed() -> None:
    first, second = End(10, 100), End(10, 100, 1000)
    _, cable = join(first, second)
    assert (cable.speed, first.speeds, second.speeds) == (100, [100], [100])


def test_ends_without_a_common_speed_have_no_carrier() -> None:
    first, second = End(10), End(1000)
    _, cable = join(first, second)
    assert (cable.up, first.speeds) == (False, [])


def test_cut_and_shut_ends_take_carrier_from_both() -> None:
    first, second = End(100), End(100)
    _, cable = join(first, second)
    cable.cut()
    cable.restore()
    cable.enable(first, enabled=False)
    assert first.speeds == second.speeds == [100, None, 100, None]


def test_frames_reach_the_other_end_only() -> None:
    first, second = End(100), End(100)
    clock, cable = join(first, second)
    cable.send(first, b"there")
    clock.run_for(1)
    assert (first.frames, second.frames) == ([], [b"there"])


def test_frames_on_the_way_are_lost_with_the_carrier() -> None:
    first, second = End(100), End(100)
    clock, cable = join(first, second)
    cable.send(first, b"there")
    cable.cut()
    clock.run_for(1)
    assert second.frames == []


@pytest.mark.parametrize("one_way", [True, False], ids=["one way", "both ways"])
def test_silence_drops_frames_with_carrier_up(one_way: bool) -> None:
    first, second = End(100), End(100)
    clock, cable = join(first, second)
    cable.silence(first if one_way else None)
    cable.send(first, b"lost")
    cable.send(second, b"back")
    clock.run_for(1)
    assert cable.up
    assert (first.frames, second.frames) == ([b"back"] if one_way else [], [])
    cable.unsilence()
    cable.send(first, b"found")
    clock.run_for(1)
    assert second.frames == [b"found"]


def test_third_end_is_refused() -> None:
    _, cable = join(End(100), End(100))
    with pytest.raises(ValueError, match="'test' has two ends"):
        cable.plug(End(100))


def test_observer_sees_frames_until_it_is_taken_away() -> None:
    first, second = End(100), End(100)
    clock, cable = join(first, second)
    seen: list[bytes] = []
    end = cable.watch(lambda _, frame: seen.append(frame))
    cable.send(first, b"one")
    clock.run_for(1)
    end()
    cable.send(first, b"two")
    clock.run_for(1)
    assert seen == [b"one"]


def test_flood_fills_the_link_and_loses_the_rest_but_no_bpdu() -> None:
    first, second = End(100), End(100)
    clock, cable = join(first, second)
    data, bpdu = b"\xff" * 60, bytes.fromhex("0180c2000000") + bytes(54)
    for _ in range(1000):
        cable.send(first, data)
    cable.send(first, bpdu)
    clock.run_for(0.001)
    assert (second.frames.count(data), second.frames.count(bpdu)) == (BURST, 1)
    clock.run_for(10)
    assert second.frames.count(data) == BURST + QUEUE
    assert cable.dropped == 1000 - BURST - QUEUE
