-- What documents say that short forms stand for. Keys are compared, see corpus/definitions.py; words are as printed.
CREATE TABLE definitions (
    document INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
    short_key TEXT NOT NULL,
    long_key TEXT NOT NULL,
    short TEXT NOT NULL,
    long TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
);
CREATE INDEX definitions_by_document ON definitions (document);
CREATE INDEX definitions_by_short ON definitions (short_key, long_key);
CREATE INDEX definitions_by_long ON definitions (long_key, short_key);
