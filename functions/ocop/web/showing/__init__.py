"""A case as its pages show it: components made of what `ocop.web.reading` says."""
