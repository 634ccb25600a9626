"""Mentions to values: the publication date and the calendar, places, actors and sources."""
