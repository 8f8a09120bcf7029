"""The tests of Descent Lab; they mirror ``app`` file for file."""
