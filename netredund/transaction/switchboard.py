"""Sessions with the switches of a transaction: one for each, opened when it is needed."""

from collections.abc import Mapping

from netredund.intent import Switch
from netredund.session import Access, SwitchSession


class Switchboard:
    """Opens sessions and keeps them until they are lost or new ones are asked for."""

    def __init__(self, switches: Mapping[str, Switch], access: Access) -> None:
        self._switches = switches
        self._access = access
        self._sessions: dict[str, SwitchSession] = {}

    def session(self, switch: str) -> SwitchSession:
        """Return the session with a switch; SessionError where none can be had."""
        if switch not in self._sessions:
            self._sessions[switch] = self._access.open(self._switches[switch])
        return self._sessions[switch]

    def renew(self, switch: str) -> SwitchSession:
        """Return a session that nothing was typed in yet."""
        self.drop(switch)
        return self.session(switch)

    def drop(self, switch: str) -> None:
        """End the session with a switch, if there is one."""
        session = self._sessions.pop(switch, None)
        if session is not None:
            session.close()

    def close(self) -> None:
        """End all sessions."""
        for switch in list(self._sessions):
            self.drop(switch)
