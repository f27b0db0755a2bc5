"""Rules of masking."""

import time

import pytest

from netredund.secrets import mask_secrets


@pytest.mark.parametrize(
    "line",
    [
        "enable secret 9 SeCrEt",
        "enable password SeCrEt",
        "username ops privilege 15 password 0 SeCrEt",
        "username ops secret 5 SeCrEt",
        "snmp-server community SeCrEt RO 10",
        "snmp-server host 192.0.2.1 version 2c SeCrEt",
        "snmp-server host 192.0.2.1 SeCrEt",
        "snmp-server host 192.0.2.1 vrf Mgmt version 3 priv SeCrEt",
        "snmp-server user ops group v3 auth sha SeCrEt priv aes 128 SeCrEt",
        "tacacs-server key SeCrEt",
        "tacacs-server host 192.0.2.1 key 7 SeCrEt",
        "radius-server host 192.0.2.1 auth-port 1812 key SeCrEt",
        "key 7 SeCrEt",
        "key-string 7 SeCrEt",
        "ntp authentication-key 1 md5 SeCrEt 7",
        "ip ospf message-digest-key 1 md5 7 SeCrEt",
        "ip ospf authentication-key SeCrEt",
        "standby 1 authentication SeCrEt",
        "standby authentication SeCrEt",
        "standby 1 authentication md5 key-string SeCrEt timeout 30",
        "vrrp 3 authentication text SeCrEt",
        "glbp 3 authentication md5 key-string 7 SeCrEt",
        "ppp pap sent-username ops password 0 SeCrEt",
        "ppp chap password 7 SeCrEt",
        "neighbor 192.0.2.1 password 7 SeCrEt",
        "crypto isakmp key SeCrEt address 192.0.2.1",
        "pre-shared-key address 0.0.0.0 0.0.0.0 key SeCrEt",
        "wpa-psk ascii 0 SeCrEt",
        "sap pmk SeCrEt",
        "path ftp://ops:SeCrEt@192.0.2.1/x",
        "ip ftp password SeCrEt",
    ],
)
def test_secret_is_masked(line: str) -> None:
    masked = mask_secrets(line)
    assert "SeCrEt" not in masked
    assert "<removed>" in masked


@pytest.mark.parametrize(
    "line",
    [
        "description key password SeCrEt",
        "key chain LEGS",
        "key 1",
        "switchport port-security mac-address sticky 0019.e7aa.0001",
        "authentication port-control auto",
        "standby 1 authentication md5 key-chain LEGS",
        "spanning-tree portfast",
        "path ftp://192.0.2.1/x",
        "crypto key generate rsa",
    ],
)
def test_what_is_no_secret_stays(line: str) -> None:
    assert mask_secrets(line) == line


@pytest.mark.parametrize("line", ["key 7 0822455D0A16", "password 0822", "key 0 7 0822"])
def test_secret_that_begins_with_a_digit_is_masked(line: str) -> None:
    assert "0822" not in mask_secrets(line)


def test_type_of_a_secret_stays() -> None:
    assert mask_secrets("enable secret 5 $1$x") == "enable secret 5 <removed>"


@pytest.mark.parametrize(
    "word", ["key ", "password 7 ", "://a:", "snmp-server host a ", "auth md5 ", "standby  "]
)
def test_masking_takes_time_in_proportion_to_the_line(word: str) -> None:
    started = time.perf_counter()
    mask_secrets(word * 200_000)
    assert time.perf_counter() - started < 30  # a quadratic rule takes hours
