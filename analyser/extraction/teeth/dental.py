"""The component for mouth and jaw: reads the words once and hands them to each part."""

from __future__ import annotations

from analyser.extraction.state import State
from analyser.extraction.teeth.concern import drop_plain_demands, find_concern
from analyser.extraction.teeth.dentist import find_dental_check
from analyser.extraction.teeth.jaw import find_jaw
from analyser.extraction.teeth.mouth import Mouth
from analyser.extraction.teeth.procedures import find_procedures
from analyser.extraction.teeth.tooth_status import find_dental_status
from analyser.extraction.teeth.tooth_work import drop_tooth_ages
from analyser.extraction.teeth.withheld import find_withheld


def find_dental(state: State) -> None:
    """Add what a letter says of teeth, dentist and jaw, and of a bone drug held back for them."""
    mouth = Mouth(state)
    if not mouth:
        return
    find_procedures(mouth)
    find_dental_status(mouth)
    find_dental_check(mouth)
    drop_tooth_ages(mouth)
    find_jaw(mouth)
    find_concern(mouth)
    find_withheld(mouth)
    drop_plain_demands(mouth)
