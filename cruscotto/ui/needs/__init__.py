"""The room of the pages of needs, pacts and pooled resources."""
