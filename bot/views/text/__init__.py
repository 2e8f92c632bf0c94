"""What people and agents wrote, as Slack draws it."""
