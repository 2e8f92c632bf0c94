"""What a reviewer asks for who wants the best of several versions in one."""

MIX = "Mix the versions: the best of each"
