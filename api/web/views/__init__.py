"""What pages show, made ready for their templates: addresses, filters, listings, provenance, source view, charts."""
