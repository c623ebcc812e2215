"""Diseases, and what the body shows."""
