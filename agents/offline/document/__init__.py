"""What has no form of its own."""
