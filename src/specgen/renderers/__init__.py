"""The room of renderers: each turns the Markdown of a spec into another format, as bytes.
To add one: a module or package here with `render(markdown, ...)`, imported by the command that uses it."""
