"""Tests mirror the package; journeys know HTTP and the browser only."""
