"""What DOCX and PPTX have in common: the package, charts and diagrams, equations, raised signs."""
