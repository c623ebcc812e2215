"""``analyser validate``: the program tried on a clinic's own letters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyser.cli import frame
from analyser.errors import user_error

if TYPE_CHECKING:
    from analyser.analysis import Analysis

validate = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=(
        "Try the program on letters of your own, blind.\n\n"
        "Exit states: 0 done, 1 some letters were not read, 2 something is wrong and is said."
    ),
)


@validate.command("draw")
def draw(
    inputs: Annotated[list[Path], typer.Argument(metavar="INPUTS...", help="Files or folders of letters.")],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="KIT", help="New folder for the kit.")],
    letters: Annotated[int, typer.Option(min=1, metavar="N", help="How many letters to draw.")] = 200,
    seed: Annotated[int, typer.Option(metavar="S", help="The same letters and seed give the same sample.")] = 1,
    lang: frame.LangOption = frame.Lang.NB,
    pack: frame.PackOption = "memo",
) -> int:
    """Draw letters and make the workbook in which a person judges them, blind to the program.

    Exit states: 0 done, 1 some letters were not read and are left out, 2 nothing was found, or KIT cannot be written.
    """
    from analyser import load
    from analyser.letter import Letter
    from analyser.reading import Failure, Finder, Options, Reader, Source, failure
    from analyser.reading.messages import superseded
    from analyser.validation import draw as drawn
    from analyser.validation import make_kit
    from analyser.validation.workbook import WORKBOOK

    reader = Reader(Options(lang=lang))
    items: list[Letter | Failure] = []
    for source in Finder(leave_out=out, lang=lang).find(inputs):
        items += reader.read(source) if isinstance(source, Source) else [source]
    gone = superseded(items)
    failures = [item for item in items if isinstance(item, Failure)]
    analyser = load(pack, lang=lang)
    analyses: list[Analysis] = []
    for letter in (item for item in items if isinstance(item, Letter)):
        if code := gone.get(letter.id):
            failures.append(failure(code, letter.source or letter.id, lang=lang))
            continue
        try:
            analyses.append(analyser.analyse(letter))
        except Exception as error:  # noqa: BLE001
            # One letter costs itself only, and no words of it get out.
            failures.append(failure("not_analysed", letter.source or letter.id, lang=lang, name=type(error).__name__))
    if failures:
        frame.print_failures(failures, console=frame.screen(stderr=True), lang=lang)
    if not analyses:
        raise user_error(lang, "nothing_to_do")
    sample = drawn(analyses, letters, seed=seed)
    make_kit(out, sample, lang=lang, versions=analyser.versions)
    sentence = frame.say(lang, "screen.kit_drawn", count=len(sample.analyses), total=len(analyses), out=out / WORKBOOK)
    frame.screen().print(sentence, soft_wrap=True)
    return frame.SOME_NOT_READ if failures else frame.ALL_READ


@validate.command("report")
def report(
    kit: Annotated[Path, typer.Argument(metavar="KIT", help="The kit's folder, its workbook filled in and saved.")],
    *,
    second: Annotated[Path | None, typer.Option(metavar="FILE", help="Another person's copy of the workbook.")] = None,
) -> int:
    """Compare the judgements with the program's, and write the report into the kit.

    Exit states: 0 done, 2 a workbook has mistakes (all of them are listed) or holds no judgement.
    """
    from analyser.validation import open_kit, results, write_report
    from analyser.validation.report import DISAGREEMENTS, REPORT
    from analyser.validation.workbook import WORKBOOK, read_workbook

    opened = open_kit(kit)
    judged = read_workbook(kit / WORKBOOK, lang=opened.lang, letters=len(opened.letters))
    others = None if second is None else read_workbook(second, lang=opened.lang, letters=len(opened.letters))
    if not judged or others == []:
        raise user_error(opened.lang, "no_judgement")
    write_report(kit, opened, results(opened, judged, others))
    for name in (REPORT, DISAGREEMENTS):
        frame.screen().print(f"{kit / name}: {frame.say(opened.lang, f'file.{name}')}", soft_wrap=True)
    return frame.ALL_READ
