"""Invented letters with exact gold: a patient, a doctor, and a grammar."""
