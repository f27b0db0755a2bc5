"""Rules of VLAN lists."""

import pytest

from netredund.errors import VlanListError
from netredund.vlans import covers_vlan, expand_vlans, vlan_ranges


@pytest.mark.parametrize(
    ("text", "vlans"),
    [
        pytest.param("10", (10,), id="one"),
        pytest.param("1,10-12", (1, 10, 11, 12), id="range"),
        pytest.param("20, 100", (20, 100), id="blank behind the comma"),
        pytest.param("5,4-6", (5, 4, 6), id="each once"),
        pytest.param("none", (), id="none"),
        pytest.param("4094", (4094,), id="last"),
    ],
)
def test_list_is_expanded_in_its_order(text: str, vlans: tuple[int, ...]) -> None:
    assert expand_vlans(text) == vlans


@pytest.mark.parametrize("text", ["", "0", "4095", "1,", "10-", "12-10", "1;2", "a", "1-2-3", "+1"])
def test_wrong_part_is_named_with_what_is_allowed(text: str) -> None:
    with pytest.raises(VlanListError, match="expected VLANs from 1 to 4094") as caught:
        vlan_ranges(text)
    assert caught.value.exit_code == 2


def test_all_is_every_vlan() -> None:
    assert len(expand_vlans("all")) == 4094
    assert covers_vlan("ALL", 4094)


def test_cover_is_what_the_expanded_list_holds() -> None:
    text = "1,10-20,4000-4094"
    expanded = set(expand_vlans(text))
    assert all(covers_vlan(text, vlan) == (vlan in expanded) for vlan in range(1, 4095))
