"""How people come in without a password: invite codes, WeChat bindings and who decides on them, codes to scan."""
