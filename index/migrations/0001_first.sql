-- One SQLite database holds everything that was read; the search indexes are derived from it.
CREATE TABLE meta (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;

CREATE TABLE documents (
    key INTEGER PRIMARY KEY AUTOINCREMENT,      -- never used again, so that a reader notices a replaced document
    id TEXT NOT NULL UNIQUE,
    file TEXT NOT NULL,
    title TEXT NOT NULL,
    publisher TEXT,
    published TEXT,
    kind TEXT NOT NULL,
    financial_year TEXT,
    planning_year TEXT,
    media_type TEXT NOT NULL,
    source_url TEXT,
    licence TEXT,
    tag INTEGER NOT NULL DEFAULT (random()),    -- of this putting: tells histories apart after a copy was restored
    findings TEXT NOT NULL,                     -- JSON list of sentences
    record TEXT NOT NULL                        -- JSON of the Document without what stands in the tables below
);

-- Places where the bytes of a document were found. Copies of one file share a document.
CREATE TABLE origins (
    origin TEXT PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
    fingerprint TEXT NOT NULL,
    sequence INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX origins_by_document ON origins (document);

CREATE TABLE texts (
    document INTEGER PRIMARY KEY REFERENCES documents (key) ON DELETE CASCADE,
    text TEXT NOT NULL,
    source_text TEXT                            -- null where nothing was repaired
);

CREATE TABLE sections (
    document INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    id TEXT NOT NULL,
    path TEXT NOT NULL,                         -- JSON list of headings
    record TEXT NOT NULL,
    PRIMARY KEY (document, ordinal)
) WITHOUT ROWID;
CREATE INDEX sections_by_id ON sections (document, id);

CREATE TABLE blocks (
    document INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (document, ordinal)
) WITHOUT ROWID;

CREATE TABLE passages (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
    id TEXT NOT NULL UNIQUE,
    section TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    page INTEGER,
    context TEXT NOT NULL,
    hash TEXT NOT NULL                          -- of context and words: the key of its vectors
);
CREATE INDEX passages_by_document ON passages (document, start);
CREATE INDEX passages_by_hash ON passages (hash);

CREATE TABLE facts (
    key INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    metric TEXT,
    year TEXT,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX facts_by_document ON facts (document, kind, start);
CREATE INDEX facts_by_metric ON facts (metric, year);

-- Every name, code and wording by which a fact names a body, case-folded.
CREATE TABLE fact_bodies (
    name TEXT NOT NULL,
    fact INTEGER NOT NULL REFERENCES facts (key) ON DELETE CASCADE,
    PRIMARY KEY (name, fact)
) WITHOUT ROWID;
CREATE INDEX fact_bodies_by_fact ON fact_bodies (fact);

CREATE TABLE embeddings (
    hash TEXT NOT NULL,
    encoder TEXT NOT NULL,
    vector BLOB NOT NULL,                       -- float32, little-endian
    PRIMARY KEY (hash, encoder)
) WITHOUT ROWID;

-- Who made the vectors, and with what: one name stands for vectors that may be compared.
CREATE TABLE encoders (
    name TEXT NOT NULL,
    runtime TEXT NOT NULL,
    dimensions INTEGER NOT NULL,
    PRIMARY KEY (name, runtime)
) WITHOUT ROWID;

INSERT INTO meta (name, value) VALUES ('revision', 0), ('state', lower(hex(randomblob(8))));
