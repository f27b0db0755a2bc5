"""Ansible's `cisco.ios` in a playbook, over both of its ways to speak SSH.

A task whose name ends with `is refused` must fail.
"""

import json
import os
import pathlib
import subprocess
import sys

from _checks import check, expect, leave, read_job

PLAYBOOK = pathlib.Path(__file__).with_name("_playbook.yaml")

job = read_job()
for transport in ("libssh", "paramiko"):
    host = {
        "ansible_host": job["host"],
        "ansible_port": job["port"],
        "ansible_user": job["user"],
        "ansible_password": job["password"],
        "ansible_become": True,
        "ansible_become_method": "enable",
        "ansible_become_password": job["enable"],
        "ansible_connection": "ansible.netcommon.network_cli",
        "ansible_network_os": "cisco.ios.ios",
        "ansible_network_cli_ssh_type": transport,
        "ansible_python_interpreter": sys.executable,
        "job": {**job, "transport": transport},
    }
    inventory = pathlib.Path("inventory.json")
    inventory.write_text(json.dumps({"all": {"hosts": {job["hostname"]: host}}}))
    done = subprocess.run(
        [sys.executable, "-m", "ansible", "playbook", "-i", str(inventory), str(PLAYBOOK)],
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "ANSIBLE_HOST_KEY_CHECKING": "false",
            "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json",
            "ANSIBLE_DEPRECATION_WARNINGS": "false",
        },
    )
    try:
        plays = json.loads(done.stdout[done.stdout.index("{") :])["plays"]
    except ValueError as error:
        raise SystemExit(f"{done.stdout}\n{done.stderr}") from error
    for task in (task for play in plays for task in play["tasks"]):
        with check(f"{transport}: {task['task']['name']}"):
            for result in task["hosts"].values():
                if task["task"]["name"].endswith("is refused"):
                    expect(result.get("failed"), True)
                elif result.get("failed") or result.get("unreachable"):
                    raise AssertionError(f"{result.get('assertion', '')} {result.get('msg')}")
    with check(f"{transport}: playbook"):
        expect(done.returncode, 0)
leave()
