"""The payloads of Slack as they come, as far as anything of them is read.

A field that is missing or new is no reason to refuse: only what nothing can be done without is asked for.
"""
