"""Plain text and Markdown: lines, running heads, headings, lists, pipes and printed columns, transcripts, captions."""
