"""What a reviewer's sentence corrects, in five languages: what is wrong, and what is right instead."""
