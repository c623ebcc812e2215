"""Structured messages: their trees to letters, whatever the standard."""
