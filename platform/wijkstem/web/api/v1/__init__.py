"""Version 1 of the JSON API: what everybody can read, for programs. `resources.py` has all there is to ask for.

Paths, parameters and names in answers are Dutch, as the NL API Design Rules want it: they are what others program
against. Whatever leaves this version out of reach of older programs gets a version of its own beside it.
"""
