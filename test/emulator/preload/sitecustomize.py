"""Loaded by Python when the emulator starts (https://docs.python.org/3/library/site.html)."""

import socket
from contextvars import ContextVar

from ministack.core import iam_evaluator

_getaddrinfo = socket.getaddrinfo
_pin_request_origin = iam_evaluator.pin_request_origin


def _resolve(host, *arguments, **options):
    """Names below localhost are loopback (RFC 6761, section 6.3), which not every resolver knows."""
    name = host.decode() if isinstance(host, bytes) else host
    is_local = isinstance(name, str) and name.endswith(".localhost")
    return _getaddrinfo("127.0.0.1" if is_local else host, *arguments, **options)


def _pin_as_encrypted(source_ip, secure_transport):
    """Policies of buckets and queues require TLS, which requests on loopback do without."""
    _pin_request_origin(source_ip, True)


socket.getaddrinfo = _resolve
iam_evaluator._request_origin = ContextVar("request_origin", default=("127.0.0.1", True))
iam_evaluator.pin_request_origin = _pin_as_encrypted
