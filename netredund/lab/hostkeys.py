"""Keys of a lab: each switch's host key, and the public keys that users log in with."""

from pathlib import Path

import asyncssh

from netredund.errors import LabError
from netredund.lab.definition import UserDefinition

ALGORITHM = "ssh-ed25519"


def make_host_key(name: str, folder: Path | None, algorithm: str = ALGORITHM) -> asyncssh.SSHKey:
    """Return the host key of a switch: the one kept in `folder`, else a new one."""
    if folder is None:
        return _generate(algorithm, name)
    return keep_key(folder / f"{name}_host_key", name, algorithm)


def _generate(algorithm: str, comment: str) -> asyncssh.SSHKey:
    try:
        return asyncssh.generate_private_key(algorithm, comment=comment)
    except asyncssh.KeyGenerationError as error:
        raise LabError(f"no host key of the kind {algorithm!r}: {error}") from error


def keep_key(path: Path, comment: str, algorithm: str = ALGORITHM) -> asyncssh.SSHKey:
    """Return the private key of a file, which is made (mode 600) when it is not there."""
    try:
        if path.exists():
            return asyncssh.read_private_key(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        key = _generate(algorithm, comment)
        path.touch(mode=0o600)
        key.write_private_key(path)
    except (OSError, asyncssh.KeyImportError) as error:
        raise LabError(f"{path}: {error}") from error
    return key


def read_user_keys(user: UserDefinition) -> tuple[asyncssh.SSHKey, ...]:
    """Return the public keys of a user; LabError says which is none."""
    keys = []
    for text in user.keys:
        try:
            keys.append(asyncssh.import_public_key(text))
        except asyncssh.KeyImportError as error:
            raise LabError(f"{text[:40]!r} is no public key: {error}") from error
    return tuple(keys)
