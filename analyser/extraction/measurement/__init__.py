"""DXA, T-scores and FRAX."""
