"""The platform for machines."""
