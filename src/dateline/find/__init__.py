"""Sentences to mentions: times, places, actors, quantities, speech and triggers, each with its exact words."""
