"""Applies the lexicon's rules: phrases that say a concept and its status or value outright."""

from __future__ import annotations

from analyser.extraction.finding import Finding, Range
from analyser.extraction.matching.lexicon import Rule
from analyser.extraction.matching.patterns import Match, Pattern
from analyser.extraction.state import State
from analyser.extraction.text.numbers import number, tidy


def find_phrases(state: State) -> None:
    """Add a finding for every match of a rule that stands up to its conditions."""
    transcript, rules = state.transcript, state.lexicon.rules
    found: list[Finding] = []
    for index, candidates in rules.candidates_in(transcript):
        for order, (pattern, rule) in enumerate(candidates):
            for match in pattern.find(transcript, index):
                finding = _finding(state, rule, index, match)
                if finding is not None:
                    finding.weight -= order * 0.001
                    found.append(finding)
    state.findings += _longest(found)


def _finding(state: State, rule: Rule, index: int, match: Match) -> Finding | None:
    for name, (low, high) in rule.where.items():
        value = number(match.groups.get(name, ""))
        if value is None or not low <= value <= high:
            return None
    if _excluded(state, rule, index, match):
        return None
    if not rule.anyone and state.context.relative(match.first, match.last, commas=False) is not None:
        return None
    finding = Finding(
        rule.concept, rule.status or "present", match.first, match.last, value=rule.value, cue=match.cue,
        attributes=dict(rule.attributes), anchor=match.first,
    )  # fmt: skip
    if rule.number is not None:
        value = number(match.groups.get(rule.number, ""))
        if value is None or rule.range is None or not rule.range[0] <= value <= rule.range[1]:
            return None
        finding.value = tidy(round(value * 100, 1) if rule.number == "metres" else value)
    else:
        for name, text in match.groups.items():
            value = number(text)
            if value is not None and name not in rule.where:
                finding.attributes[name] = tidy(value)
    if rule.kind == "disease":
        finding.status, finding.cue = state.context.status(match.first, match.last)
        finding.widen(finding.cue)
    return finding


def _excluded(state: State, rule: Rule, index: int, match: Match) -> bool:
    transcript = state.transcript
    if rule.need and not any(pattern.occurs(transcript, index) for pattern in rule.need):
        return True
    if not rule.exclude:
        return False
    scope: Range | None = None
    if rule.exclude_in == "clause":
        first, last = state.context.clause(match.first)
        scope = (first, max(last, match.last))
    if rule.exclude_in != "match":
        return any(pattern.occurs(transcript, index, scope) for pattern in rule.exclude)
    return any(_overlaps(state, pattern, index, match) for pattern in rule.exclude)


def _overlaps(state: State, pattern: Pattern, index: int, match: Match) -> bool:
    return pattern.may_match(state.transcript.lacking(index)) and any(
        other.first < match.last and other.last > match.first for other in pattern.find(state.transcript, index)
    )


def _longest(found: list[Finding]) -> list[Finding]:
    """Of findings of one concept that overlap, the longest; then the earlier rule."""
    by_concept: dict[str, list[Finding]] = {}
    for finding in found:
        by_concept.setdefault(finding.concept, []).append(finding)
    kept: list[Finding] = []
    for group in by_concept.values():
        group.sort(key=lambda f: (f.first - f.last, -f.weight, f.first))
        taken: set[int] = set()
        for finding in group:
            tokens = range(finding.first, finding.last)
            if taken.isdisjoint(tokens):
                taken.update(tokens)
                kept.append(finding)
    return kept
