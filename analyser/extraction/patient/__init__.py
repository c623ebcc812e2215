"""Who the patient is: age, sex, height and weight, menopause."""
