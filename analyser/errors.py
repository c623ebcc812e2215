"""What the person who started the program can mend."""

from __future__ import annotations

from analyser.texts import load_texts


class UserError(Exception):
    """The program cannot do what was asked; the message is one sentence that says what to do instead."""


class BrokenOffError(UserError):
    """The user broke it off; the message says how to go on."""


def user_error(lang: str, key: str, **values: object) -> UserError:
    """The error ``key`` of ``messages.toml`` with the places of its sentence filled."""
    return UserError(load_texts("analyser", "messages.toml").say(lang, f"error.{key}", **values))
