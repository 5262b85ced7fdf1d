"""The bundled documents, written for remit, and what makes the PDF and DOCX files of their sources."""
