"""What a sentence says is to be done: by whom, where it names somebody, and by when."""
