"""Says what a link costs: IOS's short and long path costs, and the Linux kernel's."""

# (at least Mb/s, cost). Ports: Catalyst software configuration guides; bundles between the rows of
# 802.1D-1998: 2 x 100M prints 12, 4 x 100M prints 8, 2 x 1G prints 3.
SHORT_COSTS = (
    (20000, 1),
    (10000, 2),
    (2000, 3),
    (1000, 4),
    (700, 5),
    (600, 6),
    (500, 7),
    (400, 8),
    (300, 9),
    (200, 12),
    (100, 19),
    (20, 56),
    (10, 100),
)
LONG_DIVIDEND = 20_000_000
# br_if.c of Linux 6.1 and later; any other speed costs 100
KERNEL_COSTS = {10: 100, 100: 19, 1000: 5, 2500: 4, 5000: 3, 10000: 2}
KERNEL_FAST = (20000, 25000, 40000, 50000, 56000, 100000, 200000, 400000, 800000)


def short_cost(bandwidth: int) -> int:
    """Return IOS's short path cost of `bandwidth` Mb/s."""
    for least, cost in SHORT_COSTS:
        if bandwidth >= least:
            return cost
    return 250


def long_cost(bandwidth: int) -> int:
    """Return IOS's long path cost; 3 x 1G prints 6660, so the last digit is cut."""
    cost = LONG_DIVIDEND // max(bandwidth, 1)
    return cost - cost % 10 if cost >= 1000 else max(cost, 1)


def kernel_cost(speed: int | None) -> int:
    """Return the path cost that the Linux kernel gives a port of `speed` Mb/s (None: unknown)."""
    if speed in KERNEL_FAST:
        return 1
    return KERNEL_COSTS.get(speed or 0, 100)
