"""What leaves for other programs, and what comes back."""
