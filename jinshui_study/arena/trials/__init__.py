"""Trying other point rules on what was answered last month, before anybody is paid by them. Nothing is written."""
