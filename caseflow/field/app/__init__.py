"""The offline field app: its page, its manifest, its service worker and its words."""
