"""Where the question that is being answered comes from: the network address, for what is bounded per address.

A name in the context of each request, so that what stands between a route and the queue need not hand it on.
"""

from __future__ import annotations

from contextvars import ContextVar
from ipaddress import IPv6Address, ip_address, ip_network

from starlette.requests import Request

_address: ContextVar[str] = ContextVar("address", default="")


def here() -> str:
    """The address of whoever asks now; empty where nobody knows."""
    return _address.get()


def came_from(request: Request) -> None:
    """Say that what follows is this request's answer."""
    _address.set(of_host(request.client.host if request.client else ""))


def of_host(host: str) -> str:
    """A network address as it counts: of IPv6 the half that a provider gives to one customer.

    >>> of_host("192.0.2.7"), of_host("2001:db8::1:2"), of_host("testclient")
    ('192.0.2.7', '2001:db8::/64', 'testclient')
    """
    try:
        found = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(ip_network((found, 64), strict=False))
    return str(found)
