import pytest

from netredund.errors import SiteError
from netredund.intent import parse_site
from netredund.intent.problem import Problems, is_secret_key, join_path, list_names

GOOD = """\
switches:
  sw1: {host: 192.0.2.11}
  sw2: {host: 192.0.2.12}
  sw3:
servers:
  web1:
    method: stp
    uplinks:
      eth0: sw1 FastEthernet0/23
      eth1: sw2 Fa0/23
"""

SECRETS = {
    "key of a switch": ("host: 192.0.2.11", "password: hunter2"),
    "enable": ("host: 192.0.2.11", "enable: hunter2"),
    "community": ("host: 192.0.2.11", "community: hunter2"),
    "key": ("host: 192.0.2.11", "key: hunter2"),
    "other spelling": ("host: 192.0.2.11", "Enable-Password: hunter2"),
    "misspelt": ("host: 192.0.2.11", "pasword: hunter2"),
    "number": ("host: 192.0.2.11", "secret: 31337"),
    "list": ("host: 192.0.2.11", "secrets: [hunter2]"),
    "mapping": ("host: 192.0.2.11", "credentials: {username: a, password: hunter2}"),
    "key of the file": ("servers:\n", "password: hunter2\nservers:\n"),
    "name of a switch": ("  sw3:", "  secret: hunter2\n  sw3:"),
    "name of an interface": ("      eth1: sw2 Fa0/23", "      password: hunter2"),
    "in the jump host": ("host: 192.0.2.11", "via: admin:hunter2@192.0.2.1"),
    "in the host": ("host: 192.0.2.11", "host: admin:hunter2@192.0.2.1"),
    "behind another value": ("host: 192.0.2.11", "host: 192.0.2.11 password hunter2"),
    "as an alias": ("host: 192.0.2.11", "password: *hunter2"),
    "as a tag": ("host: 192.0.2.11", "password: !hunter2 x"),
    "as a tag handle": ("host: 192.0.2.11", "password: !hunter2!x y"),
    "in broken YAML": ("host: 192.0.2.11", "password: 'hunter2"),
    "in broken quotes": ("host: 192.0.2.11", 'password: "hunter2\\q"'),
    "as an anchor": ("host: 192.0.2.11", "password: &hunter2 &hunter2 x"),
}


@pytest.mark.parametrize("old, new", SECRETS.values(), ids=SECRETS.keys())
def test_secret_is_refused_and_not_repeated(old, new):
    assert old in GOOD
    with pytest.raises(SiteError) as caught:
        parse_site(GOOD.replace(old, new, 1))
    told = str(caught.value) + repr(caught.value.problems)
    assert "hunter2" not in told
    assert "31337" not in told


def test_secret_says_where_it_may_be_instead():
    with pytest.raises(SiteError) as caught:
        parse_site(GOOD.replace("host: 192.0.2.11", "password: hunter2"))
    found = caught.value.problems
    assert [(problem.line, problem.path) for problem in found] == [(2, "switches.sw1.password")]
    assert "NETREDUND_PASSWORD" in found[0].allowed


ORDINARY = ("host", "port", "hostname", "serial", "stack", "via", "eth0", "keep", "web1", "tokyo")


@pytest.mark.parametrize("key", ORDINARY)
def test_ordinary_key_is_no_secret(key):
    assert not is_secret_key(key)


NEAR = {
    "letter missing": ("miimn", "miimon"),
    "letters swapped": ("prot", "port"),
    "case": ("Miimon", "miimon"),
    "dash for underscore": ("arp-interval", "arp_interval"),
}


@pytest.mark.parametrize("wrong, meant", NEAR.values(), ids=NEAR.keys())
def test_near_miss_gets_a_suggestion(wrong, meant):
    assert Problems().suggest(wrong, ("miimon", "port", "arp_interval")) == (
        f" (did you mean {meant!r}?)"
    )


def test_far_miss_gets_none():
    assert Problems().suggest("colour", ("miimon", "port")) == ""


def test_suggestions_end_where_they_would_cost_too_much():
    problems = Problems()
    known = [f"sw{number}" for number in range(9000)]
    assert [bool(problems.suggest("swx1", known)) for _ in range(4)] == [True, True, False, False]


def test_long_list_of_names_is_cut():
    assert list_names([f"s{n}" for n in range(12)], most=3) == "s0, s1, s2 and 9 more"
    assert list_names(["s0", "s1"], most=3) == "s0, s1"


def test_path_cannot_carry_control_characters():
    assert join_path("servers", "a\x1b[31m") == "servers.'a\\x1b[31m'"
