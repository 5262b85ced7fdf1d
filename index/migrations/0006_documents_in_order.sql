-- Listings go by file and id, and go on from where a page ended.
CREATE INDEX documents_by_file ON documents (file, id);
