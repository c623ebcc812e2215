"""Drafts that have been read by eye: letters as facts, and the drafts in ``golden/``.

``python -m tests.dialogue.golden`` writes them anew; read what changed before it is committed.
"""

from __future__ import annotations

from pathlib import Path

from analyser.dialogue import compose
from tests.guideline.notation import facts

FOLDER = Path(__file__).parent / "golden"
NORMS = ("nb", "nn")
LETTERS = {
    "start_without_waiting": (
        "female; age 84; hip_fracture low_energy; parental_hip_fracture; smoking absent; waiting_for_dxa; ask"
    ),
    "borderline_family_unclear": "female; age 61; family_osteoporosis; smoking; other_fracture absent; ask",
    "repeat_too_soon": "female; age 63; prior_dxa years_ago=1; t_score_spine -1.4; osteopenia; ask follow_up",
    "no_consequence": "female; age 78; wrist_fracture low_energy; treatment_declined; ask",
    "limited_life_expectancy": "male; age 88; malignancy; limited_life_expectancy; ask",
    "red_flag": "male; age 72; vertebral_fracture confirmed; weight_loss; malignancy uncertain; ask",
    "denosumab_delayed": (
        "female; age 74; denosumab months=36; invasive_dental_procedure planned; dentist_concern; "
        "treatment_withheld uncertain"
    ),
    "denosumab_do_not_pause": "female; age 74; denosumab; invasive_dental_procedure planned",
    "denosumab_stopped": "female; age 70; denosumab past; osteoporosis; ask follow_up",
    "bisphosphonate_infection": (
        "female; age 74; oral_bisphosphonate; invasive_dental_procedure planned; oral_infection uncertain"
    ),
    "procedure_before_start": (
        "female; age 69; zoledronate planned; invasive_dental_procedure planned; rheumatoid_arthritis; ask"
    ),
    "poor_teeth_strong_fracture": (
        "male; age 79; hip_fracture; dental_status poor; lab_calcium; lab_vitamin_d; lab_egfr_creatinine value=32; ask"
    ),
    "suspected_jaw_osteonecrosis": "female; age 75; hip_fracture low_energy; jaw_osteonecrosis uncertain; ask",
    "reassure_low_risk": (
        "female; age 58; dentist_concern; oral_bisphosphonate planned; glucocorticoid dose_mg=7.5 months=6; ask"
    ),
    "missing_information": "female; age 66; ask",
    "missing_mechanism": "female; age 66; wrist_fracture; glucocorticoid dose_mg=5; ask",
    "lacks_indication": (
        "female; age 52; patient_request; smoking absent; alcohol_excess absent; other_fracture absent; "
        "parental_hip_fracture absent; ask"
    ),
    "several_at_once": (
        "female; age 81; vertebral_fracture confirmed; denosumab past; treatment_withheld; dental_status poor; "
        "oral_infection; smoking; smoking absent; ask"
    ),
    "indicated": "female; age 67; wrist_fracture low_energy; ask",
}


def written(name: str, norm: str) -> str:
    """The draft as the program writes it now."""
    return compose(facts(LETTERS[name]), lang=norm)


def path(name: str, norm: str) -> Path:
    """Where the draft that was read stands."""
    return FOLDER / f"{name}.{norm}.txt"


if __name__ == "__main__":
    for letter in LETTERS:
        for form in NORMS:
            path(letter, form).write_text(written(letter, form), encoding="utf-8", newline="\n")
