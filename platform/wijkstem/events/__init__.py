"""What happened, in the past tense: frozen, versioned, without personal data and without free text."""
