"""Teeth, mouth and jaw: how they are, what a dentist does, says and wants."""
