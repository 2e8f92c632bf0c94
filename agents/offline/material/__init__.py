"""What a draft can be made from."""
