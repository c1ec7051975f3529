"""Addresses of machines, and the networks that they are in."""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address
NOBODY = "none"
"""Stands alone in a list of networks that has none."""


class Networks:
    """Networks, such as 10.0.0.0/8, and single addresses."""

    def __init__(self, named: Iterable[str]) -> None:
        """Read their names.

        Raises:
            ValueError: One is neither an address nor a network.
        """
        self._networks = tuple(ip_network(name) for name in named if name != NOBODY)
        self._holds = lru_cache(maxsize=1024)(self._find)

    def __bool__(self) -> bool:
        return bool(self._networks)

    def __contains__(self, address: Address) -> bool:
        return self._holds(address)

    def _find(self, address: Address) -> bool:
        return any(address in network for network in self._networks)


def are_networks(named: Iterable[str]) -> bool:
    """Tell whether each is an address or a network, or the only one is `none`."""
    names = tuple(named)
    try:
        Networks(names)
    except ValueError:
        return False
    return NOBODY not in names or len(names) == 1


@lru_cache(maxsize=1024)
def read_address(text: str) -> Address | None:
    """Return the address that a text names, as proxies and servers write it: also in brackets and with a port.

    An IPv4 address in an IPv6 one (RFC 4291, section 2.5.5.2) is told as the former.
    """
    name = text.strip()
    if name.startswith("["):
        name = name[1:].partition("]")[0]
    elif name.count(":") == 1:
        name = name.partition(":")[0]
    try:
        found = ip_address(name)
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found
