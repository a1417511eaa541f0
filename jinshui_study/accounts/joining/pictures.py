"""Addresses of the web client, and plain QR codes of them, which any camera reads."""

import segno
from flask import Flask


def site(app: Flask, root: str) -> str:
    """The address people use, with a slash at its end: as configured, else as the present request came in."""
    configured = app.extensions["settings"].public_url
    return f"{configured}/" if configured else root


def page(site: str, path: str, **values: str) -> str:
    """A page of the web client. What stands behind the # never reaches a server or its log."""
    query = "&".join(f"{name}={value}" for name, value in values.items())
    return f"{site}#/{path}?{query}"


def plain(text: str) -> str:
    """A QR code as an SVG; black on white also where the page is dark, or some cameras do not see it."""
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=5, border=3, dark="#000", light="#fff")
