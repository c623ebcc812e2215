"""``analyser lexicon``: the words the program reads with, and what is wrong with them."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.padding import Padding
from rich.text import Text

from analyser.cli import frame
from analyser.cli.frame import Lang
from analyser.errors import UserError
from analyser.texts import load_texts

lexicon = typer.Typer(add_completion=False, rich_markup_mode=None)
Concept = Annotated[str, typer.Argument(metavar="CONCEPT", help="Id of a concept of the codebook, such as copd.")]


@lexicon.callback()
def _lexicon() -> None:
    """Show and check the lexicon.

    The lexicon is data (TOML files beside the program's extraction): terms, phrases, classes of words and cues, which
    a clinician can read, correct and extend.

    Exit states: 0 all is right, 1 there is something to mend, 2 there is no such concept.
    """


def _say(lang: str, key: str, **values: object) -> str:
    return load_texts("analyser.extraction", "messages.toml").say(lang, f"lexicon.{key}", **values)


@lexicon.command("check")
def check_lexicon(*, lang: frame.LangOption = Lang.NB) -> int:
    """Look for duplicates, clashes, dead exclusions and cues, and terms that shadow one another.

    Exit states: 0 nothing was found, 1 there is something to mend (all of it is listed).
    """
    from analyser.extraction.matching.lexicon import load_lexicon
    from analyser.extraction.matching.lint import check

    problems = check(load_lexicon())
    console = frame.screen()
    for problem in problems:
        console.print(Text(f"{problem.where}: {problem.kind}: {problem.what}"))
    console.print(Text(_say(lang, "checked", count=len(problems)), style="bold"))
    return frame.SOME_NOT_READ if problems else frame.ALL_READ


@lexicon.command("show")
def show_lexicon(concept: Concept, *, lang: frame.LangOption = Lang.NB) -> int:
    """Show the terms, phrases and codes of one concept.

    Exit states: 0 the concept was shown, 2 there is no such concept.
    """
    from analyser.codebook import load_codebook
    from analyser.codebook.labels import load_labels
    from analyser.extraction.data import load_toml
    from analyser.extraction.matching.lexicon import load_lexicon

    if concept not in load_codebook().concepts:
        raise UserError(_say(lang, "no_such_concept", name=concept))
    console = frame.screen()
    console.print(Text(f"{concept}: {load_labels(lang).concepts[concept]}", style="bold"))
    found = load_lexicon().concepts.get(concept)
    if found is None:
        console.print(Text(_say(lang, "by_code")))
        return frame.ALL_READ
    file, block = found
    console.print(Text(file, style="dim"))
    named = load_toml("sources.toml")["source"]
    sources = "; ".join(named.get(name, {}).get(lang, name) for name in block.get("source", ()))
    console.print(Padding(Text(f"{_say(lang, 'source')}: {sources or '-'}"), (0, 0, 0, 2)))
    console.print(
        Padding(Text(f"{_say(lang, 'reviewed')}: {block.get('reviewed', _say(lang, 'not_reviewed'))}"), (0, 0, 0, 2))
    )
    for key, value in block.items():
        if key not in {"rule", "source", "reviewed"}:
            console.print(Padding(Text(f"{key}: {_shown(value)}"), (0, 0, 0, 2)))
    for rule in block.get("rule", ()):
        said = ", ".join(f"{key} {_shown(value)}" for key, value in rule.items() if key not in ("match", "not", "need"))
        console.print(Padding(Text(said or "-", style="bold"), (1, 0, 0, 2)))
        for key in ("match", "not", "need"):
            for pattern in rule.get(key, ()):
                console.print(Padding(Text(f"{key}: {pattern}"), (0, 0, 0, 4)))
    return frame.ALL_READ


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return str(value)
