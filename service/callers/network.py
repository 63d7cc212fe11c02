"""The network that a request came from: one IPv4 address, one IPv6 /64."""

import ipaddress

from starlette.types import Scope

_PREFIX = {4: 32, 6: 64}


def network_of(scope: Scope) -> str:
    """The network of a request; what it says of itself (X-Forwarded-For) does not count here."""
    client = scope.get("client")
    try:
        address = ipaddress.ip_address(client[0]) if client else None
    except ValueError:
        address = None
    if address is None:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ipaddress.ip_network(f"{address}/{_PREFIX[address.version]}", strict=False))
