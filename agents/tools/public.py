"""Which addresses are on the public internet."""

import ipaddress

IP = ipaddress.IPv4Address | ipaddress.IPv6Address

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
UNICAST = ipaddress.IPv6Network("2000::/3")  # all that is given out of IPv6

# Source: the registries of special-purpose addresses, iana.org/assignments/iana-ipv4-special-registry and -ipv6-.
SPECIAL = tuple(
    ipaddress.ip_network(written)
    for written in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
        *("192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
        *("224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
)
# What clouds serve to their own machines at an address that looks public, with keys among it.
CLOUDS = (ipaddress.ip_network("168.63.129.16/32"),)  # Azure; the others' are special ones


def public(address: IP) -> bool:
    """Tell whether an address is on the public internet; an IPv4 address inside an IPv6 one is looked at too."""
    inner = _inside(address)
    if inner is not None:
        return public(inner)
    given_out = address.version == 4 or address in UNICAST
    return given_out and not any(address in network for network in (*SPECIAL, *CLOUDS))


def _inside(address: IP) -> IP | None:
    """Return the IPv4 address that an IPv6 one stands for; None where it stands for none."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in NAT64 or int(address) >> 32 == 0:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo is not None:
        return address.teredo[1]
    return address.ipv4_mapped or address.sixtofour
