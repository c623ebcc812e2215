"""The report's half for the quality lead: what many letters show together, by time and by practice."""
