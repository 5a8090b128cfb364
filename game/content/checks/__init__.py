"""What in the content is allowed, and still probably a mistake? One family of answers a file."""
