"""Laboratory tests."""
