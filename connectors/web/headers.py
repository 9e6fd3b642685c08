"""Headers of answers: what a page may load, who may show it in a frame. One policy, two kinds of pages."""

from __future__ import annotations

import re

from connectors.web.addresses import is_host

COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Of every answer that a browser may show."""

_POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
           "connect-src 'self'{sockets};{more} form-action {forms}; base-uri 'none'; frame-ancestors {ancestors}")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.\-]+(:\d+)?")

OF_SITE = {
    "Content-Security-Policy": _POLICY.format(
        sockets="", more=" manifest-src 'self';", forms="'self'", ancestors="'none'"),
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
    **COMMON,
}
"""Of the site and the desk."""


def make_chat_headers(host: str, allowed_origins: str = "", origin: str = "") -> dict[str, str]:
    """Headers of the chat's page and files.

    ``host``: as the browser named it, for browsers whose 'self' leaves out WebSocket. ``allowed_origins``: the sites
    that may show the page in a frame and load the widget, besides this one. ``origin``: the site that asks, if a
    browser says one; a module of the widget is loaded only with its name in the answer.
    """
    ancestors = list_frame_ancestors(allowed_origins)
    sockets = f" ws://{host} wss://{host}" if is_host(host) else ""
    return {
        "Content-Security-Policy": _POLICY.format(
            sockets=sockets, more="", forms="'none'", ancestors=" ".join(ancestors)),
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "cross-origin" if len(ancestors) > 1 else "same-origin",
        **({"Access-Control-Allow-Origin": origin} if origin and (origin in ancestors or "*" in ancestors) else {}),
        **COMMON,
    }


def list_frame_ancestors(allowed_origins: str) -> list[str]:
    """Who may show the page in a frame, for ORIENTA_ALLOWED_ORIGINS; what is no origin does not enter the policy."""
    origins = [origin.strip().rstrip("/") for origin in allowed_origins.split(",")]
    if "*" in origins:
        return ["'self'", "*"]
    return ["'self'", *(origin for origin in origins if _ORIGIN.fullmatch(origin))]
