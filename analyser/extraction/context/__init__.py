"""What stands around a finding: denial, doubt, whose it is, when it was, the answer of a form."""
