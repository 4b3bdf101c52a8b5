"""Contract tests run on moto like the unit tests, with the same empty account."""

from tests.unit.conftest import _fresh_clients, _no_sockets, aws

__all__ = ["_fresh_clients", "_no_sockets", "aws"]
