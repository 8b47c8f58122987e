"""Events to follow-up commands, and to who gets which message; never rewound."""
