-- What rows are filtered, sorted and counted by, taken out of their records, so that a page of a listing over a hundred
-- thousand rows reads the records of that page alone. Triggers keep it. `name` is an objective's metric, a figure's
-- measure, the name of a body; `day` the last day of a deadline or of a figure's period; `body` who must deliver.
CREATE TABLE listed (
    key INTEGER PRIMARY KEY REFERENCES facts (key) ON DELETE CASCADE,
    document INTEGER NOT NULL,
    kind TEXT NOT NULL,
    start INTEGER NOT NULL,
    name TEXT NOT NULL,
    value REAL,
    unit TEXT,
    day TEXT,
    due TEXT,
    year TEXT,
    body TEXT,
    obligation TEXT,
    statement TEXT,
    status TEXT,
    direction TEXT,
    type TEXT,
    code TEXT,
    confidence REAL NOT NULL
);

INSERT INTO listed
SELECT
    key, document, kind, start,
    coalesce(metric, json_extract(record, '$.name')),
    json_extract(record, '$.value'),
    json_extract(record, '$.unit'),
    coalesce(json_extract(record, '$.deadline.date'), json_extract(record, '$.period.end')),
    coalesce(json_extract(record, '$.deadline.text'), json_extract(record, '$.period.text')),
    year,
    CASE kind WHEN 'objective' THEN json_extract(record, '$.body.name') WHEN 'figure' THEN json_extract(record, '$.body') END,
    json_extract(record, '$.obligation'),
    json_extract(record, '$.statement'),
    json_extract(record, '$.status'),
    json_extract(record, '$.direction'),
    json_extract(record, '$.type'),
    json_extract(record, '$.code'),
    json_extract(record, '$.confidence')
FROM facts WHERE kind IN ('objective', 'figure', 'body');

CREATE INDEX listed_by_document ON listed (kind, document, start);
CREATE INDEX listed_by_name ON listed (kind, name);

CREATE TRIGGER facts_listed AFTER INSERT ON facts WHEN new.kind IN ('objective', 'figure', 'body') BEGIN
    INSERT INTO listed VALUES (
        new.key, new.document, new.kind, new.start,
        coalesce(new.metric, json_extract(new.record, '$.name')),
        json_extract(new.record, '$.value'),
        json_extract(new.record, '$.unit'),
        coalesce(json_extract(new.record, '$.deadline.date'), json_extract(new.record, '$.period.end')),
        coalesce(json_extract(new.record, '$.deadline.text'), json_extract(new.record, '$.period.text')),
        new.year,
        CASE new.kind
            WHEN 'objective' THEN json_extract(new.record, '$.body.name') WHEN 'figure' THEN json_extract(new.record, '$.body')
        END,
        json_extract(new.record, '$.obligation'),
        json_extract(new.record, '$.statement'),
        json_extract(new.record, '$.status'),
        json_extract(new.record, '$.direction'),
        json_extract(new.record, '$.type'),
        json_extract(new.record, '$.code'),
        json_extract(new.record, '$.confidence')
    );
END;
