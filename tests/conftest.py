"""What holds for all tests."""

from hypothesis import HealthCheck, settings

# No test is timed: how fast a machine is, and what else it does meanwhile, is no property of the program.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
