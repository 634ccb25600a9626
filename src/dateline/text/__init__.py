"""Document -> sentences and tokens. Offsets always point into the document's own text."""
