"""What a reviewer's words can have done without a model."""
