"""What a port costs by its speed: IOS short and long, and the Linux kernel."""

import math
from typing import Final

from netredund.topology.network import PathCost

# IEEE 802.1D-1998 table 8-5, Catalyst software configuration guides.
_SHORT: Final = (
    (4, 250), (10, 100), (16, 62), (45, 39), (100, 19), (155, 14), (622, 6), (1000, 4),
    (10_000, 2), (20_000, 1),
)  # fmt: skip
# net/bridge/br_if.c, port_cost(): Linux 6.1 and later; a speed that it does not know costs 100.
_KERNEL: Final = {10: 100, 100: 19, 1000: 5, 2500: 4, 5000: 3, 10_000: 2}
_KERNEL_FAST: Final = frozenset(
    (20_000, 25_000, 40_000, 50_000, 56_000, 100_000, 200_000, 400_000, 800_000)
)
_KERNEL_UNKNOWN: Final = 100
_LONG_DIVIDEND: Final = 20_000_000


def cost_of_speed(speed_mbps: int, method: PathCost) -> int:
    """Return the path cost of a port, or of a Port-channel with the sum of its members' speeds.

    >>> [cost_of_speed(speed, PathCost.SHORT) for speed in (100, 200, 400, 1000, 2000, 10000)]
    [19, 12, 8, 4, 3, 2]
    >>> cost_of_speed(3000, PathCost.LONG), cost_of_speed(1000, PathCost.LINUX)
    (6660, 5)
    """
    if method is PathCost.LINUX:
        fast = 1 if speed_mbps in _KERNEL_FAST else _KERNEL_UNKNOWN
        return _KERNEL.get(speed_mbps, fast)
    if method is PathCost.LONG:
        # 3 x 1G prints 6660 and not 6666: the last digit is cut (a capture of IOS XE).
        cost = max(_LONG_DIVIDEND // speed_mbps, 1)
        return cost - cost % 10 if cost >= 1000 else cost
    return _short_cost(speed_mbps)


def _short_cost(speed_mbps: int) -> int:
    """Return IOS's short cost: the standard's rows, and between them on a logarithmic scale.

    So 2 x 100M is 12 and 4 x 100M is 8, as the Catalyst guides print them; 20M of two Ethernets
    is 56 in captures of IOL.
    """
    if speed_mbps <= _SHORT[0][0]:
        return _SHORT[0][1]
    for (low, dear), (high, cheap) in zip(_SHORT, _SHORT[1:], strict=False):
        if speed_mbps <= high:
            part = math.log(speed_mbps / low) / math.log(high / low)
            return round(dear * math.pow(cheap / dear, part))
    return _SHORT[-1][1]
