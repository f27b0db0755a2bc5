"""Boots a Linux kernel of its own for one program: user-mode Linux, an ordinary process.

The guest sees this machine's root directory, read-only, with an empty /run. As a program
(`uml.py COMMAND ...`) this module only keeps the kernel away from a register set that it cannot
hold, and becomes the command.
"""

import ctypes
import os
import shutil
import signal
import struct
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

KERNEL = "linux.uml"
MODULES = Path("/usr/lib/uml/modules")
WANTED = ("bonding max_bonds=0", "veth", "sch_netem")
SHARED = Path("/mnt")  # where the guest has the folder that it may write to
# A program that knows no wider registers than those that the guest kernel keeps for it.
NARROW = (
    "GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX,-AVX2,-AVX512F,-AVX512VL,-AVX512BW,-RTM",
    "OPENSSL_ia32cap=0",
)

PTRACE, PTRACE_GETREGSET, NT_X86_XSTATE = 101, 0x4204, 0x202
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, SECCOMP_MODE_FILTER = 22, 38, 2
RETURN_EIO, ALLOW = 0x00050005, 0x7FFF0000
LOAD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06  # classic BPF
NUMBER, FIRST_ARGUMENT, THIRD_ARGUMENT = 0, 16, 32  # offsets in struct seccomp_data
FILTER = (
    (LOAD, 0, 0, NUMBER),
    (JUMP_IF_EQUAL, 0, 5, PTRACE),
    (LOAD, 0, 0, FIRST_ARGUMENT),
    (JUMP_IF_EQUAL, 0, 3, PTRACE_GETREGSET),
    (LOAD, 0, 0, THIRD_ARGUMENT),
    (JUMP_IF_EQUAL, 0, 1, NT_X86_XSTATE),
    (RETURN, 0, 0, RETURN_EIO),
    (RETURN, 0, 0, ALLOW),
)


def has_wide_registers() -> bool:
    """Say whether the machine has AMX.

    Its 11 kB of registers are more than a 6.1 guest makes room for, and ptrace takes all or none:
    without help the guest dies with its first program. With the extended state refused it falls
    back to the registers of SSE, which is enough for programs that use no others (`NARROW`).
    """
    return "amx_tile" in Path("/proc/cpuinfo").read_text().split()


def refuse_extended_state() -> None:
    """Have ptrace answer that there is no extended state, for this process and its children."""
    code = b"".join(struct.pack("HBBI", *each) for each in FILTER)
    held = ctypes.create_string_buffer(code)
    program = ctypes.create_string_buffer(
        struct.pack("HxxxxxxQ", len(FILTER), ctypes.addressof(held))
    )
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program, 0, 0
    ):
        raise OSError(ctypes.get_errno(), "no seccomp filter")


def run(command: list[str], folder: Path, limit_s: float, memory: str = "512M") -> str:
    """Run a command in a guest, which has `folder` as `SHARED`; return what it and Linux say.

    Raises RuntimeError when the guest does not boot, the command fails or takes too long.
    """
    root = "\n".join(
        [
            "#!/bin/sh",
            "export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "export HOME=/run TMPDIR=/run",
            "export PYTHONDONTWRITEBYTECODE=1",
            "mount -n -t proc proc /proc",
            "mount -n -t sysfs sysfs /sys",
            "mount -n -t devtmpfs dev /dev 2>/dev/null",
            f"mount -n -t hostfs -o {folder} none {SHARED}",
            "mount -n -t tmpfs tmpfs /run",
            f"mkdir -p /run/netns /run/kernel/lib; ln -s {MODULES} /run/kernel/lib/modules",
            *(f"modprobe -d /run/kernel {module}" for module in WANTED),
            "echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6",
            "ip link set lo up",
            f"cd /run; {' '.join(command)} >{SHARED}/output 2>&1",
            f"echo $? >{SHARED}/status; sync",
            "echo o >/proc/sysrq-trigger; sleep 5",
            "",
        ]
    )
    init = folder / "init"
    init.write_text(root)
    init.chmod(0o755)
    line = [KERNEL, f"mem={memory}", "rootfstype=hostfs", "rootflags=/", "ro", f"init={init}"]
    line += ["con=null", "con0=null,fd:1", "ssl=null", "quiet", f"uml_dir={folder}", "umid=guest"]
    if has_wide_registers():
        line = [sys.executable, __file__, *line, *NARROW]
    said = folder / "kernel"
    with said.open("wb") as sink:
        guest = subprocess.Popen(
            line,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            start_new_session=True,
        )
        try:
            guest.wait(limit_s)
        except subprocess.TimeoutExpired:
            pass
        finally:
            if guest.poll() is None:
                os.killpg(guest.pid, signal.SIGKILL)
                guest.wait()
    status, output = folder / "status", folder / "output"
    text = output.read_text() if output.exists() else ""
    if not status.exists():
        tail = said.read_text(errors="replace")[-2000:]
        raise RuntimeError(f"the guest came to no end in {limit_s} s: {text[-2000:]}\n{tail}")
    if status.read_text().strip() != "0":
        raise RuntimeError(f"{' '.join(command)}: status {status.read_text()}{text[-4000:]}")
    return text


@cache
def missing() -> str | None:
    """Say what keeps a guest from being booted here, None where nothing does."""
    for tool, package in ((KERNEL, "user-mode-linux"), ("modprobe", "kmod"), ("ip", "iproute2")):
        if shutil.which(tool, path=os.environ["PATH"] + ":/usr/sbin:/sbin") is None:
            return f"needs {tool} (package {package})"
    if not MODULES.is_dir():
        return f"needs {MODULES} (package user-mode-linux)"
    with TemporaryDirectory() as folder:
        try:
            run(["ip", "link", "add", "bond0", "type", "bond"], Path(folder), 30)
        except RuntimeError as error:
            return f"no guest kernel with bonding boots here: {error}"
    return None


if __name__ == "__main__":
    refuse_extended_state()
    os.execvp(sys.argv[1], sys.argv[1:])
