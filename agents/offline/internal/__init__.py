"""Lines that notes mark as internal: whoever is to read a draft of them decides whether they stay in it."""
