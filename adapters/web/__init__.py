"""The page on this machine: platform number one, which needs no token and no other server."""

from adapters.web.clock import MovableClock
from adapters.web.places import PLACES, Place
from adapters.web.platform import WebPlatform

__all__ = ["PLACES", "MovableClock", "Place", "WebPlatform"]
