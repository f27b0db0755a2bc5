"""The pytest fixture `netredund_lab`: a running lab for tests of one's own scripts.

    def test_my_script(netredund_lab):
        address = netredund_lab.addresses["sw1"]

It is the standard lab, settled; `@pytest.mark.netredund_lab("my-lab.yaml", speed=10)` runs another.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from netredund.lab.lab import Lab

SETTLE_S = 60.0


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line(
        "markers",
        "netredund_lab(definition=None, speed=1.0, settle_s=60.0): what `netredund_lab` runs",
    )


@pytest.fixture
def netredund_lab(request: pytest.FixtureRequest) -> "Iterator[Lab]":
    """Run the standard lab, or what the marker says, for one test."""
    from netredund.lab.lab import Lab

    marker = request.node.get_closest_marker("netredund_lab")
    options = {"settle_s": SETTLE_S, **(marker.kwargs if marker is not None else {})}
    with Lab(*(marker.args if marker is not None else ()), **options) as lab:
        yield lab
