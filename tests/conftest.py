"""Settings of all tests. Its being here also puts `tests/` on the path, for `builders` and `naive`."""

from hypothesis import HealthCheck, settings

# Two cores, shared with others: a slow example is no failure, and the same ones are tried every time.
settings.register_profile(
    "libro", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("libro")
