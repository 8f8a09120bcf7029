"""What was asked for and what came back: studies, files, statistics. No Qt."""
