"""Messages of one run that speak of each other: a change replaces its original, a cancellation withdraws it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from analyser.letter import Letter, Message
from analyser.reading.failure import Failure

Code = Literal["replaced", "withdrawn"]
CANCELLATION = "cancellation"
"""Code of the failure that stands for a cancellation."""
_DIGITS = 11
# Copies of one time are taken in the only order that makes sense.
_KINDS = ("", "new", "change", "cancel")
_LATER = ("change", "cancel")


class _Sent(NamedTuple):
    """A message of a run, in the order of the run; ``letter`` is ``None`` for one that holds no letter."""

    place: int
    letter: str | None
    message: Message


def superseded(items: Iterable[Letter | Failure]) -> dict[str, Code]:
    """Which letters of a run no longer hold, and why.

    New, change and cancel messages about one referral carry the same id of the referral (``ServReq/Id``,
    ``DocumentId``). Of each such group the message that was sent last decides: a change replaces every letter
    sent before it, a cancellation withdraws them. Messages are compared by when they were sent (a change before a
    cancellation of the same time), and by their order in the run where one of the group does not say when. Ids are
    only trusted within one patient: where birth dates or identity numbers contradict each other, nothing is
    superseded.

    A cancellation comes out of :class:`analyser.reading.Reader` as a :class:`Failure` (code ``cancellation``) that
    carries its message; give both letters and failures here.

    Parameters
    ----------
    items
        Everything that was read, in the order of the run. Letters that came as text are passed over, so that the
        memory used grows with the messages only.

    Returns
    -------
    dict
        Id of a letter to ``replaced`` or ``withdrawn``, which are codes of ``messages.toml``:
        ``failure(code, source.name, lang=..., place=source.place_of(letter))`` is its row for ``failed.csv``.
    """
    groups: dict[str, list[_Sent]] = {}
    for place, item in enumerate(items):
        if item.message.kind and item.message.referral:
            name = item.id if isinstance(item, Letter) else None
            groups.setdefault(item.message.referral, []).append(_Sent(place, name, item.message))
    found: dict[str, Code] = {}
    for group in groups.values():
        found.update(_in_group(group))
    return found


def _in_group(group: list[_Sent]) -> dict[str, Code]:
    times = [one.message.sent for one in group]
    if None not in times:
        group = sorted(group, key=lambda one: (one.message.sent, _KINDS.index(one.message.kind), one.place))
    last = max((at for at, one in enumerate(group) if one.message.kind in _LATER), default=0)
    deciding = group[last].message
    code: Code = "withdrawn" if deciding.kind == "cancel" else "replaced"
    return {one.letter: code for one in group[:last] if one.letter is not None and _same_patient(one.message, deciding)}


def _same_patient(one: Message, other: Message) -> bool:
    """Whether nothing contradicts that two messages are about one person."""
    if one.birth_date and other.birth_date and one.birth_date != other.birth_date:
        return False
    mine, others = _numbers(one), _numbers(other)
    return not (mine and others) or not mine.isdisjoint(others)


def _numbers(message: Message) -> set[str]:
    """Identity numbers of eleven digits: those of health personnel are shorter, and shared by their patients."""
    return {number for number in message.identities if len(number) == _DIGITS}
