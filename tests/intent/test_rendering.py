import msgspec
import yaml
from hypothesis import given, settings

from netredund.intent import Site, parse_site, render_site

from .site_trees import sites


def forget_lines(site: Site):
    """Return the values without the places where they stood and how a port was spelt."""
    plain = msgspec.to_builtins(site)
    plain.pop("name")
    things = [plain]
    while things:
        thing = things.pop()
        if isinstance(thing, dict):
            thing.pop("line", None)
            things += thing.values()
        elif isinstance(thing, list | tuple):
            things += thing
    return plain


@settings(max_examples=100, deadline=None)
@given(sites())
def test_rendered_site_is_read_as_the_same_site(tree):
    site = parse_site(yaml.safe_dump(tree, sort_keys=False))
    text = render_site(site)
    again = parse_site(text)
    assert forget_lines(again) == forget_lines(site)
    assert render_site(again) == text
    assert parse_site(render_site(again)) == again


@settings(max_examples=100, deadline=None)
@given(sites())
def test_other_readers_of_yaml_find_the_same_in_a_rendered_site(tree):
    """What PyYAML's own reader makes of the text is the tree that the site was read from."""
    text = render_site(parse_site(yaml.safe_dump(tree, sort_keys=False)))
    read = yaml.safe_load(text)
    for server in tree["servers"].values():
        server["uplinks"] = {
            nic: " ".join(leg.split(None, 1)) for nic, leg in server["uplinks"].items()
        }
    assert read == tree
