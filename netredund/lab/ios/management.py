"""What is configured on a switch beside its protocols: users, secrets, lines, logging."""

import msgspec

from netredund.lab.config import SwitchConfig

VTY_COUNT = 16


class User(msgspec.Struct):
    """A local user; `secret` is an MD5 crypt text, `password` is kept in clear."""

    privilege: int = 1
    secret: str | None = None
    password: str | None = None


class LineConfig(msgspec.Struct):
    """One terminal line; `exec_timeout` is minutes and seconds, None is the default."""

    login_local: bool = False
    exec_timeout: tuple[int, int] | None = None
    length: int | None = None
    width: int | None = None
    privilege: int | None = None
    transport_input: str | None = None
    transport_preferred: str | None = None
    logging_synchronous: bool = False


class Management(msgspec.Struct):
    """The lines that no protocol follows; `archive_...` are those of the stanza `archive`."""

    users: dict[str, User] = {}
    enable_secret: str | None = None
    enable_password: str | None = None
    banner_login: str | None = None
    banner_motd: str | None = None
    domain_lookup: bool | None = None
    domain_name: str | None = None
    default_gateway: str | None = None
    logging_buffered: int | None = None
    logging_console: bool | None = None
    logging_monitor: bool | None = None
    archive_path: str | None = None
    archive_maximum: int | None = None
    archive_write_memory: bool = False
    file_prompt: str | None = None
    exclusive: str | None = None
    console: LineConfig = msgspec.field(default_factory=LineConfig)
    vty: list[LineConfig] = msgspec.field(
        default_factory=lambda: [LineConfig() for _ in range(VTY_COUNT)]
    )


class Configuration(msgspec.Struct):
    """The whole running configuration of one switch."""

    switch: SwitchConfig = msgspec.field(default_factory=SwitchConfig)
    management: Management = msgspec.field(default_factory=Management)

    def become(self, other: "Configuration") -> None:
        """Hold what another configuration holds; whoever has this one sees it."""
        for own, new in ((self.switch, other.switch), (self.management, other.management)):
            for field in new.__struct_fields__:
                setattr(own, field, getattr(new, field))
