"""The public: publications and the portal."""
