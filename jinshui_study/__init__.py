"""金水e起学党史: the service behind a district's party-history study mini-program."""

__version__ = "0.1.0"
