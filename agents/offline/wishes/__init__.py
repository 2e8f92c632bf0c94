"""What a goal wishes of a draft and rules cannot do."""
