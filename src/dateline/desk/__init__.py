"""The review desk: an HTTP API with OpenAPI, pages for people over the same answers, and nothing from elsewhere."""
