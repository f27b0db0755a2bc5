"""Which models of switches there are, as data: their ports, numbers and images."""

import msgspec


class PortBlock(msgspec.Struct, frozen=True, gc=False):
    """A row of equal ports: `prefix` and the numbers `first` to `last`.

    `number` is the spanning-tree number of the first; the others count up from it.
    """

    prefix: str
    first: int
    last: int
    number: int
    speeds: tuple[int, ...]
    media: str


class SwitchModel(msgspec.Struct, frozen=True):
    """One model of switch; `trains` are the releases that run on it, the first by default.

    `logical_port` is what `show etherchannel port-channel` calls the port of a group (`{0}`);
    `standalone_disable` is as in `Model`.
    """

    name: str
    family: str
    image: str
    trains: tuple[str, ...]
    blocks: tuple[PortBlock, ...]
    first_channel_number: int
    groups: int
    features: frozenset[str]
    processor: str
    board: str
    logical_port: str = "2/{0}"
    standalone_disable: bool = True
    flash_bytes: int = 32514048
    image_bytes: int = 10573494


_ENCAPSULATION = frozenset({"encapsulation"})
_FAST = (10, 100)
_GIGABIT = (10, 100, 1000)
_MULTIGIGABIT = (100, 1000, 2500)

MODELS = (
    SwitchModel(
        name="WS-C2960-24TT-L",
        family="C2960",
        image="C2960-LANBASEK9",
        trains=("12.2",),
        blocks=(
            PortBlock("FastEthernet0/", 1, 24, 1, _FAST, "10/100BaseTX"),
            PortBlock("GigabitEthernet0/", 1, 2, 25, _GIGABIT, "10/100/1000BaseTX"),
        ),
        first_channel_number=56,
        groups=6,
        features=frozenset(),
        processor="(PowerPC405) processor (revision D0) with 65536K bytes of memory.",
        board="FOC1010X",
    ),
    SwitchModel(
        name="WS-C3750-24TS-E",
        family="C3750",
        image="C3750-IPSERVICESK9",
        trains=("12.2",),
        blocks=(
            PortBlock("FastEthernet1/0/", 1, 24, 3, _FAST, "10/100BaseTX"),
            PortBlock("GigabitEthernet1/0/", 1, 2, 1, _GIGABIT, "10/100/1000BaseTX"),
        ),
        first_channel_number=616,
        groups=48,
        features=_ENCAPSULATION,
        processor="(PowerPC405) processor (revision F0) with 131072K bytes of memory.",
        board="CAT1031Z",
    ),
    SwitchModel(
        name="WS-C2960X-24TS-L",
        family="C2960X",
        image="C2960X-UNIVERSALK9",
        trains=("15.2",),
        blocks=(PortBlock("GigabitEthernet1/0/", 1, 28, 1, _GIGABIT, "10/100/1000BaseTX"),),
        first_channel_number=456,
        groups=24,
        features=frozenset(),
        processor="(APM86XXX) processor (revision A0) with 524288K bytes of memory.",
        board="FCW1830A",
    ),
    SwitchModel(
        name="WS-C3750X-24T-S",
        family="C3750E",
        image="C3750E-UNIVERSALK9",
        trains=("15.2", "12.2"),
        blocks=(
            PortBlock("GigabitEthernet1/0/", 1, 24, 1, _GIGABIT, "10/100/1000BaseTX"),
            PortBlock("TenGigabitEthernet1/1/", 1, 2, 25, (10000,), "10GBase-SR"),
        ),
        first_channel_number=616,
        groups=48,
        features=_ENCAPSULATION,
        processor="(PowerPC405) processor (revision A0) with 262144K bytes of memory.",
        board="FDO1512R",
    ),
    SwitchModel(
        name="IOSvL2",
        family="vios_l2",
        image="vios_l2-ADVENTERPRISEK9",
        trains=("15.2",),
        blocks=tuple(
            PortBlock(f"GigabitEthernet{slot}/", 0, 3, 1 + 4 * slot, _GIGABIT, "unknown")
            for slot in range(4)
        ),
        first_channel_number=65,
        groups=255,
        features=_ENCAPSULATION,
        processor="(revision 1.0) with 722145K/209920K bytes of memory.",
        board="9VIOSL2A",
        logical_port="16/0",
    ),
    SwitchModel(
        name="C9300-24T",
        family="Catalyst L3 Switch",
        image="CAT9K_IOSXE",
        trains=("16.12", "16.6"),
        blocks=(
            PortBlock("GigabitEthernet1/0/", 1, 24, 1, _GIGABIT, "10/100/1000BaseTX"),
            PortBlock("TenGigabitEthernet1/1/", 1, 8, 37, (1000, 10000), "SFP-10GBase-SR"),
        ),
        first_channel_number=2089,
        groups=128,
        features=frozenset(),
        processor="(X86) processor with 1392780K/6147K bytes of memory.",
        board="FCW2243L",
        logical_port="9/{0}",
    ),
    SwitchModel(
        name="C9300-48UXM",
        family="Catalyst L3 Switch",
        image="CAT9K_IOSXE",
        trains=("16.12", "16.6"),
        blocks=(
            PortBlock("TwoGigabitEthernet1/0/", 1, 36, 1, _MULTIGIGABIT, "100/1000/2.5GBaseTX"),
            PortBlock(
                "TenGigabitEthernet1/0/", 37, 48, 37, (1000, 10000), "100/1G/2.5G/5G/10GBaseTX"
            ),
        ),
        first_channel_number=2089,
        groups=128,
        features=frozenset(),
        processor="(X86) processor with 1392780K/6147K bytes of memory.",
        board="FCW2301U",
        logical_port="35/{0}",
    ),
    SwitchModel(
        name="WS-C2950-24",
        family="C2950",
        image="C2950-I6K2L2Q4",
        trains=("12.1",),
        blocks=(PortBlock("FastEthernet0/", 1, 24, 1, _FAST, "10/100BaseTX"),),
        first_channel_number=65,
        groups=6,
        features=frozenset(),
        processor="(RC32300) processor (revision R0) with 20808K bytes of memory.",
        board="FOC0945X",
        logical_port="1/0",
        flash_bytes=7741440,
        image_bytes=3721946,
    ),
    SwitchModel(
        name="WS-C6506-E",
        family="s72033_rp",
        image="s72033_rp-ADVENTERPRISEK9_WAN",
        trains=("12.2SX",),
        blocks=(
            PortBlock("GigabitEthernet3/", 1, 24, 129, _GIGABIT, "10/100/1000BaseT"),
            PortBlock("FastEthernet4/", 1, 48, 193, _FAST, "10/100BaseTX"),
        ),
        first_channel_number=833,
        groups=256,
        features=_ENCAPSULATION,
        processor="(R7000) processor (revision 1.1) with 983008K/65536K bytes of memory.",
        board="SAL1024W",
        logical_port="14/{0}",
    ),
    SwitchModel(
        name="ISR4331/K9",
        family="ISR",
        image="X86_64_LINUX_IOSD-UNIVERSALK9-M",
        trains=("16.9",),
        blocks=(PortBlock("GigabitEthernet0/1/", 0, 7, 5, _GIGABIT, "10/100/1000BaseTX"),),
        first_channel_number=65,
        groups=32,
        features=frozenset(),
        processor="(1RU) processor with 1795979K/6147K bytes of memory.",
        board="FLM2015W",
        logical_port="16/{0}",
        standalone_disable=False,
    ),
)


def find_model(name: str) -> SwitchModel | None:
    """Return a model by name, or None."""
    for model in MODELS:
        if model.name.lower() == name.lower():
            return model
    return None
