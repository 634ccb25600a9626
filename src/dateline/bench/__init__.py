"""Measuring the house on public sets: loaders of the sets, scorers, floors below which no figure may fall.

No set ships with the package: most of them may be measured on and not passed on. `tasks` says where each comes from.
"""
