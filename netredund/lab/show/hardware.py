"""`show inventory`, and the memory and processor that a simulated switch has by its model."""

import re

from netredund.lab.show.query import Query, show
from netredund.lab.show.system import serial_number

PROCESSOR_START = 0x2000000  # where the memory that processes get begins
USED_SHARE = 0.36  # of that memory: a simulated switch has no figure of its own


@show
def inventory(query: Query) -> list[str]:
    """Print the chassis, with part and serial number as `show version` has them."""
    device = query.device
    unit = "Switch 1" if "xe" in device.release.features else "1"
    serial = serial_number(device.model.board, device.address)
    return [
        f'NAME: "{unit}", DESCR: "{device.model.name}"',
        f"PID: {device.model.name:<18}, VID: V02  , SN: {serial}",
        "",
        "",
    ]


@show
def memory_statistics(query: Query) -> list[str]:
    """Print the pool of processor memory, as large as `show version` says."""
    found = re.search(r"with (\d+)K", query.device.model.processor)
    total = 1024 * int(found[1]) if found is not None else 0
    used = int(total * USED_SHARE)
    free = total - used
    return [
        "                Head    Total(b)     Used(b)     Free(b)   Lowest(b)  Largest(b)",
        f"Processor {PROCESSOR_START:>10X} {total:>11} {used:>11} {free:>11} {free:>11} {free:>11}",
    ]


@show
def processes_cpu(query: Query) -> list[str]:
    """Print the load of the processor: none, as the work is done by the machine of the lab."""
    return [
        "CPU utilization for five seconds: 0%/0%; one minute: 0%; five minutes: 0%",
        " PID Runtime(ms)     Invoked      uSecs   5Sec   1Min   5Min TTY Process ",
    ]
