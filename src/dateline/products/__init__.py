"""Products: what a ledger knows, in the formats that others use, with a report of what each could not hold."""
