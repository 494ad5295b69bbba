"""Parts of the pages on needs, pacts and pooled resources."""
