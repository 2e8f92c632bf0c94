"""What a person has under way: in `/sluice`, on the Home tab, and one task's line."""
