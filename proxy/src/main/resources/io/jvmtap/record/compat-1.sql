-- Shows a capture of version 1 as one of the present version: temporary views and tables, which hide the file's own of the
-- same name and leave it as it is. Views name the file's tables with main.

-- Why connections were not tapped was told of those only that should have been.
CREATE TEMP VIEW coverage AS SELECT *, '[]' AS untapped, 0 AS dropped FROM main.coverage;

CREATE TEMP VIEW connections AS
  SELECT *,
         0 AS cut_bytes
    FROM main.connections;

CREATE TEMP VIEW exchanges AS
  SELECT *,
         0 AS request_cut,
         0 AS response_cut,
         0 AS messages
    FROM main.exchanges;

-- Who sent a request was known by its connection only.
CREATE TEMP TABLE callers (exchange INTEGER PRIMARY KEY, at INTEGER, thread TEXT, site TEXT);
CREATE TEMP TABLE call_sites (id TEXT PRIMARY KEY, frames TEXT);

-- Of a TLS handshake only what was agreed was kept.
CREATE TEMP VIEW handshakes AS SELECT *, NULL AS answer, NULL AS client_certificate FROM main.handshakes;
CREATE TEMP TABLE client_hellos (id INTEGER PRIMARY KEY, connection INTEGER, at INTEGER, nanos INTEGER, server_name TEXT, offer TEXT);
CREATE TEMP TABLE offers (
  id TEXT PRIMARY KEY, versions TEXT, cipher_suites TEXT, key_groups TEXT, signature_schemes TEXT, alpn TEXT, ja3 TEXT, ja4 TEXT
);

-- Bodies were not cut into messages.
CREATE TEMP TABLE messages (id INTEGER PRIMARY KEY, exchange INTEGER, direction TEXT, kind TEXT, started_at INTEGER,
  started_nanos INTEGER, took INTEGER, position INTEGER, length INTEGER, compressed INTEGER, detail TEXT);

-- Rows could not be marked.
CREATE TEMP TABLE notes (id INTEGER PRIMARY KEY, exchange INTEGER, connection INTEGER, mark TEXT, comment TEXT);
