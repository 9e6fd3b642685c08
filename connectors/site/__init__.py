"""The site: public pages with plain forms, a read-only API, and the operators' desk; its own process."""
