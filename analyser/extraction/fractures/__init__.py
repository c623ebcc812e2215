"""Fractures of the patient and of relatives: site, status, how they came about."""
