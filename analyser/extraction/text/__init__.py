"""A letter's characters to a transcript: words in one written form, sentences, headings, forms, numbers."""
