"""Tools without domain words, used by every stage of the flow."""
