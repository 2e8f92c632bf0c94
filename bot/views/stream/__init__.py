"""A stream's page: what waits for whom, what runs, what was decided and why."""
