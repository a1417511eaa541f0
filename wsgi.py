"""Entry point for WSGI servers: `granian --interface wsgi wsgi:app`."""

from jinshui_study.app import create_app

app = create_app()
