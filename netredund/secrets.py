"""Secrets in configuration lines, and how to leave them out."""

import re

MASK = "<removed>"

_KIND = r"(?: ++(?:\d|ascii|hex|clear|encrypted|unencrypted|md5|sha|text)(?= ))*+"
_RULES = (
    # Whatever follows one of these words, with the number or word that says how it is encrypted.
    re.compile(
        rf"\b(?:password|passwd|secret|passphrase|pre-shared-key|authentication-key|auth-key"
        rf"|key-string|psk|pmk|wpa-psk|shared-secret|message-digest-key \d++){_KIND}"
        r"(?P<secret> ++\S.*)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:^|\s)key(?! ++(?:chain|generate|config-key|pubkey-chain)\b)(?! ++\d++$){_KIND}"
        r"(?P<secret> ++\S.*)"
    ),
    re.compile(r"\bsnmp-server community(?P<secret> ++\S++)"),
    re.compile(
        r"\bsnmp-server host \S++(?: ++(?:traps|informs|vrf \S++|version (?:1|2c|3 \S++)))*+"
        r"(?P<secret> ++\S++)"
    ),
    re.compile(r"\b(?:auth|priv)(?: ++(?:md5|sha|des|3des|aes)(?: ++\d++)?)(?P<secret> ++\S++)"),
    re.compile(
        r"^(?:standby|vrrp|glbp)(?: ++\d++)? authentication(?! ++md5 key-chain)"
        r"(?: ++(?:text|md5 key-string(?: ++\d)?))?+(?P<secret> ++\S.*)"
    ),
    re.compile(r"://[^/@\s:]*+(?P<secret>:[^/@\s]++)@"),
)
_NO_SECRETS = re.compile(r"(?:description|remark|name) ")


def mask_secrets(text: str) -> str:
    """Return a configuration line with `<removed>` for passwords, keys and communities.

    Rather too much is masked than too little. Descriptions are left as they are.

    >>> mask_secrets("username admin privilege 15 secret 5 $1$abcd$xyz")
    'username admin privilege 15 secret 5 <removed>'
    >>> mask_secrets("path ftp://backup:hunter2@192.0.2.1/configs")
    'path ftp://backup:<removed>@192.0.2.1/configs'
    """
    if _NO_SECRETS.match(text):
        return text
    for rule in _RULES:
        text = rule.sub(_masked, text)
    return text


def _masked(match: re.Match[str]) -> str:
    start, end = (at - match.start() for at in match.span("secret"))
    return match[0][: start + 1] + MASK + match[0][end:]
