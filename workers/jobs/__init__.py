"""The jobs: thin, one action each. They run inside the application's context."""
