"""IOS secrets of type 5: MD5 crypt, the form in which a configuration keeps them."""

import hashlib
import hmac
import secrets

ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
SALT_LENGTH = 4  # what IOS writes; others read up to 8


def encrypt_secret(clear: str, salt: str | None = None) -> str:
    """Return `$1$salt$...` of a clear text, with a fresh salt unless one is given.

    The algorithm is Poul-Henning Kamp's MD5 crypt (FreeBSD 2.0), which IOS calls type 5.
    """
    if salt is None:
        salt = "".join(secrets.choice(ALPHABET) for _ in range(SALT_LENGTH))
    password, salted = clear.encode(), salt.encode()
    inner = hashlib.md5(password + salted + password).digest()
    digest = hashlib.md5(password + b"$1$" + salted)
    digest.update((inner * (len(password) // 16 + 1))[: len(password)])
    length = len(password)
    while length:
        digest.update(b"\0" if length & 1 else password[:1])
        length >>= 1
    final = digest.digest()
    for turn in range(1000):
        round_text = password if turn & 1 else final
        if turn % 3:
            round_text += salted
        if turn % 7:
            round_text += password
        final = hashlib.md5(round_text + (final if turn & 1 else password)).digest()
    order = ((0, 6, 12), (1, 7, 13), (2, 8, 14), (3, 9, 15), (4, 10, 5))
    text = "".join(
        _encode(final[high] << 16 | final[middle] << 8 | final[low], 4)
        for high, middle, low in order
    )
    return f"$1${salt}${text}{_encode(final[11], 2)}"


def _encode(value: int, length: int) -> str:
    return "".join(ALPHABET[value >> 6 * place & 0x3F] for place in range(length))


def matches_secret(clear: str, encrypted: str) -> bool:
    """Tell whether a clear text is the one behind `$1$...`."""
    parts = encrypted.split("$")
    if len(parts) != 4 or parts[1] != "1":
        return False
    return hmac.compare_digest(encrypt_secret(clear, parts[2]), encrypted)
