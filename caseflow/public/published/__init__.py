"""What is public: pages and pictures in tables of their own, and how they are shown."""
