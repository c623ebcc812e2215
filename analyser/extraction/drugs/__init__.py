"""Drugs with their status, dose and time; side effects; supplements."""
