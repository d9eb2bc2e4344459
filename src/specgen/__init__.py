"""specgen: questions in, a technical specification out."""

__version__ = "0.1.0"
