"""Pages and API that anybody may open."""
