"""Files to what they say. A reader never raises on content: it gives a Document, and in it what is wrong."""
