"""Secrets in configuration lines, and how to leave them out."""

import re

MASK = "<removed>"


class Unmasked:
    """A text with its secrets, for comparison in memory: neither printed, nor encoded, nor pickled.

    >>> Unmasked("enable secret Hunter2")
    <Unmasked>
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return "<Unmasked>"

    def __reduce__(self) -> str:
        raise TypeError("a text with its secrets is not written anywhere")

    def reveal(self) -> str:
        """Return the text."""
        return self._text


def has_secret(line: str) -> bool:
    """Tell whether a configuration line holds a secret, or held one before it was masked.

    >>> has_secret("enable secret Hunter2"), has_secret("enable secret <removed>")
    (True, True)
    """
    return MASK in line or mask_secrets(line) != line


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


_PROMPT = re.compile(r"\s*[\w.\-]{1,64}(?:\([\w\-]{1,40}\))?[#>](?=\S)|\s*")
_SIZE = re.compile(r"(?m)^(Current configuration\s*:\s*)(\d{1,9})(?= bytes)")


def mask_text(text: str) -> str:
    """Return lines of a configuration or of a terminal with their secrets masked.

    The size that IOS prints above a configuration is lessened by what is taken out, so that it
    still tells whether lines are missing.

    >>> mask_text("sw1(config)#enable secret Hunter2")
    'sw1(config)#enable secret <removed>'
    """
    masked = []
    for line in text.split("\n"):
        start = _PROMPT.match(line)
        at = start.end() if start else 0
        masked.append(line[:at] + mask_secrets(line[at:]))
    result = "\n".join(masked)
    less = len(text) - len(result)
    return _SIZE.sub(lambda size: f"{size[1]}{int(size[2]) - less}", result) if less else result
