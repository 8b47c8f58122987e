"""What people and the system can ask for: a frozen dataclass and one handler each."""
