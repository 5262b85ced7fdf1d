-- What a row is found by, besides its record: the words around it, and the heading that it stands under; null where a
-- document was stored before they were kept, and for dates and bodies, which answer nothing by themselves.
ALTER TABLE facts ADD COLUMN words TEXT;
ALTER TABLE facts ADD COLUMN heading TEXT;
