-- The definitions of all documents together: in how many of them a short form has these words. Triggers keep it, so that
-- a short form which thousands of documents explain is looked up as quickly as any other.
CREATE TABLE meanings (
    short_key TEXT NOT NULL,
    long_key TEXT NOT NULL,
    short TEXT NOT NULL,
    long TEXT NOT NULL,
    documents INTEGER NOT NULL,
    PRIMARY KEY (short_key, long_key)
) WITHOUT ROWID;
CREATE INDEX meanings_by_long ON meanings (long_key);

INSERT INTO meanings SELECT short_key, long_key, min(short), min(long), count(*) FROM definitions GROUP BY 1, 2;

CREATE TRIGGER definitions_inserted AFTER INSERT ON definitions BEGIN
    INSERT INTO meanings VALUES (new.short_key, new.long_key, new.short, new.long, 1)
    ON CONFLICT DO UPDATE SET documents = documents + 1;
END;

CREATE TRIGGER definitions_deleted AFTER DELETE ON definitions BEGIN
    UPDATE meanings SET documents = documents - 1 WHERE short_key = old.short_key AND long_key = old.long_key;
    DELETE FROM meanings WHERE short_key = old.short_key AND long_key = old.long_key AND documents = 0;
END;
