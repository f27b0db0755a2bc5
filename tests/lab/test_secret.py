"""Tests for netredund.lab.ios.secret."""

import shutil
import subprocess

import pytest

from netredund.lab.ios.secret import encrypt_secret, matches_secret


@pytest.mark.parametrize("clear", ["lab", "", "a", "0123456789abcdef0123", "p\u00e4ss w\u00f6rd"])
@pytest.mark.parametrize("salt", ["abcd", "x", "12345678"])
def test_secret_is_what_openssl_makes_of_it(clear: str, salt: str) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    line = ["openssl", "passwd", "-1", "-salt", salt, clear]
    made = subprocess.run(line, capture_output=True, text=True, check=True).stdout.strip()
    assert encrypt_secret(clear, salt) == made


def test_secret_matches_only_its_clear_text() -> None:
    secret = encrypt_secret("lab")
    assert matches_secret("lab", secret)
    assert not matches_secret("Lab", secret)
    assert not matches_secret("lab", "lab")
    assert encrypt_secret("lab") != secret
