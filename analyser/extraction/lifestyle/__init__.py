"""Smoking and alcohol."""
