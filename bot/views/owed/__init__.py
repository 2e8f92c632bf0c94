"""What a colleague owes: their welcome, the section of a collection that brings their tasks, and the card of each."""
