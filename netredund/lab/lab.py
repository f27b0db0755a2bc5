"""A running lab: switches that answer on SSH, in real time, for sync and async code."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import msgspec

from netredund.errors import LabError
from netredund.lab.clock import RealTime
from netredund.lab.definition import STANDARD_LAB, LabDefinition, SshSettings
from netredund.lab.faults.values import Fault, Struck
from netredund.lab.ios.power import BOOT_S
from netredund.lab.labfile import load_lab, parse_lab
from netredund.lab.network import Network

if TYPE_CHECKING:
    from netredund.lab.ssh import SwitchFace
    from netredund.lab.wire import Wires

T = TypeVar("T")
START_LIMIT_S = 30


class SwitchAddress(msgspec.Struct, frozen=True):
    """Where a switch of the lab answers, and as whom to log in.

    `host_key` is its public key as `known_hosts` has it.
    """

    name: str
    host: str
    port: int
    user: str
    password: str | None
    enable: str
    host_key: str


class Lab:
    """Simulated switches on loopback ports, with cables and servers between them.

    From sync code it runs in a thread of its own:

        with Lab() as lab:
            address = lab.addresses["sw1"]
            lab.cut("sw1 Fa0/24")

    and from async code in the loop that is there: `async with Lab() as lab`. `definition` is a
    lab file or what was read from one; without it the standard lab runs. Protocol time runs
    `speed` times as fast as the clock, and `settle_s` of it pass before the first session.
    `keys` (a directory) keeps the host keys, so that `known_hosts` stays right. `ssh` makes the
    switches speak as old ones do, `delay_s` makes them answer each line so much later. A switch
    that reloads is back after `boot_s` of protocol time.
    """

    def __init__(
        self,
        definition: LabDefinition | str | Path | None = None,
        *,
        speed: float = 1.0,
        settle_s: float = 0.0,
        host: str = "127.0.0.1",
        keys: Path | None = None,
        ssh: SshSettings | None = None,
        delay_s: float = 0.0,
        began: datetime | None = None,
        boot_s: float = BOOT_S,
    ) -> None:
        if definition is None:
            definition = parse_lab(STANDARD_LAB, "standard lab")
        elif not isinstance(definition, LabDefinition):
            definition = load_lab(definition)
        if not speed > 0:
            raise LabError(f"speed {speed}: protocol time must run forward")
        self.definition = definition
        self.speed = speed
        self.settle_s = settle_s
        self.host = host
        self.keys = keys
        self.ssh = ssh or SshSettings()
        self.delay_s = delay_s
        self.began = began
        self.boot_s = boot_s
        self.addresses: dict[str, SwitchAddress] = {}
        self._network: Network | None = None
        self._wires: Wires | None = None
        self._faces: list[SwitchFace] = []
        self._time: RealTime | None = None
        self._mover: asyncio.Task[None] | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    @property
    def network(self) -> Network:
        """The switches, servers and cables; touch them in the lab's own loop (see `call`)."""
        if self._network is None:
            raise LabError("the lab does not run")
        return self._network

    # async

    async def __aenter__(self) -> Self:
        try:
            await self._start()
        except BaseException:
            await self._shut()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._shut()

    async def _start(self) -> None:
        from netredund.lab.hostkeys import make_host_key, read_user_keys
        from netredund.lab.ssh import SwitchFace

        self._loop = asyncio.get_running_loop()
        if any(link.wire is not None for link in self.definition.links):
            from netredund.lab.wire import Wires

            self._wires = Wires()
        wire = self._wires.add if self._wires is not None else None
        began = self.began or datetime.now(UTC) - timedelta(seconds=self.settle_s)
        self._network = Network(self.definition, wire=wire, began=began, boot_s=self.boot_s)
        self._network.clock.run_for(self.settle_s)
        keys = {name: read_user_keys(user) for name, user in self.definition.users.items()}
        user = next(iter(self.definition.users), "")
        password = self.definition.users[user].password if user else None
        for name, reception in self._network.receptions.items():
            face = SwitchFace(
                reception, keys, self.catch_up, settings=self.ssh, delay_s=self.delay_s
            )
            self._faces.append(face)
            host_key = make_host_key(name, self.keys, self.ssh.host_key)
            port = await face.listen(self.host, 0, host_key)
            public = host_key.export_public_key().decode().strip()
            self.addresses[name] = SwitchAddress(
                name, self.host, port, user, password, self.definition.enable, public
            )
        for fault in self.definition.faults:
            self._network.arm(fault)
        # Last, so that a large lab answers while its trees still settle.
        self._move()
        if self._wires is not None:
            self._wires.start(self._loop, self.catch_up)

    def _move(self) -> None:
        """Let protocol time run from where it stands."""
        assert self._loop is not None
        if self._mover is not None:
            self._mover.cancel()
        self._time = RealTime(self.network.clock, self.speed)
        self._mover = self._loop.create_task(self._time.run())

    async def _shut(self) -> None:
        for face in self._faces:
            await face.close()
        self._faces.clear()
        if self._mover is not None:
            self._mover.cancel()
            await asyncio.gather(self._mover, return_exceptions=True)
            self._mover = None
        if self._wires is not None:
            self._wires.close()
            self._wires = None
        self._network = None
        self.addresses = {}

    def catch_up(self) -> None:
        """Bring protocol time up to now; for code in the lab's own loop."""
        if self._time is not None:
            self._time.catch_up()

    # sync

    def __enter__(self) -> Self:
        started: Future[None] = Future()
        self._thread = threading.Thread(
            target=asyncio.run, args=(self._run(started),), name="netredund-lab", daemon=True
        )
        self._thread.start()
        try:
            started.result(START_LIMIT_S)
        except BaseException:
            self._join()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._join()

    def _join(self) -> None:
        if self._loop is not None and self._stop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stop.set)
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    async def _run(self, started: "Future[None]") -> None:
        self._stop = asyncio.Event()
        try:
            async with self:
                started.set_result(None)
                await self._stop.wait()
        except BaseException as error:
            if started.done():
                raise
            started.set_exception(error)

    # both

    def call(self, function: Callable[[Network], T]) -> T:
        """Return what `function` makes of the network, called in the lab's own loop."""

        def now() -> T:
            self.catch_up()
            return function(self.network)

        if self._thread is None or threading.current_thread() is self._thread:
            return now()
        return self._submit(_made(now))

    def _submit(self, coroutine: Coroutine[Any, Any, T]) -> T:
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    def cut(self, port: str) -> None:
        """Pull the cable in a port (`sw1 Fa0/24`, `web1 eth0`)."""
        self.call(lambda network: network.cable(port).cut())

    def restore(self, port: str) -> None:
        """Plug the cable in again."""
        self.call(lambda network: network.cable(port).restore())

    def reload(self, switch: str) -> None:
        """Reload a switch, without saving: it is gone for the boot time, its sessions for good."""
        self.call(lambda network: network.reload(switch))

    def arm(self, fault: Fault | str) -> None:
        """Let something go wrong when its moment comes: `sw1: drop after line 5`."""
        self.call(lambda network: network.arm(fault))

    def disarm(self) -> None:
        """Forget every fault whose moment has not come."""
        self.call(lambda network: network.disarm())

    @property
    def struck(self) -> tuple[Struck, ...]:
        """The faults that struck, in order."""
        return self.call(lambda network: network.struck)

    def show(self, switch: str, command: str) -> str:
        """Return what a command prints on a switch, without a login."""
        return self.call(lambda network: network.show(switch, command))

    def server_show(self, server: str, command: str) -> str:
        """Return what a command prints on a server."""
        return self.call(lambda network: network.server_show(server, command))

    def advance(self, seconds: float) -> None:
        """Let protocol time jump ahead, everything that is due on the way included."""

        def jump(network: Network) -> None:
            network.clock.run_for(seconds)
            self._move()

        self.call(jump)


async def _made(function: Callable[[], T]) -> T:
    return function()
